from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presswork.article import names


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Politics", "politics"),
        ("  Arts \t&\n Culture ", "arts-&-culture"),
        ("C", "c"),
        ("C++", "c++"),
        ("C#", "c#"),
        ("AT&T", "at&t"),
        ("TCP/IP", "tcp∕ip"),
        ("C~", "c\u223c"),
        ("50% off?", "50%-off?"),
        ("Straße", "strasse"),
        ("Cafe\u0301", "café"),
        ("हिन्दी", "हिन्दी"),
        ("港口", "港口"),
        ("..", "\u2024\u2024"),
        (".NET", ".net"),
        ("a\u202eb\x00", "ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ud800x", "x"),
        (" \x07 ", ""),
    ],
)
def test_a_slug_keeps_names_apart_that_differ_in_more_than_case_and_space(name: str, slug: str) -> None:
    assert names.slug(name) == slug


def test_a_long_slug_is_cut_at_a_character_and_told_apart_by_a_hash() -> None:
    one, other = names.slug("é" * 150 + "a"), names.slug("é" * 150 + "b")
    assert one == "é" * 91 + "-" + one[-16:]
    assert other[:92] == one[:92]
    assert other != one
    assert len(one.encode()) <= 200


def test_a_slug_of_exactly_the_limit_stays_whole() -> None:
    assert names.slug("x" * 200) == "x" * 200


@given(st.text(max_size=300))
def test_a_slug_is_its_own_slug_and_can_be_a_segment_of_an_address(name: str) -> None:
    slug = names.slug(name)
    assert names.slug(slug) == slug
    assert normalize("NFC", slug) == slug
    assert not {"/", "~"} & set(slug)
    assert slug not in {".", ".."}
    assert len(slug.encode()) <= 200


@given(st.text(max_size=60), st.text(max_size=60))
def test_names_of_one_slug_differ_in_case_space_and_hyphens_only(one: str, other: str) -> None:
    def bare(name: str) -> str:
        folded = normalize("NFC", normalize("NFD", names.tidy(name)).casefold())
        return folded.translate({0x20: "-", 0x2F: "\u2215", 0x7E: "\u223c", 0x2024: "."})

    if names.slug(one) == names.slug(other):
        assert bare(one) == bare(other)


def test_of_two_spellings_the_first_is_kept() -> None:
    assert names.unique(["Arts  & Culture", "", "arts & culture", "C#", "C", " "]) == ("Arts & Culture", "C#", "C")


def test_a_tidy_text_is_on_one_line_without_what_cannot_be_seen() -> None:
    assert names.tidy(" a\r\n\tb\u00a0c \x1b[31m\u202e\ufeffe\u0301 ") == "a b c [31mé"
