"""What an article's page shows of other articles: related ones, and its translations."""

from __future__ import annotations

from collections.abc import Iterable

from presswork.article.model import Article, ArticleId, Card
from presswork.index.related import merge
from presswork.index.rows import Standing
from presswork.index.site import Index


def related(article: Article, standing: Standing, never: Iterable[ArticleId], site: Index, limit: int) -> list[Card]:
    """Those that the author pinned, then the best of the older ones and of the follow-ups together, at most `limit`.

    Without itself, `never`, and what the author blocked. Twice as many follow-ups are read, as some may be left out.
    """
    pinned = [each.card for each in site.resolve(article.pinned)] if article.pinned else []
    own = {each.id: each.card for each in site.live([each.id for each in standing.related])}
    follow_ups = site.follow_ups(article.id, 2 * limit)
    cards = {card.id: card for card in (*pinned, *own.values(), *(card for _, card in follow_ups))}
    named = {*article.blocked}
    blocked = (each.id for each in cards.values() if each.id in named or each.address in named)
    ranked = [(each.rank, each.id) for each in standing.related if each.id in own]
    ranked += [(rank, card.id) for rank, card in follow_ups]
    chosen = merge([each.id for each in pinned], ranked, {article.id, *never, *blocked}, limit)
    return [cards[each] for each in chosen]


def translations(article: Article, standing: Standing, site: Index) -> list[Card]:
    """The same article in other languages, each once."""
    original = article.translation_of
    found = site.translations(original) if original else site.translations(article.id, standing)
    return list({each.id: each for each in found if each.id != article.id}.values())
