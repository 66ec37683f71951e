"""The queues: how functions wake each other. Every message is a hint, e.g. `{"article": "2026/port-strike.md"}`."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from presswork.article.model import Address, ArticleId
from presswork.aws import cause

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

BATCH = 10
Queue = Literal["upload", "media", "index", "render", "rebuild", "announce"]


class NotSent(Exception):
    """A queue refused messages. A retry of the step sends them again."""


class SqsWakes:
    """One sender, for one invocation. `url` gives a queue's URL; a function has those only that it may send to.

    It must not outlive the invocation: between two, Lambda freezes the process, whose monotonic clock may stand
    still. Messages that are minutes apart would then seem to be of one second (see `render`).
    """

    def __init__(self, client: SQSClient, url: Callable[[Queue], str]) -> None:
        self._client = client
        self._url = url
        self._sender = uuid4().hex

    def validate(self, keys: Iterable[str]) -> None:
        self._send("upload", ({"MessageBody": _body(upload=key)} for key in keys))

    def images(self, keys: Iterable[str]) -> None:
        self._send("media", ({"MessageBody": _body(upload=key)} for key in keys))

    def index(self, articles: Iterable[ArticleId]) -> None:
        """Each with a deduplication id of its own: it must never be dropped."""
        self._send_index((article, uuid4().hex) for article in articles)

    def hint(self, articles: Mapping[ArticleId, int]) -> None:
        """With a deduplication id from the article and its number. The queue remembers it for five minutes."""
        self._send_index((article, f"{_hash(article)}.{number}") for article, number in articles.items())

    def _send_index(self, articles: Iterable[tuple[ArticleId, str]]) -> None:
        self._send(
            "index",
            (
                {
                    "MessageBody": _body(article=article),
                    "MessageGroupId": _hash(article),
                    "MessageDeduplicationId": deduplication,
                }
                for article, deduplication in articles
            ),
        )

    def render(self, addresses: Iterable[Address]) -> None:
        """Bursts are coalesced: one message an address, second and sender.

        The queue delivers two seconds after a message was sent. One that is dropped as a duplicate was sent less than
        a second after the one that was kept, by this process's own monotonic clock and after its writes; so the kept
        one is delivered later, and its render sees those writes. No clocks of two machines are compared.
        """
        second = int(time.monotonic())
        self._send(
            "render",
            (
                {
                    "MessageBody": _body(address=address),
                    "MessageGroupId": _hash(address),
                    "MessageDeduplicationId": f"{_hash(address)}@{second}@{self._sender}",
                }
                for address in addresses
            ),
        )

    def rebuild(self, after: str, edition: str) -> None:
        self._send("rebuild", [{"MessageBody": _body(after=after, edition=edition)}])

    def walk(self, name: str, before: str) -> None:
        self._send("rebuild", [{"MessageBody": _body(walk=name, before=before)}])

    def announce(self, addresses: Iterable[Address]) -> None:
        self._send("announce", ({"MessageBody": _body(address=address)} for address in addresses))

    def _send(self, queue: Queue, messages: Iterable[dict[str, Any]]) -> None:
        batch: list[dict[str, Any]] = []
        for message in messages:
            batch.append({"Id": str(len(batch)), **message})
            if len(batch) == BATCH:
                self._send_batch(queue, batch)
                batch = []
        if batch:
            self._send_batch(queue, batch)

    def _send_batch(self, queue: Queue, batch: list[dict[str, Any]]) -> None:
        answer = self._client.send_message_batch(QueueUrl=self._url(queue), Entries=batch)  # type: ignore[arg-type]
        if failed := answer.get("Failed"):
            raise NotSent(f"{len(failed)} of {len(batch)} messages to {queue}: {failed[0].get('Message', '')}")


def _body(**fields: str) -> str:
    """JSON in ASCII: SQS refuses a batch for a character such as U+FFFF, which the key of an upload may hold.

    What it is sent for is no part of deduplication ids: messages that would do the same are one, whatever their causes.
    """
    return json.dumps(fields | ({cause.NAME: present} if (present := cause.present()) else {}))


def _hash(text: str) -> str:
    """FIFO groups and deduplication ids take 128 characters of ASCII."""
    return sha256(text.encode()).hexdigest()[:48]
