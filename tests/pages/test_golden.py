"""Whole pages, compared as files: see `examples` for how to renew them."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

import pytest

from presswork.pages import assets
from presswork.pages.page import HTML, Page
from tests.pages.examples import GOLDEN, as_file, examples

EXAMPLES = dict(examples())
PAGES = [name for name, page in EXAMPLES.items() if page and page.content_type == HTML]
"""Those that are HTML."""
VOID = {"meta", "link", "img", "br", "hr", "input", "source"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_page_is_the_one_in_the_file(name: str) -> None:
    page = EXAMPLES[name]
    assert page
    assert as_file(page) == (GOLDEN / f"{name}.txt").read_text()


def test_every_file_is_compared() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == EXAMPLES.keys()


class Outline(HTMLParser):
    """Checks that elements close in order, and collects ids, headings and what CSP forbids."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.forbidden: list[str] = []
        self.feed(page.body.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        ours = given.get("src") == assets.load()["reactions.js"].address
        code = tag == "script" and given.get("type") != "application/ld+json" and not ours
        if code or tag == "style" or any(name == "style" or name.startswith("on") for name in given):
            self.forbidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_well_formed_without_inline_style_or_any_script_but_ours(name: str) -> None:
    page = EXAMPLES[name]
    assert page
    outline = Outline(page)
    assert outline.open == []
    assert outline.forbidden == []
    assert len(outline.ids) == len(set(outline.ids))


@pytest.mark.parametrize("name", PAGES)
def test_the_page_has_one_first_heading_and_skips_no_level(name: str) -> None:
    page = EXAMPLES[name]
    assert page
    headings = Outline(page).headings
    assert headings.count(1) == 1
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
