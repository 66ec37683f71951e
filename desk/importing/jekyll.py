"""Jekyll: `_posts/2026-11-24-port.md`, pages anywhere, `_config.yml`, `_data/authors.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import NamedTuple

from msgspec.structs import replace

from desk.importing import documents, matter, permalinks
from desk.importing.documents import Document
from desk.importing.entry import Entry, LeftOut, Note, Old, Options, Profile, dropped
from desk.importing.mapping import common, dated, named, without_title
from desk.importing.matter import Members, Plain, inner, text_of
from desk.importing.source import Source, stem
from presswork.article.addresses import slugify

_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")
_IGNORED = ("layout", "comments", "permalink", "excerpt_separator", "redirect_to", "sitemap", "nav_order")
_LISTS = ("pagination", "paginate")
_MOST = 64 * 1024 * 1024


class Place(NamedTuple):
    """What a file is to Jekyll."""

    name: str
    kind: str
    """`posts`, `drafts`, `pages`, or a collection."""


def opened(source: Source, options: Options) -> Jekyll:
    return Jekyll(source, options)


class Jekyll:
    """A folder with a Jekyll site."""

    def __init__(self, source: Source, options: Options) -> None:
        self._source = source
        self._options = options
        self._notes: list[Note] = []
        self._config = self._data("_config.yml", "_config.yaml", "_config.toml")
        self._people = inner(self._config, "authors") | self._data(
            "_data/authors.yml", "_data/authors.yaml", "_data/authors.json"
        )
        self._names = {
            key: text_of(value, "name", "full_name") or key
            for key, value in self._people.items()
            if isinstance(value, dict)
        }

    def _data(self, *names: str) -> Members:
        if not (name := self._source.first(*names)):
            return {}
        found, faults = matter.data(name, self._source.text(name, _MOST)[0])
        self._notes += (dropped(f"{name}, {each}") for each in faults)
        return found

    @cached_property
    def old(self) -> Old:
        url = text_of(self._config, "url")
        found = {
            "title": text_of(self._config, "title", "name"),
            "base_url": url + text_of(self._config, "baseurl") if url else "",
            "language": text_of(self._config, "lang", "locale", "language"),
            "time_zone": text_of(self._config, "timezone"),
            "description": text_of(self._config, "description"),
        }
        settings, told = documents.settings(documents.from_options(self._options.url, found), self._notes)
        profiles = tuple(
            profile(self._names[key], value) for key, value in self._people.items() if isinstance(value, dict)
        )
        folders = text_of(self._config, "collections_dir").strip("/")
        return Old(settings, told, profiles, ("", folders) if folders else ("",), tuple(self._notes))

    def entries(self) -> Iterator[Entry | LeftOut]:
        for place in self._places():
            yield self._entry(place)
        yield from documents.unread(self._source, "")

    def _places(self) -> Iterator[Place]:
        collections = inner(self._config, "collections")
        shown = {name for name in collections if text_of(inner(collections, name), "output") == "true"}
        for name in self._source.below("", *documents.MARKDOWN, *documents.HTML):
            hidden = [part for part in name.split("/")[:-1] if part.startswith("_")]
            kind = hidden[0][1:] if hidden else "pages"
            if kind in {"posts", "drafts", "pages", *shown} and not stem(name).startswith("_"):
                yield Place(name, kind)

    def _entry(self, place: Place) -> Entry | LeftOut:
        found = documents.read(self._source, place.name)
        if isinstance(found, LeftOut):
            return found
        if place.kind == "pages" and (why := _no_page(place.name, found)):
            return LeftOut(place.name, why)
        members = self._defaults(place) | (found.members or {})
        for key in ("categories", "tags"):
            members[key] = _split(members.get(key, ""))
        return self._article(place, found, members)

    def _article(self, place: Place, found: Document, members: Members) -> Entry:
        fields = documents.merged(members, found.notes)
        pattern, redirect_to = text_of(members, "permalink"), text_of(members, "redirect_to")
        fields.ignore(*_IGNORED)
        by_name = _DATED.fullmatch(stem(place.name)) if place.kind != "pages" else None
        told = common(fields, place.name, found.body, found.markup)
        slug = told.slug or (by_name[4] if by_name else stem(place.name))
        if by_name:
            told = dated(told, stem(place.name))
        sections = told.sections
        if place.kind == "posts":
            above = place.name.partition("_posts/")[0].strip("/")
            sections = tuple(dict.fromkeys((*filter(None, above.split("/")), *sections)))
        title, notes = without_title(told.title, slug)
        aliases = fields.names("redirect_from", "aliases", "alias", separators="")
        if redirect_to:
            fields.notes.append(dropped(f"its redirect to {redirect_to}"))
        return replace(
            told,
            dialect="liquid",
            title=title,
            slug=slug,
            draft=told.draft or place.kind == "drafts",
            authors=named(told.authors, self._names),
            sections=sections,
            aliases=aliases,
            old=self._address(place, pattern, slug, told.day, sections),
            page=place.kind == "pages",
            notes=(*notes, *fields.rest()),
        )

    def _address(self, place: Place, own: str, slug: str, day: date | None, sections: tuple[str, ...]) -> str:
        file = place.name.removeprefix("_").rpartition(".")[0]
        if place.kind == "pages":
            pattern = own or ("/:path/" if text_of(self._config, "permalink") == "pretty" else "/:path.html")
            file = file.removesuffix("index").rstrip("/")
            if not own and stem(place.name) == "index":
                pattern = "/:path/"
        elif place.kind in {"posts", "drafts"}:
            pattern = own or self._options.permalink or text_of(self._config, "permalink") or "date"
        else:
            collection = inner(self._config, "collections", place.kind)
            pattern = own or text_of(collection, "permalink") or "/:collection/:path.html"
            file = file.partition("/")[2]
        words = permalinks.of_day(day) | {
            "title": slug,
            "slug": slugify(slug),
            "name": stem(place.name),
            "basename": stem(place.name),
            "path": file,
            "collection": place.kind,
            "categories": "/".join(each.lower() for each in sections),
            "slugified_categories": "/".join(map(slugify, sections)),
            "output_ext": ".html",
        }
        return permalinks.expand(_STYLES.get(pattern, pattern), words)

    def _defaults(self, place: Place) -> Members:
        """What `_config.yml` says of all files of a folder or kind; the longest path counts most."""
        found: list[tuple[int, Members]] = []
        defaults = self._config.get("defaults", "")
        for each in defaults if isinstance(defaults, list) else ():
            if not isinstance(each, dict):
                continue
            scope = inner(each, "scope")
            path, kind = text_of(scope, "path").strip("/"), text_of(scope, "type")
            inside = not path or place.name == path or place.name.startswith(f"{path}/")
            if inside and kind in {"", place.kind, place.kind.removesuffix("s")}:
                found.append((len(path), inner(each, "values")))
        return {key: value for _, given in sorted(found, key=lambda each: each[0]) for key, value in given.items()}


def profile(name: str, value: Mapping[str, Plain]) -> Profile:
    """An author as lists of authors tell of them."""
    links: dict[str, str] = {}
    for key, value_of in value.items():
        if not isinstance(value_of, str) or not value_of:
            continue
        if value_of.startswith("https://") and key not in {"avatar", "image", "picture", "photo", "image_url"}:
            links[_LABELS.get(key, key.capitalize())] = value_of
        elif key == "email" and re.fullmatch(r"[\w.+-]+@[\w.-]+", value_of):
            links["Mail"] = f"mailto:{value_of}"
        elif key in _NETWORKS:
            links[_LABELS.get(key, key.capitalize())] = _NETWORKS[key] + value_of.removeprefix("@")
    picture = text_of(value, "avatar", "image", "picture", "photo", "image_url")
    return Profile(
        name,
        text_of(value, "bio", "description", "about"),
        picture if picture.startswith("https://") else "",
        tuple(links.items()),
    )


_NETWORKS = {
    "github": "https://github.com/",
    "twitter": "https://twitter.com/",
    "linkedin": "https://www.linkedin.com/in/",
}
_LABELS = {"github": "GitHub", "url": "Website", "web": "Website", "site": "Website", "linkedin": "LinkedIn"}


def _no_page(name: str, found: Document) -> str:
    """Why a file is no standing page; empty if it is one."""
    if found.members is None:
        return "it has no front matter, so that Jekyll shows it as it is"
    if name in {"index.html", "index.md", "404.html", "404.md"} or any(key in found.members for key in _LISTS):
        return "Presswork makes the front page, the lists and the page for errors itself"
    return "" if found.markup == "markdown" or "<p" in found.body or "{%" not in found.body else "it is a template"


def _split(value: Plain) -> Plain:
    """Jekyll's lists in a text, which has blanks between; with commas, it meant these."""
    if not isinstance(value, str):
        return value
    return [each.strip() for each in (value.split(",") if "," in value else value.split())]
