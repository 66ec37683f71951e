"""What a reader looks for: the articles that say it, from the postings that the index keeps anyway.

Nothing is written for it: a publish costs no more, and an article is found as soon as it is indexed. It is found by its
posted terms, those that say most of what it is about (`terms.POSTED`), and not by every word of its text.

Whatever the archive holds and whatever is asked for, a search reads at most QUERIES windows of WINDOW postings, and one
batch of at most CANDIDATES standings. Where nothing is found in one language, it does so once more in the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from presswork.article import limits
from presswork.article.model import Article, ArticleId, Card
from presswork.article.terms import Sought, log2, sought
from presswork.article.tokens import tokens
from presswork.index import keys
from presswork.index.rows import Posting
from presswork.index.site import Index
from presswork.index.table import Query, Row

WORDS = 8
"""The first so many different words of what a reader writes count."""
QUERIES = 2 * WORDS
"""A window for each word, for each two that stand side by side, and for all of it as a topic."""
WINDOW = 100
"""The newest postings that are looked at under each term."""
CANDIDATES = 100
"""Articles that are judged by all of their own terms, at most."""

_FADING = 0.3
"""The oldest of the candidates is worth so much less than the newest."""
_POSITION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z#.+", re.ASCII | re.DOTALL)
_POSITION_BYTES = len("2026-11-24T04:00:00Z#") + limits.KEY_BYTES

Windows = Mapping[str, Sequence[Row[Posting]]]
"""By their terms."""


class Found(NamedTuple):
    """What there is, best first."""

    cards: tuple[Card, ...] = ()
    older: str = ""
    """The position before which to look on; empty if all that has every word was looked at."""


def search(text: str, langs: Sequence[str], site: Index, before: str = "") -> Found:
    """The articles that say what `text` does, in the first of the languages in which there are any.

    `before`: only those older than a position, as `Found.older` gives it; what is none is left aside.
    """
    older_than = before if is_position(before) else keys.LAST
    for lang in dict.fromkeys(langs):
        found = _search(text, lang, site, older_than)
        if found.cards:
            return found
    return Found()


def is_position(text: str) -> bool:
    """Whether the table can be asked for what is older than this."""
    return bool(_POSITION.fullmatch(text)) and len(text.encode(errors="replace")) <= _POSITION_BYTES


def _search(text: str, lang: str, site: Index, before: str) -> Found:
    wanted = sought(text, lang, WORDS)
    terms = [*wanted.words, *wanted.phrases, wanted.topic]
    shelves = [Query(keys.postings(lang, term), before=before, limit=WINDOW, newest_first=True) for term in terms]
    windows = dict(zip(terms, site.table.query_many(shelves), strict=True))
    worth = worths(windows)
    live = site.live(candidates(wanted, windows, worth))
    return Found(tuple(each.card for each in ranked(text, wanted, worth, live)), _older(wanted, windows))


def worths(windows: Windows) -> dict[str, float]:
    """How much each term says, by how rare it is: log2(1 + seconds between two of its articles / the least of all).

    A window that is not full holds all there are, so it counts as reaching as far back as any.
    """
    used = {term: rows for term, rows in windows.items() if rows}
    if not used:
        return {}
    newest = max(keys.moment(rows[0].sort) for rows in used.values())
    reach = {term: (newest - keys.moment(rows[-1].sort)).total_seconds() + 1 for term, rows in used.items()}
    horizon = max(reach.values())
    apart = {term: (reach[term] if len(rows) == WINDOW else horizon) / len(rows) for term, rows in used.items()}
    least = min(apart.values())
    return {term: log2(1 + each / least) for term, each in apart.items()}


def candidates(wanted: Sought, windows: Windows, worth: Mapping[str, float]) -> list[ArticleId]:
    """The articles in the windows that promise most, at most CANDIDATES: more of the words first, then more weight."""
    words: dict[str, int] = {}
    parts: dict[str, list[float]] = {}
    for term, rows in windows.items():
        for row in rows:
            words[row.sort] = words.get(row.sort, 0) + (term in wanted.words)
            parts.setdefault(row.sort, []).append(worth[term] * row.value.weight)
    newest = sorted(parts, reverse=True)
    best = sorted(newest, key=lambda at: (-words[at], -round(fsum(parts[at]), 6)))
    return [keys.id_at(at) for at in best[:CANDIDATES]]


def ranked(text: str, wanted: Sought, worth: Mapping[str, float], live: Iterable[Article]) -> list[Article]:
    """Those with this very title first, then with all the words in the title, then with all the words; else by weight.

    An article's weight is the sum over the terms of worth × its own weight, for newer ones a little more.
    """
    title, words = tokens(text).words, {*wanted.words}
    newest = sorted(live, key=lambda each: keys.position(each.card), reverse=True)

    def place(at: int) -> tuple[bool, bool, bool, float]:
        card, terms = newest[at].card, newest[at].terms
        score = fsum(worth[word] * weight for word, weight in terms.pairs() if word in worth)
        return (
            tokens(card.title).words != title,
            not words <= {*sought(card.title, card.lang, len(card.title)).words},
            not words <= {*terms.words},
            -round(score * (1 - _FADING * at / len(newest)), 6),
        )

    return [newest[at] for at in sorted(range(len(newest)), key=place)]


def _older(wanted: Sought, windows: Windows) -> str:
    """What has all the words stands in the window of each: down to where the furthest one ends, all of it was seen."""
    ends = [windows[word][-1].sort if len(windows[word]) == WINDOW else "" for word in wanted.words]
    return min(ends, default="")
