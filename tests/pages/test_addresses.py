from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from presswork.article.model import Address
from presswork.index import keys
from presswork.pages import addresses, assets
from presswork.pages.addresses import (
    ArticlePage,
    AssetFile,
    Day,
    DayPage,
    FeedFile,
    ListPage,
    Month,
    MonthPage,
    MonthSitemap,
    NamesPage,
    NewsSitemap,
    NothingPage,
    RobotsFile,
    SitemapIndex,
    Span,
)
from tests.pages.newsroom import card

SEGMENTS = st.text(st.characters(exclude_characters="/", exclude_categories=["C"]), min_size=1)
ADDRESSES = st.lists(SEGMENTS, min_size=1).map(lambda parts: Address("/" + "/".join(parts)))


@pytest.mark.parametrize(
    ("address", "encoded"),
    [
        ("/", "/"),
        ("/2026/11/port-strike-ends", "/2026/11/port-strike-ends"),
        ("/topics/c++", "/topics/c%2B%2B"),
        ("/topics/c#", "/topics/c%23"),
        ("/topics/at&t", "/topics/at&t"),
        ("/topics/what?", "/topics/what%3F"),
        ("/topics/100%", "/topics/100%25"),
        ("/topics/a*", "/topics/a%2A"),
        ("/topics/o'neil-(jr.),-$1;-a=b:c@d!", "/topics/o'neil-(jr.),-$1;-a=b:c@d!"),
        ("/a b", "/a%20b"),
        ('/"<>\\^`{|}[]', "/%22%3C%3E%5C%5E%60%7B%7C%7D%5B%5D"),
        ("/東京", "/%E6%9D%B1%E4%BA%AC"),
    ],
)
def test_an_address_is_percent_encoded_where_urls_s3_and_invalidations_need_it(address: str, encoded: str) -> None:
    assert addresses.encode(Address(address)) == encoded


@settings(deadline=None)
@given(ADDRESSES)
def test_encoding_loses_nothing_and_is_ascii(address: Address) -> None:
    encoded = addresses.encode(address)
    assert unquote(encoded) == address
    assert encoded.isascii()


@settings(deadline=None)
@given(ADDRESSES)
def test_an_object_key_leads_back_to_its_address(address: Address) -> None:
    assert addresses.of_key(addresses.object_key(address)) == address


def test_only_the_root_has_another_key() -> None:
    assert addresses.object_key(Address("/")) == "index.html"
    assert addresses.of_key("index.html") == "/"
    assert addresses.object_key(Address("/2026/11/a")) == "2026/11/a"


@pytest.mark.parametrize(
    ("address", "route"),
    [
        ("/", ListPage("all")),
        ("/404.html", NothingPage()),
        ("/assets/style.0123456789ab.css", AssetFile("style.0123456789ab.css")),
        ("/sections", NamesPage("section")),
        ("/topics", NamesPage("topic")),
        ("/authors", ArticlePage(Address("/authors"))),
        ("/2026/11", MonthPage("all", 2026, 11)),
        ("/2026/11/24", DayPage(2026, 11, 24)),
        ("/2024/02/29", DayPage(2024, 2, 29)),
        ("/2026/02/29", ArticlePage(Address("/2026/02/29"))),
        ("/2026/11/00", ArticlePage(Address("/2026/11/00"))),
        ("/2026/11/1", ArticlePage(Address("/2026/11/1"))),
        ("/topics/c++/2026/11/24", ArticlePage(Address("/topics/c++/2026/11/24"))),
        ("/sections/politics", ListPage("section:politics")),
        ("/topics/c++", ListPage("topic:c++")),
        ("/topics/a:b", ListPage("topic:a:b")),
        ("/authors/2026", ListPage("author:2026")),
        ("/sections/politics/2026/11", MonthPage("section:politics", 2026, 11)),
        ("/topics/c++/2026/01", MonthPage("topic:c++", 2026, 1)),
        ("/feed.xml", FeedFile("all", "rss")),
        ("/feed-atom.xml", FeedFile("all", "atom")),
        ("/feed.json", FeedFile("all", "json")),
        ("/feeds/sections/politics.xml", FeedFile("section:politics", "rss")),
        ("/feeds/authors/a.xml.xml", FeedFile("author:a.xml", "rss")),
        ("/feeds/topics/c++.xml", ArticlePage(Address("/feeds/topics/c++.xml"))),
        ("/feeds/sections/.xml", ArticlePage(Address("/feeds/sections/.xml"))),
        ("/sitemap.xml", SitemapIndex()),
        ("/sitemaps/2026-11.xml", MonthSitemap(2026, 11)),
        ("/sitemaps/2026-13.xml", ArticlePage(Address("/sitemaps/2026-13.xml"))),
        ("/news-sitemap.xml", NewsSitemap()),
        ("/robots.txt", RobotsFile()),
        ("/2026/13", ArticlePage(Address("/2026/13"))),
        ("/0999/11", ArticlePage(Address("/0999/11"))),
        ("/٢٠٢٦/11", ArticlePage(Address("/٢٠٢٦/11"))),
        ("/sections/a/b", ArticlePage(Address("/sections/a/b"))),
        ("/sections/a/2026/1", ArticlePage(Address("/sections/a/2026/1"))),
        ("/2026/11/a", ArticlePage(Address("/2026/11/a"))),
    ],
)
def test_an_address_says_what_it_is_for(address: str, route: addresses.Route) -> None:
    assert addresses.parse(Address(address)) == route
    assert type(addresses.parse(Address(address))) is type(route)


@pytest.mark.parametrize("name", ["all", "section:politics", "topic:c++", "author:o'neil", "topic:a:b"])
def test_list_and_month_pages_are_parsed_as_they_are_made(name: str) -> None:
    assert addresses.parse(addresses.list_page(name)) == ListPage(name)
    assert addresses.parse(addresses.month_page(name, 1000, 2)) == MonthPage(name, 1000, 2)
    assert {addresses.parse(each) for each in addresses.feeds(name)} <= {
        FeedFile(name, "rss"), FeedFile(name, "atom"), FeedFile(name, "json"),
    }  # fmt: skip
    assert addresses.parse(addresses.month_sitemap(Month(1000, 2))) == MonthSitemap(1000, 2)


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/index.html", "/INDEX.html", "/404.html", "/500.html", "/robots.txt", "/favicon.ico", "/llms.txt"),
        *("/sections", "/sections/x", "/Sections/x", "/topics/x/2026/11", "/authors/x", "/assets/x.css", "/api/x"),
        *("/media/a.jpg", "/search", "/search/x", "/search.json", "/archive", "/archive/2026", "/.well-known/x"),
        *("/feed.xml", "/feed.json", "/feed-en.xml", "/feeds/x.xml", "/Feed.XML", "/feed", "/site.webmanifest"),
        *("/sitemap.xml", "/sitemap-1.xml", "/sitemap_index.xml.gz", "/sitemaps/1.xml", "/news-sitemap.xml"),
        *("/theme/x", "/theme.css", "/2026", "/2026/11", "/2026/11/24", "/sitemap", "/news-sitemap-2.xml"),
    ],
)
def test_the_sites_own_addresses_are_reserved(address: str) -> None:
    assert addresses.reserved(Address(address))


@pytest.mark.parametrize(
    "address",
    [
        *("/2026/11/port-strike-ends", "/about", "/2026/11/24/a", "/2026-11", "/20260", "/searching-for-water"),
        *("/feeding-the-world", "/sitemap-redesign", "/thematic", "/archives-burn", "/sectionsx", "/a/sections"),
        *("/news/2026/11", "/index", "/2026/1", "/404", "/robots", "/٢٠٢٦"),
    ],
)
def test_articles_may_have_any_other(address: str) -> None:
    assert not addresses.reserved(Address(address))


def test_every_fixed_page_is_reserved() -> None:
    fixed = addresses.fixed(assets.load().values())
    for_programs = ("/feed.xml", "/feed-atom.xml", "/feed.json", "/sitemap.xml", "/news-sitemap.xml", "/robots.txt")
    assert fixed[:11] == ("/", "/404.html", "/sections", "/topics", *for_programs, "/indexnow.txt")
    assert set(fixed[11:]) == {asset.address for asset in assets.load().values()}
    assert all(map(addresses.reserved, fixed))


def test_months_follow_each_other_over_the_year() -> None:
    assert Month(2026, 12).next == Month(2027, 1)
    assert Month(2027, 1).previous == Month(2026, 12)
    assert Month(2026, 5).next == Month(2026, 6)
    assert Month(2026, 5).previous == Month(2026, 4)


@pytest.mark.parametrize(
    ("zone", "month", "span"),
    [
        ("UTC", Month(2026, 11), Span("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")),
        # Winter time at one end, summer time at the other.
        ("Europe/Berlin", Month(2026, 3), Span("2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z")),
        ("Asia/Kolkata", Month(2026, 12), Span("2026-11-30T18:30:00Z", "2026-12-31T18:30:00Z")),
        ("America/New_York", Month(2026, 11), Span("2026-11-01T04:00:00Z", "2026-12-01T05:00:00Z")),
        # Paraguay put its clocks on at midnight of the first: the month began at one o'clock.
        ("America/Asuncion", Month(2017, 10), Span("2017-10-01T04:00:00Z", "2017-11-01T03:00:00Z")),
        ("Pacific/Kiritimati", Month(9999, 12), Span("9999-11-30T10:00:00Z", keys.LAST)),
    ],
)
def test_a_month_begins_at_midnight_where_the_site_is(zone: str, month: Month, span: Span) -> None:
    assert addresses.month_span(month, ZoneInfo(zone)) == span


def test_an_article_at_the_first_instant_of_a_month_is_in_it() -> None:
    zone = ZoneInfo("Europe/Berlin")
    first = card("first", "2026-10-31T23:00")
    last = card("last", "2026-10-31T22:59:59")
    span = addresses.month_span(Month(2026, 11), zone)
    assert addresses.month_of(first, zone) == Month(2026, 11)
    assert addresses.month_of(last, zone) == Month(2026, 10)
    assert span.after < keys.position(first) < span.before
    assert keys.position(last) < span.after


def test_a_clock_put_back_over_midnight_does_not_bring_the_old_month_back() -> None:
    """At St. John's, 2009-11-01 00:01 became 23:01 of the day before: November had begun, and stays."""
    zone = ZoneInfo("America/St_Johns")
    begins = datetime(2009, 11, 1, 2, 30, tzinfo=UTC)
    assert addresses.month_span(Month(2009, 11), zone).after == "2009-11-01T02:30:00Z"
    assert (begins + timedelta(minutes=30)).astimezone(zone).month == 10
    assert addresses.month_of(begins - timedelta(seconds=1), zone) == Month(2009, 10)
    assert addresses.month_of(begins, zone) == Month(2009, 11)
    assert addresses.month_of(begins + timedelta(minutes=30), zone) == Month(2009, 11)


def test_the_end_of_time_is_in_a_month_too() -> None:
    end = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    for name in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        assert addresses.month_of(end, ZoneInfo(name)) == Month(9999, 12)


def test_days_follow_each_other_over_the_month_and_the_year() -> None:
    assert Day(2026, 12, 31).next == Day(2027, 1, 1)
    assert Day(2024, 3, 1).previous == Day(2024, 2, 29)
    assert Day(9999, 12, 31).next == (10000, 1, 1)
    assert addresses.days_of(Month(2024, 2)) == [Day(2024, 2, day) for day in range(1, 30)]


@pytest.mark.parametrize(
    ("zone", "day", "span"),
    [
        ("UTC", Day(2026, 11, 24), Span("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z")),
        # The clock is put back: the day has 25 hours.
        ("Europe/Berlin", Day(2026, 10, 25), Span("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")),
        # Samoa crossed the date line: there was no such day.
        ("Pacific/Apia", Day(2011, 12, 30), Span("2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z")),
        ("Pacific/Kiritimati", Day(9999, 12, 31), Span("9999-12-30T10:00:00Z", keys.LAST)),
    ],
)
def test_a_day_begins_at_midnight_where_the_site_is(zone: str, day: Day, span: Span) -> None:
    assert addresses.day_span(day, ZoneInfo(zone)) == span


def test_the_end_of_time_is_on_a_day_too() -> None:
    end = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    for name in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        assert addresses.day_of(end, ZoneInfo(name)) == Day(9999, 12, 31)


ZONES = st.sampled_from(
    [
        *("UTC", "America/St_Johns", "America/Asuncion", "Pacific/Apia", "Europe/Dublin", "Asia/Kathmandu"),
        *("America/Sitka", "Asia/Manila", "Pacific/Kwajalein"),
    ]
)


@settings(deadline=None)
@given(st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 31)), ZONES)  # noqa: DTZ001
@example(datetime(2011, 12, 30, 10), "Pacific/Apia")  # noqa: DTZ001
@example(datetime(2009, 11, 1, 3), "America/St_Johns")  # noqa: DTZ001
@example(datetime(1867, 10, 19, 10), "America/Sitka")  # noqa: DTZ001
def test_every_moment_is_in_the_spans_of_its_day_and_its_month(moment: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    moment = moment.replace(tzinfo=UTC)
    position = f"{keys.instant(moment)}#id"
    day, month = addresses.day_of(moment, zone), addresses.month_of(moment, zone)
    assert month == day[:2]
    for span in (addresses.day_span(day, zone), addresses.month_span(month, zone)):
        assert span.after < position < span.before


@settings(deadline=None)
@given(st.integers(1000, 9998), st.integers(1, 12), ZONES)
def test_months_and_their_days_leave_no_gap(year: int, month: int, name: str) -> None:
    zone = ZoneInfo(name)
    this = Month(year, month)
    span = addresses.month_span(this, zone)
    assert span.before == addresses.month_span(this.next, zone).after
    days = [addresses.day_span(day, zone) for day in addresses.days_of(this)]
    assert [span.after, *(day.before for day in days)] == [*(day.after for day in days), span.before]


def test_what_names_a_month_is_sorted_by_it() -> None:
    by_month = ["/", "/2025", "/sections/city", "/2025/11/24", "/2025/11/strike", "/topics/port/2025/11", "/2025/12"]
    assert sorted(map(Address, reversed(by_month)), key=addresses.by_month) == by_month
