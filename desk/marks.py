"""What would give an article away on a page: its title, its summary, its text, its addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from typing import NamedTuple

from presswork.article.model import Address, Article
from presswork.pages import addresses

TITLE_LETTERS = 8
"""A shorter title is not looked for by itself: too many pages say such words for other reasons."""
PASSAGES = 5
"""So many of the longest paragraphs of its text are looked for."""
PASSAGE_LETTERS = 40
"""A shorter paragraph is not looked for; of a longer one, its beginning."""

_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_JSON = {r"\u0026": "&", r"\u003c": "<", r"\u003e": ">", r"\"": '"'}
"""How the data for search engines writes what HTML would misread."""


class Mark(NamedTuple):
    """`name`: what it is, as a person reads it."""

    name: str
    pattern: re.Pattern[str]


def of(article: Article, own: Iterable[Address], text: str, base_url: str) -> Iterator[Mark]:
    """The marks of an article. `own`: its addresses that nobody else has now. `text`: of its body, empty if unknown."""
    if len(article.card.title) >= TITLE_LETTERS:
        yield _passage("its title", article.card.title)
    if len(article.card.summary) >= PASSAGE_LETTERS:
        yield _passage("its summary", article.card.summary.rstrip("…"))
    for paragraph in sorted(map(_flat, text.split("\n")), key=len, reverse=True)[:PASSAGES]:
        if len(paragraph) >= PASSAGE_LETTERS:
            yield _passage("its text", paragraph[:PASSAGE_LETTERS])
    for address in sorted(own):
        path = re.escape(addresses.encode(address))
        yield Mark("its address", re.compile(rf"(?:(?<![\w/.%-])|(?<={re.escape(base_url)})){path}(?![\w/%-])"))


def given_away(body: bytes, marks: Sequence[Mark]) -> tuple[str, ...]:
    """By what a page gives an article away: in what readers see, or in its code, where links and descriptions stand."""
    code = body.decode(errors="replace")
    seen = _flat(unescape(_TAG.sub("", code)))
    for escaped, letter in _JSON.items():
        code = code.replace(escaped, letter)
    texts = (seen, _flat(unescape(code)))
    found = (each.name for each in marks if any(each.pattern.search(text) for text in texts))
    return tuple(dict.fromkeys(found))


def _passage(name: str, text: str) -> Mark:
    """A text that does not begin or end within a word, but where it was cut."""
    flat = _flat(text)
    return Mark(name, re.compile(rf"(?<!\w){re.escape(flat)}" + (r"(?!\w)" if name == "its title" else "")))


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
