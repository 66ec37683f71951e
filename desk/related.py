"""`presswork related`: the related articles of each article of a folder, and why.

With the windows, the choice and the merge that pages have, on an index in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from desk.build import Built, take_in
from desk.console import Console, DeskError, count
from desk.folder import Folder, look_for_articles, tell_left_out
from desk.work import FileProofs
from presswork.article.model import Article, ArticleId
from presswork.article.plaintext import plain_text
from presswork.article.terms import POSTED, Signatures, signature, terms
from presswork.article.uploads import id_of, is_page, key_of
from presswork.index import related as index
from presswork.index.choose import windows
from presswork.index.rows import Record, Standing
from presswork.index.site import Index, Proofs
from presswork.pages import related as pages
from presswork.steps.build import fill, post

MOST = 10
"""Articles listed for one; a page shows the first of them."""
_DAY = 86_400

Listing: TypeAlias = dict[str, tuple[str, ...]]
"""Paths of related articles by the path of the article, best first."""


class Wanted(NamedTuple):
    """What is to be listed."""

    older_only: bool = False
    """Only what could be known on the day: neither follow-ups nor what the author pinned."""
    ignore_links: bool = False
    """The words of links count for nothing."""


class Seen(Struct, frozen=True):
    """A term of an article."""

    word: str
    weight: float
    days_apart: float | None
    """Between two older articles that have it, near this one in time. None if no older one has it, or if it is not
    among the terms that are looked up, which are the first ones."""


class Candidate(Struct, frozen=True):
    """An older article that was compared with the one explained."""

    path: str
    share: float
    """Of what the article would have in common with its like, the part that this one has, by the terms looked up."""
    score: float
    """By all terms and the time between; 0 if nothing is common that says anything."""
    left_out: str
    """Why it is not linked to; empty if it is."""


class Explained(Struct, frozen=True):
    """Why an article has the related articles that it has."""

    path: str
    related: tuple[str, ...]
    terms: tuple[Seen, ...]
    candidates: tuple[Candidate, ...]
    """Best first."""


def related(root: Path, wanted: Wanted, explain: Path | None, now: datetime, console: Console) -> int:
    """List the related articles of those that are live at the moment `now`. Returns the exit code; DeskError."""
    folder = look_for_articles(root)
    with FileProofs() as proofs:
        built = without_pages(take_in(folder, proofs, console))
        if wanted.ignore_links:
            built = without_link_texts(built)
    fill(built.index, built.records, now)
    names = {article: folder.name(key_of(article)) for article in built.records}
    if explain:
        post(built.index, built.records, now)
        found = explained(_live(explain, folder, built), built.index, names, wanted)
        console.answer(found, _told(found))
    else:
        listing = list_all(built, names, wanted)
        console.answer(listing, (line for path, others in listing.items() for line in (path, *_indented(others))))
    return 1 if _complain(folder, built, console) else 0


def without_pages(built: Built) -> Built:
    """Articles alone: nothing is related to a standing page."""
    records = {name: record for name, record in built.records.items() if not is_page(name)}
    return Built(built.index, records, built.reports)


def without_link_texts(built: Built) -> Built:
    """As if no link had a text. What was validated is kept; only the terms and the signature are taken anew."""
    records = {name: _without_link_texts(record, built.index.proofs) for name, record in built.records.items()}
    return Built(built.index, records, built.reports)


def _without_link_texts(record: Record, proofs: Proofs) -> Record:
    article = record.article
    proof = proofs.get(article.proof) if article else None
    if article is None or proof is None:
        return record
    card, text = article.card, plain_text(proof.html, link_text=False)
    about = terms(card.title, text, card.topics, card.lang)
    return replace(record, article=replace(article, terms=about, signature=signature(text)))


def list_all(built: Built, names: Mapping[ArticleId, str], wanted: Wanted) -> Listing:
    """Of every live article, in the order of paths; those without any are there too."""
    found: Listing = {}
    for name in sorted(built.records, key=names.__getitem__):
        standing = built.index.standing(name)
        if standing.article:
            found[names[name]] = _paths(standing.article, standing, built.index, names, wanted)
    return found


def _paths(
    article: Article, standing: Standing, site: Index, names: Mapping[ArticleId, str], wanted: Wanted
) -> tuple[str, ...]:
    if wanted.older_only:
        return tuple(names[each.id] for each in standing.related[:MOST])
    never = [each.id for each in pages.translations(article, standing, site)]
    return tuple(names[each.id] for each in pages.related(article, standing, never, site, MOST))


def explained(article: Article, site: Index, names: Mapping[ArticleId, str], wanted: Wanted) -> Explained:
    """The terms, and the candidates that came into question. Follow-ups were judged from their own side."""
    seen = windows(article, site)
    apart = index.spacings(article, seen)
    found = index.shortlist(article, seen)
    live = {each.id: each for each in site.live([*found.shares])}
    chosen = index.back(article, found, live.values())
    candidates = []
    for each in index.scored(article, found, live.values()):
        better = (live[one.id].signature for one in chosen if (-one.score, one.id) < (-each.score, each.id))
        objection = index.objection(article, live[each.id], Signatures(article.signature, *better))
        left_out = "" if each in chosen else objection or "enough are better"
        candidates.append(Candidate(names[each.id], found.shares[each.id], each.score, left_out))
    return Explained(
        names[article.id],
        _paths(article, site.standing(article.id), site, names, wanted),
        tuple(_seen(word, weight, apart) for word, weight in article.terms.pairs()),
        tuple(candidates),
    )


def _seen(word: str, weight: float, apart: Mapping[str, float]) -> Seen:
    days = apart.get(word)
    return Seen(word, weight, None if days is None else round(days / _DAY, 2))


def _live(path: Path, folder: Folder, built: Built) -> Article:
    """The article of a file, which is named from the folder on, or from here."""
    tried = {(folder.root / path).resolve(), path.resolve()}
    key = next((key for key in folder.articles if folder.files[key].resolve() in tried), None)
    if key is None:
        raise DeskError(f"{path} is no article of {folder.root}. Name one of its files.")
    standing = built.index.standing(id_of(key))
    if standing.article is None:
        raise DeskError(f"{path} is not live, so nothing is related to it. `presswork build` says why.")
    return standing.article


def _complain(folder: Folder, built: Built, console: Console) -> int:
    """What is left out, and why; how many were rejected."""
    tell_left_out(folder.left_out, console)
    rejected = [key for key, report in sorted(built.reports.items()) if report.outcome == "rejected"]
    for key in rejected:
        console.report(folder.name(key), built.reports[key].problems)
    if rejected:
        console.problem(f"Rejected: {count(len(rejected), 'file')}.")
    return len(rejected)


def _told(found: Explained) -> Iterator[str]:
    yield from (found.path, "", "Related, best first:", *_indented(found.related), "")
    yield f"Terms, of which the first {POSTED} are looked up: weight, and days between two older articles"
    for term in found.terms:
        days = "" if term.days_apart is None else f"{term.days_apart:,.2f}"
        yield f"  {term.weight:>5.2f}  {days:>10}  {term.word}"
    yield from ("", "Older articles that were compared: share of the terms looked up, and score")
    for each in found.candidates:
        why = f"  (left out: {each.left_out})" if each.left_out else ""
        yield f"  {each.share:>5.3f}  {each.score:>5.3f}  {each.path}{why}"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)
