"""What a program takes, with all processes that it starts: wall, CPU, memory. Linux alone, by /proc."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Thread

from benchmarks.figures import Process, start

EVERY_S = 0.25
"""So often is the memory looked at."""
QUIET_S = 3.0
"""A watcher that takes no CPU for so long has done what it had to do."""
_LITTLE_S = 0.02
_MIB = 1024.0
"""KiB."""


def measured(command: Sequence[str], folder: Path, fine: Sequence[int] = (0,)) -> Process:
    """Run a program to its end. CalledProcessError, with what it said, if it fails. Memory is shared out: PSS."""
    peak, over = [0.0], Event()

    def look(child: int) -> None:
        while not over.wait(EVERY_S):
            peak[0] = max(peak[0], _memory(child))

    started = time.monotonic()
    with TemporaryFile() as said, start(command, said, said, folder) as child:
        looking = Thread(target=look, args=[child.pid])
        looking.start()
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        over.set()
        looking.join()
        if child.returncode not in fine:
            said.seek(0)
            raise subprocess.CalledProcessError(child.returncode, command, said.read().decode(errors="replace"))
    return Process(wall, used.ru_utime + used.ru_stime, max(peak[0], used.ru_maxrss / _MIB))


@contextmanager
def watching(command: Sequence[str], folder: Path) -> Iterator[Callable[[Callable[[], object]], Process]]:
    """A program that waits for changes. Yields what makes a change, and says what that took until all was quiet."""
    with TemporaryFile() as said, start(command, said, said, folder) as child:
        try:
            _quiet(child.pid)

            def after(change: Callable[[], object]) -> Process:
                before, started = _cpu(child.pid), time.monotonic()
                change()
                ended = _quiet(child.pid)
                return Process(ended - started, _cpu(child.pid) - before, _memory(child.pid))

            yield after
        finally:
            child.terminate()


def _quiet(pid: int) -> float:
    """Wait until it takes no CPU. Returns when that began."""
    used, since = _cpu(pid), time.monotonic()
    while time.monotonic() - since < QUIET_S:
        time.sleep(0.1)
        if (now := _cpu(pid)) > used + _LITTLE_S:
            used, since = now, time.monotonic()
    return since


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with suppress(OSError):
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _cpu(pid: int) -> float:
    """Seconds, with children that have ended."""
    ticks = 0
    for each in _family(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> float:
    """MiB. What processes share counts once."""
    total = 0
    for each in _family(pid):
        with suppress(OSError, StopIteration):
            rows = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
            total += int(next(row for row in rows if row.startswith("Pss:")).split()[1])
    return total / _MIB
