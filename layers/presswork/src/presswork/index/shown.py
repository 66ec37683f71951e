"""The pictures that an article shows, as they were made: read by `index`, and kept in the article's standing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from presswork.article.model import Article, Rendered, Value
from presswork.article.pictures import own_source
from presswork.index import keys
from presswork.index.keys import Key
from presswork.index.rows import Standing
from presswork.index.table import Table

NOTHING: Mapping[Key[Any], Value] = {}


def with_pictures(stands: Standing, table: Table, uses: Mapping[Key[Any], Value] = NOTHING) -> Standing:
    """The standing of an article with what its pictures have become, in one batch of reads.

    Its `USED` rows, so far as `uses` has them anew, are written before: `images` hints whoever it finds there once a
    picture is made, so of the two the later sees the other.
    """
    if uses:
        table.write(uses)
    article = stands.article
    if article is None or not article.pictures:
        return stands
    found = made_of(article.pictures, table)
    return replace(stands, article=_with_lead(article, found), pictures=tuple(found.values()))


def made_of(sources: Iterable[str], table: Table) -> dict[str, Rendered]:
    """Those of the pictures that are there, by source, in their order."""
    rows = table.get_many([keys.made(source) for source in sources])
    return {row.rendered.source: row.rendered for row in rows if row and row.rendered}


def as_validated(article: Article | None) -> Article | None:
    """The article of a standing as it stands in the record, which knows nothing of what its pictures have become."""
    if article is None or article.card.picture is None:
        return article
    return replace(article, card=replace(article.card, picture=replace(article.card.picture, rendered=None)))


def _with_lead(article: Article, found: dict[str, Rendered]) -> Article:
    picture = article.card.picture
    rendered = found.get(own_source(picture) or "") if picture else None
    if picture is None or rendered is None:
        return article
    return replace(article, card=replace(article.card, picture=replace(picture, rendered=rendered)))
