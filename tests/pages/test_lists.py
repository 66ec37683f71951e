"""The front page, list pages and months: what they show, and where they lead."""

from __future__ import annotations

import re

import pytest

from presswork.article.model import Address, Picture, Settings
from presswork.pages import lists, months
from presswork.pages.respond import respond
from tests.pages.newsroom import Newsroom, article, card, entry_keys


def text(room: Newsroom, address: str) -> str:
    found = respond(Address(address), room.index)
    assert found
    return found.body.decode()


def shown(page: str) -> list[str]:
    """The titles of the articles listed; the links to days are none."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.findall(r'<(?:h2|li)><a href="(?!/\d{4}/\d\d/\d\d")[^"]*"[^>]*>([^<]*)</a></(?:h2|li)>', main)


def room_of(count: int, month: str = "2026-11") -> Newsroom:
    """`count` articles of one month in World, a minute apart: `A1` is the oldest."""
    room = Newsroom()
    for number in range(1, count + 1):
        each = card(f"a{number}", f"{month}-01T{number // 60:02}:{number % 60:02}", sections=("World",))
        room.table.write(dict.fromkeys(entry_keys(each), each))
    return room


def older(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<p class="older">Older articles: <a href="(.*?)">(.*?)</a></p>', page)


@pytest.mark.parametrize("place", ["/", "/sections/world"])
def test_a_list_shows_its_newest_and_leads_to_the_month_of_the_first_that_is_not_shown(place: str) -> None:
    room = room_of(lists.NEWEST)
    expected = [f"A{number}" for number in range(lists.NEWEST, 0, -1)]
    assert shown(text(room, place))[-lists.NEWEST :] == expected
    assert older(text(room, place)) == []
    first = card("first", "2025-02-03", sections=("World",))
    room.publish(article(first))
    assert shown(text(room, place))[-lists.NEWEST :] == expected
    folder = "" if place == "/" else place
    assert older(text(room, place)) == [(f"{folder}/2025/02", "February 2025")]


def test_a_list_that_lost_its_last_article_is_no_more() -> None:
    room = room_of(1)
    pages = [Address(each) for each in ("/sections/world", "/sections/world/2026/11", "/2026/11", "/2026/11/01")]
    assert all(respond(each, room.index) for each in pages)
    room.table.write({}, entry_keys(card("a1", "2026-11-01T00:01", sections=("World",))))
    assert [respond(each, room.index) for each in pages] == [None] * 4
    assert respond(Address("/"), room.index)


def test_a_month_shows_a_bounded_number_and_says_so() -> None:
    room = room_of(months.NEWEST)
    assert len(shown(text(room, "/2026/11"))) == months.NEWEST
    assert "newest of the month" not in text(room, "/2026/11")
    room.publish(article(card("one-more", "2026-11-02")))
    page = text(room, "/2026/11")
    assert shown(page)[0] == "One more"
    assert len(shown(page)) == months.NEWEST
    assert '<p class="note">The 500 newest of the month.</p>' in page


@pytest.mark.parametrize("place", ["/2026/11", "/sections/world/2026/11"])
def test_a_month_that_cannot_show_all_leads_to_the_days_on_which_its_list_has_articles(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Newsroom(Settings(time_zone="America/New_York"))
    dates = ("2026-11-01T04:00", "2026-11-01T05:00", "2026-11-24", "2026-12-01T04:59")
    cards = [card(f"a{number}", date, sections=("World",)) for number, date in enumerate(dates)]
    for each in cards:
        room.publish(article(each))
    days = re.compile('<nav class="all-days".*?</nav>', re.DOTALL)
    assert not days.search(text(room, place))
    monkeypatch.setattr(months, "NEWEST", 2)
    found = days.search(text(room, place))
    assert found
    assert re.findall('<a href="(.*?)">(.*?)</a>', found[0]) == [
        ("/2026/11/01", "1 November 2026"),
        ("/2026/11/23", "23 November 2026"),
        ("/2026/11/30", "30 November 2026"),
    ]
    if place != "/2026/11":
        room.publish(article(card("sport", "2026-11-10", sections=("Sport",))))
        assert days.findall(text(room, place)) == [found[0]]  # of no concern to World


def test_a_month_leads_to_the_nearest_months_with_articles() -> None:
    room = Newsroom()
    for name, date in (("a", "2024-02-01"), ("b", "2025-12-31"), ("c", "2026-06-01"), ("d", "2027-01-01")):
        room.publish(article(card(name, date, topics=("Ships",) if name != "b" else ())))
    beside = '<a href="([^"]*)" rel="(prev|next)"><span>.*?</span> (.*?)</a>'
    assert re.findall(beside, text(room, "/2026/06")) == [
        ("/2025/12", "prev", "December 2025"),
        ("/2027/01", "next", "January 2027"),
    ]
    assert re.findall(beside, text(room, "/topics/ships/2026/06")) == [
        ("/topics/ships/2024/02", "prev", "February 2024"),
        ("/topics/ships/2027/01", "next", "January 2027"),
    ]
    assert re.findall(beside, text(room, "/2024/02")) == [("/2025/12", "next", "December 2025")]


def test_a_month_is_of_the_sites_time_zone() -> None:
    room = Newsroom(Settings(time_zone="America/New_York"))
    room.publish(article(card("last-of-october", "2026-11-01T03:59")))
    room.publish(article(card("first-of-november", "2026-11-01T04:00")))
    assert shown(text(room, "/2026/10")) == ["Last of october"]
    assert shown(text(room, "/2026/11")) == ["First of november"]
    assert '<h2><a href="/2026/10/31">31 October 2026</a></h2>' in text(room, "/2026/10")


@pytest.mark.parametrize(
    ("place", "twentieth", "third"),
    [
        (
            "/2026/11",
            '<a href="/2026/11/20">20 November 2026</a>',
            '<a href="/2026/11/03">3 November 2026</a>',
        ),
        ("/topics/ships/2026/11", "20 November 2026", "3 November 2026"),
    ],
)
def test_a_month_is_in_days_and_leads_to_those_of_all_articles(place: str, twentieth: str, third: str) -> None:
    room = Newsroom()
    for name, date in (("a", "2026-11-03T09:00"), ("b", "2026-11-03T23:00"), ("c", "2026-11-20")):
        room.publish(article(card(name, date, topics=("Ships",))))
    days = text(room, place).partition('<div class="days">')[2].partition("</div>")[0]
    assert re.findall("<h2>(.*)</h2>|<li><a [^>]*>(.*?)</a>", days) == [
        *((twentieth, ""), ("", "C"), (third, ""), ("", "B"), ("", "A")),
    ]


def test_of_two_spellings_a_list_has_the_newest() -> None:
    room = Newsroom()
    room.publish(article(card("a", "2026-10-01", topics=("Trade Unions",))))
    assert '<h1 class="heading">Trade Unions</h1>' in text(room, "/topics/trade-unions")
    room.publish(article(card("b", "2026-11-01", topics=("trade unions",))))
    assert '<h1 class="heading">trade unions</h1>' in text(room, "/topics/trade-unions")
    assert '<h1 class="heading">Trade Unions, October 2026</h1>' in text(room, "/topics/trade-unions/2026/10")


def test_the_front_page_names_the_sections_that_its_articles_are_in_most_often() -> None:
    room = Newsroom()
    for number in range(12):
        names = (f"S{number:02}", "Sport", *(["World"] if number else []))
        room.publish(article(card(f"a{number}", f"2026-11-{number + 1:02}", sections=names)))
    nav = text(room, "/").partition('<nav class="sections"')[2].partition("</nav>")[0]
    common = ["Sport", "World", "S00", "S01", "S02", "S03", "S04", "S05"]
    assert re.findall("<a [^>]*>(.*?)</a>", nav) == [*common, "All sections"]


@pytest.mark.parametrize(
    ("pictured", "expected"),
    [
        ([], ["G", "F", "E", "D", "C", "B", "A"]),
        (["g", "e"], ["G", "F", "E", "D", "C", "B", "A"]),
        (["e", "d"], ["E", "G", "F", "D", "C", "B", "A"]),
        (["c"], ["C", "G", "F", "E", "D", "B", "A"]),
        (["b"], ["G", "F", "E", "D", "C", "B", "A"]),
    ],
)
def test_the_newest_with_a_picture_leads_the_front_page_if_it_is_among_the_five_newest(
    pictured: list[str], expected: list[str]
) -> None:
    room = Newsroom()
    for day, name in enumerate("abcdefg", 1):
        picture = Picture("a.jpg") if name in pictured else None
        room.publish(article(card(name, f"2026-11-{day:02}", picture=picture)))
    page = text(room, "/")
    assert shown(page) == expected
    assert re.findall('<li class="(card lead[^"]*)"', page) == [
        "card lead pictured" if expected[0] != "G" or "g" in pictured else "card lead"
    ]
    assert page.index('class="card lead') < page.index('class="card"')
