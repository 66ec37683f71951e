"""What every measurement prints: its figures, beside the goals, and the machine that they were taken on."""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from msgspec import Struct, json

SPARE_LOAD = 0.5
"""With more than this at work beside it, a machine measures others as well."""


class Figure(Struct, frozen=True):
    """One measured value."""

    what: str
    value: float
    unit: str
    goal: str = ""
    """In words, e.g. `at most 5`; empty where there is none."""
    met: bool | None = None


class Machine(Struct, frozen=True):
    """Where and when."""

    date: str
    cores: int
    python: str
    system: str
    load: float
    """Processes that were at work in the minute before, on average."""


class Process(NamedTuple):
    """What a child process took."""

    wall_s: float
    cpu_s: float
    peak_mib: float


def at_most(what: str, value: float, unit: str, limit: float) -> Figure:
    return Figure(what, value, unit, f"at most {limit:g}", value <= limit)


def parser(about: str) -> argparse.ArgumentParser:
    """With the option that all measurements have."""
    options = argparse.ArgumentParser(description=about)
    options.add_argument("--json", action="store_true", help="print one JSON object instead of a table")
    return options


def machine() -> Machine:
    return Machine(
        date=datetime.now(UTC).date().isoformat(),
        cores=os.cpu_count() or 1,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        load=round(os.getloadavg()[0], 2),
    )


def show(before: Machine, figures: Sequence[Figure], *, as_json: bool) -> int:
    """Print them. Returns the exit code: 1 if a goal was missed."""
    missed = any(each.met is False for each in figures)
    if as_json:
        print(json.encode({"machine": before, "figures": figures}).decode())
        return int(missed)
    print(f"{before.date}, {before.cores} cores, Python {before.python}, {before.system}")
    if before.load > SPARE_LOAD:
        print(f"Others were at work: load {before.load}. Quote counts and CPU, not wall times.")
    verdicts = {None: "", True: "met", False: "MISSED"}
    rows = [(each.what, f"{each.value:,.6g}", each.unit, each.goal, verdicts[each.met]) for each in figures]
    print("\n".join(table(rows)))
    return int(missed)


def table(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Columns as wide as their longest cell; the second, of numbers, to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if number == 1 else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def start(
    command: Sequence[str], out: int | IO[bytes], errors: IO[bytes], folder: Path | None = None
) -> subprocess.Popen[bytes]:
    """As people start it: Python keeps what it has compiled, whatever the shell that we run in says."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=errors)


def run(command: Sequence[str], fine: Collection[int] = (0,)) -> Process:
    """Run a program to its end, its output thrown away. CalledProcessError, and what it said, if it fails."""
    started = time.monotonic()
    with TemporaryFile() as said, start(command, subprocess.DEVNULL, said) as child:
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in fine:
            said.seek(0)
            sys.stderr.buffer.write(said.read())
            raise subprocess.CalledProcessError(child.returncode, command)
    return Process(wall, used.ru_utime + used.ru_stime, _peak_mib(used))


def _peak_mib(used: resource.struct_rusage) -> float:
    """Linux counts KiB, macOS bytes."""
    return used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
