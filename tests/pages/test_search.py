"""The search page: what was found, a page at a time, and a form that holds what was asked."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presswork.article.model import Address, Settings, Terms
from presswork.index.search import WINDOW
from presswork.pages import addresses
from presswork.pages.page import Page
from presswork.pages.press import SEARCH_CHARACTERS, Press
from presswork.pages.respond import respond as respond_at
from presswork.pages.search import PATH, SHOWN, Asked, respond, too_long
from presswork.pages.theme import DEFAULT, STATIC
from tests.pages.newsroom import PLAIN, Newsroom, article, card
from tests.pages.test_golden import Outline


def room_of(count: int, settings: Settings = PLAIN) -> Newsroom:
    """`count` articles on the harbour, a minute apart: `N1` is the oldest."""
    room = Newsroom(settings)
    for number in range(1, count + 1):
        each = card(f"n{number}", f"2026-11-01T{number // 60:02}:{number % 60:02}", title=f"Harbour N{number}")
        room.publish(article(each, terms=Terms(("harbour",), (1.0,))))
    return room


def page(room: Newsroom, asked: Asked) -> str:
    return respond(asked, Press(room.index, room.settings, DEFAULT)).decode()


def shown(text: str) -> list[str]:
    return re.findall(r"<h2><a href=\"[^\"]*\">Harbour (N\d+)</a></h2>", text)


def more(text: str) -> Asked | None:
    """What the link to more results asks for."""
    found = re.search(r'<p class="older"><a href="(.*?)" rel="next">More results</a></p>', text)
    if not found:
        return None
    link = urlsplit(unescape(found[1]))
    assert link.path == PATH
    given = dict(parse_qsl(link.query, strict_parsing=True))
    return Asked(given.pop("q"), **given)


def test_all_that_was_found_is_shown_a_page_at_a_time_and_then_what_is_older() -> None:
    count = WINDOW + 5
    room = room_of(count)
    asked: Asked | None = Asked("harbour")
    pages = []
    while asked:
        text = page(room, asked)
        pages.append(shown(text))
        asked = more(text)
    assert [len(each) for each in pages] == [SHOWN] * (WINDOW // SHOWN) + [5]
    assert [name for each in pages for name in each] == [f"N{number}" for number in range(count, 0, -1)]


def test_the_link_to_more_keeps_what_was_asked() -> None:
    room = room_of(SHOWN + 1)
    asked = Asked("harbour & “more”", "de-AT")
    assert more(page(room, asked)) == Asked("harbour & “more”", "de-AT", "", "2")


@pytest.mark.parametrize("number", ["0", "-1", "6", "x", "1.0", "٢", "9" * 5000])
def test_a_page_that_there_is_not_is_the_first(number: str) -> None:
    assert shown(page(room_of(2), Asked("harbour", page=number))) == ["N2", "N1"]


def test_it_looks_in_the_language_that_the_reader_comes_from_and_then_in_the_sites() -> None:
    room = room_of(1)
    room.publish(article(card("hafen", "2026-11-02", lang="de", title="Harbour N0"), terms=Terms(("harbour",), (1.0,))))
    assert shown(page(room, Asked("harbour"))) == ["N1"]
    assert "Harbour N0" in page(room, Asked("harbour", "de_AT"))
    assert shown(page(room, Asked("harbour", "fr"))) == ["N1"]
    assert shown(page(room, Asked("harbour", "<no language>"))) == ["N1"]


def test_what_a_reader_may_ask_is_bounded_as_the_form_says() -> None:
    assert not too_long(Asked("x" * SEARCH_CHARACTERS))
    assert too_long(Asked("x" * (SEARCH_CHARACTERS + 1)))
    assert f'maxlength="{SEARCH_CHARACTERS}"' in page(room_of(0), Asked())


def test_control_characters_and_what_turns_text_around_are_left_out() -> None:
    assert 'name="q" value="port strike"' in page(room_of(0), Asked("\x00port\u202e\nstrike\x1b"))


ANYTHING = st.text(max_size=60) | st.sampled_from(
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "harbour", "2026-11-01T00:01:00Z#n1.md", "2"]
)


@given(st.builds(Asked, ANYTHING, ANYTHING, ANYTHING, ANYTHING))
def test_whatever_is_asked_the_page_is_well_formed_without_script_and_not_for_search_engines(asked: Asked) -> None:
    body = respond(asked, Press(ROOM.index, ROOM.settings, DEFAULT))
    outline = Outline(Page(body))
    assert (outline.open, outline.forbidden) == ([], [])
    assert b'<meta name="robots" content="noindex">' in body
    assert b"<script" not in body
    assert b"<img" not in body


ROOM = room_of(3)


class TestTheForm:
    def test_it_is_on_every_page_of_a_site_with_functions(self) -> None:
        found = respond_at(Address("/"), room_of(1).index, DEFAULT)
        assert found
        assert found.body.count(b'role="search"') == 1

    def test_it_is_on_no_page_of_files_alone_nor_where_the_site_wants_none(self) -> None:
        without = room_of(1, Settings(search=False))
        pages = respond_at(Address("/"), room_of(1).index, STATIC), respond_at(Address("/"), without.index, DEFAULT)
        assert [b'role="search"' in found.body for found in pages if found] == [False, False]

    def test_no_article_may_have_its_address(self) -> None:
        assert addresses.reserved(Address(PATH))
