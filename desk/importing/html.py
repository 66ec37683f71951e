"""A plain folder of HTML.

What its pages do not tell themselves may stand in `_meta/*.yaml` beside them: a YAML document for each, with its `url`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property

from msgspec.structs import replace

from desk.importing import documents, matter, permalinks, webpage
from desk.importing.entry import Entry, LeftOut, Note, Old, Options, dropped
from desk.importing.mapping import common, without_title
from desk.importing.matter import Members, text_of
from desk.importing.source import Source, stem
from presswork.article import dates
from presswork.article.addresses import is_language

_META = "_meta"
_MOST = 16 * 1024 * 1024
_BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)\s*-?%\}")
_END = re.compile(r"\{%-?\s*endblock(?:\s+\w+)?\s*-?%\}")
_CONTENT = ("content", "body", "main", "article")
_TOPS = ("content", "public", "html", "www", "htdocs", "site")
"""Folders that hold a whole site, whose name is in no address."""
_IGNORED = ("url", "viewport", "generator", "robots")


def opened(source: Source, options: Options) -> Html:
    return Html(source, options)


class Html:
    """A folder of HTML files, whole documents or templates of one."""

    def __init__(self, source: Source, options: Options) -> None:
        self._source = source
        self._options = options
        pages = [name for name in source.below("", *documents.HTML) if not name.startswith(f"{_META}/")]
        tops = {name.split("/")[0] for name in pages}
        top = next(iter(tops)) if len(tops) == 1 else ""
        self._top = top if top in _TOPS and "/" in pages[0] else ""
        self._pages = pages
        self._about = dict(self._told())

    def _told(self) -> Iterator[tuple[str, Members]]:
        for name in self._source.below(_META, ".yaml", ".yml", ".json"):
            for each in matter.documents(self._source.text(name, _MOST)[0]):
                if url := text_of(each, "url"):
                    yield "/" + url.strip("/"), each

    @cached_property
    def old(self) -> Old:
        notes: list[Note] = []
        settings, told = documents.settings({"base_url": self._options.url}, notes)
        return Old(settings, told, roots=tuple(dict.fromkeys((self._top, ""))), notes=tuple(notes))

    def entries(self) -> Iterator[Entry | LeftOut]:
        for name in self._pages:
            found = documents.read(self._source, name)
            if isinstance(found, LeftOut):
                yield found
            elif self._place(name)[0] in {"/", "/404"} and len(self._pages) > 1:
                yield LeftOut(name, "Presswork makes the front page, the lists and the page for errors itself")
            else:
                yield self._entry(name, found)

    def _place(self, name: str) -> tuple[str, str]:
        """A page's address without language and ending, and the language of the folder that it lies in."""
        inside = name.removeprefix(f"{self._top}/") if self._top else name
        parts = posixpath.splitext(inside)[0].split("/")
        if parts[-1] == "index":
            parts.pop()
        lang = parts[-1] if parts and is_language(parts[-1]) and stem(name) == "index" else ""
        if lang:
            parts.pop()
        elif len(parts) > 1 and is_language(parts[0]):
            lang = parts[0]
        return "/" + "/".join(parts), lang

    def _entry(self, name: str, found: documents.Document) -> Entry:
        address, lang = self._place(name)
        page = webpage.opened(found.body)
        about = self._about.get(address, {})
        body, gone = _content(page.body)
        members = {**page.members, **(found.members or {}), **about}
        if date := text_of(about, "publication_date"):
            members["date"] = date
            del members["publication_date"]
        if "{{" in str(members.get("title", "")):  # a template's own title
            members["title"] = text_of(about, "title")
        fields = documents.merged(members, found.notes)
        fields.ignore(*_IGNORED)
        people = fields.names(*sorted(key for key in about if key.startswith("author_id")), separators="")
        told = common(fields, name, body, "html")
        updated = fields.moment("update_date", "updated_date")
        slug = dates.without_date(told.slug or posixpath.basename(address))
        title, notes = without_title(told.title, slug)
        if gone:
            fields.notes.append(dropped(f"template blocks {', '.join(gone)}"))
        inside = "/" + (name.removeprefix(f"{self._top}/") if self._top else name)
        pattern = self._options.permalink
        old = permalinks.own(pattern, told.day, slug, told.sections) if pattern else text_of(about, "url")
        return replace(
            told,
            dialect="liquid" if "{%" in body or "{{" in body else "",
            title=title,
            slug=slug,
            updated=told.updated or updated,
            lang=told.lang or lang,
            authors=told.authors or people,
            old=old or inside,
            aliases=tuple(dict.fromkeys(filter(None, (inside, page.canonical)))),
            notes=(*notes, *fields.rest()),
        )


def _content(body: str) -> tuple[str, tuple[str, ...]]:
    """Of a template what is in its block of content, and the names of the other blocks; else all of it."""
    blocks: dict[str, str] = {}
    position = 0
    while opening := _BLOCK.search(body, position):
        depth, at = 1, opening.end()
        while depth and (mark := re.compile(f"{_BLOCK.pattern}|{_END.pattern}").search(body, at)):
            depth += 1 if mark[1] else -1
            at = mark.end()
        end = mark.start() if depth == 0 and mark else len(body)
        blocks.setdefault(opening[1], body[opening.end() : end])
        position = max(at, opening.end())
    chosen = next((name for name in _CONTENT if name in blocks), "")
    if not chosen:
        return body, ()
    return blocks[chosen], tuple(name for name, text in blocks.items() if name != chosen and text.strip())
