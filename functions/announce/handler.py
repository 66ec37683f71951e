"""announce: woken by hints `{"address": path}` through AnnounceQueue, many at once, after the CDN was told."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSEvent
from aws_lambda_powertools.utilities.typing import LambdaContext

from presswork.article.model import Address
from presswork.aws import wiring
from presswork.aws.messages import Event, Unreadable, field, logger
from presswork.steps.announce import announce

ENOUGH = 15_000
"""Milliseconds in which two calls end, the slowest that there are."""


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: Event, context: LambdaContext) -> Any:
    """One announcement for all pages of the batch, and one for each feed. What is to be tried again fails."""
    waiting: dict[Address, list[str]] = {}
    for record in SQSEvent(event).records:
        try:
            waiting.setdefault(Address(field(record, "address")), []).append(record.message_id)
        except Unreadable as error:
            logger.error("unreadable message let go", body=record.body[:1000], reason=str(error))
    later: list[str] = []
    for told in announce(
        waiting,
        table=wiring.table(),
        posts=wiring.posts(),
        indexnow=wiring.indexnow(),
        time_left=lambda: context.get_remaining_time_in_millis() > ENOUGH,
    ):
        if told.fate == "announced":
            logger.info("announced", to=told.to, addresses=told.addresses)
        elif told.fate == "refused":
            logger.error("refused: " + told.cure, to=told.to, addresses=told.addresses, reason=told.reason)
        else:
            logger.warning("to be tried again", to=told.to, addresses=told.addresses, reason=told.reason)
            later += [each for address in told.addresses for each in waiting[address]]
    return {"batchItemFailures": [{"itemIdentifier": each} for each in later]}
