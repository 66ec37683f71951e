"""What the functions work on, and the functions as Lambda calls them, with the variables that the template gives."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, TypeAlias
from uuid import uuid4

from presswork.aws.queues import Queue
from presswork.aws.table import DynamoTable
from tests.conftest import HERE, create_table
from tests.desk.cloudformation import RESOURCES, TEMPLATE

Function: TypeAlias = Literal[
    "validate", "images", "index", "render", "invalidate", "announce", "rebuild", "release", "search", "react"
]
Event: TypeAlias = dict[str, Any]

EVENTS = Path(__file__).parents[2] / "events"
SITE = "https://news.example.com"
FIFO = {"FifoQueue": "true", "DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"}


class Cloud:
    """Table, buckets, queues, distribution and switches, by their names in template.yaml.

    `client` makes a service's client.
    """

    def __init__(self, client: Callable[[str], Any]) -> None:
        mark = uuid4().hex[:8]
        self.s3, self.sqs, self.cloudfront = client("s3"), client("sqs"), client("cloudfront")
        self.dynamodb = client("dynamodb")
        self.causes: list[str] = []
        """What the messages were sent for that were taken."""
        self.names: dict[str, str] = {"Table": f"table-{mark}"}
        self.names["ReactionsTable"] = f"reactions-{mark}"
        create_table(self.dynamodb, self.names["Table"])
        create_table(self.dynamodb, self.names["ReactionsTable"])
        for name in ("SourceBucket", "WorkBucket", "SiteBucket"):
            self.names[name] = f"{name.lower()}-{mark}"
            self.s3.create_bucket(Bucket=self.names[name], CreateBucketConfiguration=HERE)
            if versioning := RESOURCES[name]["Properties"].get("VersioningConfiguration"):
                self.s3.put_bucket_versioning(Bucket=self.names[name], VersioningConfiguration=versioning)
        for queue in ("upload", "media", "index", "render", "announce", "rebuild"):
            fifo = queue in ("index", "render")
            made = self.sqs.create_queue(QueueName=f"{queue}-{mark}{'.fifo' * fifo}", Attributes=FIFO if fifo else {})
            self.names[f"{queue.capitalize()}Queue"] = made["QueueUrl"]
        self.names["Distribution"] = self._distribution(mark)
        self.names["EventBus"] = f"bus-{mark}"
        self.names["OutsideQueue"] = self._outside(client("events"), mark)
        self.names |= {
            name: TEMPLATE["Parameters"][name]["Default"] for name in ("CacheTags", "Announce", "IndexNow", "Reactions")
        }

    def _distribution(self, mark: str) -> str:
        origin = {"Id": "site", "DomainName": "site.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
        config = {
            "CallerReference": mark,
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {"TargetOriginId": "site", "ViewerProtocolPolicy": "allow-all"},
        }
        found: str = self.cloudfront.create_distribution(DistributionConfig=config)["Distribution"]["Id"]
        return found

    def _outside(self, events: Any, mark: str) -> str:
        """A queue to which a bus sends all that it is told."""
        url: str = self.sqs.create_queue(QueueName=f"outside-{mark}")["QueueUrl"]
        attributes = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
        bus = {"EventBusName": self.names["EventBus"]}
        events.create_event_bus(Name=self.names["EventBus"])
        events.put_rule(Name=f"all-{mark}", EventPattern=json.dumps({"source": ["presswork"]}), **bus)
        events.put_targets(Rule=f"all-{mark}", Targets=[{"Id": "1", "Arn": attributes["QueueArn"]}], **bus)
        return url

    def told(self) -> list[dict[str, Any]]:
        """What the world outside has heard since it was asked last: the details of events, each with its type."""
        return [{"type": each["detail-type"], **each["detail"]} for each in self._taken(self.names["OutsideQueue"])]

    @property
    def table(self) -> DynamoTable:
        return DynamoTable(self.dynamodb, self.names["Table"])

    def environment(self, function: Function) -> dict[str, str]:
        """The variables that the template gives the function."""
        properties = RESOURCES[f"{function.capitalize()}Function"]["Properties"]
        variables: Mapping[str, Mapping[str, str]] = properties["Environment"]["Variables"]
        return {name: self.names[value["Ref"]] if "Ref" in value else SITE for name, value in variables.items()}

    def upload(self, key: str, text: str | bytes) -> None:
        self.s3.put_object(Bucket=self.names["SourceBucket"], Key=key, Body=text)

    def objects(self, bucket: Literal["SourceBucket", "WorkBucket", "SiteBucket"]) -> list[str]:
        """The keys in a bucket."""
        found = self.s3.list_objects_v2(Bucket=self.names[bucket])
        return [each["Key"] for each in found.get("Contents", ())]

    def take(self, queue: Queue) -> list[dict[str, str]]:
        """The bodies of all messages, but for what they were sent for. They are then gone."""
        return self._taken(self.names[f"{queue.capitalize()}Queue"])

    def _taken(self, url: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while messages := self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            for each in messages:
                sent: dict[str, str] = json.loads(each["Body"])
                self.causes.append(sent.pop("cause", ""))
                found.append(sent)
                self.sqs.delete_message(QueueUrl=url, ReceiptHandle=each["ReceiptHandle"])
        return found

    def invalidated(self) -> list[list[str]]:
        """The paths of each invalidation."""
        distribution = self.names["Distribution"]
        listed = self.cloudfront.list_invalidations(DistributionId=distribution)["InvalidationList"].get("Items", ())
        return [
            self.cloudfront.get_invalidation(DistributionId=distribution, Id=each["Id"])["Invalidation"][
                "InvalidationBatch"
            ]["Paths"]["Items"]
            for each in listed
        ]


@dataclass
class Context:
    """What Lambda tells a function of its invocation."""

    function_name: str
    memory_limit_in_mb: int = 1024
    invoked_function_arn: str = "arn:aws:lambda:eu-west-1:123456789012:function:presswork"
    aws_request_id: str = "00000000-0000-4000-8000-000000000000"
    left: Iterator[int] | None = None
    """Milliseconds left, each time that it is asked."""

    def get_remaining_time_in_millis(self) -> int:
        return next(self.left) if self.left else 30_000


def call(function: Function, event: Event, context: Context | None = None) -> list[str]:
    """The ids of the messages that failed. Raises what the handler raises."""
    handler = import_module(f"functions.{function}.handler").lambda_handler
    answer = handler(event, context or Context(function))
    assert answer.keys() == {"batchItemFailures"}
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


def example(name: str) -> Event:
    """An event of the folder events/."""
    found: Event = json.loads((EVENTS / f"{name}.json").read_text())
    return found


def messages(*bodies: object, groups: Sequence[str] = ()) -> Event:
    """An event of SQS. A body that is no text is JSON. The messages have the ids m1, m2 and so on."""
    return {
        "Records": [
            {
                "messageId": f"m{number}",
                "body": body if isinstance(body, str) else json.dumps(body),
                "attributes": {"MessageGroupId": groups[number - 1]} if groups else {},
                "eventSource": "aws:sqs",
            }
            for number, body in enumerate(bodies, 1)
        ]
    }


def changed(*keys: str, event: str = "ObjectCreated:Put", version: str = "") -> Event:
    """A notification of S3 that these keys, encoded as S3 does it, have changed."""
    named = {"versionId": version} if version else {}
    return {"Records": [{"eventName": event, "s3": {"object": {"key": key, **named}}} for key in keys]}


def lines(log: str) -> Iterable[dict[str, Any]]:
    """The entries of a function's log."""
    return [json.loads(line) for line in log.splitlines()]
