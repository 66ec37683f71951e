"""What changes in a folder, as the system tells it: the places at which something may be another than it was."""

from __future__ import annotations

import signal
import threading
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Self

from desk.console import DeskError
from desk.folder import check, may_hold_uploads
from desk.signals import handled

if TYPE_CHECKING:
    from watchfiles._rust_notify import RustNotify

STEP_MS = 100
"""What comes within so long belongs together: editors write a file in several steps."""
DEBOUNCE_MS = 1_000
"""What has come is told after so long, although there is more to come."""
FLOOD = 1_000
"""Where so many places change at once, the system may have lost some, and does not say so."""


class Unwatchable(DeskError):
    """The system does not tell of a folder, as where it tells of too many already."""


class Changes:
    """What changes in a folder from the moment on that this is entered, until Ctrl-C or SIGTERM.

    `apart`: folders that are none of its own although they may lie in it. `linked`: whether links lie in it, so that
    all of it is to be watched. Unwatchable, or DeskError if there is none.
    """

    def __init__(self, root: Path, apart: Collection[Path], *, linked: bool) -> None:
        self._given = root
        self._root = root.resolve()
        self._apart = {each for each in map(Path.resolve, apart) if self._root in each.parents}
        self._linked = linked
        self._found: SimpleQueue[set[str] | None] = SimpleQueue()
        """Paths, or None: something was missed, or it is to end."""
        self._leave = threading.Event()
        self._stack = ExitStack()
        self.ended = False

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(handled(self._end, signal.SIGINT, signal.SIGTERM))
            try:
                self._watch([self._root], stack, below=self._linked)
                if not self._linked:
                    self._watch([each for each in self._root.iterdir() if self._is_folder(each)], stack, below=True)
            except FileNotFoundError as error:
                check(self._given)
                raise DeskError(f"{self._given} was gone for a moment.") from error
            except OSError as error:
                raise Unwatchable(f"{self._given} cannot be watched: {error}. Build it without --watch.") from error
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._stack.close()
        if kind and self.ended:  # whatever it was about, nobody waits for it any more
            raise KeyboardInterrupt

    def wait(self, seconds: float | None) -> set[str] | None:
        """Places where something may have changed, as paths from the folder on; none if nothing has for so long.

        None if something may have been missed, or if somebody wants it to end: then `ended` says so.
        """
        try:
            found = [self._found.get(timeout=seconds)]
        except Empty:
            return set()
        while not self._found.empty():
            found.append(self._found.get())
        paths: set[str] = set()
        for each in found:
            if each is None:
                return None
            paths |= each
        found_at = [Path(path) for path in paths if self._is_ours(Path(path))]
        if len(paths) >= FLOOD or any(each.parent == self._root and self._is_folder(each) for each in found_at):
            return None
        return {each.relative_to(self._root).as_posix().removeprefix(".") for each in found_at}

    def _is_ours(self, path: Path) -> bool:
        return self._apart.isdisjoint([path, *path.parents])

    def _is_folder(self, path: Path) -> bool:
        """Whether a path of the folder is one that is watched with all that lies below it."""
        return path.is_dir() and path not in self._apart and may_hold_uploads(self._root, path)

    def _watch(self, paths: Sequence[Path], stack: ExitStack, *, below: bool) -> None:
        """Listen in a thread of its own from now on. OSError."""
        from watchfiles._rust_notify import RustNotify  # an event loop comes with it, which takes its time

        watcher = RustNotify([*map(str, paths)], False, False, 0, below, False)
        thread = threading.Thread(target=self._listen, args=[watcher], daemon=True)
        thread.start()
        stack.callback(thread.join)
        stack.callback(self._leave.set)  # before it is waited for

    def _listen(self, watcher: RustNotify) -> None:
        from watchfiles._rust_notify import WatchfilesRustInternalError

        try:
            while isinstance(found := watcher.watch(DEBOUNCE_MS, STEP_MS, 0, self._leave), set):
                self._found.put({path for _, path in found})
        except WatchfilesRustInternalError:
            self._found.put(None)

    def _end(self) -> None:
        self.ended = True
        self._found.put(None)
