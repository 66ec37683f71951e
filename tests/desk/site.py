"""A small site on moto, published by the real steps through the real adapters, for the commands that look after one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from desk.connect import Deployment
from desk.stack import Stack
from presswork.article.model import Address, ArticleId
from presswork.article.uploads import MEDIA
from presswork.pages import addresses, assets
from presswork.pictures.make import make
from presswork.steps.images import images
from presswork.steps.index import index
from presswork.steps.receive import receive
from presswork.steps.render import render
from presswork.steps.walk import walk
from tests.conftest import moto_client
from tests.functions.cloud import Cloud

VERBS = ("upload", "media", "index", "render", "invalidate", "announce", "rebuild")
WRITES = ("Put", "Delete", "Update", "Create", "Batch", "Transact", "Send", "Copy", "Start", "Change", "Purge", "Tag")
"""How the operations of AWS begin that change something; BatchGet is told apart."""


class Hints:
    """The wakes, followed at once by `Site.settle`."""

    def __init__(self) -> None:
        self.uploads: list[str] = []
        self.pictures: list[str] = []
        self.articles: list[ArticleId] = []
        self.addresses: set[Address] = set()
        self.walks: list[str] = []

    def validate(self, keys: Iterable[str]) -> None:
        self.uploads += keys

    def images(self, keys: Iterable[str]) -> None:
        self.pictures += keys

    def index(self, articles: Iterable[ArticleId]) -> None:
        self.articles += articles

    def hint(self, articles: Mapping[ArticleId, int]) -> None:
        self.articles += articles

    def render(self, addresses: Iterable[Address]) -> None:
        self.addresses |= {*addresses}

    def rebuild(self, after: str, edition: str) -> None:  # noqa: ARG002
        self.addresses |= {*addresses.fixed(assets.load().values())}

    def walk(self, name: str, before: str) -> None:  # noqa: ARG002
        self.walks.append(name)

    def announce(self, addresses: Iterable[Address]) -> None:
        """Nobody follows this site."""


class Site:
    """`deployment`: as the commands see it. `now`: when `index` looks at what is due."""

    def __init__(self) -> None:
        self.cloud = Cloud(moto_client)
        self.s3, self.sqs = self.cloud.s3, self.cloud.sqs
        self.now = datetime(2026, 11, 24, 12, tzinfo=UTC)
        self.hints = Hints()
        self.lines: dict[str, list[dict[str, Any]]] = {}
        """What the functions have logged, by log group."""
        for bucket in ("SourceBucket", "SiteBucket"):
            self.s3.put_bucket_versioning(
                Bucket=self.cloud.names[bucket], VersioningConfiguration={"Status": "Enabled"}
            )
        self.queues = {verb: self._queue(verb) for verb in VERBS}
        self.stack = Stack(
            upload_bucket=self.cloud.names["SourceBucket"],
            work_bucket=self.cloud.names["WorkBucket"],
            site_bucket=self.cloud.names["SiteBucket"],
            site_url="",
            table=self.cloud.names["Table"],
            reactions_table=self.cloud.names["ReactionsTable"],
            distribution_id=self.cloud.names["Distribution"],
            **{f"{verb}_queue": url for verb, url in self.queues.items()},
        )
        clients = SimpleNamespace(
            s3=self.s3,
            sqs=self.sqs,
            dynamodb=self.cloud.dynamodb,
            cloudfront=self.cloud.cloudfront,
            cloudformation=SimpleNamespace(describe_stack_resource=_resource),
            logs=SimpleNamespace(get_paginator=lambda _: SimpleNamespace(paginate=self._logged)),
        )
        self.deployment = Deployment(clients, self.stack, "presswork", "")  # type: ignore[arg-type]
        self.hints.rebuild("", "")
        self.settle()

    def upload(self, key: str, text: str | bytes) -> None:
        self.s3.put_object(Bucket=self.stack.upload_bucket, Key=key, Body=text)
        self._event(key)

    def remove(self, key: str) -> None:
        self.s3.delete_object(Bucket=self.stack.upload_bucket, Key=key)
        self._event(key)

    def settle(self) -> None:
        """Until nothing is left to do, a queue after the other."""
        hints, there = self.hints, self.deployment
        while hints.uploads or hints.pictures or hints.articles:
            while hints.uploads:
                receive(
                    hints.uploads.pop(0),
                    table=there.index.table,
                    uploads=there.uploads,
                    proofs=there.index.proofs,
                    wakes=hints,
                )
            while hints.pictures:
                self._picture(hints.pictures.pop(0))
            while hints.articles:
                index(hints.articles.pop(0), site=there.index, wakes=hints, now=self.now)
        while hints.walks:
            walk(hints.walks.pop(0), "", table=there.index.table, wakes=hints, time_left=lambda: True)
        while hints.addresses:
            render(hints.addresses.pop(), site=there.index, bucket=there.site)

    def woken(self) -> list[str]:
        """The addresses that render was sent to, and sends it there."""
        found: list[str] = []
        url = self.queues["render"]
        while messages := self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for each in messages:
                found.append(json.loads(each["Body"])["address"])
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=each["ReceiptHandle"])
        self.hints.render(map(Address, found))
        self.settle()
        return sorted(found)

    @contextmanager
    def read_only(self) -> Iterator[list[str]]:
        """Within the block, every call that would change anything fails. Yields the operations that were called."""
        called: list[str] = []

        def note(model: Any, **_: object) -> None:
            called.append(model.name)
            if model.name.startswith(WRITES) and not model.name.startswith("BatchGet"):
                raise AssertionError(f"{model.name} changes something")

        clients = (self.s3, self.sqs, self.cloud.dynamodb, self.cloud.cloudfront)
        for client in clients:
            client.meta.events.register("before-call", note, "read-only")
        try:
            yield called
        finally:
            for client in clients:
                client.meta.events.unregister("before-call", unique_id="read-only")

    def _event(self, key: str) -> None:
        (self.hints.images if key.startswith(MEDIA) else self.hints.validate)([key])

    def _picture(self, key: str) -> None:
        there = self.deployment
        images(
            key.removeprefix(MEDIA),
            table=there.index.table,
            uploads=there.uploads,
            renditions=there.index.renditions,
            wakes=self.hints,
            make=make,
        )

    def _queue(self, verb: str) -> str:
        """With dead letters, as in the template."""
        fifo = {"FifoQueue": "true"} if verb in ("index", "render") else {}
        suffix = ".fifo" if fifo else ""
        name = self.cloud.names["Table"].replace("table", verb)
        dead = self.sqs.create_queue(QueueName=f"{name}-dead{suffix}", Attributes=fifo)["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})
        made: str = self.sqs.create_queue(
            QueueName=f"{name}-waking{suffix}", Attributes={**fifo, "RedrivePolicy": redrive}
        )["QueueUrl"]
        return made

    def _logged(self, **asked: Any) -> Iterator[dict[str, Sequence[dict[str, Any]]]]:
        events = [
            {"timestamp": int(line["at"] * 1000), "message": json.dumps(line)}
            for line in self.lines.get(asked["logGroupName"], ())
            if line["at"] * 1000 >= asked["startTime"]
        ]
        yield {"events": [*events, {"timestamp": 1, "message": "START RequestId: 1"}]}


def _resource(**asked: str) -> dict[str, dict[str, str]]:
    return {"StackResourceDetail": {"PhysicalResourceId": asked["LogicalResourceId"]}}


def article(title: str, *front: str, text: str = "The cranes at Graving Point moved again at six this morning.") -> str:
    return "\n".join(["---", f"title: {title}", *front, "---", "", text, ""])


def pointed_at(site: Site, monkeypatch: pytest.MonkeyPatch, module: Any) -> None:
    """The commands of a module find this site, whatever they are told."""

    @contextmanager
    def connected(*_: object) -> Iterator[Deployment]:
        yield site.deployment

    monkeypatch.setattr(module, "connected", connected)
