"""Which older articles are related to one: the reads behind `related`, which judges them."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from presswork.article.model import Article, ArticleId
from presswork.index import keys
from presswork.index.site import Index
from presswork.index.table import Query

WINDOW = 10
"""How many older articles are looked at under each term."""
LINKS = 5


class Chosen(NamedTuple):
    """A related article, and the rank (see `keys.rank`) under which this one stands with it."""

    id: ArticleId
    rank: str


def choose(article: Article, site: Index) -> tuple[Chosen, ...]:
    """The best of the older articles that share terms, best first, at most LINKS."""
    position = keys.position(article.card)
    windows = site.table.query_many(
        [
            Query(keys.postings(article.card.lang, term.word), before=position, limit=WINDOW, newest_first=True)
            for term in article.terms
        ]
    )
    scores: Counter[ArticleId] = Counter()
    for rows in windows:
        scores.update(keys.id_at(row.sort) for row in rows)
    best = sorted(scores, key=lambda each: (-scores[each], each))[:LINKS]
    return tuple(Chosen(each, keys.rank(scores[each])) for each in best)


def what_counts(article: Article) -> object:
    """All of an article that other articles' choices depend on."""
    card = article.card
    return (keys.position(card), card.lang, article.terms, article.signature, article.translation_of)
