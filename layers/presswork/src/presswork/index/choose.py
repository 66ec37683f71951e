"""Which older articles are related to one: the reads behind `related`, which judges them."""

from __future__ import annotations

from presswork.article.model import Article
from presswork.article.terms import POSTED
from presswork.index import keys, related
from presswork.index.rows import Citation, Posting
from presswork.index.site import Index
from presswork.index.table import Query, Row


def choose(article: Article, site: Index) -> tuple[Citation, ...]:
    """The best of the older articles, best first: POSTED small queries, and one batch of at most SHORTLIST rows."""
    found = related.shortlist(article, windows(article, site))
    chosen = related.back(article, found, site.live([*found.shares]))
    return tuple(Citation(each.id, keys.rank(each.score)) for each in chosen)


def windows(article: Article, site: Index) -> dict[str, list[Row[Posting]]]:
    """Under each posted term of the article the nearest older postings, newest first."""
    position = keys.position(article.card)
    words = [term.word for term in article.terms[:POSTED]]
    shelves = [keys.postings(article.card.lang, word) for word in words]
    queries = [Query(each, before=position, limit=related.WINDOW, newest_first=True) for each in shelves]
    return dict(zip(words, site.table.query_many(queries), strict=True))


def what_counts(article: Article) -> object:
    """All of an article that the choices of other articles depend on."""
    card = article.card
    return keys.position(card), card.lang, card.address, article.terms, article.signature, article.translation_of
