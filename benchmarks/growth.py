"""What one publication costs as the archive grows: calls, bytes and CPU of the functions' steps, in this process.

    python -m benchmarks.growth [--sizes 100 1000 10000 100000] [--plot docs/pictures/growth.svg]

Calls are those that DynamoDB would get: 100 rows a batch that reads, 25 a batch that writes, one a query. Bytes are
those of the rows and pages that are read and written, and CPU includes that the rows are encoded. `benchmarks.calls`
counts the same on the emulator, from outside.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from msgspec import json

from benchmarks import newspaper
from benchmarks.archive import Archive, Given, KeptProofs, Woken
from benchmarks.figures import Figure, at_most, machine, parser, show
from presswork.article.model import Address, ArticleId, Value
from presswork.article.uploads import key_of
from presswork.index.keys import Key, V
from presswork.index.memory import MemoryTable
from presswork.index.site import Index
from presswork.index.table import Query, Row, Snapshot
from presswork.pages.respond import respond
from presswork.steps.index import index
from presswork.steps.validate import validate

SIZES = (100, 1000, 10_000, 100_000)
PUBLICATIONS = 7
GOAL_PERCENT = 5.0
NOW = datetime(2026, 1, 2, tzinfo=UTC)
READS, WRITES = 100, 25


class Cost(NamedTuple):
    calls: float
    kib: float
    cpu_ms: float


class Metered(MemoryTable):
    """Counts what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = self.bytes = 0

    def get(self, key: Key[V]) -> V | None:
        self.calls += 1
        return self._seen(super().get(key))

    def get_many(self, keys: Sequence[Key[V]]) -> list[V | None]:
        self.calls += -(-len(keys) // READS)
        return [self._seen(MemoryTable.get(self, key)) for key in keys]

    def query(self, query: Query[V]) -> list[Row[V]]:
        self.calls += 1
        found = super().query(query)
        for row in found:
            self._seen(row.value)
        return found

    def write(self, puts: Mapping[Key[Any], Value], deletes: Iterable[Key[Any]] = ()) -> None:
        deletes = list(deletes)
        self.calls += -(-(len(puts) + len(deletes)) // WRITES)
        for value in puts.values():
            self._seen(value)
        super().write(puts, deletes)

    def swap(self, seen: Snapshot, writes: Mapping[Key[Any], Value | None]) -> bool:
        self.calls += 1
        for value in writes.values():
            self._seen(value)
        return super().swap(seen, writes)

    def _seen(self, value: V | None) -> V | None:
        self.bytes += len(json.encode(value)) if value is not None else 0
        return value


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Says what one publication costs as the archive grows.")
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="articles in the archive")
    options.add_argument("--plot", type=Path, help="a file to draw it into")
    given = options.parse_args(arguments)
    here = machine()
    found = {size: cost(size) for size in given.sizes}
    figures = [
        Figure(f"{what}, {size:,} articles", round(value, 1), unit)
        for what, unit, at in (("calls", "", 0), ("read and written", "KiB", 1), ("CPU", "ms", 2))
        for size, each in found.items()
        for value in [each[at]]
    ]
    full = [each for size, each in found.items() if size > min(found)]  # in a small archive windows are not full yet
    for what, at in (("calls", 0), ("bytes", 1), ("CPU", 2)):
        values = [each[at] for each in full]
        if values:
            figures.append(at_most(f"more {what}", round(100 * (values[-1] / values[0] - 1), 1), "%", GOAL_PERCENT))
    if given.plot:
        given.plot.write_text(plot(found))
    return show(here, figures, as_json=given.json)


def cost(size: int) -> Cost:
    """The median of some publications beside `size` others."""
    table, proofs = Metered(), KeptProofs()
    Archive(table, proofs, NOW).fill(size)
    uploads, site = Given(NOW), Index(table, proofs)
    costs = [_publish(-number, table, site, uploads) for number in range(1, PUBLICATIONS + 1)]
    return Cost(*(median(each) for each in zip(*costs, strict=True)))


def _publish(age: int, table: Metered, site: Index, uploads: Given) -> Cost:
    article = ArticleId(f"new{-age}.md")
    uploads.texts[key_of(article)] = newspaper.article(age)
    made: dict[Address, int] = {}

    def once() -> None:
        woken = Woken()
        validate(article, table=table, uploads=uploads, proofs=site.proofs, wakes=woken)
        while woken.articles:
            index(woken.articles.pop(0), site=site, wakes=woken, now=NOW)
        for address in sorted(woken.addresses):
            page = respond(address, site)
            made[address] = len(page.body) if page else 0

    table.calls = table.bytes = 0
    started = time.process_time()
    once()
    used = time.process_time() - started
    return Cost(table.calls, (table.bytes + sum(made.values())) / 1024, 1000 * used)


def plot(found: Mapping[int, Cost]) -> str:
    """Each kind of cost beside that in the smallest archive, as SVG: a straight line is flat."""
    sizes = sorted(found)
    left, top, width, height = 60, 30, 480, 200
    across = {size: left + width * number / max(len(sizes) - 1, 1) for number, size in enumerate(sizes)}
    lines = []
    for at, (name, color) in enumerate((("calls", "#1f5fa8"), ("bytes", "#a8471f"), ("CPU", "#3d7a35"))):
        ratios = [found[size][at] / found[sizes[0]][at] for size in sizes]
        points = " ".join(
            f"{across[size]:.0f},{top + height * (1 - ratio / 2):.0f}"
            for size, ratio in zip(sizes, ratios, strict=True)
        )
        lines.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>')
        lines.append(f'<text x="{left + 80 * at}" y="18" fill="{color}">{name}</text>')
    ticks = [
        f'<text x="{x:.0f}" y="{top + height + 18}" text-anchor="middle">{size:,}</text>' for size, x in across.items()
    ]
    ticks += [
        f'<text x="{left - 8}" y="{top + height * (1 - ratio / 2) + 4:.0f}" text-anchor="end">× {ratio}</text>'
        f'<path d="M{left} {top + height * (1 - ratio / 2):.0f}h{width}" stroke="#ccc"/>'
        for ratio in (0, 1, 2)
    ]
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 270" font-family="sans-serif" font-size="13">'
    title = "<title>What a publication costs as the archive grows, beside the smallest</title>"
    return "\n".join([head, title, '<rect width="600" height="270" fill="#fff"/>', *ticks, *lines, "</svg>", ""])


if __name__ == "__main__":
    sys.exit(main())
