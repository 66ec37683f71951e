"""A page: all that the site bucket keeps of one address."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from presswork.article.model import Address
from presswork.pages import addresses

HTML = "text/html; charset=utf-8"

FRESH = "public, max-age=0, s-maxage=31536000, must-revalidate"
"""Browsers ask each time, and mostly hear "not modified"; the CDN keeps the page until it is invalidated."""
FOREVER = "public, max-age=31536000, immutable"
"""For addresses that name their content."""


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

    @property
    def digest(self) -> str:
        """A hash over everything that a reader gets, headers included. 32 hexadecimal digits."""
        head = "\n".join((str(self.status), self.content_type, self.location, self.cache_control, ""))
        return sha256(head.encode() + self.body).hexdigest()[:32]


def moved(body: bytes, to: Address) -> Page:
    """A redirect. `body` is for readers whose browser does not follow it."""
    return Page(body, status=301, location=addresses.encode(to))
