"""The words of the theme: complete in every language, with its own dates and plurals."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal

from presswork.pages import words
from presswork.pages.words import LANGUAGES, Words
from tests.pages.newsroom import at

ENGLISH = words.of("en")
OTHERS = tuple(lang for lang in LANGUAGES if lang != "en")
LATE = at("2026-11-05T09:05")

SAME = {
    "de": {"minutes one", "script", "sections_line"},
    "es": {"script"},
    "fr": {"script", "share_by_mail", "surprise"},
}
"""What a language says as English does."""
SHARED = {
    *("lang", "territory", "separator", "number", "plural", "counted", "read_time", "also_about"),
    *("date", "time", "month", "in_month"),
}
"""What is compared by itself, or need not differ."""
ARGUMENTS: Mapping[str, tuple[object, ...]] = {
    "reading": (["1 a", "2 b"],),
    "common": ("X",),
    "by_author": ("X",),
    "newest_of_month": (7,),
    "newest_of_day": (7,),
    "first_sections": (7,),
    "first_topics": (7,),
    "at_most": (7,),
}


def said(of: Words) -> dict[str, str]:
    """All that a language says, by the names of its words; texts with a name or number are filled."""
    found: dict[str, str] = {}
    for name in (each for each in vars(Words) if not each.startswith("_") and each not in SHARED):
        word = getattr(of, name)
        if isinstance(word, str):
            found[name] = word
        elif isinstance(word, Mapping):
            found |= {f"{name} {form}" if "other" in word else form: text for form, text in word.items()}
        elif isinstance(word, tuple):
            found |= {f"month {number}": text for number, text in enumerate(word, 1)}
        else:
            found[name] = word(*ARGUMENTS[name])
    return found


@pytest.mark.parametrize("lang", OTHERS)
def test_a_language_says_every_word_itself(lang: str) -> None:
    own, english = said(words.of(lang)), said(ENGLISH)
    left = {name for name, text in own.items() if english.get(name) == text and not name.startswith("month ")}
    assert left == SAME.get(lang, set())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_and_numbers_are_kept_in_every_language(lang: str) -> None:
    of = words.of(lang)
    assert all("X" in getattr(of, name)("X") for name in ARGUMENTS if ARGUMENTS[name] == ("X",))
    assert all("7" in getattr(of, name)(7) for name in ARGUMENTS if ARGUMENTS[name] == (7,))
    assert len(of.months) == len(set(of.months)) == 12
    assert of.reaction_names.keys() == ENGLISH.reaction_names.keys()
    assert all(text.strip() == text and text for name, text in said(of).items())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_module_holds_the_language_of_its_name_and_no_other_has_a_module(lang: str) -> None:
    assert words.of(lang).lang == lang
    assert words.of(lang) is words.of(f"{lang}-{words.of(lang).script.title()}")
    modules = {path.stem for path in Path(words.__file__).parent.glob("[!_]*.py")}
    assert modules == set(LANGUAGES)


BABEL = {"en": "en_GB"}
"""The day before the month, as the theme says it."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("month", range(1, 13))
def test_dates_are_those_of_cldr(lang: str, month: int) -> None:
    locale = BABEL.get(lang, lang)
    for day in (2, 24):
        moment = datetime(2026, month, day, 9, 5, tzinfo=UTC)
        assert words.of(lang).date(moment) == format_date(moment, "long", locale=locale)
    if lang != "zh":  # CLDR writes a month that stands alone in Chinese digits; in dates it does not
        assert words.of(lang).months[month - 1] == get_month_names(locale=locale)[month]
    pattern = Locale.parse(locale).datetime_skeletons["yMMMM"].pattern
    assert words.of(lang).month(2026, month) == format_date(date(2026, month, 1), pattern, locale=locale)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plurals_are_those_of_cldr(lang: str) -> None:
    rule = Locale.parse(lang).plural_form
    for count in (*range(1, 1_000), 1_000, 2_000, 100_011, 100_101):
        assert words.of(lang).plural(count) == rule(count)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("count", [0, 7, 999, 1_000, 9_999, 10_000, 1_234_567])
def test_numbers_are_those_of_cldr(lang: str, count: int) -> None:
    if lang == "es" and count < 10_000:  # CLDR groups no four digits in Spanish; Babel does not know that
        assert words.of(lang).number(count) == str(count)
    else:
        assert words.of(lang).number(count) == format_decimal(count, locale=BABEL.get(lang, lang))


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


@pytest.mark.parametrize(
    ("lang", "minutes", "seconds", "said"),
    [
        ("de", 1, 21, "Lesezeit: 1 Minute, 21 Sekunden"),
        ("de", 2, 1, "Lesezeit: 2 Minuten, 1 Sekunde"),
        ("fr", 1, 21, "Temps de lecture\u00a0: 1 minute et 21 secondes"),
        ("fr", 2, 0, "Temps de lecture\u00a0: 2 minutes"),
        ("es", 1, 21, "Tiempo de lectura: 1 minuto y 21 segundos"),
        ("es", 2, 1, "Tiempo de lectura: 2 minutos y 1 segundo"),
        ("ar", 1, 21, "مدة القراءة: دقيقة واحدة و21 ثانية"),
        ("ar", 2, 3, "مدة القراءة: دقيقتان و3 ثوانٍ"),
        ("ar", 10, 1, "مدة القراءة: 10 دقائق وثانية واحدة"),
        ("ar", 11, 2, "مدة القراءة: 11 دقيقة وثانيتان"),
        ("ar", 100, 0, "مدة القراءة: 100 دقيقة"),
        ("ar", 103, 0, "مدة القراءة: 103 دقائق"),
        ("zh", 1, 21, "阅读时间：1分钟21秒"),
        ("ja", 1, 21, "読了時間：1分21秒"),
        ("ja", 0, 0, ""),
    ],
)
def test_the_read_time_agrees_in_every_language(lang: str, minutes: int, seconds: int, said: str) -> None:
    assert words.of(lang).read_time(minutes, seconds) == said


@pytest.mark.parametrize(
    ("lang", "day", "time", "month"),
    [
        ("en", "5 November 2026", "5 November 2026, 09:05", "November 2026"),
        ("de", "5. November 2026", "5. November 2026, 09:05 Uhr", "November 2026"),
        ("fr", "5 novembre 2026", "5 novembre 2026 à 9\u00a0h\u00a005", "Novembre 2026"),
        ("es", "5 de noviembre de 2026", "5 de noviembre de 2026, 9:05", "Noviembre de 2026"),
        ("ar", "5 نوفمبر 2026", "5 نوفمبر 2026، 09:05", "نوفمبر 2026"),
        ("zh", "2026年11月5日", "2026年11月5日 09:05", "2026年11月"),
        ("ja", "2026年11月5日", "2026年11月5日 9:05", "2026年11月"),
    ],
)
def test_dates_are_said_so_that_no_reader_takes_the_day_for_the_month(
    lang: str, day: str, time: str, month: str
) -> None:
    of = words.of(lang)
    assert (of.date(LATE), of.time(LATE), of.in_month("", of.month(2026, 11))) == (day, time, month)


def test_the_french_begin_a_month_with_an_ordinal() -> None:
    assert words.of("fr").date(at("2026-11-01")) == "1er novembre 2026"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "also about ports, strikes"),
        ("de", "auch zum Thema ports, strikes"),
        ("ar", "يتناول أيضًا: ports، strikes"),
        ("ja", "共通の話題：ports、strikes"),
    ],
)
def test_lists_are_separated_as_the_language_does(lang: str, said: str) -> None:
    assert words.of(lang).also_about(("ports", "strikes")) == said
    assert words.of(lang).also_about(()) == ""


@pytest.mark.parametrize(
    ("lang", "of"),
    [
        *(("en", "en"), ("en-GB", "en"), ("EN", "en"), ("", "en"), ("pt", "en"), ("__init__", "en"), ("os.path", "en")),
        *(("fr", "fr"), ("de-CH", "de"), ("AR-eg", "ar"), ("ja-JP", "ja"), ("ar-Latn", "en"), ("ja-Latn", "en")),
        *(("zh", "zh"), ("zh-CN", "zh"), ("zh-Hans-HK", "zh"), ("zh-SG", "zh")),
        *(("zh-Hant", "en"), ("zh-Hant-CN", "en"), ("zh-TW", "en"), ("zh-HK", "en"), ("zh-MO", "en")),
    ],
)
def test_a_language_or_script_without_words_of_its_own_has_english_ones(lang: str, of: str) -> None:
    assert words.of(lang) is words.of(of)
    assert words.of(lang).lang == of


def test_only_the_languages_that_are_asked_for_are_read() -> None:
    code = (
        "import sys; from presswork.pages import words; words.of('ja'); words.of('pt'); "
        "print(*sorted(name.rpartition('.')[2] for name in sys.modules if '.words.' in name))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["en", "ja"]


@pytest.mark.parametrize(
    ("lang", "direction"),
    [
        *(("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("FA", "rtl"), ("ur", "rtl"), ("ja", "ltr"), ("", "ltr")),
        *(("ar-Latn", "ltr"), ("az-Arab", "rtl"), ("uz-Arab-AF", "rtl"), ("zh-Hant-TW", "ltr"), ("ar-EG", "rtl")),
    ],
)
def test_the_direction_is_that_of_the_script(lang: str, direction: str) -> None:
    assert words.direction(lang) == direction


@pytest.mark.parametrize(
    ("lang", "locale"),
    [
        *(("en", "en_US"), ("en-IE", "en_IE"), ("de", "de_DE"), ("fr-CA", "fr_CA"), ("es-419", "es_419")),
        *(("ar", "ar_AR"), ("zh", "zh_CN"), ("zh-Hant", "zh_TW"), ("zh-Hant-HK", "zh_HK"), ("ja", "ja_JP")),
        *(("pt", ""), ("pt-BR", "pt_BR"), ("", "")),
    ],
)
def test_open_graph_is_told_a_language_with_its_place(lang: str, locale: str) -> None:
    assert words.locale(lang) == locale
