"""react: asked by readers, `/api/reactions?article=…`, through the CDN and the HTTP API. Nothing of them is logged."""

from __future__ import annotations

from datetime import UTC, datetime

from aws_lambda_powertools.utilities.typing import LambdaContext

from presswork.aws import http, wiring
from presswork.aws.messages import Event, logger
from presswork.steps.react import Asked, react


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: Event, context: LambdaContext) -> Event:  # noqa: ARG001
    request = http.request(event)
    said = request.headers.get
    asked = Asked(
        method=request.method,
        article=request.query.get("article", ""),
        body=request.body,
        content_type=said("content-type", ""),
        origin=said("origin", ""),
        fetch_site=said("sec-fetch-site", ""),
        address=request.address,
        agent=said("user-agent", ""),
    )
    answer = react(asked, table=wiring.table(), reactions=wiring.reactions(), now=datetime.now(UTC))
    logger.info("answered", status=int(answer.status))
    return http.answer(*answer)
