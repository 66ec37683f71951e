"""Month pages: the archive of a list, one bounded page a month, with links to the months beside it, and to its days."""

from __future__ import annotations

from itertools import groupby

from presswork.index import lists
from presswork.pages import addresses, days, tags
from presswork.pages.addresses import Day, Month
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
    heading = said.in_month(listed, said.month(*month))
    head = Head(
        title=heading,
        lang=press.settings.language,
        canonical=press.canonical(addresses.month_page(name, *month)),
    )
    values = {
        "heading": heading,
        "days": [
            (_heading(name, day, press), [press.entry(card, press.settings.language) for card in cards])
            for day, cards in groupby(shown, key=lambda card: addresses.day_of(card, press.zone))
        ],
        "note": said.newest_of_month(NEWEST) if len(found) > NEWEST else "",
        "all_days": _days(name, month, press) if len(found) > NEWEST else (),
        "older": older_link(name, older[0], press) if older else None,
        "newer": older_link(name, newer[0], press) if newer else None,
        "whole": Link(addresses.encode(addresses.list_page(name)), listed or said.newest),
    }
    return Page(press.print("month.html", head, values), tags=(tags.of_newest(name, shown[0], press.zone),))


def _heading(name: str, day: Day, press: Press) -> Link:
    """What stands above a day's articles. Only the days of all articles have pages."""
    link = days.link(day, press)
    return link if name == lists.ALL else link._replace(href="")


def _days(name: str, month: Month, press: Press) -> list[Link]:
    """The days of a month on which a list has articles, for what the page cannot show: on those of all articles.

    The list's own days, so that the page reads nothing but the list.
    """
    every = addresses.days_of(month)
    filled = press.index.has_any(name, [addresses.day_span(day, press.zone) for day in every])
    return [days.link(day, press) for day, has_any in zip(every, filled, strict=True) if has_any]
