"""One contract for the table: in memory, in a file by SQLite, on DynamoDB (moto; the emulator for what moto cannot do).

Rows are written through one object and read through another: nothing may rest in an object.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import count
from operator import methodcaller
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.sqlite import SCHEMA, SqliteTable
from presswork.article.model import Proof
from presswork.aws.table import DynamoTable, Throttled
from presswork.index.keys import FIRST, LAST, Key, Shelf
from presswork.index.memory import MemoryTable
from presswork.index.rows import Posting, Rebuilt
from presswork.index.table import Query, Row, Snapshot, Table
from tests.conftest import client_of, create_table, moto_client

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Open = Callable[[], Table]
"""A new object for the same rows."""

_NUMBERS = count()


@pytest.fixture
def dynamo(moto: None) -> DynamoDBClient:  # noqa: ARG001
    """A client, and an empty table `contract`."""
    client: DynamoDBClient = moto_client("dynamodb")
    create_table(client, "contract")
    return client


@pytest.fixture
def emulated(request: pytest.FixtureRequest) -> tuple[DynamoDBClient, str]:
    """A client of the emulator, and the name of a table of this test's own."""
    client: DynamoDBClient = client_of(request.getfixturevalue("gateway"), "dynamodb")
    name = f"contract-{next(_NUMBERS)}"
    create_table(client, name)
    return client, name


@pytest.fixture(params=["memory", "sqlite", "moto", pytest.param("emulator", marks=pytest.mark.stack)])
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Call it for a new object with the same rows."""
    if request.param == "sqlite":
        with ExitStack() as stack:

            def opened() -> Table:
                found = sqlite3.connect(tmp_path / "table", isolation_level=None, check_same_thread=False, timeout=30)
                stack.callback(found.close)
                found.execute(SCHEMA)
                return SqliteTable(found)

            yield opened
        return
    yield _table(request)


def _table(request: pytest.FixtureRequest) -> Open:
    if request.param == "memory":
        memory = MemoryTable()
        return lambda: memory
    if request.param == "moto":
        client = request.getfixturevalue("dynamo")
        return lambda: DynamoTable(client, "contract")
    client, name = request.getfixturevalue("emulated")
    return lambda: DynamoTable(client, name)


def shelf(partition: str = "TERM#en#port", prefix: str = "") -> Shelf[Posting]:
    return Shelf(partition, prefix, Posting)


def put(table: Open, where: Shelf[Posting], *sorts: str) -> list[Row[Posting]]:
    """Write a row at each sort key, the shelf's prefix left out; returns the rows in the order of `sorts`."""
    rows = [Row(sort, Posting(float(number))) for number, sort in enumerate(sorts)]
    table().write({where.at(row.sort): row.value for row in rows})
    return rows


class TestGet:
    def test_gives_the_value_at_a_key_and_none_where_nothing_is(self, table: Open) -> None:
        key, other_sort, other_partition = shelf().at("a"), shelf().at("b"), shelf("TERM#en#quay").at("a")
        table().write({key: Posting(1.5)})
        assert [table().get(each) for each in (key, other_sort, other_partition)] == [Posting(1.5), None, None]

    def test_keeps_text_of_any_script_and_letters_that_mean_something_elsewhere(self, table: Open) -> None:
        for text in ("日本語", "c#", "a+b c", "it's", "\U0001f5de", "\u0301", "\uffff", "line\nline\ttab\x01"):
            key = Key(f"ADDRESS#/{text}", f"WAITING#{text}", Rebuilt)
            table().write({key: Rebuilt(text)})
            assert table().get(key) == Rebuilt(text)

    def test_many_are_given_in_the_order_asked_for(self, table: Open) -> None:
        a, b = put(table, shelf(), "a", "b")
        asked = [shelf().at(sort) for sort in ("b", "absent", "a", "b")]
        assert table().get_many(asked) == [b.value, None, a.value, b.value]

    def test_many_may_be_more_than_one_call_takes(self, table: Open) -> None:
        rows = put(table, shelf(), *(f"{number:03}" for number in range(230)))
        assert table().get_many([shelf().at(row.sort) for row in rows]) == [row.value for row in rows]

    def test_many_may_be_none(self, table: Open) -> None:
        assert table().get_many([]) == []


class TestQuery:
    def test_gives_a_partition_in_the_order_of_its_sort_keys(self, table: Open) -> None:
        c, a, b = put(table, shelf(), "c", "a", "b")
        put(table, shelf("TERM#en#quay"), "a")
        assert table().query(Query(shelf())) == [a, b, c]

    @pytest.mark.parametrize(
        ("after", "before", "expected"),
        [
            ("b", LAST, "cde"),
            (FIRST, "d", "abc"),
            ("b", "d", "c"),
            ("bb", "cc", "c"),
            ("b", "c", ""),
            ("c", "c", ""),
            ("d", "b", ""),
            ("d", FIRST, ""),
            (FIRST, FIRST, ""),
            ("e", LAST, ""),
            (FIRST, "a", ""),
            ("z", LAST, ""),
            (FIRST, LAST, "abcde"),
        ],
    )
    @pytest.mark.parametrize("prefix", ["", "CITED#"])
    def test_both_bounds_are_exclusive(self, table: Open, prefix: str, after: str, before: str, expected: str) -> None:
        put(table, shelf(prefix=prefix), *"abcde")
        found = table().query(Query(shelf(prefix=prefix), after=after, before=before))
        assert [row.sort for row in found] == [*expected]

    @pytest.mark.parametrize(
        ("after", "before", "limit", "newest_first", "expected"),
        [
            (FIRST, LAST, 2, False, "ab"),
            (FIRST, LAST, 2, True, "ed"),
            (FIRST, "d", 2, True, "cb"),
            ("b", LAST, 2, False, "cd"),
            ("b", "e", 9, True, "dc"),
            ("b", "d", 1, True, "c"),
            (FIRST, "c", 2, False, "ab"),
            (FIRST, LAST, 5, False, "abcde"),
            (FIRST, LAST, 6, True, "edcba"),
            (FIRST, LAST, None, True, "edcba"),
            ("a", LAST, 1, False, "b"),
        ],
    )
    @pytest.mark.parametrize("prefix", ["", "CITED#"])
    def test_at_most_so_many_from_either_end(
        self,
        table: Open,
        prefix: str,
        after: str,
        before: str,
        limit: int | None,
        newest_first: bool,
        expected: str,
    ) -> None:
        put(table, shelf(prefix=prefix), *"abcde")
        query = Query(shelf(prefix=prefix), after, before, limit, newest_first)
        assert [row.sort for row in table().query(query)] == [*expected]

    def test_a_shelf_with_a_prefix_is_part_of_its_partition(self, table: Open) -> None:
        partition = "ARTICLE#a.md"
        table().write({Key(partition, sort, Rebuilt): Rebuilt(sort) for sort in ("CITE", "CITED", "CITED$", "INDEXED")})
        rows = put(table, shelf(partition, "CITED#"), "000#b.md", "001#日.md", "001#\U0001f5de.md")
        assert table().query(Query(shelf(partition, "CITED#"))) == rows
        assert table().query(Query(shelf(partition, "CITED#"), newest_first=True, limit=1)) == rows[2:]

    def test_sort_keys_follow_the_order_of_code_points(self, table: Open) -> None:
        """The order of UTF-8; in UTF-16, U+FFFF would come behind an emoji."""
        sorts = ["A", "a", "a\u0301", "z", "á", "日", "\uffff", "\U0001f5de"]
        put(table, shelf(), *reversed(sorts))
        assert [row.sort for row in table().query(Query(shelf()))] == sorts
        assert [row.sort for row in table().query(Query(shelf(), after="z", before="\uffff"))] == ["á", "日"]

    def test_an_empty_partition_has_no_rows(self, table: Open) -> None:
        assert table().query(Query(shelf())) == []
        assert table().query(Query(shelf(prefix="CITED#"), after="a", before="b", limit=3)) == []

    def test_many_are_answered_in_the_order_asked(self, table: Open) -> None:
        terms = [shelf(f"TERM#en#{number}") for number in range(40)]
        expected = [put(table, each, *"ab"[: number % 3]) for number, each in enumerate(terms)]
        assert table().query_many([Query(each) for each in terms]) == expected
        assert table().query_many([Query(each, limit=1) for each in terms]) == [rows[:1] for rows in expected]
        assert table().query_many([]) == []


class TestWrite:
    def test_puts_and_deletes_may_be_more_than_one_call_takes(self, table: Open) -> None:
        rows = put(table, shelf(), *(f"{number:03}" for number in range(70)))
        old, new = rows[:60], shelf("TERM#en#quay")
        table().write({new.at(row.sort): row.value for row in old}, [shelf().at(row.sort) for row in old])
        assert table().query(Query(shelf())) == rows[60:]
        assert table().query(Query(new)) == old

    def test_a_put_replaces_what_was_there(self, table: Open) -> None:
        put(table, shelf(), "a")
        table().write({shelf().at("a"): Posting(7.0)})
        assert table().query(Query(shelf())) == [Row("a", Posting(7.0))]

    def test_what_is_not_there_may_be_deleted_also_twice(self, table: Open) -> None:
        (a,) = put(table, shelf(), "a")
        table().write({}, [shelf().at("b"), shelf().at("b")])
        assert table().query(Query(shelf())) == [a]

    def test_a_row_put_and_deleted_at_once_is_gone(self, table: Open) -> None:
        table().write({shelf().at("a"): Posting(1.0)}, [shelf().at("a")])
        assert table().query(Query(shelf())) == []

    def test_nothing_may_be_written(self, table: Open) -> None:
        table().write({})
        assert table().query(Query(shelf())) == []


class TestSwap:
    def test_a_snapshot_holds_what_is_there_and_what_is_not(self, table: Open) -> None:
        (a,) = put(table, shelf(), "a")
        seen = table().snapshot([shelf().at("a"), shelf().at("b")])
        assert dict(seen.values) == {shelf().at("a"): a.value, shelf().at("b"): None}
        assert seen.get(shelf().at("a")) == a.value
        with pytest.raises(KeyError):
            seen.get(shelf().at("c"))

    def test_a_row_that_was_absent_is_written(self, table: Open) -> None:
        key = shelf().at("a")
        assert table().swap(table().snapshot([key]), {key: Posting(1.0)})
        assert table().get(key) == Posting(1.0)

    def test_a_row_that_was_seen_is_replaced_or_deleted(self, table: Open) -> None:
        put(table, shelf(), "a", "b")
        a, b = shelf().at("a"), shelf().at("b")
        assert table().swap(table().snapshot([a, b]), {a: Posting(9.0), b: None})
        assert table().query(Query(shelf())) == [Row("a", Posting(9.0))]

    @pytest.mark.parametrize(
        ("before", "meanwhile"),
        [(None, Posting(2.0)), (Posting(1.0), Posting(2.0)), (Posting(1.0), None)],
        ids=["came", "changed", "went"],
    )
    @pytest.mark.parametrize("written", ["it", "another row"])
    def test_nothing_is_written_once_a_row_is_not_as_it_was_seen(
        self, table: Open, before: Posting | None, meanwhile: Posting | None, written: str
    ) -> None:
        key, other = shelf().at("a"), shelf().at("b")
        table().write({key: before} if before else {})
        seen = table().snapshot([key])
        table().write({key: meanwhile} if meanwhile else {}, [] if meanwhile else [key])
        assert not table().swap(seen, {key if written == "it" else other: Posting(3.0), shelf().at("c"): Posting(4.0)})
        assert table().query(Query(shelf())) == ([Row("a", meanwhile)] if meanwhile else [])

    def test_one_changed_row_stops_all_the_others(self, table: Open) -> None:
        put(table, shelf(), "a", "b")
        a, b, c = (shelf().at(sort) for sort in "abc")
        seen = table().snapshot([a, c]) | table().snapshot([b])
        table().write({b: Posting(5.0)})
        assert not table().swap(seen, {a: None, b: Posting(6.0), c: Posting(7.0)})
        assert table().query(Query(shelf())) == [Row("a", Posting(0.0)), Row("b", Posting(5.0))]

    def test_rows_only_seen_are_left_as_they_are(self, table: Open) -> None:
        (a,) = put(table, shelf(), "a")
        seen = table().snapshot([shelf().at("a"), shelf().at("absent")])
        assert table().swap(seen, {shelf().at("b"): Posting(1.0)})
        assert table().query(Query(shelf())) == [a, Row("b", Posting(1.0))]

    def test_rows_that_nobody_looked_at_are_written_whatever_they_were(self, table: Open) -> None:
        put(table, shelf(), "a", "b")
        a, b, c = (shelf().at(sort) for sort in "abc")
        assert table().swap(Snapshot({}, {}), {a: Posting(8.0), b: None, c: None})
        assert table().query(Query(shelf())) == [Row("a", Posting(8.0))]

    def test_ninety_rows_at_once(self, table: Open) -> None:
        """A record, its report, and forty addresses that come or go with those who wait for them."""
        put(table, shelf(), *(f"{number:02}" for number in range(60)))
        keys = [shelf().at(f"{number:02}") for number in range(90)]
        seen = table().snapshot(keys)
        changes = {key: None if number < 30 else Posting(100.0 + number) for number, key in enumerate(keys[:80])}
        assert table().swap(seen, changes)
        expected = [Row(f"{number:02}", Posting(100.0 + number)) for number in range(30, 80)]
        assert table().query(Query(shelf())) == expected
        assert not table().swap(seen, {keys[89]: Posting(1.0)})


# What only DynamoDB has: pages, calls that leave something undone, and others who write at the same moment


def big(sort: str) -> Key[Proof]:
    return Key("BIG", sort, Proof)


BIG = {big(f"{number:02}"): Proof(f"{number:02}" * 50_000) for number in range(25)}
"""2.5 MB: a page of an answer holds 1 MB."""


@pytest.mark.parametrize("query", [{}, {"newest_first": True}, {"limit": 24}, {"after": "01", "before": "23"}])
def test_pages_of_a_query_are_followed(dynamo: DynamoDBClient, query: dict[str, Any]) -> None:
    DynamoTable(dynamo, "contract").write(BIG)
    memory = MemoryTable()
    memory.write(BIG)
    asked = Query(Shelf("BIG", "", Proof), **query)
    with counted(dynamo, "Query") as calls:
        assert DynamoTable(dynamo, "contract").query(asked) == memory.query(asked)
    assert len(calls) == 3


@pytest.mark.parametrize(("after", "before"), [("b", "b"), ("b", "a"), ("b", FIRST), (FIRST, FIRST)])
@pytest.mark.parametrize("prefix", ["", "CITED#"])
def test_bounds_with_nothing_between_them_are_not_asked_about(
    dynamo: DynamoDBClient, prefix: str, after: str, before: str
) -> None:
    """DynamoDB refuses them, where moto does not."""
    with counted(dynamo, "Query") as calls:
        assert DynamoTable(dynamo, "contract").query(Query(shelf(prefix=prefix), after, before)) == []
    assert calls == []


def test_every_read_is_strongly_consistent(dynamo: DynamoDBClient) -> None:
    """On AWS only can one see the difference, and seldom."""
    asked: list[object] = []

    def note(params: dict[str, Any], **_: object) -> None:
        asked.append(params.get("ConsistentRead") or params["RequestItems"]["contract"].get("ConsistentRead"))

    table, key = DynamoTable(dynamo, "contract"), shelf().at("a")
    dynamo.meta.events.register("provide-client-params.dynamodb", note, "consistent")
    table.get(key)
    table.get_many([key])
    table.snapshot([key])
    table.query(Query(shelf()))
    table.query_many([Query(shelf()), Query(shelf("TERM#en#quay"))])
    dynamo.meta.events.unregister("provide-client-params.dynamodb", unique_id="consistent")
    assert asked == [True] * 6


@pytest.mark.stack
def test_many_megabytes_are_read_and_written(emulated: tuple[DynamoDBClient, str]) -> None:
    client, name = emulated
    DynamoTable(client, name).write(BIG)
    assert DynamoTable(client, name).get_many(list(BIG)) == list(BIG.values())
    assert DynamoTable(client, name).query(Query(Shelf("BIG", "", Proof))) == [
        Row(key.sort, value) for key, value in BIG.items()
    ]


@contextmanager
def counted(client: DynamoDBClient, operation: str) -> Iterator[list[str]]:
    """A list that grows with each call of the operation."""
    made: list[str] = []
    client.meta.events.register(f"before-call.dynamodb.{operation}", lambda **_: made.append(operation), "counted")
    yield made
    client.meta.events.unregister(f"before-call.dynamodb.{operation}", unique_id="counted")


class Overloaded:
    """A DynamoDB that does only the first of what a batch asks for, and leaves the rest undone."""

    def __init__(self, client: DynamoDBClient, does: int = 1) -> None:
        self._client = client
        self._does = does

    def batch_get_item(self, *, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        ((name, asked),) = RequestItems.items()
        done = {**asked, "Keys": asked["Keys"][: self._does]}
        left = {**asked, "Keys": asked["Keys"][self._does :]}
        request: Any = {name: done}
        answer: Any = self._client.batch_get_item(RequestItems=request) if done["Keys"] else {"Responses": {}}
        return {**answer, "UnprocessedKeys": {name: left} if left["Keys"] else {}}

    def batch_write_item(self, *, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        ((name, asked),) = RequestItems.items()
        if asked[: self._does]:
            self._client.batch_write_item(RequestItems={name: asked[: self._does]})
        return {"UnprocessedItems": {name: asked[self._does :]} if asked[self._does :] else {}}

    def table(self) -> DynamoTable:
        return DynamoTable(cast("DynamoDBClient", self), "contract")


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of each pause that the table makes; none is really made."""
    made: list[float] = []
    monkeypatch.setattr("presswork.aws.table.time.sleep", made.append)
    return made


def test_what_a_batch_leaves_undone_is_asked_for_again(dynamo: DynamoDBClient, pauses: list[float]) -> None:
    keys = [shelf().at(sort) for sort in "abcd"]
    Overloaded(dynamo).table().write({key: Posting(1.0) for key in keys[:3]}, keys[3:])
    assert DynamoTable(dynamo, "contract").get_many(keys) == [Posting(1.0)] * 3 + [None]
    assert Overloaded(dynamo).table().get_many(keys) == [Posting(1.0)] * 3 + [None]
    assert pauses == pytest.approx([0.0166, 0.0332, 0.0664] * 2)


def test_a_batch_that_is_never_done_is_given_up_and_may_be_retried(dynamo: DynamoDBClient, pauses: list[float]) -> None:
    table = Overloaded(dynamo, does=0).table()
    with pytest.raises(Throttled, match=r"^2 reads left undone$"):
        table.get_many([shelf().at("a"), shelf().at("b")])
    with pytest.raises(Throttled, match=r"^1 writes left undone$"):
        table.write({shelf().at("a"): Posting(1.0)})
    assert sum(pauses) == pytest.approx(2 * 0.5146)


def test_a_write_that_fails_leaves_none_under_way() -> None:
    """Else a thawed process would finish it on top of what the retry has written since."""
    failed = Event()
    landed: list[int] = []

    class HalfBroken:
        def batch_write_item(self, *, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
            (asked,) = RequestItems.values()
            if len(asked) == 25:
                failed.set()
                raise ConnectionError("the network went")
            failed.wait()
            Event().wait(0.05)  # gives a caller that does not wait the time to be caught
            landed.append(len(asked))
            return {}

    table = DynamoTable(cast("DynamoDBClient", HalfBroken()), "contract")
    with pytest.raises(ConnectionError, match="the network went"):
        table.write({shelf().at(f"{number:02}"): Posting(1.0) for number in range(30)})
    assert landed == [5]


def refusal(code: str, operation: str = "TransactWriteItems", reasons: Iterable[str] = ()) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": ""}, "CancellationReasons": [{"Code": each} for each in reasons]}
    return ClientError(answer, operation)


class Refusing:
    """A DynamoDB that answers every transaction with an error."""

    def __init__(self, client: DynamoDBClient, error: ClientError) -> None:
        self._error = error
        self.exceptions = client.exceptions

    def transact_write_items(self, **_: object) -> None:
        raise self._error


def swap_refused(client: DynamoDBClient, error: ClientError) -> bool:
    table = DynamoTable(cast("DynamoDBClient", Refusing(client, error)), "contract")
    return table.swap(Snapshot({}, {}), {shelf().at("a"): Posting(1.0)})


@pytest.mark.parametrize("reasons", [["None", "TransactionConflict"], ["ConditionalCheckFailed", "ThrottlingError"]])
def test_a_swap_that_meets_another_says_no(dynamo: DynamoDBClient, reasons: list[str]) -> None:
    canceled = dynamo.exceptions.TransactionCanceledException
    answer = refusal("TransactionCanceledException", reasons=reasons).response
    assert not swap_refused(dynamo, canceled(answer, "TransactWriteItems"))
    assert not swap_refused(dynamo, refusal("TransactionConflictException"))


def test_a_swap_raises_what_is_no_conflict(dynamo: DynamoDBClient) -> None:
    canceled = dynamo.exceptions.TransactionCanceledException
    answer = refusal("TransactionCanceledException", reasons=["None", "ThrottlingError"]).response
    with pytest.raises(canceled):
        swap_refused(dynamo, canceled(answer, "TransactWriteItems"))
    with pytest.raises(ClientError, match="AccessDeniedException"):
        swap_refused(dynamo, refusal("AccessDeniedException"))


@pytest.mark.stack
def test_of_many_who_swap_at_once_none_loses_anothers_work(emulated: tuple[DynamoDBClient, str]) -> None:
    client, name = emulated
    key = shelf().at("counter")
    start = Barrier(4)
    outcomes: list[bool] = []

    def count_on() -> None:
        table = DynamoTable(client, name)
        seen = table.snapshot([key])
        start.wait()  # all have seen the same
        for _ in range(5):
            while not outcomes_append(table.swap(seen, {key: Posting((seen.get(key) or Posting(0.0)).weight + 1)})):
                seen = table.snapshot([key])
            seen = table.snapshot([key])

    def outcomes_append(outcome: bool) -> bool:
        outcomes.append(outcome)
        return outcome

    threads = [Thread(target=count_on) for _ in range(4)]
    for call in (methodcaller("start"), methodcaller("join")):
        for thread in threads:
            call(thread)
    assert DynamoTable(client, name).get(key) == Posting(20.0)
    assert outcomes.count(True) == 20
    assert outcomes.count(False) >= 3


# Whatever is done, both give the same answers

TEXT = st.sampled_from(["a", "a#", "ab", "b", "é", "日", "\uffff", "\U0001f5de"])
BOUNDS = st.sampled_from([FIRST, "a", "a#", "aa", "b", "日", "\U0001f5de", LAST])
PLACES = st.tuples(st.sampled_from(["P", "Q"]), st.sampled_from(["", "X#"]), TEXT)
SHELVES = st.tuples(st.sampled_from(["P", "Q"]), st.sampled_from(["", "X#"]))
Place = tuple[str, str, str]


class Write(NamedTuple):
    puts: list[Place]
    deletes: list[Place]


class Look(NamedTuple):
    """Take a snapshot, to swap with later."""

    places: list[Place]


class Swap(NamedTuple):
    """Against an earlier snapshot, counted from the last."""

    back: int
    puts: list[Place]
    deletes: list[Place]


class Ask(NamedTuple):
    shelf: tuple[str, str]
    after: str
    before: str
    limit: int | None
    newest_first: bool


class Get(NamedTuple):
    places: list[Place]


SOME = st.lists(PLACES, max_size=4, unique=True)
OPERATIONS = st.one_of(
    st.builds(Write, SOME, SOME),
    st.builds(Look, SOME),
    st.builds(Swap, st.integers(1, 3), st.lists(PLACES, min_size=1, max_size=4, unique=True), SOME),
    st.builds(Ask, SHELVES, BOUNDS, BOUNDS, st.none() | st.integers(1, 4), st.booleans()),
    st.builds(Get, SOME),
)


@given(st.lists(OPERATIONS, max_size=25))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_memory_and_dynamodb_cannot_be_told_apart(dynamo: DynamoDBClient, operations: list[Any]) -> None:
    number = next(_NUMBERS)  # each example has partitions of its own
    memory, there = MemoryTable(), DynamoTable(dynamo, "contract")
    assert list(answers(memory, number, operations)) == list(answers(there, number, operations))


def answers(table: Table, number: int, operations: list[Any]) -> Iterator[object]:
    """What the table says to each operation, and at the end all that it holds. No value is ever written twice."""
    values = map(Posting, count(1.0))
    looks = [Snapshot({}, {})]

    def key(place: Place) -> Key[Posting]:
        partition, prefix, sort = place
        return shelf(f"{number}{partition}", prefix).at(sort)

    def puts(places: list[Place]) -> Mapping[Key[Any], Posting]:
        return {key(place): next(values) for place in places}

    for operation in [*operations, *(Ask((p, ""), FIRST, LAST, None, False) for p in "PQ")]:
        match operation:
            case Write(new, gone):
                table.write(puts(new), map(key, gone))
            case Look(places):
                looks.append(table.snapshot(map(key, places)))
                yield dict(looks[-1].values)
            case Swap(back, new, gone):
                yield table.swap(looks[-min(back, len(looks))], {**dict.fromkeys(map(key, gone)), **puts(new)})
            case Ask((partition, prefix), after, before, limit, newest_first):
                where = shelf(f"{number}{partition}", prefix)
                yield table.query(Query(where, after, before, limit, newest_first))
            case Get(places):
                yield table.get_many(list(map(key, places)))
