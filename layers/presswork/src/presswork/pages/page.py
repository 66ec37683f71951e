"""A page: all that the site bucket keeps of one address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Literal

from presswork.article.model import Address, Article, Value
from presswork.article.uploads import key_of
from presswork.pages import addresses
from presswork.pages.addresses import FeedFormat

HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
XML = "application/xml"
FEED_TYPES: dict[FeedFormat, str] = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
}

FRESH = "public, max-age=0, s-maxage=31536000, must-revalidate"
"""Browsers ask each time, and mostly hear "not modified"; the CDN keeps the page until it is invalidated."""
FOREVER = "public, max-age=31536000, immutable"
"""For addresses that name their content."""
ASKED = "no-cache"
"""For what a function answers: neither browsers nor the CDN keep it."""


class Issue(Value, frozen=True):
    """A revision of an article, as its own page brings it to readers: what others are told of it."""

    file: str
    """The upload's key."""
    revision: int
    title: str
    lang: str
    published: datetime
    updated: datetime | None = None
    uploaded: datetime | None = None


def issue_of(article: Article, uploaded: datetime | None) -> Issue:
    card = article.card
    return Issue(
        key_of(article.id), article.revision, card.title, card.lang, card.date, updated=card.updated, uploaded=uploaded
    )


def came(now: Issue | None, before: Issue | None) -> bool:
    """Whether an article, or a new revision of it, has come to an address: not if its page was merely made again."""
    return now is not None and (before is None or (now.file, now.revision) != (before.file, before.revision))


def left(now: Issue | None, before: Issue | None) -> bool:
    """Whether an article's page has left an address."""
    return before is not None and (now is None or now.file != before.file)


@dataclass(frozen=True, slots=True)
class Page:
    """What `respond` gives for an address. Two pages are the same to a reader if their digests are."""

    body: bytes
    status: Literal[200, 301, 410] = 200
    content_type: str = HTML
    location: str = ""
    """With status 301: where to, a percent-encoded absolute path."""
    cache_control: str = FRESH
    tags: tuple[str, ...] = ()
    """Those of `presswork.pages.tags` under which the CDN keeps it. Readers do not see them."""
    fault: str = field(default="", compare=False)
    """Why the site's own template was not used, if it should have been. Readers do not see it."""
    issue: Issue | None = field(default=None, compare=False)
    """Of an article's own page: what is told of it outside. Readers do not see it."""

    @property
    def digest(self) -> str:
        """A hash over everything that a reader gets, headers included. 32 hexadecimal digits."""
        head = "\n".join((str(self.status), self.content_type, self.location, self.cache_control, ""))
        return sha256(head.encode() + self.body).hexdigest()[:32]


def moved(body: bytes, to: Address) -> Page:
    """A redirect. `body` is for readers whose browser does not follow it."""
    return Page(body, status=301, location=addresses.encode(to))
