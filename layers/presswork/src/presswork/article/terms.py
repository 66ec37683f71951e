"""What an article is about: its significant words and phrases, weighted by itself alone, whatever else the site holds.

How rare a word is on the site is not known here: `index.related` reads that off the windows. Every step is of exact
arithmetic, so any machine gives the same weights.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import compress, pairwise
from math import frexp
from operator import and_, ne
from typing import NamedTuple
from unicodedata import normalize

from presswork.article.model import Terms
from presswork.article.names import shorten
from presswork.article.stems import bare, language, stem
from presswork.article.stopwords import faint_words, stop_words
from presswork.article.tokens import Tokens, tokens

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

_REMEMBERED = 1 << 15
"""Stems of a language at most, some 5 MB."""
_CLASSES = 32
_NONE = 1 << 32
"""More than any hash."""
_ALIKE = 0.85
"""The part of their bytes in which the signatures of near-duplicates agree."""
_PART = 12
"""Hexadecimal digits: of six parts one is the same where at most 4 bytes of 32 differ, which is 15%."""


def terms(title: str, text: str, topics: Sequence[str], lang: str) -> Terms:
    """The article's terms, best first, at most TERMS; weights have two decimals.

    Words are stems, phrases two stems with a space, topics start with `#`. `text` is the body's plain text without
    code. `lang` is a language tag; of one that is not known here no word is too common.
    """
    tally = _Tally(language(lang))
    tally.add(tokens(title), _TITLE)
    tally.add(_read(text), 1, names=True)  # not of the title: all its words may be capital
    weights = tally.weights() | {_topic_term(topic): _TOPIC for topic in topics}
    short = {weight: round(weight, 2) for weight in {*weights.values()}}  # few differ
    rounded = dict(zip(weights, map(short.__getitem__, weights.values()), strict=True))
    best = sorted(sorted(rounded), key=rounded.__getitem__, reverse=True)  # the sort is stable: equals go by the word
    words = tuple(best[:TERMS])
    return Terms(words, tuple(map(rounded.__getitem__, words)))


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
    tally = _Tally(language(lang))
    tally.add(tokens(text), 1)
    words = tuple(tally.words)[:most]
    phrases = (f"{first} {second}" for first, second in tally.phrases if {first, second} <= {*words})
    return Sought(words, tuple(phrases)[: most - 1], _topic_term(text))


class _Tally:
    """How often each word and each two words in a row occur, and what they weigh."""

    def __init__(self, lang: str) -> None:
        self.words: Counter[str] = Counter()
        """Stems; those left out that say nothing."""
        self.phrases: Counter[tuple[str, str]] = Counter()
        """Also of words that say nothing: there, the stem is empty."""
        self._capital: Counter[str] = Counter()
        """How often each has a capital inside a sentence."""
        self._inner: Counter[str] = Counter()
        """How often each of these stands inside a sentence at all."""
        self._stems = _stems(lang)
        self._faint = _faint_stems(lang)

    def add(self, found: Tokens, times: int, *, names: bool = False) -> None:
        """Count each word of a text as often as `times`; `names`: its capitals tell which are names."""
        stems = [*map(self._stems.__getitem__, found.words)]
        for _ in range(times):
            self.words.update(filter(None, stems))
            self.phrases.update(compress(pairwise(stems), found.joined[1:]))
        if names:
            other = map(ne, found.written, found.words)  # as words with a capital are, and few others
            inner = compress(zip(stems, found.written, strict=True), map(and_, found.inner, other))
            self._capital.update([stem for stem, written in inner if stem and written[:1].isupper()])
            self._inner.update(filter(self._capital.__contains__, compress(stems, found.inner)))

    def weights(self) -> dict[str, float]:
        """Of the words, and of the phrases, two stems with a space."""
        weights = dict(zip(self.words, map(_grown, self.words.values()), strict=True))
        for word, worth in self._worths().items():
            weights[word] *= worth
        for pair, count in self.phrases.items():
            if count >= _PHRASE and all(pair):
                weights[" ".join(pair)] = _grown(count) * (0.5 if self._faint.issuperset(pair) else 1.0)
        return weights

    def _worths(self) -> dict[str, float]:
        """How much a word says by its kind, where it is not 1."""
        worths = dict.fromkeys(self._faint & self.words.keys(), _FAINT)
        for word, count in self._capital.items():
            worths[word] = worths.get(word, 1.0) * (1 + _CAPITAL * count / self._inner[word])
        return worths


@lru_cache(maxsize=1)
def _read(text: str) -> Tokens:
    """What is looked at of a text: its terms and its signature are asked for one after the other."""
    return tokens(text[:_READ])


class _Stems(dict[str, str]):
    """The stem of each word of a language that was met; empty for a word that says nothing.

    It finds them as they are asked for: a lookup that costs no call, since most words were met before.
    """

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[word] = _significant(word, self._lang)
        return found


@lru_cache(maxsize=8)
def _stems(lang: str) -> _Stems:
    return _Stems(lang)


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
    words = _read(text).words
    if not words:
        return ""
    least = [_NONE] * _CLASSES
    shingles = map(" ".join, zip(words, words[1:] or [""], words[2:] or [""], strict=False))
    for crc in map(zlib.crc32, map(str.encode, shingles)):
        if crc < least[crc % _CLASSES]:  # noqa: PLR1730 (`min` is a call for each word)
            least[crc % _CLASSES] = crc
    return bytes(1 + each // _CLASSES % 255 if each < _NONE else 0 for each in least).hex()


def near_duplicate(one: str, other: str) -> bool:
    """Whether two signatures are of texts that have nearly all word triples in common."""
    if not (one and other):
        return False
    ours, theirs = int(one, 16), int(other, 16)
    empty = _zeros(ours | theirs)
    agree = _zeros(ours ^ theirs) - empty
    return 0 < agree >= _ALIKE * (_CLASSES - empty)


class Signatures:
    """Some signatures, to be asked whether another one is of a near-duplicate of any: nearly always it is of none."""

    def __init__(self, *signatures: str) -> None:
        self._all: list[str] = []
        self._parts: set[tuple[int, str]] = set()
        for each in signatures:
            self.add(each)

    def add(self, signature: str) -> None:
        self._all.append(signature)
        self._parts |= _parts(signature)

    def near(self, signature: str) -> bool:
        """Whether any of them is near. Those that are have a part in common, which can be seen of all at once."""
        if self._parts.isdisjoint(_parts(signature)):
            return False
        return any(near_duplicate(each, signature) for each in self._all)


@lru_cache(maxsize=64)
def _parts(signature: str) -> frozenset[tuple[int, str]]:
    """More parts than near-duplicates have bytes that differ."""
    return frozenset(enumerate(signature[at : at + _PART] for at in range(0, len(signature), _PART)))


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
