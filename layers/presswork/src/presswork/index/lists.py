"""The lists that an article stands in."""

from __future__ import annotations

from presswork.article import names, uploads
from presswork.article.model import Card

ALL = "all"


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


def spelling(name: str, card: Card) -> str:
    """How `card` spells the section, topic or author that the list is named for."""
    kind, _, slug = name.partition(":")
    spelled = {"section": card.sections, "topic": card.topics, "author": card.authors}.get(kind, ())
    return next((each for each in spelled if names.slug(each) == slug), slug)
