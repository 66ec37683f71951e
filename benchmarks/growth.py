"""What one publication costs as the archive grows: calls, bytes and CPU of the functions' steps.

    python -m benchmarks.growth [--sizes 100 1000 10000 100000] [--emulator] [--plot docs/pictures/growth.svg]

In this process the table is SQLite's, in a file: each row is encoded and decoded, as for DynamoDB. The CPU is that of
all but SQLite, which needs longer to find a row among more. Calls are those that DynamoDB would get: 100 rows a batch
that reads, 25 a batch that writes, one a query; the bytes are those of rows and pages. With `--emulator` the same is
published on the adapters that the functions have on AWS as well, beside archives of up to 10,000 articles, one emulator
for each: calls, bytes and CPU are then also those of botocore, for all services.

The archives take turns, so that whatever else slows the machine slows all of them alike.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from msgspec import json

from benchmarks import newspaper
from benchmarks.archive import Archive, Given, Woken, named
from benchmarks.calls import NOW, Publication
from benchmarks.figures import Figure, at_most, machine, parser, show
from benchmarks.picture import Line, picture
from desk.emulator import emulator
from desk.sqlite import SCHEMA, SqliteTable
from desk.work import FileProofs
from presswork.article.model import Value
from presswork.article.uploads import key_of
from presswork.index.keys import Key, V
from presswork.index.site import Index
from presswork.index.table import Query, Row, Snapshot
from presswork.pages.respond import respond
from presswork.steps.validate import validate

SIZES = (100, 1000, 10_000, 100_000)
ON_EMULATOR = 10_000
"""Articles at most: it holds all rows in memory, each many times as large."""
PUBLICATIONS = 21
FULL = 1000
"""With fewer articles the windows of the related links are not full yet, and less is found in them."""
GOAL_PERCENT = 5.0
READS, WRITES = 100, 25


class Cost(NamedTuple):
    calls: float
    kilobytes: float
    cpu_ms: float


Publish = Callable[[int], Cost]
"""Publishes the article of an age, newer than all before."""


class Rows(list[Any]):
    """What a statement has found."""

    def fetchone(self) -> Any:
        return self[0] if self else None


class Clocked(sqlite3.Connection):
    """Takes the CPU that SQLite needs to find rows and to put them away."""

    seconds = 0.0

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        with self._clock():
            return Rows(super().execute(sql, parameters))

    def executemany(self, sql: str, parameters: Iterable[Any]) -> Any:
        rows = list(parameters)
        with self._clock():
            return super().executemany(sql, rows)

    @contextmanager
    def _clock(self) -> Iterator[None]:
        started = time.process_time()
        yield
        self.seconds += time.process_time() - started


class Metered(SqliteTable):
    """Counts what it is asked for."""

    def __init__(self, connection: Clocked) -> None:
        super().__init__(connection)
        self.connection = connection
        self.calls = 0
        self.seen: list[Value] = []
        """What was read and written, so that whoever counts its bytes may do so later."""

    def get(self, key: Key[V]) -> V | None:
        return self._read_one(key, calls=1)

    def get_many(self, keys: Sequence[Key[V]]) -> list[V | None]:
        self.calls += -(-len(keys) // READS)
        return [self._read_one(key, calls=0) for key in keys]

    def query(self, query: Query[V]) -> list[Row[V]]:
        self.calls += 1
        found = super().query(query)
        self.seen += (row.value for row in found)
        return found

    def write(self, puts: Mapping[Key[Any], Value], deletes: Iterable[Key[Any]] = ()) -> None:
        deletes = list(deletes)
        self.calls += -(-(len(puts) + len(deletes)) // WRITES)
        self.seen += puts.values()
        super().write(puts, deletes)

    def snapshot(self, keys: Iterable[Key[Any]]) -> Snapshot:
        found = super().snapshot(keys)
        self.calls += -(-len(found.values) // READS)
        self.seen += (value for value in found.values.values() if value is not None)
        return found

    def swap(self, seen: Snapshot, writes: Mapping[Key[Any], Value | None]) -> bool:
        self.calls += 1
        self.seen += (value for value in writes.values() if value is not None)
        return super().swap(seen, writes)

    def _read_one(self, key: Key[V], *, calls: int) -> V | None:
        self.calls += calls
        found = super().get(key)
        self.seen += () if found is None else (found,)
        return found


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Says what one publication costs as the archive grows.")
    options.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="articles in the archive")
    options.add_argument("--publications", type=int, default=PUBLICATIONS, help="in each, of which it is the median")
    options.add_argument("--emulator", action="store_true", help="on the emulator as well")
    options.add_argument("--plot", type=Path, help="a file to draw it into")
    given = options.parse_args(arguments)
    here = machine()
    ages = [-number for number in range(1, given.publications + 1)]
    sizes = sorted(given.sizes)
    found = {"in this process": _medians(sizes, ages, in_process)}
    if given.emulator:
        smaller = [size for size in sizes if size <= ON_EMULATOR]
        found["on the emulator"] = _medians(smaller, ages, on_emulator)
    if given.plot:
        given.plot.write_text(plot(found))
    return show(here, [each for where, costs in found.items() for each in _figures(where, costs)], as_json=given.json)


def _medians(sizes: Sequence[int], ages: Sequence[int], there: Callable[..., Any]) -> dict[int, Cost]:
    """What a publication costs in each archive. The largest is filled first, while memory is free."""
    with ExitStack() as stack:
        archives = {size: stack.enter_context(there(size, ages)) for size in reversed(sizes)}
        costs: dict[int, list[Cost]] = {size: [] for size in sizes}
        for age in ages:
            for size in sizes:
                costs[size].append(archives[size](age))
    return {size: Cost(*(median(each) for each in zip(*costs[size], strict=True))) for size in sizes}


@contextmanager
def in_process(size: int, ages: Sequence[int]) -> Iterator[Publish]:  # noqa: ARG001
    """An archive in a file."""
    with TemporaryDirectory(prefix="presswork-benchmark-") as place, FileProofs() as proofs:
        connection = sqlite3.connect(Path(place, "table"), isolation_level=None, factory=Clocked)
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute(SCHEMA)
        table = Metered(connection)
        connection.execute("BEGIN")
        Archive(table, proofs, NOW).fill(size)
        connection.commit()
        site, uploads = Index(table, proofs), Given(NOW)
        yield lambda age: _publish(age, table, site, uploads)
        connection.close()


def _publish(age: int, table: Metered, site: Index, uploads: Given) -> Cost:
    """From the upload to the pages."""
    article, now = named(age), max(NOW, newspaper.dated(age))
    uploads.texts[key_of(article)] = newspaper.article(age)
    table.calls = 0
    table.seen.clear()
    woken = Woken()
    connection = table.connection
    connection.execute("BEGIN")
    connection.seconds = 0.0
    started = time.process_time()
    validate(article, table=table, uploads=uploads, proofs=site.proofs, wakes=woken)
    woken.settle(site, now)
    pages = [respond(address, site) for address in sorted(woken.addresses)]
    used = time.process_time() - started - connection.seconds
    connection.commit()
    read = sum(len(json.encode(each)) for each in table.seen) + sum(len(page.body) for page in pages if page)
    return Cost(table.calls, read / 1000, 1000 * used)


@contextmanager
def on_emulator(size: int, ages: Sequence[int]) -> Iterator[Publish]:
    """An archive on an emulator of its own."""
    with emulator() as gateway:
        publication = Publication(gateway, size, ages)

        def publish(age: int) -> Cost:
            cost = publication.publish(age)
            return Cost(sum(cost.calls.values()), cost.kilobytes, cost.cpu_ms)

        yield publish


def _figures(where: str, found: Mapping[int, Cost]) -> Iterable[Figure]:
    for what, unit, at in KINDS:
        for size, cost in found.items():
            yield Figure(f"{what} {where}, {size:,} articles", round(cost[at], 1), unit)
        full = [cost[at] for size, cost in found.items() if size >= FULL]
        if len(full) > 1:
            more = round(100 * (full[-1] / full[0] - 1), 1)
            yield at_most(f"{what} {where}: more in the largest than in {FULL:,}", more, "%", GOAL_PERCENT)


KINDS = (("Calls", "", 0), ("Bytes", "KB", 1), ("CPU", "ms", 2))
"""Of costs: what each is called, its unit, and where it stands in `Cost`."""


def plot(found: Mapping[str, Mapping[int, Cost]]) -> str:
    """Each kind of cost in percent of that beside FULL articles: a flat line does not grow."""
    panels = {
        what: [
            Line(where, {size: 100 * cost[at] / costs[FULL][at] for size, cost in costs.items()})
            for where, costs in found.items()
        ]
        for what, _, at in KINDS
    }
    return picture("What one publication costs as the archive grows", "articles in the archive", panels)


if __name__ == "__main__":
    sys.exit(main())
