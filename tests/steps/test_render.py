"""render: what it writes, what it notes beside it, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from presswork.article.model import Address, Article, Settings
from presswork.index import keys
from presswork.index.keys import Key, V
from presswork.index.memory import MemoryTable
from presswork.index.rows import Site
from presswork.index.site import Index
from presswork.pages import tags
from presswork.pages.edition import edition
from presswork.pages.page import Page
from presswork.pages.respond import respond
from presswork.steps.ports import Replaced, SiteObject, Write
from presswork.steps.render import render
from tests.pages.newsroom import Newsroom, article, card
from tests.world import SiteBucket, World

MONTH = Address("/2026/11")
TAGS = frozenset(tags.own(Address("/2026/11/01")))


def noted(world: World) -> list[tuple[Address, Replaced]]:
    return list(world.written.values())


def test_a_page_is_written_once_and_says_that_nothing_was_there() -> None:
    room, world = Newsroom(), World(0)
    room.publish(article(card("a", "2026-11-01")))
    assert render(MONTH, site=room.index, bucket=SiteBucket(world)) == "written"
    assert render(MONTH, site=room.index, bucket=SiteBucket(world)) == "unchanged"
    page = respond(MONTH, room.index)
    assert page
    assert world.site == {MONTH: page}
    there = world.objects[MONTH]
    assert there == SiteObject(page.digest, TAGS, edition(room.index.site()), there.etag)
    assert noted(world) == [(MONTH, Replaced(new=True, tags=frozenset(), rebuilt=False))]


def test_a_page_that_is_written_over_leaves_its_tags_to_the_next() -> None:
    room, world = Newsroom(), World(0)
    for name in "ab":
        room.publish(article(card(name, "2026-11-01")))
        assert render(MONTH, site=room.index, bucket=SiteBucket(world)) == "written"
    assert noted(world)[1:] == [(MONTH, Replaced(new=False, tags=TAGS, rebuilt=False))]


def test_a_page_of_another_edition_is_rebuilt() -> None:
    room, world = Newsroom(), World(0)
    room.publish(article(card("a", "2026-11-01")))
    render(MONTH, site=room.index, bucket=SiteBucket(world))
    room.table.write({keys.site(): Site(2, Settings(title="Another"), changed=2)})
    assert render(MONTH, site=room.index, bucket=SiteBucket(world)) == "written"
    assert noted(world)[1:] == [(MONTH, Replaced(new=False, tags=TAGS, rebuilt=True))]


def test_a_page_that_is_no_more_is_removed_once() -> None:
    room, world = Newsroom(), World(0)
    one = card("a", "2026-11-01")
    room.publish(article(one))
    render(MONTH, site=room.index, bucket=SiteBucket(world))
    room.table.write({}, [keys.entries("all").at(keys.position(one))])
    assert render(MONTH, site=room.index, bucket=SiteBucket(world)) == "deleted"
    assert render(MONTH, site=room.index, bucket=SiteBucket(world)) == "unchanged"
    assert (world.site, world.changed) == ({}, [MONTH, MONTH])


class Counted(MemoryTable):
    """Notes which single rows are read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[Key[Any]] = []

    def get(self, key: Key[V]) -> V | None:
        self.read.append(key)
        return super().get(key)


def test_the_settings_are_read_once_for_a_page_and_its_edition() -> None:
    room, table = Newsroom(), Counted()
    room.publish(article(card("a", "2026-11-01")))
    table.write(dict(room.table.everything()))
    site = Index(table, room.index.proofs)
    assert render(MONTH, site=site, bucket=SiteBucket(World(0)), arrived=print) == "written"
    assert table.read == [keys.site()]


# When an upload has come to its own page


UPLOADED = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Bucket:
    """One object, and when it was written."""

    def __init__(self, written: datetime | None) -> None:
        self.there = SiteObject("other", frozenset(), "", "", written) if written else None

    def at(self, _: Address) -> SiteObject | None:
        return self.there

    def put(self, _: Address, page: Page, edition: str, over: SiteObject | None) -> None:
        assert over == self.there
        self.there = SiteObject(page.digest, frozenset(), edition, "", UPLOADED + HOUR)

    def delete(self, _: Address) -> None:
        self.there = None

    def replaced(self, writes: Sequence[Write]) -> list[Replaced | None]:
        return [None for _ in writes]


def arrivals(room: Newsroom, address: Address, bucket: Bucket) -> list[datetime]:
    found: list[datetime] = []
    render(address, site=room.index, bucket=bucket, arrived=found.append)
    return found


def uploaded(room: Newsroom, article: Article) -> None:
    room.publish(article)
    room.stand(article.id, replace(room.index.standing(article.id), uploaded=UPLOADED))


@pytest.mark.parametrize("before", [None, UPLOADED - HOUR, UPLOADED], ids=["new", "older", "in the same second"])
def test_an_upload_has_arrived_with_the_first_write_of_its_own_page(before: datetime | None) -> None:
    room, bucket = Newsroom(), Bucket(before)
    one = article(card("a", "2026-11-01"))
    uploaded(room, one)
    assert arrivals(room, one.card.address, bucket) == [UPLOADED]
    assert arrivals(room, one.card.address, bucket) == []  # unchanged


def test_a_page_that_is_made_again_is_no_arrival() -> None:
    """Its neighbours, or the theme, have changed since."""
    room = Newsroom()
    one = article(card("a", "2026-11-01"))
    uploaded(room, one)
    assert arrivals(room, one.card.address, Bucket(UPLOADED + HOUR)) == []


def test_an_article_that_was_not_due_has_waited_since_its_date() -> None:
    room = Newsroom()
    due = UPLOADED + timedelta(days=5)
    one = article(card("a", "2026-11-29T12:00"))
    uploaded(room, one)
    assert arrivals(room, one.card.address, Bucket(None)) == [due]


def test_other_pages_that_show_it_are_no_arrivals() -> None:
    room = Newsroom()
    uploaded(room, article(card("a", "2026-11-01"), aliases=(Address("/old/a"),)))
    room.claim("/old/a", "a.md")
    for address in (MONTH, Address("/"), Address("/old/a")):
        assert arrivals(room, address, Bucket(None)) == []
    room.publish(article(card("b", "2026-11-02")))  # indexed before uploads were noted
    assert arrivals(room, Address("/2026/11/b"), Bucket(None)) == []
