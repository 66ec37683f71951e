"""index: woken by hints `{"article": id}` through IndexQueue, never twice at once for one article."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from presswork.article.model import ArticleId
from presswork.aws import wiring
from presswork.aws.messages import Event, each_message, field, logger
from presswork.steps.index import index


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: Event, context: LambdaContext) -> Any:
    wakes = wiring.wakes()

    def message(record: SQSRecord) -> None:
        article = ArticleId(field(record, "article"))
        index(article, site=wiring.site(), wakes=wakes, now=datetime.now(UTC))
        logger.info("indexed", article=article)

    return each_message(event, context, message, fifo=True)
