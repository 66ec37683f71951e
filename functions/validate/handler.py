"""validate: woken by uploads (S3 events) and by hints `{"upload": key}`, both through UploadQueue."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from presswork.aws import wiring
from presswork.aws.messages import Event, body, each_message, field, logger, objects_changed
from presswork.steps.receive import receive


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: Event, context: LambdaContext) -> Any:
    return each_message(event, context, _message, fifo=False)


def _message(record: SQSRecord) -> None:
    message = body(record)
    keys = [field(record, "upload")] if "upload" in message else [each.key for each in objects_changed(message)]
    for key in keys:
        report = receive(
            key,
            table=wiring.table(),
            uploads=wiring.uploads(),
            proofs=wiring.proofs(),
            wakes=wiring.wakes(),
            bus=wiring.bus(),
        )
        if report is None:
            logger.info("not an article: left alone", upload=key)
        else:
            logger.info(
                report.outcome,
                upload=key,
                address=report.address,
                problems=[f"{each.severity}: {each.message}" for each in report.problems],
            )
