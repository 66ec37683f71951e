"""The table on DynamoDB. A row is `p` (partition), `s` (sort), `v` (the value as JSON), `n` (its version: a hash)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeVar

from botocore.exceptions import ClientError
from msgspec import json

from presswork.article.model import Value
from presswork.index.keys import FIRST, LAST, Key, Shelf, V
from presswork.index.table import Query, Row, Snapshot

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

READS, WRITES = 100, 25
"""What one batch call takes."""
SIDE_BY_SIDE = 16
"""Calls at once: as many connections must the client's pool have."""
_CHANGED = {"ConditionalCheckFailed", "TransactionConflict"}

T = TypeVar("T")
R = TypeVar("R")
Item = dict[str, Any]


class Throttled(Exception):
    """DynamoDB left parts of a batch undone again and again. A retry may cure it."""


class DynamoTable:
    """All reads are strongly consistent; all pages of an answer are read. No more is asked for than is looked at."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def get(self, key: Key[V]) -> V | None:
        found = self._client.get_item(
            TableName=self._name, Key=_key(key), ConsistentRead=True, ProjectionExpression="v"
        ).get("Item")
        return _value(key.type, found) if found else None

    def get_many(self, keys: Sequence[Key[V]]) -> list[V | None]:
        items = self._items(keys)
        return [_value(key.type, items[key]) if key in items else None for key in keys]

    def query(self, query: Query[V]) -> list[Row[V]]:
        if query.before <= query.after:
            return []  # DynamoDB takes neither an empty bound nor two the wrong way round
        condition, bounds = _condition(query)
        found: list[Row[V]] = []
        request: dict[str, Any] = {
            "TableName": self._name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": {name: {"S": text} for name, text in bounds.items()},
            "ScanIndexForward": not query.newest_first,
            "ConsistentRead": True,
            "ProjectionExpression": "s, v",
        }
        while True:
            if query.limit is not None:
                request["Limit"] = query.limit - len(found) + 1  # one more: the bound itself may be among them
            answer = self._client.query(**request)
            found += (row for row in map(_row(query.shelf), answer["Items"]) if row.sort != query.before)
            if query.limit is not None and len(found) >= query.limit:
                return found[: query.limit]
            if "LastEvaluatedKey" not in answer:
                return found
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def query_many(self, queries: Sequence[Query[V]]) -> list[list[Row[V]]]:
        return _side_by_side(self.query, queries)

    def write(self, puts: Mapping[Key[Any], Value], deletes: Iterable[Key[Any]] = ()) -> None:
        requests: dict[tuple[str, str], Item] = {  # by place: a batch may name a row only once
            **{key[:2]: {"PutRequest": {"Item": _item(key, value)}} for key, value in puts.items()},
            **{key[:2]: {"DeleteRequest": {"Key": _key(key)}} for key in deletes},
        }
        _side_by_side(self._write_batch, list(_chunks(list(requests.values()), WRITES)))

    def snapshot(self, keys: Iterable[Key[Any]]) -> Snapshot:
        keys = list(keys)
        items = self._items(keys)
        return Snapshot(
            {key: _value(key.type, items[key]) if key in items else None for key in keys},
            {key: items[key]["n"]["S"] if key in items else "" for key in keys},
        )

    def swap(self, seen: Snapshot, writes: Mapping[Key[Any], Value | None]) -> bool:
        actions = [
            self._action(key, seen.versions.get(key), writes.get(key), wanted=key in writes)
            for key in dict.fromkeys((*seen.versions, *writes))
        ]
        try:
            self._client.transact_write_items(TransactItems=actions)  # type: ignore[arg-type]
        except self._client.exceptions.TransactionCanceledException as error:
            reasons = {each.get("Code") for each in error.response.get("CancellationReasons", [])}
            if reasons & _CHANGED:
                return False
            raise
        except ClientError as error:
            if error.response["Error"]["Code"] == "TransactionConflictException":
                return False
            raise
        return True

    def _action(self, key: Key[Any], version: str | None, value: Value | None, *, wanted: bool) -> Item:
        action: Item = {"TableName": self._name}
        if version is not None:
            action["ConditionExpression"] = "n = :n" if version else "attribute_not_exists(p)"
            if version:
                action["ExpressionAttributeValues"] = {":n": {"S": version}}
        if not wanted:
            return {"ConditionCheck": {**action, "Key": _key(key)}}
        if value is None:
            return {"Delete": {**action, "Key": _key(key)}}
        return {"Put": {**action, "Item": _item(key, value)}}

    def _items(self, keys: Sequence[Key[Any]]) -> dict[Key[Any], Item]:
        found = _side_by_side(self._read_batch, list(_chunks(list(dict.fromkeys(keys)), READS)))
        by_place = {(item["p"]["S"], item["s"]["S"]): item for items in found for item in items}
        return {key: by_place[key[:2]] for key in keys if key[:2] in by_place}

    def _read_batch(self, keys: Sequence[Key[Any]]) -> list[Item]:
        wanted: list[Item] = [_key(key) for key in keys]
        found: list[Item] = []
        for _ in _attempts():
            request = {self._name: {"Keys": wanted, "ConsistentRead": True}}
            answer = self._client.batch_get_item(RequestItems=request)  # type: ignore[arg-type]
            found += answer["Responses"].get(self._name, [])
            left: Mapping[str, Any] = answer.get("UnprocessedKeys", {})
            wanted = left[self._name]["Keys"] if self._name in left else []
            if not wanted:
                return found
        raise Throttled(f"{len(wanted)} reads left undone")

    def _write_batch(self, requests: list[Item]) -> None:
        for _ in _attempts():
            answer = self._client.batch_write_item(RequestItems={self._name: requests})  # type: ignore[dict-item]
            requests = answer.get("UnprocessedItems", {}).get(self._name, [])  # type: ignore[assignment]
            if not requests:
                return
        raise Throttled(f"{len(requests)} writes left undone")


def _attempts() -> Iterator[None]:
    """A few times, with longer and longer pauses: half a second in all."""
    for attempt in range(6):
        if attempt:
            time.sleep(0.0166 * 2 ** (attempt - 1))
        yield


def _key(key: Key[Any]) -> Item:
    return {"p": {"S": key.partition}, "s": {"S": key.sort}}


def _item(key: Key[Any], value: Value) -> Item:
    text = json.encode(value)
    version = blake2b(text, digest_size=9).hexdigest()
    return {**_key(key), "v": {"S": text.decode()}, "n": {"S": version}}


def _value(kind: type[V], item: Item) -> V:
    return json.decode(item["v"]["S"], type=kind)


def _row(shelf: Shelf[V]) -> Callable[[Item], Row[V]]:
    return lambda item: Row(item["s"]["S"][len(shelf.prefix) :], _value(shelf.type, item))


def _condition(query: Query[Any]) -> tuple[str, dict[str, str]]:
    """The cheapest condition that finds all rows wanted, and perhaps the one at `before`, which is not."""
    partition, prefix, _ = query.shelf
    low, high = prefix + query.after, prefix + query.before
    bounds = {":p": partition, ":low": low, ":high": high}
    if query.after != FIRST:
        if query.before == LAST and not prefix:
            return "p = :p AND s > :low", {":p": partition, ":low": low}
        return "p = :p AND s BETWEEN :low AND :high", {**bounds, ":low": low + "\0"}
    if prefix:
        return "p = :p AND s BETWEEN :low AND :high", bounds
    return "p = :p AND s < :high", {":p": partition, ":high": high}


def _chunks(things: list[T], size: int) -> Iterator[list[T]]:
    for start in range(0, len(things), size):
        yield things[start : start + size]


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="table")


def _side_by_side(do: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """What `do` gives for each, in their order. All have ended when this returns or raises.

    A call that is still under way when the step fails could land later, frozen with the process and thawed with it,
    on top of what the retry has written.
    """
    if len(things) < 2:
        return [do(thing) for thing in things]
    calls = [_pool().submit(do, thing) for thing in things]
    wait(calls)
    return [call.result() for call in calls]
