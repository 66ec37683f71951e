from __future__ import annotations

import re
import sys
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presswork.article.readtime import read_time, words

SEED = Path(__file__).parents[3] / "shared" / "seed" / "article-page.txt"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one", 1),
        ("Don’t stop—it's 90-minute “dear friends,” 5.", 8),
        ("snake_case", 2),
        ("naïve cafe\u0301 co\u00adoperate", 3),
        ("हिन्दी में", 2),
        ("港", 1),
        ("港口罢工结束了吗", 4),
        ("日本語 version 2", 4),
        ("ภาษาไทย", 3),
        ("한국어 기사", 2),
    ],
)
def test_words_are_pieces_of_letters_digits_and_apostrophes(text: str, count: int) -> None:
    assert words(text) == count


@given(st.text(st.characters(max_codepoint=0x24F, exclude_categories=["Cf"])))
def test_in_latin_text_the_count_is_that_of_the_formula(text: str) -> None:
    pieces = re.split(r"[^\w'’]+|_+", text)
    assert words(text) == len([piece for piece in re.split(r"(?:[^\w'’]|_)+", text) if piece]) <= len(pieces)


def test_no_invisible_character_parts_a_word() -> None:
    every = map(chr, range(0x80, sys.maxunicode + 1))
    assert {words(f"x{each}x") for each in every if category(each) in {"Mn", "Mc", "Me", "Cf"}} == {1}


@given(st.text(st.characters(max_codepoint=0x7F)) | st.text(st.characters(max_codepoint=0x530)) | st.text())
def test_an_accent_that_stands_alone_counts_for_nothing(text: str) -> None:
    assert words(f"{text} \u0301") == words(text)


@pytest.mark.parametrize(
    ("count", "rate", "time"),
    [
        (270, 200, (1, 21)),
        (0, 200, (0, 0)),
        (199, 200, (0, 59)),
        (200, 200, (1, 0)),
        (201, 200, (1, 0)),
        (500, 250, (2, 0)),
    ],
)
def test_minutes_and_seconds_are_rounded_down(count: int, rate: int, time: tuple[int, int]) -> None:
    assert read_time(count, rate) == time


def test_a_body_of_270_words_takes_1_minute_21_seconds() -> None:
    text = "\n\n".join(f"Paragraph {number} of the mayor’s speech has ten words, no more." for number in range(24)) + (
        " It’s " + "well-known " * 2 + "x."
    )
    assert words(text) == 24 * 11 + 6 == 270
    assert read_time(words(text), 200) == (1, 21)


@pytest.mark.skipif(not SEED.is_file(), reason="the page that the formula was read from is not part of the project")
def test_the_page_that_we_were_given_has_its_read_time() -> None:
    body = SEED.read_text().partition("Second\n")[2].partition("What do you think?")[0]
    text = "\n".join(line for line in body.split("\n") if not line.startswith("See also"))
    assert read_time(words(text), 200) == (1, 21)
