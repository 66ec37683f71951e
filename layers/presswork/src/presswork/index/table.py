"""The table, as the core sees it. Two implementations, held to one contract by the same tests: memory and DynamoDB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, Protocol

from presswork.article.model import Value
from presswork.index.keys import FIRST, LAST, Key, Shelf, V


class Row(NamedTuple, Generic[V]):
    """A row that a query found; `sort` is counted without the shelf's prefix."""

    sort: str
    value: V


class Query(NamedTuple, Generic[V]):
    """Rows of a shelf between two sort keys (both exclusive), in their order or the newest first, at most `limit`."""

    shelf: Shelf[V]
    after: str = FIRST
    before: str = LAST
    limit: int | None = None
    newest_first: bool = False


class Snapshot(NamedTuple):
    """Rows as they were read, for a compare-and-swap: each value, and the version that the table gave it."""

    values: Mapping[Key[Any], Any]
    versions: Mapping[Key[Any], str]

    def get(self, key: Key[V]) -> V | None:
        """The value read, None for a row that was not there. KeyError if the key was not asked for."""
        value: V | None = self.values[key]
        return value

    def __or__(self, other: Snapshot) -> Snapshot:
        return Snapshot({**self.values, **other.values}, {**self.versions, **other.versions})


class Table(Protocol):
    """Every read is strongly consistent, and follows pages to their end. Errors that a retry may cure are raised."""

    def get(self, key: Key[V]) -> V | None: ...

    def get_many(self, keys: Sequence[Key[V]]) -> list[V | None]:
        """In the order of `keys`; not one moment's picture."""
        ...

    def query(self, query: Query[V]) -> list[Row[V]]: ...

    def query_many(self, queries: Sequence[Query[V]]) -> list[list[Row[V]]]:
        """In the order of `queries`, run side by side where the table can."""
        ...

    def write(self, puts: Mapping[Key[Any], Value], deletes: Iterable[Key[Any]] = ()) -> None:
        """Puts and deletes without condition. Not atomic: a crash may leave any part of it done."""
        ...

    def snapshot(self, keys: Iterable[Key[Any]]) -> Snapshot: ...

    def swap(self, seen: Snapshot, writes: Mapping[Key[Any], Value | None]) -> bool:
        """Write all (None deletes) in one transaction. False, nothing written, if a row of `seen` has changed since."""
        ...
