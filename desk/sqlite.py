"""The table in a file, by SQLite. A row is `p` (partition), `s` (sort) and `v` (the value as MessagePack)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from sqlite3 import Connection
from typing import Any

from msgspec import msgpack

from presswork.article.model import Value
from presswork.index.keys import Key, V
from presswork.index.table import Query, Row, Snapshot

SCHEMA = "CREATE TABLE IF NOT EXISTS rows (p TEXT, s TEXT, v BLOB, PRIMARY KEY (p, s)) WITHOUT ROWID"
_PUT = "INSERT OR REPLACE INTO rows VALUES (?, ?, ?)"
_DELETE = "DELETE FROM rows WHERE p = ? AND s = ?"


class SqliteTable:
    """On a connection that commits each statement by itself, unless somebody has begun a transaction.

    SQLite compares texts by their bytes in UTF-8, which is the order of Python's. A version is a hash of the value.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: Key[V]) -> V | None:
        found = self._read(key)
        return None if found is None else msgpack.decode(found, type=key.type)

    def get_many(self, keys: Sequence[Key[V]]) -> list[V | None]:
        return [self.get(key) for key in keys]

    def query(self, query: Query[V]) -> list[Row[V]]:
        partition, prefix, kind = query.shelf
        order = "DESC" if query.newest_first else "ASC"
        found = self._connection.execute(
            f"SELECT s, v FROM rows WHERE p = ? AND s {'>' if query.after else '>='} ? AND s < ? ORDER BY s {order}"  # noqa: S608
            " LIMIT ?",
            (partition, prefix + query.after, prefix + query.before, -1 if query.limit is None else query.limit),
        )
        return [Row(sort[len(prefix) :], msgpack.decode(value, type=kind)) for sort, value in found]

    def query_many(self, queries: Sequence[Query[V]]) -> list[list[Row[V]]]:
        return [self.query(query) for query in queries]

    def write(self, puts: Mapping[Key[Any], Value], deletes: Iterable[Key[Any]] = ()) -> None:
        with self._whole():
            self.put(puts.items())
            self._connection.executemany(_DELETE, [key[:2] for key in deletes])

    def snapshot(self, keys: Iterable[Key[Any]]) -> Snapshot:
        found = {key: self._read(key) for key in keys}
        return Snapshot(
            {key: None if v is None else msgpack.decode(v, type=key.type) for key, v in found.items()},
            {key: _version(v) for key, v in found.items()},
        )

    def swap(self, seen: Snapshot, writes: Mapping[Key[Any], Value | None]) -> bool:
        with self._whole():
            if any(_version(self._read(key)) != version for key, version in seen.versions.items()):
                return False
            self.put((key, value) for key, value in writes.items() if value is not None)
            self._connection.executemany(_DELETE, [key[:2] for key, value in writes.items() if value is None])
        return True

    def _read(self, key: Key[Any]) -> bytes | None:
        found = self._connection.execute("SELECT v FROM rows WHERE p = ? AND s = ?", key[:2]).fetchone()
        return found[0] if found else None

    def put(self, rows: Iterable[tuple[Key[Any], Value]]) -> None:
        """Many rows, each for itself."""
        self._connection.executemany(_PUT, ((key.partition, key.sort, msgpack.encode(value)) for key, value in rows))

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """All of it or nothing, in a transaction of its own unless there is one."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:  # commits, or takes back
            yield


class ReadOnce(SqliteTable):
    """The table for as long as nothing is written to it: what was read is not read again. Pages share much of it."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._got: dict[Key[Any], Any] = {}
        self._found: dict[Query[Any], list[Row[Any]]] = {}

    def get(self, key: Key[V]) -> V | None:
        if key not in self._got:
            self._got[key] = super().get(key)
        value: V | None = self._got[key]
        return value

    def query(self, query: Query[V]) -> list[Row[V]]:
        if query not in self._found:
            self._found[query] = super().query(query)
        return [*self._found[query]]


def _version(value: bytes | None) -> str:
    return "" if value is None else blake2b(value, digest_size=9).hexdigest()
