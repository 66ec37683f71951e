"""Cache tags: pages that change together, which the CDN can be told to forget as one.

A tag is carried by all that a new article would change in one list, or by all that changes with its text:

| page                            | carries the tags of                                                      |
|---------------------------------|--------------------------------------------------------------------------|
| day page                        | itself, three of them                                                    |
| front page, month of all        | the day page that shows its newest article                               |
| feeds of all                    | the same; and `/feed.xml`, with which they change when a text does       |
| sitemap of a month              | the same, but for the narrowest                                          |
| news sitemap                    | the same, the widest alone                                               |
| month of another list           | itself                                                                   |
| other list page, and its feed   | the month page that shows its newest article                             |

A day has three tags, one wider than the other: a new title changes the pages alone, a new article the month's sitemap
as well, and one of today that of the news, too.

Which page carries which tag changes with the articles. Which may ever carry it does not: that is `holders`, and a page
that takes a tag must be among them.
"""

from __future__ import annotations

from hashlib import blake2b
from zoneinfo import ZoneInfo

from presswork.article.model import Address, Card
from presswork.index import lists
from presswork.pages import addresses
from presswork.pages.addresses import FEEDS, NEWS_SITEMAP, ROOT, DayPage, Month, MonthPage

_PAGES, _AND_SITEMAP, _AND_NEWS = _OF_A_DAY = ("", " and its month's sitemap", " and all sitemaps")
"""What follows the address of a day in the names of its tags."""


def of_newest(name: str, card: Card, zone: ZoneInfo) -> tuple[str, ...]:
    """The tags of a page of a list, be it the list's own, its feed or a month's, by the newest article on it.

    Those of all articles from the narrowest to the widest.
    """
    if name == lists.ALL:
        return tuple(map(of, _of_day(addresses.day_page(*addresses.day_of(card, zone)))))
    return (of(addresses.month_page(name, *addresses.month_of(card, zone))),)


def own(page: Address) -> tuple[str, ...]:
    """The tags that are named after a page."""
    return tuple(map(of, names(page)))


def names(page: Address) -> tuple[str, ...]:
    """The names of the tags that are named after a page, should it carry any."""
    return _of_day(page) if isinstance(addresses.parse(page), DayPage) else (page,)


def _of_day(page: Address) -> tuple[str, ...]:
    return tuple(page + each for each in _OF_A_DAY)


def of(name: str) -> str:
    """The tag of a name: 16 hexadecimal digits."""
    return blake2b(name.encode(), digest_size=8).hexdigest()


def holders(name: str) -> frozenset[Address]:
    """Every address whose page may carry the tag of this name, now or earlier. Empty if there is none."""
    if name == FEEDS["rss"]:
        return frozenset(FEEDS.values())
    page = Address(name.removesuffix(_AND_SITEMAP).removesuffix(_AND_NEWS))
    match addresses.parse(page):
        case DayPage(year, month, _):
            pages = {page, addresses.month_page(lists.ALL, year, month), ROOT, *FEEDS.values()}
            sitemap = {addresses.month_sitemap(Month(year, month))} if name != page else set()
            return frozenset(pages | sitemap | ({NEWS_SITEMAP} if name.endswith(_AND_NEWS) else set()))
        case MonthPage(of_list) if of_list != lists.ALL:
            return frozenset({page, addresses.list_page(of_list), *addresses.feeds(of_list)})
        case _:
            return frozenset()
