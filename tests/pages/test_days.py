"""Day pages: what they show, and where they lead."""

from __future__ import annotations

import re

import pytest

from presswork.article.model import Address, Settings
from presswork.pages import days
from presswork.pages.respond import respond
from tests.pages.newsroom import Newsroom, article, card


def text(room: Newsroom, address: str) -> str:
    found = respond(Address(address), room.index)
    assert found
    return found.body.decode()


def shown(page: str) -> list[str]:
    listed = page.partition('<div class="days">')[2].partition("</div>")[0]
    return re.findall("<li><a [^>]*>(.*?)</a></li>", listed)


def test_a_day_has_all_its_articles_the_newest_first_and_leads_to_its_month() -> None:
    room = Newsroom()
    for name, date in (("b", "2026-11-03T23:59"), ("a", "2026-11-03"), ("before", "2026-11-02T23:59")):
        room.publish(article(card(name, date)))
    page = text(room, "/2026/11/03")
    assert '<h1 class="heading">3 November 2026</h1>' in page
    assert shown(page) == ["B", "A"]
    assert '<p class="whole"><a href="/2026/11">The whole month: November 2026</a></p>' in page


def test_a_day_leads_to_the_nearest_days_with_articles() -> None:
    room = Newsroom()
    for name, date in (("a", "2025-12-31T12:00"), ("b", "2026-06-01"), ("c", "2026-06-01T12:00"), ("d", "2026-06-09")):
        room.publish(article(card(name, date)))
    beside = '<a href="([^"]*)" rel="(prev|next)"><span>.*?</span> (.*?)</a>'
    assert re.findall(beside, text(room, "/2026/06/01")) == [
        ("/2025/12/31", "prev", "31 December 2025"),
        ("/2026/06/09", "next", "9 June 2026"),
    ]
    assert re.findall(beside, text(room, "/2025/12/31")) == [("/2026/06/01", "next", "1 June 2026")]
    assert re.findall(beside, text(room, "/2026/06/09")) == [("/2026/06/01", "prev", "1 June 2026")]


def test_a_day_is_of_the_sites_time_zone() -> None:
    room = Newsroom(Settings(time_zone="America/New_York"))
    room.publish(article(card("late", "2026-11-24T04:59")))
    room.publish(article(card("early", "2026-11-24T05:00")))
    assert shown(text(room, "/2026/11/23")) == ["Late"]
    assert shown(text(room, "/2026/11/24")) == ["Early"]


def test_a_day_shows_a_bounded_number_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Newsroom()
    for hour in range(3):
        room.publish(article(card(f"a{hour}", f"2026-11-03T0{hour}:00")))
    monkeypatch.setattr(days, "NEWEST", 3)
    assert 'class="note"' not in text(room, "/2026/11/03")
    monkeypatch.setattr(days, "NEWEST", 2)
    assert shown(text(room, "/2026/11/03")) == ["A2", "A1"]
    assert '<p class="note">The 2 newest of the day.</p>' in text(room, "/2026/11/03")
