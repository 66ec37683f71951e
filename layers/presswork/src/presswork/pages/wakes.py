"""Which pages a change wakes.

| page kind        | keys it reads                                 | who wakes it                           |
|------------------|-----------------------------------------------|----------------------------------------|
| every page       | `SITE SETTINGS`, with the navigation          | rebuild                                |
| front, list page | `LIST#name`, its newest entries               | `readers` of every card in the list    |
| feed of a list   | the same                                      | the same                               |
| feed of all      | the `STANDING`s of those, and their proofs    | index, when a body changes             |
| month page       | `LIST#name`, the entries of the month         | `readers` of every card in the month   |
|                  | `LIST#name`, the nearest on either side of it | `readers` of the month's oldest card   |
| day page         | `LIST#all`, the entries of the day            | `readers` of every card of the day     |
|                  | `LIST#all`, the nearest on either side of it  | `readers` of the day's oldest card     |
| `/sections`      | `NAMES#section`, the newest entries of each   | `readers` of every card in a section   |
| `/topics`        | `NAMES#topic`                                 | `readers` of the topic's oldest card   |
| month's sitemap  | `LIST#all`, the entries of the month          | `readers` of every card in the month   |
| `/sitemap.xml`   | `LIST#all`, one entry of each month           | `readers` of the month's oldest card   |
|                  | `PAGES PAGE#…`, whether there is any          | index, when a page's card changes      |
| pages' sitemap   | `PAGES PAGE#…`                                | the same                               |
| news sitemap     | `LIST#news`, its newest entries               | `readers` of every card in it          |
|                  |                                               | index, when one enters it or leaves it |
| article          | its `CLAIM`, its `STANDING`, its proof        | index, for every address it ever had   |
|                  | `LIST#all`, the nearest on either side of it  | `readers` of those two                 |
|                  | `STANDING` of its related articles            | index of those: it knows who cites it  |
|                  | `CITED#…`, its follow-ups                     | index of those: it knows whom it cites |
|                  | `PROFILE#slug` of each of its authors, first  | walk, through the author's list        |
| author's list    | `PROFILE#slug` of the author, first           | walk                                   |
| standing page    | its `CLAIM`, its `STANDING`, its proof        | index, for every address it ever had   |
| redirect, gone   | its `CLAIM`, `STANDING` of its article        | index, for every address it ever had   |
| rendition        | its `MADE`, and what that names               | images, for those of before and of now |
|                  | `USED#…` of its picture, whether there is any | index of those that do, or did         |
| `/404.html`      | nothing else                                  | rebuild                                |
| `/robots.txt`    | nothing else                                  | rebuild                                |
| `/indexnow.txt`  | nothing else                                  | rebuild                                |

The months beside a month link to it, and that changes when its first entry comes or its last one goes. Two
articles that come at the same time both find two entries: if they looked for being the only one, both would
leave the months beside alone. So the rule is: an article that finds *no older entry in its month* wakes them,
whether it came or went. Of all that come or go at once, the last look by the oldest of them finds none, and
it is later than the change. Days are as months. The index of sitemaps names the months that have articles,
and so it is woken with the months beside.

A topic's row among the names comes with its first entry and goes with its last one, and the same rule holds:
an article that finds *no older entry in the topic* wakes `/topics`. Let the row change for the last time, by an
article that looks after that. If it finds an older entry, then the article of that one looks later than the
change too: its row was written after its entry, and had that been before the change, nobody could have deleted
the row since (see `steps.names`), nor written it as the first. So from one to the next older, until one finds none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from presswork.article.model import Address, Card, Settings
from presswork.index import keys, lists
from presswork.index.keys import FIRST, LAST
from presswork.index.site import Index
from presswork.index.table import Query, Row
from presswork.pages import addresses

WITH_TEXT = frozenset(addresses.FEEDS.values())
"""The pages, beside its own, that may show the body of an article."""
WITH_NEWS = frozenset({addresses.NEWS_SITEMAP})
"""The pages that read `LIST#news`."""
WITH_PAGES = frozenset({addresses.PAGES_SITEMAP, addresses.SITEMAP})
"""The pages that list the standing pages, or read whether there are any. Who comes first or goes last is not asked."""


def pages_of(card: Card, settings: Settings) -> set[Address]:
    """The pages that list an article, by its card alone: in each of its lists the newest, and its month; its day.

    Those that list a standing page, if it is one.
    """
    of = lists.of(card)
    return _pages(of, addresses.day_of(card, ZoneInfo(settings.time_zone))) if of else {*WITH_PAGES}


def readers(card: Card, index: Index, settings: Settings) -> set[Address]:
    """Every address whose page reads a list entry of a card. Call it after they were put, or deleted."""
    return readers_at(lists.of(card), keys.position(card), index, settings)


def readers_at(of: Collection[str], position: str, index: Index, settings: Settings) -> set[Address]:
    """Every address whose page reads an entry at a position of some lists, be it still there or not.

    Reads one entry on either side of the article in `all`, one beyond its day, and two in each of its lists, in one
    batch.
    """
    if not of:
        return set()  # a standing page
    zone = ZoneInfo(settings.time_zone)
    day = addresses.day_of(keys.moment(position), zone)
    this_month = addresses.month_span(addresses.Month(*day[:2]), zone)
    this_day = addresses.day_span(day, zone)
    names = sorted({*of} - {lists.NEWS})
    *found, after_day, following = index.table.query_many(
        [
            *(_older(name, position) for name in names),
            *(_newer(name, this_month.before) for name in names),
            _newer(lists.ALL, this_day.before),
            _newer(lists.ALL, position),
        ]
    )
    before = dict(zip(names, found[: len(names)], strict=True))
    after = dict(zip(names, found[len(names) :], strict=True))
    woken = _pages(names, day) | _indexes(before) | (WITH_NEWS if lists.NEWS in of else set())
    for name in names:
        if not _within(this_month, before[name]):
            neighbours = [addresses.month_of(row.value, zone) for row in (*before[name], *after[name])]
            woken |= {addresses.month_page(name, *neighbour) for neighbour in neighbours}
    if not _within(this_month, before[lists.ALL]):
        woken.add(addresses.SITEMAP)
    if not _within(this_day, before[lists.ALL]):
        woken |= {addresses.day_page(*addresses.day_of(row.value, zone)) for row in (*before[lists.ALL], *after_day)}
    return woken | {row.value.address for row in (*before[lists.ALL], *following)}


def pages_near(of: Collection[str], position: str) -> set[Address]:
    """The pages of months and days on which an entry may stand, or stood, in whatever time zone the site is or was."""
    moments = [keys.moment(position) + timedelta(hours=hours) for hours in (-_OFFSET, 0, _OFFSET)]
    days = {addresses.day_of(each, _UTC) for each in moments}
    names = {*of} - {lists.NEWS}
    months = {addresses.month_page(name, day.year, day.month) for name in names for day in days}
    return months | {page for day in days for page in _of_all(day)}


_UTC = ZoneInfo("UTC")
_OFFSET = 16
"""Hours: no clock on earth was ever further from UTC; less than a day, so that none is left out in between."""


def _pages(names: Collection[str], day: addresses.Day) -> set[Address]:
    """Where an article of a day is listed, in lists of which `all` is one."""
    newest = {page for name in names for page in (addresses.list_page(name), *addresses.feeds(name))}
    months = {addresses.month_page(name, day.year, day.month) for name in names}
    return newest | months | _of_all(day)


def _of_all(day: addresses.Day) -> set[Address]:
    """Beside the month: what there is of all articles alone."""
    return {addresses.day_page(*day), addresses.month_sitemap(addresses.Month(day.year, day.month))}


def _indexes(before: Mapping[str, Sequence[Row[Card]]]) -> set[Address]:
    """The indexes that show anything of an article, by the next older entry in each of its lists."""
    sections = any(name.startswith("section:") for name in before)
    topics = any(name.startswith("topic:") and not older for name, older in before.items())
    shown = {"section": sections, "topic": topics}
    return {addresses.names_page(kind) for kind, wakes in shown.items() if wakes}


def _within(span: addresses.Span, rows: Sequence[Row[Card]]) -> bool:
    """Whether the next older entry is of the same month, or day."""
    return any(row.sort > span.after for row in rows)


def _older(name: str, position: str) -> Query[Card]:
    return Query(keys.entries(name), after=FIRST, before=position, limit=1, newest_first=True)


def _newer(name: str, position: str) -> Query[Card]:
    return Query(keys.entries(name), after=position, before=LAST, limit=1)
