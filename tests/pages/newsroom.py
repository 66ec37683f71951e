"""A small site in memory, written as the index step writes it, for the tests of pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from presswork.article.model import Address, Article, ArticleId, Card, Digest, Proof, Rendered, Settings
from presswork.index import keys, lists
from presswork.index.memory import MemoryTable
from presswork.index.rows import Citation, Claim, Named, Posting, Site, Standing
from presswork.index.site import Index
from presswork.pictures.renditions import hash_of, widths_for
from presswork.steps.names import drop

PLAIN = Settings()
TEXT = Proof("<p>Text.</p>\n")


class Proofs(dict[Digest, Proof]):
    """The work bucket."""

    def put(self, digest: Digest, proof: Proof) -> None:
        self[digest] = proof

    def delete(self, digest: Digest) -> None:
        self.pop(digest, None)


class Newsroom:
    def __init__(self, settings: Settings = PLAIN) -> None:
        self.table = MemoryTable()
        self.proofs = Proofs()
        self.index = Index(self.table, self.proofs)
        self.settings = settings
        self.table.write({keys.site(): Site(1, settings)})

    def publish(
        self, article: Article, proof: Proof = TEXT, related: Sequence[str] = (), pictures: Sequence[Rendered] = ()
    ) -> None:
        """Live, in its lists, under its terms, as follow-up of its `related` (ids, best first), its pictures made."""
        card = article.card
        chosen = tuple(Citation(ArticleId(each), keys.rank(9 - i)) for i, each in enumerate(related))
        self.proofs.put(article.proof, proof)
        standing = Standing("live", article, related=chosen, pictures=tuple(pictures))
        self.table.write({keys.standing(card.id): standing})
        self.table.write({keys.claim(card.address): Claim(card.id, "present")})
        self.table.write({keys.cited(each.id).at(f"{each.rank}#{card.id}"): card for each in chosen})
        self.enter(card)
        for word, weight in article.terms.pairs():
            self.table.write({keys.postings(card.lang, word).at(keys.position(card)): Posting(weight)})

    def enter(self, card: Card) -> None:
        """Into its lists, and their names."""
        self.table.write(dict.fromkeys(entry_keys(card), card))
        self.table.write(dict.fromkeys(map(keys.named, lists.named(lists.of(card))), Named(card.id, 1)))

    def leave(self, card: Card) -> None:
        """Out of its lists; the names of those that it leaves empty go."""
        self.table.write({}, entry_keys(card))
        drop(self.table, lists.of(card))

    def claim(self, address: str, article: str) -> None:
        self.table.write({keys.claim(Address(address)): Claim(ArticleId(article), "former")})

    def stand(self, article: str, standing: Standing) -> None:
        self.table.write({keys.standing(ArticleId(article)): standing})


def rendered(source: str, width: int = 1000, height: int = 750) -> Rendered:
    """A picture as `images` makes it."""
    return Rendered(source, hash_of(source.encode()), width, height, widths_for(width))


def entry_keys(card: Card) -> list[keys.Key[Card]]:
    return [keys.entries(name).at(keys.position(card)) for name in lists.of(card)]


def at(text: str) -> datetime:
    """`2026-11-24` or `2026-11-24T09:00`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def card(name: str, date: str, **fields: object) -> Card:
    """`name` gives id, address and title, where they are not among the fields."""
    moment = at(date)
    given = {
        "id": ArticleId(f"{name}.md"),
        "address": Address(f"/{moment:%Y/%m}/{name}"),
        "title": name.replace("-", " ").capitalize(),
        "date": moment,
    }
    return Card(**{**given, **fields})  # type: ignore[arg-type]


def article(card: Card, **fields: object) -> Article:
    return Article(card, Digest(f"proof-of-{card.id}"), str(card.id), **fields)  # type: ignore[arg-type]
