"""A crash at every single call: before it takes effect, after, when only its answer is lost, and of the whole process.

Exhaustive. For a publish, an edit, a move, a deletion and a new theme, and for changes of a standing page, of an author
and of a picture, each call of each function fails once before it takes effect, the message is delivered again, and the
site must come to what a full build gives. Every third one fails after it took effect as well, and in articles the
process ends there. Likewise if the settings of the site change just before a call, or the picture of the article.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import pytest
from greenlet import greenlet

from presswork.article.model import Article, ArticleId, Settings, Upload, Value
from presswork.article.uploads import ARTICLES, AUTHORS, MEDIA, PAGES, SITE_YAML
from presswork.index import keys, owned
from presswork.index.keys import Key
from presswork.index.rows import Owned, Site, Used
from presswork.steps import index as index_step
from tests import histories
from tests.world import Built, Effect, Rows, World

KEY = f"{ARTICLES}2026-11-20-ferry.md"
OLDER = "---\ntitle: Older\ndate: 2026-11-01\ntopics: [Ports]\nsections: [News]\n---\nThe harbour strike began.\n"
NEWER = "---\ntitle: Newer\ndate: 2026-11-22\ntopics: [Ports]\nsections: [News]\n---\nThe harbour strike ended.\n"
FIRST = "---\ntitle: Ferry\ntopics: [Ports, C++]\nsections: [News]\naliases: [/old/ferry]\n---\nThe harbour ferry.\n"
EDITED = FIRST.replace("title: Ferry", "title: Ferry sails").replace("harbour ferry", "strike ferry")
MOVED = FIRST.replace("title: Ferry", "title: Ferry\nslug: ferry-sails\ndate: 2026-10-01").replace("[News]", "[Sport]")
PAGE = f"{PAGES}about.md"
ABOUT = "---\ntitle: About us\norder: 1\n---\nWe print.\n"
HOUSE = ABOUT.replace("order: 1", "order: 1\nimage: ferry.jpg")
WRITE = ABOUT.replace("About us", "Write to us\nslug: write").replace("order: 1", "menu: false")
STYLE = "theme/style.css"
AUTHOR = f"{AUTHORS}ann.yaml"
ANN = "name: Ann\nbio: Sails.\n"

PICTURED = FIRST.replace("title: Ferry", "title: Ferry\nimage: ferry.jpg") + "\n![The quay](/media/quay.jpg)\n"
PICTURE = f"{MEDIA}ferry.jpg"


class Change(NamedTuple):
    """An upload, and what was uploaded before it."""

    key: str
    before: str | None
    after: str | None
    others: tuple[tuple[str, str], ...] = ()


CHANGES = {
    "publish": Change(KEY, None, FIRST),
    "edit": Change(KEY, FIRST, EDITED),
    "move": Change(KEY, FIRST, MOVED),
    "delete": Change(KEY, FIRST, None),
    "theme": Change(STYLE, "b {}", "i {}"),
    "publish a page": Change(PAGE, None, ABOUT),
    "move a page": Change(PAGE, ABOUT, WRITE),
    "introduce an author": Change(AUTHOR, None, ANN),
    "introduce another author": Change(AUTHOR, ANN, ANN.replace("Ann", "Ben")),
    "forget an author": Change(AUTHOR, ANN, None),
    "a picture for an article": Change(PICTURE, None, "a ferry", ((KEY, PICTURED),)),
    "an article for a picture": Change(KEY, None, PICTURED, ((PICTURE, "a ferry"),)),
    "another picture": Change(PICTURE, "a ferry", "a crane", ((KEY, PICTURED),)),
    "no picture": Change(PICTURE, "a ferry", None, ((KEY, PICTURED),)),
    "an article without its picture": Change(KEY, PICTURED, None, ((PICTURE, "a ferry"),)),
    "a picture for a page": Change(PICTURE, None, "a ferry", ((PAGE, HOUSE),)),
    "a page without its picture": Change(PAGE, HOUSE, None, ((PICTURE, "a ferry"),)),
}


def newsroom(change: Change, built: Built) -> World:
    """A world at rest, with neighbours in time, in words and in lists. `built`: full builds of others (see `World`)."""
    world: World = pickle.loads(_at_rest(change))
    world.built = built
    return world


@cache
def _at_rest(change: Change) -> bytes:
    world = World(seed=1, crash=0)
    world.send("rebuild", "", "", "")
    for key, text in (*_neighbours(change.key).items(), *change.others):
        world.upload(key, text)
    if change.before:
        world.upload(change.key, change.before)
    world.settle()
    world.accesses = 0
    return pickle.dumps(world)


def _neighbours(key: str) -> dict[str, str]:
    """Of an author's file, articles of the author; few of what has all of them made again."""
    articles = {f"{ARTICLES}older.md": OLDER, f"{ARTICLES}newer.md": NEWER}
    if key == AUTHOR:
        by = {name: text.replace("topics", "authors: [Ann, Ben]\ntopics") for name, text in articles.items()}
        return {**by, f"{AUTHORS}b.yaml": "name: Ben\nbio: Writes.\n"}
    if key == STYLE:
        return {f"{ARTICLES}older.md": OLDER}
    if key == PAGE:
        return {f"{ARTICLES}older.md": OLDER, f"{PAGES}contact.md": ABOUT.replace("About us", "Contact")}
    return articles


OF_ARTICLES = ["publish", "edit", "move", "delete"]
EVERY: Mapping[Effect, int] = {"before": 1, "after": 3, "kill": 3}
"""At every how many-th call. A step that dies after a call leaves what one leaves that dies before the next."""


@pytest.mark.parametrize(
    ("name", "effect"),
    [*product(CHANGES, ["before", "after"]), *product(OF_ARTICLES, ["kill"])],
)
def test_a_crash_at_any_call_is_healed_by_the_redelivery(name: str, effect: Effect) -> None:
    change = CHANGES[name]
    built: Built = {}
    calls, call = 1, 0
    while call < calls:
        call += EVERY[effect]
        world = newsroom(change, built)
        world.fault = (call, effect)
        world.upload(change.key, change.after)
        world.settle()
        calls = max(calls, world.accesses)
        assert histories.divergence(world) is None, f"call {call} of {calls}"
    assert calls > (50 if change.key == KEY else 20)


def move_to_another_zone(world: World) -> None:
    """What `configure` does, all at once: the days and months of articles become others."""
    body = b"time_zone: Pacific/Kiritimati\n"
    world.uploads[SITE_YAML] = Upload(SITE_YAML, body, world.now, "site", len(body))
    world.table.write({keys.site(): Site(1, Settings(time_zone="Pacific/Kiritimati"), 1)})
    world.send("rebuild", "", "", "")


@pytest.mark.parametrize("change", ["move", "delete"])
def test_settings_that_change_at_any_call_leave_nothing_of_the_old_ones(change: str) -> None:
    key, _, after, _ = CHANGES[change]
    built: Built = {}
    undisturbed = newsroom(CHANGES[change], built)
    undisturbed.upload(key, after)
    undisturbed.settle()
    for call in range(1, undisturbed.accesses + 1):
        world = newsroom(CHANGES[change], built)
        world.meanwhile = (call, move_to_another_zone)
        world.upload(key, after)
        world.settle()
        assert histories.divergence(world) is None, f"call {call} of {undisturbed.accesses}"


def repaint(world: World) -> None:
    """The picture changes, and `images` makes it, all at once."""
    world.upload(PICTURE, "a crane")
    event = world.queues["media"].pop()
    images = greenlet(lambda: world.do("media", event))
    while not images.dead:
        images.switch()


def wrong_where_the_picture_changes(name: str) -> Iterator[str]:
    """What is wrong where the picture of an article changes at one call or another of what is done about an upload."""
    change = CHANGES[name]
    built: Built = {}
    undisturbed = newsroom(change, built)
    undisturbed.upload(change.key, change.after)
    undisturbed.settle()
    for call in range(1, undisturbed.accesses + 1):
        world = newsroom(change, built)
        world.meanwhile = (call, repaint)
        world.upload(change.key, change.after)
        world.settle()
        if wrong := histories.divergence(world):
            yield f"call {call} of {undisturbed.accesses}: {wrong}"


def pictures_before_shelf(patch: pytest.MonkeyPatch) -> None:
    """An article looks at its pictures first, and puts itself on their shelf afterwards."""
    write, write_rows = Rows.write, index_step._write_rows

    def not_yet(rows: Rows, puts: Mapping[Key[Any], Value], deletes: Iterable[Key[Any]] = ()) -> None:
        if not puts or not all(key.type is Used for key in puts):
            write(rows, puts, deletes)

    def late(table: Rows, article: ArticleId, live: Article | None, own: Owned, *rest: Any) -> None:
        write_rows(table, article, live, own, *rest)
        write(table, owned.use_rows(article, own))

    patch.setattr(Rows, "write", not_yet)
    patch.setattr(index_step, "_write_rows", late)


@pytest.mark.parametrize("name", ["an article for a picture", "an article without its picture"])
def test_a_picture_that_changes_at_any_call_is_shown_as_it_is_at_last(name: str) -> None:
    assert list(wrong_where_the_picture_changes(name)) == []


def test_an_article_that_looks_at_its_pictures_before_it_is_on_their_shelf_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pictures_before_shelf(monkeypatch)
    assert any(wrong_where_the_picture_changes("an article for a picture"))
