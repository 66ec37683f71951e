"""render: woken by hints `{"address": path}` through RenderQueue, never twice at once for one address."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from presswork.article.model import Address
from presswork.aws import wiring
from presswork.aws.messages import Event, Unreadable, each_message, field, logger
from presswork.steps.render import render


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: Event, context: LambdaContext) -> Any:
    return each_message(event, context, _message, fifo=True)


def _message(record: SQSRecord) -> None:
    address = Address(field(record, "address"))
    if not address.startswith("/"):
        raise Unreadable(f"an address starts with a slash: {address!r}")
    outcome = render(address, site=wiring.site(), bucket=wiring.site_bucket())
    logger.info(outcome, address=address)
