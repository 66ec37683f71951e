from __future__ import annotations

import pytest

from presswork.pages import words
from tests.pages.newsroom import at

ENGLISH = words.of("en")


@pytest.mark.parametrize(
    ("minutes", "seconds", "said"),
    [
        (1, 21, "Read Time: 1 Minute, 21 Seconds"),
        (2, 1, "Read Time: 2 Minutes, 1 Second"),
        (0, 45, "Read Time: 45 Seconds"),
        (0, 1, "Read Time: 1 Second"),
        (3, 0, "Read Time: 3 Minutes"),
        (0, 0, ""),
    ],
)
def test_the_read_time_is_said_in_numbers_that_agree(minutes: int, seconds: int, said: str) -> None:
    assert ENGLISH.read_time(minutes, seconds) == said


def test_dates_are_said_so_that_no_reader_takes_the_day_for_the_month() -> None:
    assert ENGLISH.date(at("2026-03-04")) == "4 March 2026"
    assert ENGLISH.time(at("2026-03-04T05:06")) == "4 March 2026, 05:06"
    assert ENGLISH.month(1999, 12) == "December 1999"


@pytest.mark.parametrize("lang", ["en", "en-GB", "EN", "fr", "zh-Hant", ""])
def test_a_language_without_words_of_its_own_has_english_ones(lang: str) -> None:
    assert words.of(lang) is ENGLISH


@pytest.mark.parametrize(
    ("lang", "direction"),
    [
        *(("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("FA", "rtl"), ("ur", "rtl"), ("ja", "ltr"), ("", "ltr")),
        *(("ar-Latn", "ltr"), ("az-Arab", "rtl"), ("uz-Arab-AF", "rtl"), ("zh-Hant-TW", "ltr"), ("ar-EG", "rtl")),
    ],
)
def test_the_direction_is_that_of_the_script(lang: str, direction: str) -> None:
    assert words.direction(lang) == direction
