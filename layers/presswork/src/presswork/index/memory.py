"""The table in memory: for the full build, and the oracle of the tests."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from presswork.article.model import Value
from presswork.index.keys import Key, V
from presswork.index.table import Query, Row, Snapshot


@dataclass(frozen=True, slots=True)
class _Partition:
    """The sort keys of a partition in their order, and the value at each: most hold one row or two, and take little."""

    sorts: list[str]
    values: list[Any]


_EMPTY = _Partition([], [])
_row: Any = partial(tuple.__new__, Row)
"""A row of a pair, as `Row._make` makes it, in half the time of `Row(…)`: a full build reads millions."""


class MemoryTable:
    """Values are kept as they are: they are frozen. A version is the number of a snapshot: the first since the write.

    So a row that nobody asks for in a snapshot, as nearly all are in a full build, needs none.
    """

    def __init__(self) -> None:
        self._partitions: dict[str, _Partition] = {}
        self._versions: dict[tuple[str, str], str] = {}
        self._snapshots = 0

    def get(self, key: Key[V]) -> V | None:
        partition = self._partitions.get(key.partition, _EMPTY)
        sorts, values = partition.sorts, partition.values
        at = bisect_left(sorts, key.sort)
        value: V | None = values[at] if at < len(sorts) and sorts[at] == key.sort else None
        return value

    def get_many(self, keys: Sequence[Key[V]]) -> list[V | None]:
        return [self.get(key) for key in keys]

    def query(self, query: Query[V]) -> list[Row[V]]:
        name, prefix, _ = query.shelf
        partition = self._partitions.get(name, _EMPTY)
        sorts, values = partition.sorts, partition.values
        start = bisect_right(sorts, prefix + query.after) if query.after else bisect_left(sorts, prefix)
        end = bisect_left(sorts, prefix + query.before, start)
        if query.limit is not None and end - start > query.limit:
            start, end = (end - query.limit, end) if query.newest_first else (start, start + query.limit)
        found = sorts[start:end]
        if prefix:
            found = [sort[len(prefix) :] for sort in found]
        rows = list(map(_row, zip(found, values[start:end], strict=True)))
        return rows[::-1] if query.newest_first else rows

    def query_many(self, queries: Sequence[Query[V]]) -> list[list[Row[V]]]:
        return [self.query(query) for query in queries]

    def write(self, puts: Mapping[Key[Any], Value], deletes: Iterable[Key[Any]] = ()) -> None:
        for key, value in puts.items():
            self._put(key, value)
        for key in deletes:
            self._delete(key)

    def snapshot(self, keys: Iterable[Key[Any]]) -> Snapshot:
        keys = list(keys)
        self._snapshots += 1
        return Snapshot({key: self.get(key) for key in keys}, {key: self._version(key) for key in keys})

    def swap(self, seen: Snapshot, writes: Mapping[Key[Any], Value | None]) -> bool:
        self._snapshots += 1
        if any(self._version(key) != version for key, version in seen.versions.items()):
            return False
        for key, value in writes.items():
            if value is None:
                self._delete(key)
            else:
                self._put(key, value)
        return True

    def everything(self) -> Iterator[tuple[Key[Any], Value]]:
        """All there is, for whoever goes on with it elsewhere."""
        for name, rows in self._partitions.items():
            yield from (
                (Key(name, sort, type(value)), value) for sort, value in zip(rows.sorts, rows.values, strict=True)
            )

    def partitions(self, prefix: str) -> list[str]:
        """The names of all partitions that start with `prefix`, for a full build's walk over everything."""
        return sorted(name for name, rows in self._partitions.items() if rows.sorts and name.startswith(prefix))

    def _version(self, key: Key[Any]) -> str:
        if self.get(key) is None:
            return ""
        return self._versions.setdefault(key[:2], str(self._snapshots))

    def _put(self, key: Key[Any], value: Value) -> None:
        partition = self._partitions.get(key.partition)
        if partition is None:
            partition = self._partitions[key.partition] = _Partition([], [])
        sorts, values = partition.sorts, partition.values
        at = bisect_left(sorts, key.sort)
        if at < len(sorts) and sorts[at] == key.sort:
            values[at] = value
        else:
            sorts.insert(at, key.sort)
            values.insert(at, value)
        self._versions.pop(key[:2], None)

    def _delete(self, key: Key[Any]) -> None:
        partition = self._partitions.get(key.partition, _EMPTY)
        sorts, values = partition.sorts, partition.values
        at = bisect_left(sorts, key.sort)
        if at < len(sorts) and sorts[at] == key.sort:
            del sorts[at], values[at]
            self._versions.pop(key[:2], None)
