"""Which older articles are related to one: the reads behind `related`, which judges them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from presswork.article.model import Article, ArticleId
from presswork.article.stems import language
from presswork.article.terms import POSTED
from presswork.index import keys, related
from presswork.index.rows import Citation, Posting
from presswork.index.site import Index
from presswork.index.table import Query, Row


def choose(article: Article, site: Index) -> tuple[Citation, ...]:
    """The best of the older articles, best first: POSTED small queries, and one batch of at most SHORTLIST rows."""
    return choose_from(article, windows(article, site), site.live)


def choose_from(
    article: Article,
    windows: Mapping[str, Sequence[Row[Posting]]],
    live: Callable[[Sequence[ArticleId]], Iterable[Article]],
) -> tuple[Citation, ...]:
    """The same, with windows that were read before. `live` gives those of some articles that are live."""
    found = related.shortlist(article, windows)
    chosen = related.back(article, found, live([*found.shares]))
    return tuple(Citation(each.id, keys.rank(each.score)) for each in chosen)


def windows(article: Article, site: Index) -> dict[str, list[Row[Posting]]]:
    """Under each posted term of the article the nearest older postings, newest first."""
    position = keys.position(article.card)
    words = article.terms.words[:POSTED]
    shelves = [keys.postings(article.card.lang, word) for word in words]
    queries = [Query(each, before=position, limit=related.WINDOW, newest_first=True) for each in shelves]
    return dict(zip(words, site.table.query_many(queries), strict=True))


class Passing:
    """The windows of articles that are gone through from the oldest on: what `windows` reads, without any table."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """`articles`: all there are, in the order of their positions."""
        self._articles = articles
        self._by_id = {each.id: each for each in articles}
        self._passed = 0
        self._newest: dict[str, dict[str, list[Row[Posting]]]] = defaultdict(lambda: defaultdict(list))
        """By language and term, of those passed."""

    def windows(self, at: int) -> dict[str, Sequence[Row[Posting]]]:
        """Those of the article at a place. ValueError for one that was passed: each is asked for after those before."""
        if at < self._passed:
            raise ValueError(f"{self._articles[at].id} was passed already")
        for article in self._articles[self._passed : at]:
            self._post(article)
        self._passed = at
        article = self._articles[at]
        newest = self._newest[language(article.card.lang)]
        return {word: newest[word] for word in article.terms.words[:POSTED] if word in newest}

    def live(self, articles: Sequence[ArticleId]) -> list[Article]:
        """Those of the articles that are among all there are, in the order given."""
        return [self._by_id[each] for each in articles if each in self._by_id]

    def _post(self, article: Article) -> None:
        position = keys.position(article.card)
        newest = self._newest[language(article.card.lang)]
        rows = {weight: Row(position, Posting(weight)) for weight in {*article.terms.weights}}  # few differ
        for word, weight in article.terms.pairs(POSTED):
            window = newest[word]
            window.insert(0, rows[weight])
            del window[related.WINDOW :]


def what_counts(article: Article) -> object:
    """All of an article that the choices of other articles depend on."""
    card = article.card
    return keys.position(card), card.lang, card.address, article.terms, article.signature, article.translation_of
