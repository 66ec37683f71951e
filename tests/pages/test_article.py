"""The parts of an article's page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from msgspec import json

from presswork.article.model import Address, Article, ArticleId, Heading, Picture, Proof, Settings
from presswork.index import keys
from presswork.index.rows import Standing
from presswork.pages.pictures import image
from presswork.pages.respond import respond
from presswork.pages.theme import DEFAULT, Theme
from tests.pages.newsroom import Newsroom, article, card

FIRST, LAST = "<p>First.</p>\n", "<p>Last.</p>\n"
WITH_PLACE = Proof(FIRST + LAST, see_also=len(FIRST))


def page(room: Newsroom, of: Article, theme: Theme = DEFAULT) -> str:
    found = respond(of.card.address, room.index, theme)
    assert found
    return found.body.decode()


def body(text: str) -> str:
    found = re.search(r'<div class="body">\n(.*?)\n</div>', text, re.DOTALL)
    assert found
    return found[1]


def titles(text: str, part: str) -> list[str]:
    """The texts of the links in the element of a class."""
    found = re.search(f'<(\\w+) class="{part}".*?</\\1>', text, re.DOTALL)
    return re.findall("<a [^>]*>([^<]*)</a>", found[0]) if found else []


def archive(room: Newsroom, *names: str) -> list[str]:
    """Older articles, live; their ids."""
    for day, name in enumerate(names, 1):
        room.publish(article(card(name, f"2026-10-{day:02}")))
    return [f"{name}.md" for name in names]


def test_the_see_also_line_stands_before_the_last_paragraph() -> None:
    room = Newsroom()
    ids = archive(room, "best", "second")
    mine = article(card("mine", "2026-11-24"))
    room.publish(mine, WITH_PLACE, ids)
    text = page(room, mine)
    line = '<p class="see-also"><span>See also</span> <a href="/2026/10/best">Best</a></p>\n'
    assert body(text) == FIRST + line + LAST
    assert titles(text, "related") == ["Second"]


def test_it_shows_the_best_article_that_the_body_does_not_link_to() -> None:
    room = Newsroom()
    ids = archive(room, "linked", "second")
    mine = article(card("mine", "2026-11-24"), links=(Address("/2026/10/linked"),))
    room.publish(mine, WITH_PLACE, ids)
    text = page(room, mine)
    assert titles(text, "see-also") == ["Second"]
    assert titles(text, "related") == ["Linked"]


def test_without_a_related_article_the_body_is_whole_and_there_is_no_line() -> None:
    room = Newsroom()
    mine = article(card("mine", "2026-11-24"))
    room.publish(mine, WITH_PLACE)
    text = page(room, mine)
    assert body(text) == FIRST + LAST
    assert 'class="related"' not in text


def test_without_a_place_for_the_line_all_related_articles_follow_the_body() -> None:
    room = Newsroom()
    ids = archive(room, "best", "second")
    mine = article(card("mine", "2026-11-24"))
    room.publish(mine, Proof(FIRST + LAST), ids)
    text = page(room, mine)
    assert body(text) == FIRST + LAST
    assert titles(text, "related") == ["Best", "Second"]


def test_only_live_articles_are_related() -> None:
    room = Newsroom()
    ids = archive(room, "live", "removed", "expired", "scheduled", "absent")
    room.stand("removed.md", Standing("removed"))
    room.stand("expired.md", Standing("expired"))
    room.stand("scheduled.md", Standing("scheduled"))
    room.stand("absent.md", Standing("absent"))
    mine = article(card("mine", "2026-11-24"))
    room.publish(mine, related=ids)
    assert titles(page(room, mine), "related") == ["Live"]


def test_follow_ups_come_among_its_own_related_articles_by_their_rank() -> None:
    room = Newsroom()
    ids = archive(room, "own-one", "own-two", "own-three", "own-four")
    mine = article(card("mine", "2026-11-01"))
    room.publish(mine, related=ids)
    for day, name in enumerate(("later-one", "later-two"), 2):
        room.publish(article(card(name, f"2026-11-{day:02}")), related=["mine.md"])
    assert titles(page(room, mine), "related") == ["Later one", "Later two", "Own one", "Own two", "Own three"]


@pytest.mark.parametrize("blocked", ["later.md", "/2026/11/later"])
def test_a_follow_up_that_the_author_blocked_stays_out(blocked: str) -> None:
    room = Newsroom()
    mine = article(card("mine", "2026-11-01"), blocked=(blocked,))
    room.publish(mine)
    room.publish(article(card("later", "2026-11-02")), related=["mine.md"])
    assert titles(page(room, mine), "related") == []


def test_pins_come_first_whether_they_are_ids_or_addresses_even_old_ones() -> None:
    room = Newsroom()
    ids = archive(room, "best", "pinned", "moved")
    room.claim("/old/moved", "moved.md")
    mine = article(card("mine", "2026-11-24"), pinned=("/old/moved", "pinned.md", "nowhere.md", "/nowhere"))
    room.publish(mine, related=ids)
    assert titles(page(room, mine), "related") == ["Moved", "Pinned", "Best"]


def test_related_articles_are_told_once_and_at_most_five() -> None:
    room = Newsroom()
    ids = archive(room, *(f"a{number}" for number in range(8)))
    mine = article(card("mine", "2026-11-24"), pinned=("a3.md",))
    room.publish(mine, related=ids)
    assert titles(page(room, mine), "related") == ["A3", "A0", "A1", "A2", "A4"]


def test_translations_know_each_other_and_the_original_by_any_of_its_names() -> None:
    room = Newsroom()
    original, german = article(card("port", "2026-11-01")), card("hafen", "2026-11-02", lang="de")
    french = card("le-port", "2026-11-03", lang="fr")
    room.publish(original)
    room.claim("/old/port", "port.md")
    room.stand("port.md", Standing("live", original, former=(Address("/old/port"),)))
    for each, name in ((german, "port.md"), (french, "/old/port")):
        room.publish(article(each, translation_of=name))
        room.table.write({keys.referring("TRANSLATION", name).at(each.id): each})
    for each in (original.card, german, french):
        text = page(room, article(each))
        links = re.findall(r'<link rel="alternate" hreflang="(..)" href="https://[^/]+(/[^"]+)">', text)
        assert sorted(links) == [("de", "/2026/11/hafen"), ("en", "/2026/11/port"), ("fr", "/2026/11/le-port")]


def test_previous_and_next_are_the_nearest_in_time() -> None:
    room = Newsroom()
    archive(room, "oldest", "older", "mine", "newer", "newest")
    text = page(room, article(card("mine", "2026-10-03")))
    assert titles(text, "beside") == ["Older", "Newer"]
    assert titles(page(room, article(card("oldest", "2026-10-01"))), "beside") == ["Older"]
    assert titles(page(room, article(card("newest", "2026-10-05"))), "beside") == ["Newer"]


def test_a_lone_article_has_no_neighbours() -> None:
    room = Newsroom()
    mine = article(card("mine", "2026-11-24"))
    room.publish(mine)
    assert 'class="beside"' not in page(room, mine)


@pytest.mark.parametrize(
    ("words", "rate", "said"),
    [(270, 200, "<li>Read Time: 1 Minute, 21 Seconds</li>"), (270, 270, "<li>Read Time: 1 Minute</li>"), (0, 200, "")],
)
def test_the_read_time_is_by_the_sites_rate(words: int, rate: int, said: str) -> None:
    room = Newsroom(Settings(words_a_minute=rate))
    mine = article(card("mine", "2026-11-24", words=words))
    room.publish(mine)
    assert (re.findall("<li>Read Time.*</li>", page(room, mine)) or [""])[0] == said


@pytest.mark.parametrize(("count", "shown"), [(3, False), (4, True)])
def test_a_body_of_four_parts_has_a_table_of_contents(count: int, shown: bool) -> None:
    room = Newsroom()
    mine = article(card("mine", "2026-11-24"))
    headings = tuple(Heading(2, f"part-{number}", f"Part {number}") for number in range(count))
    room.publish(mine, Proof("<p>Text.</p>\n", headings))
    assert ('<details class="contents">' in page(room, mine)) is shown


def test_reactions_are_asked_for_only_where_they_are_switched_on() -> None:
    room = Newsroom()
    mine = article(card("mine & more", "2026-11-24"))
    room.publish(mine)
    assert "reaction" not in page(room, mine)
    text = page(room, mine, Theme(reactions=True))
    assert '<form method="post" action="/api/reactions?article=mine%20%26%20more.md">' in text
    assert re.findall('<button name="reaction" value="(.*?)">(.*?)</button>', text) == [
        *(("happy", "Happy"), ("sad", "Sad"), ("excited", "Excited")),
        *(("sleepy", "Sleepy"), ("angry", "Angry"), ("surprise", "Surprise")),
    ]


class Tags(HTMLParser):
    """The elements of a page as a browser would see them, each with the names of its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


def test_nothing_that_an_author_writes_leaves_its_place() -> None:
    evil = "</title></script><script>alert('1')</script>\"><img onerror=x>&"
    room = Newsroom(Settings(title=evil, description=evil))
    mine = article(
        card(
            "mine",
            "2026-11-24",
            title=evil,
            summary=evil,
            lang='en"><script>',
            authors=(evil,),
            sections=(evil,),
            topics=(evil,),
            picture=Picture(evil, evil, evil),
        )
    )
    room.publish(mine)
    room.publish(article(card("later", "2026-11-25")), related=["mine.md"])
    for place, scripts in (("/", 0), ("/2026/11/mine", 1), ("/2026/11/later", 1), ("/2026/11", 0), ("/404.html", 0)):
        found = respond(Address(place), room.index, Theme(reactions=True))
        assert found
        tags = Tags()
        tags.feed(found.body.decode())
        assert [tag for tag in tags.found if tag[0] in {"script", "title"}] == [
            ("title", ()),
            *[("script", ("type",))] * scripts,
        ]
        assert not [names for _, names in tags.found if {"onerror", "onerror=x"} & {*names}]


def test_search_engines_read_the_data_as_it_was_written() -> None:
    room = Newsroom(Settings(title="The Courier", base_url="https://courier.example"))
    mine = article(card("mine", "2026-11-24", title="</script> & <b>", authors=("Ann",), topics=("C++",)))
    room.publish(mine)
    found = re.search('<script type="application/ld\\+json">(.*?)</script>', page(room, mine))
    assert found
    assert json.decode(found[1]) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "</script> & <b>",
        "inLanguage": "en",
        "datePublished": "2026-11-24T00:00:00Z",
        "dateModified": "2026-11-24T00:00:00Z",
        "mainEntityOfPage": "https://courier.example/2026/11/mine",
        "author": [{"@type": "Person", "name": "Ann", "url": "https://courier.example/authors/ann"}],
        "keywords": ["C++"],
        "publisher": {"@type": "Organization", "name": "The Courier", "url": "https://courier.example/"},
    }


def test_an_article_without_a_picture_has_none() -> None:
    assert image(None) is None
    room = Newsroom()
    mine = article(card("mine", "2026-11-24", id=ArticleId("mine.md")))
    room.publish(mine)
    assert "<img" not in page(room, mine)
