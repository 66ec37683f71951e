"""images: woken by uploads below `media/` (S3 events) and by hints `{"upload": key}`, both through MediaQueue."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from presswork.article.uploads import MEDIA
from presswork.aws import wiring
from presswork.aws.messages import Event, body, each_message, field, logger, objects_changed
from presswork.steps.images import images


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: Event, context: LambdaContext) -> Any:
    return each_message(event, context, _message, fifo=False)


def _message(record: SQSRecord) -> None:
    message = body(record)
    keys = [field(record, "upload")] if "upload" in message else [each.key for each in objects_changed(message)]
    for key in keys:
        if not key.startswith(MEDIA) or key.endswith("/"):
            logger.info("not a picture: left alone", upload=key)
        else:
            _picture(key)


def _picture(key: str) -> None:
    from presswork.pictures.make import make  # with Pillow, which tests of the other handlers need not load

    report = images(
        key.removeprefix(MEDIA),
        table=wiring.table(),
        uploads=wiring.uploads(),
        renditions=wiring.renditions(),
        wakes=wiring.wakes(),
        make=make,
    )
    if report is None:
        logger.info("unchanged", upload=key)
        return
    problems = [f"{each.severity}: {each.message}" for each in report.problems]
    logger.info(report.outcome, upload=key, problems=problems)
