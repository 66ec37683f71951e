"""release: woken by the clock each minute. It looks again at the articles that are due."""

from __future__ import annotations

from datetime import UTC, datetime

from aws_lambda_powertools.utilities.typing import LambdaContext

from presswork.aws import cause, wiring
from presswork.aws.messages import Event, logger
from presswork.steps.release import release


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: Event, context: LambdaContext) -> dict[str, int]:  # noqa: ARG001
    with cause.working_for(context.aws_request_id):
        woken = release(table=wiring.table(), wakes=wiring.wakes(), now=datetime.now(UTC))
    logger.info("released", woken=woken, correlation_id=context.aws_request_id)
    return {"woken": woken}
