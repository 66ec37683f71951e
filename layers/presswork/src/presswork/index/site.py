"""What pages ask of the index. Reads only; every answer is strongly consistent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from presswork.article import names
from presswork.article.model import Address, Article, ArticleId, Card, Digest, Profile, Proof
from presswork.index import keys
from presswork.index.keys import FIRST, LAST
from presswork.index.rows import Claim, Made, Site, Standing
from presswork.index.table import Query, Table


class ProofMissing(Exception):
    """A proof, or a rendition, went while a page was being made from it: a newer one is on its way. Retry."""


class Proofs(Protocol):
    """The work bucket: bodies of articles, ready for print."""

    def get(self, digest: Digest) -> Proof | None: ...

    def put(self, digest: Digest, proof: Proof) -> None: ...

    def delete(self, digest: Digest) -> None: ...


class Renditions(Protocol):
    """The work bucket: pictures as pages show them. `of`: the name under which those of one picture are stored."""

    def get(self, of: str, name: str) -> bytes | None: ...

    def put(self, of: str, files: Mapping[str, bytes]) -> None: ...

    def delete(self, of: str, names: Iterable[str]) -> None: ...


class NoRenditions:
    """Where nobody asks for pictures."""

    def get(self, of: str, name: str) -> bytes | None:  # noqa: ARG002
        return None

    def put(self, of: str, files: Mapping[str, bytes]) -> None:
        raise NotImplementedError

    def delete(self, of: str, names: Iterable[str]) -> None:
        pass


@dataclass(frozen=True)
class Index:
    """The site's knowledge, as `respond` reads it."""

    table: Table
    proofs: Proofs
    renditions: Renditions = field(default_factory=NoRenditions)

    def site(self) -> Site:
        return self.table.get(keys.site()) or Site()

    def claim(self, address: Address) -> Claim | None:
        return self.table.get(keys.claim(address))

    def standing(self, article: ArticleId) -> Standing:
        return self.table.get(keys.standing(article)) or Standing("absent")

    def live(self, articles: Sequence[ArticleId]) -> list[Article]:
        """Those of the articles that are live, in the order given."""
        return [each.article for each in self.live_standings(articles) if each.article]

    def live_standings(self, articles: Sequence[ArticleId]) -> list[Standing]:
        """How those of the articles stand that are live, in the order given."""
        found = self.table.get_many([keys.standing(article) for article in articles])
        return [each for each in found if each and each.state == "live" and each.article]

    def newest(self, name: str, limit: int) -> list[Card]:
        """The newest of a list, newest first."""
        return self.older(name, LAST, limit)

    def older(self, name: str, than: str, limit: int, down_to: str = FIRST) -> list[Card]:
        """The nearest older than a position, newest first; both ends exclusive."""
        query = Query(keys.entries(name), after=down_to, before=than, limit=limit, newest_first=True)
        return [row.value for row in self.table.query(query)]

    def newer(self, name: str, than: str, limit: int) -> list[Card]:
        """The nearest newer than a position, oldest first."""
        return [row.value for row in self.table.query(Query(keys.entries(name), after=than, limit=limit))]

    def names(self, kind: str, limit: int) -> list[str]:
        """The first of the lists of a kind (`section`, `topic`), by their slugs; names as in `lists.of`."""
        return [f"{kind}:{row.sort}" for row in self.table.query(Query(keys.names(kind), limit=limit))]

    def pages(self, limit: int) -> list[Card]:
        """The standing pages, by their ids."""
        return [row.value for row in self.table.query(Query(keys.pages(), limit=limit))]

    def newest_of_each(self, names: Sequence[str], limit: int) -> list[list[Card]]:
        """The newest of each of the lists, in the order of `names`."""
        queries = [Query(keys.entries(name), limit=limit, newest_first=True) for name in names]
        return [[row.value for row in rows] for rows in self.table.query_many(queries)]

    def has_any(self, name: str, spans: Sequence[tuple[str, str]]) -> list[bool]:
        """Whether a list has an entry between two positions, for each such two; both ends exclusive."""
        queries = [Query(keys.entries(name), after=after, before=before, limit=1) for after, before in spans]
        return [bool(rows) for rows in self.table.query_many(queries)]

    def follow_ups(self, article: ArticleId, limit: int) -> list[tuple[str, Card]]:
        """The best of the articles that chose this one as related, each with its rank, best first."""
        rows = self.table.query(Query(keys.cited(article), limit=limit))
        return [(row.sort.partition("#")[0], row.value) for row in rows]

    def resolve(self, references: Sequence[str]) -> list[Article]:
        """The live articles that are named by ids or addresses, in that order; names that lead nowhere are left out."""
        return [each.article for each in self._resolved(references) if each.article]

    def _resolved(self, references: Sequence[str]) -> list[Standing]:
        named = [each for each in references if each.startswith("/")]
        claims = self.table.get_many([keys.claim(Address(each)) for each in named]) if named else []
        owners = {name: claim.id for name, claim in zip(named, claims, strict=True) if claim}
        ids = [owners.get(each) if each.startswith("/") else ArticleId(each) for each in references]
        return self.live_standings([each for each in ids if each])

    def translations(self, reference: str, known: Standing | None = None) -> list[Card]:
        """The article that is named, if it is live, and all that give a name of it as their original.

        `known`: how the one that is named stands, if that was read before.
        """
        original: list[Card] = []
        called = {reference}
        for stands in [known] if known else self._resolved([reference]):
            if article := stands.article:
                original.append(article.card)
                called |= {article.id, article.card.address, *article.aliases, *stands.former}
        shelves = [Query(keys.referring("TRANSLATION", name)) for name in sorted(called)]
        translated = [row.value for rows in self.table.query_many(shelves) for row in rows]
        return [*original, *translated]

    def made(self, source: str) -> Made:
        """What stands of a picture."""
        return self.table.get(keys.made(source)) or Made()

    def used(self, source: str) -> bool:
        """Whether any live article shows the picture."""
        return bool(self.table.query(Query(keys.used(source), limit=1)))

    def rendition(self, of: str, name: str) -> bytes:
        """A rendition's bytes. ProofMissing if they went: then the picture was replaced, and a retry sees it."""
        found = self.renditions.get(of, name)
        if found is None:
            raise ProofMissing(f"{of}/{name}")
        return found

    def profiles(self, authors: Sequence[str]) -> list[Profile | None]:
        """What is told of each author by name, in their order: of several files the first."""
        shelves = [Query(keys.profiles(names.slug(name)), limit=1) for name in authors]
        found = self.table.query_many(shelves) if shelves else []
        return [rows[0].value if rows else None for rows in found]

    def body(self, article: Article) -> Proof:
        """The article's body. ProofMissing if it went: then a newer standing is on its way, and a retry sees it."""
        proof = self.proofs.get(article.proof)
        if proof is None:
            raise ProofMissing(article.id)
        return proof
