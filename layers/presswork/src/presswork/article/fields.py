"""The fields of an article, from front matter in which anything may stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from typing import NamedTuple, TypeVar

from presswork.article import limits, values
from presswork.article.model import Address, Correction, Picture
from presswork.article.nodes import Absent, Entries, Entry, Items
from presswork.article.problems import Problems
from presswork.article.reader import Reader, Spellings

T = TypeVar("T")

SPELLINGS = Spellings(
    {
        "title": ("title",),
        "slug": ("slug",),
        "date": ("date",),
        "updated": ("updated", "lastmod", "modified"),
        "authors": ("authors", "author"),
        "sections": ("sections", "section", "categories", "category"),
        "topics": ("topics", "topic", "tags", "tag"),
        "summary": ("summary", "description", "excerpt"),
        "lang": ("lang", "language"),
        "image": ("image", "images"),
        "image_alt": ("image_alt",),
        "image_caption": ("image_caption",),
        "draft": ("draft",),
        "published": ("published",),
        "expires": ("expires", "expiry", "expiryDate"),
        "aliases": ("aliases", "alias", "redirect_from"),
        "corrections": ("corrections", "correction"),
        "related": ("related",),
        "blocked": ("blocked",),
        "translation_of": ("translation_of",),
        "permalink": ("permalink",),
    }
)
"""Of texts under several keys of one field, the first in this order counts; lists are joined."""

_PICTURE = Spellings({"image": ("src", "source", "url", "path"), "image_alt": ("alt",), "image_caption": ("caption",)})
_CORRECTION = Spellings({"corrections": ("text",), "date": ("date",)})


class Fields(NamedTuple):
    """What the front matter says; None or empty where it says nothing."""

    title: str
    slug: str
    date: datetime | None
    updated: datetime | None
    authors: tuple[str, ...]
    sections: tuple[str, ...]
    topics: tuple[str, ...]
    summary: str
    lang: str
    picture: Picture | None
    draft: bool
    expires: datetime | None
    aliases: tuple[Address, ...]
    corrections: tuple[Correction, ...]
    related: tuple[str, ...]
    blocked: tuple[str, ...]
    translation_of: str
    permalink: Address | None


def read(front: Entries, zone: tzinfo, problems: Problems, *, also: tuple[str, ...] = ()) -> Fields:
    """The fields; what cannot be understood is told in `problems` and left out. `also`: further keys that are known."""
    reader = Reader(front, SPELLINGS, problems)
    reader.warn_of_unknown("field of an article", also)
    moment = values.moment_in(zone)
    return Fields(
        title=reader.text("title", limits.TITLE),
        slug=reader.text("slug", limits.TITLE),
        date=reader.parsed("date", moment),
        updated=reader.parsed("updated", moment),
        authors=reader.names("authors", limits.AUTHORS),
        sections=reader.names("sections", limits.SECTIONS),
        topics=reader.names("topics", limits.TOPICS, split=True),
        summary=reader.text("summary", limits.SUMMARY),
        lang=reader.parsed("lang", values.language) or "",
        picture=_picture(reader),
        draft=reader.parsed("draft", values.flag) is True or reader.parsed("published", values.flag) is False,
        expires=reader.parsed("expires", moment),
        aliases=_unique(reader.list("aliases", limits.ALIASES, values.own_address)),
        corrections=_corrections(reader, moment),
        related=_unique(reader.list("related", limits.RELATED, values.reference)),
        blocked=_unique(reader.list("blocked", limits.RELATED, values.reference)),
        translation_of=reader.parsed("translation_of", values.reference) or "",
        permalink=reader.parsed("permalink", values.own_address),
    )


def _picture(reader: Reader) -> Picture | None:
    node = next(reader.found("image"), None)
    if isinstance(node, Items):
        node = next(iter(node.items), None)
    if node is None:
        return None
    entries = node.entries if isinstance(node, Entries) else {"src": Entry(node.place, node)}
    inner = Reader(Entries(entries, node.place), _PICTURE, reader.problems)
    source = inner.parsed("image", values.picture_source)
    if source is None:
        if not any(True for _ in inner.found("image")):
            reader.problems.error(
                "`image` has no `src`.", "Write image: /media/picture.jpg.", field="image", place=node.place
            )
        return None
    return Picture(
        source,
        alt=reader.text("image_alt", limits.NOTE) or inner.text("image_alt", limits.NOTE),
        caption=reader.text("image_caption", limits.NOTE) or inner.text("image_caption", limits.NOTE),
    )


def _corrections(reader: Reader, moment: Callable[[str], datetime]) -> tuple[Correction, ...]:
    nodes = [
        each for node in reader.found("corrections") for each in (node.items if isinstance(node, Items) else (node,))
    ]
    if len(nodes) > limits.CORRECTIONS:
        reader.too_many("corrections", nodes[limits.CORRECTIONS].place, len(nodes), limits.CORRECTIONS)
    found = []
    for node in nodes[: limits.CORRECTIONS]:
        entries = node.entries if isinstance(node, Entries) else {"text": Entry(node.place, node)}
        inner = Reader(Entries(entries, node.place), _CORRECTION, reader.problems)
        date, text = inner.parsed("date", moment), inner.text("corrections", limits.NOTE)
        if text:
            found.append(Correction(date, text))
        elif not isinstance(node, Absent):
            reader.problems.error(
                "A correction has no `text`.",
                "Write what was wrong, and what is right.",
                field="corrections",
                place=node.place,
            )
    return tuple(found)


def _unique(values: Iterator[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
