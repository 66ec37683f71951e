"""Feeds, read as programs read them: what they hold, and that nothing in an article can break them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid5

import feedparser
import pytest
from msgspec.structs import replace

from presswork.article.model import Address, Picture, Proof, Settings
from presswork.index.rows import Standing
from presswork.pages import feeds
from presswork.pages.page import Page
from presswork.pages.respond import respond
from tests.pages.newsroom import Newsroom, article, at, card, entry_keys

SITE = Settings(title="The Courier & Co", base_url="https://courier.example", description="News of <the> port")
XML_FEEDS = ("/feed.xml", "/feed-atom.xml")
FEEDS = (*XML_FEEDS, "/feed.json")
HOSTILE = (
    "<p>a ]]&gt; b <![CDATA[ \x01\x0b\ufffe &amp;amp; &lt;/content:encoded&gt; 🎈 سلام "
    '<a href="/x?a=1&amp;b=2">x</a></p>'
)


def page(room: Newsroom, address: str) -> Page:
    found = respond(Address(address), room.index)
    assert found
    return found


def parsed(room: Newsroom, address: str) -> Any:
    found = feedparser.parse(page(room, address).body, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def room_with(html: str = "<p>Text.</p>", **fields: Any) -> Newsroom:
    room = Newsroom(SITE)
    room.publish(article(card("strike", "2026-11-23T23:30", **fields)), Proof(html))
    return room


FULL: dict[str, Any] = {
    "title": "Strike <ends> & more",
    "summary": "Dockers agree on <rest> times.",
    "updated": at("2026-11-25T08:05"),
    "authors": ("Ann Lee", "Ben O'Neil"),
    "sections": ("World",),
    "topics": ("C++",),
    "lang": "ar",
    "picture": Picture("https://pictures.example/strike.jpg"),
}


@pytest.mark.parametrize("address", XML_FEEDS)
def test_a_program_reads_what_the_article_says(address: str) -> None:
    found = parsed(room_with(**FULL), address)
    (entry,) = found.entries
    assert (found.feed.title, found.feed.link) == ("The Courier & Co", "https://courier.example/")
    assert [each.href for each in found.feed.links if each.rel == "self"] == [f"https://courier.example{address}"]
    assert entry.link == "https://courier.example/2026/11/strike"
    assert entry.id == feeds.guid(card("strike", "2026-11-23").id)
    assert entry.published_parsed[:6] == (2026, 11, 23, 23, 30, 0)
    assert found.feed.updated_parsed[:6] == (2026, 11, 25, 8, 5, 0)
    assert [each.term for each in entry.tags] == ["World", "C++"]
    assert entry.content[0].value == '<div lang="ar" dir="rtl">\n<p>Text.</p>\n</div>'
    assert entry.authors[0].name == "Ann Lee"
    assert re.sub("&lt;(.*?)&gt;", r"<\1>", entry.summary) == "Dockers agree on <rest> times."


def test_rss_says_that_a_summary_is_html_and_a_guid_no_link() -> None:
    (entry,) = parsed(room_with(**FULL), "/feed.xml").entries
    assert entry.summary == "Dockers agree on &lt;rest&gt; times."
    assert entry.guidislink is False
    assert entry.language == "ar"


def test_the_json_feed_holds_the_same() -> None:
    found = json.loads(page(room_with(**FULL), "/feed.json").body)
    assert found == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Courier & Co",
        "home_page_url": "https://courier.example/",
        "feed_url": "https://courier.example/feed.json",
        "description": "News of <the> port",
        "language": "en",
        "items": [
            {
                "id": feeds.guid(card("strike", "2026-11-23").id),
                "url": "https://courier.example/2026/11/strike",
                "title": "Strike <ends> & more",
                "content_html": '<div lang="ar" dir="rtl">\n<p>Text.</p>\n</div>',
                "summary": "Dockers agree on <rest> times.",
                "image": "https://pictures.example/strike.jpg",
                "date_published": "2026-11-23T23:30:00Z",
                "date_modified": "2026-11-25T08:05:00Z",
                "authors": [
                    {"name": "Ann Lee", "url": "https://courier.example/authors/ann-lee"},
                    {"name": "Ben O'Neil", "url": "https://courier.example/authors/ben-o'neil"},
                ],
                "tags": ["World", "C++"],
                "language": "ar",
            }
        ],
        "_newest": {"day": "2026-11-23"},
    }


@pytest.mark.parametrize("address", XML_FEEDS)
def test_no_text_can_break_a_feed(address: str) -> None:
    room = room_with(HOSTILE, title="]]> </title> \x02 🎈 سلام", summary="<![CDATA[ ]]>")
    (entry,) = parsed(room, address).entries
    linked = HOSTILE.replace('href="/x', 'href="https://courier.example/x')
    text = re.sub("[\x01\x0b\ufffe]", "", linked)
    assert entry.content[0].value == f'<div lang="en" dir="ltr">\n{text}\n</div>'
    assert entry.title == "]]> </title>  🎈 سلام"


def test_a_text_that_nobody_could_load_is_left_out_and_its_summary_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "TEXT_CHARACTERS", 10)
    room = room_with("<p>More than ten.</p>", summary="In short.")
    assert [entry.get("content") for entry in parsed(room, "/feed.xml").entries] == [None]
    assert json.loads(page(room, "/feed.json").body)["items"][0]["content_text"] == "In short."


@pytest.mark.parametrize("address", FEEDS)
def test_the_sites_feeds_are_there_without_articles(address: str) -> None:
    found = page(Newsroom(SITE), address)
    assert b"1970-01-01T00:00:00Z" in found.body or address != "/feed-atom.xml"
    if address in XML_FEEDS:
        assert parsed(Newsroom(SITE), address).entries == []


def test_a_section_and_an_author_have_a_feed_of_summaries_while_they_have_articles() -> None:
    room = room_with(**FULL)
    for address, named in (
        ("/feeds/sections/world.xml", "World"),
        ("/feeds/authors/ann-lee.xml", "Articles by Ann Lee"),
    ):
        found = parsed(room, address)
        assert found.feed.title == f"{named} – The Courier & Co"
        assert [(entry.title, "content" in entry) for entry in found.entries] == [("Strike <ends> & more", False)]
    assert respond(Address("/feeds/topics/c++.xml"), room.index) is None
    room.table.write({}, entry_keys(card("strike", "2026-11-23T23:30", **FULL)))
    assert respond(Address("/feeds/sections/world.xml"), room.index) is None


def test_a_feed_holds_the_newest_and_no_article_that_is_not_live() -> None:
    room = Newsroom(SITE)
    start = datetime(2026, 11, 1, tzinfo=UTC)
    for number in range(feeds.NEWEST + 2):
        moment = (start + timedelta(hours=number)).replace(tzinfo=None).isoformat()
        room.publish(article(card(f"a{number}", moment)))
    room.stand("a20.md", Standing("removed"))
    titles = [entry.title for entry in parsed(room, "/feed.xml").entries]
    assert titles == ["A21", *(f"A{number}" for number in range(19, 1, -1))]


def test_a_guid_stays_when_the_article_and_the_site_move_and_unchanged_items_keep_their_bytes() -> None:
    one = card("strike", "2026-11-23T23:30")
    room = room_with()
    before = page(room, "/feed.xml").body.decode().partition("<item>")[2]
    room.publish(article(card("newer", "2026-11-24")))
    assert page(room, "/feed.xml").body.decode().endswith("<item>" + before)
    moved = Newsroom(replace(SITE, base_url="https://other.example", title="Other"))
    moved.publish(article(replace(one, address=Address("/elsewhere"), title="Another")))
    guids = {parsed(each, "/feed.xml").entries[-1].id for each in (room, moved)}
    assert guids == {"urn:uuid:" + str(uuid5(feeds._NAMES, "strike.md"))}


def test_every_page_names_the_sites_feeds_and_a_list_its_own() -> None:
    room = room_with(**FULL)
    links = re.findall(r'<link rel="alternate" type="(.*?)" href="(.*?)"', page(room, "/sections/world").body.decode())
    site = [
        ("application/rss+xml", "/feed.xml"),
        ("application/atom+xml", "/feed-atom.xml"),
        ("application/feed+json", "/feed.json"),
    ]
    assert links == [*site, ("application/rss+xml", "/feeds/sections/world.xml")]
    for kind, address in site:
        assert page(room, address).content_type == kind


@pytest.mark.parametrize("address", [*FEEDS, "/feeds/sections/world.xml"])
def test_a_feed_names_the_hub_that_is_told_of_its_changes_if_there_is_one(address: str) -> None:
    hub = "https://hub.example/?no"
    room = Newsroom(replace(SITE, websub=hub))
    room.publish(article(card("strike", "2026-11-23", **FULL)))
    if address.endswith(".json"):
        assert json.loads(page(room, address).body)["hubs"] == [{"type": "WebSub", "url": hub}]
        assert "hubs" not in json.loads(page(room_with(), address).body)
        return
    links = [(link["rel"], link["href"]) for link in parsed(room, address).feed.links if link["rel"] in ("hub", "self")]
    assert sorted(links) == [("hub", hub), ("self", f"https://courier.example{address}")]
    assert b"hub" not in page(room_with(**FULL), address).body
