"""What a reader thinks of an article, told in a browser: with the script, and without it."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest

from desk.edge import Answer, Headers, api_event
from presswork.article.model import Address, Settings
from presswork.aws import http
from presswork.pages.respond import respond
from presswork.steps.react import Asked, react
from tests.browser.conftest import Browser
from tests.browser.sites import HERE, Site, served
from tests.pages.newsroom import Newsroom, article, card
from tests.steps.reactions import MemoryReactions

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ADDRESS = Address("/2026/11/a")


class Api:
    """What the function answers, in this process."""

    def __init__(self, room: Newsroom) -> None:
        self._room = room
        self.votes = MemoryReactions()

    def ask(self, method: str, path: str, query: str, headers: Headers, body: bytes) -> Answer:
        request = http.request(api_event(method, path, query, headers, body))
        said = request.headers.get
        named = parse_qs(query).get("article", [""])[0]
        asked = Asked(
            method,
            named,
            request.body,
            said("content-type", ""),
            said("origin", ""),
            said("sec-fetch-site", ""),
            request.address,
            said("user-agent", ""),
        )
        found = react(asked, table=self._room.table, reactions=self.votes, now=NOW)
        return Answer(int(found.status), found.headers, found.body)


@pytest.fixture
def room() -> Newsroom:
    made = Newsroom(Settings())
    made.publish(article(card("a", "2026-11-24")))
    return made


def visit(browser: Browser, room: Newsroom, api: Api, *, script: bool) -> tuple[dict[str, Any], str]:
    """What the reader saw, and where the site was."""
    first = respond(ADDRESS, room.index)
    assert first
    names = ["/assets/" + each.split('"')[0] for each in first.body.decode().split('"/assets/')[1:]]
    pages = {each: page for each in map(Address, [ADDRESS, *names]) if (page := respond(each, room.index))}
    with served(Site(pages, {}, ""), api) as site:
        job = {"chromium": browser.chromium, "url": site.url + ADDRESS, "script": script}
        done = subprocess.run(
            ["node", HERE / "react.mjs"], input=json.dumps(job), capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found, site.url


def test_a_reader_chooses_and_takes_back_and_nothing_moves(browser: Browser, room: Newsroom) -> None:
    api = Api(room)
    found, site = visit(browser, room, api, script=True)
    assert found == {
        "seen": [
            [["", "false"], ["", "false"]],
            [["1", "true"], ["", "false"]],
            [["", "false"], ["1", "true"]],
            [["", "false"], ["", "false"]],
        ],
        "moved": False,
        "shifts": 0,
        "failed": "That did not work. Please try again later.",
        "url": site + ADDRESS,
    }


def test_without_script_the_form_leads_back_to_the_article(browser: Browser, room: Newsroom) -> None:
    api = Api(room)
    found, site = visit(browser, room, api, script=False)
    assert found == {"url": f"{site}{ADDRESS}#theme--reactions", "title": "A – Presswork"}
    assert [*api.votes.votes.values()] == ["happy"]
