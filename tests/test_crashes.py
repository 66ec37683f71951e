"""A crash at every single call: before it takes effect, and after, when only its answer is lost. Exhaustive.

For a publish, an edit, a move, a deletion and a new theme, and for changes of a standing page and of an author's file,
each call of each function fails once, the message is delivered again, and the site must come to what a full build
gives. Likewise if the site's settings change just before that call.
"""

from __future__ import annotations

import pickle
from functools import cache
from typing import Literal

import pytest

from presswork.article.model import Settings, Upload
from presswork.article.uploads import ARTICLES, AUTHORS, PAGES, SITE_YAML
from presswork.index import keys
from presswork.index.rows import Site
from tests import histories
from tests.world import World

KEY = f"{ARTICLES}2026-11-20-ferry.md"
OLDER = "---\ntitle: Older\ndate: 2026-11-01\ntopics: [Ports]\nsections: [News]\n---\nThe harbour strike began.\n"
NEWER = "---\ntitle: Newer\ndate: 2026-11-22\ntopics: [Ports]\nsections: [News]\n---\nThe harbour strike ended.\n"
FIRST = "---\ntitle: Ferry\ntopics: [Ports, C++]\nsections: [News]\naliases: [/old/ferry]\n---\nThe harbour ferry.\n"
EDITED = FIRST.replace("title: Ferry", "title: Ferry sails").replace("harbour ferry", "strike ferry")
MOVED = FIRST.replace("title: Ferry", "title: Ferry\nslug: ferry-sails\ndate: 2026-10-01").replace("[News]", "[Sport]")
PAGE = f"{PAGES}about.md"
ABOUT = "---\ntitle: About us\norder: 1\n---\nWe print.\n"
WRITE = ABOUT.replace("About us", "Write to us\nslug: write").replace("order: 1", "menu: false")
AUTHOR = f"{AUTHORS}ann.yaml"
ANN = "name: Ann\nbio: Sails.\n"

CHANGES = {
    "publish": (KEY, None, FIRST),
    "edit": (KEY, FIRST, EDITED),
    "move": (KEY, FIRST, MOVED),
    "delete": (KEY, FIRST, None),
    "theme": ("theme/style.css", "b {}", "i {}"),
    "publish a page": (PAGE, None, ABOUT),
    "move a page": (PAGE, ABOUT, WRITE),
    "introduce": (AUTHOR, None, ANN),
    "introduce another": (AUTHOR, ANN, ANN.replace("Ann", "Ben")),
    "forget": (AUTHOR, ANN, None),
}
"""The key of an upload, what it holds before, and after."""


def newsroom(key: str, before: str | None) -> World:
    """A world at rest, with neighbours in time, in words and in lists."""
    world: World = pickle.loads(_at_rest(key, before))
    return world


@cache
def _at_rest(key: str, before: str | None) -> bytes:
    world = World(seed=1, crash=0)
    world.send("rebuild", "", "", "")
    for name, text in _neighbours(key).items():
        world.upload(name, text)
    if before:
        world.upload(key, before)
    world.settle()
    world.accesses = 0
    return pickle.dumps(world)


def _neighbours(key: str) -> dict[str, str]:
    """Of an author's file, articles of the author; of a standing page, few: it has all of them made again."""
    articles = {f"{ARTICLES}older.md": OLDER, f"{ARTICLES}newer.md": NEWER}
    if key == AUTHOR:
        by = {name: text.replace("topics", "authors: [Ann, Ben]\ntopics") for name, text in articles.items()}
        return {**by, f"{AUTHORS}b.yaml": "name: Ben\nbio: Writes.\n"}
    if key == PAGE:
        return {f"{ARTICLES}older.md": OLDER, f"{PAGES}contact.md": ABOUT.replace("About us", "Contact")}
    return articles


@pytest.mark.parametrize("effect", ["before", "after"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_crash_at_any_call_is_healed_by_the_redelivery(change: str, effect: Literal["before", "after"]) -> None:
    key, before, after = CHANGES[change]
    calls, call = 1, 0
    while call < calls:
        call += 1
        world = newsroom(key, before)
        world.fault = (call, effect)
        world.upload(key, after)
        world.settle()
        calls = max(calls, world.accesses)
        assert histories.divergence(world) is None, f"call {call} of {calls}"
    assert calls > (50 if key == KEY else 20)


def move_to_another_zone(world: World) -> None:
    """What `configure` does, all at once: the days and months of articles become others."""
    body = b"time_zone: Pacific/Kiritimati\n"
    world.uploads[SITE_YAML] = Upload(SITE_YAML, body, world.now, "site", len(body))
    world.table.write({keys.site(): Site(1, Settings(time_zone="Pacific/Kiritimati"), 1)})
    world.send("rebuild", "", "", "")


@pytest.mark.parametrize("change", ["move", "delete"])
def test_settings_that_change_at_any_call_leave_nothing_of_the_old_ones(change: str) -> None:
    key, before, after = CHANGES[change]
    undisturbed = newsroom(key, before)
    undisturbed.upload(key, after)
    undisturbed.settle()
    for call in range(1, undisturbed.accesses + 1):
        world = newsroom(key, before)
        world.meanwhile = (call, move_to_another_zone)
        world.upload(key, after)
        world.settle()
        assert histories.divergence(world) is None, f"call {call} of {undisturbed.accesses}"
