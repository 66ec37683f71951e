"""build: the whole site at once, straight from the definition.

What the pipeline must come to, whatever happens on the way: the oracle of its tests, the reference of the audit, and
the way to publish without AWS. It shares the pure core with the pipeline, and none of its protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from presswork.article.model import Address, Article, ArticleId
from presswork.index import keys, owned, shown
from presswork.index.choose import Passing, choose_from
from presswork.index.navigation import navigation
from presswork.index.rows import Citation, Indexed, Owned, Record, Standing
from presswork.index.site import Index
from presswork.pages import addresses, wakes
from presswork.pages.edition import edition
from presswork.pages.page import Page
from presswork.pages.respond import respond
from presswork.pages.theme import own

Choices = Callable[[Callable[[int], tuple[Citation, ...]], Sequence[int]], Iterable[tuple[Citation, ...]]]
"""What a function gives for each of some numbers, in their order, as `map` does it."""


def fill(site: Index, records: Mapping[ArticleId, Record], now: datetime, choices: Choices = map) -> None:
    """Write what pages need of the records into a table that holds what was judged: claims, profiles, settings.

    `choices` may be made side by side, by processes that each begin with all that is in memory then: what is written
    meanwhile, no choice depends on.
    """
    live: list[tuple[Article, Standing, Owned]] = []
    for id_, record in records.items():
        stands = shown.with_pictures(owned.standing(record, now), site.table)
        site.table.write({keys.standing(id_): stands})
        if stands.article:
            live.append((stands.article, stands, owned.owned(record, stands, now)))
    live.sort(key=lambda each: each[2].position)
    articles = [article for article, _, _ in live]
    passing = Passing(articles)

    def chosen_at(at: int) -> tuple[Citation, ...]:
        return choose_from(articles[at], passing.windows(at), passing.live)

    made = choices(chosen_at, range(len(live)))  # other processes are at them from here on
    for article, _, owns in live:
        site.table.write(owned.list_rows(article.card, owns) | owned.reference_rows(article.card, owns))
        site.table.write(owned.name_rows(article.id, owns, 0) | owned.use_rows(article.id, owns))
        site.table.write(owned.page_rows(article, owns))
    site.table.write({keys.site(): replace(site.site(), menu=navigation(site.table))})
    for (article, stands, owns), chosen in zip(live, made, strict=True):
        cites = owned.citation_rows(article.card, replace(owns, cites=chosen))
        site.table.write({keys.standing(article.id): replace(stands, related=chosen), **cites})


def post(site: Index, records: Mapping[ArticleId, Record], now: datetime) -> None:
    """Write what was filled in under its terms, where `index` and readers look for it, and no page does."""
    for id_, record in records.items():
        stands = site.standing(id_)
        if stands.article:
            site.table.write(owned.posting_rows(stands.article, owned.owned(record, stands, now)))


def commit(site: Index, records: Mapping[ArticleId, Record], now: datetime) -> None:
    """Post what was filled in, and note it as `index` would have: the steps of the pipeline can go on from there."""
    made_of = edition(site.site())
    for id_, record in records.items():
        stands = site.standing(id_)
        own = replace(owned.owned(record, stands, now), cites=stands.related)
        proofs = (record.article.proof,) if record.article and record.state == "published" else ()
        site.table.write({keys.indexed(id_): Indexed((own,), (), proofs, stands, made_of)})
        site.table.write(owned.posting_rows(stands.article, own) if stands.article else {})
        site.table.write(owned.other_rows(id_, own))


def all_addresses(site: Index, records: Iterable[Record]) -> set[Address]:
    """Every address at which something may stand."""
    of_site = site.site()
    settings = of_site.settings
    found = set(addresses.fixed(own.load(of_site.theme, site.table).assets.values()))
    sources: set[str] = set()
    for record in records:
        found |= set(record.former)
        if record.article and record.state == "published":
            found |= {record.article.card.address, *record.article.aliases}
            found |= wakes.pages_of(record.article.card, settings)
            sources |= {*record.article.pictures}
    made = shown.made_of(sorted(sources), site.table).values()
    return found | {address for each in made for address in addresses.renditions(each)}


def pages(site: Index, of: Iterable[Address]) -> Iterator[tuple[Address, Page]]:
    """What stands at the addresses, in their order; those where nothing does are left out."""
    for address in of:
        if page := respond(address, site):
            yield address, page
