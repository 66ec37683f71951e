"""The table of reactions: a vote and its count change as one, whoever is in the way."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from desk.emulator import Gateway
from presswork.article.model import ArticleId
from presswork.aws.reactions import ATTEMPTS, SHARDS, DynamoReactions, shard_of
from presswork.steps.ports import Busy
from tests.conftest import client_of, create_table, moto_client

ARTICLE = ArticleId("a.md")
DAY = date(2026, 11, 24)
MIDNIGHT = datetime(2026, 11, 25, tzinfo=UTC)
ANN, BOB = "00000000" * 4, "00000001" * 4


@pytest.fixture
def client(moto: None) -> Any:  # noqa: ARG001
    made = moto_client("dynamodb")
    create_table(made, "reactions")
    return made


@pytest.fixture
def votes(client: Any) -> DynamoReactions:
    return DynamoReactions(client, "reactions")


def rows(client: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.scan(TableName="reactions")["Items"]
    return sorted(found, key=lambda row: row["p"]["S"])


def test_a_vote_is_made_changed_and_taken_back_with_its_count(client: Any, votes: DynamoReactions) -> None:
    seen = []
    for was, to in (("", "sad"), ("sad", "angry"), ("angry", "")):
        assert votes.change(ARTICLE, ANN, was, to, MIDNIGHT)
        seen.append((votes.vote(ANN), {name: count for name, count in votes.counts(ARTICLE).items() if count}))
    assert seen == [("sad", {"sad": 1}), ("angry", {"angry": 1}), ("", {})]
    assert [row["p"]["S"] for row in rows(client)] == ["COUNT#0#a.md"]


def test_counts_are_the_sum_over_all_rows_and_of_one_article(votes: DynamoReactions) -> None:
    for visitor, article in ((ANN, ARTICLE), (BOB, ARTICLE), (ANN[:-1] + "f", ArticleId("b.md"))):
        assert votes.change(article, visitor, "", "happy", MIDNIGHT)
    assert (shard_of(ANN), shard_of(BOB)) == (0, 1)
    assert votes.counts(ARTICLE) == {"happy": 2}


def test_nothing_changes_if_the_vote_is_another_by_now(votes: DynamoReactions) -> None:
    assert votes.change(ARTICLE, ANN, "", "sad", MIDNIGHT)
    assert [votes.change(ARTICLE, ANN, was, "happy", MIDNIGHT) for was in ("", "angry")] == [False, False]
    assert not votes.change(ARTICLE, ANN, "angry", "", MIDNIGHT)
    assert (votes.vote(ANN), votes.counts(ARTICLE)) == ("sad", {"sad": 1})


def test_votes_and_keys_are_forgotten_after_the_day(client: Any, votes: DynamoReactions) -> None:
    votes.key(DAY)
    votes.change(ARTICLE, ANN, "", "sad", MIDNIGHT)
    assert [int(row["u"]["N"]) for row in rows(client) if "u" in row] == [int(MIDNIGHT.timestamp())] * 2


def test_all_processes_have_one_key_a_day_and_another_the_next(client: Any, votes: DynamoReactions) -> None:
    other = DynamoReactions(client, "reactions")
    assert votes.key(DAY) == other.key(DAY) == votes.key(DAY)
    assert (len(votes.key(DAY)), votes.key(DAY) == votes.key(date(2026, 11, 25))) == (32, False)


def test_of_two_who_make_the_key_at_once_the_first_has_made_it(
    client: Any, votes: DynamoReactions, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = DynamoReactions(client, "reactions")
    read = votes._get
    first: list[bytes] = []

    def late(place: Any) -> Any:
        found = read(place)
        if not first:
            first.append(other.key(DAY))
        return found

    monkeypatch.setattr(votes, "_get", late)
    assert [votes.key(DAY)] == first


class Busily:
    """A client whose transactions fail as given, and then do not."""

    def __init__(self, client: Any, *errors: Exception) -> None:
        self._client = client
        self._errors = list(errors)

    def transact_write_items(self, **request: Any) -> None:
        if self._errors:
            raise self._errors.pop()
        self._client.transact_write_items(**request)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


def cancelled(client: Any, *codes: str) -> Exception:
    said = {
        "Error": {"Code": "TransactionCanceledException"},
        "CancellationReasons": [{"Code": each} for each in codes],
    }
    made: Exception = client.exceptions.TransactionCanceledException(said, "TransactWriteItems")
    return made


def failed(_: Any, code: str) -> Exception:
    return ClientError({"Error": {"Code": code}}, "TransactWriteItems")


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; how long it would have been."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    return waited


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (cancelled, ("None", "TransactionConflict")),
        (cancelled, ("ThrottlingError", "None")),
        (failed, ("TransactionConflictException",)),
        (failed, ("ThrottlingException",)),
    ],
)
def test_who_is_in_the_way_is_waited_for_and_the_vote_counts_once(
    client: Any, at_once: list[float], make: Callable[..., Exception], codes: tuple[str, ...]
) -> None:
    errors = [make(client, *codes) for _ in range(ATTEMPTS - 1)]
    votes = DynamoReactions(Busily(client, *errors), "reactions")  # type: ignore[arg-type]
    assert votes.change(ARTICLE, ANN, "", "sad", MIDNIGHT)
    assert (votes.counts(ARTICLE), votes.conflicts, len(at_once)) == ({"sad": 1}, ATTEMPTS - 1, ATTEMPTS - 1)
    assert sum(at_once) < 3


def test_who_is_always_in_the_way_is_told_and_nothing_is_counted(client: Any, at_once: list[float]) -> None:
    errors = [cancelled(client, "None", "TransactionConflict") for _ in range(ATTEMPTS)]
    votes = DynamoReactions(Busily(client, *errors), "reactions")  # type: ignore[arg-type]
    with pytest.raises(Busy):
        votes.change(ARTICLE, ANN, "", "sad", MIDNIGHT)
    assert (votes.counts(ARTICLE), len(at_once)) == ({}, ATTEMPTS - 1)


def test_what_no_waiting_cures_is_raised(client: Any, at_once: list[float]) -> None:
    for error in (cancelled(client, "ValidationError"), failed(client, "AccessDeniedException")):
        with pytest.raises(ClientError):
            DynamoReactions(Busily(client, error), "reactions").change(ARTICLE, ANN, "", "sad", MIDNIGHT)  # type: ignore[arg-type]
    assert at_once == []


@pytest.mark.stack
def test_no_vote_is_lost_among_many_at_once(gateway: Gateway) -> None:
    client = client_of(gateway, "dynamodb")
    create_table(client, "reactions-at-once")
    votes = DynamoReactions(client, "reactions-at-once")
    visitors = [f"{number:08x}" * 4 for number in range(100)]
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda each: votes.change(ARTICLE, each, "", "sad", MIDNIGHT), visitors))
    assert votes.counts(ARTICLE) == {"sad": len(visitors)}
    assert len({shard_of(each) for each in visitors}) == SHARDS
