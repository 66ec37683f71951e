"""Related links from the upload to the page, by the real steps: what the author asks for, and what is never shown."""

from __future__ import annotations

import re

import pytest

from benchmarks import newspaper
from benchmarks.related import MOST_READS, MOST_WRITES, NEW, Filled
from presswork.article.model import Address
from presswork.pages.respond import respond
from tests.world import World

TEXT = "The dredger Ada widens the northern channel for container ships. " * 12
OTHER = "Crews of the dredger Ada dump its spoil on the sand bank, and anglers complain to the council. " * 10
THIRD = "A second dredger joins: the harbour board hires the Bea to deepen the southern channel by night. " * 10


def published(*uploads: tuple[str, str, str]) -> World:
    """Uploads by name, front matter and text, in a world where all of them have gone through all steps."""
    world = World(1, crash=0)
    for name, front, text in uploads:
        world.upload(f"articles/{name}", f"---\n{front}\n---\n{text}\n")
    settle(world)
    return world


def settle(world: World) -> None:
    """All that is in the queues is done, in the order in which it came."""
    for queue in ("upload", "index", "render"):
        while world.queues[queue]:
            world.do(queue, world.queues[queue].pop(0))


def links(world: World, address: str) -> dict[str, list[str]]:
    """The titles linked to on the page at an address: in the See-also line, after the body, and as translations."""
    page = respond(Address(address), world.index)
    assert page
    text = page.body.decode()
    parts = {
        "see also": r'<p class="see-also">(.*?)</p>',
        "related": r'<section class="related".*?<ul>(.*?)</ul>',
        "alternate": r'<ul class="facts">(.*?)</ul>',
    }
    found = {}
    for name, pattern in parts.items():
        inside = re.search(pattern, text, re.DOTALL)
        link = r'<a [^>]*rel="alternate"[^>]*>(.*?)</a>' if name == "alternate" else r"<a [^>]*>(.*?)</a>"
        shown = re.findall(link, inside[1] if inside else "")
        found[name] = [re.sub("<.*?>", "", each) for each in shown]
    return {name: titles for name, titles in found.items() if titles}


def test_the_best_stands_in_the_line_and_the_others_say_after_the_body_why() -> None:
    world = published(
        ("spoil.md", "title: Spoil on the bank\ndate: 2026-11-01\ntopics: [Dredging]", OTHER),
        ("bea.md", "title: A second dredger\ndate: 2026-11-02", THIRD),
        ("ada.md", "title: Dredger at work\ndate: 2026-11-03\ntopics: [dredging]", f"{TEXT}\n\n{OTHER[:95]}\n\n{TEXT}"),
    )
    page = respond(Address("/2026/11/ada"), world.index)
    assert page
    assert links(world, "/2026/11/ada") == {"see also": ["Spoil on the bank"], "related": ["A second dredger"]}
    assert '<span class="why">also about Dredger</span>' in page.body.decode()


def test_what_the_author_pinned_comes_first_and_what_was_blocked_never() -> None:
    uploads = [
        ("spoil.md", "title: Spoil\ndate: 2026-11-01", OTHER),
        ("bea.md", "title: Bea\ndate: 2026-11-02", THIRD),
        ("cake.md", "title: Cake\ndate: 2026-11-03\nlang: de", "Eier, Mehl und Butter."),
    ]
    mine = "title: Ada\ndate: 2026-11-04"
    plain = published(*uploads, ("ada.md", mine, TEXT))
    pinned = published(
        *uploads, ("ada.md", f"{mine}\nrelated: [/2026/11/cake, bea.md]\nblocked: [/2026/11/spoil]", TEXT)
    )
    blocked = published(*uploads, ("ada.md", f"{mine}\nblocked: [spoil.md, bea.md]", TEXT))
    assert links(plain, "/2026/11/ada") == {"related": ["Spoil", "Bea"]}
    assert links(pinned, "/2026/11/ada") == {"related": ["Cake", "Bea"]}
    assert links(blocked, "/2026/11/ada") == {}
    assert links(blocked, "/2026/11/spoil") == {"related": ["Bea"]}


def test_a_block_holds_for_follow_ups_too() -> None:
    world = published(
        ("ada.md", "title: Ada\ndate: 2026-11-01\nblocked: [/2026/11/bea]", TEXT),
        ("spoil.md", "title: Spoil\ndate: 2026-11-02", OTHER),
        ("bea.md", "title: Bea\ndate: 2026-11-03", THIRD),
    )
    assert links(world, "/2026/11/ada") == {"related": ["Spoil"]}
    assert links(world, "/2026/11/bea") == {"related": ["Ada", "Spoil"]}


def test_translations_know_each_other_and_are_not_related_by_whatever_name_even_if_pinned() -> None:
    """Of one language but for its region, so that they share their terms; the original is named by an alias."""
    world = published(
        ("ada.md", "title: Ada\ndate: 2026-11-01\nlang: en-GB\naliases: [/old/ada]\nrelated: [us.md]", TEXT),
        ("us.md", "title: Ada in American\ndate: 2026-11-02\nlang: en-US\ntranslation_of: /old/ada", OTHER),
        ("bea.md", "title: Bea\ndate: 2026-11-03", THIRD),
    )
    assert links(world, "/2026/11/ada") == {"related": ["Bea"], "alternate": ["Ada in American"]}
    assert links(world, "/2026/11/us") == {"related": ["Bea"], "alternate": ["Ada"]}
    page = respond(Address("/2026/11/ada"), world.index)
    assert page
    assert re.findall(r'<link rel="alternate" hreflang="(.*?)" href="[^"]*?(/2026[^"]*)">', page.body.decode()) == [
        ("en-GB", "/2026/11/ada"),
        ("en-US", "/2026/11/us"),
    ]


def test_a_near_duplicate_is_related_neither_to_its_like_nor_beside_it() -> None:
    world = published(
        ("agency.md", "title: Agency\ndate: 2026-11-01", THIRD),
        ("copied.md", "title: Copied\ndate: 2026-11-02", THIRD + "More."),
        ("ada.md", "title: Ada\ndate: 2026-11-03", TEXT),
    )
    assert links(world, "/2026/11/copied") == {"related": ["Ada"]}
    assert links(world, "/2026/11/agency") == {}
    assert links(world, "/2026/11/ada") == {"related": ["Copied"]}


def test_drafts_and_embargoed_expired_and_removed_articles_are_never_related() -> None:
    world = published(
        ("draft.md", "title: Draft\ndate: 2026-11-01\ndraft: true", OTHER),
        ("later.md", "title: Later\ndate: 2027-11-01", OTHER),
        ("expired.md", "title: Expired\ndate: 2026-10-01\nexpires: 2026-11-01", OTHER),
        ("bea.md", "title: Bea\ndate: 2026-11-01", THIRD),
        ("ada.md", "title: Ada\ndate: 2026-11-03\nrelated: [draft.md, later.md, expired.md, ada.md]", TEXT),
    )
    assert links(world, "/2026/11/ada") == {"related": ["Bea"]}
    world.upload("articles/bea.md", None)
    settle(world)
    assert links(world, "/2026/11/ada") == {}


@pytest.mark.parametrize("archive", [50, 400])
def test_the_related_links_of_a_new_article_cost_the_same_beside_few_articles_and_many(archive: int) -> None:
    cost = Filled(archive).publish(newspaper.article(NEW))
    assert (cost.reads, cost.writes, cost.hints) == (64, 50, 0)
    assert cost.reads <= MOST_READS
    assert cost.writes <= MOST_WRITES
