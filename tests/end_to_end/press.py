"""The real template on the embedded AWS, seen from outside: what a newsroom uploads, and what its readers get.

When all is quiet, everything that AWS holds is carried over into a `World` of the tests in memory, and judged there by
the same oracle as the histories: a full build from the records alone.
"""

from __future__ import annotations

import http.client
import os
import random
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast, get_args

from msgspec import convert, json
from msgspec.structs import replace

from desk.emulator import HOST, STOP_SECONDS, Gateway, emulator
from desk.pipeline import Pipeline, Verb
from desk.preview import Server, edge_of
from desk.stack import NAME, Clients, deploy
from presswork.article.limits import PICTURE_BYTES
from presswork.article.model import Address, Digest, Proof, Report, Upload, Value
from presswork.aws.buckets import REPORTS, S3Uploads, issue_in, report_key
from presswork.aws.bus import SOURCE
from presswork.index.keys import Key
from presswork.index.memory import MemoryTable
from presswork.index.rows import Author, Claim, Indexed, Made, Record, Site, ThemeFile
from presswork.pages import addresses
from presswork.pages.page import Page
from presswork.pictures.make import make
from presswork.steps.events import Event
from tests import histories
from tests.conftest import client_of
from tests.end_to_end.written import Written, misjudged
from tests.world import World, paths

PATIENCE_SECONDS = 90.0
"""How long the queues may take to become empty."""
LOOK_SECONDS = 0.25
KINDS: Mapping[str, type[Event]] = {each.__name__: each for each in get_args(Event)}
DEAD_LETTERS = ("Upload", "Media", "Index", "Render", "Invalidate", "Announce", "Rebuild")

_JUDGED: dict[tuple[str, str], type[Value]] = {
    ("ARTICLE", "RECORD"): Record,
    ("ARTICLE", "INDEXED"): Indexed,
    ("ADDRESS", "CLAIM"): Claim,
    ("AUTHOR", "RECORD"): Author,
    ("PICTURE", "MADE"): Made,
    ("SITE", "SETTINGS"): Site,
}
"""The rows that the oracle reads, by the kind of the partition and the sort key: all others follow from them."""


class Answer(NamedTuple):
    """What a reader gets."""

    status: int
    headers: Mapping[str, str]
    """By names in lower case."""
    body: str
    """Of a picture: as good as it can be read."""


class Change(NamedTuple):
    """The site before some uploads, and after all has come to rest."""

    before: Mapping[Address, Page]
    after: Mapping[Address, Page]
    invalidated: Sequence[str]
    """The items of all invalidations in between."""

    @property
    def addresses(self) -> set[Address]:
        """Those whose bytes are others now, or are there no more."""
        return {each for each in {*self.before, *self.after} if self.before.get(each) != self.after.get(each)}


class Press:
    """One deployed stack, and the CDN in front of it that keeps what it was asked for."""

    def __init__(self, gateway: Gateway, server: Server) -> None:
        self._gateway = gateway
        self._server = server
        self.clients = Clients(gateway)
        self.stack = deploy(self.clients)
        self.pipeline = Pipeline(self.clients, self.stack)
        self.edge = edge_of(self.clients, self.stack)
        self._written = Written(self.clients.s3, self.stack.site_bucket)
        self.told: list[Event] = []
        """What the world outside has heard, so far as anybody listened."""
        self._outside = self._listen()
        self._dead_letters = [self._physical(f"{each}DeadLetters") for each in DEAD_LETTERS]

    def _listen(self) -> str:
        """A queue for all that the event bus is told."""
        queue = self.clients.sqs.create_queue(QueueName="outside")["QueueUrl"]
        arn = self.clients.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        events = client_of(self._gateway, "events", region=self.clients.sqs.meta.region_name)
        events.put_rule(Name="outside", EventPattern=json.encode({"source": [SOURCE]}).decode())
        events.put_targets(Rule="outside", Targets=[{"Id": "outside", "Arn": arn}])
        return queue

    def _hear(self) -> None:
        while said := self.clients.sqs.receive_message(QueueUrl=self._outside, MaxNumberOfMessages=10).get("Messages"):
            for each in said:
                event = json.decode(each["Body"])
                self.told.append(convert(event["detail"], KINDS[event["detail-type"]]))
                self.clients.sqs.delete_message(QueueUrl=self._outside, ReceiptHandle=each["ReceiptHandle"])

    # What people do

    def upload(self, key: str, content: str | bytes | None) -> None:
        """Put an object into the source bucket, or delete it (None)."""
        if content is None:
            self.pipeline.remove(key)
        else:
            body = content.encode() if isinstance(content, str) else content
            self.clients.s3.put_object(Bucket=self.stack.upload_bucket, Key=key, Body=body)

    def publish(self, uploads: Mapping[str, str | bytes | None]) -> Change:
        """Upload all of it, wait until all is quiet, and hold what has come of it against the oracle."""
        before, versions, items = self.site(), self._written.versions(), len(self.pipeline.invalidated)
        for key, content in uploads.items():
            self.upload(key, content)
        self.settle()
        invalidated = self.pipeline.invalidated[items:]
        if wrong := misjudged(versions, self._written.versions(), invalidated) or self.wrong():
            raise AssertionError(wrong)
        return Change(before, self.site(), invalidated)

    def report(self, key: str) -> Report:
        """What the author of an upload finds beside it, but for the bucket's name for it. NoSuchKey if nothing."""
        found = self.clients.s3.get_object(Bucket=self.stack.upload_bucket, Key=report_key(key))
        return replace(json.decode(found["Body"].read(), type=Report), version="")

    def logged(self, of: str) -> dict[str, set[str]]:
        """What each function's log says of a correlation id, as one query over all of them finds it."""
        found: dict[str, set[str]] = {}
        for verb in ("Validate", "Index", "Render", "Invalidate"):
            pages = self.clients.logs.get_paginator("filter_log_events").paginate(
                logGroupName=self._physical(f"{verb}Log")
            )
            lines = [each["message"] for page in pages for each in page["events"] if each["message"].startswith("{")]
            said = [each for each in map(json.decode, lines) if each.get("correlation_id") == of]
            found[verb] = {each["message"] for each in said}
        return found

    # When all is quiet

    def pause(self, *verbs: Verb) -> None:
        """Until these have nothing to do for a moment; others may."""
        self._await_quiet(verbs, times=1)

    def settle(self) -> None:
        """Until no message waits, is delayed or is in a function's hands, seen twice."""
        self._await_quiet(get_args(Verb), times=2)
        self.pipeline.look()

    def _await_quiet(self, verbs: Collection[Verb], times: int) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        quiet = 0
        while quiet < times:
            waiting = self.pipeline.waiting().keys() & {*verbs}
            quiet = 0 if waiting else quiet + 1
            if time.monotonic() > deadline:
                said = self._gateway.log.read_text(errors="replace")[-5_000:]
                raise AssertionError(f"not quiet after {PATIENCE_SECONDS:.0f} s: {waiting}; the emulator says:\n{said}")
            time.sleep(LOOK_SECONDS)

    def wrong(self) -> str | None:
        """What is wrong with a press in which all is quiet; None if all is right."""
        if stale := self.edge.stale():
            return f"stale at the edge: {stale}"
        if unsaid := misjudged({}, self._written.versions(), self.pipeline.invalidated):
            return unsaid
        if dead := [url for url in self._dead_letters if self._messages(url)]:
            return f"given up: {dead}"
        self._hear()
        return histories.divergence(self.as_world())

    def as_world(self) -> World:
        """Everything that AWS holds, as of now."""
        return World(
            seed=0,
            now=datetime.now(UTC),
            uploads=self._uploads(),
            reports={each.file.rstrip("/"): each for each in self._reports()},
            proofs=dict(self._proofs()),
            renditions=dict(self._renditions()),
            make=make,
            site=self.site(),
            table=self._table(),
            told=self.told,
        )

    def site(self) -> dict[Address, Page]:
        """The site bucket, as far as it reaches readers."""
        bucket = self.stack.site_bucket
        return {addresses.of_key(key): self._page(bucket, key) for key in self._keys(bucket)}

    def _page(self, bucket: str, key: str) -> Page:
        found = self.clients.s3.get_object(Bucket=bucket, Key=key)
        metadata = found["Metadata"]
        page = Page(
            found["Body"].read(),
            content_type=found["ContentType"],
            cache_control=found["CacheControl"],
            location=metadata.get("location", ""),
            status=cast("Any", int(metadata.get("status", "200"))),
            tags=tuple(each for each in metadata.get("cache-tag", "").split(",") if each),
            issue=issue_in(metadata),
        )
        if metadata["digest"] != page.digest:
            raise AssertionError(f"{key} is not what its digest says")
        return page

    def _uploads(self) -> dict[str, Upload]:
        uploads = S3Uploads(self.clients.s3, self.stack.upload_bucket)
        keys = (key for key in self._keys(self.stack.upload_bucket) if not key.startswith(REPORTS))
        return {key: upload for key in keys if (upload := uploads.get(key, PICTURE_BYTES))}

    def _reports(self) -> Iterator[Report]:
        for key in self._keys(self.stack.upload_bucket, REPORTS):
            found = self.clients.s3.get_object(Bucket=self.stack.upload_bucket, Key=key)
            yield json.decode(found["Body"].read(), type=Report)

    def _proofs(self) -> Iterator[tuple[Digest, Proof]]:
        for key in self._keys(self.stack.work_bucket, "proofs/"):
            digest = Digest(key.removeprefix("proofs/").removesuffix(".json"))
            if proof := self.pipeline.index.proofs.get(digest):
                yield digest, proof

    def _renditions(self) -> Iterator[tuple[tuple[str, str], bytes]]:
        for key in self._keys(self.stack.work_bucket, "renditions/"):
            of, _, name = key.removeprefix("renditions/").rpartition("/")
            if body := self.pipeline.index.renditions.get(of, name):
                yield (of, name), body

    def _table(self) -> MemoryTable:
        table = MemoryTable()
        for page in self.clients.dynamodb.get_paginator("scan").paginate(
            TableName=self.stack.table, ConsistentRead=True
        ):
            for item in page["Items"]:
                partition, sort = item["p"]["S"], item["s"]["S"]
                kind = ThemeFile if partition == "THEME" else _JUDGED.get((partition.partition("#")[0], sort))
                if kind:
                    table.write({Key(partition, sort, kind): json.decode(item["v"]["S"], type=kind)})
        return table

    def _keys(self, bucket: str, prefix: str = "") -> Iterator[str]:
        for page in self.clients.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            yield from (each["Key"] for each in page.get("Contents", ()))

    def _messages(self, url: str) -> int:
        found = self.clients.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
        return int(found["Attributes"]["ApproximateNumberOfMessages"])

    def _physical(self, logical: str) -> str:
        found = self.clients.cloudformation.describe_stack_resource(StackName=NAME, LogicalResourceId=logical)
        return found["StackResourceDetail"]["PhysicalResourceId"]

    # What readers do

    def read(self, path: str) -> Answer:
        """What a reader gets who does not follow redirects."""
        connection = http.client.HTTPConnection(HOST, self._server.server_port, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers, answer.read().decode(errors="replace"))
        finally:
            connection.close()

    @contextmanager
    def readers(self, seed: int) -> Iterator[None]:
        """Someone asks for this and that all the time, so that the CDN keeps pages as they were at any moment."""
        end = threading.Event()
        failed: list[Exception] = []
        chance = random.Random(seed)
        thread = threading.Thread(target=self._read_on, args=(chance, end, failed), daemon=True)
        thread.start()
        try:
            yield
        finally:
            end.set()
            thread.join()
        if failed:
            raise failed[0]

    def _read_on(self, chance: random.Random, end: threading.Event, failed: list[Exception]) -> None:
        try:
            while not end.is_set():
                there = [*map(addresses.of_key, self._keys(self.stack.site_bucket)), Address("/2026/11/nothing")]
                for address in chance.choices(there, k=20):
                    self.read(chance.choice(paths(address)))
                    end.wait(chance.random() / 25)
        except Exception as error:  # noqa: BLE001 (it is told where the thread ends)
            failed.append(error)


@contextmanager
def press() -> Iterator[Press]:
    """A new one with nothing on it, on an emulator of its own. No process of it outlives the block."""
    with emulator() as gateway:
        # ministack leaves the number of its process there, which is the group of all that it starts
        group = int((gateway.log.parent / f"ministack-{gateway.port}.pid").read_text())
        with Server(0) as server:
            found = Press(gateway, server)
            with server.serving(found.edge):
                yield found
    if not _ends(group):
        raise AssertionError(f"processes of group {group} are left")


def _ends(group: int) -> bool:
    """Whether a process group is empty, soon. Killed processes are there until init has seen them."""
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False
