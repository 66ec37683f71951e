"""What an article is about: words of any language, phrases, topics; and how near-duplicates are known."""

from __future__ import annotations

import os
import subprocess
import sys
from math import log2 as precise
from time import process_time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presswork.article.model import Terms
from presswork.article.stems import bare, stem
from presswork.article.terms import TERMS, Signatures, log2, near_duplicate, signature, terms

STRIKE = (
    "The dockers of Rotterdam walked out on Monday. On Tuesday the dockers' union in Rotterdam said that the strike "
    "would go on: container ships wait outside the harbour, and no container ship leaves it."
)
SENTENCES = [
    f"The {who} {did} the {what} near the {where} after {when} hours."
    for who, what, where in (
        ("minister", "treaty", "border"),
        ("captain", "tanker", "reef"),
        ("farmer", "orchard", "canal"),
        ("teacher", "library", "chapel"),
    )
    for did in ("inspected", "praised", "sketched", "measured")
    for when in ("seven", "twelve", "forty")
]


def words(text: str, lang: str = "en") -> set[str]:
    return {*terms("", text, (), lang).words}


def test_an_article_is_described_by_words_phrases_and_topics_best_first() -> None:
    assert list(terms("Port strike in Rotterdam", STRIKE, ("Ports",), "en-GB").pairs()) == [
        ("rotterdam", 3.35),
        ("strik", 2.4),
        ("port", 2.05),
        ("port strik", 2.05),
        ("container", 1.7),
        ("container ship", 1.7),
        ("docker", 1.7),
        ("ship", 1.7),
        ("#ports", 1.5),
        ("harbour", 1.0),
        ("outsid", 1.0),
        ("union", 1.0),
        ("walk", 1.0),
        ("monday", 0.39),
        ("tuesday", 0.39),
        ("leav", 0.3),
        ("wait", 0.3),
    ]


def test_at_most_so_many_terms_are_kept_and_the_weakest_go() -> None:
    text = " ".join(f"word{number}" for number in range(500)) + " harbour." * 9
    first, *others = terms("", text, (), "en").pairs()
    assert first == ("harbour", 3.19)
    assert {weight for _, weight in others} == {1.0}
    assert len(others) == TERMS - 1


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("en", "strikes", "strike"),
        ("en", "policies", "policy"),
        ("en", "walking", "walked"),
        ("en", "port's", "ports"),
        ("de", "Streiks", "Streik"),
        ("de", "Häfen", "HÄFEN"),
        ("de", "Straße", "STRASSE"),
        ("fr", "l’usine", "usines"),
        ("fr", "journaux", "journal"),
        ("es", "elecciones", "elección"),
        ("pt", "eleições", "eleição"),
        ("it", "dell'elezione", "elezioni"),
        ("nl", "stakingen", "staking"),
        ("sv", "hamnarna", "hamnen"),
        ("da", "havnene", "havnen"),
        ("nb", "streikene", "streiken"),
        ("pl", "strajkami", "strajku"),
        ("cs", "stávkami", "stávka"),
        ("ru", "забастовками", "забастовка"),
        ("uk", "страйками", "страйку"),
        ("el", "απεργίας", "απεργίες"),
        ("ro", "grevelor", "grevele"),
        ("tr", "grevcilerin", "grevciler"),
        ("fi", "satamassa", "satamasta"),
        ("hu", "kikötőben", "kikötőből"),
        ("ar", "الإضراب", "اضراب"),
        ("ko", "항구에서", "항구는"),
        ("hi", "बंदरगाहों", "बंदरगाह"),
        ("id", "pelabuhannya", "pelabuhan"),
    ],
)
def test_the_forms_of_a_word_meet(lang: str, one: str, other: str) -> None:
    assert words(one, lang) == words(other, lang)
    assert len(words(one, lang)) == 1


@pytest.mark.parametrize(
    ("lang", "text", "left"),
    [
        ("en", "It wasn't what they'd have said about this themselves", set()),
        ("de", "Und dann haben wir auch noch über alle anderen", set()),
        ("fr", "Ce n'est pas qu'il était aussi dans cette", set()),
        ("es", "Pero también ha sido para todos los demás", set()),
        ("pt", "Mas também não é para todos os outros", set()),
        ("it", "Ma anche se è stata nella stessa, c'è più", set()),
        ("nl", "Maar ook als het niet van hen zou zijn", set()),
        ("sv", "Men det är också inte alla som har", set()),
        ("da", "Men det er også ikke alle der har", set()),
        ("nn", "Men det er ikkje alle som har kva", set()),
        ("pl", "Ale także nie jest to dla wszystkich, które", set()),
        ("cs", "Ale také to není jen pro všechny, kteří jsou", set()),
        ("ru", "Но это также не для всех, которые были", set()),
        ("uk", "Але це також не для всіх, які були", set()),
        ("tr", "Ama bu da daha çok olarak için", set()),
        ("fi", "Mutta se on myös ollut kaikki tämä", set()),
        ("hu", "De ez az is csak nem volt", set()),
        ("el", "Αλλά αυτό είναι και για όλους", set()),
        ("ro", "Dar acesta este și pentru toate", set()),
        ("ar", "لكن هذا هو الذي كان في ذلك", set()),
        ("fa", "اما این برای همه است که", set()),
        ("hi", "लेकिन यह सब के लिए भी है", set()),
        ("id", "Tetapi ini juga untuk semua yang ada", set()),
        ("zh", "这是我们的", set()),
        ("xx", "Zuo zlemb", {"zuo", "zlemb"}),
    ],
)
def test_words_that_only_tie_sentences_together_are_left_out(lang: str, text: str, left: set[str]) -> None:
    assert words(text, lang) == left


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("ja", "東京のコンテナ港でストライキが", {"東京", "コンテナ", "ストライキ"}),
        ("zh", "鹿特丹港口", {"鹿特", "特丹", "丹港", "港口"}),
        ("zh", "鹿特的港口", {"鹿特", "港口"}),
        ("th", "ท่าเรือ", {"ท่าเ", "่าเร", "าเรื", "เรือ"}),
        ("lo", "ທ່າເຮືອ", {"ທ່າເ", "່າເຮ", "າເຮື", "ເຮືອ"}),
        ("km", "កំពង់ផែ", {"កំពង", "ំពង់", "ពង់ផ", "ង់ផែ"}),
        ("my", "ဆိပ်ကမ်း", {"ဆိပ်", "ိပ်က", "ပ်ကမ", "်ကမ်", "ကမ်း"}),
        ("ja", "PythonとRustの比較", {"python", "rust", "比較"}),
    ],
)
def test_scripts_without_spaces_are_read_in_short_rows_of_characters(lang: str, text: str, expected: set[str]) -> None:
    assert words(text, lang) == expected


def test_vowel_signs_stand_inside_words() -> None:
    assert words("हिन्दी में बंदरगाह", "mr") == {"हिन्दी", "में", "बंदरगाह"}
    assert words("كِتَاب", "ar") == words("كتاب", "ar") == {"كتاب"}


@pytest.mark.parametrize("text", ["Café Zürich in Łódź", "कार्यक्रम", "서울 항구", "ｆｕｌｌ　ｗｉｄｔｈ"])
def test_the_same_text_in_other_code_points_gives_the_same_terms(text: str) -> None:
    assert words(normalize("NFD", text)) == words(normalize("NFC", text)) == words(normalize("NFKC", text))


def test_unseen_characters_change_nothing() -> None:
    assert words("con\u00adtai\u200bner har\ufeffbour") == words("con\u00adtai\u200bner harbour")
    assert words("con\u00adtainer") == {"container"}


def test_names_weigh_more_than_words_and_common_words_less() -> None:
    found = dict(terms("", "we saw Rotterdam there, a harbour month", (), "en").pairs())
    assert found == {"rotterdam": 1.3, "harbour": 1.0, "month": 0.3}


def test_a_capital_where_a_sentence_starts_is_no_name() -> None:
    assert terms("", "Harbour. Harbour! Harbour", (), "en") == Terms(("harbour",), (2.05,))


def test_capitals_of_a_title_say_nothing() -> None:
    assert terms("The Harbour Is Empty", "", (), "en") == terms("the harbour is empty", "", (), "en")


def test_a_phrase_of_common_words_says_less() -> None:
    text = "Open harbour. Open harbour. Month order. Month order."
    found = dict(terms("", text, (), "en").pairs())
    assert (found["open harbour"], found["month order"]) == (1.7, 0.85)


def test_two_words_are_a_phrase_if_they_stand_together_twice() -> None:
    assert "container ship" not in words("A container ship.")
    assert "container ship" in words("A container ship. Container ships.")
    assert "container ship" not in words("Container. Ship. Container; ship.")
    assert "container ship" in words("A container\nship, a container-ship; container-ship container ship")


def test_words_without_an_end_are_no_terms() -> None:
    assert words("a" * 41 + " " + "b" * 40) == {"b" * 40}


def test_what_stands_far_down_in_a_book_is_not_read() -> None:
    book = "harbour " * 100_000
    started = process_time()
    assert terms("", book + "rotterdam", (), "en") == terms("", book, (), "en")
    assert signature(book + "rotterdam") == signature(book)
    assert process_time() - started < 5


@given(
    title=st.text(max_size=80),
    text=st.text(max_size=2000),
    topics=st.lists(st.text(max_size=20), max_size=5),
    lang=st.sampled_from(["en", "de", "fr", "ja", "zh-TW", "ar", "ko", "th", "tr", "", "tlh"]),
)
def test_any_text_gives_few_terms_in_order_each_once(title: str, text: str, topics: list[str], lang: str) -> None:
    found = terms(title, text, topics, lang)
    assert len(found.words) == len(found.weights) <= TERMS
    assert len({*found.words}) == len(found.words) == len(found.weights)
    assert list(found.pairs()) == sorted(found.pairs(), key=lambda term: (-term[1], term[0]))
    assert all(0 < weight == round(weight, 2) for weight in found.weights)
    assert found == terms(title, text, topics, lang)


def test_the_order_in_which_a_process_hashes_strings_changes_nothing() -> None:
    call = f"terms('Port', {STRIKE!r}, ('Ports',), 'en'), signature({STRIKE!r})"
    program = f"from presswork.article.terms import *; print({call})"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert outputs == {f"{terms('Port', STRIKE, ('Ports',), 'en')} {signature(STRIKE)}\n"}


@pytest.mark.parametrize(("word", "lang", "expected"), [("l'usine", "fr", "usine"), ("port's", "en", "port")])
def test_what_leans_on_a_word_is_taken_off(word: str, lang: str, expected: str) -> None:
    assert bare(word, lang) == expected


@given(word=st.text(min_size=1, max_size=20), lang=st.sampled_from(["en", "de", "ru", "ar", "ko", "fi", "tlh"]))
def test_something_is_left_of_every_word(word: str, lang: str) -> None:
    assert stem(word, lang) or set(word) <= set("ًٌٍَُِّْe")


def test_a_signature_is_64_hex_digits() -> None:
    found = signature(" ".join(SENTENCES))
    assert (len(found), len(bytes.fromhex(found))) == (64, 32)


def test_a_text_without_words_has_no_signature_and_no_duplicates() -> None:
    assert signature("… !") == ""
    assert not near_duplicate("", "")


def test_near_duplicates_are_known_in_spite_of_a_correction() -> None:
    text = " ".join(SENTENCES)
    corrected = text.replace("forty hours", "forty-one hours", 1).upper()
    assert near_duplicate(signature(text), signature(text.replace(",", ";")))
    assert near_duplicate(signature(text), signature(corrected))


def test_texts_on_one_matter_are_not_near_duplicates() -> None:
    one, other = " ".join(SENTENCES[:32]), " ".join(SENTENCES[16:])
    assert not near_duplicate(signature(one), signature(other))
    assert not near_duplicate(signature(STRIKE), signature(one))


@pytest.mark.parametrize("text", ["Strike", "Strike over", "Strike is over", "港口"])
def test_very_short_texts_are_near_duplicates_only_of_themselves(text: str) -> None:
    assert near_duplicate(signature(text), signature(text))
    assert not near_duplicate(signature(text), signature(text + " Rotterdam"))


@given(st.floats(min_value=1, max_value=1e12))
def test_the_straight_logarithm_is_near_the_true_one_and_exact_at_powers_of_two(number: float) -> None:
    assert 0 <= precise(number) - log2(number) + 1e-9 < 0.0861
    assert [log2(2.0**power) for power in range(40)] == list(range(40))


def test_the_term_of_a_topic_that_compatibility_makes_long_still_fits_a_key() -> None:
    long = "\ufdfa" * 100  # one character that is eighteen letters
    (topic,) = (each for each in terms("", "", (long,), "ar").words if each.startswith("#"))
    assert len(topic.encode()) <= 1_001
    assert topic in terms("", "", (long, "Ports"), "ar").words


@given(
    st.lists(st.integers(0, 255), min_size=32, max_size=32),
    st.dictionaries(st.integers(0, 31), st.integers(0, 255), max_size=12),
    st.sets(st.integers(0, 31), max_size=31),
)
def test_signatures_are_near_where_85_percent_of_what_either_has_agrees(
    one: list[int], changed: dict[int, int], empty: set[int]
) -> None:
    """A byte is zero where a short text has no word triple in the class."""
    one = [0 if place in empty else byte for place, byte in enumerate(one)]
    other = [0 if place in empty else changed.get(place, byte) for place, byte in enumerate(one)]
    either = [pair for pair in zip(one, other, strict=True) if pair != (0, 0)]
    agree = sum(mine == theirs for mine, theirs in either)
    near = 0 < agree >= 0.85 * len(either)
    assert near_duplicate(bytes(one).hex(), bytes(other).hex()) == near
    assert Signatures("", bytes(one).hex()).near(bytes(other).hex()) == near
