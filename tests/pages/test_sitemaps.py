"""Sitemaps and robots.txt, read as search engines read them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from presswork.article.model import Address, Settings
from presswork.index import keys, lists
from presswork.pages import sitemaps
from presswork.pages.respond import respond
from tests.pages.newsroom import Newsroom, article, at, card

SITE = Settings(title="The Courier & Co", base_url="https://courier.example", time_zone="America/New_York")
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def root(room: Newsroom, address: str) -> ET.Element:
    found = respond(Address(address), room.index)
    assert found
    assert found.content_type == "application/xml"
    return ET.fromstring(found.body)  # noqa: S314 (our own)


def texts(element: ET.Element) -> list[tuple[str, str]]:
    return [(each.tag, each.text or "") for each in element.iter() if not len(each)]


def room() -> Newsroom:
    """Of three months as the site's calendar has them; the newest is of November there, and of December in UTC."""
    found = Newsroom(SITE)
    found.publish(article(card("old", "2024-02-01T12:00")))
    found.publish(article(card("a&b", "2026-11-02", updated=at("2026-11-05T10:00"))))
    found.publish(article(card("港", "2026-12-01T01:00")))
    return found


def test_the_index_names_each_month_that_has_articles_and_no_time() -> None:
    found = root(room(), "/sitemap.xml")
    assert found.tag == f"{MAP}sitemapindex"
    assert [each.tag for each in found] == [f"{MAP}sitemap"] * 2
    assert texts(found) == [
        (f"{MAP}loc", "https://courier.example/sitemaps/2024-02.xml"),
        (f"{MAP}loc", "https://courier.example/sitemaps/2026-11.xml"),
    ]


def test_a_month_names_its_articles_with_the_time_of_their_last_change() -> None:
    found = root(room(), "/sitemaps/2026-11.xml")
    assert [each.tag for each in found] == [f"{MAP}url"] * 2
    assert texts(found) == [
        (f"{MAP}loc", "https://courier.example/2026/12/%E6%B8%AF"),
        (f"{MAP}lastmod", "2026-12-01T01:00:00Z"),
        (f"{MAP}loc", "https://courier.example/2026/11/a&b"),
        (f"{MAP}lastmod", "2026-11-05T10:00:00Z"),
    ]
    assert respond(Address("/sitemaps/2026-12.xml"), room().index) is None


def test_a_month_of_too_many_names_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "URLS", 1)
    assert [text for _, text in texts(root(room(), "/sitemaps/2026-11.xml"))] == [
        "https://courier.example/2026/12/%E6%B8%AF",
        "2026-12-01T01:00:00Z",
    ]


@pytest.mark.parametrize(
    ("lang", "named"), [("en", "en"), ("pt-BR", "pt"), ("zh", "zh-cn"), ("zh-Hant-HK", "zh-tw"), ("zh_TW", "zh-tw")]
)
def test_the_news_are_what_stands_in_their_list(lang: str, named: str) -> None:
    found = room()
    news = card("now", "2026-11-24T09:00", title="Strike <ends> & more", lang=lang)
    found.table.write({keys.entries(lists.NEWS).at(keys.position(news)): news})
    assert texts(root(found, "/news-sitemap.xml")) == [
        (f"{MAP}loc", "https://courier.example/2026/11/now"),
        (f"{NEWS}name", "The Courier & Co"),
        (f"{NEWS}language", named),
        (f"{NEWS}publication_date", "2026-11-24T09:00:00Z"),
        (f"{NEWS}title", "Strike <ends> & more"),
    ]


def test_without_articles_the_index_and_the_news_are_there_and_empty() -> None:
    assert [len(root(Newsroom(SITE), each)) for each in ("/sitemap.xml", "/news-sitemap.xml")] == [0, 0]


def test_standing_pages_have_a_sitemap_that_says_no_more_of_a_change_than_their_authors_do() -> None:
    found = room()
    assert respond(Address("/sitemaps/pages.xml"), found.index) is None
    about, contact = (card(name, "2026-11-02", address=Address(f"/{name}")) for name in ("about us", "contact"))
    contact = replace(contact, updated=at("2026-11-05T10:00"))
    found.table.write({keys.pages().at(each.id): each for each in (about, contact)})
    assert texts(root(found, "/sitemaps/pages.xml")) == [
        (f"{MAP}loc", "https://courier.example/about%20us"),
        (f"{MAP}loc", "https://courier.example/contact"),
        (f"{MAP}lastmod", "2026-11-05T10:00:00Z"),
    ]
    assert [text for _, text in texts(root(found, "/sitemap.xml"))] == [
        "https://courier.example/sitemaps/2024-02.xml",
        "https://courier.example/sitemaps/2026-11.xml",
        "https://courier.example/sitemaps/pages.xml",
    ]


def test_search_engines_find_the_key_where_there_is_one() -> None:
    assert respond(Address("/indexnow.txt"), Newsroom(SITE).index) is None
    found = respond(Address("/indexnow.txt"), Newsroom(replace(SITE, indexnow="0123456789")).index)
    assert found
    assert (found.content_type, found.body) == ("text/plain; charset=utf-8", b"0123456789")


def test_robots_may_read_all_but_what_answers_each_reader_differently() -> None:
    found = respond(Address("/robots.txt"), Newsroom(SITE).index)
    assert found
    assert (found.content_type, found.body.decode()) == (
        "text/plain; charset=utf-8",
        (
            "User-agent: *\nDisallow: /api/\nDisallow: /search\n\n"
            "Sitemap: https://courier.example/sitemap.xml\nSitemap: https://courier.example/news-sitemap.xml\n"
        ),
    )
