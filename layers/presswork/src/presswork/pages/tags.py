"""Cache tags: pages that change together, which the CDN can be told to forget as one.

A tag is named after a month page, and carried by all that a new article of that month would change in one list:

| page                   | carries the tag of                                |
|------------------------|---------------------------------------------------|
| month page             | itself                                            |
| front page, list page  | the month page that shows its newest article      |

Which page carries which tag changes with the articles. Which may ever carry it does not: that is `holders`, and a page
that takes a tag must be among them.
"""

from __future__ import annotations

from hashlib import blake2b

from presswork.article.model import Address
from presswork.pages import addresses
from presswork.pages.addresses import Month, MonthPage


def of_month(name: str, month: Month) -> str:
    """The tag of a list's month."""
    return of(addresses.month_page(name, *month))


def of(month_page: Address) -> str:
    """The tag that is named after a month page: 16 hexadecimal digits."""
    return blake2b(month_page.encode(), digest_size=8).hexdigest()


def holders(address: Address) -> frozenset[Address]:
    """Every address whose page may carry the tag of this one, now or earlier. Empty if it is no month page."""
    route = addresses.parse(address)
    if not isinstance(route, MonthPage):
        return frozenset()
    return frozenset({address, addresses.list_page(route.name)})
