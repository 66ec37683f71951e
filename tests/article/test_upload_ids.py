"""Keys and ids: what is an article, what is a standing page, and that neither is taken for the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presswork.article.uploads import FOLDERS, has_id, id_of, is_page, key_of


@pytest.mark.parametrize(
    ("key", "article", "page"),
    [
        ("articles/2026/port.md", "2026/port.md", False),
        ("articles/pages/port.md", "pages/port.md", False),
        ("articles/articles/port.md", "articles/port.md", False),
        ("pages/about.md", "../pages/about.md", True),
        ("pages/articles/about.md", "../pages/articles/about.md", True),
    ],
)
def test_an_id_is_the_key_as_seen_from_articles(key: str, article: str, page: bool) -> None:
    assert (id_of(key), is_page(id_of(key)), key_of(id_of(key))) == (article, page, key)


@given(st.sampled_from(["articles/", "pages/"]), st.text(max_size=30))
def test_two_keys_have_one_id_only_where_one_is_a_way_to_the_other(folder: str, name: str) -> None:
    key = folder + name
    way_up = key.startswith("articles/../pages/")
    assert key_of(id_of(key)) == (key.removeprefix("articles/../") if way_up else key)


def test_an_article_cannot_pass_for_a_standing_page() -> None:
    assert key_of(id_of("articles/../pages/about.md")) == "pages/about.md"


def test_authors_and_settings_have_no_id() -> None:
    keys = ["articles/a.md", "authors/ann.yaml", "pages/about.md", "site.yaml", "media/a.jpg"]
    assert [has_id(key) for key in keys] == [True, False, True, False, False]


def test_the_folders_are_in_the_order_of_keys() -> None:
    assert list(FOLDERS) == sorted(FOLDERS)
