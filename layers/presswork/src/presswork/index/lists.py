"""The lists that an article stands in."""

from __future__ import annotations

from collections.abc import Iterable

from presswork.article import names, uploads
from presswork.article.model import Card

ALL = "all"
NEWS = "news"
"""The articles of the last two days. `owned` says by the clock whether an article stands there; no page shows it."""
NAMED = ("section", "topic")
"""The kinds of lists that are listed themselves, each kind on a page."""


def of(card: Card) -> tuple[str, ...]:
    """The names of an article's lists: `all`, and `section:`, `topic:`, `author:` with the slug of each.

    A standing page is in none.
    """
    if uploads.is_page(card.id):
        return ()
    return (
        ALL,
        *(f"section:{names.slug(name)}" for name in card.sections),
        *(f"topic:{names.slug(name)}" for name in card.topics),
        *(f"author:{names.slug(name)}" for name in card.authors),
    )


def named(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the lists that have an index of their kind: the sections and the topics."""
    return tuple(name for name in names if name.partition(":")[0] in NAMED)


def spelling(name: str, card: Card) -> str:
    """How `card` spells the section, topic or author that the list is named for."""
    kind, _, slug = name.partition(":")
    spelled = {"section": card.sections, "topic": card.topics, "author": card.authors}.get(kind, ())
    return next((each for each in spelled if names.slug(each) == slug), slug)
