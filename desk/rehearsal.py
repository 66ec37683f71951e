"""A change, played through without making it: the real steps on a copy that falls through to what there is.

Reads come from the site as it stands, writes stay in memory, and hints are followed until nothing is left to do. What
render would then put into the site bucket, and what invalidate would tell the CDN, is what the change comes to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import NamedTuple, TypeVar

from desk.together import side_by_side
from presswork.article.limits import UPLOAD_BYTES
from presswork.article.model import Address, ArticleId, Digest, Proof, Report, Upload
from presswork.article.uploads import FOLDERS, MEDIA
from presswork.index.overlay import OverlayTable
from presswork.index.site import Index, Proofs, Renditions
from presswork.pages.page import Page
from presswork.steps.images import images
from presswork.steps.index import index
from presswork.steps.invalidate import CHANGES_AT_ONCE, Change, invalidate
from presswork.steps.ports import Folders, Replaced, SiteObject, Write
from presswork.steps.rebuild import rebuild
from presswork.steps.receive import receive
from presswork.steps.render import render
from presswork.steps.walk import walk

LIST_AT_ONCE = 1000

T = TypeVar("T")


@dataclass(frozen=True)
class Base:
    """The site as it stands. Nothing of it is ever written."""

    index: Index
    uploads: Folders
    at: Callable[[Address], SiteObject | None]
    """What stands at an address of the site bucket."""


class Written(NamedTuple):
    """What render would do at an address."""

    page: Page | None
    """None: it takes away what stands there."""
    over: SiteObject | None
    """What stands there now."""
    rebuilt: bool
    """What stands there was made as another edition of the site."""


class Rehearsal:
    """`planned`: the uploads that would come, by key; None for one that would go."""

    def __init__(self, base: Base, planned: Mapping[str, Upload | None], now: datetime) -> None:
        self._base = base
        self._now = now
        self._planned = planned
        below = base.index
        self.index = Index(OverlayTable(below.table), _OverProofs(below.proofs), _OverRenditions(below.renditions))
        """The site's knowledge as it would be."""
        self.uploads = _OverUploads(base.uploads, planned)
        self._hints = Hints()
        self._bucket = _SiteBucket(base)

    def play(self) -> dict[Address, Written]:
        """Everything that the change would write, by address and in that order."""
        self._hints.images(key for key in self._planned if key.startswith(MEDIA))
        self._hints.validate(key for key in self._planned if not key.startswith(MEDIA))
        while self._step():
            pass
        waiting = sorted(self._hints.to_render)
        for _ in side_by_side(lambda address: render(address, site=self.index, bucket=self._bucket), waiting):
            pass
        return dict(sorted(self._bucket.written.items()))

    def items(self) -> list[str]:
        """What the CDN would be told to forget of all that was written, if all comes in one batch."""
        cdn = _Cdn()
        changes = (Change(address, Write(address, "planned")) for address in self._bucket.written)
        while batch := list(islice(changes, CHANGES_AT_ONCE)):
            invalidate(batch, bucket=self._bucket, cdn=cdn)
        return sorted(cdn.items)

    def _step(self) -> bool:
        """One step, the earlier ones in the flow first. False if nothing is left to do."""
        hints, table = self._hints, self.index.table
        if hints.to_validate:
            key = first(hints.to_validate)
            receive(key, table=table, uploads=self.uploads, proofs=self.index.proofs, wakes=hints)
        elif hints.to_images:
            self._picture(first(hints.to_images).removeprefix(MEDIA))
        elif hints.to_index:
            index(first(hints.to_index), site=self.index, wakes=hints, now=self._now)
        elif hints.to_rebuild:
            after, of = first(hints.to_rebuild)
            rebuild(after, of, table=table, uploads=self.uploads, wakes=hints, time_left=lambda: True)
        elif hints.to_walk:
            walk(first(hints.to_walk), "", table=table, wakes=hints, time_left=lambda: True)
        else:
            return False
        return True

    def _picture(self, source: str) -> None:
        from presswork.pictures.make import make

        table, renditions = self.index.table, self.index.renditions
        images(source, table=table, uploads=self.uploads, renditions=renditions, wakes=self._hints, make=make)


class Hints:
    """The wakes port: what is woken twice before its turn is done once."""

    def __init__(self) -> None:
        self.to_validate: dict[str, None] = {}
        self.to_images: dict[str, None] = {}
        self.to_index: dict[ArticleId, None] = {}
        self.to_rebuild: dict[tuple[str, str], None] = {}
        self.to_walk: dict[str, None] = {}
        self.to_render: set[Address] = set()

    def validate(self, keys: Iterable[str]) -> None:
        self.to_validate |= dict.fromkeys(keys)

    def images(self, keys: Iterable[str]) -> None:
        self.to_images |= dict.fromkeys(keys)

    def index(self, articles: Iterable[ArticleId]) -> None:
        self.to_index |= dict.fromkeys(articles)

    def hint(self, articles: Mapping[ArticleId, int]) -> None:
        self.index(articles)

    def render(self, addresses: Iterable[Address]) -> None:
        self.to_render |= {*addresses}

    def rebuild(self, after: str, edition: str) -> None:
        self.to_rebuild[after, edition] = None

    def walk(self, name: str, before: str) -> None:  # noqa: ARG002 (time is never short here)
        self.to_walk[name] = None

    def announce(self, addresses: Iterable[Address]) -> None:
        """Nobody is told of what is only rehearsed."""


class _OverUploads:
    """The uploads port: the planned uploads over those that are there."""

    def __init__(self, below: Folders, planned: Mapping[str, Upload | None]) -> None:
        self._below = below
        self._planned = planned
        self.reports: dict[str, Report] = {}
        """What authors would be told, by key."""

    def get(self, key: str, most: int = UPLOAD_BYTES) -> Upload | None:
        return self._planned[key] if key in self._planned else self._below.get(key, most)

    def version(self, key: str) -> str:
        if key not in self._planned:
            return self._below.version(key)
        upload = self._planned[key]
        return upload.version if upload else ""

    def list(self, after: str) -> Sequence[str]:
        return [*islice(self._following(after), LIST_AT_ONCE)]

    def under(self, folder: str, most: int) -> Sequence[Upload]:
        below = {each.key: each for each in self._below.under(folder, most)}
        planned = {key: upload for key, upload in self._planned.items() if key.startswith(folder)}
        return [each for _, each in sorted({**below, **planned}.items()) if each][:most]

    def put_report(self, key: str, report: Report | None) -> None:
        if report is None:
            self.reports.pop(key, None)
        else:
            self.reports[key] = report

    def _following(self, after: str) -> Iterator[str]:
        """All keys behind `after`, in order."""
        new = sorted(key for key, upload in self._planned.items() if upload and key.startswith(FOLDERS) and key > after)
        while below := self._below.list(after):
            after = below[-1]
            come = [key for key in new if key <= after]
            new = new[len(come) :]
            yield from sorted({*come, *(key for key in below if self._planned.get(key, key))})
        yield from new


class _OverProofs:
    """The proofs port: new ones are kept here, and none is really deleted."""

    def __init__(self, below: Proofs) -> None:
        self._below = below
        self._here: dict[Digest, Proof | None] = {}

    def get(self, digest: Digest) -> Proof | None:
        return self._here[digest] if digest in self._here else self._below.get(digest)

    def put(self, digest: Digest, proof: Proof) -> None:
        self._here[digest] = proof

    def delete(self, digest: Digest) -> None:
        self._here[digest] = None


class _OverRenditions:
    """The renditions port: likewise."""

    def __init__(self, below: Renditions) -> None:
        self._below = below
        self._here: dict[tuple[str, str], bytes | None] = {}

    def get(self, of: str, name: str) -> bytes | None:
        return self._here[of, name] if (of, name) in self._here else self._below.get(of, name)

    def put(self, of: str, files: Mapping[str, bytes]) -> None:
        self._here |= {(of, name): body for name, body in files.items()}

    def delete(self, of: str, names: Iterable[str]) -> None:
        self._here |= {(of, name): None for name in names}


class _SiteBucket:
    """The site bucket port: reads what stands there, and notes what would be written over it."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self.written: dict[Address, Written] = {}

    def at(self, address: Address) -> SiteObject | None:
        return self._base.at(address)

    def put(self, address: Address, page: Page, edition: str, over: SiteObject | None) -> None:
        self.written[address] = Written(page, over, rebuilt=over is not None and over.edition != edition)

    def delete(self, address: Address) -> None:
        self.written[address] = Written(None, self._base.at(address), rebuilt=False)

    def replaced(self, writes: Sequence[Write]) -> list[Replaced | None]:
        found = [self.written[write.address] for write in writes]
        return [Replaced(not each.over, each.over.tags if each.over else frozenset(), each.rebuilt) for each in found]


class _Cdn:
    """The CDN port: notes what it would be told to forget."""

    def __init__(self) -> None:
        self.items: set[str] = set()

    def invalidate(self, items: Sequence[str], reference: str) -> None:  # noqa: ARG002
        self.items |= {*items}


def first(waiting: dict[T, None]) -> T:
    """The one that has waited longest; it waits no more."""
    found = next(iter(waiting))
    del waiting[found]
    return found
