"""Month pages: the archive of a list, one bounded page a month, with links to the months beside it."""

from __future__ import annotations

from itertools import groupby

from presswork.article.model import Card
from presswork.pages import addresses, tags
from presswork.pages.addresses import Month
from presswork.pages.lists import older_link, title
from presswork.pages.page import Page
from presswork.pages.press import Head, Link, Press

NEWEST = 500
"""How many articles of one month a page shows."""


def respond(name: str, month: Month, press: Press) -> Page | None:
    """The articles of a list in a month, newest first; None if there are none."""
    span = addresses.month_span(month, press.zone)
    found = press.index.older(name, span.before, NEWEST + 1, down_to=span.after)
    if not found:
        return None
    older = press.index.older(name, span.after, 1)
    newer = press.index.newer(name, span.before, 1)
    said = press.words
    shown = found[:NEWEST]
    listed = title(name, shown[0], said)
    heading = said.in_month(listed, said.month(*month)) if listed else said.month(*month)
    head = Head(
        title=heading,
        lang=press.settings.language,
        canonical=press.canonical(addresses.month_page(name, *month)),
    )
    values = {
        "heading": heading,
        "days": [
            (day, [press.entry(card, press.settings.language) for card in cards])
            for day, cards in groupby(shown, key=lambda card: _day(card, press))
        ],
        "note": said.newest_of_month(NEWEST) if len(found) > NEWEST else "",
        "older": older_link(name, older[0], press) if older else None,
        "newer": older_link(name, newer[0], press) if newer else None,
        "whole": Link(addresses.encode(addresses.list_page(name)), listed or said.newest),
    }
    return Page(press.print("month.html", head, values), tags=tags.of_month(name, month))


def _day(card: Card, press: Press) -> str:
    return press.words.date(addresses.local(card.date, press.zone))
