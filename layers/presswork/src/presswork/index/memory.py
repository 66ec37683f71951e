"""The table in memory: for the full build, and the oracle of the tests."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from presswork.article.model import Value
from presswork.index.keys import Key, V
from presswork.index.table import Query, Row, Snapshot


class MemoryTable:
    """Values are kept as they are: they are frozen. A version is the number of the write."""

    def __init__(self) -> None:
        self._partitions: dict[str, dict[str, Value]] = {}
        self._sorted: dict[str, list[str]] = {}
        self._versions: dict[tuple[str, str], int] = {}
        self._writes = 0

    def get(self, key: Key[V]) -> V | None:
        rows: dict[str, Any] = self._partitions.get(key.partition, {})
        value: V | None = rows.get(key.sort)
        return value

    def get_many(self, keys: Sequence[Key[V]]) -> list[V | None]:
        return [self.get(key) for key in keys]

    def query(self, query: Query[V]) -> list[Row[V]]:
        partition, prefix, _ = query.shelf
        sorts = self._sorted.get(partition)
        if not sorts:
            return []
        start = bisect_right(sorts, prefix + query.after) if query.after else bisect_left(sorts, prefix)
        end = bisect_left(sorts, prefix + query.before)
        if query.limit is not None and end - start > query.limit:
            start, end = (end - query.limit, end) if query.newest_first else (start, start + query.limit)
        found = sorts[start:end]
        if query.newest_first:
            found.reverse()
        rows: dict[str, Any] = self._partitions[partition]
        return [Row(sort[len(prefix) :], rows[sort]) for sort in found]

    def query_many(self, queries: Sequence[Query[V]]) -> list[list[Row[V]]]:
        return [self.query(query) for query in queries]

    def write(self, puts: Mapping[Key[Any], Value], deletes: Iterable[Key[Any]] = ()) -> None:
        for key, value in puts.items():
            self._put(key, value)
        for key in deletes:
            self._delete(key)

    def snapshot(self, keys: Iterable[Key[Any]]) -> Snapshot:
        keys = list(keys)
        return Snapshot({key: self.get(key) for key in keys}, {key: self._version(key) for key in keys})

    def swap(self, seen: Snapshot, writes: Mapping[Key[Any], Value | None]) -> bool:
        if any(self._version(key) != version for key, version in seen.versions.items()):
            return False
        for key, value in writes.items():
            if value is None:
                self._delete(key)
            else:
                self._put(key, value)
        return True

    def partitions(self, prefix: str) -> list[str]:
        """The names of all partitions that start with `prefix`, for a full build's walk over everything."""
        return sorted(name for name, rows in self._partitions.items() if rows and name.startswith(prefix))

    def _version(self, key: Key[Any]) -> str:
        number = self._versions.get((key.partition, key.sort))
        return "" if number is None else str(number)

    def _put(self, key: Key[Any], value: Value) -> None:
        rows = self._partitions.setdefault(key.partition, {})
        if key.sort not in rows:
            insort(self._sorted.setdefault(key.partition, []), key.sort)
        rows[key.sort] = value
        self._writes += 1
        self._versions[key.partition, key.sort] = self._writes

    def _delete(self, key: Key[Any]) -> None:
        rows = self._partitions.get(key.partition, {})
        if key.sort in rows:
            del rows[key.sort]
            sorts = self._sorted[key.partition]
            del sorts[bisect_left(sorts, key.sort)]
            del self._versions[key.partition, key.sort]
