"""Names of sections, topics and authors: how they are written, and their slugs in addresses."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from unicodedata import category, normalize

SLUG_BYTES = 200
_HASH_LETTERS = 16
_NOT_IN_ADDRESSES = str.maketrans({" ": "-", "/": "\u2215", "~": "\u223c"})
_JOINERS = "\u200c\u200d"
"""Invisible, but they tell words apart in Persian and Indic scripts."""


def tidy(text: str) -> str:
    """Text on one line, as it is shown: NFC, each run of white space one space, no control characters.

    The other invisible characters go too, but for joiners: bidirectional overrides can make a text read as another.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_visible, text))
    return normalize("NFC", " ".join(text.split()))


@lru_cache(maxsize=8192)
def slug(name: str) -> str:
    """The part of an address that stands for a name, e.g. `c++` for `C++`: not percent-encoded, no `/`.

    Two names have the same slug only if they differ in case, or in white space and hyphens, or after some 180 bytes.
    So C, C++ and C# stay apart. `slug(slug(name)) == slug(name)`. Empty for a name without a visible character.
    A look-alike stands for `/`, and for `~`, because CloudFront invalidates no path that holds one, encoded or not.
    """
    folded = normalize("NFC", normalize("NFD", tidy(name)).casefold())
    found = folded.translate(_NOT_IN_ADDRESSES)
    if found.strip(".") == "":
        return found.replace(".", "\u2024")  # a segment of dots means another folder
    return shorten(found, SLUG_BYTES)


def shorten(text: str, limit: int) -> str:
    """At most `limit` bytes of UTF-8: longer text is cut at a character, and gets a hash of the whole."""
    data = text.encode()
    if len(data) <= limit:
        return text
    mark = sha256(data).hexdigest()[:_HASH_LETTERS]
    return f"{cut(text, limit - 1 - _HASH_LETTERS)}-{mark}"


def cut(text: str, limit: int) -> str:
    """The first characters of `text` that take at most `limit` bytes of UTF-8."""
    return text.encode()[:limit].decode(errors="ignore")


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """The names tidied, without empty ones, and one spelling a slug: the first."""
    found: dict[str, str] = {}
    for name in map(tidy, names):
        if key := slug(name):
            found.setdefault(key, name)
    return tuple(found.values())


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    if category(character) in {"Cc", "Cf", "Cs"} and character not in _JOINERS:
        return ""
    return character
