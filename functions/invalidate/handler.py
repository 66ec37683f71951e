"""invalidate: woken by writes to the site bucket (S3 events) through InvalidateQueue, many at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSEvent, SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from presswork.article.model import Address
from presswork.aws import wiring
from presswork.aws.messages import Event, Unreadable, body, logger, objects_changed
from presswork.pages.addresses import of_key
from presswork.steps.invalidate import invalidate


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: Event, context: LambdaContext) -> Any:  # noqa: ARG001
    """One invalidation for the whole batch: it fails, and is retried, as one. So no partial failures are reported."""
    events = [each for record in SQSEvent(event).records for each in _changed(record)]
    paths = invalidate(events, cdn=wiring.cdn()) if events else 0
    logger.info("invalidated", paths=paths, addresses=sorted({address for _, address in events}))
    return {"batchItemFailures": []}


def _changed(record: SQSRecord) -> Iterator[tuple[str, Address]]:
    """The addresses that a message names, each with an id of its own."""
    try:
        for number, key in enumerate(objects_changed(body(record))):
            yield f"{record.message_id}.{number}", of_key(key)
    except Unreadable as error:
        logger.error("unreadable message let go", body=record.body[:1000], reason=str(error))
