"""search: asked by readers, `/search?q=…`, through the CDN and the HTTP API. What they look for is logged nowhere."""

from __future__ import annotations

from http import HTTPStatus

from aws_lambda_powertools.utilities.typing import LambdaContext

from presswork.aws import http, wiring
from presswork.aws.messages import Event, logger
from presswork.pages.page import ASKED, HTML
from presswork.pages.search import Asked
from presswork.steps.search import READS, search


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: Event, context: LambdaContext) -> Event:  # noqa: ARG001
    request = http.request(event)
    given = request.query.get
    asked = Asked(given("q", ""), given("lang", ""), given("before", ""), given("page", ""))
    status, body, fault = search(request.method, asked, site=wiring.site())
    if fault:
        logger.error("the site's own template does not work here: ours was used", fault=fault)
    logger.info("answered", status=int(status))
    headers = {"content-type": HTML, "cache-control": ASKED}
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["allow"] = ", ".join(READS)
    return http.answer(status, body, headers)
