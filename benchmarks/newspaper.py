"""Articles by the thousand, made up: the same for the same number, each related to some others as in a newspaper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

NEWEST = datetime(2025, 12, 31, 12, tzinfo=UTC)
"""All are dated before it, so wherever the clock stands they are live."""
APART = timedelta(hours=3)
SECTIONS = ["City", "Harbour", "Isles", "Culture", "Sport"]
SUBJECTS, SUBJECT_WORDS, COMMON_WORDS = 120, 40, 6000

_SYLLABLES = [
    "ba", "cor", "dan", "el", "fir", "gun", "har", "is", "jo", "kel", "lam", "mor", "nes", "ol", "per", "qui",
    "ros", "sten", "tal", "und", "ver", "wick", "yar", "zel",
]  # fmt: skip


def articles(number: int) -> Iterator[tuple[str, str]]:
    """Path below `articles/` and text of each, the oldest first. The newest ones are the same whatever the number."""
    for age in range(number - 1, -1, -1):
        yield f"{age:06}.md", article(age)


def dated(age: int) -> datetime:
    return NEWEST - age * APART


def article(age: int) -> str:
    """The one that has `age` newer ones: on one of the subjects, with words of that and of all; 300 to 500 of them."""
    chance = Random(age)
    subject = chance.randrange(SUBJECTS)
    special = _special(subject)
    common = chance.choices(_COMMON, _WEIGHTS, k=chance.randrange(240, 400))
    words = common + chance.choices(special, k=80)
    chance.shuffle(words)
    paragraphs = [" ".join(words[start : start + 60]).capitalize() + "." for start in range(0, len(words), 60)]
    title = " ".join(chance.sample(special, 3) + chance.sample(_COMMON, 2)).capitalize()
    topics = ", ".join(dict.fromkeys([special[0], special[1 + age % 2], chance.choice(_COMMON[:40])]))
    front = f"title: {title}\ndate: {dated(age).isoformat()}\nslug: a{age}\n"
    front += f"section: {chance.choice(SECTIONS)}\ntopics: [{topics}]\n"
    return f"---\n{front}---\n\n" + "\n\n".join(paragraphs) + "\n"


def _word(number: int) -> str:
    """Numbers written in syllables: each another word."""
    found = ""
    number += len(_SYLLABLES)
    while number:
        number, syllable = divmod(number, len(_SYLLABLES))
        found += _SYLLABLES[syllable]
    return found


def _special(subject: int) -> list[str]:
    first = COMMON_WORDS + subject * SUBJECT_WORDS
    return [_word(number) for number in range(first, first + SUBJECT_WORDS)]


_COMMON = [_word(number) for number in range(COMMON_WORDS)]
_WEIGHTS = [1 / (rank + 10) for rank in range(COMMON_WORDS)]
"""As words are used: the tenth as often as half the first."""
