"""The pages that are compared as files, by the names of the files in `golden/`.

After a change of the theme that you meant, renew them and read the difference:

    python -m tests.pages.examples
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import structs

from presswork.article.model import (
    Address,
    ArticleId,
    Card,
    Correction,
    Heading,
    MenuEntry,
    Picture,
    Profile,
    ProfileLink,
    Proof,
    Settings,
    Terms,
)
from presswork.index import keys
from presswork.index.lists import NEWS
from presswork.index.rows import Site, Standing
from presswork.pages import search
from presswork.pages.page import ASKED, Page
from presswork.pages.press import Press
from presswork.pages.respond import respond
from presswork.pages.search import Asked
from presswork.pages.theme import DEFAULT, STATIC, Theme
from tests.pages.newsroom import Newsroom, article, at, card, rendered

GOLDEN = Path(__file__).parent / "golden"

SETTINGS = Settings(
    title="The Harbour Courier",
    base_url="https://courier.example",
    time_zone="Europe/Amsterdam",
    description="News of the port & the town",
)

STRIKE = card(
    "port-strike-ends",
    "2026-11-23T23:30",
    title="Port strike ends after “nine days” & a night",
    updated=at("2026-11-25T08:05"),
    summary="Dockers and terminals agree on <rest> times.",
    authors=("Ann Lee", "Ben O'Neil"),
    sections=("World", "Work", "Port"),
    topics=("C++", "Trade unions"),
    picture=Picture(
        "/media/strike.jpg", "A crane at rest", "The last picket. Photo: A. Lee", rendered("strike.jpg", 3000, 2000)
    ),
    words=270,
)
BEFORE = "<p>The strike is over. <a href='/2026/11/cranes'>The cranes</a> move.</p>\n<h2 id='why'>Why</h2>\n"
AFTER = "<p>Both sides were tired.</p>\n"
TIDES = (
    "<p>Six tides.</p>\n"
    '<p><img src="/media/tide%20gauge.png" alt="A gauge" id="s-gauge" loading="lazy" decoding="async"></p>\n'
    '<p><img src="/media/gone.jpg" alt="The quay" loading="lazy" decoding="async"></p>\n'
)
LATE = Picture("/media/late.jpg", "The tide", "On its way")
ANCHORS = (("why", 2), ("how", 2), ("where", 3), ("when", 2), ("what-now", 2))


def newsroom(settings: Settings = SETTINGS) -> Newsroom:
    """Articles of three months, in three scripts, that stand in every relation to one another."""
    room = Newsroom(settings)
    lists = {"authors": ("Ann Lee",), "sections": ("World",), "topics": ("C++",)}
    room.publish(article(card("old-quay-reopens", "2026-08-02", **lists)))
    room.publish(article(card("cranes", "2026-11-03", summary="They stood still.", **lists)))
    room.publish(
        article(card("tide-tables", "2026-11-10", picture=LATE, **lists)),
        Proof(TIDES),
        pictures=[rendered("tide gauge.png", 640, 400)],
    )
    room.publish(
        article(
            STRIKE,
            corrections=(
                Correction(at("2026-11-25"), "The strike lasted nine days, not eight."),
                Correction(None, "The terminal's name was wrong."),
            ),
            links=(Address("/2026/11/cranes"),),
            terms=Terms(("strik", "port"), (2.4, 2.0)),
        ),
        Proof(BEFORE + AFTER, tuple(Heading(level, name, name) for name, level in ANCHORS), len(BEFORE)),
        related=("cranes.md", "tide-tables.md", "gone.md"),
    )
    follow_up = card("what-the-strike-cost", "2026-11-24T09:00", title="What the strike cost <in money>", words=99)
    room.publish(article(follow_up, terms=Terms(("strik",), (2.0,))), related=("port-strike-ends.md",))
    room.publish(article(arabic()), Proof("<p>انتهى الإضراب.</p>\n"), related=("port-strike-ends.md",))
    room.publish(article(card("東京の港", "2026-12-01", title="東京の港", lang="ja")), Proof("<p>港は静かだ。</p>\n"))
    room.stand("gone.md", Standing("removed"))
    room.claim("/2026/11/gone", "gone.md")
    room.claim("/2026/11/strike", "port-strike-ends.md")
    for each in (STRIKE, arabic()):
        room.table.write({keys.entries(NEWS).at(keys.position(each)): each})
    return room


def arabic() -> Card:
    return card(
        "الإضراب",
        "2026-11-26",
        title="انتهاء إضراب الميناء",
        summary="اتفاق بعد تسعة أيام",
        lang="ar",
        authors=("ليلى",),
        sections=("العالم",),
        words=430,
    )


def profiled() -> Newsroom:
    """With standing pages in the navigation, and with what is told of two authors."""
    room = newsroom()
    about = card(
        "about", "2026-11-01", title="About us & you", updated=at("2026-11-02T10:00"), summary="What we print."
    )
    about = structs.replace(about, id=ArticleId("../pages/about.md"), address=Address("/about"), picture=STRIKE.picture)
    menu = (
        MenuEntry(about.id, 1, "About <us>", about.address, "en"),
        MenuEntry(ArticleId("../pages/عنا.md"), 2, "عنا", Address("/عنا"), "ar"),
    )
    room.table.write({keys.site(): Site(1, SETTINGS, 1, menu=menu)})
    room.publish(
        article(about, menu=menu[0]),
        Proof('<p>We print <em>news</em>.</p>\n<p><img src="/media/house.jpg" alt="The house"></p>\n'),
        pictures=[rendered("house.jpg", 640, 400)],
    )
    told = {
        "ann-lee/ann.yaml": Profile(
            "Ann Lee",
            "<p>Writes of the <em>harbour</em>.</p>",
            picture=Picture("https://a.example/ann.jpg", "Ann on the quay"),
            links=(
                ProfileLink("Mail & more", "mailto:ann@courier.example"),
                ProfileLink("Diary", "https://a.example/?b&c"),
            ),
            same_as=("https://a.example/?b&c",),
        ),
        "ben-o'neil/ben.yaml": Profile(
            "Ben O'Neil", "<p>يكتب</p>", lang="ar", picture=Picture(f"{SETTINGS.base_url}/media/ben.jpg")
        ),
    }
    for place, profile in told.items():
        slug, _, file = place.partition("/")
        room.table.write({keys.profiles(slug).at(file): profile})
    return room


PAGES = {
    "front": "/",
    "article": "/2026/11/port-strike-ends",
    "article-plain": "/2026/11/tide-tables",
    "article-arabic": "/2026/11/الإضراب",
    "article-japanese": "/2026/12/東京の港",
    "section": "/sections/world",
    "topic": "/topics/c++",
    "author": "/authors/ann-lee",
    "month": "/2026/11",
    "day": "/2026/11/24",
    "sections": "/sections",
    "topics": "/topics",
    "month-of-topic": "/topics/c++/2026/11",
    "moved": "/2026/11/strike",
    "gone": "/2026/11/gone",
    "nothing": "/404.html",
    "feed-rss": "/feed.xml",
    "feed-atom": "/feed-atom.xml",
    "feed-json": "/feed.json",
    "feed-of-section": "/feeds/sections/world.xml",
    "feed-of-author": "/feeds/authors/ann-lee.xml",
    "sitemap-index": "/sitemap.xml",
    "sitemap-of-month": "/sitemaps/2026-11.xml",
    "sitemap-news": "/news-sitemap.xml",
    "robots": "/robots.txt",
}

SEARCHES = {
    "search": Asked("  port “strike”"),
    "search-nothing": Asked("<b>windmill</b>", "ar"),
    "search-empty": Asked(),
}


def examples() -> Iterator[tuple[str, Page | None]]:
    """The name of each example, and its page as it is now."""
    room = newsroom()
    for name, address in PAGES.items():
        yield name, respond(Address(address), room.index)
    reacting = Theme(reactions=True)
    with_profiles = profiled()
    yield "standing", respond(Address("/about"), with_profiles.index)
    yield "article-with-profiles", respond(Address(PAGES["article"]), with_profiles.index)
    yield "author-with-profile", respond(Address(PAGES["author"]), with_profiles.index)
    yield "article-with-reactions", respond(Address("/2026/11/tide-tables"), room.index, reacting)
    yield "article-static", respond(Address("/2026/11/tide-tables"), room.index, STATIC)
    for name, asked in SEARCHES.items():
        yield name, Page(search.respond(asked, Press(room.index, SETTINGS, DEFAULT)), cache_control=ASKED)
    empty = Newsroom(SETTINGS)
    yield "front-empty", respond(Address("/"), empty.index)
    yield "sections-empty", respond(Address("/sections"), empty.index)
    yield "topics-empty", respond(Address("/topics"), empty.index)
    right_to_left = newsroom(structs.replace(SETTINGS, title="رسالة الميناء", language="ar"))
    yield "front-arabic", respond(Address("/"), right_to_left.index)
    yield "month-arabic", respond(Address("/2026/11"), right_to_left.index)


def as_file(page: Page) -> str:
    """Headers and body. The theme's files and pictures go without their hashes: a new colour is no new page."""
    body = re.sub(r"(/media/[^/ ]+)/[0-9a-f]{20}/", r"\1/HASH/", page.body.decode())
    body = re.sub(r"(/assets/\w+)\.[0-9a-f]{12}\.", r"\1.HASH.", body)
    location = f"location: {page.location}\n" if page.location else ""
    return f"{page.status} {page.content_type}\n{location}cache-control: {page.cache_control}\n\n{body}"


if __name__ == "__main__":
    for old in GOLDEN.glob("*.txt"):
        old.unlink()
    for name, page in examples():
        (GOLDEN / f"{name}.txt").write_text(as_file(page) if page else "nothing\n")
