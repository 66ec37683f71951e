"""What the steps need of the world. Implemented on AWS in `presswork.aws`, and in memory by the tests.

Whatever a retry may cure is raised by a port as it comes; a step never hides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from presswork.article.limits import UPLOAD_BYTES
from presswork.article.model import Address, ArticleId, Report, Upload
from presswork.pages.page import Issue, Page
from presswork.steps.events import Event


class Busy(Exception):
    """Others changed the same meanwhile. Nothing was written; a retry will see their work."""


TRIES = 50
"""So often a compare-and-swap is tried before a step is Busy."""


class CdnBusy(Exception):
    """The CDN takes no more invalidations for now. It has taken none of this one; a retry will do."""


class Uploads(Protocol):
    """The source bucket."""

    def get(self, key: str, most: int = UPLOAD_BYTES) -> Upload | None:
        """The object as it is now; its body is left out if it has more than `most` bytes."""
        ...

    def version(self, key: str) -> str:
        """That of the object as it is now, without reading it; empty if there is none."""
        ...

    def list(self, after: str) -> Sequence[str]:
        """The next keys behind `after` in `uploads.FOLDERS`, in order, at most 1,000; empty if none follow."""
        ...

    def put_report(self, key: str, report: Report | None) -> None:
        """Store the author's report on the upload `key`; None takes it away."""
        ...


class Folders(Uploads, Protocol):
    """The source bucket, a folder of which is read as one."""

    def under(self, folder: str, most: int) -> Sequence[Upload]:
        """The objects below a folder, which ends in a slash, in the order of their keys, at most so many."""
        ...


class SiteObject(NamedTuple):
    """What stands at an address."""

    digest: str
    """The page's; empty if others have put it."""
    tags: frozenset[str]
    """Those that the CDN keeps it under."""
    edition: str
    """The site's when it was written; empty if not known."""
    etag: str
    """Names its bytes."""
    written: datetime | None = None
    """When, to the second; None if not known."""
    issue: Issue | None = None
    """Whose own page it is, if any's."""


class Write(NamedTuple):
    """A write to the site bucket, as its event tells of it."""

    address: Address
    version: str
    """The bucket's name for what was written, or for the mark of a removal; empty where the event gives none."""
    removal: bool = False


class Replaced(NamedTuple):
    """What a write took the place of, and so what the CDN may still have kept."""

    new: bool
    """Nothing stood there."""
    tags: frozenset[str]
    """Those that the CDN kept it under."""
    rebuilt: bool
    """It was of another edition of the site."""
    came: Issue | None = None
    """The revision of an article that has come to its address with the write."""
    went: Issue | None = None
    """The one that has left, if no newer revision of the same article took its place."""
    moved_to: str = ""
    """Where the address leads now: a percent-encoded path."""


class SiteBucket(Protocol):
    """The site, as the CDN reads it. Each write has a version, and notes what it took the place of."""

    def at(self, address: Address) -> SiteObject | None:
        """What stands at the address, None if nothing does."""
        ...

    def put(self, address: Address, page: Page, edition: str, over: SiteObject | None) -> None:
        """Write a page, of an edition of the site, over what stands there. Busy if that is no longer `over`."""
        ...

    def delete(self, address: Address) -> None: ...

    def replaced(self, writes: Sequence[Write]) -> list[Replaced | None]:
        """What each write took the place of; None where that cannot be known."""
        ...


class Wakes(Protocol):
    """The queues. Every message is a hint, never data, and must arrive at least once after it was sent."""

    def validate(self, keys: Iterable[str]) -> None: ...

    def images(self, keys: Iterable[str]) -> None: ...

    def index(self, articles: Iterable[ArticleId]) -> None: ...

    def hint(self, articles: Mapping[ArticleId, int]) -> None:
        """As `index`, but one hint for each article and number is enough, however often it is sent."""
        ...

    def render(self, addresses: Iterable[Address]) -> None: ...

    def rebuild(self, after: str, edition: str) -> None:
        """Go on behind the upload `after` with the rebuild for an edition; both empty: start one."""
        ...

    def walk(self, name: str, before: str) -> None:
        """Wake the pages of the articles of a list, from the newest before a position on; empty: of all."""
        ...

    def announce(self, addresses: Iterable[Address]) -> None: ...


class Unreachable(Exception):
    """Another's server gave no answer, or none in time. A retry may find it."""


class Posts(Protocol):
    """The servers of others, which are not trusted."""

    def post(self, url: str, body: bytes, content_type: str) -> int:
        """Send something. The status of the answer, of which nothing else is read or followed. Unreachable."""
        ...


class Bus(Protocol):
    """Tells the world outside."""

    def tell(self, events: Sequence[Event]) -> None:
        """Each at least once; raises unless all were taken."""
        ...


class Cdn(Protocol):
    def invalidate(self, items: Sequence[str], reference: str) -> None:
        """Ask for one invalidation of URL paths and `#tag`s. A `reference` used before asks for nothing new.

        CdnBusy if it takes no more for now.
        """
        ...
