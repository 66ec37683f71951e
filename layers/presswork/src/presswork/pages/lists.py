"""List pages: the newest of all articles (the front page), of a section, a topic, an author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from presswork.article.model import Card
from presswork.index import lists
from presswork.pages import addresses, tags
from presswork.pages.page import Page
from presswork.pages.pictures import image
from presswork.pages.press import Head, Link, Press, list_links, marked
from presswork.pages.profiles import about
from presswork.pages.words import Words

NEWEST = 30
"""How many articles a list page shows."""
SECTIONS = 8
"""How many sections the front page names."""
LEADING = 5
"""Of so many of the newest articles, the first with a picture leads the front page."""


def respond(name: str, press: Press) -> Page | None:
    """The newest of a list. The front page is there without articles too; another list is not."""
    found = press.index.newest(name, NEWEST + 1)
    shown = found[:NEWEST]
    older = older_link(name, found[NEWEST], press) if len(found) > NEWEST else None
    tagged = tags.of_newest(name, shown[0], press.zone) if shown else ()
    if name == lists.ALL:
        return Page(_front(shown, older, press), tags=tagged)
    return Page(_list(name, shown, older, press), tags=tagged) if shown else None


def title(name: str, card: Card, said: Words) -> str:
    """What a list is called, as the newest card on its page spells it; for `all` it is empty."""
    if name == lists.ALL:
        return ""
    spelled = lists.spelling(name, card)
    return said.by_author(spelled) if name.startswith("author:") else spelled


def older_link(name: str, card: Card, press: Press) -> Link:
    """To the month in which a card stands."""
    month = addresses.month_of(card, press.zone)
    text = marked(press.words.month(*month), press.words.lang, press.settings.language)
    return Link(addresses.encode(addresses.month_page(name, *month)), text)


def _front(shown: Sequence[Card], older: Link | None, press: Press) -> bytes:
    settings = press.settings
    head = Head(
        title=settings.title,
        lang=settings.language,
        description=settings.description,
        canonical=press.canonical(addresses.ROOT),
        front=True,
    )
    return press.print(
        "front.html",
        head,
        {
            "entries": [press.entry(card, press.settings.language) for card in _lead_first(shown)],
            "sections": list_links("section", _common_sections(shown)),
            "older": older,
        },
    )


def _lead_first(shown: Sequence[Card]) -> list[Card]:
    """The newest with a picture, if it is new enough, else the newest of all; the others in their order behind it."""
    lead = next((card for card in shown[:LEADING] if image(card.picture)), None)
    return sorted(shown, key=lambda card: card is not lead)


def _common_sections(shown: Sequence[Card]) -> list[str]:
    """The sections that the cards name most often, as the newest spells them."""
    spelled: dict[str, str] = {}
    count: Counter[str] = Counter()
    for card in shown:
        for name in lists.of(card):
            if name.startswith("section:"):
                count[name] += 1
                spelled.setdefault(name, lists.spelling(name, card))
    commonest = sorted(count, key=lambda name: (-count[name], name))
    return [spelled[name] for name in commonest[:SECTIONS]]


def _list(name: str, shown: Sequence[Card], older: Link | None, press: Press) -> bytes:
    heading = title(name, shown[0], press.words)
    head = Head(
        title=heading,
        lang=press.settings.language,
        canonical=press.canonical(addresses.list_page(name)),
        feed=next((Link(addresses.encode(each), heading) for each in addresses.feeds(name)), None),
    )
    slug = name.removeprefix("author:")
    told = about([slug], press, press.settings.language) if slug != name else {}
    values = {
        "heading": heading,
        "profile": told.get(slug),
        "entries": [press.entry(card, press.settings.language) for card in shown],
        "older": older,
        "here": addresses.encode(addresses.list_page(name)),
    }
    return press.print("list.html", head, values)
