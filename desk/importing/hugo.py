"""Hugo: `content/posts/port.md` or `content/posts/port/index.md`, `hugo.toml`, pictures in `static/` or beside."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from msgspec.structs import replace

from desk.importing import documents, matter, moments, permalinks
from desk.importing.documents import Document
from desk.importing.entry import Entry, LeftOut, Note, Old, Options, dropped, guessed
from desk.importing.mapping import common, dated, without_title
from desk.importing.matter import Members, inner, text_of
from desk.importing.source import Source, stem
from presswork.article import dates
from presswork.article.addresses import slugify

_MOST = 16 * 1024 * 1024
_SETTINGS = tuple(
    f"{folder}{name}.{ending}"
    for folder in ("", "config/_default/")
    for name in ("hugo", "config")
    for ending in ("toml", "yaml", "yml", "json")
)
_PARTS = ("languages", "permalinks", "params")
"""Settings that may lie in a file of their own."""
_IGNORED = (
    "layout",
    "weight",
    "type",
    "url",
    "markup",
    "toc",
    "comments",
    "menu",
    "outputs",
    "build",
    "_build",
    "headless",
)
PAGES = {"page", "pages"}
"""Types and folders of standing pages."""


class Place(NamedTuple):
    """Where a file stands in the content."""

    folder: str
    """From the content on; empty at its top."""
    name: str
    """Without language and suffix; of a bundle its folder's."""
    lang: str
    """Empty for the site's own language."""
    is_list: bool


def opened(source: Source, options: Options) -> Hugo:
    return Hugo(source, options)


class Hugo:
    """A folder with a Hugo site, or with its content alone."""

    def __init__(self, source: Source, options: Options) -> None:
        self._source = source
        self._options = options
        self._notes: list[Note] = []
        self._config: Members = {}
        for name in filter(source.has, reversed(_SETTINGS)):
            self._config |= self._data(name)
        for part in _PARTS:
            for ending in ("toml", "yaml", "yml", "json"):
                if source.has(name := f"config/_default/{part}.{ending}"):
                    self._config[part] = inner(self._config, part) | self._data(name)
        self._language = text_of(self._config, "defaultContentLanguage") or "en"
        self._languages = inner(self._config, "languages")
        self._content = text_of(self._config, "contentDir") or (
            "content" if any(source.below("content", *documents.MARKDOWN, *documents.HTML)) else ""
        )

    def _data(self, name: str) -> Members:
        found, faults = matter.data(name, self._source.text(name, _MOST)[0])
        self._notes += (dropped(f"{name}: {each}") for each in faults)
        return found

    @cached_property
    def old(self) -> Old:
        of_language = inner(self._languages, self._language)
        found = {
            "title": text_of(self._config, "title") or text_of(of_language, "title"),
            "base_url": text_of(self._config, "baseURL", "baseurl", "BaseURL"),
            "language": text_of(self._config, "locale", "languageCode", "defaultContentLanguage"),
            "time_zone": text_of(self._config, "timeZone"),
            "description": text_of(inner(self._config, "params"), "description"),
        }
        settings, told = documents.settings(documents.from_options(self._options.url, found), self._notes)
        roots = dict.fromkeys((self._content, "static", "assets", *self._folders()))
        return Old(settings, told, roots=tuple(roots), notes=tuple(self._notes))

    def _folders(self) -> dict[str, str]:
        """Folders of languages that have content of their own, and which these are."""
        found = {text_of(inner(self._languages, each), "contentDir").strip("/"): each for each in self._languages}
        return {folder: each for folder, each in found.items() if folder}

    def entries(self) -> Iterator[Entry | LeftOut]:
        folders = {self._content: "", **self._folders()}
        for folder in sorted(folders):
            for name in self._source.below(folder, *documents.MARKDOWN, *documents.HTML):
                if max((each for each in folders if not each or name.startswith(f"{each}/")), key=len) == folder:
                    yield self._entry(name, self._place(name, folder, folders[folder]))
            yield from documents.unread(self._source, folder, documents.UNREAD[:5])

    def _place(self, name: str, content: str, lang: str) -> Place:
        inside = name.removeprefix(f"{content}/") if content else name
        folder = posixpath.dirname(inside)
        own, of_file = documents.split_language(stem(inside), self._languages)
        lang = lang or of_file
        is_list = own == "_index"
        if own == "index":
            folder, _, own = folder.rpartition("/")
        return Place(folder, own, "" if lang == self._language else lang, is_list)

    def _entry(self, name: str, place: Place) -> Entry | LeftOut:
        if place.is_list:
            return LeftOut(name, "it is the text of a list, and Presswork makes the lists itself")
        found = documents.read(self._source, name)
        if isinstance(found, LeftOut):
            return found
        if found.members is None and found.markup == "html":
            return LeftOut(name, "it has no front matter, so that Hugo shows it as it is")
        if text_of(found.members or {}, "headless") == "true" or (not place.name and not place.folder):
            return LeftOut(name, "Hugo makes no page of it")
        return self._article(name, place, found)

    def _article(self, name: str, place: Place, found: Document) -> Entry:
        fields = documents.merged(matter.flat(found.members or {}, "params"), found.notes)
        url, kind = text_of(found.members or {}, "url"), text_of(found.members or {}, "type")
        fields.ignore(*_IGNORED)
        publish = fields.moment("publishDate", "publish_date")
        aliases = fields.names("aliases", "alias", separators="")
        told = common(fields, name, found.body, found.markup)
        if publish and publish != told.date:
            if told.date:
                fields.notes.append(
                    guessed(f"that it appears on its publishDate, {publish}, not on its date, {told.date}")
                )
            told = replace(told, date=publish, day=moments.day_of(publish))
        slug = dates.without_date(told.slug or place.name)
        if place.name != dates.without_date(place.name):
            told = dated(told, place.name)
        title, notes = without_title(told.title, slug)
        old = self._address(place, url, told.slug, title, told.day)
        return replace(
            told,
            dialect="hugo",
            title=title,
            slug=slug,
            lang=told.lang or place.lang,
            aliases=tuple(_alias(each, old) for each in aliases),
            old=old,
            page=kind in PAGES or place.folder.split("/")[0] in PAGES or not place.folder,
            translates=_original(name, place, self._source) if place.lang else "",
            notes=(*notes, *fields.rest()),
        )

    def _address(self, place: Place, url: str, slug: str, title: str, day: date | None) -> str:
        section = place.folder.split("/")[0]
        lower = text_of(self._config, "disablePathToLower") != "true"
        name = slug or place.name
        words = permalinks.of_day(day) | {
            "section": section,
            "sections": place.folder,
            "title": slugify(title),
            "slug": slug or slugify(title),
            "slugorfilename": name,
            "slugorcontentbasename": name,
            "filename": place.name,
            "contentbasename": place.name,
        }
        patterns = inner(self._config, "permalinks")
        pattern = text_of(inner(patterns, "page"), section) or text_of(patterns, section)
        found = permalinks.expand(url or self._options.permalink or pattern or f"{place.folder}/{name}/", words)
        if not url and lower:
            found = found.lower().replace(" ", "-")
        ugly = not url and text_of(self._config, "uglyURLs") == "true"
        found = f"{found.rstrip('/')}.html" if ugly and found else found
        return f"/{place.lang}{found}" if place.lang and found and not url else found


def _alias(alias: str, old: str) -> str:
    """An alias that does not begin with a slash is beside the page."""
    return (
        alias
        if alias.startswith(("/", "http:", "https:"))
        else posixpath.join(posixpath.dirname(old.rstrip("/")), alias)
    )


def _original(name: str, place: Place, source: Source) -> str:
    """The file that another language's translates, if it lies beside it."""
    first, ending = posixpath.splitext(name)
    return source.first(f"{first.removesuffix(f'.{place.lang}')}{ending}") if first.endswith(f".{place.lang}") else ""
