"""A burst: many uploads at once, on the emulator. All must go live, and the front page be made but now and then.

    python -m benchmarks.load

The emulator handles one batch of a FIFO queue at a time, so its seconds say nothing about AWS; that nothing is lost,
and how often the front page is made, does.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks import newspaper
from benchmarks.figures import Figure, at_most, machine, parser, show
from desk.emulator import emulator
from desk.pipeline import Pipeline
from desk.stack import Clients, Stack, deploy
from presswork.article.model import ArticleId
from presswork.article.uploads import ARTICLES

UPLOADS, SIDE_BY_SIDE = 500, 16
PATIENCE_SECONDS, LOOK_SECONDS = 900.0, 1.0
MIB = 1024 * 1024


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Uploads many articles at once, and counts what comes of them.")
    options.add_argument("--uploads", type=int, default=UPLOADS, help="articles (%(default)s)")
    given = options.parse_args(arguments)
    here = machine()
    with emulator() as gateway:
        clients = Clients(gateway)
        stack = deploy(clients)
        pipeline = Pipeline(clients, stack)
        started = time.monotonic()
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            list(pool.map(lambda each: _put(clients, stack, *each), newspaper.articles(given.uploads)))
        uploaded = time.monotonic() - started
        peak = _settle(pipeline)
        settled = time.monotonic() - started
        live = sum(
            pipeline.index.standing(ArticleId(path)).state == "live" for path, _ in newspaper.articles(given.uploads)
        )
        dead, fronts = _dead_letters(clients), _versions(clients, stack, "index.html")
    figures = [
        Figure("uploaded in", round(uploaded, 1), "s"),
        Figure("all quiet after", round(settled, 1), "s"),
        Figure("articles live", live, "", f"all {given.uploads}", live == given.uploads),
        at_most("dead letters", dead, "", 0),
        at_most("front pages made, a second", round(fronts / settled, 2), "", 1.5),
        Figure("peak memory of the emulator and all functions", round(peak / MIB), "MiB"),
    ]
    return show(here, figures, as_json=given.json)


def _put(clients: Clients, stack: Stack, path: str, text: str) -> None:
    clients.s3.put_object(Bucket=stack.upload_bucket, Key=ARTICLES + path, Body=text.encode())


def _settle(pipeline: Pipeline) -> int:
    """Until the queues are empty at two looks in a row. Returns the most memory seen meanwhile, in bytes."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    quiet = peak = 0
    while quiet < 2:
        if time.monotonic() > deadline:
            raise TimeoutError(f"still waiting after {PATIENCE_SECONDS:.0f} s: {pipeline.waiting()}")
        quiet = 0 if pipeline.waiting() else quiet + 1
        peak = max(peak, sum(_resident()))
        time.sleep(LOOK_SECONDS)
    return peak


def _resident() -> Iterator[int]:
    """Bytes in memory of each process of the emulator and its functions."""
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            command = (status.parent / "cmdline").read_bytes()
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue  # it has ended
        if b"desk.emulator" in command or b"ministack-lambda" in command:
            yield int(fields.get("VmRSS", "0 kB").split()[0]) * 1024


def _dead_letters(clients: Clients) -> int:
    urls = [url for url in clients.sqs.list_queues()["QueueUrls"] if "DeadLetters" in url]
    found = [
        clients.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"]) for url in urls
    ]
    return sum(int(each["Attributes"]["ApproximateNumberOfMessages"]) for each in found)


def _versions(clients: Clients, stack: Stack, key: str) -> int:
    """How often an object was written."""
    pages = clients.s3.get_paginator("list_object_versions").paginate(Bucket=stack.site_bucket, Prefix=key)
    return sum(len(page.get("Versions", ())) for page in pages)


if __name__ == "__main__":
    sys.exit(main())
