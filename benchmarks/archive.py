"""A table that holds thousands of articles, filled in minutes: validated and indexed in memory, and written at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from benchmarks import newspaper
from desk.build import Verdict, judged_ahead
from desk.forked import forked
from presswork.article.model import Address, ArticleId, Digest, Proof, Report, Settings, Upload, Value
from presswork.article.uploads import key_of
from presswork.index import keys
from presswork.index.keys import Key
from presswork.index.memory import MemoryTable
from presswork.index.rows import Record
from presswork.index.site import Index, Proofs
from presswork.index.table import Snapshot, Table
from presswork.steps.build import fill, post
from presswork.steps.index import index
from presswork.steps.ports import Wakes
from presswork.steps.validate import Judge, judge, validate

AT_ONCE = 4000
"""Rows, so that memory holds few of them twice."""
SIDE_BY_SIDE = 8


class Woken:
    """The wakes port; it notes what is woken, and hands the hints on if there is anybody to hand them to."""

    def __init__(self, to: Wakes | None = None) -> None:
        self._to = to
        self.articles: list[ArticleId] = []
        self.addresses: set[Address] = set()

    def settle(self, site: Index, now: datetime) -> int:
        """Index what is woken, until nothing is. Returns how often that had to be done."""
        indexed = 0
        while self.articles:
            index(self.articles.pop(0), site=site, wakes=self, now=now)
            indexed += 1
        return indexed

    def validate(self, keys: Iterable[str]) -> None:
        if self._to:
            self._to.validate(keys)

    def images(self, keys: Iterable[str]) -> None:
        if self._to:
            self._to.images(keys)

    def index(self, articles: Iterable[ArticleId]) -> None:
        found = sorted(articles)
        self.articles += found
        if self._to:
            self._to.index(found)

    def hint(self, articles: Mapping[ArticleId, int]) -> None:
        self.articles += sorted(articles)
        if self._to:
            self._to.hint(articles)

    def render(self, addresses: Iterable[Address]) -> None:
        found = sorted(addresses)
        self.addresses |= {*found}
        if self._to:
            self._to.render(found)

    def rebuild(self, after: str, edition: str) -> None:
        if self._to:
            self._to.rebuild(after, edition)

    def walk(self, name: str, before: str) -> None:
        if self._to:
            self._to.walk(name, before)

    def announce(self, addresses: Iterable[Address]) -> None:
        if self._to:
            self._to.announce(addresses)


class Mirrored(MemoryTable):
    """In memory, and every row that is written here goes to another table as well, many at a time."""

    def __init__(self, to: Table) -> None:
        super().__init__()
        self._to: Table | None = to
        self._kept: dict[Key[Any], Value] = {}

    def write(self, puts: Mapping[Key[Any], Value], deletes: Iterable[Key[Any]] = ()) -> None:
        super().write(puts, deletes)
        self._keep(puts)

    def swap(self, seen: Snapshot, writes: Mapping[Key[Any], Value | None]) -> bool:
        self._keep({key: value for key, value in writes.items() if value is not None})
        return super().swap(seen, writes)

    def part(self) -> None:
        """Bring the other table up to date, and go on without it."""
        self._flush()
        self._to = None

    def _keep(self, puts: Mapping[Key[Any], Value]) -> None:
        if self._to:
            self._kept |= puts
            if len(self._kept) >= AT_ONCE:
                self._flush()

    def _flush(self) -> None:
        if self._to:
            self._to.write(self._kept)
            self._kept = {}


class Given:
    """The uploads port on texts in memory. Reports are not kept."""

    def __init__(self, modified: datetime) -> None:
        self._modified = modified
        self.texts: dict[str, str] = {}

    def get(self, key: str, most: int = 0) -> Upload | None:  # noqa: ARG002
        body = self.texts[key].encode() if key in self.texts else None
        return None if body is None else Upload(key, body, self._modified, "1", len(body))

    def version(self, key: str) -> str:
        return "1" if key in self.texts else ""

    def list(self, after: str) -> Sequence[str]:
        return sorted(key for key in self.texts if key > after)

    def put_report(self, key: str, report: Report | None) -> None:
        pass


class KeptProofs:
    """The proofs port in memory."""

    def __init__(self) -> None:
        self.found: dict[Digest, Proof] = {}

    def get(self, digest: Digest) -> Proof | None:
        return self.found.get(digest)

    def put(self, digest: Digest, proof: Proof) -> None:
        self.found[digest] = proof

    def delete(self, digest: Digest) -> None:
        self.found.pop(digest, None)


class Archive:
    """Made-up articles in memory, and the same in a table and a store of proofs."""

    def __init__(
        self, table: Table, proofs: Proofs, now: datetime, text: Callable[[int], str] = newspaper.article
    ) -> None:
        """`text`: of the article of an age."""
        self._text = text
        self._table = Mirrored(table)
        self._there = proofs
        self._proofs = KeptProofs()
        self._uploads = Given(now)
        self._now = now

    def fill(self, number: int) -> None:
        """Call it once, before there are threads: then all processors take part."""
        records: dict[ArticleId, Record] = {}
        ages = range(number - 1, -1, -1)
        for age, verdict in zip(ages, forked(self._judged, ages), strict=True):
            article = ArticleId(f"{age:06}.md")
            self._uploads.texts[key_of(article)] = ""
            self._validate(article, Woken(), judged_ahead(verdict))
            if record := self._table.get(keys.record(article)):
                records[article] = record
        site = Index(self._table, self._proofs)
        fill(site, records, self._now, forked)
        post(site, records, self._now)
        self._table.part()
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            list(pool.map(self._there.put, self._proofs.found.keys(), self._proofs.found.values()))

    def would_wake(self, age: int) -> set[Address]:
        """The pages that an upload of the new article of this age would wake, found out in memory alone."""
        article = named(age)
        self._uploads.texts[key_of(article)] = self._text(age)
        woken = Woken()
        self._validate(article, woken)
        woken.settle(Index(self._table, self._proofs), max(self._now, newspaper.dated(age)))
        return woken.addresses

    def _judged(self, age: int) -> Verdict:
        body = self._text(age).encode()
        return judge(Upload(key_of(ArticleId(f"{age:06}.md")), body, self._now, "1", len(body)), Settings(), Record())

    def _validate(self, article: ArticleId, wakes: Wakes, judge: Judge = judge) -> None:
        validate(article, table=self._table, uploads=self._uploads, proofs=self._proofs, wakes=wakes, judge=judge)


def named(age: int) -> ArticleId:
    """A new article's id."""
    return ArticleId(f"new{-age}.md")
