"""Front matter of any kind to the fields that an article has; what is left over is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from desk.importing import moments
from desk.importing.entry import Entry, Image, Markup, Note, dropped, guessed
from desk.importing.matter import Members, Plain, text_of
from presswork.article import limits, values
from presswork.article.names import tidy
from presswork.article.problems import Unfit, shown

_SOURCES = ("src", "source", "url", "path", "feature", "image", "teaser", "relative", "name", "filename")
_PICTURES = (
    "image",
    "images",
    "cover",
    "featured_image",
    "feature_image",
    "featuredImage",
    "cover_image",
    "hero_image",
    "header_image",
    "banner",
    "thumbnail",
    "og_image",
    "header",
)


class Fields:
    """The members of front matter, each taken once. Case, `-` and `_` make no difference in a key."""

    def __init__(self, members: Mapping[str, Plain]) -> None:
        self._left = {_folded(key): (key, value) for key, value in members.items() if _says_something(value)}
        self.notes: list[Note] = []

    def peek(self, *keys: str) -> Plain:
        """The first of some keys that is there, which stays to be taken; else an empty text."""
        return next((self._left[_folded(key)][1] for key in keys if _folded(key) in self._left), "")

    def text(self, *keys: str) -> str:
        """The first text among some keys; later ones that say something else are told at the end."""
        for key in keys:
            value = self._left.get(_folded(key), ("", ""))[1]
            if isinstance(value, str):
                found = tidy(value)
                if found:
                    self._drop_same(keys, value)
                    return found
        return ""

    def names(self, *keys: str, separators: str = ",") -> tuple[str, ...]:
        """The names under all of some keys; a text may hold several."""
        found: list[str] = []
        for key in keys:
            value = self._left.pop(_folded(key), ("", ""))[1]
            if isinstance(value, str):
                found += re.split(f"[{separators}]", value) if separators else [value]
            elif isinstance(value, dict):
                found.append(_name(value))
            else:
                found += (_name(each) for each in value)
        return tuple(dict.fromkeys(name for each in found if (name := tidy(each))))

    def flag(self, *keys: str) -> bool | None:
        """True or false; None, and it stays, if it is neither."""
        for key in keys:
            value = self._left.get(_folded(key), ("", ""))[1]
            if isinstance(value, str) and value.strip().lower() in values.FLAGS:
                del self._left[_folded(key)]
                return values.FLAGS[value.strip().lower()]
        return None

    def moment(self, *keys: str) -> str:
        """The first date among some keys."""
        for key in keys:
            value = self._left.get(_folded(key), ("", ""))[1]
            if isinstance(value, str) and value.strip().lower() not in values.FLAGS:
                found, notes = moments.moment(value)
                self.notes += notes
                self._drop_same(keys, value)
                if found:
                    return found
        return ""

    def map(self, key: str) -> Members:
        value = self._left.get(_folded(key), ("", ""))[1]
        if not isinstance(value, dict):
            return {}
        del self._left[_folded(key)]
        return value

    def image(self, *keys: str) -> Image | None:
        """The lead picture: a text, a map, or the first of a list."""
        for key in keys:
            value = self._left.get(_folded(key), ("", ""))[1]
            if isinstance(value, list):
                value = value[0] if value else ""
            found = tidy(
                value if isinstance(value, str) else text_of(value, *_SOURCES) if isinstance(value, dict) else ""
            )
            if not found or (isinstance(value, str) and found.lower() in values.FLAGS):
                continue
            del self._left[_folded(key)]
            about = value if isinstance(value, dict) else {}
            return Image(
                found[: limits.URL],
                tidy(text_of(about, "alt", "alternative", "description"))[: limits.NOTE],
                tidy(text_of(about, "caption", "credit", "title"))[: limits.NOTE],
            )
        return None

    def ignore(self, *keys: str) -> None:
        """Keys that say nothing of an article: they go without a word."""
        for key in keys:
            self._left.pop(_folded(key), None)

    def rest(self) -> Iterator[Note]:
        """What was not taken."""
        yield from self.notes
        if self._left:
            yield dropped("fields " + ", ".join(sorted(shown(key) for key, _ in self._left.values())))

    def _drop_same(self, keys: tuple[str, ...], taken: str) -> None:
        for key in map(_folded, keys):
            value = self._left.get(key, ("", ""))[1]
            if isinstance(value, str) and tidy(value) == tidy(taken):
                self._left.pop(key, None)


def common(fields: Fields, source: str, body: str, markup: Markup) -> Entry:
    """An entry with what front matter of every kind tells in about the same words; its notes are those of `fields`."""
    image = fields.image(*_PICTURES)
    alt = fields.text("image_alt", "feature_image_alt", "alt")
    caption = fields.text("image_caption", "image_figcaption", "feature_image_caption", "caption")
    if image:
        image = Image(image.src, image.alt or alt[: limits.NOTE], image.caption or caption[: limits.NOTE])
    hidden = fields.flag("draft") is True, fields.flag("published") is False
    date = fields.moment("date", "publish_date", "pub_date", "published", "published_at", "created", "created_at")
    return Entry(
        source=source,
        body=body,
        markup=markup,
        title=shortened(fields, "title", fields.text("title"), limits.TITLE),
        date=date,
        day=moments.day_of(date),
        updated=fields.moment("updated", "lastmod", "modified", "last_modified_at", "last_modified", "updated_at"),
        expires=fields.moment("expires", "expiry_date", "unpublish_date"),
        summary=shortened(
            fields, "summary", fields.text("summary", "description", "excerpt", "subtitle"), limits.SUMMARY
        ),
        lang=language(fields, fields.text("lang", "language", "locale")),
        image=image,
        draft=any(hidden),
        slug=fields.text("slug"),
        authors=bounded(fields, "authors", fields.names("authors", "author", separators=""), limits.AUTHORS),
        sections=bounded(
            fields, "sections", fields.names("sections", "section", "categories", "category"), limits.SECTIONS
        ),
        topics=bounded(fields, "topics", fields.names("topics", "tags", "tag", "keywords"), limits.TOPICS),
    )


def dated(entry: Entry, written: str) -> Entry:
    """The entry with the day that a file's name begins with, if it has no date."""
    day = None if entry.date else moments.day_of(written)
    return replace(entry, date=day.isoformat(), day=day) if day else entry


def shortened(fields: Fields, what: str, text: str, most: int) -> str:
    if len(text) > most:
        fields.notes.append(dropped(f"the end of the {what}, which has more than {most:,} characters"))
    return text[:most].rstrip()


def bounded(fields: Fields, what: str, names: tuple[str, ...], most: int) -> tuple[str, ...]:
    """So many names, and so many characters of each, as an article may have."""
    if long := [name for name in names if len(name) > limits.NAME]:
        fields.notes.append(dropped(f"the end of {what} with more than {limits.NAME} characters: {shown(long[0])}"))
    if len(names) > most:
        fields.notes.append(dropped(f"{len(names) - most:,} of {len(names):,} {what}"))
    return tuple(dict.fromkeys(name[: limits.NAME].rstrip() for name in names[:most]))


def language(fields: Fields, text: str) -> str:
    """A language tag, if it is one."""
    try:
        return values.language(text) if text else ""
    except Unfit:
        fields.notes.append(dropped(f"the language `{shown(text)}`, which is no tag like en or pt-BR"))
        return ""


def named(authors: tuple[str, ...], known: Mapping[str, str]) -> tuple[str, ...]:
    """Authors by their names, where the site has a list that tells them by key."""
    return tuple(dict.fromkeys(known.get(each, each) for each in authors))


def without_title(title: str, slug: str) -> tuple[str, tuple[Note, ...]]:
    """The title; of an article that has none the words of its slug."""
    if title:
        return title, ()
    words = re.sub(r"[-_\s]+", " ", slug).strip()
    found = words[:1].upper() + words[1 : limits.TITLE]
    return found, (guessed(f"the title, from its name: {shown(found)}"),) if found else ()


def _name(value: Plain) -> str:
    """Of a person or a term: a text, or what a map calls its name; else its only key."""
    if isinstance(value, dict):
        return text_of(value, "name", "title", "display_name") or (next(iter(value)) if len(value) == 1 else "")
    return value if isinstance(value, str) else ""


def _says_something(value: Plain) -> bool:
    return bool(value) and value != [""]


def _folded(key: str) -> str:
    return re.sub(r"[-_ ]", "", key).lower()
