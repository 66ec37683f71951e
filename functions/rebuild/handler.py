"""rebuild: woken by hints `{"after": key, "edition": edition}` (both empty: a new one) through RebuildQueue."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from presswork.aws import wiring
from presswork.aws.messages import Event, each_message, field, logger
from presswork.steps.rebuild import rebuild

ENOUGH_MS = 10_000
"""With less time left than this, the rest is for another run."""


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: Event, context: LambdaContext) -> Any:
    def message(record: SQSRecord) -> None:
        woken = rebuild(
            field(record, "after"),
            field(record, "edition"),
            table=wiring.table(),
            uploads=wiring.uploads(),
            wakes=wiring.wakes(),
            time_left=lambda: context.get_remaining_time_in_millis() > ENOUGH_MS,
        )
        logger.info("rebuild", woken=woken)

    return each_message(event, context, message, fifo=False)
