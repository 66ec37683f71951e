"""A standing page as it is uploaded: an article's formats, and fields of its own."""

from __future__ import annotations

import pytest

from presswork.article.model import Address, Article, ArticleId, Card, MenuEntry, Settings
from tests.article.uploads import FIRST, accepted, faults, warnings

KEY = "pages/about.md"
ID = ArticleId("../pages/about.md")


def page(front: str, key: str = KEY, settings: Settings | None = None) -> Article:
    text = f"---\n{front}\n---\nWe print.\n"
    return accepted(text, key, settings).article if settings else accepted(text, key).article


def entry(front: str, key: str = KEY) -> MenuEntry | None:
    return page(front, key).menu


def test_it_has_neither_lists_nor_terms_and_stands_at_its_slug() -> None:
    settings = Settings(permalink="/{section}/{year}/{slug}", language="de")
    found = page("title: About us\norder: 3\ntranslation_of: /ueber-uns", settings=settings)
    card = Card(ID, Address("/about"), "About us", FIRST, lang="de", summary="We print.", words=2)
    assert found == Article(
        card,
        found.proof,
        "about",
        translation_of="/ueber-uns",
        menu=MenuEntry(ID, 3, "About us", Address("/about"), "de"),
    )


@pytest.mark.parametrize(
    ("front", "address"),
    [("slug: Über uns", "/über-uns"), ("permalink: /the/paper", "/the/paper"), ("aliases: [/about]", "/about")],
)
def test_its_author_may_give_it_another_address(front: str, address: str) -> None:
    assert page(f"title: About us\n{front}").card.address == address


@pytest.mark.parametrize(
    ("front", "order", "label"),
    [
        ("title: About us", 100, "About us"),
        ("title: About us\nmenu: Us", 100, "Us"),
        ("title: About us\nmenu: true\nweight: -2", -2, "About us"),
        (f"title: {'long ' * 30}", 100, f"{'long ' * 19}long…"),
    ],
)
def test_the_navigation_calls_it_what_its_author_says_else_by_its_title(front: str, order: int, label: str) -> None:
    assert entry(front) == MenuEntry(ID, order, label, Address("/about"), "en")


@pytest.mark.parametrize("menu", ["false", "no", "off"])
def test_its_author_may_keep_it_out_of_the_navigation(menu: str) -> None:
    assert entry(f"title: About us\nmenu: {menu}") is None


@pytest.mark.parametrize(
    ("front", "field", "message"),
    [
        ("order: first", "order", "`first` is not a whole number from -9,999 to 9,999."),
        ("order: 10000", "order", "`10000` is not a whole number from -9,999 to 9,999."),
        ("order: [1]", "order", "`order` is a list, not a text."),
        (f"menu: {'x' * 101}", "menu", "`menu` has 101 characters; 100 are allowed."),
        ("menu: {label: us}", "menu", "`menu` is a map, not a text."),
    ],
)
def test_what_is_wrong_with_its_own_fields_is_told(front: str, field: str, message: str) -> None:
    ((found, line, _, said),) = faults(f"---\ntitle: T\n{front}\n---\nText.\n", KEY)
    assert (found, line, said) == (field, 3, message)


def test_the_fields_of_articles_alone_are_left_out_with_a_warning() -> None:
    found = warnings("---\ntitle: T\ntopics: [Ports]\nauthors: [Ann]\n---\nText.\n", KEY)
    assert [(line, message) for _, line, _, message, _ in found] == [
        (3, "`topics` is no field of a standing page, and is left out."),
        (4, "`authors` is no field of a standing page, and is left out."),
    ]


def test_an_article_has_no_place_in_the_navigation() -> None:
    ((field, *_),) = warnings("---\ntitle: T\nmenu: Us\n---\nText.\n")
    assert field == "menu"
