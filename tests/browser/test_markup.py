"""Every page is valid HTML, whatever HTML its author wrote: so says the Nu Html Checker."""

from __future__ import annotations

import pytest

from presswork.article.model import Address
from presswork.pages.page import Page
from tests.browser.conftest import Checker
from tests.browser.sites import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_pages_of_the_newspaper_are_valid(checker: Checker, newspaper: Site) -> None:
    assert checker.complaints(newspaper) == []


def test_pages_of_real_articles_are_valid(checker: Checker, corpus: Site) -> None:
    assert checker.complaints(corpus) == []


def test_what_is_not_valid_is_found(checker: Checker) -> None:
    pages = {Address("/a"): Page(b"<!doctype html><html lang=en><title>A</title><h1>b</h1><p><h2>c</h2></p>")}
    assert checker.complaints(Site(pages, {}, "")) == [
        "/a line 1: No “p” element in scope but a “p” end tag seen.",
    ]
