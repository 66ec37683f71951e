"""What a reader gets who searches, and who does it wrongly."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from presswork.article.model import Settings, Terms
from presswork.pages.search import Asked
from presswork.pages.theme.own import Fault
from presswork.steps.sample import pages
from presswork.steps.search import search
from tests.pages import test_own_theme as own_theme
from tests.pages.newsroom import Newsroom, article, card


def room(settings: Settings) -> Newsroom:
    found = Newsroom(settings)
    found.publish(article(card("port-strike", "2026-11-24"), terms=Terms(("strik",), (1.0,))))
    return found


@pytest.mark.parametrize(
    ("method", "text", "settings", "status", "heading"),
    [
        ("GET", "strike", Settings(), 200, "Port strike"),
        ("HEAD", "strike", Settings(), 200, "Port strike"),
        ("GET", "", Settings(), 200, "Write a few words that say what you are looking for."),
        ("GET", "x" * 201, Settings(), 414, "Write a few words, 200 characters at most."),
        ("POST", "strike", Settings(), 405, "The search takes words to look for, and nothing else."),
        ("get", "strike", Settings(), 405, "The search takes words to look for, and nothing else."),
        ("GET", "strike", Settings(search=False), 404, "Nothing is here"),
    ],
)
def test_the_status_says_what_is_wrong_and_the_page_what_to_do(
    method: str, text: str, settings: Settings, status: int, heading: str
) -> None:
    answer = search(method, Asked(text), site=room(settings).index)
    assert answer.status == HTTPStatus(status)
    assert heading in answer.body.decode()
    assert b'content="noindex"' in answer.body


def test_a_theme_of_the_sites_own_makes_this_page_too_and_ours_takes_its_place_where_it_fails() -> None:
    mine = own_theme.room({"search.html": "Mine: {{ form.text }} {{ entries|length }}"})
    assert search("GET", Asked("strike"), site=mine.index) == (200, b"Mine: strike 0", "")
    broken = own_theme.room({"search.html": "\n{{ nothing }}"})
    answer = search("GET", Asked("strike"), site=broken.index)
    assert (answer.status, answer.fault) == (200, "theme/search.html, line 2: UndefinedError: 'nothing' is undefined")
    assert b"Nothing was found" in answer.body


def test_a_theme_whose_search_page_fails_is_told_on_the_sample() -> None:
    files = {"search.html": b"{% if form.text %}{{ nothing }}{% endif %}"}
    with pytest.raises(Fault, match="'nothing' is undefined"):
        list(pages(Settings(), files))
