"""The indexes of sections and topics: what they show, and how they keep within bounds."""

from __future__ import annotations

import re

import pytest

from presswork.article.model import Address
from presswork.pages import names
from presswork.pages.respond import respond
from tests.pages.newsroom import Newsroom, article, card, entry_keys

SECTION = re.compile(r"<h2>(.*?)</h2>\n<ul>(.*?)</ul>", re.DOTALL)


def text(room: Newsroom, address: str) -> str:
    found = respond(Address(address), room.index)
    assert found
    return found.body.decode()


def groups(page: str) -> list[tuple[str, list[str]]]:
    """What stands under each heading."""
    return [(heading, re.findall("<li>(.*?)</li>", listed)) for heading, listed in SECTION.findall(page)]


def test_the_sections_have_their_newest_headlines_in_the_order_of_their_spellings() -> None:
    room = Newsroom()
    for day in (1, 2, 3, 4):
        room.publish(article(card(f"a{day}", f"2026-11-0{day}", sections=("World",))))
    room.publish(article(card("b", "2026-11-05", sections=("arts & <crafts>",), title="B & <b>")))
    room.publish(article(card("c", "2026-11-06", title="سي", lang="ar", sections=("Überall",))))
    assert groups(text(room, "/sections")) == [
        (
            '<a href="/sections/arts-&amp;-%3Ccrafts%3E">arts &amp; &lt;crafts&gt;</a>',
            ['<a href="/2026/11/b">B &amp; &lt;b&gt;</a>'],
        ),
        ('<a href="/sections/world">World</a>', [f'<a href="/2026/11/a{day}">A{day}</a>' for day in (4, 3, 2)]),
        (
            '<a href="/sections/%C3%BCberall">Überall</a>',
            ['<a href="/2026/11/c"><bdi lang="ar" dir="rtl">سي</bdi></a>'],
        ),
    ]


def test_a_section_is_spelled_as_its_newest_article_spells_it() -> None:
    room = Newsroom()
    for name, date, spelled in (("a", "2026-11-01", "World News"), ("b", "2026-11-02", "world news")):
        room.publish(article(card(name, date, sections=(spelled,))))
    assert [heading for heading, _ in groups(text(room, "/sections"))] == [
        '<a href="/sections/world-news">world news</a>'
    ]


def test_the_topics_stand_under_their_first_letters() -> None:
    room = Newsroom()
    topics = ("Ports", "port strikes", "C++", "ÅLAND", "東京", "99 cents", "<b>", "O'Neil & sons")
    room.publish(article(card("a", "2026-11-01", topics=topics)))
    assert groups(text(room, "/topics")) == [
        ("#", ['<a href="/topics/99-cents">99 cents</a>', '<a href="/topics/%3Cb%3E">&lt;b&gt;</a>']),
        ("C", ['<a href="/topics/c%2B%2B">c++</a>']),
        ("O", ['<a href="/topics/o&#39;neil-&amp;-sons">o&#39;neil &amp; sons</a>']),
        ("P", ['<a href="/topics/port-strikes">port strikes</a>', '<a href="/topics/ports">ports</a>']),
        ("Å", ['<a href="/topics/%C3%A5land">åland</a>']),
        ("東", ['<a href="/topics/%E6%9D%B1%E4%BA%AC">東京</a>']),
    ]


def test_the_topics_do_not_change_with_one_more_article_that_spells_them_otherwise() -> None:
    room = Newsroom()
    room.publish(article(card("a", "2026-11-01", topics=("Port strikes",))))
    before = respond(Address("/topics"), room.index)
    room.publish(article(card("b", "2026-11-02", topics=("PORT STRIKES",))))
    assert respond(Address("/topics"), room.index) == before


@pytest.mark.parametrize(
    ("kind", "bound", "note"),
    [("section", "SECTIONS", "The first 2 sections."), ("topic", "TOPICS", "The first 2 topics.")],
)
def test_an_index_shows_a_bounded_number_and_says_so(
    kind: str, bound: str, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Newsroom()
    room.publish(article(card("a", "2026-11-01", **{f"{kind}s": ("Aa", "Bb", "Cc")})))
    assert f"/{kind}s/cc" in text(room, f"/{kind}s")
    assert 'class="note"' not in text(room, f"/{kind}s")
    monkeypatch.setattr(names, bound, 2)
    page = text(room, f"/{kind}s")
    assert [f"/{kind}s/{slug}" in page for slug in ("aa", "bb", "cc")] == [True, True, False]
    assert f'<p class="note">{note}</p>' in page


def test_a_section_whose_list_is_empty_is_left_out() -> None:
    """For a moment its name is still there, or already."""
    room = Newsroom()
    only = card("a", "2026-11-01", sections=("World",))
    room.publish(article(only))
    with_it = text(room, "/sections")
    room.table.write({}, entry_keys(only))
    assert groups(with_it) != groups(text(room, "/sections")) == []


def test_without_articles_the_indexes_are_there_and_say_so() -> None:
    room = Newsroom()
    assert "No article is in a section yet." in text(room, "/sections")
    assert "No article has a topic yet." in text(room, "/topics")


def test_every_page_leads_to_both_indexes() -> None:
    room = Newsroom()
    each = card("a", "2026-11-01", sections=("World",), topics=("Ports",))
    room.publish(article(each))
    for address in (
        each.address,
        "/",
        "/404.html",
        "/2026/11",
        "/2026/11/01",
        "/sections/world",
        "/sections",
        "/topics",
    ):
        footer = text(room, address).partition("<footer")[2]
        assert re.findall('<a href="(.*?)">(.*?)</a>', footer)[-2:] == [
            ("/sections", "All sections"),
            ("/topics", "All topics"),
        ]
