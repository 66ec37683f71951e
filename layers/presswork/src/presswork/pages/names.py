"""The index of the sections, and that of the topics: where a reader finds all that there are."""

from __future__ import annotations

from itertools import groupby

from presswork.pages import addresses
from presswork.pages.lists import title
from presswork.pages.page import Page
from presswork.pages.press import Head, Link, Press, list_links

SECTIONS = 200
HEADLINES = 3
"""How many articles of each section are named."""
TOPICS = 1000


def respond(kind: str, press: Press) -> Page:
    """Of a kind of list. It is there without any, too: every page links to it."""
    return _sections(press) if kind == "section" else _topics(press)


def _sections(press: Press) -> Page:
    """Each as its newest article spells it, with its newest headlines; in the order of their spellings."""
    found = press.index.names("section", SECTIONS + 1)
    shown = found[:SECTIONS]
    newest = zip(shown, press.index.newest_of_each(shown, HEADLINES), strict=True)
    named = [(title(name, cards[0], press.words), cards) for name, cards in newest if cards]
    named.sort(key=lambda each: (each[0].casefold(), each[0]))
    links = list_links("section", [name for name, _ in named])
    headlines = [[press.entry(card, press.settings.language) for card in cards] for _, cards in named]
    values = {
        "sections": list(zip(links, headlines, strict=True)),
        "note": press.words.first_sections(SECTIONS) if len(found) > SECTIONS else "",
    }
    return Page(press.print("sections.html", _head("section", press.words.sections, press), values))


def _topics(press: Press) -> Page:
    """As plain links by their first letters."""
    found = press.index.names("topic", TOPICS + 1)
    links = [_topic(name) for name in found[:TOPICS]]
    links.sort(key=lambda link: (_letter(link), link.text))
    values = {
        "letters": [(letter, list(each)) for letter, each in groupby(links, key=_letter)],
        "note": press.words.first_topics(TOPICS) if len(found) > TOPICS else "",
    }
    return Page(press.print("topics.html", _head("topic", press.words.topics, press), values))


def _topic(name: str) -> Link:
    # What it says is made of the slug, not of how an article spells the topic: so the page changes only when a topic
    # comes or goes, not with each article.
    slug = name.partition(":")[2]
    return Link(addresses.encode(addresses.list_page(name)), slug.replace("-", " "))


def _letter(link: Link) -> str:
    """The one that a topic stands under. What begins with none stands first, under `#`."""
    first = link.text[:1]
    return first.upper() if first.isalpha() else "#"


def _head(kind: str, title: str, press: Press) -> Head:
    lang = press.settings.language
    return Head(title=title, lang=lang, canonical=press.canonical(addresses.names_page(kind)))
