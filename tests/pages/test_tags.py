"""Cache tags: what carries them, and that none is carried by a page that `holders` does not know of."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from presswork.article.model import Address, ArticleId, Settings
from presswork.index import keys, lists
from presswork.index.table import Query
from presswork.pages import tags, wakes
from presswork.pages.respond import respond
from tests.pages import examples
from tests.pages.newsroom import Newsroom, article, at, card

FEEDS = ("/feed.xml", "/feed-atom.xml", "/feed.json")
TOPIC_MONTH = Address("/topics/c++/2026/11")


def test_the_tag_of_a_month_is_short_and_safe_in_a_header() -> None:
    assert re.fullmatch("[0-9a-f]{16}", tags.of(TOPIC_MONTH))


@pytest.mark.parametrize(
    ("address", "holders"),
    [
        ("/2026/11/24", {"/2026/11/24", "/2026/11", "/", *FEEDS}),
        ("/sitemaps/2026-11.xml", set()),
        ("/feed.xml", {*FEEDS}),
        ("/sections/world/2026/11", {"/sections/world/2026/11", "/sections/world", "/feeds/sections/world.xml"}),
        ("/feed-atom.xml", set()),
        ("/news-sitemap.xml", set()),
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


def test_a_day_has_three_tags_one_wider_than_the_other() -> None:
    day, with_sitemap, with_all = map(tags.holders, tags.names(Address("/2026/11/24")))
    assert with_sitemap - day == {"/sitemaps/2026-11.xml"}
    assert with_all - with_sitemap == {"/news-sitemap.xml"}
    assert day < with_sitemap < with_all


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
    newest = tags.own(Address("/2026/11/30"))
    assert tags_at(room, "/") == tags_at(room, "/2026/11") == tags_at(room, "/2026/11/30") == newest
    assert {tags_at(room, each) for each in FEEDS} == {(*newest, tags.of(Address("/feed.xml")))}
    assert tags_at(room, "/sitemaps/2026-11.xml") == newest[1:]
    assert tags_at(room, "/2026/10") == tags.own(Address("/2026/10/04"))
    for address in ("/404.html", "/sections", "/topics", "/2026/12/newer", "/news-sitemap.xml"):
        assert tags_at(room, address) == ()


def test_without_articles_the_feeds_alone_carry_a_tag() -> None:
    assert tags_at(Newsroom(), "/") == ()
    assert {tags_at(Newsroom(), each) for each in FEEDS} == {(tags.of(Address("/feed.xml")),)}


def test_no_page_carries_a_tag_that_it_is_no_holder_of() -> None:
    """A page kind that takes a tag, and that `holders` does not know, would be forgotten by the CDN in vain."""
    room = examples.newsroom()
    cards = [each.value for each in room.table.query(Query(keys.entries(lists.ALL)))]
    found = {page for each in cards for page in wakes.pages_of(each, room.settings)}
    room.table.write({keys.entries(lists.NEWS).at(keys.position(each)): each for each in cards})
    found.add(Address("/news-sitemap.xml"))
    carried = {(tag, address) for address in found for tag in tags_at(room, address)}
    assert carried <= {
        (tags.of(name), each) for page in found for name in tags.names(page) for each in tags.holders(name)
    }
    assert {address for _, address in carried} == found


@pytest.mark.parametrize("address", [*FEEDS, "/feeds/sections/world.xml", "/sitemaps/2026-10.xml", "/news-sitemap.xml"])
def test_where_the_tags_change_the_bytes_do(address: str) -> None:
    """The page of another time zone carries other tags: had it the same bytes, nobody would write it."""
    each = card("a", "2026-10-31T12:00", sections=("World",))
    pages = []
    for zone in ("UTC", "Pacific/Kiritimati"):
        room = Newsroom(Settings(time_zone=zone))
        room.publish(article(each))
        room.publish(article(replace(each, id=ArticleId("b.md"), date=at("2026-10-01T12:00"))))
        room.table.write({keys.entries(lists.NEWS).at(keys.position(each)): each})
        page = respond(Address(address), room.index)
        assert page
        pages.append(page)
    assert pages[0].tags != pages[1].tags
    assert pages[0].digest != pages[1].digest
