"""How long one article takes from its upload to the site, on the emulator: each alone, with the functions warm.

    python -m benchmarks.latency

Two of those seconds are the render queue's delay, which keeps bursts together; see docs/decisions.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

from benchmarks import newspaper
from benchmarks.figures import Figure, at_most, machine, parser, show
from desk.edge import ListedInvalidations, SiteOrigin, rules_of
from desk.emulator import emulator
from desk.pipeline import Pipeline
from desk.preview import Edge
from desk.stack import Clients, Stack, deploy
from presswork.article.uploads import ARTICLES

TIMES, WARM_UP = 20, 5
GOAL_SECONDS = 4.0
LOOK_SECONDS, PATIENCE_SECONDS = 0.02, 60.0


class Latency(NamedTuple):
    """Seconds since the upload began."""

    page: float
    """Until a reader gets the article."""
    front: float
    """Until a reader gets a front page with it, though the edge had kept the former one."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Measures the seconds from an upload to the site.")
    options.add_argument("--times", type=int, default=TIMES, help="articles to measure (%(default)s)")
    given = options.parse_args(arguments)
    here = machine()
    with emulator() as gateway:
        clients = Clients(gateway)
        stack = deploy(clients)
        found = [_publish(age, clients, stack) for age in reversed(range(given.times + WARM_UP))][WARM_UP:]
    pages, fronts = zip(*found, strict=True)
    figures = [
        Figure("articles", len(found), ""),
        at_most("the article's page, median", round(median(pages), 2), "s", GOAL_SECONDS),
        Figure("the article's page, slowest", round(max(pages), 2), "s"),
        Figure("the front page at the edge, median", round(median(fronts), 2), "s"),
        Figure("the front page at the edge, slowest", round(max(fronts), 2), "s"),
    ]
    return show(here, figures, as_json=given.json)


def _publish(age: int, clients: Clients, stack: Stack) -> Latency:
    pipeline = Pipeline(clients, stack)
    edge = Edge(
        rules_of(clients.cloudfront, stack.distribution_id),
        SiteOrigin(clients.s3, stack.site_bucket),
        ListedInvalidations(clients.cloudfront, stack.distribution_id),
    )
    address = f"/{newspaper.dated(age):%Y/%m}/a{age}"
    edge.answer("GET", "/", {})
    started = time.monotonic()
    clients.s3.put_object(
        Bucket=stack.upload_bucket, Key=f"{ARTICLES}{age:06}.md", Body=newspaper.article(age).encode()
    )
    page = _await(lambda: edge.answer("GET", address, {}).status == 200) - started
    link = f'href="{address}"'.encode()
    front = _await(lambda: link in edge.answer("GET", "/", {}).body) - started
    _await(lambda: not pipeline.waiting())
    return Latency(page, front)


def _await(condition: Callable[[], bool]) -> float:
    """The moment at which it became true. TimeoutError after a minute."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing after {PATIENCE_SECONDS:.0f} s: the functions' logs on the emulator say why")
        time.sleep(LOOK_SECONDS)
    return time.monotonic()


if __name__ == "__main__":
    sys.exit(main())
