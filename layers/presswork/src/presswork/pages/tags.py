"""Cache tags: pages that change together, which the CDN can be told to forget as one.

A tag is carried by all that a new article of a month would change in one list, or by all that changes with its text:

| page                          | carries the tags of                                                         |
|-------------------------------|-----------------------------------------------------------------------------|
| month page                    | itself; a month of all articles, of the month's sitemap as well             |
| list page, feed               | the month page that shows its newest article                                |
| front page, feeds of all      | the same, and that month's sitemap; the feeds, of `/feed.xml` as well       |
| month's sitemap               | itself                                                                      |
| news sitemap                  | the sitemap of the month of its newest article                              |

So a tag is named after a page that carries it. That of a month page stands for what shows a title, that of a month's
sitemap for what a new article changes besides, that of `/feed.xml` for what shows the text of an article.

Which page carries which tag changes with the articles. Which may ever carry it does not: that is `holders`, and a page
that takes a tag must be among them.
"""

from __future__ import annotations

from hashlib import blake2b

from presswork.article.model import Address
from presswork.index import lists
from presswork.pages import addresses
from presswork.pages.addresses import FEEDS, NEWS_SITEMAP, Month, MonthPage, MonthSitemap


def of_month(name: str, month: Month) -> tuple[str, ...]:
    """The tags of a list's month: of its page, and of its sitemap."""
    page = of(addresses.month_page(name, *month))
    return (page, of(addresses.month_sitemap(month))) if name == lists.ALL else (page,)


def of(address: Address) -> str:
    """The tag that is named after a page: 16 hexadecimal digits."""
    return blake2b(address.encode(), digest_size=8).hexdigest()


def holders(address: Address) -> frozenset[Address]:
    """Every address whose page may carry the tag of this one, now or earlier. Empty if no tag is named after it."""
    route = addresses.parse(address)
    if address == FEEDS["rss"]:
        return frozenset(FEEDS.values())
    if isinstance(route, MonthPage):
        return frozenset({address, addresses.list_page(route.name), *addresses.feeds(route.name)})
    if isinstance(route, MonthSitemap):
        month = addresses.month_page(lists.ALL, route.year, route.month)
        return holders(month) | {address, NEWS_SITEMAP}
    return frozenset()
