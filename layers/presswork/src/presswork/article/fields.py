"""The fields of an article, from front matter in which anything may stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo
from typing import TypeVar

from presswork.article import values
from presswork.article.declared import checked, shape
from presswork.article.frontmatter import CorrectionFields, FrontMatter, ImageFields, PageMatter
from presswork.article.nodes import Absent, Entries, Items, as_map
from presswork.article.problems import Problems
from presswork.article.reader import Reader

T = TypeVar("T")

SHAPE, PAGE_SHAPE = shape(FrontMatter), shape(PageMatter)
_IMAGE, _CORRECTION = shape(ImageFields), shape(CorrectionFields)


def read(front: Entries, zone: tzinfo, problems: Problems, *, also: tuple[str, ...] = ()) -> FrontMatter:
    """The fields; what cannot be understood is told in `problems` and left out. `also`: further keys that are known."""
    reader = Reader(front, SHAPE, problems)
    reader.warn_of_unknown("field of an article", also)
    moment = values.moment_in(zone)
    found = _common(reader, moment) | {
        "authors": reader.names("authors"),
        "sections": reader.names("sections"),
        "topics": reader.names("topics", split=True),
        "corrections": tuple(_corrections(reader, moment)),
        "related": _unique(reader.list("related", values.reference)),
        "blocked": _unique(reader.list("blocked", values.reference)),
    }
    return checked(FrontMatter, found, problems)


def read_page(front: Entries, zone: tzinfo, problems: Problems, *, also: tuple[str, ...] = ()) -> PageMatter:
    """The fields of a standing page, likewise."""
    reader = Reader(front, PAGE_SHAPE, problems)
    reader.warn_of_unknown("field of a standing page", also)
    found = _common(reader, values.moment_in(zone))
    for field, parse in (("order", values.order), ("menu", values.menu)):
        if (value := reader.parsed(field, parse)) is not None:
            found[field] = value
    return checked(PageMatter, found, problems)


def _common(reader: Reader, moment: Callable[[str], datetime]) -> dict[str, object]:
    return {
        "title": reader.text("title"),
        "slug": reader.text("slug"),
        "date": reader.parsed("date", moment),
        "updated": reader.parsed("updated", moment),
        "summary": reader.text("summary"),
        "lang": reader.parsed("lang", values.language) or "",
        "image": _image(reader),
        "image_alt": reader.text("image_alt"),
        "image_caption": reader.text("image_caption"),
        "draft": reader.parsed("draft", values.flag) is True,
        "published": reader.parsed("published", values.flag) is not False,
        "expires": reader.parsed("expires", moment),
        "aliases": _unique(reader.list("aliases", values.own_address)),
        "translation_of": reader.parsed("translation_of", values.reference) or "",
        "permalink": reader.parsed("permalink", values.own_address),
    }


def _image(reader: Reader) -> dict[str, str] | None:
    node = next(reader.found("image"), None)
    if isinstance(node, Items):
        node = next(iter(node.items), None)
    if node is None:
        return None
    told = {"src": "image", "alt": "image_alt", "caption": "image_caption"}
    inner = Reader(as_map(node, "src"), _IMAGE, reader.problems, told)
    source = inner.parsed("src", values.picture_source)
    if source is None:
        if not any(True for _ in inner.found("src")):
            reader.problems.error(
                "`image` has no `src`.", "Write image: /media/picture.jpg.", field="image", place=node.place
            )
        return None
    return {"src": source, "alt": inner.text("alt"), "caption": inner.text("caption")}


def _corrections(reader: Reader, moment: Callable[[str], datetime]) -> Iterator[dict[str, object]]:
    nodes = [
        each for node in reader.found("corrections") for each in (node.items if isinstance(node, Items) else (node,))
    ]
    for node in reader.allowed("corrections", nodes):
        inner = Reader(as_map(node, "text"), _CORRECTION, reader.problems, {"text": "corrections"})
        date, text = inner.parsed("date", moment), inner.text("text")
        if text:
            yield {"date": date, "text": text}
        elif not isinstance(node, Absent):
            reader.problems.error(
                "A correction has no `text`.",
                "Write what was wrong, and what is right.",
                field="corrections",
                place=node.place,
            )


def _unique(found: Iterator[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(found))
