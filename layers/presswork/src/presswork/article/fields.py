"""The fields of an article, from front matter in which anything may stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, tzinfo
from typing import NamedTuple, TypeVar

from presswork.article import addresses, dates, limits, names
from presswork.article.model import Address, Correction, Picture
from presswork.article.nodes import Absent, Entries, Entry, Items, Node, Text, kind
from presswork.article.problems import Place, Problems, Unfit, shown

T = TypeVar("T")

SPELLINGS: Mapping[str, tuple[str, ...]] = {
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
"""Each field, and the keys under which it may stand. Case, `-` and `_` make no difference.

Of texts under several keys of one field, the first in this order counts; lists are joined.
"""

_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", re.ASCII)
_TRUE, _FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}
_SOURCE_KEYS = ("src", "source", "url", "path")


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
    moment = _moment_in(zone)
    return Fields(
        title=reader.text("title", limits.TITLE),
        slug=reader.text("slug", limits.TITLE),
        date=reader.parsed("date", moment),
        updated=reader.parsed("updated", moment),
        authors=reader.names("authors", limits.AUTHORS),
        sections=reader.names("sections", limits.SECTIONS),
        topics=reader.names("topics", limits.TOPICS, split=True),
        summary=reader.text("summary", limits.SUMMARY),
        lang=reader.parsed("lang", language) or "",
        picture=_picture(reader),
        draft=reader.parsed("draft", flag) is True or reader.parsed("published", flag) is False,
        expires=reader.parsed("expires", moment),
        aliases=_unique(reader.list("aliases", limits.ALIASES, own_address)),
        corrections=_corrections(reader, moment),
        related=_unique(reader.list("related", limits.RELATED, reference)),
        blocked=_unique(reader.list("blocked", limits.RELATED, reference)),
        translation_of=reader.parsed("translation_of", reference) or "",
        permalink=reader.parsed("permalink", own_address),
    )


class Reader:
    """Reads fields of a map by their spellings, and tells what does not fit where it stands."""

    def __init__(self, front: Entries, spellings: Mapping[str, tuple[str, ...]], problems: Problems) -> None:
        self.problems = problems
        self._spellings = spellings
        self._front = front
        self._given: dict[str, Entry] = {}
        for key, entry in front.entries.items():
            if not isinstance(entry.value, Absent):
                self._given.setdefault(_plain(key), entry)

    def warn_of_unknown(self, what: str, also: tuple[str, ...] = ()) -> None:
        """A warning for each key that stands for no `what`, with the nearest that does; `also` are keys of others."""
        known = {_plain(key): key for key in (*also, *(key for keys in self._spellings.values() for key in keys))}
        for key, entry in self._front.entries.items():
            if _plain(key) not in known:
                name = shown(key)
                self.problems.warn(
                    f"`{name}` is no {what}, and is left out.", _suggestion(key, known), field=name, place=entry.place
                )

    def found(self, field: str) -> Iterator[Node]:
        """What is given under the field's keys, in the order of its spellings."""
        for key in self._spellings[field]:
            if entry := self._given.get(_plain(key)):
                yield entry.value

    def text(self, field: str, limit: int) -> str:
        """A text on one line; empty if there is none."""
        for node in self.found(field):
            if not isinstance(node, Text):
                self._misfit(field, node, "a text", "Write one text; put it in quotes if it begins with [ or {.")
                return ""
            if text := names.tidy(node.text):
                if len(text) > limit:
                    self._too_long(field, node.place, len(text), limit)
                return text
        return ""

    def parsed(self, field: str, parse: Callable[[str], T]) -> T | None:
        """A text that `parse` understands; it raises Unfit if not."""
        for node in self.found(field):
            if not isinstance(node, Text):
                self._misfit(field, node, "a text", "Write one value after the colon.")
                return None
            if node.text.strip():
                return self._understood(field, node, parse)
        return None

    def list(self, field: str, limit: int, parse: Callable[[str], T]) -> Iterator[T]:
        """Texts that `parse` understands, of all of the field's keys."""
        found = [each for each in self.texts(field) if each.text.strip()]
        if len(found) > limit:
            self.too_many(field, found[limit].place, len(found), limit)
        for each in found[:limit]:
            value = self._understood(field, each, parse)
            if value is not None:
                yield value

    def names(self, field: str, limit: int, *, split: bool = False) -> tuple[str, ...]:
        """Names, one spelling of each; `split`: a single text may hold several, with commas between."""
        found: list[str] = []
        place = Place()
        for each in self.texts(field, part="name", split=split):
            name = names.tidy(each.text)
            if len(name) > limits.NAME:
                self._too_long(field, each.place, len(name), limits.NAME)
            elif name:
                found.append(name)
                place = each.place
        kept = names.unique(found)
        if len(kept) > limit:
            self.too_many(field, place, len(kept), limit)
        return kept[:limit]

    def texts(self, field: str, *, part: str = "", split: bool = False) -> Iterator[Text]:
        """The texts given under a field, alone or in lists; `part`: of a map, the text under that key."""
        for node in self.found(field):
            if split and isinstance(node, Text):
                yield from (Text(each, node.place) for each in node.text.split(","))
                continue
            for each in node.items if isinstance(node, Items) else (node,):
                inner = each
                if part and isinstance(each, Entries) and part in each.entries:
                    inner = each.entries[part].value
                if isinstance(inner, Text):
                    yield inner
                elif not isinstance(inner, Absent):
                    self._misfit(field, inner, "a text or a list of texts", "Write one text after each `- `.")

    def _understood(self, field: str, node: Text, parse: Callable[[str], T]) -> T | None:
        try:
            return parse(node.text.strip())
        except Unfit as error:
            self.problems.error(error.message, error.cure, field=field, place=node.place)
            return None

    def _misfit(self, field: str, node: Node, wanted: str, cure: str) -> None:
        self.problems.error(f"`{field}` is {kind(node)}, not {wanted}.", cure, field=field, place=node.place)

    def _too_long(self, field: str, place: Place, length: int, limit: int) -> None:
        self.problems.error(
            f"`{field}` has {length:,} characters; {limit:,} are allowed.", "Shorten it.", field=field, place=place
        )

    def too_many(self, field: str, place: Place, count: int, limit: int) -> None:
        self.problems.error(
            f"`{field}` has {count:,} entries; {limit:,} are allowed.",
            "Keep the most important.",
            field=field,
            place=place,
        )


def own_address(text: str) -> Address:
    """An address of this site. Unfit if it is none."""
    try:
        return addresses.address(text)
    except ValueError as error:
        raise Unfit(f"`{shown(text)}`: {error}", "Write a path of this site, like /2019/port-strike.") from None


def language(text: str) -> str:
    """A language tag in its usual case: `en`, `en-US`, `zh-Hant`. Unfit if it is none."""
    if not _LANG.fullmatch(text) or len(text) > 35:
        raise Unfit(f"`{shown(text)}` is not a language tag.", "Write a tag like en, pt-BR or zh-Hant.")
    first, *others = text.replace("_", "-").split("-")
    return "-".join(
        (
            first.lower(),
            *(each.upper() if len(each) == 2 else each.title() if len(each) == 4 else each.lower() for each in others),
        )
    )


def flag(text: str) -> bool:
    """True or false. Unfit if it is neither."""
    lower = text.lower()
    if lower not in _TRUE | _FALSE:
        raise Unfit(f"`{shown(text)}` is neither true nor false.", "Write true or false.")
    return lower in _TRUE


def reference(text: str) -> str:
    """Another article: its address, or its id. Unfit if it can be neither."""
    if text.startswith("/"):
        return own_address(text)
    found = addresses.article_id(names.tidy(text))
    if not found or len(found.encode()) > limits.KEY_BYTES or "://" in found:
        raise Unfit(
            f"`{shown(text)}` is not an article of this site.",
            "Write its address, like /2019/port-strike, or its file.",
        )
    return found


def _moment_in(zone: tzinfo) -> Callable[[str], datetime]:
    def moment(text: str) -> datetime:
        try:
            return dates.parse(text, zone)
        except ValueError:
            raise Unfit(
                f"`{shown(text)}` is not a date from {limits.YEARS[0]} to {limits.YEARS[-1]}.",
                "Write it like 2026-11-24 or 2026-11-24 18:30 +0100.",
            ) from None

    return moment


def _picture(reader: Reader) -> Picture | None:
    node = next(reader.found("image"), None)
    parts = {_plain(key): entry for key, entry in node.entries.items()} if isinstance(node, Entries) else {}
    if isinstance(node, Items):
        node = node.items[0] if node.items else None
    inner = Reader(
        Entries({**parts, **({"src": Entry(node.place, node)} if isinstance(node, Text) else {})}, Place()),
        {"image": _SOURCE_KEYS, "image_alt": ("alt",), "image_caption": ("caption",)},
        reader.problems,
    )
    source = inner.parsed("image", _source)
    if source is None:
        if isinstance(node, Entries | Items) and not any(True for _ in inner.found("image")):
            reader.problems.error(
                "`image` has no `src`.", "Write image: /media/picture.jpg.", field="image", place=node.place
            )
        return None
    return Picture(
        source,
        alt=reader.text("image_alt", limits.NOTE) or inner.text("image_alt", limits.NOTE),
        caption=reader.text("image_caption", limits.NOTE) or inner.text("image_caption", limits.NOTE),
    )


def _source(text: str) -> str:
    text = names.tidy(text)
    scheme, colon, _ = text.partition(":")
    if len(text) > limits.URL or (
        colon and re.fullmatch(r"[\w+.-]+", scheme) and scheme.lower() not in {"http", "https"}
    ):
        raise Unfit(
            f"`{shown(text)}` is not the source of a picture.",
            "Write a path like /media/picture.jpg, or an https address.",
        )
    return text


def _corrections(reader: Reader, moment: Callable[[str], datetime]) -> tuple[Correction, ...]:
    nodes = [
        each for node in reader.found("corrections") for each in (node.items if isinstance(node, Items) else (node,))
    ]
    if len(nodes) > limits.CORRECTIONS:
        reader.too_many("corrections", nodes[limits.CORRECTIONS].place, len(nodes), limits.CORRECTIONS)
    found = []
    for node in nodes[: limits.CORRECTIONS]:
        entries = node.entries if isinstance(node, Entries) else {"text": Entry(node.place, node)}
        inner = Reader(Entries(entries, node.place), {"corrections": ("text",), "date": ("date",)}, reader.problems)
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


def _suggestion(key: str, known: dict[str, str]) -> str:
    import difflib

    near = difflib.get_close_matches(_plain(key)[:40], known, n=1, cutoff=0.75)
    return f"Did you mean `{known[near[0]]}`?" if near else "Remove it, or leave it: it does no harm."


def _plain(key: str) -> str:
    return key.strip().lower().replace("-", "").replace("_", "")


def _unique(values: Iterator[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
