"""From a standing page to the navigation of every page, by the real steps."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from presswork.article.model import Address, ArticleId, MenuEntry
from presswork.index import keys, navigation
from presswork.index.memory import MemoryTable
from presswork.index.rows import Claim, Site
from presswork.index.table import Query, Row
from presswork.steps import index as index_step
from tests.histories import divergence
from tests.world import Wakes, World


def page(title: str, front: str = "", text: str = "We print.") -> str:
    return f"---\ntitle: {title}\n{front}\n---\n{text}\n"


def at_rest(**pages: str) -> World:
    """A world with two articles, and with standing pages by name."""
    world = World(1, crash=0)
    world.send("rebuild", "", "", "")
    for name in ("a", "b"):
        world.upload(f"articles/{name}.md", page(name, "date: 2026-11-01\ntopics: [Ports]"))
    for name, text in pages.items():
        world.upload(f"pages/{name}.md", text)
    settle(world)
    return world


def settle(world: World) -> None:
    world.settle()
    assert divergence(world) is None


def menus(world: World) -> set[tuple[str, ...]]:
    """What the pages of the site have for a navigation: one, when all is well."""
    found = set()
    for stands in world.site.values():
        if stands.content_type.startswith("text/html"):
            nav = re.search(r'<nav class="standing".*?</nav>', stands.body.decode(), re.DOTALL)
            found.add(tuple(re.findall(r'<a href="(.*?)"', nav[0]) if nav else ()))
    return found


def test_every_page_shows_the_standing_pages_in_their_order() -> None:
    world = at_rest(c=page("Contact", "order: 2"), z=page("About", "order: 2"), i=page("Imprint", "order: 1"))
    assert menus(world) == {("/i", "/z", "/c")}
    assert {"/", "/2026/11/a", "/topics/ports", "/2026/11", "/404.html", "/i"} <= world.site.keys()


def test_it_stands_in_no_list() -> None:
    world = at_rest(about=page("About", "date: 2026-11-01\ntopics: [Ports]"))
    shown = {address for address, each in world.site.items() if b"<h1>About</h1>" in each.body}
    assert shown == {"/about"}
    assert "/2026/11/about" not in world.site
    assert [row.value.id for row in world.table.query(Query(keys.entries("all")))] == ["a.md", "b.md"]
    assert [row.sort for row in world.table.query(Query(keys.pages()))] == ["../pages/about.md"]


@pytest.mark.parametrize(
    ("after", "menu"),
    [
        (page("About", "menu: Us"), {("/about", "/z")}),
        (page("About", "order: 200"), {("/z", "/about")}),
        (page("About", "menu: false"), {("/z",)}),
        (page("About", "draft: true"), {("/z",)}),
        (page("About", "date: 2030-01-01"), {("/z",)}),
        (page("About", "expires: 2020-01-01\ndate: 2019-01-01"), {("/z",)}),
        (page("About", "slug: us"), {("/us", "/z")}),
        (page(""), {("/about", "/z")}),
        (None, {("/z",)}),
    ],
)
def test_the_navigation_follows_the_page(after: str | None, menu: set[tuple[str, ...]]) -> None:
    world = at_rest(about=page("About"), z=page("Zed", "order: 150"))
    assert menus(world) == {("/about", "/z")}
    world.upload("pages/about.md", after)
    settle(world)
    assert menus(world) == menu


def test_an_address_that_it_has_left_redirects_and_one_that_was_removed_is_gone() -> None:
    world = at_rest(about=page("About", "aliases: [/old]"))
    world.upload("pages/about.md", page("About", "slug: us"))
    settle(world)
    left = {
        address: (world.site[Address(address)].status, world.site[Address(address)].location)
        for address in ("/about", "/old")
    }
    assert left == {"/about": (301, "/us"), "/old": (301, "/us")}
    world.upload("pages/about.md", None)
    settle(world)
    assert {world.site[Address(address)].status for address in ("/about", "/old", "/us")} == {410}


def test_it_and_an_article_cannot_have_one_address() -> None:
    world = at_rest(about=page("About"))
    world.upload("articles/about.md", page("About", "permalink: /about"))
    settle(world)
    assert world.reports["articles/about.md"].outcome == "rejected"
    assert world.table.get(keys.claim(Address("/about"))) == Claim(ArticleId("../pages/about.md"), "present")
    world.upload("pages/about.md", None)
    settle(world)
    assert world.reports["articles/about.md"].address == "/about"


def test_the_navigation_is_bounded_and_the_next_moves_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "MENU", 2)
    world = at_rest(**{name: page(name) for name in "cdef"})
    assert menus(world) == {("/c", "/d")}
    world.upload("pages/c.md", None)
    settle(world)
    assert menus(world) == {("/d", "/e")}


def test_a_new_text_makes_no_other_page_again() -> None:
    world = at_rest(about=page("About", "summary: S"))
    before = dict(world.objects)
    world.upload("pages/about.md", page("About", "summary: S", "We reprint."))
    settle(world)
    assert {each for each in before if before[each] != world.objects[each]} == {"/about"}


def test_it_shows_its_pictures_and_follows_them() -> None:
    world = at_rest(about=page("About", "image: house.jpg", "We print.\n\n![The press](/media/press.jpg)"))

    def shown() -> set[str]:
        made = re.findall(r'<img src="(/media/.*?)"', world.site[Address("/about")].body.decode())
        there = {each for each in world.site if each.startswith("/media/")}
        assert {*made} <= there
        return {each.split("/")[2] for each in there}

    assert shown() == set()
    world.upload("media/house.jpg", "a house")
    world.upload("media/press.jpg", "a press")
    settle(world)
    assert shown() == {"house.jpg", "press.jpg"}
    world.upload("media/press.jpg", None)
    settle(world)
    assert shown() == {"house.jpg"}
    world.upload("pages/about.md", None)
    settle(world)
    assert shown() == set()


def test_a_new_text_does_not_even_wake_the_feeds(monkeypatch: pytest.MonkeyPatch) -> None:
    world = at_rest(about=page("About", "summary: S"))
    woken: list[Address] = []
    monkeypatch.setattr(Wakes, "render", lambda _, addresses: woken.extend(addresses))
    world.upload("pages/about.md", page("About", "summary: S", "We reprint."))
    world.settle()
    assert {*woken} == {"/about"}


def test_site_yaml_keeps_the_navigation_and_makes_its_pages_again() -> None:
    world = at_rest(about=page("About"))
    world.upload("site.yaml", "title: The Post\n")
    settle(world)
    assert menus(world) == {("/about",)}
    assert b"The Post" in world.site[Address("/about")].body


def test_an_article_whose_pins_alone_changed_follows_what_it_pins() -> None:
    world = at_rest()
    world.upload("articles/b.md", page("b", "date: 2026-11-01\ntopics: [Ports]\nrelated: [c.md]"))
    settle(world)
    world.upload("articles/c.md", page("c", "date: 2026-10-01", "Other words."))
    settle(world)
    assert b">c</a>" in world.site[Address("/2026/11/b")].body


@dataclass
class Watched(MemoryTable):
    """A table in which something happens right after a look at the navigation's rows."""

    then: list[Callable[[], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def query(self, query: Query[Any]) -> list[Row[Any]]:
        found = super().query(query)
        if self.then:
            self.then.pop()()
        return found


def test_who_has_read_older_rows_cannot_take_an_entry_back() -> None:
    entries = {name: MenuEntry(ArticleId(name), 1, name, Address(f"/{name}"), "en") for name in "ab"}
    rows = {name: keys.menu().at(keys.place(entry)) for name, entry in entries.items()}
    table = Watched()
    table.write({keys.site(): Site(1, menu=(entries["a"],)), rows["b"]: entries["b"]})
    world = World(1, crash=0)

    def comes_back() -> None:
        table.write({rows["a"]: entries["a"]}, [rows["b"]])
        index_step._navigate(table, Wakes(world))
        table.write({rows["b"]: entries["b"]})

    table.then = [comes_back]
    index_step._navigate(table, Wakes(world))
    site = table.get(keys.site())
    assert site
    assert [each.label for each in site.menu] == ["a", "b"]


def test_the_sitemap_of_standing_pages_comes_changes_and_goes_with_them() -> None:
    world = at_rest()
    assert "/sitemaps/pages.xml" not in world.site
    for text, body in (
        (page("About"), b"<url><loc>https://example.com/about</loc></url>"),
        (page("About", "updated: 2030-01-01"), b"<lastmod>2030-01-01T00:00:00Z</lastmod>"),
    ):
        world.upload("pages/about.md", text)
        settle(world)
        assert body in world.site[Address("/sitemaps/pages.xml")].body
        assert b"/sitemaps/pages.xml" in world.site[Address("/sitemap.xml")].body
    world.upload("pages/about.md", None)
    settle(world)
    assert "/sitemaps/pages.xml" not in world.site
    assert b"/sitemaps/pages.xml" not in world.site[Address("/sitemap.xml")].body
