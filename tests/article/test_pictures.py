"""How articles name pictures of media/, and which of them can be there."""

from __future__ import annotations

import pytest

from presswork.article import limits
from presswork.article.model import Picture
from presswork.article.pictures import fault, lead, own_source, source
from tests.article.uploads import accepted

BASE = "https://courier.example"


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("/media/port.jpg", "port.jpg"),
        ("media/2026/port.jpg", "2026/port.jpg"),
        ("../media/port.jpg", "port.jpg"),
        ("./../../media/port.jpg", "port.jpg"),
        ("https://courier.example/media/port.jpg?v=2#top", "port.jpg"),
        ("/media/my%20port%23.jpg", "my port#.jpg"),
        ("/media/cafe\u0301.jpg", "caf\u00e9.jpg"),
        ("https://elsewhere.example/media/port.jpg", None),
        ("https://courier.example.evil/media/port.jpg", None),
        ("//courier.example/media/port.jpg", None),
        ("/mediaeval/port.jpg", None),
        ("/static/media/port.jpg", None),
        ("port.jpg", None),
        ("/media/", None),
        ("", None),
    ],
)
def test_a_source_is_the_path_below_media(written: str, found: str | None) -> None:
    assert source(written, BASE) == found


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("port.jpg", "/media/port.jpg"),
        ("2026/my port.jpg", "/media/2026/my port.jpg"),
        ("/media/my%20port.jpg", "/media/my port.jpg"),
        ("https://courier.example/media/port.jpg", "/media/port.jpg"),
        ("https://elsewhere.example/port.jpg", "https://elsewhere.example/port.jpg"),
        ("/static/port.jpg", "/static/port.jpg"),
    ],
)
def test_a_lead_picture_may_be_written_without_its_folder(written: str, kept: str) -> None:
    assert lead(written, BASE) == kept
    assert own_source(Picture(kept)) == (kept.removeprefix("/media/") if kept.startswith("/media/") else None)


@pytest.mark.parametrize(
    "bad", ["a~b.jpg", "../secret.jpg", "a//b.jpg", "a\x00.jpg", "a\u202e.jpg", "a\ud800.jpg", "e\u0301.jpg", "x" * 600]
)
def test_what_no_address_may_have_is_no_source(bad: str) -> None:
    assert fault(bad)


def test_a_usual_name_is_fine() -> None:
    assert [fault(each) for each in ("port.jpg", "2026/11/caf\u00e9 (2), +1.JPG", "\u6e2f.png")] == ["", "", ""]


def test_an_article_knows_its_pictures_the_lead_first_and_each_once() -> None:
    found = accepted(
        "---\ntitle: T\nimage: lead.jpg\n---\n"
        "Text. ![One](/media/one.jpg) ![Lead](../media/lead.jpg) ![Else](https://x.example/media/a.jpg)\n\n"
        '<img src="/media/a&amp;b.png" srcset="/media/c.png 2x"> ![One](/media/one.jpg)\n'
    )
    assert found.article.pictures == ("lead.jpg", "one.jpg", "a&b.png")
    assert found.problems == ()


def test_a_picture_that_cannot_be_there_is_told() -> None:
    text = "---\ntitle: T\n---\nText. ![A](/media/a~b.jpg)\n"
    assert accepted(text).article.pictures == ()
    (problem,) = accepted(text).problems
    assert problem.severity == "warning"
    assert problem.message.startswith("There can be no picture `media/a~b.jpg`: An address has no ~")


def test_more_pictures_than_a_page_shows_are_told() -> None:
    body = "".join(f"![{number}](/media/{number}.jpg)\n" for number in range(limits.PICTURES + 1))
    assert accepted(f"---\ntitle: T\n---\nText. {body}").article.pictures == tuple(
        f"{n}.jpg" for n in range(limits.PICTURES)
    )
    (problem,) = accepted(f"---\ntitle: T\n---\nText. {body}").problems
    assert problem.message == "The article shows 101 pictures of media/; 100 are allowed."
