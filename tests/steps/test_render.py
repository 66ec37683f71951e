"""render: what it writes, what it notes beside it, and what it leaves alone."""

from __future__ import annotations

from presswork.article.model import Address, Settings
from presswork.index import keys
from presswork.index.rows import Site
from presswork.pages import tags
from presswork.pages.edition import edition
from presswork.pages.respond import respond
from presswork.steps.ports import Replaced, SiteObject
from presswork.steps.render import render
from tests.pages.newsroom import Newsroom, article, card
from tests.world import SiteBucket, World

MONTH = Address("/2026/11")
TAGS = frozenset({tags.of(MONTH)})


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
