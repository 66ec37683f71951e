"""What stands at an address, by the state of its article."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from presswork.article.model import Address, Proof, Settings
from presswork.index import keys
from presswork.index.rows import Standing
from presswork.index.site import ProofMissing
from presswork.pages import addresses, assets
from presswork.pages.page import FOREVER, FRESH, HTML, Page
from presswork.pages.respond import respond
from tests.pages.newsroom import Newsroom, article, at, card

PRESENT = Address("/2026/11/port-strike")
FORMER = Address("/2026/11/strike")


@pytest.fixture
def room() -> Newsroom:
    """One article, which has moved."""
    room = Newsroom()
    room.publish(article(card("port-strike", "2026-11-24")))
    room.claim(FORMER, "port-strike.md")
    return room


def test_a_live_article_stands_at_its_present_address(room: Newsroom) -> None:
    page = respond(PRESENT, room.index)
    assert page
    assert (page.status, page.content_type, page.location, page.cache_control) == (200, HTML, "", FRESH)
    assert b"<h1>Port strike</h1>" in page.body


def test_its_former_address_leads_to_the_present_one(room: Newsroom) -> None:
    page = respond(FORMER, room.index)
    assert page
    assert (page.status, page.location, page.cache_control) == (301, "/2026/11/port-strike", FRESH)
    assert b'<a href="/2026/11/port-strike">/2026/11/port-strike</a>' in page.body


def test_a_redirect_is_percent_encoded(room: Newsroom) -> None:
    room.publish(article(card("東京 c++", "2026-11-24")))
    room.claim("/old", "東京 c++.md")
    page = respond(Address("/old"), room.index)
    assert page
    assert page.location == "/2026/11/%E6%9D%B1%E4%BA%AC%20c%2B%2B"


@pytest.mark.parametrize("state", ["removed", "expired"])
@pytest.mark.parametrize("address", [PRESENT, FORMER])
def test_a_removed_article_is_gone_from_each_address_and_not_named(
    room: Newsroom, state: Literal["removed", "expired"], address: Address
) -> None:
    room.stand("port-strike.md", Standing(state))
    page = respond(address, room.index)
    assert page
    assert (page.status, page.location, page.cache_control) == (410, "", FRESH)
    assert b"This article was removed" in page.body
    assert b"Port strike" not in page.body


@pytest.mark.parametrize("state", ["scheduled", "absent"])
@pytest.mark.parametrize("address", [PRESENT, FORMER])
def test_of_a_scheduled_article_nothing_shows(
    room: Newsroom, state: Literal["scheduled", "absent"], address: Address
) -> None:
    room.stand("port-strike.md", Standing(state))
    assert respond(address, room.index) is None


@pytest.mark.parametrize(
    "address",
    [
        *("/nothing", "/index.html", "/2026/12", "/2026/13", "/sections/none", "/topics/none/2026/11", "/authors"),
        *("/2026/11/25", "/2026/11/31", "/sections/politics/2026/11/24"),
        *("/assets/style.000000000000.css", "/assets/", "/assets/theme/article.html", "/assets/../theme/style.css"),
    ],
)
def test_elsewhere_there_is_nothing(room: Newsroom, address: str) -> None:
    assert respond(Address(address), room.index) is None


def test_the_fixed_pages_are_there_without_any_article() -> None:
    index = Newsroom().index
    found = {address: respond(address, index) for address in addresses.fixed(assets.load().values())}
    style, icon = assets.load()["style.css"], assets.load()["icon.svg"]
    assert found[style.address] == Page(style.body, 200, "text/css; charset=utf-8", "", FOREVER)
    assert found[icon.address] == Page(icon.body, 200, "image/svg+xml", "", FOREVER)
    front, nothing = found[Address("/")], found[Address("/404.html")]
    assert front
    assert b"The first article is yet to come" in front.body
    assert nothing
    assert nothing.status == 200
    assert b"Nothing is here" in nothing.body


def test_a_table_without_settings_has_the_default_ones() -> None:
    room = Newsroom()
    before = respond(Address("/"), room.index)
    room.table.write({}, [keys.site()])
    assert respond(Address("/"), room.index) == before


def test_a_proof_that_went_is_worth_a_retry(room: Newsroom) -> None:
    room.proofs.clear()
    with pytest.raises(ProofMissing):
        respond(PRESENT, room.index)


def test_the_same_index_gives_the_same_page(room: Newsroom) -> None:
    again = Newsroom()
    again.publish(article(card("port-strike", "2026-11-24")))
    assert respond(PRESENT, again.index) == respond(PRESENT, room.index)


def test_the_digest_is_over_all_that_a_reader_gets() -> None:
    page = Page(b"body", 200, HTML, "", FRESH)
    others = [
        replace(page, body=b"other"),
        replace(page, status=410),
        replace(page, content_type="text/plain"),
        replace(page, location="/a"),
        replace(page, cache_control=FOREVER),
    ]
    assert len({page.digest, *(other.digest for other in others)}) == 6
    assert Page(b"body", 200, HTML, "", FRESH).digest == page.digest


def test_an_edit_of_the_body_alone_leaves_the_lists_alone(room: Newsroom) -> None:
    front = respond(Address("/"), room.index)
    before = respond(PRESENT, room.index)
    room.publish(article(card("port-strike", "2026-11-24")), Proof("<p>Other text.</p>\n"))
    assert respond(Address("/"), room.index) == front
    assert respond(PRESENT, room.index) != before


@pytest.mark.parametrize(
    ("zone", "date", "updated"),
    [
        (
            "UTC",
            '<time datetime="2026-11-24T23:30:00+00:00">24 November 2026</time>',
            '<time datetime="2026-12-31T23:30:00+00:00">31 December 2026, 23:30</time>',
        ),
        (
            "Asia/Tokyo",
            '<time datetime="2026-11-25T08:30:00+09:00">25 November 2026</time>',
            '<time datetime="2027-01-01T08:30:00+09:00">1 January 2027, 08:30</time>',
        ),
    ],
)
def test_dates_are_those_of_the_sites_time_zone(zone: str, date: str, updated: str) -> None:
    room = Newsroom(Settings(time_zone=zone))
    late = card("late", "2026-11-24T23:30", updated=at("2026-12-31T23:30"))
    room.publish(article(late))
    page = respond(late.address, room.index)
    assert page
    assert date in page.body.decode()
    assert updated in page.body.decode()


@pytest.mark.parametrize(
    ("date", "instant", "said"),
    [
        ("1880-05-01T12:00", "1880-05-01T12:00:00Z", "1 May 1880"),
        ("1000-01-01T00:00", "1000-01-01T00:00:00Z", "1 January 1000"),
        ("9999-12-31T23:59", "9999-12-31T23:59:00+00:00", "31 December 9999"),
    ],
)
def test_machines_are_told_in_utc_what_a_zone_cannot_say(date: str, instant: str, said: str) -> None:
    """Amsterdam was 19 minutes and 32 seconds ahead of UTC, and HTML has no seconds in offsets; nor a year 10000."""
    room = Newsroom(Settings(time_zone="Europe/Amsterdam"))
    old = card("old", date)
    room.publish(article(old))
    page = respond(old.address, room.index)
    assert page
    assert f'<li><time datetime="{instant}">{said}</time></li>' in page.body.decode()
