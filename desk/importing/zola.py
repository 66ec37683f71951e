"""Zola: `content/blog/port.md` or `content/blog/port/index.md`, `config.toml`, `[taxonomies]` and `[extra]`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from msgspec.structs import replace

from desk.importing import documents, matter, permalinks
from desk.importing.documents import Document
from desk.importing.entry import Entry, LeftOut, Note, Old, Options, dropped
from desk.importing.mapping import common, dated, without_title
from desk.importing.matter import Members, inner, text_of
from desk.importing.source import Source, stem
from presswork.article.addresses import slugify

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T[\d:.Z+-]*?)?[-_](.+)")
_IGNORED = ("template", "weight", "path", "in_search_index", "render")


class Place(NamedTuple):
    """Where a file stands in the content."""

    folder: str
    name: str
    """Without language, suffix and date; of a bundle its folder's."""
    day: str
    """The date that its name begins with."""
    lang: str


def opened(source: Source, options: Options) -> Zola:
    return Zola(source, options)


class Zola:
    """A folder with a Zola site."""

    def __init__(self, source: Source, options: Options) -> None:
        self._source = source
        self._options = options
        self._notes: list[Note] = []
        self._config: Members = {}
        if name := source.first("zola.toml", "config.toml"):
            self._config, faults = matter.data(name, source.text(name)[0])
            self._notes += (dropped(f"{name}: {each}") for each in faults)
        self._languages = inner(self._config, "languages")
        self._content = "content" if any(source.below("content", ".md")) else ""

    @cached_property
    def old(self) -> Old:
        found = {
            "title": text_of(self._config, "title"),
            "base_url": text_of(self._config, "base_url"),
            "language": text_of(self._config, "default_language"),
            "description": text_of(self._config, "description"),
        }
        settings, told = documents.settings(documents.from_options(self._options.url, found), self._notes)
        return Old(settings, told, roots=(self._content, "static"), notes=tuple(self._notes))

    def entries(self) -> Iterator[Entry | LeftOut]:
        for name in self._source.below(self._content, ".md"):
            place = self._place(name)
            if place.name == "_index":
                yield LeftOut(name, "it is the text of a list, and Presswork makes the lists itself")
                continue
            found = documents.read(self._source, name)
            yield found if isinstance(found, LeftOut) else self._article(name, place, found)

    def _place(self, name: str) -> Place:
        inside = name.removeprefix(f"{self._content}/") if self._content else name
        folder = posixpath.dirname(inside)
        own, lang = documents.split_language(stem(inside), self._languages)
        if own == "index":
            folder, _, own = folder.rpartition("/")
        dated = _DATED.fullmatch(own)
        return Place(folder, dated[2] if dated else own, dated[1] if dated else "", lang)

    def _article(self, name: str, place: Place, found: Document) -> Entry:
        members = found.members or {}
        path = text_of(members, "path")
        fields = documents.merged(matter.flat(members, "taxonomies", "extra"), found.notes)
        fields.ignore(*_IGNORED)
        aliases = fields.names("aliases", separators="")
        told = dated(common(fields, name, found.body, "markdown"), place.day)
        slug = told.slug or slugify(place.name)
        title, notes = without_title(told.title, slug)
        if self._options.permalink and not path:
            old = permalinks.own(self._options.permalink, told.day, slug, told.sections)
        else:
            old = f"/{path.strip('/')}/" if path else re.sub("/+", "/", f"/{place.lang}/{place.folder}/{slug}/")
        first, ending = posixpath.splitext(name)
        original = f"{first.removesuffix(f'.{place.lang}')}{ending}" if place.lang else ""
        return replace(
            told,
            dialect="zola",
            title=title,
            slug=slug,
            lang=told.lang or place.lang,
            aliases=aliases,
            old=old,
            page=not place.folder or place.folder in {"page", "pages"},
            translates=self._source.first(original) if original else "",
            notes=(*notes, *fields.rest()),
        )
