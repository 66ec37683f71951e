"""The overlay: to whoever asks it is a table like any other, and the one below never learns of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presswork.index.memory import MemoryTable
from presswork.index.overlay import OverlayTable
from presswork.index.rows import Posting
from presswork.index.table import Query, Row
from tests.index.test_table_contract import (
    OPERATIONS,
    SOME,
    Open,
    TestGet,
    TestQuery,
    TestSwap,
    TestWrite,
    answers,
    put,
    shelf,
)

__all__ = ["TestGet", "TestQuery", "TestSwap", "TestWrite"]  # the contract of every table, held to here as well


class Below(MemoryTable):
    """A table that is only ever read."""

    def write(self, *_: object) -> None:
        raise AssertionError("the table below was written")

    def swap(self, *_: object) -> bool:
        raise AssertionError("the table below was written")


@pytest.fixture(params=["nothing below", "rows below that are gone", "an overlay below"])
def table(request: pytest.FixtureRequest) -> Open:
    if request.param == "nothing below":
        overlay = OverlayTable(Below())
    elif request.param == "an overlay below":
        overlay = OverlayTable(OverlayTable(Below()))
    else:
        below = MemoryTable()
        old = [shelf(prefix=prefix).at(sort) for prefix in ("", "CITED#") for sort in ["a", "b", "bb", "c", "e", "z"]]
        below.write({key: Posting(99.0) for key in old})
        overlay = OverlayTable(below)
        overlay.write({}, old)
    return lambda: overlay


def test_rows_below_are_seen_until_they_are_hidden() -> None:
    below = MemoryTable()
    a, b, c = put(lambda: below, shelf(), "a", "b", "c")
    overlay = OverlayTable(below)
    assert overlay.query(Query(shelf())) == [a, b, c]
    overlay.write({shelf().at("b"): Posting(7.0), shelf().at("d"): Posting(8.0)}, [shelf().at("a")])
    assert overlay.query(Query(shelf())) == [Row("b", Posting(7.0)), c, Row("d", Posting(8.0))]
    assert overlay.get_many([shelf().at(sort) for sort in "abcd"]) == [None, Posting(7.0), c.value, Posting(8.0)]
    assert below.query(Query(shelf())) == [a, b, c]


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_limit_is_filled_from_below_whatever_is_hidden(newest_first: bool) -> None:
    below = MemoryTable()
    rows = put(lambda: below, shelf(), *"abcdef")
    overlay = OverlayTable(below)
    overlay.write({}, [shelf().at(sort) for sort in ("abf" if not newest_first else "fea")])
    query = Query(shelf(), limit=2, newest_first=newest_first)
    assert overlay.query(query) == ([rows[2], rows[3]] if not newest_first else [rows[3], rows[2]])


def test_a_swap_sees_what_changed_here_and_what_changed_below() -> None:
    below = MemoryTable()
    put(lambda: below, shelf(), "a", "b")
    overlay = OverlayTable(below)
    a, b = shelf().at("a"), shelf().at("b")
    seen = overlay.snapshot([a])
    assert overlay.swap(seen, {a: Posting(5.0)})
    assert not overlay.swap(seen, {a: Posting(6.0)})
    other = overlay.snapshot([b])
    below.write({b: Posting(9.0)})
    assert not overlay.swap(other, {b: Posting(6.0)})
    assert (overlay.get(a), below.get(a)) == (Posting(5.0), Posting(0.0))


@given(st.tuples(SOME, SOME), st.lists(OPERATIONS, max_size=25))
@settings(max_examples=150, deadline=None)
def test_an_overlay_and_a_table_with_the_same_rows_cannot_be_told_apart(
    there: tuple[list[Any], list[Any]], operations: list[Any]
) -> None:
    """Half of the rows are there before, half of them below only."""
    memory, below = MemoryTable(), MemoryTable()
    values = map(Posting, count(1000.0))
    for partition, prefix, sort in (*there[0], *there[1]):
        key, value = shelf(f"0{partition}", prefix).at(sort), next(values)
        memory.write({key: value})
        below.write({key: value})
    before = [*_rows(below)]
    assert list(answers(OverlayTable(below), 0, operations)) == list(answers(memory, 0, operations))
    assert [*_rows(below)] == before


def _rows(table: MemoryTable) -> Iterator[object]:
    for partition in table.partitions(""):
        yield partition, table.query(Query(shelf(partition)))
