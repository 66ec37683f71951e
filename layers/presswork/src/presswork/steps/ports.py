"""What the steps need of the world. Implemented on AWS in `presswork.aws`, and in memory by the tests.

Whatever a retry may cure is raised by a port as it comes; a step never hides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from presswork.article.model import Address, ArticleId, Report, Upload
from presswork.pages.page import Page


class Busy(Exception):
    """Others changed the same rows again and again. Nothing was written; a retry will see their work."""


class Uploads(Protocol):
    """The source bucket."""

    def get(self, key: str) -> Upload | None:
        """The object as it is now; its body is left out if it is larger than an upload may be."""
        ...

    def list(self, after: str) -> Sequence[str]:
        """The next keys of articles behind `after`, in order, at most 1,000; empty if none follow."""
        ...

    def put_report(self, key: str, report: Report | None) -> None:
        """Store the author's report on the upload `key`; None takes it away."""
        ...


class SiteBucket(Protocol):
    """The site, as the CDN reads it."""

    def digest(self, address: Address) -> str | None:
        """The digest of the page that stands at the address, None if there is none."""
        ...

    def put(self, address: Address, page: Page) -> None: ...

    def delete(self, address: Address) -> None: ...


class Wakes(Protocol):
    """The queues. Every message is a hint, never data, and must arrive at least once after it was sent."""

    def validate(self, keys: Iterable[str]) -> None: ...

    def index(self, articles: Iterable[ArticleId]) -> None: ...

    def render(self, addresses: Iterable[Address]) -> None: ...

    def rebuild(self, after: str, edition: str) -> None:
        """Go on behind the upload `after` with the rebuild for an edition; both empty: start one."""
        ...


class Cdn(Protocol):
    def invalidate(self, paths: Sequence[str], reference: str) -> None:
        """Ask for one invalidation of URL paths. A `reference` used before asks for nothing new."""
        ...
