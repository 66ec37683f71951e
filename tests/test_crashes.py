"""A crash at every single call: before it takes effect, and after, when only its answer is lost. Exhaustive.

For a publish, an edit, a move and a deletion, each call of each function fails once, the message is delivered again,
and the site must come to what a full build gives.
"""

from __future__ import annotations

import pickle
from functools import cache
from typing import Literal

import pytest

from presswork.article.uploads import ARTICLES
from tests import histories
from tests.world import World

KEY = f"{ARTICLES}2026-11-20-ferry.md"
OLDER = "---\ntitle: Older\ndate: 2026-11-01\ntopics: [Ports]\nsections: [News]\n---\nThe harbour strike began.\n"
NEWER = "---\ntitle: Newer\ndate: 2026-11-22\ntopics: [Ports]\nsections: [News]\n---\nThe harbour strike ended.\n"
FIRST = "---\ntitle: Ferry\ntopics: [Ports, C++]\nsections: [News]\naliases: [/old/ferry]\n---\nThe harbour ferry.\n"
EDITED = FIRST.replace("title: Ferry", "title: Ferry sails").replace("harbour ferry", "strike ferry")
MOVED = FIRST.replace("title: Ferry", "title: Ferry\nslug: ferry-sails\ndate: 2026-10-01").replace("[News]", "[Sport]")

CHANGES = {
    "publish": (None, FIRST),
    "edit": (FIRST, EDITED),
    "move": (FIRST, MOVED),
    "delete": (FIRST, None),
}


def newsroom(before: str | None) -> World:
    """A world at rest, with neighbours in time, in words and in lists."""
    world: World = pickle.loads(_at_rest(before))
    return world


@cache
def _at_rest(before: str | None) -> bytes:
    world = World(seed=1, crash=0)
    world.send("rebuild", "", "", "")
    for name, text in (("older", OLDER), ("newer", NEWER)):
        world.upload(f"{ARTICLES}{name}.md", text)
    if before:
        world.upload(KEY, before)
    world.settle()
    world.accesses = 0
    return pickle.dumps(world)


@pytest.mark.parametrize("effect", ["before", "after"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_crash_at_any_call_is_healed_by_the_redelivery(change: str, effect: Literal["before", "after"]) -> None:
    before, after = CHANGES[change]
    calls, call = 1, 0
    while call < calls:
        call += 1
        world = newsroom(before)
        world.fault = (call, effect)
        world.upload(KEY, after)
        world.settle()
        calls = max(calls, world.accesses)
        assert histories.divergence(world) is None, f"call {call} of {calls}"
    assert calls > 50
