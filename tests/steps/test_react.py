"""What readers think: one reaction a reader and article, whatever is sent."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from presswork.article.model import Address, Settings
from presswork.index import keys
from presswork.index.rows import Site
from presswork.pages.respond import respond
from presswork.steps.react import FORM, JSON, REACTIONS, Asked, react, visitor_of
from tests.pages.newsroom import Newsroom, article, card
from tests.steps.reactions import MemoryReactions

NOW = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
CAVE = article(card("a", "2026-11-24", address=Address("/2026/11/höhle")))
NONE = dict.fromkeys(REACTIONS, 0)
ONE = "one of happy, sad, excited, sleepy, angry, surprise"


@pytest.fixture
def room() -> Newsroom:
    made = Newsroom(Settings())
    made.publish(CAVE)
    return made


@pytest.fixture
def votes() -> MemoryReactions:
    return MemoryReactions()


def ask(room: Newsroom, votes: MemoryReactions, asked: Asked, now: datetime = NOW) -> tuple[int, Any, dict[str, str]]:
    found = react(asked, table=room.index.table, reactions=votes, now=now)
    return int(found.status), json.loads(found.body) if found.body else None, dict(found.headers)


def wish(reaction: str, agent: str = "ann") -> Asked:
    body = json.dumps({"reaction": reaction}).encode()
    return Asked("POST", "a.md", body, JSON, fetch_site="same-origin", address="192.0.2.1", agent=agent)


def form(reaction: str) -> Asked:
    return wish("")._replace(body=f"reaction={reaction}".encode(), content_type=FORM)


def read(agent: str = "ann") -> Asked:
    return Asked("GET", "a.md", address="192.0.2.1", agent=agent)


@pytest.mark.parametrize(("setting", "deployed"), [(False, True), (True, False)])
def test_there_are_none_where_the_settings_or_the_stack_are_without(
    room: Newsroom, votes: MemoryReactions, *, setting: bool, deployed: bool
) -> None:
    room.index.table.write({keys.site(): Site(1, Settings(reactions=setting), reactions=deployed)})
    assert [ask(room, votes, each)[0] for each in (read(), wish("sad"))] == [404, 404]
    page = respond(CAVE.card.address, room.index)
    assert page
    assert b"/api/reactions" not in page.body


def test_a_reader_chooses_changes_and_takes_back(room: Newsroom, votes: MemoryReactions) -> None:
    shown = [ask(room, votes, each) for each in (read(), wish("sad"), wish("angry"), wish("angry"), wish(""), read())]
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    assert shown == [
        (200, {"counts": NONE, "mine": ""}, headers),
        (200, {"counts": NONE | {"sad": 1}, "mine": "sad"}, headers),
        (200, {"counts": NONE | {"angry": 1}, "mine": "angry"}, headers),
        (200, {"counts": NONE | {"angry": 1}, "mine": "angry"}, headers),
        (200, {"counts": NONE, "mine": ""}, headers),
        (200, {"counts": NONE, "mine": ""}, headers),
    ]


def test_each_reader_counts_once_and_sees_what_is_his(room: Newsroom, votes: MemoryReactions) -> None:
    ask(room, votes, wish("sad", "ann"))
    ask(room, votes, wish("sad", "bob"))
    assert [ask(room, votes, read(each))[1] for each in ("ann", "eve")] == [
        {"counts": NONE | {"sad": 2}, "mine": "sad"},
        {"counts": NONE | {"sad": 2}, "mine": ""},
    ]


def test_a_form_leads_back_to_the_article_and_takes_back_what_it_is_sent_again(
    room: Newsroom, votes: MemoryReactions
) -> None:
    back = {"location": "/2026/11/h%C3%B6hle#theme--reactions", "cache-control": "no-store"}
    assert ask(room, votes, form("happy")) == (303, None, back)
    assert ask(room, votes, read())[1]["counts"] == NONE | {"happy": 1}
    assert ask(room, votes, form("happy")) == (303, None, back)
    assert ask(room, votes, read())[1]["counts"] == NONE


def test_a_second_choice_meanwhile_is_seen(room: Newsroom, votes: MemoryReactions) -> None:
    votes.others = ["happy"]
    assert ask(room, votes, form("happy"))[0] == 303
    assert [*votes.votes.values()] == [""]


def test_a_reader_who_never_comes_to_an_end_is_told_to_wait(room: Newsroom, votes: MemoryReactions) -> None:
    votes.others = ["happy", "sad"] * 10
    status, problem, headers = ask(room, votes, wish("angry"))
    assert (status, problem["title"], headers["retry-after"]) == (503, "Service Unavailable", "1")
    assert votes.counted == {}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"method": "DELETE"}, 405),
        ({"method": "OPTIONS"}, 405),
        ({"article": ""}, 404),
        ({"article": "b.md"}, 404),
        ({"article": "x" * 513}, 404),
        ({"article": "\ud800"}, 404),
        ({"fetch_site": "cross-site"}, 400),
        ({"fetch_site": "same-site"}, 400),
        ({"fetch_site": "", "origin": "https://elsewhere.example"}, 400),
        ({"fetch_site": "", "origin": "null"}, 400),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": ""}, 415),
        ({"body": b" " * 1001}, 413),
        ({"body": b""}, 400),
        ({"body": b"{"}, 400),
        ({"body": b'{"reaction": "\xff"}'}, 400),
        ({"body": b"[]"}, 422),
        ({"body": b'{"reaction": "bored"}'}, 422),
        ({"body": b'{"reaction": "sad", "more": 1}'}, 422),
        ({"content_type": FORM, "body": b"reaction=bored"}, 422),
        ({"content_type": FORM, "body": b"\xff%ff=&&"}, 422),
    ],
)
def test_what_cannot_be_met_is_a_problem_and_changes_nothing(
    room: Newsroom, votes: MemoryReactions, change: dict[str, Any], status: int
) -> None:
    found, problem, headers = ask(room, votes, wish("sad")._replace(**change))
    assert (found, problem["status"], headers["content-type"]) == (status, status, "application/problem+json")
    assert sorted(problem) == ["detail", "status", "title", "type"]
    assert headers.get("allow") == ("GET, HEAD, POST" if status == 405 else None)
    assert votes.votes == {}


@pytest.mark.parametrize(
    ("sent", "detail"),
    [
        (
            wish("bored"),
            f'Invalid enum value \'bored\' - at `$.reaction`. Send {{"reaction": …}}: {ONE}, or "" for none.',
        ),
        (form("bored"), f"`reaction` is {ONE}."),
        (wish("")._replace(body=b"{"), "The body is no JSON: Input data was truncated."),
    ],
)
def test_what_cannot_be_met_names_the_cure(room: Newsroom, votes: MemoryReactions, sent: Asked, detail: str) -> None:
    assert ask(room, votes, sent)[1]["detail"] == detail


@pytest.mark.parametrize(
    "change",
    [
        {"fetch_site": "", "origin": "https://example.com"},
        {"fetch_site": "", "origin": ""},
        {"fetch_site": "same-origin", "origin": "http://127.0.0.1:8000"},
        {"content_type": "application/json; charset=utf-8"},
    ],
)
def test_what_the_sites_own_pages_send_is_taken(room: Newsroom, votes: MemoryReactions, change: dict[str, Any]) -> None:
    assert ask(room, votes, wish("sad")._replace(**change))[0] == 200


def test_what_is_no_live_article_or_no_site_with_reactions_takes_none(room: Newsroom, votes: MemoryReactions) -> None:
    room.publish(article(card("../pages/about", "2026-11-24", address=Address("/about"))))
    assert ask(room, votes, wish("sad")._replace(article="../pages/about.md"))[0] == 404
    room.index.table.write({keys.site(): Site(settings=Settings(reactions=False))})
    assert [ask(room, votes, each)[0] for each in (read(), wish("sad"))] == [404, 404]


def test_a_reader_is_told_apart_for_one_day_and_one_article_only() -> None:
    """And in IPv6 by the network, of which each reader has a whole one."""

    def told(day: str = "monday", **change: Any) -> str:
        return visitor_of(wish("sad")._replace(**change), day.encode())

    same = {told(), told(content_type="x"), told(agent="ann")}
    others = {
        told("tuesday"),
        told(article="b.md"),
        told(agent="bob"),
        told(address="192.0.2.2"),
        told(address="2001:db8:0:1::1"),
        told(address="2001:db8:0:2::1"),
        told(address="?"),
    }
    assert (len(same), len(others - same)) == (1, 7)
    assert told(address="2001:db8:0:1::1") == told(address="2001:db8:0:1:ffff::2")


def test_a_vote_is_kept_until_midnight_and_counted_for_ever(room: Newsroom, votes: MemoryReactions) -> None:
    ask(room, votes, wish("sad"))
    assert [*votes.until.values()] == [datetime(2026, 11, 25, tzinfo=UTC)]
    tomorrow = ask(room, votes, wish("sad"), NOW + timedelta(hours=2))
    assert tomorrow[1] == {"counts": NONE | {"sad": 2}, "mine": "sad"}


def test_counts_stay_when_an_article_moves(room: Newsroom, votes: MemoryReactions) -> None:
    ask(room, votes, wish("sad"))
    room.publish(article(card("a", "2026-11-24", address=Address("/2026/12/elsewhere"))))
    assert ask(room, votes, read())[1]["counts"] == NONE | {"sad": 1}
    assert ask(room, votes, form("sad"))[2]["location"] == "/2026/12/elsewhere#theme--reactions"
