"""Eleventy: Markdown and HTML anywhere, data of a folder in `posts/posts.json`, permalinks that are templates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from msgspec.structs import replace

from desk.importing import documents, matter, permalinks
from desk.importing.documents import Document
from desk.importing.entry import Entry, LeftOut, Note, Old, Options, dropped, quoted
from desk.importing.mapping import common, dated, without_title
from desk.importing.matter import Members, text_of
from desk.importing.source import Source, stem
from presswork.article import dates
from presswork.article.addresses import slugify

_CONFIGS = (".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs")
_INPUT = re.compile(r"\binput\s*:\s*[\"'`]([\w./-]+)[\"'`]")
_ABOUT = ("_data/metadata.json", "_data/site.json", "src/_data/metadata.json", "src/_data/site.json")
_COLLECTIONS = {"post", "posts", "all", "nav", "blog", "article", "articles"}
"""Tags by which Eleventy gathers what belongs together: no topics."""
_ARTICLES = {"post", "posts", "blog", "articles", "news"}
"""Folders of articles."""
_IGNORED = ("layout", "permalink", "templateEngineOverride", "eleventyNavigation", "eleventyExcludeFromCollections")
_NO_TEXT = {"readme", "license", "contributing", "changelog", "code_of_conduct", "security"}
_OUTPUT = re.compile(r"\{\{-?\s*([^{}]{0,300}?)\s*-?\}\}")
_FORMAT = re.compile(r"(?:date|readableDate|htmlDateString|dateFilter)?\s*[:(]?\s*[\"']([^\"']+)[\"']\s*\)?")


def opened(source: Source, options: Options) -> Eleventy:
    return Eleventy(source, options)


class Eleventy:
    """A folder with an Eleventy site, or with its content alone."""

    def __init__(self, source: Source, options: Options) -> None:
        self._source = source
        self._options = options
        self._notes: list[Note] = []
        self._input = self._input_folder()
        self._of_folder: dict[str, Members] = {}

    def _input_folder(self) -> str:
        """The configuration is a program, which we do not run: its `input: "src"` is all that we look for."""
        for name in _CONFIGS:
            path = self._source.path(name)
            if path.is_file() and not path.is_symlink() and (found := _INPUT.search(self._source.text(name)[0])):
                return posixpath.normpath(found[1].strip("/")).removeprefix(".")
        return ""

    @cached_property
    def old(self) -> Old:
        about: Members = {}
        for name in filter(self._source.has, reversed((*_ABOUT, f"{self._input}/_data/site.json"))):
            found, faults = matter.data(name, self._source.text(name)[0])
            about |= found
            self._notes += (dropped(f"{name}: {each}") for each in faults)
        told = {
            "title": text_of(about, "title", "name"),
            "base_url": text_of(about, "url", "baseUrl", "base_url"),
            "language": text_of(about, "language", "lang"),
            "description": text_of(about, "description"),
        }
        settings, names = documents.settings(documents.from_options(self._options.url, told), self._notes)
        roots = dict.fromkeys((self._input, "", "public", "static"))
        return Old(settings, names, roots=tuple(roots), notes=tuple(self._notes))

    def entries(self) -> Iterator[Entry | LeftOut]:
        for name in self._source.below(self._input, *documents.MARKDOWN, *documents.HTML):
            if any(part.startswith("_") for part in name.split("/")[:-1]):
                continue
            if stem(name).lower() in _NO_TEXT and posixpath.dirname(name) == "":
                yield LeftOut(name, "it is about the project, not on the site")
                continue
            found = documents.read(self._source, name)
            yield found if isinstance(found, LeftOut) else self._entry(name, found)
        yield from documents.unread(self._source, self._input)

    def _entry(self, name: str, found: Document) -> Entry | LeftOut:
        folder = posixpath.dirname(name)
        members = self._data(folder) | (found.members or {})
        inside = name.removeprefix(f"{self._input}/") if self._input else name
        permalink = text_of(members, "permalink")
        if found.members is None and found.markup == "html":
            return LeftOut(name, "it has no front matter")
        if inside in {"index.md", "index.html", "404.md", "404.html"} or "pagination" in members:
            return LeftOut(name, "Presswork makes the front page, the lists and the page for errors itself")
        if permalink.lower() == "false":
            return LeftOut(name, "Eleventy makes no page of it")
        tags = members.get("tags", "")
        listed = tags if isinstance(tags, list) else [tags]
        of_topics = [each for each in listed if not (isinstance(each, str) and each in _COLLECTIONS)]
        members["tags"] = of_topics
        return self._article(name, inside, found, members, permalink, is_post=len(of_topics) < len(listed))

    def _article(
        self, name: str, inside: str, found: Document, members: Members, permalink: str, *, is_post: bool
    ) -> Entry:
        fields = documents.merged(members, found.notes)
        fields.ignore(*_IGNORED)
        aliases = fields.names("redirect_from", "aliases", "alias", separators="")
        told = common(fields, name, found.body, found.markup)
        file = stem(inside)
        if file == "index":
            file = posixpath.basename(posixpath.dirname(inside))
        slug = dates.without_date(told.slug or file)
        if file != dates.without_date(file):
            told = dated(told, file)
        title, notes = without_title(told.title, slug)
        if self._options.permalink:
            old = permalinks.own(self._options.permalink, told.day, slug, told.sections)
        else:
            old = _filled(permalink, inside, slug, title, told.day) if permalink else _by_place(inside)
        if permalink and not old:
            fields.notes.append(dropped(f"the permalink {quoted(permalink)}, which is not understood"))
        folders = {part.lower() for part in inside.split("/")[:-1]}
        return replace(
            told,
            dialect="liquid",
            title=title,
            slug=slug,
            aliases=aliases,
            old=old,
            page=not (is_post or told.day or folders & _ARTICLES),
            notes=(*notes, *fields.rest()),
        )

    def _data(self, folder: str) -> Members:
        """What the data files of a folder and of those above it say of its files."""
        if folder not in self._of_folder:
            above = posixpath.dirname(folder)
            found = self._data(above) if folder else {}
            base = posixpath.basename(folder)
            for name in (f"{folder}/{base}.json", f"{folder}/{base}.11tydata.json"):
                if folder and self._source.has(name):
                    more, faults = matter.data(name, self._source.text(name)[0])
                    found = found | more
                    self._notes += (dropped(f"{name}: {each}") for each in faults)
            self._of_folder[folder] = found
        return dict(self._of_folder[folder])


def _by_place(inside: str) -> str:
    """Eleventy's default address."""
    first = posixpath.splitext(inside)[0]
    folder, name = posixpath.split(first)
    if name in {"index", posixpath.basename(folder)}:
        return f"/{folder}/"
    return f"/{first}/"


def _filled(permalink: str, inside: str, slug: str, title: str, day: date | None) -> str:
    """A permalink with what its outputs stand for; empty if one is not understood."""
    known = {
        "page.fileSlug": slug,
        "page.filePathStem": posixpath.splitext(inside)[0],
        "slug": slug,
        "title": slugify(title),
    }
    unknown = False

    def output(found: re.Match[str]) -> str:
        nonlocal unknown
        first, *filters = (part.strip() for part in found[1].split("|"))
        if first in {"page.date", "date"} and day and len(filters) == 1 and (made := _dated(filters[0], day)):
            return made
        if first in known and all(each.startswith(("slug", "lower", "url")) for each in filters):
            return known[first]
        unknown = True
        return ""

    made = _OUTPUT.sub(output, permalink)
    return "" if unknown or "{%" in made else re.sub("/+", "/", f"/{made}")


def _dated(written: str, day: date) -> str:
    """A date by a filter like `date: "%Y/%m/%d"` or `date("yyyy/MM/dd")`; empty if it is another."""
    found = _FORMAT.fullmatch(written)
    if not found:
        return ""
    words = permalinks.of_day(day)
    text = found[1]
    for ours, theirs in (("year", ("%Y", "yyyy", "YYYY")), ("month", ("%m", "MM", "LL")), ("day", ("%d", "dd", "DD"))):
        for each in theirs:
            text = text.replace(each, words[ours])
    return "" if re.search("[%A-Za-z]", text) else text
