"""What steps do to the table, in random histories, is what the roles of their functions allow.

The emulator does not know which partitions a policy names. So the steps are watched here, and held against the rows of
`tests/desk/walls.py`, which `tests/desk/test_walls.py` holds against the template.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest
from greenlet import getcurrent

from presswork.article.model import Value
from presswork.index.keys import Key
from presswork.index.table import Query, Snapshot
from tests import histories
from tests.desk.walls import PARTITIONS, READ, Try, may
from tests.world import Rows, World

pytestmark = pytest.mark.xdist_group("rights")

HISTORIES = 40
RACES = 10
"""Of a theme's files with each other: who loses one takes away what it wrote."""
FUNCTIONS = {
    "upload": "ValidateFunction",
    "media": "ImagesFunction",
    "index": "IndexFunction",
    "render": "RenderFunction",
    "rebuild": "RebuildFunction",
}


class Watch:
    """Notes each call that a step makes to the table, as `DynamoTable` makes it on AWS."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen: dict[str, set[Try]] = {each: set() for each in FUNCTIONS.values()}
        self._queues: dict[object, str] = {}
        self._watch_runs(monkeypatch)
        self._watch_rows(monkeypatch)

    def _watch_runs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        do = World.do

        def watched(world: World, queue: str, *messages: Any) -> None:
            self._queues[getcurrent()] = queue
            try:
                do(world, queue, *messages)
            finally:
                del self._queues[getcurrent()]

        monkeypatch.setattr(World, "do", watched)

    def _watch_rows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        get, query, write, snapshot, swap = Rows.get, Rows.query, Rows.write, Rows.snapshot, Rows.swap

        def watched_get(rows: Rows, key: Key[Any]) -> Any:
            self._note("GetItem", [key])
            return get(rows, key)

        def watched_get_many(rows: Rows, sought: Sequence[Key[Any]]) -> list[Any]:
            self._note("BatchGetItem", sought)
            return [get(rows, key) for key in sought]

        def watched_query(rows: Rows, asked: Query[Any]) -> Any:
            self._note("Query", [asked.shelf])
            return query(rows, asked)

        def watched_write(rows: Rows, puts: Mapping[Key[Any], Value], deletes: Iterable[Key[Any]] = ()) -> None:
            gone = list(deletes)
            self._note("BatchWriteItem", [*puts, *gone])
            write(rows, puts, gone)

        def watched_snapshot(rows: Rows, sought: Iterable[Key[Any]]) -> Snapshot:
            wanted = list(sought)
            self._note("BatchGetItem", wanted)
            return snapshot(rows, wanted)

        def watched_swap(rows: Rows, seen: Snapshot, writes: Mapping[Key[Any], Value | None]) -> bool:
            self._note("ConditionCheckItem", seen.values.keys() - writes.keys())
            self._note("PutItem", [key for key, value in writes.items() if value is not None])
            self._note("DeleteItem", [key for key, value in writes.items() if value is None])
            return swap(rows, seen, writes)

        for name, do in {
            "get": watched_get,
            "get_many": watched_get_many,
            "query": watched_query,
            "write": watched_write,
            "snapshot": watched_snapshot,
            "swap": watched_swap,
        }.items():
            monkeypatch.setattr(Rows, name, do)

    def _note(self, action: str, places: Iterable[Any]) -> None:
        queue = self._queues.get(getcurrent(), "")
        if queue in FUNCTIONS:
            self.seen[FUNCTIONS[queue]] |= {Try(f"dynamodb:{action}", _place(each.partition)) for each in places}


def _place(partition: str) -> str:
    kind = partition.partition("#")[0]
    return next(f"Table/{each}" for each in PARTITIONS if each.partition("#")[0] == kind)


@pytest.fixture(scope="module")
def seen() -> Mapping[str, set[Try]]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        watch = Watch(monkeypatch)
        wrong = [histories.wrong_after(seed) for seed in range(1, HISTORIES + 1)]
        wrong += [histories.wrong_after(seed, act=histories.themes) for seed in range(1, RACES + 1)]
    assert wrong == [None] * (HISTORIES + RACES)
    return watch.seen


@pytest.mark.parametrize("function", FUNCTIONS.values())
def test_a_function_does_nothing_to_the_table_that_its_row_does_not_name(
    seen: Mapping[str, set[Try]], function: str
) -> None:
    assert sorted(seen[function] - may(function)) == []


@pytest.mark.parametrize("function", FUNCTIONS.values())
def test_a_function_reads_every_partition_that_its_row_names(seen: Mapping[str, set[Try]], function: str) -> None:
    assert _read(seen[function]) == _read(may(function))


def _read(tries: Iterable[Try]) -> set[str]:
    return {each.key for each in tries if each.action in READ.split()}
