"""Pelican: `content/port.md` with `Title: …` lines above, `pelicanconf.py`, links like `{filename}port.md`."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from urllib.parse import quote

from msgspec.structs import replace

from desk.importing import documents, permalinks
from desk.importing.bodies import NEW, REFERENCE
from desk.importing.documents import Document
from desk.importing.entry import Entry, LeftOut, Note, Old, Options, dropped
from desk.importing.mapping import common, dated, without_title
from desk.importing.matter import Members, text_of
from desk.importing.source import Source, stem
from desk.importing.webpage import main_part, metas
from presswork.article import names
from presswork.article.addresses import slugify

_CONFIGS = ("pelicanconf.py", "publishconf.py")
_LINE = re.compile(r"([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*))?")
_LINK = re.compile(r"[{|](filename|static|attach|author|category|tag|index)[}|]([^\s)\"'>#]*)")
_FIELD = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_DEFAULTS = {
    "ARTICLE_URL": "{slug}.html",
    "ARTICLE_LANG_URL": "{slug}-{lang}.html",
    "PAGE_URL": "pages/{slug}.html",
    "PAGE_LANG_URL": "pages/{slug}-{lang}.html",
}
_IGNORED = ("template", "save_as", "url", "status", "translation")
_CODES = {
    "%Y": "year",
    "%y": "short_year",
    "%m": "month",
    "%-m": "i_month",
    "%d": "day",
    "%-d": "i_day",
    "%b": "short_month",
    "%B": "long_month",
    "%j": "y_day",
}
_FILENAME_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})[-_](.+)")


def opened(source: Source, options: Options) -> Pelican:
    return Pelican(source, options)


class Pelican:
    """A folder with a Pelican site, or with its content alone."""

    def __init__(self, source: Source, options: Options) -> None:
        self._source = source
        self._options = options
        self._notes: list[Note] = []
        self._config: dict[str, object] = {}
        for name in filter(source.has, _CONFIGS):
            self._config |= self._literals(name)
        path = posixpath.normpath(self._text("PATH") or "content")
        self._content = path if any(source.below(path, *documents.MARKDOWN, *documents.HTML, ".rst")) else ""

    def _literals(self, name: str) -> dict[str, object]:
        """The settings of a program that we do not run: names with values that are written out."""
        try:
            tree = ast.parse(self._source.text(name)[0])
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self._notes.append(dropped(f"{name}, which is no Python: {type(error).__name__}"))
            return {}
        found: dict[str, object] = {}
        for node in tree.body:
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                try:
                    found[node.targets[0].id] = ast.literal_eval(node.value)
                except (ValueError, TypeError, RecursionError, MemoryError, SyntaxError):
                    self._notes.append(dropped(f"{name}: {node.targets[0].id}, which is computed"))
        return found

    def _text(self, *keys: str) -> str:
        return next((value for key in keys if isinstance(value := self._config.get(key), str) and value), "")

    @cached_property
    def old(self) -> Old:
        found = {
            "title": self._text("SITENAME"),
            "base_url": self._text("SITEURL"),
            "language": self._text("DEFAULT_LANG"),
            "time_zone": self._text("TIMEZONE"),
            "description": self._text("SITEDESCRIPTION", "SITESUBTITLE"),
        }
        settings, told = documents.settings(documents.from_options(self._options.url, found), self._notes)
        return Old(settings, told, roots=(self._content,), notes=tuple(self._notes))

    def entries(self) -> Iterator[Entry | LeftOut]:
        for name in self._source.below(self._content, *documents.MARKDOWN, *documents.HTML):
            found = documents.read(self._source, name)
            yield found if isinstance(found, LeftOut) else self._entry(name, found)
        yield from documents.unread(self._source, self._content, documents.UNREAD[:5])

    def _entry(self, name: str, found: Document) -> Entry | LeftOut:
        members, body = found.members, found.body
        if members is None:
            members, body = (metas(body), main_part(body)) if found.markup == "html" else above(body)
        if not text_of(members, "title") and found.markup == "html":
            return LeftOut(name, "it has no title, so that Pelican shows it as it is")
        inside = name.removeprefix(f"{self._content}/") if self._content else name
        return self._article(name, inside, found, members, _LINK.sub(_linked, body))

    def _article(self, name: str, inside: str, found: Document, members: Members, body: str) -> Entry:
        fields = documents.merged(members, found.notes)
        status, url = text_of(members, "status").lower(), text_of(members, "url", "save_as")
        fields.ignore(*_IGNORED)
        by_name = _FILENAME_DATE.fullmatch(stem(inside))
        authors = fields.names("authors", "author", separators=";" if ";" in str(fields.peek("authors")) else ",")
        is_page = inside.partition("/")[0] in self._page_folders()
        told = self._told(common(fields, name, body, found.markup), authors, "" if is_page else inside)
        if by_name:
            told = dated(told, by_name[1])
        slug = told.slug or slugify(told.title) or (by_name[2] if by_name else stem(inside))
        title, notes = without_title(told.title, slug)
        own = self._text("DEFAULT_LANG") or "en"
        translated = text_of(members, "translation").lower() == "true" or told.lang not in {"", own}
        if status == "hidden":
            fields.notes.append(dropped("its status, hidden: it is a draft now"))
        pattern = ("PAGE" if is_page else "ARTICLE") + ("_LANG_URL" if translated else "_URL")
        words = {
            "slug": slug,
            "lang": told.lang or own,
            "category": slugify(told.sections[0]) if told.sections else "misc",
            "author": slugify(told.authors[0]) if told.authors else "",
        }
        if self._options.permalink and not is_page and not url:
            old = permalinks.own(self._options.permalink, told.day, slug, told.sections)
        else:
            old = url or _filled(self._text(pattern) or _DEFAULTS[pattern], words, told.day)
        return replace(
            told,
            title=title,
            slug=slug,
            draft=told.draft or status in {"draft", "hidden"},
            old=f"/{old.lstrip('/')}" if old else "",
            page=is_page,
            notes=(*notes, *fields.rest()),
        )

    def _told(self, told: Entry, written: tuple[str, ...], inside: str) -> Entry:
        """With what Pelican takes from its settings and an article's place, where the fields say nothing."""
        authors = written or tuple(filter(None, (self._text("AUTHOR") if inside else "",)))
        folders = inside.split("/")[:-1]
        sections = told.sections
        if not sections and folders and self._config.get("USE_FOLDER_AS_CATEGORY", True):
            sections = (folders[-1],)
        return replace(told, authors=authors, sections=sections)

    def _page_folders(self) -> set[str]:
        found = self._config.get("PAGE_PATHS", ["pages"])
        return {str(each) for each in found} if isinstance(found, list | tuple) else {"pages"}


def above(text: str) -> tuple[Members, str]:
    """The lines `Key: value` above a body, and the body; further lines of a value are indented."""
    found: Members = {}
    key = ""
    rest = text.lstrip("\n")
    while rest:
        line, _, after = rest.partition("\n")
        if key and line.startswith((" ", "\t")) and line.strip():
            found[key] = f"{found[key]} {line.strip()}"
        elif started := _LINE.fullmatch(line):
            key = started[1].strip()
            found[key] = (started[2] or "").strip()
        else:
            break
        rest = after
    return (found, rest) if found else ({}, text)


def _linked(found: re.Match[str]) -> str:
    kind, path = found[1], found[2]
    if kind == "filename" and stem(path) and path.lower().endswith((*documents.MARKDOWN, *documents.HTML, ".rst")):
        return f"{REFERENCE}{path}{REFERENCE}"
    folder = {"author": "authors", "category": "sections", "tag": "topics"}.get(kind)
    if folder:
        return f"{REFERENCE}{NEW}/{folder}/{quote(names.slug(path))}{REFERENCE}"
    return f"{REFERENCE}{NEW}/{REFERENCE}" if kind == "index" else path


def _filled(pattern: str, values: Mapping[str, str], day: date | None) -> str:
    """A pattern like `{date:%Y}/{slug}.html` filled in; empty if it holds what we do not know."""
    words = permalinks.of_day(day)
    unknown = False

    def field(found: re.Match[str]) -> str:
        nonlocal unknown
        name, form = found[1], found[2] or ""
        if name == "date" and words:
            made = re.sub(r"%-?\w", lambda code: words.get(_CODES.get(code[0], ""), "%"), form)
            unknown = unknown or "%" in made or not form
            return made
        unknown = unknown or not values.get(name)
        return values.get(name, "")

    made = _FIELD.sub(field, pattern)
    return "" if unknown else made
