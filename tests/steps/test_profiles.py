"""From an author's file to all pages that show it, by the real steps: introduce, walk, render."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from presswork.article.model import Address
from presswork.article.uploads import AUTHORS
from presswork.index import keys
from presswork.index.memory import MemoryTable
from presswork.index.rows import Author
from presswork.index.table import Query, Row
from presswork.pages.respond import respond
from presswork.steps import walk as walk_step
from presswork.steps.introduce import introduce
from presswork.steps.walk import walk
from tests.histories import divergence
from tests.world import Uploads, Wakes, World

ANN = "name: Ann Lee\nbio: Sails.\n"
OTHER = "name: ann lee\nbio: Does not sail.\n"
WRONG = "name: Ann Lee\nlinks: {Mail: here}\n"


def at_rest(articles: int) -> World:
    world = World(1, crash=0)
    world.send("rebuild", "", "", "")
    for number in range(articles):
        front = f"title: T{number}\ndate: 2026-11-{number + 1:02}\nauthors: [Ann Lee]"
        world.upload(f"articles/a{number}.md", f"---\n{front}\n---\nText {number}.\n")
    world.settle()
    return world


def bios(world: World) -> dict[str, list[str]]:
    """By address: what the pages of the site say of authors."""
    found = {
        address: re.findall(r'<div class="bio"><p>(.*?)</p>', page.body.decode())
        for address, page in world.site.items()
    }
    return {address: said for address, said in sorted(found.items()) if said}


def on(addresses: Iterable[str]) -> dict[str, list[str]]:
    return {each: ["Sails."] for each in addresses}


def told(world: World, file: str) -> tuple[str, list[str]]:
    report = world.reports[AUTHORS + file]
    return report.outcome, [each.message for each in report.problems]


def test_a_profile_stands_under_each_article_of_the_author_and_on_the_authors_page() -> None:
    world = at_rest(2)
    world.upload("articles/b.md", "---\ntitle: B\ndate: 2026-11-05\nauthors: [Ben]\n---\nText.\n")
    world.upload(f"{AUTHORS}ann.yaml", ANN)
    world.settle()
    assert bios(world) == on(["/2026/11/a0", "/2026/11/a1", "/authors/ann-lee"])
    assert told(world, "ann.yaml") == ("accepted", [])
    assert divergence(world) is None


def test_an_article_that_comes_later_has_it_too() -> None:
    world = at_rest(0)
    world.upload(f"{AUTHORS}ann.yaml", ANN)
    world.settle()
    assert bios(world) == {}
    world.upload("articles/a.md", "---\ntitle: A\ndate: 2026-11-05\nauthors: [ANN LEE]\n---\nText.\n")
    world.settle()
    assert bios(world) == on(["/2026/11/a", "/authors/ann-lee"])


def test_a_file_that_is_wrong_changes_nothing_and_one_that_goes_takes_the_profile_along() -> None:
    world = at_rest(1)
    for text, shown in ((ANN, True), (WRONG, True), (None, False)):
        world.upload(f"{AUTHORS}ann.yaml", text)
        world.settle()
        assert bios(world) == (on(["/2026/11/a0", "/authors/ann-lee"]) if shown else {})
        assert divergence(world) is None
    assert f"{AUTHORS}ann.yaml" not in world.reports


@pytest.mark.parametrize("order", [["a.yaml", "b.yaml"], ["b.yaml", "a.yaml"]])
def test_of_two_files_for_one_author_the_first_is_shown_whatever_came_first(order: list[str]) -> None:
    world = at_rest(1)
    for file in order:
        world.upload(AUTHORS + file, {"a.yaml": ANN, "b.yaml": OTHER}[file])
        world.settle()
    assert bios(world)["/2026/11/a0"] == ["Sails."]
    assert told(world, "a.yaml") == ("accepted", [])
    assert told(world, "b.yaml") == ("rejected", ["authors/a.yaml tells of ann lee already."])
    world.upload(f"{AUTHORS}a.yaml", None)
    world.settle()
    assert bios(world)["/2026/11/a0"] == ["Does not sail."]
    assert told(world, "b.yaml") == ("accepted", [])
    assert divergence(world) is None


def test_a_file_that_takes_another_name_leaves_the_first_author_without_a_profile() -> None:
    world = at_rest(2)
    world.upload("articles/a1.md", "---\ntitle: T1\ndate: 2026-11-02\nauthors: [Ben]\n---\nText.\n")
    for name in ("Ann Lee", "Ben"):
        world.upload(f"{AUTHORS}x.yaml", f"name: {name}\nbio: Sails.\n")
        world.settle()
    assert bios(world) == on(["/2026/11/a1", "/authors/ben"])


class Noted(Wakes):
    """The queues, kept as a list of what was sent."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.sent: list[tuple[str, ...]] = []

    def _send(self, queue: str, _: str, *body: str) -> None:
        self.sent.append((queue, *body))


def introduced(world: World, file: str) -> list[tuple[str, ...]]:
    wakes = Noted(world)
    introduce(file, table=world.table, uploads=Uploads(world), wakes=wakes)
    return wakes.sent


def test_a_file_that_says_the_same_again_wakes_nobody() -> None:
    world = at_rest(0)
    world.upload(f"{AUTHORS}ann.yaml", ANN)
    assert introduced(world, "ann.yaml") == [("rebuild", "walk", "author:ann-lee", "")]
    assert introduced(world, "ann.yaml") == []
    row = world.table.get(keys.author("ann.yaml"))
    assert row
    assert (row.revision, row.unwoken) == (2, ())


def test_what_a_crash_left_unwoken_is_woken_by_the_next_look() -> None:
    world = at_rest(0)
    world.upload(f"{AUTHORS}ann.yaml", ANN)
    introduced(world, "ann.yaml")
    row = world.table.get(keys.author("ann.yaml"))
    assert row
    world.table.write({keys.author("ann.yaml"): Author(row.revision, row.profile, row.version, False, ("ann", "ben"))})
    walks = [("rebuild", "walk", "author:ann", ""), ("rebuild", "walk", "author:ben", "")]
    assert introduced(world, "ann.yaml") == walks
    assert introduced(world, "ann.yaml") == []


def walked(world: World, before: str, time_left: Callable[[], bool]) -> list[tuple[str, ...]]:
    wakes = Noted(world)
    walk("author:ann-lee", before, table=world.table, wakes=wakes, time_left=time_left)
    return wakes.sent


def test_a_walk_goes_from_the_newest_on_a_stretch_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk_step, "AT_ONCE", 2)
    world = at_rest(3)
    pages = [("render", address) for address in ("/authors/ann-lee", "/2026/11/a1", "/2026/11/a2", "/2026/11/a0")]
    assert walked(world, "", lambda: True) == pages


def test_what_a_walk_has_no_time_for_is_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk_step, "AT_ONCE", 1)
    world = at_rest(2)
    first = walked(world, "", lambda: False)
    assert first[:2] == [("render", "/authors/ann-lee"), ("render", "/2026/11/a1")]
    ((queue, kind, name, before),) = first[2:]
    assert (queue, kind, name) == ("rebuild", "walk", "author:ann-lee")
    second = walked(world, before, lambda: False)
    assert second[0] == ("render", "/2026/11/a0")
    assert walked(world, second[1][3], lambda: False) == []


def test_a_walk_through_an_empty_list_wakes_its_page_alone() -> None:
    assert walked(at_rest(0), "", lambda: True) == [("render", "/authors/ann-lee")]


def test_each_author_of_an_article_costs_one_query(monkeypatch: pytest.MonkeyPatch) -> None:
    world = at_rest(0)
    world.upload("articles/a0.md", "---\ntitle: T0\ndate: 2026-11-01\nauthors: [Ann Lee, Ben]\n---\nText.\n")
    world.settle()
    asked: list[str] = []
    query = MemoryTable.query

    def noting(table: MemoryTable, asking: Query[Any]) -> list[Row[Any]]:
        asked.append(asking.shelf.partition)
        return query(table, asking)

    monkeypatch.setattr(MemoryTable, "query", noting)
    respond(Address("/2026/11/a0"), world.index)
    assert sorted(each for each in asked if each.startswith("PROFILE#")) == ["PROFILE#ann-lee", "PROFILE#ben"]
