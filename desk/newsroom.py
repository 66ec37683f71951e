"""A newsroom keeps a folder's articles on a site: uploads what changes, and tells what becomes of each upload."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from desk.console import Console, DeskError, Outcome, Rejected, count, printable
from desk.folder import Folder, tell_left_out
from desk.follow import End, Fate, Upload, begin, fates, footprint, told_to_forget
from desk.pipeline import Pipeline, Verb
from presswork.article.uploads import ARTICLES, id_of
from presswork.index import keys

AT_ONCE = 8
"""Uploads side by side."""
LOOK_SECONDS = 0.25
PATIENCE_SECONDS = 60.0
"""How long nothing at all may move before what is still on its way counts as stuck."""
WANTING_SECONDS = 10.0
"""How long an address may take to come free, after the last of our own uploads has ended."""
_MAY_CHANGE: set[End | None] = {None, "rejected", "scheduled", "author"}
"""Ends that are none: an address or a name may come free, or be taken; a time may come."""


class Content(NamedTuple):
    """A file's content by its hash, MD5 as in S3's ETag, and the stamp of the file that had it."""

    digest: str
    stamp: object = None


class Newsroom:
    """The folder and the pipeline: brings the one's articles to the other's site, and tells what becomes of each."""

    def __init__(
        self, root: Path, pipeline: Pipeline, console: Console, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._pipeline = pipeline
        self._console = console
        self._now = now
        self._folder = Folder(root, {}, ())
        self._contents: dict[str, Content] = {}
        """Of each file as it was uploaded."""
        self._uploads: dict[str, Upload] = {}
        """The last of each file, by key; a removal is forgotten when it has been told."""
        self._told = 0.0
        """When the end of any upload was told last."""

    def knows(self, contents: Mapping[str, Content]) -> None:
        """What stands in the bucket already, by key: it is uploaded only where it differs, removed where it is gone."""
        self._contents |= contents

    def open(self, folder: Folder) -> bool:
        """What all pages show first, so that nothing is made twice; then the pages that are there without articles.

        False if that is stuck: it was told.
        """
        self.publish(
            folder._replace(files={key: path for key, path in folder.files.items() if not key.startswith(ARTICLES)})
        )
        if not self.follow():
            return False
        self._pipeline.wakes.rebuild("", "")
        return self.settle(until=self._rebuilt)

    def _rebuilt(self) -> bool:
        rebuilt = self._pipeline.index.table.get(keys.rebuilt())
        return rebuilt is not None and rebuilt.edition != ""

    def publish(self, folder: Folder) -> None:
        """Remove what is gone from the folder, which may free addresses; then upload what is new or has changed.

        DeskError if a file cannot be read; all others are uploaded then.
        """
        tell_left_out(sorted({*folder.left_out} - {*self._folder.left_out}), self._console)
        self._folder = folder
        self._pipeline.look()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            gone = sorted(self._contents.keys() - folder.files.keys())
            removed = [*pool.map(self._remove, gone)]
            uploaded = []
            with self._console.progress("Uploading", len(folder.files)) as done:
                for each in pool.map(self._upload, folder.files.items()):
                    uploaded.append(each)
                    done()
        self._uploads |= {each.key: each for each in (*removed, *uploaded) if isinstance(each, Upload)}
        for each in uploaded:
            if isinstance(each, DeskError):
                raise each

    def tick(self) -> None:
        """What is to be done once a minute: articles whose time has come or is over."""
        if self._pipeline.release():
            self.settle()

    def follow(self) -> bool:
        """Until each upload has ended, whatever else goes on. False if something is stuck: it was told."""
        settled = self.settle(until=self._all_ended)
        if settled:
            self._tell_the_rest()
        return settled

    def _all_ended(self) -> bool:
        """Those that want the address of another get a while to have it: on a busy site it is never quiet."""
        under_way = self._under_way()
        if not under_way:
            return True
        waited = time.monotonic() - max([self._told, *(each.started for each in under_way)])
        return waited > WANTING_SECONDS and all(fate.wants for _, fate in self._fates(under_way))

    def settle(self, until: Callable[[], bool] | None = None) -> bool:
        """Follow all uploads until all is quiet, or until `until` says so. False if something is stuck: it was told."""
        quiet, seen, moved = 0, None, time.monotonic()
        while quiet < 2:
            began = time.monotonic()
            under_way = self._advance()
            if until and until():
                return True
            waiting = self._pipeline.waiting()
            quiet = quiet + 1 if not (waiting or under_way) else 0
            state = (waiting, under_way, len(self._pipeline.written), len(self._pipeline.invalidated))
            if state != seen:
                seen, moved = state, time.monotonic()
            elif time.monotonic() - moved > PATIENCE_SECONDS:
                self._give_up(waiting)
                return False
            # Looking takes the same processors as the functions: at most a third of the time is for it.
            time.sleep(max(LOOK_SECONDS, 2 * (time.monotonic() - began)))
        self._tell_the_rest()
        return True

    def outcome(self, seconds: float) -> Outcome:
        """What there is now, by the table: whatever was told on the way."""
        articles = [id_of(key) for key in self._folder.articles]
        rejected = [
            Rejected(self._folder.name(each.key), tuple(fate.problems))
            for each, fate in self._fates(sorted(self._uploads.values(), key=lambda each: each.key))
            if fate.end == "rejected"
        ]
        return Outcome(
            published=len(self._pipeline.index.live(articles)),
            rejected=tuple(rejected),
            pages=len(self._pipeline.written),
            invalidated=len(self._pipeline.invalidated),
            seconds=round(seconds, 3),
        )

    def _remove(self, key: str) -> Upload:
        del self._contents[key]
        begun = begin(key, self._pipeline)
        self._pipeline.remove(key)
        return begun

    def _upload(self, item: tuple[str, Path]) -> Upload | DeskError | None:
        """None for a file that is as it was, or that has just gone; the error for one that cannot be read."""
        key, path = item
        try:
            before = self._contents.get(key)
            content = content_of(path, before)
            if before and content.digest == before.digest:
                self._contents[key] = content
                return None
            begun = begin(key, self._pipeline)
            begun.version = self._pipeline.put(key, path)
        except FileNotFoundError:
            return None
        except OSError as error:
            return DeskError(f"{path} cannot be read: {error.strerror}. Mend that, or move it away.")
        self._contents[key] = content
        return begun

    def _under_way(self) -> list[Upload]:
        return [each for each in self._uploads.values() if not (each.told or each.stuck)]

    def _fates(self, uploads: Sequence[Upload]) -> list[tuple[Upload, Fate]]:
        return [*zip(uploads, fates(uploads, self._pipeline, self._now()), strict=True)]

    def _advance(self) -> int:
        """Tell of those that have ended. Returns how many are still under way."""
        self._pipeline.look()
        under_way = 0
        for upload, fate in self._fates(self._under_way()):
            if fate.end is None:
                under_way += 1
                continue
            upload.arrived = upload.arrived or time.monotonic()
            # What has its address may be leaving: it is too early to call it rejected.
            if not fate.wants and (fate.address is None or told_to_forget(upload, fate.address, self._pipeline)):
                self._tell(upload, fate)
        return under_way

    def _tell_the_rest(self) -> None:
        """All is quiet: tell what was kept back, and what others have changed meanwhile."""
        self._pipeline.look()
        for upload, fate in self._fates([each for each in self._uploads.values() if each.told in _MAY_CHANGE]):
            if fate.end and fate.end != upload.told:
                upload.arrived = upload.arrived or time.monotonic()
                self._tell(upload, fate)

    def _tell(self, upload: Upload, fate: Fate) -> None:
        """One line on how an upload ended, and one for each problem."""
        file = self._folder.name(upload.key)
        self._console.report(file, fate.problems)
        if fate.address and fate.end in {"live", "gone"}:
            mark = footprint(upload, self._pipeline)
            changed = f"{count(mark.pages, 'page')} rendered, {count(mark.paths, 'path')} invalidated"
            seconds = upload.arrived - upload.started
            self._console.say(f"{fate.end:<9} {seconds:5.1f} s  {printable(fate.address)}  ({changed})")
        elif fate.end != "rejected":
            self._console.say(f"{fate.end:<9}          {printable(file)}")
        upload.told = fate.end
        self._told = time.monotonic()
        if not upload.version:
            del self._uploads[upload.key]

    def _give_up(self, waiting: Mapping[Verb, int]) -> None:
        """Nothing has moved for too long: tell what is stuck, where, and what is said there."""
        stuck: set[Verb] = set(waiting)
        for upload, fate in self._fates(self._under_way()):
            if fate.end is None:
                upload.stuck = True
                stuck.add(fate.waits_for)
                self._console.problem(
                    f"{printable(self._folder.name(upload.key))}: not live after"
                    f" {time.monotonic() - upload.started:.0f} s: {fate.waits_for} has not done its part."
                )
        for verb in sorted(stuck):
            lines = self._pipeline.last_lines(verb) or ["(nothing)"]
            held = count(waiting.get(verb, 0), "message")
            self._console.problem(f"{verb}: {held} waiting; its log ends with:")
            for line in lines:
                self._console.problem(f"  {printable(line)}")


def content_of(path: Path, before: Content | None = None) -> Content:
    """What a file holds; not read again if it looks as it did. FileNotFoundError, OSError."""
    found = path.stat()
    stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
    if before and before.stamp == stamp:
        return before
    with path.open("rb") as file:
        return Content(hashlib.file_digest(file, partial(hashlib.md5, usedforsecurity=False)).hexdigest(), stamp)
