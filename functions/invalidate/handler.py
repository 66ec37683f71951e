"""invalidate: woken by writes to the site bucket (S3 events) through InvalidateQueue, many at once."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSEvent, SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from presswork.aws import wiring
from presswork.aws.messages import Event, Unreadable, body, logger, objects_changed
from presswork.pages.addresses import of_key
from presswork.steps import announce
from presswork.steps.invalidate import CHANGES_AT_ONCE, Change, invalidate
from presswork.steps.ports import CdnBusy, Write


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: Event, context: LambdaContext) -> Any:  # noqa: ARG001
    """One invalidation for the whole batch: it fails, and is delivered again, as one.

    Only what would make it too large is left for the next, as is all of it while the CDN is busy.
    """
    changes: list[Change] = []
    taken: list[str] = []
    left: list[str] = []
    for record in SQSEvent(event).records:
        found = _changes(record)
        fits = len(changes) + len(found) <= CHANGES_AT_ONCE
        changes += found if fits else []
        (taken if fits else left).append(record.message_id)
    if changes and not _invalidated(changes):
        left = [*taken, *left]
    return {"batchItemFailures": [{"itemIdentifier": each} for each in left]}


def _invalidated(changes: list[Change]) -> bool:
    """Whether the CDN has taken it; False if it is busy. Raises what needs a person, after it was logged.

    Only then is it announced: who is told to look sees what is there now.
    """
    addresses = sorted({change.write.address for change in changes})
    bucket = wiring.site_bucket()
    try:
        items = invalidate(changes, bucket=bucket, cdn=wiring.cdn(), bus=wiring.bus(), site_url=wiring.site_url())
        if wiring.announces():
            announce.wake(addresses, table=wiring.table(), wakes=wiring.wakes())
    except CdnBusy as error:
        logger.warning("the CDN is busy: all of it will be delivered again", reason=str(error), addresses=addresses)
        return False
    except Exception:
        logger.exception("failed: all of it will be delivered again", addresses=addresses)
        raise
    logger.info("invalidated", items=len(items), addresses=addresses)
    for cause, of_it in sorted(bucket.causes.items()):
        logger.info("among them", correlation_id=cause, addresses=sorted(of_it))
    return True


def _changes(record: SQSRecord) -> list[Change]:
    """The changes that a message tells of, each with an id of its own."""
    try:
        changed = objects_changed(body(record))
    except Unreadable as error:
        logger.error("unreadable message let go", body=record.body[:1000], reason=str(error))
        return []
    return [
        Change(f"{record.message_id}.{number}", Write(of_key(each.key), each.version, each.removal))
        for number, each in enumerate(changed)
    ]
