"""What every kind gives: articles and standing pages in our words, their links and pictures still as they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct

from presswork.article.model import Settings
from presswork.article.names import tidy

Markup: TypeAlias = Literal["markdown", "html"]
Dialect: TypeAlias = Literal["liquid", "hugo", "zola", "wordpress", ""]
"""Whose shortcodes or template tags a body may hold."""

_LONGEST = 2_000
"""Characters of an address in the report."""


class Note(Struct, frozen=True):
    """What became of something that could not be taken as it was."""

    kind: Literal["dropped", "guessed", "kept"]
    text: str
    why: str = ""
    """What is the same of several: those are told together."""


class Image(Struct, frozen=True):
    """A lead picture, under its old address."""

    src: str
    alt: str = ""
    caption: str = ""


class Entry(Struct, frozen=True, kw_only=True):
    """An article, or a standing page."""

    source: str
    """The file, from the source on, or the item of an export."""
    body: str
    markup: Markup = "markdown"
    dialect: Dialect = ""
    title: str = ""
    date: str = ""
    """As it was written, in a form that articles take; empty if nothing tells it."""
    day: dt.date | None = None
    """The same on the old site's calendar."""
    updated: str = ""
    expires: str = ""
    slug: str = ""
    summary: str = ""
    lang: str = ""
    image: Image | None = None
    draft: bool = False
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    old: str = ""
    """The address that it had; empty if that is not known."""
    aliases: tuple[str, ...] = ()
    """Further ones that led to it."""
    page: bool = False
    translates: str = ""
    """The source of the article that it translates."""
    notes: tuple[Note, ...] = ()


class LeftOut(Struct, frozen=True):
    """What is not imported: `failed` if it should have been."""

    source: str
    why: str
    failed: bool = False


class Profile(Struct, frozen=True):
    """What the old site told of an author."""

    name: str
    bio: str = ""
    picture: str = ""
    links: tuple[tuple[str, str], ...] = ()


class Old(Struct, frozen=True):
    """The old site as a whole."""

    settings: Settings = Settings(base_url="")
    """Those that it told; `base_url` is empty if it told none."""
    told: tuple[str, ...] = ()
    """Which settings these are."""
    profiles: tuple[Profile, ...] = ()
    roots: tuple[str, ...] = ("",)
    """Folders of the source that lay at the site's top: where the address of a picture is looked up."""
    notes: tuple[Note, ...] = ()


class Options(Struct, frozen=True):
    """What a person tells of the old site because its files do not."""

    permalink: str = ""
    """The pattern of its articles' addresses, in Jekyll's words: /:year/:month/:title/."""
    url: str = ""
    """Of its front page."""


class Kind(Protocol):
    """A kind of site, opened on a source."""

    @property
    def old(self) -> Old: ...

    def entries(self) -> Iterator[Entry | LeftOut]:
        """All that is on the site, in an order that depends on the source alone."""
        ...


def quoted(address: str) -> str:
    """An address of the old site as the report names it: whole, for whoever looks for it, unless it is huge."""
    start = address[:_LONGEST]
    return tidy(start) + ("…" if start != address else "")


def dropped(text: str, why: str = "") -> Note:
    return Note("dropped", text, why)


def guessed(text: str, why: str = "") -> Note:
    return Note("guessed", text, why)


def kept(text: str, why: str = "") -> Note:
    """Of what stays as it was, although it may mean nothing here."""
    return Note("kept", text, why)
