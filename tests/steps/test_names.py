"""The names of sections and topics come and go with their lists, whoever else comes and goes at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from presswork.article.model import ArticleId, Value
from presswork.index import keys
from presswork.index.keys import Key
from presswork.index.memory import MemoryTable
from presswork.index.rows import Named, Owned
from presswork.index.table import Query, Snapshot
from presswork.steps import names
from tests.pages.newsroom import card

A, B = ArticleId("a.md"), ArticleId("b.md")
OWN = Owned(lists=("all", "section:world", "topic:c++", "author:ann-lee"))
ENTRY = card("b", "2026-11-24")


def named(table: MemoryTable) -> dict[str, list[Named]]:
    return {kind: [row.value for row in table.query(Query(keys.names(kind)))] for kind in ("section", "topic")}


def test_sections_and_topics_are_written_down_with_the_run_that_did() -> None:
    table = MemoryTable()
    names.keep(table, A, OWN, 7)
    assert named(table) == {"section": [Named(A, 7)], "topic": [Named(A, 7)]}
    assert [row.sort for row in table.query(Query(keys.names("topic")))] == ["c++"]


def test_the_names_of_empty_lists_go_and_no_others() -> None:
    table = MemoryTable()
    names.keep(table, A, OWN, 1)
    table.write({keys.entries("topic:c++").at("position"): ENTRY})
    names.drop(table, OWN.lists)
    assert named(table) == {"section": [], "topic": [Named(A, 1)]}


class Interrupted(MemoryTable):
    """Somebody else comes at a certain call."""

    def __init__(self, at: str, come: Callable[[MemoryTable], None]) -> None:
        super().__init__()
        self._at, self._come = at, come
        self.calls: list[str] = []

    def _call(self, name: str) -> None:
        self.calls.append(name)
        if name == self._at:
            self._at = ""
            self._come(self)

    def query(self, query: Query[Any]) -> list[Any]:
        found = super().query(query)
        self._call("query")
        return found

    def snapshot(self, keys: Iterable[Key[Any]]) -> Snapshot:
        found = super().snapshot(keys)
        self._call("snapshot")
        return found

    def swap(self, seen: Snapshot, writes: Mapping[Key[Any], Value | None]) -> bool:
        self._call("swap")
        return super().swap(seen, writes)


def come(table: MemoryTable) -> None:
    """B's entry, then its name."""
    table.write({keys.entries("topic:c++").at("position"): ENTRY})
    table.write({keys.named("topic:c++"): Named(B, 1)})


@pytest.mark.parametrize("at", ["query", "snapshot", "swap"])
def test_a_name_stays_if_an_article_comes_while_the_last_one_goes(at: str) -> None:
    table = Interrupted(at, come)
    names.keep(table, A, OWN, 1)
    names.drop(table, ["topic:c++"])
    assert table.get(keys.named("topic:c++")) == Named(B, 1)


def test_a_name_that_was_only_written_again_is_looked_at_again() -> None:
    """One that came and went in between, and died before it could take the name away."""
    table = Interrupted("swap", lambda table: table.write({keys.named("topic:c++"): Named(B, 1)}))
    names.keep(table, A, OWN, 1)
    names.drop(table, ["topic:c++"])
    assert table.get(keys.named("topic:c++")) is None
    assert table.calls == ["query", *("snapshot", "query", "swap") * 2]


def test_lists_that_are_not_named_cost_nothing() -> None:
    table = Interrupted("", come)
    names.drop(table, ["all", "author:ann-lee"])
    names.keep(table, A, Owned(lists=("all",)), 1)
    assert table.calls == []
    assert named(table) == {"section": [], "topic": []}
