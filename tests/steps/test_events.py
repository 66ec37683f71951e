"""What the world outside is told, and what it is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec import json

from presswork.article.limits import PROBLEMS
from presswork.article.model import Address, Problem, Report
from presswork.article.uploads import ARTICLES, PAGES, SITE_YAML
from presswork.steps import events
from presswork.steps.events import ArticlePublished, ArticleRejected, ArticleRemoved, Event
from tests.world import START, World

KEY = f"{ARTICLES}ferry.md"
FERRY = "---\ntitle: Ferry\ndate: 2026-11-20\n---\nIt sails.\n"
ADDRESS = "/2026/11/ferry"


class Press:
    """A world without tricks, in which one thing happens after another."""

    def __init__(self) -> None:
        self.world = World(seed=1, crash=0)
        self.hears()

    def after(self, text: str | None, key: str = KEY) -> list[Event]:
        """What is heard once an upload has gone through."""
        self.world.upload(key, text)
        return self.hears()

    def hears(self) -> list[Event]:
        self.world.settle()
        heard, self.world.told = self.world.told, []
        return sorted({each.id: each for each in heard}.values(), key=lambda each: each.id)


@pytest.fixture
def press() -> Press:
    return Press()


def brief(heard: list[Event]) -> list[tuple[str, str | None, str | None]]:
    """Without the revisions: they rise also when an upload is looked at in vain."""
    return [(each.id.rpartition(" ")[0], each.address, getattr(each, "moved_to", None)) for each in heard]


def test_a_new_article_is_told_with_all_that_others_need(press: Press) -> None:
    (heard,) = press.after(FERRY)
    assert isinstance(heard, ArticlePublished)
    assert heard == ArticlePublished(
        id=f"published {KEY} {heard.revision}",
        file=KEY,
        revision=heard.revision,
        address=ADDRESS,
        url=ADDRESS,
        title="Ferry",
        lang="en",
        published=START.replace(day=20, hour=0),
        uploaded=START,
    )


def test_an_edit_is_told_and_what_changes_nothing_is_not(press: Press) -> None:
    (first,) = press.after(FERRY)
    assert press.after(FERRY) == []
    assert press.after("---\ntitle: Bridge\ndate: 2026-11-21\n---\nIt opens.\n", f"{ARTICLES}bridge.md") != []
    (heard,) = press.after(FERRY.replace("sails", "sinks"))
    assert brief([heard]) == [(f"published {KEY}", ADDRESS, None)]
    assert isinstance(heard, ArticlePublished)
    assert isinstance(first, ArticlePublished)
    assert heard.revision > first.revision


def test_a_removal_is_told_with_what_was_there(press: Press) -> None:
    press.after(FERRY)
    (heard,) = press.after(None)
    assert isinstance(heard, ArticleRemoved)
    assert (heard.title, heard.address, heard.moved_to) == ("Ferry", ADDRESS, None)


def test_a_move_is_told_at_both_ends(press: Press) -> None:
    press.after(FERRY)
    assert brief(press.after(FERRY.replace("title", "slug: boat\ntitle"))) == [
        (f"published {KEY}", "/2026/11/boat", None),
        (f"removed {KEY}", ADDRESS, "/2026/11/boat"),
    ]


def test_an_article_that_takes_the_address_of_another_is_told_beside_it(press: Press) -> None:
    press.after(FERRY)
    other = f"{ARTICLES}other.md"
    press.world.upload(other, FERRY.replace("title", "slug: ferry\ntitle").replace("It", "Another"))
    press.hears()
    assert brief(press.after(None)) == [(f"published {other}", ADDRESS, None), (f"removed {KEY}", ADDRESS, None)]


@pytest.mark.parametrize("field", ["draft: true", "date: 2026-12-24"])
def test_nothing_is_told_of_an_article_before_its_time(press: Press, field: str) -> None:
    waiting = f"---\ntitle: Secret\n{field}\n---\nNot yet.\n"
    assert press.after(waiting) == []
    assert press.after(None) == []


def test_an_article_that_is_taken_back_to_wait_is_told_as_removed(press: Press) -> None:
    press.after(FERRY)
    assert brief(press.after(FERRY.replace("11-20", "12-20"))) == [(f"removed {KEY}", ADDRESS, None)]


def test_the_clock_publishes_and_removes(press: Press) -> None:
    press.after(FERRY.replace("2026-11-20", "2026-11-25\nexpires: 2026-11-27"))
    press.world.pass_time(timedelta(days=1))
    assert brief(press.hears()) == [(f"published {KEY}", "/2026/11/ferry", None)]
    press.world.pass_time(timedelta(days=2))
    assert brief(press.hears()) == [(f"removed {KEY}", "/2026/11/ferry", None)]


def test_standing_pages_are_told_by_their_files(press: Press) -> None:
    assert brief(press.after("---\ntitle: About\n---\nUs.\n", f"{PAGES}about.md")) == [
        (f"published {PAGES}about.md", "/about", None)
    ]


def test_a_rejection_is_told_once_for_each_upload_and_each_verdict(press: Press) -> None:
    press.after(FERRY)
    bad = "---\ntitle: Ferry\ndate: never\n---\n"
    (heard,) = press.after(bad)
    assert isinstance(heard, ArticleRejected)
    assert heard == events.rejected(press.world.reports[KEY])
    assert (heard.file, heard.address) == (KEY, ADDRESS)
    assert heard.text == (
        f"{KEY}:3:7: error: `never` is not a date from 1000 to 9999. "
        "Write it like 2026-11-24 or 2026-11-24 18:30 +0100. (and 1 more)"
    )
    assert press.after("title: The Post\n", SITE_YAML) == []  # all uploads are looked at again
    (again,) = press.after(bad)
    assert again.id != heard.id


def test_settings_that_are_rejected_are_told_too(press: Press) -> None:
    (heard,) = press.after("title: [a, list]\n", SITE_YAML)
    assert isinstance(heard, ArticleRejected)
    assert heard.file == SITE_YAML


def test_a_rejection_with_all_problems_that_there_can_be_fits_into_an_event() -> None:
    problem = Problem("m" * 2000, "c" * 2000, line=1, column=1)
    event = events.rejected(Report(KEY, "rejected", Address(ADDRESS), (problem,) * (PROBLEMS + 1)))
    assert event.text.endswith("c (and 100 more)")
    assert len(event.problems) == 20
    assert len(json.encode(event)) < 256 * 1024
