"""The values that everything else is made of. All frozen; all times are UTC; all addresses are decoded.

Stored values are msgspec Structs: they are read on every render, and decode in a microsecond without pydantic's
import time. What authors write is declared in pydantic models: `frontmatter` and `sitefile`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, NewType

from msgspec import Struct

ArticleId = NewType("ArticleId", str)
"""Of an article or a standing page, by its upload's key: see `uploads`. It never changes, whatever the address does."""

Address = NewType("Address", str)
"""A path of the site as people read it: starts with `/`, NFC, not percent-encoded, e.g. `/2026/11/port-strike-ends`."""

Digest = NewType("Digest", str)
"""Names a proof in the work bucket."""


class Value(Struct, frozen=True, omit_defaults=True, gc=False):
    """Base of all stored values. Defaults are left out, so rows stay small and fields can be added later.

    What is frozen, and made of what was there before, is never part of a cycle: the garbage collector need not look.
    """


class Correction(Value, frozen=True):
    date: datetime | None
    text: str


class Rendered(Value, frozen=True):
    """A picture of `media/`, as it was made for pages: in several widths, each as WebP and as a format for all."""

    source: str
    """The path below `media/`, e.g. `2026/port.jpg`."""
    hash: str
    """Of the upload, and of how it was made: it is part of the addresses, which so name their content."""
    width: int
    height: int
    """Of the original, upright."""
    widths: tuple[int, ...]
    """Of its renditions, the narrowest first; none is wider than the original."""
    fallback: Literal["jpg", "png"] = "jpg"
    """The format beside WebP: JPEG, or PNG where something is transparent."""


class Picture(Value, frozen=True):
    """The article's lead picture."""

    source: str
    """An absolute URL, or a path of this site: of a picture of `media/`, `/media/` and its source (see `Rendered`)."""
    alt: str = ""
    caption: str = ""
    rendered: Rendered | None = None
    """As `index` has found it; None while it is not there, and for a picture of another site."""


class Card(Value, frozen=True, cache_hash=True):
    """What other pages show of an article: lists, neighbours, related links, feeds."""

    id: ArticleId
    address: Address
    title: str
    date: datetime
    lang: str = "en"
    updated: datetime | None = None
    summary: str = ""
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    picture: Picture | None = None
    words: int = 0
    """Words of the body, for the read time; characters count as fractions of words in scripts without spaces."""


class Terms(Value, frozen=True, array_like=True):
    """The significant words and phrases of an article, best first."""

    words: tuple[str, ...] = ()
    weights: tuple[float, ...] = ()
    """Of each word in its place: what it counts for in the article. Apart, as they are compared by the million."""

    def pairs(self, most: int | None = None) -> Iterator[tuple[str, float]]:
        """Each word with its weight, or those of the first `most`."""
        return zip(self.words[:most], self.weights[:most], strict=True)


class MenuEntry(Value, frozen=True):
    """A standing page in the navigation of every page."""

    id: ArticleId
    order: int
    label: str
    address: Address
    lang: str


class Article(Value, frozen=True):
    """A validated article or standing page, but for its body: that is the proof, in the work bucket."""

    card: Card
    proof: Digest
    slug: str
    aliases: tuple[Address, ...] = ()
    expires: datetime | None = None
    draft: bool = False
    corrections: tuple[Correction, ...] = ()
    terms: Terms = Terms()
    signature: str = ""
    """Near-duplicates have near signatures (see `terms`)."""
    links: tuple[Address, ...] = ()
    """Addresses of this site that the body links to already."""
    pictures: tuple[str, ...] = ()
    """Sources of the pictures of `media/` that it shows, the lead picture first (see `pictures.source`)."""
    pinned: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    """Articles the author wants, or does not want, as related: ids or addresses."""
    translation_of: str = ""
    menu: MenuEntry | None = None
    """Of a standing page that shows in the navigation."""

    @property
    def id(self) -> ArticleId:
        return self.card.id

    @property
    def revision(self) -> int:
        """Rises with every change of the article: the record's own, when the proof was stored under it; 0 before."""
        _, _, number = self.proof.partition(".")
        return int(number) if number.isdecimal() else 0


class Heading(Value, frozen=True):
    """A heading of the body, for the table of contents."""

    level: int
    anchor: str
    text: str


class Proof(Value, frozen=True):
    """The body, ready for print: sanitised HTML, safe to put into a page as it is."""

    html: str
    headings: tuple[Heading, ...] = ()
    see_also: int = -1
    """Where in `html` a See-also line may stand: the offset of the last paragraph, if the body is long enough and
    the place is a good one (not in a list, table, quotation or figure, not after a heading); -1 if there is none."""


class Profile(Value, frozen=True):
    """What readers are told of an author: of everyone who writes under the name."""

    name: str
    bio: str = ""
    """Sanitised HTML, safe to put into a page as it is."""
    lang: str = ""
    """Of the bio; empty for the site's."""
    picture: Picture | None = None
    links: tuple[ProfileLink, ...] = ()
    same_as: tuple[str, ...] = ()
    """Absolute URLs that mean the same person, for search engines."""


class ProfileLink(Value, frozen=True):
    label: str
    url: str
    """By https or mailto."""


class Problem(Value, frozen=True, omit_defaults=False):
    """One thing that an author should mend, or know."""

    message: str
    """What is wrong, in one sentence."""
    cure: str
    """What to do, in one sentence."""
    severity: Literal["error", "warning"] = "error"
    field: str = ""
    line: int = 0
    """1-based; 0 where there is none."""
    column: int = 0


class Report(Value, frozen=True, omit_defaults=False):
    """What the author is told of an upload: every problem at once."""

    file: str
    """The object's key, or the path in the folder."""
    outcome: Literal["accepted", "rejected", "removed"]
    address: Address | None = None
    problems: tuple[Problem, ...] = ()
    version: str = ""
    """The bucket's name for the upload that was judged; empty if it is gone, and of a folder that is read as one."""


class Settings(Value, frozen=True):
    """site.yaml: all with defaults, so that none is needed."""

    title: str = "Presswork"
    base_url: str = "https://example.com"
    """Without a slash at the end."""
    language: str = "en"
    time_zone: str = "UTC"
    permalink: str = "/{year}/{month}/{slug}"
    words_a_minute: int = 200
    description: str = ""
    search: bool = True
    """Whether pages have a search form."""
    reactions: bool = True
    """Whether articles ask "What do you think?"."""
    share: tuple[str, ...] = ("mail", "facebook", "x", "whatsapp")
    """Where readers are offered to pass an article on; names as in `pages.share`."""
    indexnow: str = ""
    """The key under which changed pages are announced to search engines; empty: they are not."""
    websub: str = ""
    """The hub to which changed feeds are announced; empty: they are not."""


class Upload(Value, frozen=True):
    """An object of the source bucket, or a file of a folder, as it is now."""

    key: str
    """e.g. `articles/2026/port-strike.md`"""
    body: bytes
    modified: datetime
    version: str = ""
    size: int = 0
    """Of the whole object: `body` is empty when it is over the limit."""
