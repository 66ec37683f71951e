"""The addresses of the site: made and parsed here and nowhere else. Pure.

| address                      | page                                             | route                 |
|------------------------------|--------------------------------------------------|-----------------------|
| `/`                          | front page: the newest of all                    | `ListPage("all")`     |
| `/sections/politics`         | the newest of a section; `/topics/`, `/authors/` | `ListPage`            |
| `/2026/11`                   | a month of all articles                          | `MonthPage("all", …)` |
| `/sections/politics/2026/11` | a month of a list                                | `MonthPage`           |
| `/404.html`                  | what the CDN shows where nothing is              | `NothingPage`         |
| `/assets/style.9f2c….css`    | a file of the theme                              | `AssetFile`           |
| `/media/port.jpg/9f2c…/640.webp` | a rendition of a picture                     | `PictureFile`         |
| any other                    | an article, a redirect to it, or a gone page     | `ArticlePage`         |
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, TypeAlias, cast
from urllib.parse import quote
from zoneinfo import ZoneInfo

from presswork.article.model import Address, Card, Rendered
from presswork.article.uploads import MEDIA
from presswork.index import keys, lists
from presswork.pages import assets
from presswork.pictures.renditions import Format, formats, name

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


Route: TypeAlias = ListPage | MonthPage | NothingPage | AssetFile | PictureFile | ArticlePage


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


class Span(NamedTuple):
    """The positions of a list in a month: those between `after` and `before`, both exclusive."""

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


def fixed() -> tuple[Address, ...]:
    """The pages that exist whatever the articles."""
    return (ROOT, NOTHING_HERE, *assets.addresses())


# Pictures


def rendition(of: Rendered, width: int, format_: Format) -> Address:
    """Where a rendition stands: `/media/2026/port.jpg/<hash>/640.webp`. The address names the content."""
    return Address(f"/{MEDIA}{of.source}/{of.hash}/{name(width, format_)}")


def renditions(of: Rendered) -> list[Address]:
    """Where all renditions of a picture stand."""
    return [rendition(of, width, format_) for width in of.widths for format_ in formats(of)]


# Lists and months


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


_EXACT: dict[Address, Route] = {ROOT: ListPage(lists.ALL), NOTHING_HERE: NothingPage()}
_MONTH = r"(?P<year>[1-9][0-9]{3})/(?P<month>0[1-9]|1[0-2])"
_LIST_PAGE = re.compile(rf"/(?P<folder>{'|'.join(_KINDS)})/(?P<slug>[^/]+)(?:/{_MONTH})?")
_MONTH_PAGE = re.compile(f"/{_MONTH}")
_PICTURE_FILE = re.compile(
    rf"/{MEDIA}(?P<source>.+)/(?P<hash>[0-9a-f]{{20}})/(?P<width>[1-9][0-9]{{0,3}})\.(?P<format>webp|jpg|png)"
)


def parse(address: Address) -> Route:
    """What an address is for, whether or not anything is there."""
    if address in _EXACT:
        return _EXACT[address]
    if file := _file(address):
        return file
    if found := _MONTH_PAGE.fullmatch(address):
        return MonthPage(lists.ALL, int(found["year"]), int(found["month"]))
    if found := _LIST_PAGE.fullmatch(address):
        name = f"{_KINDS[found['folder']]}:{found['slug']}"
        if found["year"]:
            return MonthPage(name, int(found["year"]), int(found["month"]))
        return ListPage(name)
    return ArticlePage(address)


def _file(address: Address) -> AssetFile | PictureFile | None:
    if address.startswith(assets.FOLDER):
        return AssetFile(address.removeprefix(assets.FOLDER))
    if found := _PICTURE_FILE.fullmatch(address):
        return PictureFile(found["source"], found["hash"], int(found["width"]), cast("Format", found["format"]))
    return None


def month_of(when: Card | datetime, zone: ZoneInfo) -> Month:
    """The month in which an article, or a moment, falls: always the one whose span holds its position."""
    moment = when.date if isinstance(when, Card) else when
    there = local(moment, zone)
    month = Month(there.year, there.month)
    # A clock that is put back, or on, over midnight on the first names a month outside its span for a while.
    if keys.instant(moment) >= _start(month.next, zone):
        return month.next
    return month.previous if keys.instant(moment) < _start(month, zone) else month


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment as the site's calendar and clock show it."""
    if (moment.year, moment.month, moment.day) == (_LAST_YEAR, 12, 31):
        return moment  # the zone may put it into the year 10000, which datetime cannot say
    return moment.astimezone(zone)


def month_span(month: Month, zone: ZoneInfo) -> Span:
    """The positions of a month: from local midnight on its first day to that of the next month."""
    return Span(_start(month, zone), _start(month.next, zone))


@lru_cache(maxsize=4096)
def _start(month: Month, zone: ZoneInfo) -> str:
    """The instant at which a month begins. Without an id, it sorts before every position at that instant."""
    if month.year > _LAST_YEAR:
        return keys.LAST
    return keys.instant(datetime(month.year, month.month, 1, tzinfo=zone))


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
