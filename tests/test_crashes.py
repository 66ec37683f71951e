"""A crash at every single call: before it takes effect, and after, when only its answer is lost. Exhaustive.

For a publish, an edit, a move and a deletion of an article, of a standing page and of an author's file, each call of
each function fails once, the message is delivered again, and the site must come to what a full build gives.
"""

from __future__ import annotations

import pickle
from functools import cache
from typing import Literal

import pytest

from presswork.article.uploads import ARTICLES, AUTHORS, PAGES
from tests import histories
from tests.world import World

KEY = f"{ARTICLES}2026-11-20-ferry.md"
FRONT = "---\ntitle: {}\nauthors: [{}]\ndate: {}\ntopics: [Ports]\nsections: [News]\n---\nThe harbour strike {}.\n"
OLDER = FRONT.format("Older", "Ann", "2026-11-01", "began")
NEWER = FRONT.format("Newer", "Ann, Ben", "2026-11-22", "ended")
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
    "publish a page": (PAGE, None, ABOUT),
    "move a page": (PAGE, ABOUT, WRITE),
    "introduce": (AUTHOR, None, ANN),
    "introduce anew": (AUTHOR, ANN, ANN.replace("Sails", "Rows")),
    "introduce another": (AUTHOR, ANN, ANN.replace("Ann", "Ben")),
    "forget": (AUTHOR, ANN, None),
}
CALLS = 10
"""So many at least are tried of each: none is as short as that."""


def newsroom(key: str, before: str | None) -> World:
    """A world at rest, with neighbours in time, in words and in lists."""
    world: World = pickle.loads(_at_rest(key, before))
    return world


@cache
def _at_rest(key: str, before: str | None) -> bytes:
    world = World(seed=1, crash=0)
    world.send("rebuild", "", "", "")
    neighbours = {"older": OLDER, "newer": NEWER}
    if key == PAGE:
        del neighbours["newer"]  # a rebuild follows, whose calls are the same for each
    for name, text in neighbours.items():
        world.upload(f"{ARTICLES}{name}.md", text)
    world.upload(f"{PAGES}contact.md", ABOUT.replace("About us", "Contact").replace("order: 1", "order: 5"))
    world.upload(f"{AUTHORS}b.yaml", "name: Ben\nbio: Writes.\n")
    if before:
        world.upload(key, before)
    world.settle()
    world.accesses = 0
    return pickle.dumps(world)


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
    assert calls > CALLS
