"""Sitemaps: every article's address for search engines, by month, those of standing pages, and the news of two days.

Each says no more than what its own rows of the table say, so that its bytes change with them alone. The index gives no
time of the last change: it would change with every article, and search engines know the months that they have read.
"""

from __future__ import annotations

from collections.abc import Iterator

from presswork.article.model import Card
from presswork.index import keys, lists
from presswork.pages import addresses, tags
from presswork.pages.addresses import Month
from presswork.pages.page import XML, Page
from presswork.pages.press import Press
from presswork.pages.xmlfile import printed

URLS = 50_000
"""How many addresses a sitemap may hold: of a month with more articles, the newest."""
NEWS = 1_000
"""How many the news sitemap may hold."""


def index(press: Press) -> Page:
    """The sitemaps of all months that have articles, the oldest first, and that of the standing pages, if any.

    It is there without any, too.
    """
    found = [press.canonical(addresses.month_sitemap(each)) for each in _months(press)]
    found += [press.canonical(addresses.PAGES_SITEMAP)] if press.index.pages(1) else []
    return Page(printed("sitemap-index.xml", {"sitemaps": found}), content_type=XML)


def month(of: Month, press: Press) -> Page | None:
    """The articles of a month, newest first; None if there are none."""
    span = addresses.month_span(of, press.zone)
    found = press.index.older(lists.ALL, span.before, URLS, down_to=span.after)
    if not found:
        return None
    urls = [(press.canonical(card.address), keys.instant(card.updated or card.date)) for card in found]
    tagged = tags.of_newest(lists.ALL, found[0], press.zone)[1:]
    values = {"newest_day": press.newest_day(found), "urls": urls}
    return Page(printed("sitemap.xml", values), content_type=XML, tags=tagged)


def pages(press: Press) -> Page | None:
    """The standing pages, by their ids; None if there are none.

    They say when they changed last only where their authors do: the date at which one first appeared would tell search
    engines that a page has not changed since.
    """
    found = press.index.pages(URLS)
    if not found:
        return None
    urls = [(press.canonical(card.address), keys.instant(card.updated) if card.updated else "") for card in found]
    return Page(printed("sitemap.xml", {"newest_day": "", "urls": urls}), content_type=XML)


def news(press: Press) -> Page:
    """The articles of the last two days, newest first. It is there without any, too."""
    found = press.index.newest(lists.NEWS, NEWS)
    shown = [
        (press.canonical(card.address), _language(card.lang), keys.instant(card.date), card.title) for card in found
    ]
    tagged = tags.of_newest(lists.ALL, found[0], press.zone)[2:] if found else ()
    values = {"newest_day": press.newest_day(found), "publication": press.settings.title, "articles": shown}
    return Page(printed("sitemap-news.xml", values), content_type=XML, tags=tagged)


def _language(tag: str) -> str:
    """A language as news search names it: by its primary subtag alone, but for Chinese, which it wants by script."""
    primary, *others = tag.lower().replace("_", "-").split("-")
    if primary != "zh":
        return primary
    return "zh-tw" if {"hant", "tw", "hk", "mo"} & {*others} else "zh-cn"


def _months(press: Press) -> Iterator[Month]:
    """One query a month: from the first article to the first of the next month that has any."""
    found: list[Card] = press.index.newer(lists.ALL, keys.FIRST, 1)
    while found:
        month = addresses.month_of(found[0], press.zone)
        yield month
        found = press.index.newer(lists.ALL, addresses.month_span(month, press.zone).before, 1)
