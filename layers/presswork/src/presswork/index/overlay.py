"""A table over another: reads fall through to it, writes stay here. For trying what a change would come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from presswork.article.model import Value
from presswork.index.keys import Key, V
from presswork.index.memory import MemoryTable
from presswork.index.rows import Due
from presswork.index.table import Query, Row, Snapshot, Table

_GONE = Due()
"""Stands in `_gone` for a row that was deleted here. Its type says nothing."""
_HERE = "here:"
"""How the versions begin of rows that were written here: the table below has none like it."""


class OverlayTable:
    """A row that was written or deleted here hides the one below. The table below is never written."""

    def __init__(self, below: Table) -> None:
        self._below = below
        self._put = MemoryTable()
        self._gone = MemoryTable()
        self._versions: dict[tuple[str, str], str] = {}
        self._writes = 0

    def get(self, key: Key[V]) -> V | None:
        return self._put.get(key) if self._hides(key) else self._below.get(key)

    def get_many(self, keys: Sequence[Key[V]]) -> list[V | None]:
        below = [key for key in dict.fromkeys(keys) if not self._hides(key)]
        found = dict(zip(below, self._below.get_many(below), strict=True)) if below else {}
        return [found[key] if key in found else self._put.get(key) for key in keys]

    def query(self, query: Query[V]) -> list[Row[V]]:
        return self.query_many([query])[0]

    def query_many(self, queries: Sequence[Query[V]]) -> list[list[Row[V]]]:
        """Of each shelf below, as many rows more are asked for as may be hidden: what is left fills the limit."""
        hiding = [self._hidden(query) for query in queries]
        asked = [
            query if query.limit is None else query._replace(limit=query.limit + len(hidden))
            for query, hidden in zip(queries, hiding, strict=True)
        ]
        found = self._below.query_many(asked)
        return [
            self._merged(query, [row for row in rows if row.sort not in hidden])
            for query, hidden, rows in zip(queries, hiding, found, strict=True)
        ]

    def write(self, puts: Mapping[Key[Any], Value], deletes: Iterable[Key[Any]] = ()) -> None:
        for key, value in puts.items():
            self._write(key, value)
        for key in deletes:
            self._write(key, None)

    def snapshot(self, keys: Iterable[Key[Any]]) -> Snapshot:
        keys = list(keys)
        below = [key for key in keys if not self._hides(key)]
        here = [key for key in keys if self._hides(key)]
        return self._below.snapshot(below) | Snapshot(
            {key: self._put.get(key) for key in here}, {key: self._versions[key[:2]] for key in here}
        )

    def swap(self, seen: Snapshot, writes: Mapping[Key[Any], Value | None]) -> bool:
        if self.snapshot(seen.versions).versions != seen.versions:
            return False
        for key, value in writes.items():
            self._write(key, value)
        return True

    def _hides(self, key: Key[Any]) -> bool:
        return key[:2] in self._versions

    def _hidden(self, query: Query[Any]) -> set[str]:
        """The sort keys in a query's bounds that were written or deleted here."""
        bounds = query._replace(limit=None)
        return {row.sort for each in (self._put, self._gone) for row in each.query(bounds)}

    def _merged(self, query: Query[V], below: list[Row[V]]) -> list[Row[V]]:
        here = self._put.query(query._replace(limit=None))
        rows = sorted((*below, *here), key=lambda row: row.sort, reverse=query.newest_first)
        return rows if query.limit is None else rows[: query.limit]

    def _write(self, key: Key[Any], value: Value | None) -> None:
        self._writes += 1
        self._versions[key[:2]] = "" if value is None else f"{_HERE}{self._writes}"
        if value is None:
            self._put.write({}, [key])
            self._gone.write({key: _GONE})
        else:
            self._put.write({key: value})
            self._gone.write({}, [key])
