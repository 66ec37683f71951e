"""The words that the theme itself says: a module a language, read when a page needs it; English where there is none.

A further language is a module of its name with a class that overrides all of `en.Words`, and its name in `LANGUAGES`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import import_module

from presswork.pages.words.en import Words

__all__ = ["LANGUAGES", "Words", "direction", "locale", "of"]

LANGUAGES = ("ar", "de", "en", "es", "fr", "ja", "zh")

_RIGHT_TO_LEFT = {
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi",
}  # fmt: skip
_RIGHT_TO_LEFT_SCRIPTS = {"adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"}
_TERRITORY = re.compile(r"[a-z]{2}|[0-9]{3}")
_TRADITIONAL = {"TW", "HK", "MO"}
"""Where Chinese is written in traditional characters, if its tag does not say otherwise."""


@lru_cache(maxsize=1 << 8)
def of(lang: str) -> Words:
    """The words for a language tag: those of its language, if they are in its script; else English.

    So Chinese in traditional characters has English words, as in CLDR: simplified ones would be the wrong script.
    """
    primary, script, territory = _parts(lang)
    if primary == "zh" and territory in _TRADITIONAL:
        script = script or "hant"
    words = _load(primary if primary in LANGUAGES else "en")
    return words if script in {"", words.script} else _load("en")


@cache
def _load(language: str) -> Words:
    words: Words = import_module(f"{__name__}.{language}").WORDS
    return words


@lru_cache(maxsize=1 << 8)
def direction(lang: str) -> str:
    """`rtl` or `ltr`: of the script that a language tag names, or else that its language is written in."""
    primary, script, _ = _parts(lang)
    right = script in _RIGHT_TO_LEFT_SCRIPTS if script else primary in _RIGHT_TO_LEFT
    return "rtl" if right else "ltr"


@lru_cache(maxsize=1 << 8)
def locale(lang: str) -> str:
    """A language tag as Open Graph wants it, with a place: `en_GB`; empty where none is known."""
    primary, script, territory = _parts(lang)
    if not territory and primary == "zh" and script == "hant":
        territory = "TW"
    if not territory and primary in LANGUAGES:
        territory = _load(primary).territory
    return f"{primary}_{territory}" if territory else ""


def _parts(lang: str) -> tuple[str, str, str]:
    """The language and the script in small letters, and the territory in capitals; empty where a tag names none."""
    primary, *subtags = lang.lower().split("-")
    script = next((tag for tag in subtags if len(tag) == 4 and tag.isalpha()), "")
    territory = next((tag for tag in subtags if _TERRITORY.fullmatch(tag)), "")
    return primary, script, territory.upper()
