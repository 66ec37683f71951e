"""Presswork beside Hugo, Eleventy and Pelican: a full build, then one article more, on the same made-up articles.

    python -m benchmarks.peers [--sizes 100 1000 10000] [--rounds 5] [--only Presswork Hugo] [--place /dev/shm]

Prints a table in Markdown for each size: medians, and each beside Hugo with its related links on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.figures import Process, machine, parser
from benchmarks.peers.tools import Peer, install, peers, versions

MEASURE = "Hugo"
"""Which one the others are set beside."""


class Found(NamedTuple):
    """What one generator took for one size."""

    full: list[Process]
    more: list[Process]
    files: int
    changed: int
    """Files of which bytes differ, that are new or that went, when one article was added: the most of all rounds."""
    stale: int
    """Files that are others after a full build: what the way that makes what has changed got wrong."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Builds the same site with several generators.")
    options.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10_000], help="articles")
    options.add_argument("--rounds", type=int, default=5, help="of everything, for the medians (%(default)s)")
    options.add_argument("--only", nargs="+", help="some of the generators, by name")
    options.add_argument("--place", type=Path, help="a folder to do it in; one in memory leaves the disk out of it")
    given = options.parse_args(arguments)
    install()
    here = machine()
    print(f"{here.date}, {here.cores} cores, {here.system}, Python {here.python}, load {here.load}; {versions()}")
    wanted = [each for each in peers() if not given.only or each.name in given.only]
    for size in given.sizes:
        with TemporaryDirectory(prefix="presswork-peers-", dir=given.place) as place:
            found = _measure(wanted, Path(place), size, given.rounds)
        print(f"\n{size:,} articles, {given.rounds} rounds, load at the end {os.getloadavg()[0]:.1f}\n")
        print("\n".join(_table(found)), flush=True)
    return 0


def _measure(wanted: Sequence[Peer], place: Path, size: int, rounds: int) -> dict[str, Found]:
    """Round after round of all generators, so that what else the machine does falls on all of them alike."""
    sites = {each.name: place / str(number) / "site" for number, each in enumerate(wanted)}
    full: dict[str, list[Process]] = {each.name: [] for each in wanted}
    for each in wanted:
        sites[each.name].parent.mkdir()
        each.lay_out(sites[each.name], size)
    first = {tuple(each.full): each for each in reversed(wanted)}  # who differ in `more` alone are measured once
    for _ in range(rounds):
        for each in first.values():
            full[each.name].append(each.build(sites[each.name]))
    full |= {each.name: full[first[tuple(each.full)].name] for each in wanted}
    return {each.name: _with_one_more(each, sites[each.name], full[each.name], rounds) for each in wanted}


def _with_one_more(peer: Peer, site: Path, full: list[Process], rounds: int) -> Found:
    more, changed = [], 0
    with peer.adding(site) as after:
        now = _hashes(site / peer.out)
        for number in range(1, rounds + 1):
            before = now
            more.append(after(lambda age=-number: peer.add(site, age)))  # type: ignore[misc]  # of its own round
            now = _hashes(site / peer.out)
            if len(now) <= len(before):
                raise RuntimeError(f"{peer.name} has not published the article that was added")
            changed = max(changed, _different(before, now))
    peer.build(site)
    return Found(full, more, len(now), changed, _different(now, _hashes(site / peer.out)))


def _different(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> int:
    return sum(one.get(name) != other.get(name) for name in one.keys() | other.keys())


def _hashes(folder: Path) -> dict[str, bytes]:
    """By path. Hidden files are none of the site: Presswork keeps its list of files in one."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(folder)): blake2b(path.read_bytes()).digest() for path in files}


def _table(found: Mapping[str, Found]) -> list[str]:
    heads = (
        *("", "full: wall s", "CPU s", "peak MiB", "wall, Hugo = 1", "CPU, Hugo = 1"),
        *("one more: wall s", "CPU s", "CPU, Hugo = 1", "files changed", "stale"),
    )
    rows = [f"| {' | '.join(heads)} |", f"|---{'|--:' * (len(heads) - 1)}|"]
    for name, each in found.items():
        beside = found.get(MEASURE, each)
        (wall, cpu, peak), (hugo_wall, hugo_cpu, _) = _medians(each.full), _medians(beside.full)
        (more_wall, more_cpu, _), (_, hugo_more_cpu, _) = _medians(each.more), _medians(beside.more)
        cells = (
            name,
            *(f"{wall:.1f}", f"{cpu:.1f}", f"{peak:.0f}", f"{wall / hugo_wall:.2f}", f"{cpu / hugo_cpu:.2f}"),
            *(f"{more_wall:.1f}", f"{more_cpu:.2f}", f"{more_cpu / hugo_more_cpu:.3f}"),
            *(f"{each.changed:,} of {each.files:,}", f"{each.stale:,}"),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def _medians(runs: Sequence[Process]) -> tuple[float, float, float]:
    wall, cpu, peak = (median(each) for each in zip(*runs, strict=True))
    return wall, cpu, peak


if __name__ == "__main__":
    sys.exit(main())
