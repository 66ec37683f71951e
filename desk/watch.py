"""`presswork build --watch`: builds, then brings the site up to date whenever its folder changes, or its time comes.

It goes on from the cache as the next build would, by the same code, but for finding out what has changed: that the
system tells. Where something may have been missed, the whole folder is looked at once more.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from desk.build import anew, changes, rejected, renewed, tell, tell_authors, with_cache
from desk.cache import DAMAGED, Cache, Kept, Useless, stamps
from desk.changes import Changes, Unwatchable
from desk.console import Console, DeskError, Rejected, and_rejected, count, printable
from desk.folder import Folder, LeftOut, look, look_again, tell_left_out, with_articles
from desk.output import Output
from desk.renew import renew
from desk.signals import terminable
from desk.work import FolderUploads, WorkProofs
from presswork.article.model import Report
from presswork.article.uploads import key_of
from presswork.index import keys, lists
from presswork.index.site import Index
from presswork.index.table import Query

MINUTE_SECONDS = 60.0
"""The clock is looked at at least so often: it may have been set, or the machine has slept."""
MISSING_SECONDS = 1.0
"""A folder that is gone is looked for so often."""

T = TypeVar("T")


class Change(Struct, frozen=True):
    """What one change came to, for machines: printed as one line of JSON."""

    files: tuple[str, ...]
    """Those that changed; none if only time has passed."""
    rejected: tuple[Rejected, ...]
    """Of those, and of others that had to be judged again."""
    written: int
    """Files of the site."""
    removed: int
    seconds: float


class Paths(NamedTuple):
    """Where all is. `cache`: the folder of what a build can go on from."""

    root: Path
    out: Path
    cache: Path


def watch(paths: Paths, clock: Callable[[], datetime], console: Console) -> int:
    """Build, and go on until Ctrl-C or SIGTERM. Returns the exit code. DeskError if the first build cannot be done."""
    built = False
    try:
        with terminable(), Kept(paths.cache) as kept:
            watcher = Watcher(paths, kept, clock, console)
            watcher.build()
            built = True
            console.say(f"What changes in {paths.root} is built. Ctrl-C ends it.")
            watcher.go_on()
    except KeyboardInterrupt:
        if not built:
            raise
    console.say("Ended.")
    return 0


class Watcher:
    """The folder as it was last seen, and the site that is made of it."""

    def __init__(self, paths: Paths, kept: Kept, clock: Callable[[], datetime], console: Console) -> None:
        self._root, self._out, _ = self._paths = paths
        self._kept = kept
        self._clock = clock
        self._console = console
        self._files: dict[str, Path] = {}
        """The uploads, by key."""
        self._seen: dict[str, str] = {}
        """Their stamps."""
        self._linked = self._rehearsed = False
        self._left_out: set[LeftOut] = set()
        """What was told already."""

    def build(self, *, afresh: bool = False) -> None:
        """What `presswork build` does: from what the last build has left, unless `afresh`. DeskError."""
        started, now = time.monotonic(), self._clock()
        self._seen = {}
        folder = look(self._root)
        self._seen = stamps(folder.files)
        with_articles(folder)
        if afresh:
            self._kept.discard()
            site = anew(folder, self._out, now, self._console, self._kept, self._seen)
        else:
            site = with_cache(self._kept, folder, self._seen, self._out, now, self._console)
        tell(self._console, folder, self._out, site, started)
        self._files, self._linked, self._left_out = {**folder.files}, folder.linked, {*folder.left_out}

    def go_on(self) -> None:
        """Until somebody wants it to end."""
        ended = afresh = False
        while not ended:
            try:
                if afresh:
                    self.build(afresh=True)
                    afresh = False
                ended = self._follow()
            except (Useless, *DAMAGED) as error:
                why = str(error) if isinstance(error, Useless) else "the cache is damaged"
                self._console.problem(f"The site is built anew: {why}.")
                afresh = True
            except Unwatchable:
                raise
            except DeskError as error:
                if not afresh:  # it went while it was followed: it is tried as soon as it is there, be it the same
                    self._seen = {}
                self._console.problem(f"presswork: {error} The next try is when {self._root} has changed.")
                afresh, ended = True, self._wait_for_another()

    def _follow(self) -> bool:
        """Bring the site up to date with each change, until the whole folder is to be looked at once more.

        Returns whether somebody wants it to end. Useless, DeskError: the site is to be built anew.
        """
        with self._changes() as changed:
            folder = look(self._root)
            if folder.linked != self._linked:
                self._linked = folder.linked
                return changed.ended
            cache = self._kept.opened(folder, self._out)
            if cache is None:  # an address can have no file
                ended = self._until_another(changed)
                if not ended:
                    raise Useless("the build before has left nothing to go on from")
                return ended
            with Output(self._out) as output, _memory_left_alone():
                output.keep()
                if not self._rehearsed:
                    _rehearse(cache, folder, self._clock())
                    self._rehearsed = True
                found: tuple[Folder, Collection[str]] | None = (folder, {*folder.files, *self._seen})
                while found:
                    self._renew(cache, output, *found)
                    places = changed.wait(_patience(cache, self._clock()))
                    found = None if places is None else look_again(self._folder, places)
            cache.keep(replace(cache.state, left=output.mark))
            return changed.ended

    def _renew(self, cache: Cache, output: Output, found: Folder, among: Collection[str]) -> None:
        """Bring the site up to date with what was found of some keys, and with the clock."""
        started, now = time.monotonic(), self._clock()
        tell_left_out(sorted({*found.left_out} - self._left_out), self._console)
        self._left_out |= {*found.left_out}
        before = {key: self._seen[key] for key in among if key in self._seen}
        changed = changes(before, stamps({key: found.files[key] for key in among if key in found.files}))
        if not changed and _patience(cache, now) > 0:
            return
        names = sorted(map(self._folder.name, changed.keys() & self._files.keys()))
        _update(self._files, {key: found.files[key] if stamp else None for key, stamp in changed.items()})
        _update(self._seen, changed)
        folder = with_articles(self._folder)
        names = sorted({*names, *map(folder.name, changed.keys() & self._files.keys())})
        written, removed = output.written, output.removed
        reports = renewed(cache, folder, changed, output, now)
        cache.keep(replace(cache.state, left=output.mark, now=keys.instant(now)))
        self._tell(
            reports,
            Change(
                files=tuple(names),
                rejected=rejected(folder, reports),
                written=output.written - written,
                removed=output.removed - removed,
                seconds=round(time.monotonic() - started, 3),
            ),
        )

    def _tell(self, reports: Mapping[str, Report], change: Change) -> None:
        tell_authors(self._console, self._folder, reports, change.rejected)
        what = printable(change.files[0]) if len(change.files) == 1 else count(len(change.files), "file")
        self._console.say(
            f"{what if change.files else 'What was due'}: {change.written:,} written, {change.removed:,} removed,"
            f" {change.seconds:.2f} s." + and_rejected(change.rejected)
        )
        self._console.outcome(change)

    @property
    def _folder(self) -> Folder:
        return Folder(self._root, self._files, (), self._linked)

    def _changes(self) -> Changes:
        return Changes(self._root, (self._out, self._paths.cache), linked=self._linked)

    def _wait_for_another(self) -> bool:
        """Until the folder is another than it was when it was last looked at, or until somebody wants it to end.

        Returns which.
        """
        while True:
            try:
                with self._changes() as changed:
                    return self._until_another(changed)
            except Unwatchable:
                raise
            except DeskError:
                time.sleep(MISSING_SECONDS)

    def _until_another(self, changed: Changes) -> bool:
        while not changed.ended and self._seen_now() == self._seen:
            changed.wait(None)
        return changed.ended

    def _seen_now(self) -> dict[str, str]:
        """Nothing if the folder cannot be looked at."""
        try:
            return stamps(look(self._root).files)
        except DeskError:
            return {}


def _update(kept: dict[str, T], changed: Mapping[str, T | None]) -> None:
    """None: it goes."""
    for key, value in changed.items():
        if value is None:
            kept.pop(key, None)
        else:
            kept[key] = value


def _patience(cache: Cache, now: datetime) -> float:
    """For how many seconds nothing is due; 0 if something is."""
    for row in cache.table.query(Query(keys.due(), limit=1)):
        return min(MINUTE_SECONDS, max(0.0, (keys.moment(row.sort) - now).total_seconds()))
    return MINUTE_SECONDS


def _rehearse(cache: Cache, folder: Folder, now: datetime) -> None:
    """Take the newest article away and bring it back, without writing anything: the first change finds all loaded."""
    index = Index(cache.table, WorkProofs(cache.work), cache.work)
    for card in index.newest(lists.ALL, 1):
        key = key_of(card.id)
        without = {each: path for each, path in folder.files.items() if each != key}
        cache.connection.execute("BEGIN")
        with suppress(Useless):
            for files in (without, folder.files):
                then = folder._replace(files=files)
                renew({key}, then, FolderUploads(then), index, cache, now).pages()
        cache.connection.rollback()


@contextmanager
def _memory_left_alone() -> Iterator[None]:
    """What is in memory by now stays there: no collection need go through it."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
