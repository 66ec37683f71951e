"""What an article owns in the table: pure, from the article and the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from presswork.article import uploads
from presswork.article.model import Article, ArticleId, Card, Value
from presswork.article.terms import POSTED
from presswork.index import keys, lists
from presswork.index.rows import Due, Gone, Named, Owned, Posting, Record, Standing, Used

NEWS_FOR = timedelta(hours=48)
"""So long from its date on an article is news, as search engines have it."""
_LAST = datetime.max.replace(tzinfo=UTC)


def standing(record: Record, now: datetime) -> Standing:
    """How an article stands at a moment, its related links left open. Only a live one shows anything of itself."""
    article = record.article
    if article is None or record.state in ("absent", "draft"):
        return Standing("removed" if record.former else "absent")
    if record.state == "removed":
        return Standing("removed")
    if article.expires and article.expires <= now:
        return Standing("expired")
    if article.card.date > now:
        return Standing("scheduled")
    return Standing("live", article, record.former, uploaded=record.uploaded)


def owned(record: Record, stands: Standing, now: datetime) -> Owned:
    """What the article must own at a moment, its citations left open."""
    if article := stands.article:
        card, page = article.card, uploads.is_page(article.id)
        ends = no_news_from(card)
        is_news = not page and now < ends
        return Owned(
            position="" if page else keys.position(card),
            lang=card.lang,
            lists=(*lists.of(card), lists.NEWS) if is_news else lists.of(card),
            terms=article.terms.words[:POSTED],
            references=_references(article),
            pictures=article.pictures,
            due=_instants(article.expires, ends if is_news else None),
            page=page,
            menu=keys.place(article.menu) if article.menu else "",
        )
    if stands.state == "scheduled" and record.article:
        return Owned(due=_instants(record.article.card.date, record.article.expires))
    return Owned(gone=stands.state == "removed")


def no_news_from(card: Card) -> datetime:
    """When an article is news no more."""
    return min(card.date, _LAST - NEWS_FOR) + NEWS_FOR


def list_rows(card: Card, own: Owned) -> dict[keys.Key[Any], Value]:
    """The article's card in each of its lists."""
    return {keys.entries(name).at(own.position): card for name in own.lists}


def name_rows(article: ArticleId, own: Owned, count: int) -> dict[keys.Key[Any], Value]:
    """The names of its sections and topics. `count`: how often the article has been taken up."""
    return {keys.named(name): Named(article, count) for name in lists.named(own.lists)}


def posting_rows(article: Article, own: Owned) -> dict[keys.Key[Any], Value]:
    """The article under each of its first terms, which it owns, with the term's weight in it."""
    pairs = article.terms.pairs(len(own.terms))
    return {keys.postings(own.lang, word).at(own.position): _posting(weight) for word, weight in pairs}


@lru_cache(maxsize=1 << 10)
def _posting(weight: float) -> Posting:
    """One for all of a weight: in memory they are many, and weights are few."""
    return Posting(weight)


def other_rows(article: ArticleId, own: Owned) -> dict[keys.Key[Any], Value]:
    """When to look at the article again, and whether it is among the removed."""
    due: dict[keys.Key[Any], Value] = {keys.due().at(f"{instant}#{article}"): Due() for instant in own.due}
    return due | ({keys.gone().at(article): Gone()} if own.gone else {})


def reference_rows(card: Card, own: Owned) -> dict[keys.Key[Any], Value]:
    """The article's card with each of those that it names, under the name it gives them."""
    return dict.fromkeys(_reference_keys(card.id, own), card)


def use_rows(article: ArticleId, own: Owned) -> dict[keys.Key[Any], Value]:
    """That the article shows each of its pictures."""
    return {keys.used(source).at(article): Used() for source in own.pictures}


def page_rows(page: Article, own: Owned) -> dict[keys.Key[Any], Value]:
    """A standing page's card among the others, and its entry in the navigation."""
    rows: dict[keys.Key[Any], Value] = {keys.pages().at(page.id): page.card} if own.page else {}
    return rows | ({keys.menu().at(own.menu): page.menu} if page.menu else {})


def citation_rows(card: Card, own: Owned) -> dict[keys.Key[Any], Value]:
    """The article's card with each of those it chose as related."""
    return {keys.cited(each.id).at(f"{each.rank}#{card.id}"): card for each in own.cites}


def own_keys(article: ArticleId, all_owned: Iterable[Owned]) -> set[keys.Key[Any]]:
    """The keys that any of these says the article owns, all but its citations."""
    found: set[keys.Key[Any]] = set()
    for own in all_owned:
        found.update(keys.entries(name).at(own.position) for name in own.lists)
        found.update(keys.postings(own.lang, word).at(own.position) for word in own.terms)
        found.update(other_rows(article, own))
        found.update(_reference_keys(article, own))
        found.update(use_rows(article, own))
        found.update({keys.pages().at(article)} if own.page else ())
        found.update({keys.menu().at(own.menu)} if own.menu else ())
    return found


def citation_keys(article: ArticleId, all_owned: Iterable[Owned]) -> set[keys.Key[Any]]:
    return {keys.cited(each.id).at(f"{each.rank}#{article}") for own in all_owned for each in own.cites}


def _references(article: Article) -> tuple[str, ...]:
    pins = (f"PIN#{each}" for each in article.pinned)
    return (*pins, f"TRANSLATION#{article.translation_of}") if article.translation_of else tuple(pins)


def _reference_keys(article: ArticleId, own: Owned) -> set[keys.Key[Card]]:
    named = (each.split("#", 1) for each in own.references)
    return {
        keys.referring(kind, reference).at(article)
        for known, reference in named
        for kind in keys.REFERENCE_KINDS
        if kind == known
    }


def _instants(*moments: datetime | None) -> tuple[str, ...]:
    return tuple(keys.instant(moment) for moment in moments if moment)
