"""The windows of articles that are gone through in their order: what stands in the index by then."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from presswork.article.model import Article, ArticleId
from presswork.index import choose, keys
from presswork.index.choose import Passing
from tests.index.test_related import an_article, archives, windows
from tests.pages.newsroom import Newsroom


def in_order(archive: list[Article]) -> list[Article]:
    return sorted(archive, key=lambda each: keys.position(each.card))


@settings(max_examples=40, deadline=None)
@given(archives(100))
def test_who_passes_all_articles_sees_the_windows_that_the_index_holds(archive: list[Article]) -> None:
    articles = in_order(archive)
    passing = Passing(articles)
    for at, article in enumerate(articles):
        held = {word: rows for word, rows in windows(article, archive).items() if rows}
        assert {word: list(rows) for word, rows in passing.windows(at).items() if rows} == held


def test_articles_may_be_left_out_but_none_comes_again() -> None:
    articles = in_order([an_article(f"a{number:03}", number, "dredger") for number in range(100)])
    passing = Passing(articles)
    assert [keys.id_at(row.sort) for row in passing.windows(99)["dredger"]] == [f"a{at:03}" for at in range(98, 88, -1)]
    with pytest.raises(ValueError, match="a007 was passed already"):
        passing.windows(7)


@pytest.mark.parametrize(("lang", "found"), [("de", []), ("en", ["a"]), ("en-GB", ["a"]), ("EN-gb", ["a"])])
def test_a_term_of_another_language_is_another_term(lang: str, found: list[str]) -> None:
    """As in the index, where the other article was posted in English."""
    older, newer = an_article("a", 1, "hand"), an_article("b", 2, "hand")
    newer = replace(newer, card=replace(newer.card, lang=lang))
    room = Newsroom()
    room.publish(older)
    for held in (Passing([older, newer]).windows(1), choose.windows(newer, room.index)):
        assert [keys.id_at(row.sort) for row in held.get("hand", ())] == found


def test_of_the_articles_that_are_passed_those_are_live_that_there_are() -> None:
    one, other = an_article("a", 1, "hand"), an_article("b", 2, "hand")
    assert Passing([one, other]).live([other.id, ArticleId("gone"), one.id]) == [other, one]
