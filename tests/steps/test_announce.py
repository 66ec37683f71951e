"""Who is told of what, and what becomes of it when they do not listen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest
from msgspec import json

from presswork.article.model import Address, Settings
from presswork.index import keys
from presswork.index.memory import MemoryTable
from presswork.index.rows import Site
from presswork.steps import announce as step
from presswork.steps.announce import Told, announce, wake
from presswork.steps.ports import Unreachable, Wakes

ENGINES, HUB = "https://indexnow.example/indexnow", "https://hub.example/"
BOTH = Settings(base_url="https://courier.example:8443/news", indexnow="0123456789", websub=HUB)
PAGES = [Address("/2026/11/gone"), Address("/2026/11/港")]
FEEDS = [Address("/feed.xml"), Address("/feeds/sections/world.xml")]
LISTS = [Address(each) for each in ("/", "/sections/world", "/2026/11", "/sitemap.xml", "/404.html", "/assets/a.css")]
PICTURE = Address(f"/media/a.jpg/{'0' * 20}/320.webp")
CHANGED = [*FEEDS, *LISTS, PICTURE, *PAGES]


@dataclass
class Posts:
    """Servers that answer with a status, or not at all."""

    answers: dict[str, int | str] = field(default_factory=dict)
    sent: list[tuple[str, str, bytes]] = field(default_factory=list)

    def post(self, url: str, body: bytes, content_type: str) -> int:
        self.sent.append((url, content_type, body))
        answer = self.answers.get(url, 200)
        if isinstance(answer, str):
            raise Unreachable(answer)
        return answer


def table(settings: Settings) -> MemoryTable:
    found = MemoryTable()
    found.write({keys.site(): Site(1, settings)})
    return found


def told(posts: Posts, settings: Settings = BOTH, changed: Iterable[Address] = CHANGED, calls: int = 100) -> list[Told]:
    """What comes of announcements for which time is left for so many calls of the hub."""
    left = iter([True] * calls)
    return announce(changed, table=table(settings), posts=posts, indexnow=ENGINES, time_left=lambda: next(left, False))


def test_search_engines_are_told_of_articles_and_the_hub_of_feeds() -> None:
    posts = Posts()
    assert told(posts) == [
        Told(ENGINES, tuple(PAGES), "announced"),
        Told(HUB, (FEEDS[0],), "announced"),
        Told(HUB, (FEEDS[1],), "announced"),
    ]
    (to, content_type, body), *feeds = posts.sent
    assert (to, content_type) == (ENGINES, "application/json; charset=utf-8")
    assert json.decode(body) == {
        "host": "courier.example:8443",
        "key": "0123456789",
        "keyLocation": "https://courier.example:8443/news/indexnow.txt",
        "urlList": [
            "https://courier.example:8443/news/2026/11/gone",
            "https://courier.example:8443/news/2026/11/%E6%B8%AF",
        ],
    }
    assert [(url, kind, parse_qs(text.decode())) for url, kind, text in feeds] == [
        (
            HUB,
            "application/x-www-form-urlencoded",
            {"hub.mode": ["publish"], "hub.url": [f"https://courier.example:8443/news{feed}"]},
        )
        for feed in FEEDS
    ]


def test_a_call_of_indexnow_names_no_more_than_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step, "URLS", 1)
    assert [each.addresses for each in told(Posts()) if each.to == ENGINES] == [(each,) for each in PAGES]


@pytest.mark.parametrize(
    ("settings", "to"), [(Settings(), []), (Settings(indexnow="0123456789"), [ENGINES]), (Settings(websub=HUB), [HUB])]
)
def test_only_those_are_told_whom_the_settings_name(settings: Settings, to: list[str]) -> None:
    posts = Posts()
    told(posts, settings)
    assert sorted({url for url, _, _ in posts.sent}) == to


@pytest.mark.parametrize("answer", [408, 425, 429, 500, 503, "ReadTimeoutError: slow"])
def test_who_cannot_listen_now_is_told_later_and_not_pressed(answer: int | str) -> None:
    reason = answer if isinstance(answer, str) else f"it answers {answer}"
    posts = Posts({ENGINES: answer, HUB: answer})
    assert told(posts) == [
        Told(ENGINES, tuple(PAGES), "later", reason),
        Told(HUB, (FEEDS[0],), "later", reason),
        Told(HUB, (FEEDS[1],), "later", "its turn did not come"),
    ]
    assert len(posts.sent) == 2


@pytest.mark.parametrize("status", [301, 400, 403, 404, 422])
def test_who_will_not_listen_is_left_alone_and_the_cure_is_told(status: int) -> None:
    found = told(Posts({ENGINES: status, HUB: status}))
    assert [(each.addresses, each.fate, each.reason) for each in found] == [
        (tuple(PAGES), "refused", f"it answers {status}"),
        ((FEEDS[0],), "refused", f"it answers {status}"),
        ((FEEDS[1],), "refused", f"it answers {status}"),
    ]
    assert "https://courier.example:8443/news/indexnow.txt shows the key" in found[0].cure
    assert "`websub` in site.yaml" in found[1].cure


def test_feeds_for_which_time_does_not_suffice_wait() -> None:
    found = told(Posts(), calls=1)
    assert found[1:] == [
        Told(HUB, (FEEDS[0],), "announced"),
        Told(HUB, (FEEDS[1],), "later", "its turn did not come"),
    ]


class Waking:
    def __init__(self) -> None:
        self.woken: list[Address] = []

    def announce(self, addresses: Iterable[Address]) -> None:
        self.woken += addresses


class Counting(MemoryTable):
    reads = 0

    def get(self, key: keys.Key[keys.V]) -> keys.V | None:
        self.reads += 1
        return super().get(key)


def woken(settings: Settings, changed: Iterable[Address]) -> tuple[list[Address], int]:
    """What is to be announced, and how often the table was read for that."""
    counting, waking = Counting(), Waking()
    counting.write({keys.site(): Site(1, settings)})
    wakes: Wakes = waking  # type: ignore[assignment]
    wake(changed, table=counting, wakes=wakes)
    return waking.woken, counting.reads


def test_a_batch_of_changes_costs_one_read_and_wakes_for_what_others_follow() -> None:
    assert woken(BOTH, [*CHANGED, *PAGES]) == ([*PAGES, *FEEDS], 1)
    assert woken(Settings(indexnow="0123456789"), CHANGED) == (PAGES, 1)
    assert woken(Settings(websub=HUB), CHANGED) == (FEEDS, 1)
    assert woken(Settings(), CHANGED) == ([], 1)
    assert woken(BOTH, [*LISTS, PICTURE]) == ([], 0)
