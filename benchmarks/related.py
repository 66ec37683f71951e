"""What related links cost a publish, in archives of three sizes: it should be the same. And the time for the terms.

    python -m benchmarks.related [--sizes 100 5000 100000]

The functions' own steps run on a table in memory that counts. A query is one read, and so is each row of a batch; a
call is what AWS bills a round trip for: a query, a batch of at most 100 reads, or of at most 25 writes. The archive's
articles have their terms by the product's own code, and no related links of their own: a newest article asks for none.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any, NamedTuple

from msgspec import json

from benchmarks import newspaper
from benchmarks.archive import Given, KeptProofs, Woken
from benchmarks.figures import Figure, at_most, machine, parser, show
from desk.build import Shared
from presswork.article.model import Address, Article, ArticleId, Card, Digest, Value
from presswork.article.terms import signature, terms
from presswork.article.uploads import ARTICLES
from presswork.aws.table import READS, WRITES
from presswork.index import keys, lists, owned
from presswork.index.keys import Key, V
from presswork.index.memory import MemoryTable
from presswork.index.rows import Record
from presswork.index.site import Index
from presswork.index.table import Query, Row
from presswork.steps.index import index
from presswork.steps.validate import validate

SIZES = (100, 5_000, 100_000)
MOST_READS = MOST_WRITES = 65
MOST_MS = 3.0
TIMED = 300
NOW = datetime(2026, 1, 1, tzinfo=UTC)
NEW = -1
"""The age of the article that is published: newer than all of the archive."""
ARTICLE = ArticleId("new.md")
KEY = ARTICLES + ARTICLE
FRONT = re.compile(r"---\ntitle: (.*)\ndate: .*\nslug: .*\nsection: (.*)\ntopics: \[(.*)\]\n---\n")


class Cost(NamedTuple):
    """Of one run of `index`."""

    reads: int
    writes: int
    calls: int
    kib: float
    """Read: values as they are stored."""
    all_reads: int
    all_writes: int
    hints: int
    """Other articles that are told to look at their related links."""


class Counted(MemoryTable):
    """Counts what `index` asks for, apart for related links and for all else."""

    def __init__(self) -> None:
        super().__init__()
        self.reset()

    def reset(self) -> None:
        self.reads: Counter[bool] = Counter()
        """By whether they are for related links."""
        self.writes: Counter[bool] = Counter()
        self.calls = self.bytes = 0
        """For related links."""

    def get(self, key: Key[V]) -> V | None:
        return self.get_many([key])[0]

    def get_many(self, keys: Sequence[Key[V]]) -> list[V | None]:
        found = [super(Counted, self).get(key) for key in keys]
        about = [_is_company(key.partition, key.sort) for key in keys]
        self._count_reads(about, [value for value, ours in zip(found, about, strict=True) if ours and value], READS)
        return found

    def query(self, query: Query[V]) -> list[Row[V]]:
        found = super().query(query)
        ours = _is_company(query.shelf.partition, query.shelf.prefix) or _asks_for_newer(query)
        self._count_reads([ours], [row.value for row in found] if ours else [], 1)
        return found

    def write(self, puts: Mapping[Key[Any], Value], deletes: Iterable[Key[Any]] = ()) -> None:
        deletes = list(deletes)
        about = [_is_company(key.partition, key.sort) for key in (*puts, *deletes)]
        self.writes.update(about)
        self.calls += -(-sum(about) // WRITES)
        super().write(puts, deletes)

    def _count_reads(self, about: Sequence[bool], values: Sequence[Value], batch: int) -> None:
        self.reads.update(about)
        self.calls += -(-sum(about) // batch)
        self.bytes += sum(len(json.encode(value)) for value in values)


def _is_company(partition: str, sort: str) -> bool:
    """Whether a row is there, or read, for the sake of related links: postings, citations, how others stand."""
    return (
        partition.startswith("TERM#")
        or sort.startswith("CITED#")
        or (sort == "STANDING" and partition != f"ARTICLE#{ARTICLE}")
    )


def _asks_for_newer(query: Query[Any]) -> bool:
    """Whether it is the question which articles are newer at all, and so may have this one in a window."""
    return query.shelf == keys.entries(lists.ALL) and query.limit == 2


class Filled:
    """An archive of made-up articles, ready for one more."""

    def __init__(self, number: int) -> None:
        self.table = Counted()
        self._uploads = Given(NOW)
        self._proofs = KeptProofs()
        self._records = MemoryTable()
        shared = Shared({}, {})  # else 100,000 articles take many GB
        for name, text in newspaper.articles(number):
            self._put(_article(name, text, shared))

    def publish(self, text: str) -> Cost:
        """The article as `validate` leaves it, and what `index` does then."""
        self._uploads.texts[KEY] = text
        validate(ARTICLE, table=self._records, uploads=self._uploads, proofs=self._proofs, wakes=Woken())
        record = self._records.get(keys.record(ARTICLE))
        self.table.write({keys.record(ARTICLE): record} if record else {})
        self.table.reset()
        woken = Woken()
        index(ARTICLE, site=Index(self.table, self._proofs), wakes=woken, now=NOW)
        reads, writes = self.table.reads, self.table.writes
        kib = round(self.table.bytes / 1024, 1)
        return Cost(
            reads[True], writes[True], self.table.calls, kib, reads.total(), writes.total(), len(woken.articles)
        )

    def _put(self, article: Article) -> None:
        """As `build.fill` does."""
        record = Record(1, "published", article)
        stands = owned.standing(record, NOW)
        own = owned.owned(record, stands, NOW)
        rows = owned.list_rows(article.card, own) | owned.posting_rows(article, own)
        self.table.write({keys.standing(article.id): stands} | rows)


def _article(name: str, text: str, shared: Shared) -> Article:
    """What `accept` makes of it, as far as related links see it: without Markdown and YAML, which take longer."""
    title, section, topics, body = _parts(text)
    age = int(name.removesuffix(".md"))
    card = Card(
        ArticleId(name),
        Address(f"/{newspaper.dated(age):%Y/%m}/a{age}"),
        title,
        newspaper.dated(age),
        sections=(section,),
        topics=topics,
    )
    return Article(card, Digest(""), f"a{age}", terms=shared.terms(terms(title, body, topics, "en")))


def _parts(text: str) -> tuple[str, str, tuple[str, ...], str]:
    """Title, section, topics and text of a made-up article."""
    front = FRONT.match(text)
    if front is None:
        raise ValueError("newspaper.article writes its front matter otherwise than is read here")
    return front[1], front[2], tuple(front[3].split(", ")), text[front.end() :]


def _changes() -> dict[str, str]:
    """What is published, each over the one before."""
    text = newspaper.article(NEW)
    older = newspaper.dated(30) + timedelta(minutes=1)
    return {
        "the newest": text,
        "the newest, edited": text + "\nA dredger came into the harbour, and another dredger left it.\n",
        "one that is dated back": text.replace(newspaper.dated(NEW).isoformat(), older.isoformat()),
    }


def _terms(title: str, body: str, topics: tuple[str, ...]) -> object:
    return terms(title, body, topics, "en")


def _signature(title: str, body: str, topics: tuple[str, ...]) -> object:  # noqa: ARG001 (called like the other)
    return signature(body)


def _milliseconds(do: Callable[[str, str, tuple[str, ...]], object]) -> float:
    """CPU time of a call for one article, the median over some."""
    found = []
    for age in range(TIMED):
        title, _, topics, body = _parts(newspaper.article(age))
        started = time.process_time()
        do(title, body, topics)
        found.append(time.process_time() - started)
    return round(1000 * median(found), 2)


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser("Counts what related links cost a publish.")
    options.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, help="articles in the archive (100 5000 100000)"
    )
    given = options.parse_args(arguments)
    here = machine()
    figures = [
        at_most("CPU for the terms of an article", _milliseconds(_terms), "ms", MOST_MS),
        Figure("CPU for its signature", _milliseconds(_signature), "ms"),
    ]
    for size in given.sizes:
        filled = Filled(size)
        for what, text in _changes().items():
            figures += _figures(f"{what}, {size:,} articles", filled.publish(text), usual=what == "the newest")
    return show(here, figures, as_json=given.json)


def _figures(what: str, cost: Cost, *, usual: bool) -> Iterable[Figure]:
    limits = {"reads": MOST_READS, "writes": MOST_WRITES} if usual else {}
    for name, value in cost._asdict().items():
        said, unit = f"{what}: {name.replace('_', ' ')}", "KiB" if name == "kib" else ""
        yield at_most(said, value, unit, limits[name]) if name in limits else Figure(said, value, unit)


if __name__ == "__main__":
    sys.exit(main())
