"""Cache tags: pages that change together, which the CDN can be told to forget as one.

A tag is named after a day page, or the month page of a section, topic or author, and carried by all that a new article
of that time would change in one list:

| page                            | carries the tag of                               |
|---------------------------------|--------------------------------------------------|
| day page                        | itself                                           |
| front page, month of all        | the day page that shows its newest article       |
| month of another list           | itself                                           |
| other list page                 | the month page that shows its newest article     |

Which page carries which tag changes with the articles. Which may ever carry it does not: that is `holders`, and a page
that takes a tag must be among them.
"""

from __future__ import annotations

from hashlib import blake2b
from zoneinfo import ZoneInfo

from presswork.article.model import Address, Card
from presswork.index import lists
from presswork.pages import addresses
from presswork.pages.addresses import DayPage, MonthPage


def of_newest(name: str, card: Card, zone: ZoneInfo) -> str:
    """The tag of a page of a list, be it the list's own or a month's, by the newest article on it."""
    if name == lists.ALL:
        return of(addresses.day_page(*addresses.day_of(card, zone)))
    return of(addresses.month_page(name, *addresses.month_of(card, zone)))


def of(page: Address) -> str:
    """The tag that is named after a day or month page: 16 hexadecimal digits."""
    return blake2b(page.encode(), digest_size=8).hexdigest()


def holders(address: Address) -> frozenset[Address]:
    """Every address whose page may carry the tag of this one, now or earlier. Empty if none is named after it."""
    match addresses.parse(address):
        case DayPage(year, month, _):
            return frozenset({address, addresses.month_page(lists.ALL, year, month), addresses.ROOT})
        case MonthPage(name) if name != lists.ALL:
            return frozenset({address, addresses.list_page(name)})
        case _:
            return frozenset()
