"""How long `presswork build` takes for folders of articles, or for 562 made-up ones: wall, CPU, peak memory.

python -m benchmarks.build [FOLDER ...]
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import newspaper
from benchmarks.figures import Figure, Process, at_most, machine, parser, run, show
from desk.folder import look
from desk.main import OK, REJECTED

ARTICLES = 562
TIMES = 5
GOAL_SECONDS, GOAL_MIB = 5.0, 150.0
INSTANT = "2026-11-24T12:00:00Z"


def main(arguments: Sequence[str] | None = None) -> int:
    """Each run is a process of its own that writes to a new folder; a median of five."""
    options = parser("Measures a full build.")
    options.add_argument("folder", nargs="*", type=Path, help="articles; none: made-up ones")
    options.add_argument("--articles", type=int, default=ARTICLES, help="how many to make up (%(default)s)")
    given = options.parse_args(arguments)
    here = machine()
    with TemporaryDirectory(prefix="presswork-benchmark-") as place:
        source = Path(place, "newspaper", "articles")
        source.mkdir(parents=True)
        if given.folder:
            for each in given.folder:
                shutil.copytree(each, source / each.resolve().name)
        else:
            for name, text in newspaper.articles(given.articles):
                (source / name).write_text(text)
        number = len(look(source.parent).articles)
        runs = [_build(source.parent, Path(place, f"site{time}")) for time in range(TIMES)]
        files = sum(each.is_file() for each in Path(place, "site0").rglob("*"))
    wall, cpu, peak = (median(each) for each in zip(*runs, strict=True))
    figures = [
        Figure("articles", number, ""),
        Figure("files of the site", files, ""),
        at_most("wall", round(wall, 2), "s", GOAL_SECONDS),
        Figure("CPU", round(cpu, 2), "s"),
        at_most("peak memory", round(peak, 1), "MiB", GOAL_MIB),
    ]
    return show(here, figures, as_json=given.json)


def _build(source: Path, out: Path) -> Process:
    command = [sys.executable, "-m", "desk.main", "build", str(source), str(out), "--now", INSTANT]
    return run(command, fine=(OK, REJECTED))  # real folders hold files that are no articles


if __name__ == "__main__":
    sys.exit(main())
