"""The addresses of the site: made and parsed here and nowhere else. Pure.

| address                      | page                                             | route                 |
|------------------------------|--------------------------------------------------|-----------------------|
| `/`                          | front page: the newest of all                    | `ListPage("all")`     |
| `/sections/politics`         | the newest of a section; `/topics/`, `/authors/` | `ListPage`            |
| `/sections`, `/topics`       | an index of the sections, of the topics          | `NamesPage`           |
| `/2026/11`                   | a month of all articles                          | `MonthPage("all", …)` |
| `/2026/11/24`                | a day of all articles                            | `DayPage`             |
| `/sections/politics/2026/11` | a month of a list                                | `MonthPage`           |
| `/404.html`                  | what the CDN shows where nothing is              | `NothingPage`         |
| `/assets/style.9f2c….css`    | a file of the theme                              | `AssetFile`           |
| any other                    | an article, a redirect to it, or a gone page     | `ArticlePage`         |
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from urllib.parse import quote
from zoneinfo import ZoneInfo

from presswork.article.model import Address, Card
from presswork.index import keys, lists
from presswork.pages import assets
from presswork.pages.assets import Asset

ROOT = Address("/")
ROOT_KEY = "index.html"
NOTHING_HERE = Address("/404.html")

FOLDERS = {"section": "sections", "topic": "topics", "author": "authors"}
"""The first segment of a list's address, by the kind that its name starts with."""
_KINDS = {folder: kind for kind, folder in FOLDERS.items()}

_UNQUOTED = "/!$&'(),;=:@"
_LAST_YEAR = 9999


class ListPage(NamedTuple):
    """The newest of a list; of `all`, the front page. `name` as in `lists.of`."""

    name: str


class MonthPage(NamedTuple):
    """The articles of a list in one month."""

    name: str
    year: int
    month: int


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


class ArticlePage(NamedTuple):
    """An address that an article may own."""

    address: Address


Route: TypeAlias = ListPage | MonthPage | DayPage | NamesPage | NothingPage | AssetFile | ArticlePage


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


def encode(address: Address) -> str:
    """The URL path of an address, as it stands in links, in `Location` and in an invalidation: ASCII.

    Characters that browsers send as they are stay so: CloudFront invalidates the spelling that was asked for.
    But `+` is encoded, which S3 reads as a space, and `*`, which at the end of an invalidation is a wildcard.
    """
    return quote(address, safe=_UNQUOTED)


def object_key(address: Address) -> str:
    """The key in the site bucket: the address without its slash, and `index.html` for the root."""
    return ROOT_KEY if address == ROOT else address[1:]


def of_key(key: str) -> Address:
    """The address of an object of the site bucket. `key` is decoded."""
    return ROOT if key == ROOT_KEY else Address("/" + key)


def fixed(theme: Iterable[Asset]) -> tuple[Address, ...]:
    """The pages that exist whatever the articles, and the files of the site's theme."""
    return (ROOT, NOTHING_HERE, *map(names_page, lists.NAMED), *(each.address for each in theme))


# Lists, months and days


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


def day_page(year: int, month: int, day: int) -> Address:
    """Where a day of all articles stands: `/2026/11/24`."""
    return Address(f"/{year:04}/{month:02}/{day:02}")


def names_page(kind: str) -> Address:
    """Where the lists of a kind are listed: `/sections` for `section`."""
    return Address(f"/{FOLDERS[kind]}")


_EXACT: dict[Address, Route] = {
    ROOT: ListPage(lists.ALL),
    NOTHING_HERE: NothingPage(),
    **{names_page(kind): NamesPage(kind) for kind in lists.NAMED},
}
_MONTH = r"(?P<year>[1-9][0-9]{3})/(?P<month>0[1-9]|1[0-2])"
_LIST_PAGE = re.compile(rf"/(?P<folder>{'|'.join(_KINDS)})/(?P<slug>[^/]+)(?:/{_MONTH})?")
_MONTH_PAGE = re.compile(f"/{_MONTH}")
_DAY_PAGE = re.compile(f"/{_MONTH}/(?P<day>[0-9]{{2}})")


def parse(address: Address) -> Route:
    """What an address is for, whether or not anything is there."""
    if address in _EXACT:
        return _EXACT[address]
    if address.startswith(assets.FOLDER):
        return AssetFile(address.removeprefix(assets.FOLDER))
    return _archive(address) or ArticlePage(address)


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
    return None


def month_of(when: Card | datetime, zone: ZoneInfo) -> Month:
    """The month in which an article, or a moment, falls: that of its day."""
    day = day_of(when, zone)
    return Month(day.year, day.month)


def day_of(when: Card | datetime, zone: ZoneInfo) -> Day:
    """The day on which an article, or a moment, falls: always the one whose span holds its position."""
    moment = when.date if isinstance(when, Card) else when
    day = _day(local(moment, zone))
    # A clock that is put back, or on, over midnight names a day outside its span for a while.
    if keys.instant(moment) >= _start(day.next, zone):
        return day.next
    return day.previous if keys.instant(moment) < _start(day, zone) else day


def days_of(month: Month) -> list[Day]:
    """All days of a month, in their order."""
    return [Day(*month, day) for day in range(1, monthrange(*month)[1] + 1)]


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment as the site's calendar and clock show it."""
    if (moment.year, moment.month, moment.day) == (_LAST_YEAR, 12, 31):
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
    r"|/(?:robots|humans|ads|llms)\.txt"
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
