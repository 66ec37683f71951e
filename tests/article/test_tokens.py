from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from presswork.article.tokens import Tokens, tokens


def test_each_word_comes_with_how_it_is_written_and_what_leads_to_it() -> None:
    assert tokens("The Port’s cranes, 港口罢 Über all; two-fold") == Tokens(
        words=["the", "port's", "cranes", "港口", "口罢", "über", "all", "two-fold"],
        written=["The", "Port’s", "cranes", "", "", "Über", "all", "two-fold"],
        inner=[False, True, True, False, False, False, True, False],
        joined=[False, True, True, False, False, False, True, False],
    )


def test_a_text_without_words_has_no_tokens() -> None:
    assert [tokens(text) for text in ("", " -. ", "… “”", "のは")] == [Tokens([], [], [], [])] * 4


LATIN = st.text(st.characters(max_codepoint=0x24F) | st.sampled_from(" ,'’.-+\n\u00ad…ﬁ"))


@given(st.text(st.characters(max_codepoint=0x7F)) | LATIN)
def test_a_text_is_read_alike_whatever_scripts_stand_after_it(text: str) -> None:
    alone, followed = tokens(text), tokens(f"{text} 港")
    assert followed == Tokens([*alone.words, "港"], [*alone.written, ""], [*alone.inner, False], [*alone.joined, False])
