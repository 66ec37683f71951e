"""WordPress: the XML that its tools export (WXR), alone or in a folder with `wp-content/uploads/`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from html import escape, unescape
from typing import NamedTuple, TypeAlias
from xml.etree.ElementTree import Element, ParseError

from msgspec.structs import replace

from desk.console import DeskError, count
from desk.importing import documents, moments, permalinks
from desk.importing.entry import Entry, Image, LeftOut, Note, Old, Options, Profile, dropped, guessed
from desk.importing.exports import paragraphs, the_export
from desk.importing.mapping import Fields, bounded, common, without_title
from desk.importing.source import Source, decoded
from presswork.article import limits
from presswork.article.names import tidy

_SPACES = (("wordpress.org/export", "wp"), ("content/", "content"), ("excerpt/", "excerpt"), ("purl.org/dc", "dc"))
_NEVER = "0000-00-00"
_HIDDEN = {"draft", "pending", "private"}
_SHOWN = {"publish", "future"}
_GALLERY = re.compile(r"\[gallery\b[^\]]*\bids\s*=\s*[\"']([\d,\s]+)[\"'][^\]]*\]")

Texts: TypeAlias = dict[str, str]


class Item(NamedTuple):
    """A post, page, picture or other thing of the export."""

    texts: Texts
    terms: tuple[tuple[str, str], ...]
    """Each with its kind: `category`, `post_tag`, or another."""
    meta: Texts
    comments: int


def opened(source: Source, options: Options) -> WordPress:
    return WordPress(source, options)


class WordPress:
    """An export of WordPress."""

    def __init__(self, source: Source, options: Options) -> None:
        self._source = source
        self._options = options
        self._channel: Texts = {}
        self._authors: dict[str, str] = {}
        self._items: list[Item] = []
        self._read(the_export(source, ".xml"))
        self._attachments = {
            each.texts.get("wp:post_id", ""): each.texts
            for each in self._items
            if each.texts.get("wp:post_type") == "attachment"
        }

    def _read(self, name: str) -> None:
        """The export item by item. Entities that XML files may define are refused: they can grow without end."""
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import iterparse

        try:
            for _, element in iterparse(self._source.path(name), events=("end",), forbid_dtd=True):
                tag = _name(element)
                if tag == "item":
                    self._items.append(_item(element))
                    element.clear()
                elif tag == "wp:author":
                    texts = _texts(element)
                    login = texts.get("wp:author_login", "")
                    self._authors[login] = tidy(texts.get("wp:author_display_name", "")) or login
                elif tag == "channel":
                    self._channel = _texts(element)
        except ParseError as error:
            raise DeskError(f"{name} is no XML that can be read: {error}. Export it once more.") from None
        except DefusedXmlException:
            raise DeskError(
                f"{name} defines entities, which no export of WordPress does. Export it once more."
            ) from None
        if not self._items and "wp:wxr_version" not in self._channel:
            raise DeskError(f"{name} is no export of WordPress. Make one under Tools, Export.")

    @cached_property
    def old(self) -> Old:
        notes: list[Note] = []
        found = {
            "title": unescape(self._channel.get("title", "")),
            "base_url": self._channel.get("wp:base_blog_url") or self._channel.get("link", ""),
            "language": self._channel.get("language", ""),
            "description": unescape(self._channel.get("description", "")),
        }
        settings, told = documents.settings(documents.from_options(self._options.url, found), notes)
        profiles = tuple(Profile(name) for name in self._authors.values())
        return Old(settings, told, profiles, ("",), tuple(notes))

    def entries(self) -> Iterator[Entry | LeftOut]:
        for item in self._items:
            kind, status = item.texts.get("wp:post_type", ""), item.texts.get("wp:status", "")
            name = f"{kind or 'item'} {item.texts.get('wp:post_id', '')} {item.texts.get('wp:post_name', '')}".strip()
            if kind == "attachment":
                continue  # what articles show of these is copied
            if kind not in {"post", "page"}:
                yield LeftOut(name, f"{kind or 'an item without a type'} is no article and no page")
            elif status not in _SHOWN | _HIDDEN:
                yield LeftOut(name, f"its status is {status or 'not told'}")
            else:
                yield self._entry(name, item, is_page=kind == "page")

    def _entry(self, name: str, item: Item, *, is_page: bool) -> Entry:
        texts = item.texts
        body, notes = decoded(texts.get("content:encoded", "").encode())
        fields = Fields(self._fields(item))
        told = common(fields, name, self._body(body), "html")
        local = texts.get("wp:post_date", "")
        day = (None if local.startswith(_NEVER) else moments.day_of(local)) or told.day
        slug = told.slug or tidy(told.title) or texts.get("wp:post_id", "")
        title, of_title = without_title(told.title, slug)
        status = texts.get("wp:status", "")
        if locked := status == "private" or bool(texts.get("wp:post_password")):
            fields.notes.append(guessed("that it is a draft, since it was private or had a password"))
        if item.comments:
            fields.notes.append(dropped(count(item.comments, "comment")))
        if other := sorted({kind for kind, _ in item.terms} - {"category", "post_tag", "post_format"}):
            fields.notes.append(dropped(f"terms of {', '.join(other)}"))
        link = texts.get("link", "")
        sections = self._terms(item, "category")
        own = "" if is_page else self._options.permalink
        old = permalinks.own(own, day, slug, sections) if own else link
        return replace(
            told,
            dialect="wordpress",
            title=title,
            day=day,
            slug=slug,
            draft=locked or status in _HIDDEN,
            image=self._image(item),
            sections=bounded(fields, "sections", sections, limits.SECTIONS),
            topics=bounded(fields, "topics", self._terms(item, "post_tag"), limits.TOPICS),
            old="" if "?" in old else old,
            page=is_page,
            notes=(*notes, *of_title, *fields.rest()),
        )

    def _fields(self, item: Item) -> dict[str, str]:
        """As front matter would have it."""
        texts, meta = item.texts, item.meta
        moment = texts.get("wp:post_date_gmt", "")
        local = texts.get("wp:post_date", "")
        date = f"{moment}Z" if moment and not moment.startswith(_NEVER) else local
        creator = texts.get("dc:creator", "")
        return {
            "title": unescape(texts.get("title", "")),
            "slug": texts.get("wp:post_name", ""),
            "date": "" if date.startswith(_NEVER) else date,
            "author": self._authors.get(creator, creator),
            "description": unescape(texts.get("excerpt:encoded", "")) or meta.get("_yoast_wpseo_metadesc", ""),
        }

    def _terms(self, item: Item, kind: str) -> tuple[str, ...]:
        names = (tidy(unescape(name)) for of_kind, name in item.terms if of_kind == kind)
        return tuple(dict.fromkeys(name for name in names if name and name != "Uncategorized"))

    def _image(self, item: Item) -> Image | None:
        found = self._attachments.get(item.meta.get("_thumbnail_id", ""), {})
        src = found.get("wp:attachment_url", "")
        return Image(src, "", tidy(unescape(found.get("excerpt:encoded", "")))[: limits.NOTE]) if src else None

    def _body(self, body: str) -> str:
        body = _GALLERY.sub(self._gallery, body)
        return body if "<!-- wp:" in body else paragraphs(body)

    def _gallery(self, found: re.Match[str]) -> str:
        """The pictures of a gallery, as far as the export knows them."""
        pictures = [self._attachments.get(each.strip(), {}) for each in found[1].split(",")]
        if not all(each.get("wp:attachment_url") for each in pictures):
            return found[0]
        told = ((each["wp:attachment_url"], unescape(each.get("title", ""))) for each in pictures)
        return "\n\n".join(f'<figure><img src="{escape(url)}" alt="{escape(alt)}"></figure>' for url, alt in told)


def _item(element: Element) -> Item:
    terms, meta, comments = [], {}, 0
    for child in element:
        tag = _name(child)
        if tag == "category":
            terms.append((child.get("domain", ""), child.text or ""))
        elif tag == "wp:postmeta":
            texts = _texts(child)
            meta[texts.get("wp:meta_key", "")] = texts.get("wp:meta_value", "")
        elif tag == "wp:comment":
            comments += 1
    return Item(_texts(element), tuple(terms), meta, comments)


def _texts(element: Element) -> Texts:
    """The texts of the elements below one, the first of each name."""
    found: Texts = {}
    for child in element:
        found.setdefault(_name(child), (child.text or "").strip("\n"))
    return found


def _name(element: Element) -> str:
    """An element's name with the prefix that every export has for its namespace, whatever its version."""
    tag = str(element.tag)
    space, _, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    prefix = next((prefix for part, prefix in _SPACES if part in space), "")
    return f"{prefix}:{name}" if prefix else name
