"""The CPU that one article takes by itself: read and judged (parsed, sanitised, its terms), noted, its page printed.

    python -m benchmarks.article [--articles 1000] [--rounds 5]

In this process, warm. Related links are no part of it: what these take, `benchmarks.profile build` says.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.figures import Figure, at_most, machine, parser, show
from benchmarks.peers.stories import source, story
from desk.build import judged_ahead
from desk.folder import Folder, look
from desk.work import FileProofs, FolderUploads, NoWakes
from presswork.article.model import Settings
from presswork.article.uploads import id_of
from presswork.index import keys
from presswork.index.memory import MemoryTable
from presswork.index.rows import Record
from presswork.index.site import Index
from presswork.pages.respond import respond
from presswork.pages.theme import STATIC
from presswork.steps.build import fill
from presswork.steps.validate import judge, validate

NOW = datetime(2026, 11, 24, tzinfo=UTC)
GOAL_MS = 2.0

T = TypeVar("T")
R = TypeVar("R")


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Measures what one article takes by itself.")
    options.add_argument("--articles", type=int, default=1000, help="how many to make up (%(default)s)")
    options.add_argument("--rounds", type=int, default=5, help="for the medians (%(default)s)")
    given = options.parse_args(arguments)
    here = machine()
    with TemporaryDirectory(prefix="presswork-article-") as place:
        for age in range(given.articles):
            Path(place, f"{age}.md").write_text(source(story(age), "presswork"))
        folder = look(Path(place))
        _round(folder)  # what is found out once stays known
        judged, noted, printed = map(median, zip(*(_round(folder) for _ in range(given.rounds)), strict=True))
    figures = [
        Figure("reading and judging it", round(judged, 2), "ms"),
        Figure("noting it, and storing its body", round(noted, 2), "ms"),
        Figure("printing its page", round(printed, 2), "ms"),
        at_most("together", round(judged + noted + printed, 2), "ms", GOAL_MS),
    ]
    return show(here, figures, as_json=given.json)


def _round(folder: Folder) -> tuple[float, float, float]:
    """Milliseconds of CPU an article: read and judged, noted, printed."""
    table, uploads = MemoryTable(), FolderUploads(folder)
    with FileProofs() as proofs:
        judged, verdicts = _timed(lambda key: judge(uploads.get(key), Settings(), Record()), folder.articles)
        ahead = {id_of(key): judged_ahead(each) for key, each in zip(folder.articles, verdicts, strict=True)}
        noted, _ = _timed(
            lambda id_: validate(id_, table=table, uploads=uploads, proofs=proofs, wakes=NoWakes(), judge=ahead[id_]),
            ahead,
        )
        index = Index(table, proofs, proofs.renditions)
        records = {id_: table.get(keys.record(id_)) or Record() for id_ in ahead}
        fill(index, records, NOW)
        addresses = [each.article.card.address for each in records.values() if each.article]
        printed, pages = _timed(lambda address: respond(address, index, STATIC), addresses)
    if not (len(addresses) == sum(page is not None for page in pages) == len(folder.articles)):
        raise RuntimeError("not all of the articles came to a page")
    return judged, noted, printed


def _timed(do: Callable[[T], R], things: Collection[T]) -> tuple[float, list[R]]:
    """Milliseconds of CPU for each, and what was made."""
    started = time.process_time()
    made = [do(each) for each in things]
    return (time.process_time() - started) * 1000 / len(things), made


if __name__ == "__main__":
    sys.exit(main())
