"""Every kind of page, opened in a browser: within the policy, and for every reader."""

from __future__ import annotations

from typing import Any

import pytest

from presswork.article.model import Address
from presswork.pages.addresses import encode
from presswork.pages.page import Page
from tests.browser.conftest import Browser
from tests.browser.sites import Site, served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PICTURES = "https://pictures.example/"
NOWHERE = "/nothing/is/here"
LONGEST = 12
"""Articles of the corpus: those with the most HTML, which are of all its four sites."""


@pytest.fixture(scope="module")
def opened(browser: Browser, newspaper: Site) -> list[dict[str, Any]]:
    return browser.visit(newspaper, [*map(encode, newspaper.some()), NOWHERE], axe=True)


def test_every_kind_of_page_is_there(newspaper: Site) -> None:
    """What a new kind of page adds here is opened by all that follows."""
    assert {
        "ListPage",
        "ListPage sections",
        "ListPage topics",
        "ListPage authors",
        "MonthPage 0",
        "MonthPage sections",
        "MonthPage topics",
        "MonthPage authors",
        "ArticlePage",
        "ArticlePage 301",
        "ArticlePage 410",
        "NothingPage 0.html",
    } <= newspaper.kinds().keys()


def test_no_page_asks_for_what_the_policy_forbids(opened: list[dict[str, Any]]) -> None:
    """Nor for anything but its own files, and the pictures and films that its author shows."""
    assert {each["path"]: each["refused"] for each in opened if each["refused"]} == {}
    assert {url for each in opened for _, url in each["requests"] if not url.startswith(PICTURES)} == set()
    assert {each["path"]: each["status"] for each in opened if each["status"] != 200} == {
        "/2026/11/expired": 410,
        NOWHERE: 404,
    }


def test_axe_finds_nothing_in_the_light_or_in_the_dark(opened: list[dict[str, Any]]) -> None:
    found = {(each["path"], scheme): each[scheme] for each in opened for scheme in ("light", "dark")}
    assert {page: violations for page, violations in found.items() if violations} == {}


def test_no_page_is_wider_than_a_telephone(opened: list[dict[str, Any]]) -> None:
    """320 CSS pixels, as WCAG 1.4.10 asks."""
    assert {each["path"]: each["aside"] for each in opened if each["aside"] > 0} == {}


def test_what_is_wrong_is_found(browser: Browser) -> None:
    pages = {
        Address("/bare"): Page(b"<!doctype html><html lang=en><title>A</title><main><h1>A</h1><img src=/x></main>"),
        Address("/dim"): Page(
            b"<!doctype html><html lang=en><title>A</title><link rel=stylesheet href=/dim.css>"
            b"<main><h1>Hardly seen</h1></main>"
        ),
        Address("/dim.css"): Page(
            b"@media (prefers-color-scheme: dark) { h1 { color: #eee; background: #fff; width: 400px } }",
            content_type="text/css",
        ),
        Address("/inline"): Page(
            b"<!doctype html><html lang=en><title>A</title><main style='color:red'><h1>A</h1></main>"
        ),
    }
    with served(Site(pages, {}, "")) as site:
        bare, dim, inline = browser.visit(site, ["/bare", "/dim", "/inline"], axe=True)
    assert [each.partition(":")[0] for each in bare["light"] + bare["dark"]] == ["image-alt", "image-alt"]
    assert ([*dim["light"]], [each.partition(":")[0] for each in dim["dark"]]) == ([], ["color-contrast"])
    assert dim["aside"] > 0
    assert inline["refused"] == ["style-src-attr inline"]


def test_real_articles_are_as_good(browser: Browser, corpus: Site) -> None:
    """Of the corpus, those whose bodies hold the most."""
    articles = sorted(corpus.kinds()["ArticlePage"], key=lambda address: len(corpus.pages[address].body))[-LONGEST:]
    found = browser.visit(corpus, map(encode, articles), axe=True)
    assert {each["path"]: each["refused"] for each in found if each["refused"]} == {}
    assert {each["path"]: each["light"] + each["dark"] for each in found if each["light"] + each["dark"]} == {}
