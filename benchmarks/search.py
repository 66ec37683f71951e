"""How often a search for words of an article's title finds it among the first five, in folders of real articles.

python -m benchmarks.search FOLDER ...

For each article two or three significant words of its title are taken, in any order: always the same ones.
"""

from __future__ import annotations

import random
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure, machine, parser, show
from desk.build import assemble
from desk.console import Console
from desk.folder import look
from desk.work import FileProofs
from presswork.article.model import Article
from presswork.article.terms import sought
from presswork.article.tokens import tokens
from presswork.index.search import WORDS, search
from presswork.index.site import Index

FIRST = 5
GOAL = 90.0
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Looks for articles by words of their titles.")
    options.add_argument("folder", nargs="+", type=Path, help="articles")
    given = options.parse_args(arguments)
    here = machine()
    figures = [figure for folder in given.folder for figure in _figures(folder)]
    return show(here, figures, as_json=given.json)


def _figures(folder: Path) -> Iterator[Figure]:
    with TemporaryDirectory(prefix="presswork-benchmark-") as place, FileProofs() as proofs:
        shutil.copytree(folder, Path(place, "articles"))
        built = assemble(look(Path(place)), proofs, NOW, Console(machine=True))
        records = sorted(built.records.items())
        found, times = [], []
        for article in (record.article for _, record in records if record.article and record.state == "published"):
            if words := _words(article):
                started = time.process_time()
                found.append(_is_found(article, words, built.index))
                times.append(1000 * (time.process_time() - started))
    share = round(100 * sum(found) / len(found), 1)
    name = folder.resolve().name
    yield Figure(f"{name}: articles looked for", len(found), "")
    yield Figure(f"{name}: among the first {FIRST}", share, "%", f"at least {GOAL:g}", share >= GOAL)
    yield Figure(f"{name}: CPU of a search, in memory", round(median(times), 2), "ms")


def _words(article: Article) -> str:
    """Two or three words of the title, in any order; empty if it has no two that say something."""
    title, lang = article.card.title, article.card.lang
    words = [word for word in tokens(title).written if word and sought(word, lang, WORDS).words]
    chance = random.Random(article.id)
    return " ".join(chance.sample(words, min(len(words), chance.choice((2, 3))))) if len(words) > 1 else ""


def _is_found(article: Article, words: str, index: Index) -> bool:
    return article.id in [card.id for card in search(words, (article.card.lang,), index).cards[:FIRST]]


if __name__ == "__main__":
    sys.exit(main())
