"""Which older articles are related to one: pure, from bounded windows of the index.

Two steps, since the second needs rows that the first finds. `shortlist`: under each posted term of the article stand
its nearest older articles; how far back these reach says how rare the term is, and those that share rare terms are
shortlisted. `back`: the longer terms of these are compared, their rarity counted among them. Nothing counts the
archive: the result depends on the set of articles alone, at a cost that does not grow with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain, repeat
from math import fsum, sqrt
from operator import mul
from typing import Literal, NamedTuple

from presswork.article.model import Article, ArticleId, Terms
from presswork.article.terms import Signatures, log2
from presswork.index import keys
from presswork.index.rows import Posting
from presswork.index.table import Row

WINDOW = 10
"""Nearest older articles that are looked at under each term."""
SHORTLIST = 12
"""Articles whose own terms are compared: each is a row of several KB to read. More find hardly better ones, and with
these a publish stays within its bounds: docs/related.md has the figures."""
LINKS = 10
"""Related articles of an article at most."""

_MINUTE = 60.0
"""Seconds that two articles are apart at least, so that some of one instant give no infinite rate."""
_FADING, _FRESH = 0.3, 5
"""How much less an older article is worth, and how many articles later it begins to count."""
_DECIMALS = 6
"""Of shares and scores, so that what is equal for readers is equal."""

Objection = Literal["blocked", "translation", "near-duplicate"]


class Shortlist(NamedTuple):
    """The candidates that are to be compared, and what their windows said."""

    shares: Mapping[ArticleId, float]
    """Of what the article would have in common with its like, the part that a candidate has; best first."""
    spacing: float
    """Seconds between two articles, where they stand closest."""


class Scored(NamedTuple):
    """A related article and how near it is: above 0, and about 1 where the article is as near to itself."""

    id: ArticleId
    score: float


def shortlist(article: Article, windows: Mapping[str, Sequence[Row[Posting]]]) -> Shortlist:
    """The best SHORTLIST of the articles in the windows.

    `windows` holds under each posted term of the article the WINDOW nearest older postings, newest first. A term's
    rarity is log2(1 + spacing / least spacing of all its terms). A share is the sum over common terms of rarity² × both
    weights, in units of the article's own.
    """
    used = {word: weight for word, weight in article.terms.pairs() if windows.get(word)}
    if not used:
        return Shortlist({}, _MINUTE)
    apart = spacings(article, windows)
    spacing = min(apart.values())
    worth = {word: _squared(log2(1 + apart[word] / spacing)) * weight for word, weight in used.items()}
    whole = fsum(worth[word] * weight for word, weight in used.items())
    sums: dict[str, float] = {}
    for word, worth_of_word in worth.items():  # in the order of the terms, so that all add up alike
        for position, posting in windows[word]:
            sums[position] = sums.get(position, 0.0) + worth_of_word * posting.weight
    return Shortlist(_best(sums, whole), spacing)


def _best(sums: Mapping[str, float], whole: float) -> dict[ArticleId, float]:
    """Of sums by position the SHORTLIST largest, by id, as parts of the whole; of equal parts those of smaller ids.

    Only what may be among them is rounded, which takes longer than all else.
    """
    least = sorted(sums.values())[-SHORTLIST:][0] - whole * 10**-_DECIMALS
    best = [(-round(each / whole, _DECIMALS), keys.id_at(at)) for at, each in sums.items() if each >= least]
    return {name: -share for share, name in sorted(best)[:SHORTLIST]}


def spacings(article: Article, windows: Mapping[str, Sequence[Row[Posting]]]) -> dict[str, float]:
    """Seconds between two articles under each term whose window holds any.

    The time back to the furthest posting, or, as a window that is not full holds all there are, back to the furthest
    of any term, divided by the number of postings.
    """
    position = keys.moment(keys.position(article.card))
    reach = {word: _seconds(keys.moment(rows[-1].sort), position) for word, rows in windows.items() if rows}
    horizon = max(reach.values(), default=_MINUTE)
    return {
        word: (back if len(windows[word]) >= WINDOW else horizon) / len(windows[word]) for word, back in reach.items()
    }


def back(article: Article, found: Shortlist, candidates: Iterable[Article]) -> tuple[Scored, ...]:
    """The older articles to link to, best first, at most LINKS.

    `candidates` are those of the shortlist that are live, in any order. Left out are those that the author blocked,
    translations, and near-duplicates of the article and of a better one.
    """
    live = {each.id: each for each in candidates}
    chosen: list[Scored] = []
    signatures = Signatures(article.signature)
    for each in scored(article, found, live.values()):
        if len(chosen) == LINKS:
            break
        if not objection(article, live[each.id], signatures):
            chosen.append(each)
            signatures.add(live[each.id].signature)
    return tuple(chosen)


def scored(article: Article, found: Shortlist, candidates: Iterable[Article]) -> tuple[Scored, ...]:
    """All candidates that have something in common with the article, best first.

    A score is √(cosine × share), divided by 1 + 0.3 × log2(1 + age / 5), the age counted in articles: of two equally
    near ones readers want the newer.
    """
    live = [each for each in candidates if each.id in found.shares]
    cosines = _cosines(article.terms, [each.terms for each in live])
    date = _to_the_second(article.card.date)
    scores = []
    for each, cosine in zip(live, cosines, strict=True):
        age = _seconds(_to_the_second(each.card.date), date) / found.spacing
        near = sqrt(cosine * found.shares[each.id])
        scores.append(Scored(each.id, round(near / (1 + _FADING * log2(1 + age / _FRESH)), _DECIMALS)))
    return tuple(sorted((each for each in scores if each.score > 0), key=lambda each: (-each.score, each.id)))


def objection(article: Article, other: Article, signatures: Signatures) -> Objection | None:
    """Why a candidate is not linked to, however near it is. `signatures`: its own, and of those chosen before."""
    named = {other.id, other.card.address}
    if not named.isdisjoint(article.blocked):
        return "blocked"
    original, others = article.translation_of, other.translation_of
    if (
        other.id == article.id
        or original in named
        or others in (article.id, article.card.address)
        or (original != "" and original == others)
    ):
        return "translation"
    if signatures.near(other.signature):
        return "near-duplicate"
    return None


def merge(
    pinned: Sequence[ArticleId],
    ranked: Iterable[tuple[str, ArticleId]],
    blocked: Collection[ArticleId],
    limit: int,
) -> tuple[ArticleId, ...]:
    """The related articles to show: those that the author chose in the author's order, then the best of the others.

    `ranked`: those of its `back`, and the articles that have this one in theirs, each with its rank as in `keys.rank`.
    Where two are equally near, the smaller id comes first.
    """
    each_once = dict.fromkeys((*pinned, *(id_ for _, id_ in sorted(ranked))))
    return tuple(name for name in each_once if name not in blocked)[:limit]


def _to_the_second(date: datetime) -> datetime:
    """As a position has it."""
    return date.replace(microsecond=0) if date.microsecond else date


def _seconds(older: datetime, newer: datetime) -> float:
    """Between the two, a minute at least."""
    return max((newer - older).total_seconds(), _MINUTE)


def _squared(number: float) -> float:
    """By multiplication, which is exact arithmetic; `**` is a library's, and may differ in its last bit."""
    return number * number


def _cosines(own: Terms, others: Sequence[Terms]) -> list[float]:
    """The cosine of a vector and each other, their weights multiplied by the words' rarity; 0 if nothing is common.

    A word's rarity is log2((N + 1) / n), if it is in n of the N others; in none counts as in one.
    """
    of = [log2((len(others) + 1) / max(count, 1)) for count in range(len(others) + 1)]
    counts = Counter(chain.from_iterable([each.words for each in others]))
    rarity = {word: of[count] for word, count in counts.items() if count > 1}  # most words are in one alone
    once = of[0]  # as in none
    mine = {word: weight * rarity.get(word, once) for word, weight in own.pairs()}
    length = fsum(map(mul, mine.values(), mine.values()))
    cosines = []
    for each in others:  # word for word in C: nothing else in a full build takes as long
        theirs = [*map(mul, each.weights, map(rarity.get, each.words, repeat(once)))]
        shared = fsum(map(mul, theirs, map(mine.get, each.words, repeat(0.0))))
        cosines.append(shared / sqrt(length * fsum(map(mul, theirs, theirs))) if shared else 0.0)
    return cosines
