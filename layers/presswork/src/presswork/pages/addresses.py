"""The addresses of the site: made and parsed here and nowhere else. Pure.

| address                      | page                                             | route                 |
|------------------------------|--------------------------------------------------|-----------------------|
| `/`                          | front page: the newest of all                    | `ListPage("all")`     |
| `/sections/politics`         | the newest of a section; `/topics/`, `/authors/` | `ListPage`            |
| `/sections`, `/topics`       | an index of the sections, of the topics          | `NamesPage`           |
| `/2026/11`                   | a month of all articles                          | `MonthPage("all", …)` |
| `/2026/11/24`                | a day of all articles                            | `DayPage`             |
| `/sections/politics/2026/11` | a month of a list                                | `MonthPage`           |
| `/feed.xml`                  | feed of all: RSS; `/feed-atom.xml`, `/feed.json` | `FeedFile("all", …)`  |
| `/feeds/sections/port.xml`   | feed of a section; `/feeds/authors/`             | `FeedFile`            |
| `/sitemap.xml`               | the index of the sitemaps                        | `SitemapIndex`        |
| `/sitemaps/2026-11.xml`      | sitemap of a month                               | `MonthSitemap`        |
| `/sitemaps/pages.xml`        | sitemap of the standing pages                    | `PagesSitemap`        |
| `/news-sitemap.xml`          | sitemap of the last two days                     | `NewsSitemap`         |
| `/robots.txt`                | what robots may read, and where the sitemaps are | `RobotsFile`          |
| `/indexnow.txt`              | the key by which search engines know the site    | `KeyFile`             |
| `/404.html`                  | what the CDN shows where nothing is              | `NothingPage`         |
| `/assets/style.9f2c….css`    | a file of the theme                              | `AssetFile`           |
| `/media/port.jpg/9f2c…/640.webp` | a rendition of a picture                     | `PictureFile`         |
| any other                    | an article, a redirect to it, or a gone page     | `ArticlePage`         |
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias, cast
from urllib.parse import quote
from zoneinfo import ZoneInfo

from presswork.article.model import Address, Card, Rendered
from presswork.article.uploads import MEDIA
from presswork.index import keys, lists
from presswork.pages import assets
from presswork.pages.assets import Asset
from presswork.pictures.renditions import Format, formats, name

ROOT = Address("/")
ROOT_KEY = "index.html"
NOTHING_HERE = Address("/404.html")
SITEMAP = Address("/sitemap.xml")
PAGES_SITEMAP = Address("/sitemaps/pages.xml")
NEWS_SITEMAP = Address("/news-sitemap.xml")
ROBOTS = Address("/robots.txt")
KEY_FILE = Address("/indexnow.txt")

FeedFormat = Literal["rss", "atom", "json"]
FEEDS: dict[FeedFormat, Address] = {
    "rss": Address("/feed.xml"),
    "atom": Address("/feed-atom.xml"),
    "json": Address("/feed.json"),
}
"""The feeds of all articles."""
_FOLDERS_WITH_FEEDS = ("sections", "authors")

FOLDERS = {"section": "sections", "topic": "topics", "author": "authors"}
"""The first segment of a list's address, by the kind that its name starts with."""
_KINDS = {folder: kind for kind, folder in FOLDERS.items()}

_UNQUOTED = "/!$&'(),;=:@"
_PLAIN = re.compile(rf"[\w.~{_UNQUOTED}-]*", re.ASCII)
"""Addresses that `quote` leaves as they are: nearly all, and this tells them in a tenth of its time."""
_LAST_YEAR = 9999


class ListPage(NamedTuple):
    """The newest of a list; of `all`, the front page. `name` as in `lists.of`."""

    name: str


class MonthPage(NamedTuple):
    """The articles of a list in one month."""

    name: str
    year: int
    month: int


class FeedFile(NamedTuple):
    """The newest of a list, for programs that follow it. Lists other than `all` have RSS alone."""

    name: str
    format: FeedFormat


class SitemapIndex(NamedTuple):
    """Where the sitemaps of the months are."""


class MonthSitemap(NamedTuple):
    """The addresses of all articles of one month."""

    year: int
    month: int


class PagesSitemap(NamedTuple):
    """The addresses of all standing pages."""


class NewsSitemap(NamedTuple):
    """The articles of the last two days, for news search."""


class RobotsFile(NamedTuple):
    """What robots may read, and where the sitemaps are."""


class KeyFile(NamedTuple):
    """The key by which search engines know that an announcement is the site's own."""


class DayPage(NamedTuple):
    """All articles of one day."""

    year: int
    month: int
    day: int


class NamesPage(NamedTuple):
    """The index of the sections, or of the topics: a kind of list, as in `lists.NAMED`."""

    kind: str


class NothingPage(NamedTuple):
    """The page for addresses where nothing is."""


class AssetFile(NamedTuple):
    """A file of the theme, under the name that `assets.find` gives."""

    name: str


class PictureFile(NamedTuple):
    """A rendition of a picture of `media/`."""

    source: str
    hash: str
    width: int
    format: Format


class ArticlePage(NamedTuple):
    """An address that an article may own."""

    address: Address


ForPrograms: TypeAlias = FeedFile | SitemapIndex | MonthSitemap | PagesSitemap | NewsSitemap | RobotsFile | KeyFile
"""What programs read."""
Printed: TypeAlias = ListPage | MonthPage | DayPage | NamesPage | ForPrograms | NothingPage | AssetFile | ArticlePage
"""What is made with the site's settings and theme."""
Route: TypeAlias = Printed | PictureFile


class Month(NamedTuple):
    """A month of the site's calendar."""

    year: int
    month: int

    @property
    def next(self) -> Month:
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def previous(self) -> Month:
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)


class Day(NamedTuple):
    """A day of the site's calendar."""

    year: int
    month: int
    day: int

    @property
    def next(self) -> Day:
        if self == (_LAST_YEAR, 12, 31):
            return Day(_LAST_YEAR + 1, 1, 1)
        return _day(date(*self) + timedelta(days=1))

    @property
    def previous(self) -> Day:
        return _day(date(*self) - timedelta(days=1))


class Span(NamedTuple):
    """The positions of a list in a month, or a day: those between `after` and `before`, both exclusive."""

    after: str
    before: str


# Addresses, URLs and objects


@lru_cache(maxsize=1 << 12)
def encode(address: Address) -> str:
    """The URL path of an address, as it stands in links, in `Location` and in an invalidation: ASCII.

    Characters that browsers send as they are stay so: CloudFront invalidates the spelling that was asked for.
    But `+` is encoded, which S3 reads as a space, and `*`, which at the end of an invalidation is a wildcard.
    """
    return address if _PLAIN.fullmatch(address) else quote(address, safe=_UNQUOTED)


def object_key(address: Address) -> str:
    """The key in the site bucket: the address without its slash, and `index.html` for the root."""
    return ROOT_KEY if address == ROOT else address[1:]


def of_key(key: str) -> Address:
    """The address of an object of the site bucket. `key` is decoded."""
    return ROOT if key == ROOT_KEY else Address("/" + key)


def fixed(theme: Iterable[Asset]) -> tuple[Address, ...]:
    """The pages that exist, or not, whatever the articles, and the files of the site's theme."""
    for_programs = (*FEEDS.values(), SITEMAP, NEWS_SITEMAP, ROBOTS, KEY_FILE)
    names = map(names_page, lists.NAMED)
    return (ROOT, NOTHING_HERE, *names, *for_programs, *(each.address for each in theme))


# Pictures


def rendition(of: Rendered, width: int, format_: Format) -> Address:
    """Where a rendition stands: `/media/2026/port.jpg/<hash>/640.webp`. The address names the content."""
    return Address(f"/{MEDIA}{of.source}/{of.hash}/{name(width, format_)}")


def renditions(of: Rendered) -> list[Address]:
    """Where all renditions of a picture stand."""
    return [rendition(of, width, format_) for width in of.widths for format_ in formats(of)]


# Lists, months and days


@lru_cache(maxsize=1 << 12)
def list_page(name: str) -> Address:
    """Where the newest of a list stand: `/topics/c++` for `topic:c++`, `/` for `all`."""
    if name == lists.ALL:
        return ROOT
    kind, _, slug = name.partition(":")
    return Address(f"/{FOLDERS[kind]}/{slug}")


def month_page(name: str, year: int, month: int) -> Address:
    """Where a month of a list stands: `/topics/c++/2026/11`, or `/2026/11` for `all`."""
    folder = "" if name == lists.ALL else list_page(name)
    return Address(f"{folder}/{year:04}/{month:02}")


def feeds(name: str) -> tuple[Address, ...]:
    """Where the feeds of a list stand; topics have none."""
    if name == lists.ALL:
        return tuple(FEEDS.values())
    kind, _, slug = name.partition(":")
    return (Address(f"/feeds/{FOLDERS[kind]}/{slug}.xml"),) if FOLDERS[kind] in _FOLDERS_WITH_FEEDS else ()


def month_sitemap(month: Month) -> Address:
    return Address(f"/sitemaps/{month.year:04}-{month.month:02}.xml")


def day_page(year: int, month: int, day: int) -> Address:
    """Where a day of all articles stands: `/2026/11/24`."""
    return Address(f"/{year:04}/{month:02}/{day:02}")


def names_page(kind: str) -> Address:
    """Where the lists of a kind are listed: `/sections` for `section`."""
    return Address(f"/{FOLDERS[kind]}")


_EXACT: dict[Address, Route] = {
    ROOT: ListPage(lists.ALL),
    NOTHING_HERE: NothingPage(),
    SITEMAP: SitemapIndex(),
    PAGES_SITEMAP: PagesSitemap(),
    NEWS_SITEMAP: NewsSitemap(),
    ROBOTS: RobotsFile(),
    KEY_FILE: KeyFile(),
    **{address: FeedFile(lists.ALL, format_) for format_, address in FEEDS.items()},
    **{names_page(kind): NamesPage(kind) for kind in lists.NAMED},
}
_MONTH = r"(?P<year>[1-9][0-9]{3})/(?P<month>0[1-9]|1[0-2])"
_IN_MONTH = re.compile(f"/{_MONTH}(?=/|$)")
_LIST_PAGE = re.compile(rf"/(?P<folder>{'|'.join(_KINDS)})/(?P<slug>[^/]+)(?:/{_MONTH})?")
_MONTH_PAGE = re.compile(f"/{_MONTH}")
_FEED = re.compile(rf"/feeds/(?P<folder>{'|'.join(_FOLDERS_WITH_FEEDS)})/(?P<slug>[^/]+)\.xml")
_MONTH_SITEMAP = re.compile(rf"/sitemaps/{_MONTH.replace('/', '-')}\.xml")
_DAY_PAGE = re.compile(f"/{_MONTH}/(?P<day>[0-9]{{2}})")
_PICTURE_FILE = re.compile(
    rf"/{MEDIA}(?P<source>.+)/(?P<hash>[0-9a-f]{{20}})/(?P<width>[1-9][0-9]{{0,3}})\.(?P<format>webp|jpg|png)"
)


def by_month(address: Address) -> tuple[str, Address]:
    """Sorts by the month that an address names, if any, as those of months, days and most articles do."""
    month = _IN_MONTH.search(address)
    return month[0] if month else "", address


def parse(address: Address) -> Route:
    """What an address is for, whether or not anything is there."""
    if address in _EXACT:
        return _EXACT[address]
    return _file(address) or _archive(address) or ArticlePage(address)


def _archive(address: Address) -> Route | None:
    """A list, or a month or a day of one."""
    if found := _MONTH_PAGE.fullmatch(address):
        return MonthPage(lists.ALL, int(found["year"]), int(found["month"]))
    if found := _DAY_PAGE.fullmatch(address):
        year, month, day = map(int, found.groups())
        return DayPage(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None
    if found := _LIST_PAGE.fullmatch(address):
        name = f"{_KINDS[found['folder']]}:{found['slug']}"
        if found["year"]:
            return MonthPage(name, int(found["year"]), int(found["month"]))
        return ListPage(name)
    return _for_programs(address)


def _for_programs(address: Address) -> ForPrograms | None:
    if found := _FEED.fullmatch(address):
        return FeedFile(f"{_KINDS[found['folder']]}:{found['slug']}", "rss")
    if found := _MONTH_SITEMAP.fullmatch(address):
        return MonthSitemap(int(found["year"]), int(found["month"]))
    return None


def _file(address: Address) -> AssetFile | PictureFile | None:
    if address.startswith(assets.FOLDER):
        return AssetFile(address.removeprefix(assets.FOLDER))
    if found := _PICTURE_FILE.fullmatch(address):
        return PictureFile(found["source"], found["hash"], int(found["width"]), cast("Format", found["format"]))
    return None


def month_of(when: Card | datetime, zone: ZoneInfo) -> Month:
    """The month in which an article, or a moment, falls: that of its day."""
    day = day_of(when, zone)
    return Month(day.year, day.month)


def day_of(when: Card | datetime, zone: ZoneInfo) -> Day:
    """The day on which an article, or a moment, falls: always the one whose span holds its position."""
    return _day_of(when.date if isinstance(when, Card) else when, zone)


@lru_cache(maxsize=1 << 12)
def _day_of(moment: datetime, zone: ZoneInfo) -> Day:
    day, instant = _day(local(moment, zone)), keys.instant(moment)
    # A clock that is put back, or on, over midnight names a day outside its span for a while.
    if instant >= _start(day.next, zone):
        return day.next
    return day.previous if instant < _start(day, zone) else day


def days_of(month: Month) -> list[Day]:
    """All days of a month, in their order."""
    return [Day(*month, day) for day in range(1, monthrange(*month)[1] + 1)]


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment as the site's calendar and clock show it."""
    if moment.year == _LAST_YEAR and (moment.month, moment.day) == (12, 31):
        return moment  # the zone may put it into the year 10000, which datetime cannot say
    return moment.astimezone(zone)


def month_span(month: Month, zone: ZoneInfo) -> Span:
    """The positions of a month: from local midnight on its first day to that of the next month."""
    return Span(_start(Day(*month, 1), zone), _start(Day(*month.next, 1), zone))


def day_span(day: Day, zone: ZoneInfo) -> Span:
    """The positions of a day: from local midnight to the next."""
    return Span(_start(day, zone), _start(day.next, zone))


@lru_cache(maxsize=4096)
def _start(day: Day, zone: ZoneInfo) -> str:
    """The instant at which a day begins. Without an id, it sorts before every position at that instant."""
    if day.year > _LAST_YEAR:
        return keys.LAST
    return keys.instant(datetime(*day, tzinfo=zone))


def _day(when: date) -> Day:
    return Day(when.year, when.month, when.day)


# What articles may not have

_RESERVED_FOLDER = {
    *_KINDS, "api", "archive", "assets", "feeds", "media", "search", "sitemaps", "theme", ".well-known",
}  # fmt: skip
_RESERVED = re.compile(
    r"/(?:index|[0-9]{3})\.html"
    r"|/(?:robots|humans|ads|llms|indexnow)\.txt"
    r"|/favicon\.[a-z]+|/[a-z-]+\.webmanifest"
    r"|/feed[^/]*\.(?:xml|json)|/feed"
    r"|/(?:news-)?sitemap[^/]*\.(?:xml|txt|xml\.gz)|/(?:news-)?sitemap"
    r"|/search\.[a-z]+|/theme\.[a-z]+"
    r"|/[0-9]{4}(?:/[0-9]{2}(?:/[0-9]{2})?)?",
    re.ASCII,
)


def reserved(address: Address) -> bool:
    """Whether the site itself needs an address, now or as it grows, so that no article may have it.

    Letters count without their case, so that no article's address looks like one of the site's own.
    """
    folded = address.casefold()
    return folded == ROOT or folded.split("/")[1] in _RESERVED_FOLDER or bool(_RESERVED.fullmatch(folded))
