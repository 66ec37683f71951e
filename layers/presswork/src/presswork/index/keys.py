"""Where everything stands in the one table. Keys are built here and nowhere else.

| partition          | sort               | value      | written by | read by                                    |
|--------------------|--------------------|------------|------------|--------------------------------------------|
| `ARTICLE#id`       | `RECORD`           | Record     | validate   | validate, index                            |
| `ARTICLE#id`       | `REPORT`           | Report     | validate   | the desk                                   |
| `ARTICLE#id`       | `INDEXED`          | Indexed    | index      | index                                      |
| `ARTICLE#id`       | `TAKEN`            | Taken      | index      | index: whether a hint is on its way        |
| `ARTICLE#id`       | `STANDING`         | Standing   | index      | render: page, redirects, related; search   |
| `ARTICLE#id`       | `CITED#rank#other` | Card       | index      | render: follow-ups; index: who cites it    |
| `REFERENCE#name`   | `PIN#other`        | Card       | index      | index: whose page to wake with this one's  |
| `REFERENCE#name`   | `TRANSLATION#other`| Card       | index      | render: translations; index: the same      |
| `ADDRESS#path`     | `CLAIM`            | Claim      | validate   | validate, render                           |
| `ADDRESS#path`     | `WAITING#id`       | Waiting    | validate   | validate: whom to wake when it is free     |
| `LIST#name`        | `position`         | Card       | index      | render: lists, neighbours                  |
| `NAMES#kind`       | `slug`             | Named      | index      | render: the indexes of sections and topics |
| `TERM#lang#term`   | `position`         | Posting    | index      | index: windows; search                     |
| `PICTURE#source`   | `MADE`             | Made       | images     | index, render                              |
| `PICTURE#source`   | `REPORT`           | Report     | images     | the desk                                   |
| `PICTURE#source`   | `USED#id`          | Used       | index      | render: whether any; images: whom to hint  |
| `PAGES`            | `PAGE#id`          | Card       | index      | render: their sitemap; the desk            |
| `PAGES`            | `MENU#place`       | MenuEntry  | index      | index: the navigation                      |
| `AUTHOR#file`      | `RECORD`           | Author     | validate   | validate                                   |
| `AUTHOR#file`      | `REPORT`           | Report     | validate   | the desk                                   |
| `PROFILE#slug`     | `file`             | Profile    | validate   | render: the first; validate: who else      |
| `UPLOAD#key`       | `TOLD`             | Told       | validate   | validate: whether outside knows of it      |
| `DUE`              | `instant#id`       | Due        | index      | release                                    |
| `GONE`             | `id`               | Gone       | index      | rebuild                                    |
| `SITE`             | `SETTINGS`         | Site       | validate, index | everyone                              |
| `THEME`            | `name/file`        | ThemeFile  | validate   | render, search                             |
| `SITE`             | `REBUILT`          | Rebuilt    | rebuild    | rebuild                                    |

A position is `instant#id`: it sorts by time, then by id. An instant is `2026-11-24T04:00:00Z`. A reference is how an
author names another article: by its id, or by an address. Standing pages are articles here, but own other rows. A file
is an author's, by its key below `authors/`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Generic, Literal, NamedTuple, TypeVar

from presswork.article.limits import ORDER
from presswork.article.model import Address, ArticleId, Card, Digest, MenuEntry, Profile, Report, Value
from presswork.article.stems import language
from presswork.index.rows import (
    Author,
    Claim,
    Due,
    Gone,
    Indexed,
    Made,
    Named,
    Posting,
    Rebuilt,
    Record,
    Site,
    Standing,
    Taken,
    ThemeFile,
    Told,
    Used,
    Waiting,
)

V = TypeVar("V", bound=Value)
ReferenceKind = Literal["PIN", "TRANSLATION"]
REFERENCE_KINDS: tuple[ReferenceKind, ...] = ("PIN", "TRANSLATION")

FIRST, LAST = "", "\U0010ffff"
"""Before and after every sort key."""


class Key(NamedTuple, Generic[V]):
    """One row, and the type of its value."""

    partition: str
    sort: str
    type: type[V]


class Shelf(NamedTuple, Generic[V]):
    """A partition's rows whose sort key starts with `prefix`, all of one type."""

    partition: str
    prefix: str
    type: type[V]

    def at(self, sort: str) -> Key[V]:
        """The row at `sort`, which is counted without the prefix."""
        return Key(self.partition, self.prefix + sort, self.type)


def instant(moment: datetime) -> str:
    """Sorts as text in the order of time. `moment` has a zone."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def moment(instant: str) -> datetime:
    """The time of an instant, or of the instant that a position starts with."""
    return _moment(instant[:19])


@lru_cache(maxsize=1 << 12)
def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def position(card: Card) -> str:
    """Where an article stands in every list: by time, then by id."""
    return f"{instant(card.date)}#{card.id}"


def id_at(position: str) -> ArticleId:
    return ArticleId(position[21:])


def record(article: ArticleId) -> Key[Record]:
    return Key(f"ARTICLE#{article}", "RECORD", Record)


def report(article: ArticleId) -> Key[Report]:
    return Key(f"ARTICLE#{article}", "REPORT", Report)


def indexed(article: ArticleId) -> Key[Indexed]:
    return Key(f"ARTICLE#{article}", "INDEXED", Indexed)


def taken(article: ArticleId) -> Key[Taken]:
    return Key(f"ARTICLE#{article}", "TAKEN", Taken)


def standing(article: ArticleId) -> Key[Standing]:
    return Key(f"ARTICLE#{article}", "STANDING", Standing)


def cited(article: ArticleId) -> Shelf[Card]:
    """The cards of the articles that chose this one as related, by `rank#id`."""
    return Shelf(f"ARTICLE#{article}", "CITED#", Card)


def referring(kind: ReferenceKind, reference: str) -> Shelf[Card]:
    """The cards of the articles that name another, by an id or an address of it."""
    return Shelf(f"REFERENCE#{reference}", f"{kind}#", Card)


def claim(address: Address) -> Key[Claim]:
    return Key(f"ADDRESS#{address}", "CLAIM", Claim)


def waiting(address: Address) -> Shelf[Waiting]:
    return Shelf(f"ADDRESS#{address}", "WAITING#", Waiting)


def entries(name: str) -> Shelf[Card]:
    """A list, by position; `name` as in `lists.of`, e.g. `section:politics`."""
    return Shelf(f"LIST#{name}", "", Card)


def names(kind: str) -> Shelf[Named]:
    """The slugs of the lists of a kind, `section` or `topic`, that have an entry."""
    return Shelf(f"NAMES#{kind}", "", Named)


def named(name: str) -> Key[Named]:
    """The row of a list among the names of its kind; `name` as in `lists.of`."""
    kind, _, slug = name.partition(":")
    return names(kind).at(slug)


def postings(lang: str, word: str) -> Shelf[Posting]:
    """The articles under a term, by position."""
    return Shelf(f"TERM#{language(lang)}#{word}", "", Posting)


def made(source: str) -> Key[Made]:
    return Key(f"PICTURE#{source}", "MADE", Made)


def picture_report(source: str) -> Key[Report]:
    return Key(f"PICTURE#{source}", "REPORT", Report)


def used(source: str) -> Shelf[Used]:
    """The live articles that show a picture, by id."""
    return Shelf(f"PICTURE#{source}", "USED#", Used)


def pages() -> Shelf[Card]:
    """The standing pages, by id."""
    return Shelf("PAGES", "PAGE#", Card)


def menu() -> Shelf[MenuEntry]:
    """The standing pages in the navigation, in its order: see `place`."""
    return Shelf("PAGES", "MENU#", MenuEntry)


def place(entry: MenuEntry) -> str:
    """Where a standing page stands in the navigation: by its number, then by its label, then by its id."""
    return f"{entry.order - ORDER[0]:05d}#{entry.label}#{entry.id}"


def author(file: str) -> Key[Author]:
    return Key(f"AUTHOR#{file}", "RECORD", Author)


def author_report(file: str) -> Key[Report]:
    return Key(f"AUTHOR#{file}", "REPORT", Report)


def profiles(slug: str) -> Shelf[Profile]:
    """The profiles that files give for one author, by file: the first is shown."""
    return Shelf(f"PROFILE#{slug}", "", Profile)


def told(key: str) -> Key[Told]:
    """Of which rejection of an upload the world outside was told last."""
    return Key(f"UPLOAD#{key}", "TOLD", Told)


def due() -> Shelf[Due]:
    return Shelf("DUE", "", Due)


def gone() -> Shelf[Gone]:
    return Shelf("GONE", "", Gone)


def site() -> Key[Site]:
    return Key("SITE", "SETTINGS", Site)


def theme(name: Digest) -> Shelf[ThemeFile]:
    """The files of a theme, by their names."""
    return Shelf("THEME", f"{name}/", ThemeFile)


def themes() -> Shelf[ThemeFile]:
    """The files of the present theme, of those that may become it, and of former ones that are still to be removed."""
    return Shelf("THEME", "", ThemeFile)


def rebuilt() -> Key[Rebuilt]:
    return Key("SITE", "REBUILT", Rebuilt)


def rank(score: float) -> str:
    """Sorts the best score first, as text. Scores are from 0 to 999, to six decimals."""
    return f"{_WORST - min(round(score * _A_MILLION), _WORST):09d}"


_A_MILLION, _WORST = 1_000_000, 999_999_999
