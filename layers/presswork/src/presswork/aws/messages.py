"""The messages that wake the functions: read here, and handed on one by one with the failures reported apart.

A message that nobody can read is permanent: it is logged and let go, since no retry would cure it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    SqsFifoPartialProcessor,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from msgspec import DecodeError, Struct, ValidationError, convert, json
from msgspec import field as named

from presswork.aws import cause

Event = dict[str, Any]
logger = Logger()
_NO_VERSION = "null"
"""What a bucket whose versions are suspended calls every write: it names none of them."""


class Unreadable(Exception):
    """The message is none of those that the function knows."""


class ObjectChanged(NamedTuple):
    """An object of a bucket was written or removed."""

    key: str
    version: str
    """What was written, or the mark of a removal; empty in a bucket that keeps no versions."""
    removal: bool = False


class S3Object(Struct, frozen=True):
    key: str
    """As in the query of a URL: a space is `+`."""
    version: str = named(name="versionId", default="")


class S3Entity(Struct, frozen=True):
    object: S3Object


class S3Record(Struct, frozen=True):
    """An object was written or deleted."""

    s3: S3Entity
    event: str = named(name="eventName", default="")

    def changed(self) -> ObjectChanged:
        # A bucket whose versions are suspended calls every write "null": that names none of them. And a version that
        # was taken away for good is none any more: of removals, only those that leave a mark have one.
        removal = not self.event.startswith("ObjectCreated:")
        kept = not removal or self.event == "ObjectRemoved:DeleteMarkerCreated"
        version = self.s3.object.version if kept and self.s3.object.version != _NO_VERSION else ""
        return ObjectChanged(unquote_plus(self.s3.object.key), version, removal)


class S3Notification(Struct, frozen=True, rename="pascal"):
    """What S3 says of the objects that changed; their keys and versions are enough for us."""

    records: tuple[S3Record, ...]


def each_message(event: Event, context: LambdaContext, do: Callable[[SQSRecord], object], *, fifo: bool) -> Any:
    """Do something for each message. Those that raise are reported as failed, and with them the rest of their group.

    All that is logged meanwhile says what the message was sent for, and all that is sent goes on saying so.
    """

    def record_handler(record: SQSRecord) -> object:
        sent_for = cause_of(record)
        with cause.working_for(sent_for), logger.append_context_keys(correlation_id=sent_for):
            return handle(record)

    def handle(record: SQSRecord) -> object:
        try:
            return do(record)
        except Unreadable as error:
            logger.error("unreadable message let go", body=record.body[:1000], reason=str(error))
            return None
        except Exception:
            logger.exception("failed: it will be delivered again", body=record.body[:1000])
            raise

    processor = SqsFifoPartialProcessor(skip_group_on_error=True) if fifo else BatchProcessor(EventType.SQS)
    processor.raise_on_entire_batch_failure = False  # failures are reported one by one, also when all failed
    return process_partial_response(event, record_handler, processor, context)


def body(record: SQSRecord) -> Mapping[str, Any]:
    """The message's JSON object. Unreadable if it is none."""
    try:
        return json.decode(record.body, type=dict[str, Any])
    except DecodeError as error:
        raise Unreadable(str(error)) from None


def cause_of(record: SQSRecord) -> str:
    """What a message was sent for: as it says itself, or the version of the upload that it tells of, or its own id."""
    try:
        message = body(record)
        versions = [each.s3.object.version for each in convert(message.get("Records", ()), tuple[S3Record, ...])]
    except (Unreadable, ValidationError):
        return record.message_id
    named = (cause.fit(each) for each in (message.get(cause.NAME), *versions))
    return next((each for each in named if each not in ("", _NO_VERSION)), record.message_id)


def field(record: SQSRecord, name: str) -> str:
    """A text field of a hint, e.g. `article`. Unreadable if it is not there."""
    value = body(record).get(name)
    if not isinstance(value, str):
        raise Unreadable(f"it has no text field {name!r}")
    return value


def objects_changed(message: Mapping[str, Any]) -> list[ObjectChanged]:
    """What an S3 notification names, keys decoded; nothing for the test event that S3 sends when it is set up."""
    if message.get("Event") == "s3:TestEvent":
        return []
    try:
        notification = convert(message, S3Notification)
    except ValidationError as error:
        raise Unreadable(f"it is no S3 notification: {error}") from None
    return [each.changed() for each in notification.records]
