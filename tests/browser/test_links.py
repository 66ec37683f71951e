"""Every link that the site makes leads to where something is."""

from __future__ import annotations

import pytest

from presswork.article.model import Address
from presswork.pages.page import Page
from tests.browser.links import Link, broken
from tests.browser.sites import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_no_link_of_the_newspaper_is_broken_whoever_made_it(newspaper: Site) -> None:
    assert [*broken(newspaper)] == []


def test_no_link_between_pages_of_real_articles_is_broken_but_those_that_authors_made(corpus: Site) -> None:
    """Theirs lead to pages and pictures that are not in the corpus."""
    found = [*broken(corpus)]
    assert [link for link in found if not link.author] == []
    assert 0 < len(found) < 2_000


def test_a_broken_link_is_found() -> None:
    links = """
    <body id=top-1><a href=/b>good</a><a href=/b#c>good</a><a href=#top>good</a><a href=https://elsewhere.example/x>good</a>
    <a href=/api/x>good</a><a href=/x>bad</a><a href=/b#d>bad</a><a href=https://site.example/y>bad</a><img src=/z.jpg>
    <div class=body><p><br><a href=e>bad</a></p><p class=see-also><a href=f>bad</a></p></div><a href=g>bad</a>
    """
    pages = {Address("/a"): Page(links.encode()), Address("/b"): Page(b"<p id=c>x</p>")}
    assert [*broken(Site(pages, {}, "https://site.example"))] == [
        Link(Address("/a"), "/x", author=False),
        Link(Address("/a"), "/b#d", author=False),
        Link(Address("/a"), "https://site.example/y", author=False),
        Link(Address("/a"), "/z.jpg", author=True),
        Link(Address("/a"), "e", author=True),
        Link(Address("/a"), "f", author=False),
        Link(Address("/a"), "g", author=False),
    ]
