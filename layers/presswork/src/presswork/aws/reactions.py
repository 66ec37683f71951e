"""The table of reactions on DynamoDB.

| p | s | holds |
|---|---|---|
| `KEY` | day | `k`: the key of the day's visitors; `u` |
| `VOTE#visitor` | `VOTE` | `r`: what was chosen; `u` |
| `COUNT#shard#article` | `COUNT` | how often each was chosen, by its name |

`u`: seconds since 1970, after which DynamoDB removes the row by itself. A vote and its count change in one transaction,
so counts cannot drift. Two transactions on one row are in each other's way, so an article's counts are spread over
SHARDS rows: a visitor always has the same one, where what he takes back was counted.
"""

from __future__ import annotations

import random
import secrets
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from datetime import time as midnight
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from presswork.article.model import ArticleId
from presswork.aws.table import Throttled
from presswork.steps.ports import Busy
from presswork.steps.react import REACTIONS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SHARDS = 8
ATTEMPTS = 10
"""So often a transaction is tried that others are in the way of: three seconds at most, half of that as a rule."""
_CONFLICT = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
_CONFLICTS = {
    "TransactionConflictException",
    "TransactionInProgressException",
    "ThrottlingException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
}
Item = dict[str, Any]


class DynamoReactions:
    """`conflicts` counts the transactions that were tried again."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name
        self._key: tuple[date, bytes] | None = None
        self.conflicts = 0

    def key(self, day: date) -> bytes:
        if self._key is None or self._key[0] != day:
            self._key = day, self._key_of(day)
        return self._key[1]

    def _key_of(self, day: date) -> bytes:
        place: Item = {"p": {"S": "KEY"}, "s": {"S": day.isoformat()}}
        found = self._get(place)
        if not found:
            end = datetime.combine(day + timedelta(days=1), midnight(), UTC)
            made: Item = {**place, "k": {"B": secrets.token_bytes(32)}, "u": _seconds(end)}
            with suppress(self._client.exceptions.ConditionalCheckFailedException):  # or another was quicker
                self._client.put_item(TableName=self._name, Item=made, ConditionExpression="attribute_not_exists(p)")
            found = self._get(place)
        return bytes(found["k"]["B"])

    def vote(self, visitor: str) -> str:
        found = self._get(_vote(visitor))
        return str(found["r"]["S"]) if found else ""

    def change(self, article: ArticleId, visitor: str, was: str, to: str, until: datetime) -> bool:
        actions = [
            self._voted(visitor, was, to, until),
            self._counted(article, visitor, {was: -1, to: +1}),
        ]
        for attempt in range(ATTEMPTS):
            if attempt:
                self.conflicts += 1
                time.sleep(random.uniform(0, min(0.4, 0.01 * 2**attempt)))  # noqa: S311 (it keeps no secret)
            try:
                self._client.transact_write_items(TransactItems=actions)  # type: ignore[arg-type]
            except self._client.exceptions.TransactionCanceledException as error:
                reasons = {each.get("Code") for each in error.response.get("CancellationReasons", [])}
                if "ConditionalCheckFailed" in reasons:
                    return False
                if not reasons & _CONFLICT:
                    raise
            except ClientError as error:
                if error.response["Error"]["Code"] not in _CONFLICTS:
                    raise
            else:
                return True
        raise Busy

    def counts(self, article: ArticleId) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        wanted = [_count(article, shard) for shard in range(SHARDS)]
        for _ in range(ATTEMPTS):
            answer = self._client.batch_get_item(RequestItems={self._name: {"Keys": wanted, "ConsistentRead": True}})
            for row in answer["Responses"].get(self._name, []):
                found.update({each: int(row[each]["N"]) for each in REACTIONS if each in row})
            left: Mapping[str, Any] = answer.get("UnprocessedKeys", {})
            if self._name not in left:
                return found
            wanted = left[self._name]["Keys"]
        raise Throttled(f"{len(wanted)} counts left unread")

    def _get(self, place: Item) -> Item:
        return dict(self._client.get_item(TableName=self._name, Key=place, ConsistentRead=True).get("Item", {}))

    def _voted(self, visitor: str, was: str, to: str, until: datetime) -> Item:
        place = _vote(visitor)
        action: Item = {"TableName": self._name, "ConditionExpression": "attribute_not_exists(p)"}
        if was:
            action["ConditionExpression"] = "r = :was"
            action["ExpressionAttributeValues"] = {":was": {"S": was}}
        if not to:
            return {"Delete": {**action, "Key": place}}
        return {"Put": {**action, "Item": {**place, "r": {"S": to}, "u": _seconds(until)}}}

    def _counted(self, article: ArticleId, visitor: str, steps: Mapping[str, int]) -> Item:
        named = {reaction: step for reaction, step in steps.items() if reaction}
        return {
            "Update": {
                "TableName": self._name,
                "Key": _count(article, shard_of(visitor)),
                "UpdateExpression": "ADD " + ", ".join(f"#{each} :{each}" for each in named),
                "ExpressionAttributeNames": {f"#{each}": each for each in named},
                "ExpressionAttributeValues": {f":{each}": {"N": str(step)} for each, step in named.items()},
            }
        }


def shard_of(visitor: str) -> int:
    return int(visitor[:8], 16) % SHARDS


def _vote(visitor: str) -> Item:
    return {"p": {"S": f"VOTE#{visitor}"}, "s": {"S": "VOTE"}}


def _count(article: ArticleId, shard: int) -> Item:
    return {"p": {"S": f"COUNT#{shard}#{article}"}, "s": {"S": "COUNT"}}


def _seconds(moment: datetime) -> Item:
    return {"N": str(int(moment.timestamp()))}
