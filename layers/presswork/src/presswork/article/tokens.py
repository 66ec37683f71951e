"""The words of a text in any script, in the order in which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

_HAN = "\u3005-\u3007\u3400-\u9fff\U00020000-\U0003ffff"
_KANA = "\u3040-\u30ff\u31f0-\u31ff"
_THAI_AND_KIN = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17dd"
"""Thai, Lao, Myanmar and Khmer: alphabets whose words are not parted by spaces."""
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963\u0966-\u096f\u0971-\u0df3"
)
"""Vowel signs and accents that are no letters to `re`, but stand inside words; with the scripts of India whole."""
_LETTERS = rf"(?:[^\W_{_HAN}{_KANA}{_THAI_AND_KIN}]++|[{_MARKS}]++)++"
_WORD = rf"{_LETTERS}(?:['’.+-]{_LETTERS})*"
_LOAN = r"[\u30a1-\u30fa\u30fc]{2,}"
_PARTED = re.compile(rf"({_WORD}|{_LOAN})|([{_HAN}]+)|([{_THAI_AND_KIN}]+)")
"""A word, or a run of Han, or a run of Thai and its kin. Hiragana is left out: it writes the endings and the small
words of Japanese."""
_PARTED_ASCII = re.compile(r"([A-Za-z0-9]+(?:['.+-][A-Za-z0-9]+)*)")
"""What is left of that where no other letters are: some times as quick."""
_HAN_GRAM, _ALPHABET_GRAM = 2, 4
"""Where nothing parts the words, every so many characters in a row stand for them."""
_INNER = frozenset((" ", ", "))
_JOINED = frozenset((" ", "-", "\n"))
"""What may stand before a word that is inside a sentence, or that is part of a phrase."""
_START = "."
"""As before the first word: nothing leads on to it."""
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u0640\u200c\u200d\u2060\ufeff"))
"""Soft hyphens, joiners, and the Arabic stroke that only widens a word."""


class Token(NamedTuple):
    """A word, or some characters in a row of a script without spaces."""

    word: str
    """Casefolded, with straight apostrophes."""
    written: str
    """The word as it stands there; empty for characters in a row, which are no word to show."""
    inner: bool
    """Whether it stands inside a sentence, so that its capital, if any, says something."""
    joined: bool
    """Whether nothing but a space, a hyphen or a line feed parts it from the word before."""


def tokens(text: str) -> Iterator[Token]:
    """All tokens of the text, in their order; the same whether it comes composed or decomposed, full-width or not."""
    if text.isascii():
        yield from _of_ascii(text)
        return
    parts = _PARTED.split(normalize("NFKC", text).translate(_UNSEEN))
    first = True
    for gap, word, han, alphabet in zip(parts[0::4], parts[1::4], parts[2::4], parts[3::4], strict=False):
        if word:
            inner, joined = (False, False) if first else (gap in _INNER, gap in _JOINED)
            yield Token(word.casefold().replace("’", "'"), word, inner, joined)
        else:
            yield from _grams(han, _HAN_GRAM) if han else _grams(alphabet, _ALPHABET_GRAM)
        first = not word


def _of_ascii(text: str) -> Iterator[Token]:
    parts = _PARTED_ASCII.split(text)
    gaps, written = parts[0::2], parts[1::2]
    gaps[0] = _START
    inner, joined = map(_INNER.__contains__, gaps), map(_JOINED.__contains__, gaps)
    return map(Token, map(str.lower, written), written, inner, joined)


def _grams(run: str, size: int) -> Iterator[Token]:
    for at in range(max(1, len(run) - size + 1)):
        yield Token(run[at : at + size], "", False, False)
