"""The names of sections and topics: a row for each, as long as its list has an entry.

All the articles of a list share its row, and any number of them come and go at once. So:

- One that comes puts its entry first, then the row, each time with another content.
- One that goes deletes its entry first. Then it reads the row, *then* it looks at the list, and if that is empty it
  deletes the row, on condition that it is still the one that was read. If not, it looks again.

An entry that comes before that look is seen by it. One that comes after it has its row written later still: after the
row was read, so that the condition fails, or after it was deleted.
"""

from __future__ import annotations

from collections.abc import Iterable

from presswork.article.model import ArticleId, Card
from presswork.index import keys, lists, owned
from presswork.index.rows import Owned
from presswork.index.table import Query, Table


def keep(table: Table, article: ArticleId, own: Owned, count: int) -> None:
    """Write down the sections and topics of an article whose entries are in. `count` is of this run alone."""
    if rows := owned.name_rows(article, own, count):
        table.write(rows)


def drop(table: Table, left: Iterable[str]) -> None:
    """Take away the sections and topics among the lists that an article has left, so far as they are empty."""
    names = lists.named(left)
    found = table.query_many([_first(name) for name in names]) if names else []
    for name, entries in zip(names, found, strict=True):
        if not entries:
            _drop_if_empty(table, name)


def _drop_if_empty(table: Table, name: str) -> None:
    key = keys.named(name)
    while True:
        seen = table.snapshot([key])
        if seen.get(key) is None or table.query(_first(name)) or table.swap(seen, {key: None}):
            return


def _first(name: str) -> Query[Card]:
    return Query(keys.entries(name), limit=1)
