"""Ghost: the JSON that its settings export, alone or in a folder with `content/images/`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from html import escape
from typing import Any

from msgspec.structs import replace

from desk.console import DeskError
from desk.importing import documents, permalinks
from desk.importing.entry import Entry, Image, LeftOut, Note, Old, Options, Profile, dropped, guessed
from desk.importing.exports import the_export
from desk.importing.mapping import Fields, bounded, common, without_title
from desk.importing.source import EXPORT_BYTES, Source, decoded
from presswork.article import limits
from presswork.article.allowed import elements
from presswork.article.names import tidy

_ROOT = "__GHOST_URL__"
_TECHNICAL = elements(
    """
    id uuid html lexical mobiledoc plaintext status type page visibility comment_id author_id created_by updated_by
    published_by created_at featured email_recipient_filter newsletter_id show_title_and_feature_image updated_at
    feature_image custom_excerpt meta_description amp email_only title slug published_at locale post_id
    feature_image_alt feature_image_caption meta_title primary_author_id email_subject frontmatter
    """
)
"""Of Ghost itself, or taken by name."""

Row = Mapping[str, Any]


def opened(source: Source, options: Options) -> Ghost:
    return Ghost(source, options)


class Ghost:
    """An export of Ghost."""

    def __init__(self, source: Source, options: Options) -> None:
        self._source = source
        self._options = options
        self._data = self._rows(the_export(source, ".json"))
        self._users = {row.get("id"): row for row in self._table("users")}
        self._tags = {row.get("id"): row for row in self._table("tags")}
        self._meta = {row.get("post_id"): row for row in self._table("posts_meta")}

    def _rows(self, name: str) -> Mapping[str, Any]:
        try:
            found = json.loads(decoded(self._source.bytes(name, EXPORT_BYTES))[0])
            database = found["db"][0] if isinstance(found.get("db"), list) else found
            data = database["data"]
            if not isinstance(data.get("posts"), list):
                raise KeyError("posts")
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise DeskError(
                f"{name} is no export of Ghost. Make one in its settings, under Labs or Import/Export."
            ) from None
        return dict(data)

    def _table(self, name: str) -> Iterable[Row]:
        rows = self._data.get(name)
        return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []

    @cached_property
    def old(self) -> Old:
        settings = {str(row.get("key")): _text(row, "value") for row in self._table("settings")}
        notes = [
            dropped(f"the setting {key}") for key in ("codeinjection_head", "codeinjection_foot") if settings.get(key)
        ]
        found = {
            "title": settings.get("title", ""),
            "language": settings.get("locale") or settings.get("lang") or settings.get("default_locale", ""),
            "time_zone": settings.get("timezone") or settings.get("active_timezone", ""),
            "description": settings.get("description", ""),
        }
        made, told = documents.settings(documents.from_options(self._options.url, found), notes)
        return Old(made, told, tuple(map(_profile, self._users.values())), ("", "content"), tuple(notes))

    def entries(self) -> Iterator[Entry | LeftOut]:
        for row in sorted(
            self._table("posts"), key=lambda row: (_text(row, "published_at"), _text(row, "slug"), str(row.get("id")))
        ):
            yield self._entry(row)

    def _entry(self, row: Row) -> Entry | LeftOut:
        name = f"post {_text(row, 'slug') or row.get('id')}"
        meta = self._meta.get(row.get("id"), {})
        body, notes = self._body(row)
        if not body and any(_text(row, key) for key in ("lexical", "mobiledoc")):
            return LeftOut(
                name, "It has no HTML, only what Ghost's editor reads. Publish it there, and export again.", failed=True
            )
        fields = Fields(self._fields(row, meta))
        told = common(fields, name, body.replace(_ROOT, ""), "html")
        slug = told.slug or tidy(told.title)
        title, of_title = without_title(told.title, slug)
        tags = tuple(tidy(_text(tag, "name")) for tag in self._linked(row, "posts_tags", "tag_id", self._tags))
        inside = tuple(each for each in tags if each.startswith("#"))
        if inside:
            fields.notes.append(dropped(f"internal tags {', '.join(inside)}"))
        hidden = _text(row, "visibility") not in {"", "public"}
        if hidden:
            fields.notes.append(guessed(f"that it is a draft, since only {_text(row, 'visibility')} could read it"))
        if row.get("email_only"):
            fields.notes.append(guessed("that it is a draft, since it was sent by mail only"))
        authors = self._linked(row, "posts_authors", "author_id", self._users) or [
            self._users[key] for key in (row.get("author_id"),) if key in self._users
        ]
        status = _text(row, "status")
        names = tuple(tidy(_text(each, "name")) for each in authors)
        topics = tuple(each for each in tags if each and each not in inside)
        own = self._options.permalink
        return replace(
            told,
            title=title,
            slug=slug,
            draft=hidden or bool(row.get("email_only")) or status not in {"published", "scheduled", "sent"},
            image=_image(row, meta),
            authors=bounded(fields, "authors", names, limits.AUTHORS),
            topics=bounded(fields, "topics", topics, limits.TOPICS),
            old=permalinks.own(own, told.day, slug, topics[:1]) if own else f"/{slug}/",
            page=_text(row, "type") == "page" or bool(row.get("page")),
            notes=(*notes, *of_title, *fields.rest()),
        )

    def _body(self, row: Row) -> tuple[str, tuple[Note, ...]]:
        if html := _text(row, "html"):
            return decoded(html.encode())
        plain = _text(row, "plaintext").strip()
        if not plain:
            return "", ()
        parts = (f"<p>{escape(part, quote=False)}</p>" for part in plain.split("\n\n"))
        return "\n".join(parts), (guessed("the body, from its plain text: it has no HTML"),)

    def _fields(self, row: Row, meta: Row) -> dict[str, Any]:
        """As front matter would have it, with what else somebody has written."""
        texts = {key: str(value) for key, value in {**meta, **row}.items() if isinstance(value, str) and value.strip()}
        rest = {key: value for key, value in texts.items() if key not in _TECHNICAL}
        said: dict[str, str] = {key: texts[key] for key in ("title", "slug", "locale") if key in texts}
        said["date"] = texts.get("published_at", "")
        said["description"] = texts.get("custom_excerpt") or texts.get("meta_description", "")
        return rest | said

    def _linked(self, row: Row, table: str, key: str, rows: Mapping[Any, Row]) -> list[Row]:
        """The rows of another table that belong to a post, in their order."""
        links = [each for each in self._table(table) if each.get("post_id") == row.get("id") and each.get(key) in rows]
        return [rows[each[key]] for each in sorted(links, key=lambda each: each.get("sort_order") or 0)]


def _image(row: Row, meta: Row) -> Image | None:
    src = _text(row, "feature_image").replace(_ROOT, "")
    alt = _text(meta, "feature_image_alt") or _text(row, "feature_image_alt")
    caption = _text(meta, "feature_image_caption") or _text(row, "feature_image_caption")
    return Image(src, tidy(alt)[: limits.NOTE], tidy(_plain(caption))[: limits.NOTE]) if src else None


def _plain(html: str) -> str:
    from html import unescape
    from re import sub

    return unescape(sub(r"<[^>]*>", "", html))


def _profile(row: Row) -> Profile:
    picture = _text(row, "profile_image", "image")
    links = {"Website": _text(row, "website")}
    if handle := _text(row, "twitter").lstrip("@"):
        links["X"] = f"https://twitter.com/{handle}"
    return Profile(
        tidy(_text(row, "name")),
        _text(row, "bio"),
        picture if picture.startswith("https://") else "",
        tuple((label, url) for label, url in links.items() if url.startswith("https://")),
    )


def _text(row: Row, *keys: str) -> str:
    return next((value for key in keys if isinstance(value := row.get(key), str) and value), "")
