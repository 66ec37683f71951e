"""What two related articles are both about, in a reader's words."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from presswork.article.model import Card
from presswork.article.stems import bare, language, stem
from presswork.article.stopwords import faint_words, stop_words
from presswork.article.tokens import tokens

_REASONS = 3


def why(own: Card, other: Card) -> tuple[str, ...]:
    """What both are about in a reader's words, at most three: common topics, then common words of the titles.

    As `own` writes them. From the cards alone: whoever shows it has read these, and is woken when they change.
    """
    topics = {topic.casefold() for topic in other.topics}
    reasons = [topic for topic in own.topics if topic.casefold() in topics]
    if own.lang == other.lang:
        lang = language(own.lang)
        if phrases := _common_phrases(own.title, other.title, lang):
            said = {word.stem for reason in reasons for word in _read(reason, lang)}
            reasons += (phrase for phrase, stems in phrases if not stems <= said)
    return tuple(dict.fromkeys(reasons))[:_REASONS]


def _common_phrases(own: str, other: str, lang: str) -> list[tuple[str, set[str]]]:
    """Words, or several in a row, that both titles have, as `own` writes them, each with its stems."""
    if _stems(own, lang).isdisjoint(_stems(other, lang)):
        return []
    theirs = [word.stem for word in _read(other, lang)]
    pairs = set(pairwise(theirs))
    phrases: list[tuple[str, set[str]]] = []
    before = ""
    for written, word, joined in _read(own, lang):
        if word and word in theirs:
            if phrases and joined and (before, word) in pairs:
                phrase, stems = phrases[-1]
                phrases[-1] = (f"{phrase} {written}", stems | {word})
            else:
                phrases.append((written, {word}))
        before = word
    return phrases


class _Word(NamedTuple):
    written: str
    stem: str
    """Empty if the word says nothing."""
    joined: bool
    """To the word before."""


@lru_cache(maxsize=1 << 12)
def _read(text: str, lang: str) -> tuple[_Word, ...]:
    """The words of a title or a topic."""
    found = tokens(text)
    stems = [_significant(*each, lang) for each in zip(found.words, found.written, strict=True)]
    return tuple(map(_Word, found.written, stems, found.joined))


@lru_cache(maxsize=1 << 12)
def _stems(text: str, lang: str) -> frozenset[str]:
    return frozenset(word.stem for word in _read(text, lang) if word.stem)


def _significant(word: str, written: str, lang: str) -> str:
    """The stem of a word that says something; else empty."""
    word = bare(word, lang)
    common = len(word) < 2 or word.isdigit() or word in stop_words(lang) or word in faint_words(lang)
    return "" if common or not written else stem(word, lang)
