"""How many readers can choose at once on one article, and whether a vote is lost, on the emulator.

python -m benchmarks.reactions [--votes 10000] [--side-by-side 16]

Each vote goes through the function's step to the emulator's DynamoDB. It ends by itself: each vote is tried for seconds
at most, and who is sent away with 503 comes again at once, ten times at most.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from threading import Lock
from typing import Any

from benchmarks.figures import Figure, machine, parser, show
from desk.emulator import Gateway, emulator
from presswork.article.model import Address, Article, ArticleId, Card, Digest
from presswork.aws.reactions import SHARDS, DynamoReactions
from presswork.index import keys
from presswork.index.memory import MemoryTable
from presswork.index.rows import Standing
from presswork.steps.react import JSON, REACTIONS, Asked, react

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ARTICLE = ArticleId("a.md")
TRIES = 10


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Has many readers choose at once on one article.")
    options.add_argument("--votes", type=int, default=10_000, help="readers, each with one vote")
    options.add_argument("--side-by-side", type=int, default=16, help="of them at once")
    given = options.parse_args(arguments)
    here = machine()
    with emulator() as gateway:
        return show(here, _figures(gateway, given.votes, given.side_by_side), as_json=given.json)


def _figures(gateway: Gateway, votes: int, side_by_side: int) -> list[Figure]:
    reactions = DynamoReactions(_table(gateway, side_by_side), "reactions")
    site = _site()
    sent_away, lock = count(), Lock()

    def choose(number: int) -> bool:
        body = f'{{"reaction": "{REACTIONS[number % len(REACTIONS)]}"}}'.encode()
        asked = Asked("POST", ARTICLE, body, JSON, address=f"192.0.2.{number % 250}", agent=f"browser {number}")
        for _ in range(TRIES):
            if react(asked, table=site, reactions=reactions, now=NOW).status == 200:
                return True
            with lock:
                next(sent_away)
        return False

    started = time.perf_counter()
    with ThreadPoolExecutor(side_by_side) as pool:
        taken = sum(pool.map(choose, range(votes)))
    seconds = time.perf_counter() - started
    counted = sum(reactions.counts(ARTICLE).values())
    return [
        Figure("votes taken", taken, "", str(votes), taken == votes),
        Figure("votes lost", taken - counted, "", "0", taken == counted),
        Figure(f"transactions tried again, with {SHARDS} rows of counts", reactions.conflicts, ""),
        Figure("readers sent away with 503, who came again", next(sent_away), ""),
        Figure(f"votes a second, {side_by_side} at once", round(votes / seconds, 1), ""),
    ]


def _site() -> MemoryTable:
    card = Card(id=ARTICLE, address=Address("/a"), title="A", date=NOW)
    made = MemoryTable()
    made.write({keys.standing(ARTICLE): Standing("live", Article(card, Digest("a"), ARTICLE))})
    return made


def _table(gateway: Gateway, side_by_side: int) -> Any:
    import boto3
    from botocore.config import Config

    client = boto3.client(
        "dynamodb",
        endpoint_url=gateway.url,
        region_name="eu-west-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",  # noqa: S106 (of the emulator)
        config=Config(max_pool_connections=side_by_side),
    )
    client.create_table(
        TableName="reactions",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in ("p", "s")],
        KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}],
    )
    return client


if __name__ == "__main__":
    sys.exit(main())
