"""The words of a text in any script, in the order in which they stand."""

from __future__ import annotations

import re
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
_PARTED_PLAIN = re.compile(r"([^\W_]++(?:['’.+-][^\W_]++)*+)")
_PARTED_ASCII = re.compile(r"([A-Za-z0-9]++(?:['.+-][A-Za-z0-9]++)*+)")
"""What is left of that where a text has none of the characters of `_PECULIAR`, or no letters but these: quicker."""
_PECULIAR = re.compile(rf"[{_HAN}{_KANA}{_THAI_AND_KIN}{_MARKS}]")
_HAN_GRAM, _ALPHABET_GRAM = 2, 4
"""Where nothing parts the words, every so many characters in a row stand for them."""
_INNER = frozenset((" ", ", "))
_JOINED = frozenset((" ", "-", "\n"))
"""What may stand before a word that is inside a sentence, or that is part of a phrase."""
_START = "."
"""Before the first word: nothing leads on to it."""
_UNSEEN = re.compile("[\u00ad\u0640\u200c\u200d\u2060\ufeff]")
"""Soft hyphens, joiners, and the Arabic stroke that only widens a word."""


class Tokens(NamedTuple):
    """The words of a text, or some characters in a row of a script without spaces: four lists of one length."""

    words: list[str]
    """Casefolded, with straight apostrophes."""
    written: list[str]
    """Each word as it stands there; empty for characters in a row, which are no word to show."""
    inner: list[bool]
    """Whether it stands inside a sentence, so that its capital, if any, says something."""
    joined: list[bool]
    """Whether nothing but a space, a hyphen or a line feed parts it from the word before."""


def tokens(text: str) -> Tokens:
    """All tokens of the text, in their order; the same whether it comes composed or decomposed, full-width or not."""
    if text.isascii():
        return _of_words(_PARTED_ASCII.split(_START + text))
    text = _START + _UNSEEN.sub("", normalize("NFKC", text))
    return _of_scripts(text) if _PECULIAR.search(text) else _of_words(_PARTED_PLAIN.split(text))


def _of_words(parts: list[str]) -> Tokens:
    """Of words with what stands between them, before the first and after the last."""
    return _told(parts[:-1:2], parts[1::2], parts[1::2])


def _of_scripts(text: str) -> Tokens:
    """Of a text in any scripts. Nothing leads on from characters in a row to the word after them."""
    parts = _PARTED.split(text)
    gaps: list[str] = []
    words: list[str] = []
    written: list[str] = []
    led = False
    for gap, word, han, alphabet in zip(parts[0::4], parts[1::4], parts[2::4], parts[3::4], strict=False):
        found = [word] if word else _grams(han, _HAN_GRAM) if han else _grams(alphabet, _ALPHABET_GRAM)
        gaps += [gap if word and led else _START] * len(found)
        words += found
        written += found if word else [""] * len(found)
        led = bool(word)
    return _told(gaps, words, written)


def _told(gaps: list[str], words: list[str], written: list[str]) -> Tokens:
    """Of words as they stand there, each with what parts it from the one before."""
    folded = "\n".join(words).casefold().replace("’", "'").split("\n") if words else []  # all at once is quicker
    return Tokens(folded, written, [*map(_INNER.__contains__, gaps)], [*map(_JOINED.__contains__, gaps)])


def _grams(run: str, size: int) -> list[str]:
    return [run[at : at + size] for at in range(max(1, len(run) - size + 1))]
