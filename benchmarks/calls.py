"""AWS calls of one publication, by operation, in archives of two sizes: they should be the same.

    python -m benchmarks.calls [--sizes 100 5000]

The functions' own steps run in this process, on the adapters that they have on AWS, against the emulator; botocore says
what they ask for. What SQS and Lambda do by themselves, such as receiving messages, is not among it.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from benchmarks import newspaper
from benchmarks.archive import Archive, Woken, named
from benchmarks.figures import Figure, at_most, machine, parser, show
from desk.emulator import Gateway, emulator
from desk.stack import Clients, Stack, deploy
from presswork.article.model import Address
from presswork.article.uploads import key_of
from presswork.aws.buckets import S3Proofs, S3SiteBucket, S3Uploads
from presswork.aws.cdn import CloudFrontCdn
from presswork.aws.queues import SqsWakes
from presswork.aws.table import DynamoTable
from presswork.index.site import Index
from presswork.pages import addresses
from presswork.steps import announce
from presswork.steps.invalidate import Change, invalidate
from presswork.steps.ports import Write
from presswork.steps.render import render
from presswork.steps.validate import validate

SIZES = (100, 5000)
GOAL_PERCENT = 5.0
NOW = datetime(2026, 1, 1, tzinfo=UTC)
NEW = -1
"""The age of the article that is published: newer than all of the archive."""


class Meter:
    """Counts what some clients ask of AWS, and the CPU of this process, within its `with` blocks."""

    def __init__(self, clients: Iterable[Any]) -> None:
        self.reset()
        for client in clients:
            client.meta.events.register("provide-client-params.dynamodb.*", self._asked)
            client.meta.events.register("before-send.*.*", self._sent)
            client.meta.events.register("after-call.*.*", self._answered)

    def reset(self) -> None:
        self._on = False
        self.calls: Counter[str] = Counter()
        self.bytes = 0
        """Sent and received, headers not counted."""
        self.write_units = 0.0
        """Of DynamoDB, and so those read."""
        self.read_units = 0.0
        self.cpu_ms = 0.0

    def __enter__(self) -> None:
        self._on, self._started = True, time.process_time()

    def __exit__(self, *_: object) -> None:
        self._on = False
        self.cpu_ms += 1000 * (time.process_time() - self._started)

    def _asked(self, params: dict[str, Any], **_: object) -> dict[str, Any]:
        return {**params, "ReturnConsumedCapacity": "TOTAL"}

    def _sent(self, request: Any, **_: object) -> None:
        if self._on:
            self.bytes += int(request.headers.get("Content-Length", 0))

    def _answered(self, http_response: Any, parsed: Any, model: Any, **_: object) -> None:
        if self._on:
            self.calls[f"{model.service_model.service_name} {model.name}"] += 1
            self.bytes += int(http_response.headers.get("Content-Length", 0))
            consumed = parsed.get("ConsumedCapacity", [])
            units = sum(each["CapacityUnits"] for each in (consumed if isinstance(consumed, list) else [consumed]))
            if "Write" in model.name:
                self.write_units += units
            else:
                self.read_units += units


class Cost(NamedTuple):
    """What the publication of one article took."""

    calls: Mapping[str, int]
    """By operation."""
    kilobytes: int
    write_units: float
    read_units: float
    articles: int
    """Looked at by index."""
    pages_made: int
    pages_changed: int
    items: int
    """Of the invalidation."""
    cpu_ms: float
    """Of this process, in which the steps and botocore run, and not of the emulator."""


def without_functions(gateway: Gateway) -> tuple[Clients, Stack]:
    """A stack whose functions nobody calls: what they do is done here."""
    clients = Clients(gateway)
    stack = deploy(clients)
    for mapping in clients.functions.list_event_source_mappings()["EventSourceMappings"]:
        clients.functions.delete_event_source_mapping(UUID=mapping["UUID"])
    return clients, stack


class Publication:
    """The way of an article through the steps, each on its own adapters, beside others on an emulator."""

    def __init__(self, gateway: Gateway, size: int, ages: Iterable[int] = (NEW,)) -> None:
        """Fills the archive. Of each of these ages an article may be published then, in this order."""
        clients, stack = without_functions(gateway)
        self._s3 = clients.s3
        self._stack = stack
        self._table = DynamoTable(clients.dynamodb, stack.table)
        self._proofs = S3Proofs(clients.s3, stack.work_bucket)
        self._uploads = S3Uploads(clients.s3, stack.upload_bucket)
        self._bucket = S3SiteBucket(clients.s3, stack.site_bucket, tagged=True)
        self._cdn = CloudFrontCdn(clients.cloudfront, stack.distribution_id)
        self._site = Index(self._table, self._proofs)
        queues = {"upload": stack.upload_queue, "index": stack.index_queue, "render": stack.render_queue}
        self._sqs = SqsWakes(clients.sqs, lambda queue: queues[queue])
        self._meter = Meter((clients.s3, clients.sqs, clients.dynamodb, clients.cloudfront))
        archive = Archive(self._table, self._proofs, NOW)
        archive.fill(size)
        before = {page for age in ages for page in archive.would_wake(age)}
        self._render(sorted(before))

    def publish(self, age: int = NEW) -> Cost:
        """From the upload to the invalidation."""
        article, meter = named(age), self._meter
        text = newspaper.article(age).encode()
        self._s3.put_object(Bucket=self._stack.upload_bucket, Key=key_of(article), Body=text)
        woken = Woken(self._sqs)
        meter.reset()
        with meter:
            validate(article, table=self._table, uploads=self._uploads, proofs=self._proofs, wakes=woken)
            articles = woken.settle(self._site, max(NOW, newspaper.dated(age)))
            changed = self._render(sorted(woken.addresses))
        events = [Change(address, Write(address, self._version(address))) for address in changed]
        with meter:
            items = invalidate(events, bucket=self._bucket, cdn=self._cdn)
            announce.wake(changed, table=self._table, wakes=self._sqs)
        kilobytes, units = round(meter.bytes / 1000), (meter.write_units, meter.read_units)
        made = len(woken.addresses)
        return Cost(meter.calls, kilobytes, *units, articles, made, len(changed), len(items), meter.cpu_ms)

    def _render(self, addresses: Iterable[Address]) -> list[Address]:
        """Returns those whose pages were others before."""
        return [each for each in addresses if render(each, site=self._site, bucket=self._bucket) != "unchanged"]

    def _version(self, address: Address) -> str:
        """As S3 names it in its event."""
        found = self._s3.head_object(Bucket=self._stack.site_bucket, Key=addresses.object_key(address))
        return found["VersionId"]


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Counts the AWS calls of one publication.")
    options.add_argument("--sizes", type=int, nargs=2, default=SIZES, help="articles in the archive (100 5000)")
    given = options.parse_args(arguments)
    here = machine()
    costs = [(size, _counted(publication_beside(size))) for size in given.sizes]
    operations = sorted({operation for _, cost in costs for operation in cost})
    figures = [
        Figure(f"{operation}, {size:,} articles", cost[operation], "")
        for operation in operations
        for size, cost in costs
    ]
    small, large = (cost["all calls"] for _, cost in costs)
    more = round(100 * (large / small - 1), 1)
    return show(here, [*figures, at_most("more calls", more, "%", GOAL_PERCENT)], as_json=given.json)


def _counted(cost: Cost) -> dict[str, float]:
    return {
        **cost.calls,
        "all calls": sum(cost.calls.values()),
        "KB sent and received": cost.kilobytes,
        "DynamoDB units written": cost.write_units,
        "DynamoDB units read": cost.read_units,
        "pages made": cost.pages_made,
        "pages changed": cost.pages_changed,
    }


def publication_beside(size: int) -> Cost:
    """What the publication of one more article takes beside `size` others."""
    with emulator() as gateway:
        return Publication(gateway, size).publish()


if __name__ == "__main__":
    sys.exit(main())
