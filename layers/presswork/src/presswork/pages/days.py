"""Day pages: all articles of one day, with links to the nearest days that have any."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from presswork.index import lists
from presswork.pages import addresses, tags, words
from presswork.pages.addresses import Day
from presswork.pages.lists import older_link
from presswork.pages.page import Page
from presswork.pages.press import Head, Link, Press, marked

NEWEST = 1000
"""How many articles of one day a page shows."""


def respond(day: Day, press: Press) -> Page | None:
    """The articles of a day, newest first; None if there are none."""
    span = addresses.day_span(day, press.zone)
    found = press.index.older(lists.ALL, span.before, NEWEST + 1, down_to=span.after)
    if not found:
        return None
    older = press.index.older(lists.ALL, span.after, 1)
    newer = press.index.newer(lists.ALL, span.before, 1)
    lang = press.settings.language
    address = addresses.day_page(*day)
    head = Head(title=said(day, lang), lang=lang, canonical=press.canonical(address))
    values = {
        "heading": link(day, press).text,
        "month": older_link(lists.ALL, found[0], press),
        "note": press.words.newest_of_day(NEWEST) if len(found) > NEWEST else "",
        "entries": [press.entry(card, lang) for card in found[:NEWEST]],
        "older": link(addresses.day_of(older[0], press.zone), press) if older else None,
        "newer": link(addresses.day_of(newer[0], press.zone), press) if newer else None,
    }
    return Page(press.print("day.html", head, values), tags=tags.own(address))


def link(day: Day, press: Press) -> Link:
    """To the page of a day."""
    return _link(day, press.settings.language)


@lru_cache(maxsize=1 << 10)
def _link(day: Day, lang: str) -> Link:
    return Link(addresses.encode(addresses.day_page(*day)), marked(said(day, lang), words.of(lang).lang, lang))


def said(day: Day, lang: str) -> str:
    return words.of(lang).date(datetime(*day, tzinfo=UTC))
