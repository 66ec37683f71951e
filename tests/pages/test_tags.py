"""Cache tags: what carries them, and that none is carried by a page that `holders` does not know of."""

from __future__ import annotations

import re

import pytest

from presswork.article.model import Address, Settings
from presswork.index import keys, lists
from presswork.index.table import Query
from presswork.pages import tags, wakes
from presswork.pages.respond import respond
from tests.pages import examples
from tests.pages.newsroom import Newsroom, article, card

TOPIC_MONTH = Address("/topics/c++/2026/11")


def test_the_tag_of_a_month_is_short_and_safe_in_a_header() -> None:
    assert re.fullmatch("[0-9a-f]{16}", tags.of(TOPIC_MONTH))


@pytest.mark.parametrize(
    ("address", "holders"),
    [
        ("/2026/11/24", {"/2026/11/24", "/2026/11", "/"}),
        ("/topics/c++/2026/11", {"/topics/c++/2026/11", "/topics/c++"}),
        ("/", set()),
        ("/2026/11", set()),
        ("/2026/11/31", set()),
        ("/topics", set()),
        ("/topics/c++", set()),
        ("/2026/11/port-strike", set()),
        ("/404.html", set()),
    ],
)
def test_a_tag_is_held_by_the_page_it_is_named_after_and_by_the_lists_above_it(address: str, holders: set[str]) -> None:
    assert tags.holders(Address(address)) == holders


def tags_at(room: Newsroom, address: str) -> tuple[str, ...]:
    page = respond(Address(address), room.index)
    assert page
    return page.tags


def test_a_list_carries_the_tag_of_its_newest_month_and_all_articles_that_of_the_newest_day() -> None:
    room = Newsroom(Settings(time_zone="America/New_York"))
    for name, date in (("older", "2026-10-05"), ("newer", "2026-12-01T01:00")):  # still November over there
        room.publish(article(card(name, date, topics=("C++",))))
    assert tags_at(room, "/topics/c++") == tags_at(room, "/topics/c++/2026/11") == (tags.of(TOPIC_MONTH),)
    assert tags_at(room, "/topics/c++/2026/10") == (tags.of(Address("/topics/c++/2026/10")),)
    newest = tags.of(Address("/2026/11/30"))
    assert tags_at(room, "/") == tags_at(room, "/2026/11") == tags_at(room, "/2026/11/30") == (newest,)
    assert tags_at(room, "/2026/10") == (tags.of(Address("/2026/10/04")),)
    for address in ("/404.html", "/sections", "/topics", "/2026/12/newer"):
        assert tags_at(room, address) == ()


def test_a_front_page_without_articles_carries_none() -> None:
    assert tags_at(Newsroom(), "/") == ()


def test_no_page_carries_a_tag_that_it_is_no_holder_of() -> None:
    """A page kind that takes a tag, and that `holders` does not know, would be forgotten by the CDN in vain."""
    room = examples.newsroom()
    cards = [each.value for each in room.table.query(Query(keys.entries(lists.ALL)))]
    found = {page for each in cards for page in wakes.pages_of(each, room.settings)}
    carried = {(tag, address) for address in found for tag in tags_at(room, address)}
    assert carried <= {(tags.of(page), each) for page in found for each in tags.holders(page)}
    assert {address for _, address in carried} == found
