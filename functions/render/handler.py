"""render: woken by hints `{"address": path}` through RenderQueue, never twice at once for one address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.metrics import MetricUnit, single_metric
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from presswork.article.model import Address
from presswork.aws import wiring
from presswork.aws.messages import Event, Unreadable, each_message, field, logger
from presswork.steps.render import render


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: Event, context: LambdaContext) -> Any:
    def message(record: SQSRecord) -> None:
        address = Address(field(record, "address"))
        if not address.startswith("/"):
            raise Unreadable(f"an address starts with a slash: {address!r}")

        def arrived(since: datetime) -> None:
            seconds = (datetime.now(UTC) - since).total_seconds()
            logger.info("arrived", address=address, seconds=round(seconds, 3))
            with single_metric("UploadToSite", MetricUnit.Seconds, seconds, namespace="Presswork") as metric:
                metric.add_dimension("FunctionName", context.function_name)

        def faulty(fault: str) -> None:
            logger.error("the site's own template does not work here: ours was used", address=address, fault=fault)
            with single_metric("ThemeFaults", MetricUnit.Count, 1, namespace="Presswork") as metric:
                metric.add_dimension("FunctionName", context.function_name)

        outcome = render(address, site=wiring.site(), bucket=wiring.site_bucket(), arrived=arrived, faulty=faulty)
        logger.info(outcome, address=address)

    return each_message(event, context, message, fifo=True)
