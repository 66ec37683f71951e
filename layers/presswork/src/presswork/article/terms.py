"""What an article is about: its significant words and phrases, weighted by itself alone, whatever else the site holds.

How rare a word is on the site is not known here: `index.related` reads that off the windows. Every step is of exact
arithmetic, so any machine gives the same weights.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from math import frexp
from typing import NamedTuple
from unicodedata import normalize

from presswork.article.model import Term
from presswork.article.names import shorten
from presswork.article.stems import bare, stem
from presswork.article.stopwords import faint_words, stop_words
from presswork.article.tokens import Token, tokens

TERMS = 100
"""Terms of an article at most."""
POSTED = 40
"""Of these, the best so many are looked for in the index, and found there."""

_READ = 60_000
"""Characters of the text that are looked at, some 10,000 words: no more are needed to see what it is about."""
_LONGEST = 40
"""Letters; what is longer is no word, and the index's keys have an end."""
_TOPIC_BYTES = 1_000
"""Of a topic's term: compatibility forms can make a short name long."""
_TITLE = 3
"""A word of the title counts as much as so many of the text."""
_PHRASE = 2
"""So often must two words stand together to be a phrase."""
_TOPIC = 1.5
_FAINT = 0.3
_CAPITAL = 0.3
"""Added for a word that always has a capital inside sentences: most often a name."""

_CLASSES = 32
_ALIKE = 0.85
"""The part of their bytes in which the signatures of near-duplicates agree."""


def terms(title: str, text: str, topics: Sequence[str], lang: str) -> tuple[Term, ...]:
    """The article's terms, best first, at most TERMS; weights have two decimals.

    Words are stems, phrases two stems with a space, topics start with `#`. `text` is the body's plain text without
    code. `lang` is a language tag; of one that is not known here no word is too common.
    """
    language = lang.partition("-")[0].lower()
    tally = _Tally(language)
    tally.add([token._replace(inner=False) for token in tokens(title)], _TITLE)  # all words of a title may be capital
    tally.add(_read(text), 1)
    weights = {word: _grown(count) * tally.worth(word) for word, count in tally.words.items()}
    for (first, second), count in tally.phrases.items():
        if count >= _PHRASE:
            weights[f"{first} {second}"] = _grown(count) * tally.phrase_worth(first, second)
    weights |= {_topic_term(topic): _TOPIC for topic in topics}
    rounded = ((-round(weight, 2), word) for word, weight in weights.items())
    return tuple(Term(word, -weight) for weight, word in sorted(rounded)[:TERMS])


class Sought(NamedTuple):
    """A few words as articles are posted under them. Words that say nothing are left out."""

    words: tuple[str, ...]
    """Stems, in the order in which they were written, each once."""
    phrases: tuple[str, ...]
    """Of the words, those two that stand side by side."""
    topic: str
    """All that was written, as the name of a topic."""


def sought(text: str, lang: str, most: int) -> Sought:
    """What to look for where a reader writes `text`; the first `most` words count. `lang` is a language tag."""
    tally = _Tally(lang.partition("-")[0].lower())
    tally.add([*tokens(text)], 1)
    words = tuple(tally.words)[:most]
    phrases = (f"{first} {second}" for first, second in tally.phrases if {first, second} <= {*words})
    return Sought(words, tuple(phrases)[: most - 1], _topic_term(text))


class _Tally:
    """How often each word and each two words in a row occur, those left out that say nothing."""

    def __init__(self, lang: str) -> None:
        self.words: Counter[str] = Counter()
        self.phrases: Counter[tuple[str, str]] = Counter()
        self._inner: Counter[str] = Counter()
        self._capital: Counter[str] = Counter()
        self._lang = lang
        self._faint = _faint_stems(lang)

    def add(self, found: Sequence[Token], times: int) -> None:
        """Count each word of a text as often as `times`."""
        stems = [_significant(token.word, self._lang) for token in found]
        said = list(zip(stems, ["", *stems], found, strict=False))
        phrases = [(before, stem) for stem, before, token in said if stem and before and token.joined]
        for _ in range(times):
            self.words.update(filter(None, stems))
            self.phrases.update(phrases)
        self._inner.update(stem for stem, _, token in said if stem and token.inner)
        self._capital.update(stem for stem, _, token in said if stem and token.inner and token.written[0].isupper())

    def worth(self, word: str) -> float:
        """How much a word says by its kind, 1 as a rule."""
        worth = _FAINT if word in self._faint else 1.0
        inner = self._inner[word]
        return worth * (1 + _CAPITAL * self._capital[word] / inner) if inner else worth

    def phrase_worth(self, first: str, second: str) -> float:
        return 0.5 if first in self._faint and second in self._faint else 1.0


@lru_cache(maxsize=1)
def _read(text: str) -> tuple[Token, ...]:
    """What is looked at of a text: its terms and its signature are asked for one after the other."""
    return tuple(tokens(text[:_READ]))


@lru_cache(maxsize=1 << 15)
def _significant(word: str, lang: str) -> str:
    """The word's stem; empty if the word says nothing."""
    word = bare(word, lang)
    stop = stop_words(lang)
    if not 2 <= len(word) <= _LONGEST or word in stop:
        return ""
    if lang == "zh" and not stop.isdisjoint(word):
        return ""
    return stem(word, lang)


@cache
def _faint_stems(lang: str) -> frozenset[str]:
    return frozenset(stem(word, lang) for word in faint_words(lang))


def signature(text: str) -> str:
    """What near-duplicates have in common: 64 hex digits, or nothing for a text without words.

    Of the hashes of all three words in a row, the least in each of 32 classes, one byte of it (one-permutation
    MinHash): two texts agree in about as many bytes as they have of such word triples in common.
    """
    words = [token.word for token in _read(text)]
    shingles = map(" ".join, zip(words, words[1:] or [""], words[2:] or [""], strict=False))
    scattered = {zlib.crc32(each.encode()) * 0x9E3779B97F4A7C15 >> 17 & 0xFFFFFFFF for each in shingles}
    least = {each % _CLASSES: each // _CLASSES for each in sorted(scattered, reverse=True)}  # the least comes last
    return bytes(1 + least[each] % 255 if each in least else 0 for each in range(_CLASSES)).hex() if words else ""


def near_duplicate(one: str, other: str) -> bool:
    """Whether two signatures are of texts that have nearly all word triples in common."""
    if not (one and other):
        return False
    ours, theirs = _decoded(one), _decoded(other)
    empty = _zeros(ours | theirs)
    agree = _zeros(ours ^ theirs) - empty
    return 0 < agree >= _ALIKE * (_CLASSES - empty)


@lru_cache(maxsize=64)
def _decoded(signature: str) -> int:
    """An article's candidates are compared with one another: each comes up many times in a row."""
    return int(signature, 16)


def _zeros(signature: int) -> int:
    """How many of its bytes are zero."""
    return signature.to_bytes(_CLASSES, "big").count(0)


def log2(number: float) -> float:
    """The logarithm to base two of a number >= 1, drawn straight between the powers of two, at most 0.09 off.

    Unlike `math.log2` it is exact arithmetic: no library's last bit makes two machines differ.
    """
    fraction, exponent = frexp(number)
    return exponent - 2 + 2 * fraction


@lru_cache(maxsize=1 << 10)
def _grown(count: int) -> float:
    """Ten times as often says three times as much."""
    return 1 + 0.7 * log2(count)


def _topic_term(name: str) -> str:
    folded = " ".join(normalize("NFKC", name).casefold().split())
    return "#" + shorten(folded, _TOPIC_BYTES)
