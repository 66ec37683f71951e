"""Which pages a change wakes.

| page kind        | keys it reads                                 | who wakes it                           |
|------------------|-----------------------------------------------|----------------------------------------|
| every page       | `SITE SETTINGS`, with the navigation          | rebuild                                |
| front, list page | `LIST#name`, its newest entries               | `readers` of every card in the list    |
| month page       | `LIST#name`, the entries of the month         | `readers` of every card in the month   |
|                  | `LIST#name`, the nearest on either side of it | `readers` of the month's oldest card   |
| article          | its `CLAIM`, its `STANDING`, its proof        | index, for every address it ever had   |
|                  | `LIST#all`, the nearest on either side of it  | `readers` of those two                 |
|                  | `STANDING` of its related articles            | index of those: it knows who cites it  |
|                  | `CITED#…`, its follow-ups                     | index of those: it knows whom it cites |
|                  | `PROFILE#slug` of each of its authors, first  | walk, through the author's list        |
| author's list    | `PROFILE#slug` of the author, first           | walk                                   |
| standing page    | its `CLAIM`, its `STANDING`, its proof        | index, for every address it ever had   |
| redirect, gone   | its `CLAIM`, `STANDING` of its article        | index, for every address it ever had   |
| `/404.html`      | nothing else                                  | rebuild                                |

The months beside a month link to it, and that changes when its first entry comes or its last one goes. Two
articles that come at the same time both find two entries: if they looked for being the only one, both would
leave the months beside alone. So the rule is: an article that finds *no older entry in its month* wakes them,
whether it came or went. Of all that come or go at once, the last look by the oldest of them finds none, and
it is later than the change.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from zoneinfo import ZoneInfo

from presswork.article.model import Address, Card, Settings
from presswork.index import keys, lists
from presswork.index.keys import FIRST, LAST
from presswork.index.site import Index
from presswork.index.table import Query
from presswork.pages import addresses


def pages_of(card: Card, settings: Settings) -> set[Address]:
    """The pages that list an article, by its card alone: in each of its lists the newest, and its month."""
    month = addresses.month_of(card, ZoneInfo(settings.time_zone))
    return {page for name in lists.of(card) for page in _pages(name, month)}


def readers(card: Card, index: Index, settings: Settings) -> set[Address]:
    """Every address whose page reads a list entry of a card. Call it after they were put, or deleted."""
    return readers_at(lists.of(card), keys.position(card), index, settings)


def readers_at(of: Collection[str], position: str, index: Index, settings: Settings) -> set[Address]:
    """Every address whose page reads an entry at a position of some lists, be it still there or not.

    Reads one entry on either side of the article in `all`, and two in each of its lists, in one batch.
    """
    if not of:
        return set()  # a standing page
    zone = ZoneInfo(settings.time_zone)
    month = addresses.month_of(keys.moment(position), zone)
    span = addresses.month_span(month, zone)
    names = sorted(set(of))
    found = index.table.query_many(
        [
            *(_older(name, position) for name in names),
            *(_newer(name, span.before) for name in names),
            _newer(lists.ALL, position),
        ]
    )
    older, newer, following = found[: len(names)], found[len(names) : -1], found[-1]
    woken = {page for name in names for page in _pages(name, month)}
    for name, before, after in zip(names, older, newer, strict=True):
        if not any(row.sort > span.after for row in before):
            neighbours = [addresses.month_of(row.value, zone) for row in (*before, *after)]
            woken |= {addresses.month_page(name, *neighbour) for neighbour in neighbours}
    return woken | {row.value.address for row in (*older[names.index(lists.ALL)], *following)}


def months_near(of: Collection[str], position: str, settings: Settings) -> set[Address]:
    """The month pages on which an entry may stand, or stood, in whatever time zone the site is or was."""
    zone = ZoneInfo(settings.time_zone)
    moments = [keys.moment(position) + timedelta(hours=hours) for hours in (-26, 0, 26)]
    months = {addresses.month_of(each, zone) for each in moments}
    return {addresses.month_page(name, *month) for name in of for month in months}


def _pages(name: str, month: addresses.Month) -> tuple[Address, Address]:
    return addresses.list_page(name), addresses.month_page(name, *month)


def _older(name: str, position: str) -> Query[Card]:
    return Query(keys.entries(name), after=FIRST, before=position, limit=1, newest_first=True)


def _newer(name: str, position: str) -> Query[Card]:
    return Query(keys.entries(name), after=position, before=LAST, limit=1)
