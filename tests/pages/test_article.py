"""The parts of an article's page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from msgspec import json, structs

from presswork.article.model import Address, Article, ArticleId, Correction, Heading, Picture, Proof, Settings
from presswork.article.sitefile import SHARE_LINKS
from presswork.index import keys
from presswork.index.rows import Site, Standing
from presswork.pages import share
from presswork.pages.pictures import image
from presswork.pages.respond import respond
from presswork.pages.theme import DEFAULT, Theme
from tests.pages.newsroom import Newsroom, article, at, card, rendered

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


def test_a_page_reads_no_row_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Newsroom()
    older, original = card("older", "2026-10-01"), card("port", "2026-11-01")
    room.publish(article(older))
    room.publish(article(original), related=("older.md",))
    asked: list[keys.Key[Any]] = []
    get = room.table.get  # which `get_many` calls

    def noted(of: keys.Key[keys.V]) -> keys.V | None:
        asked.append(of)
        return get(of)

    monkeypatch.setattr(room.table, "get", noted)
    page(room, article(original))
    assert asked == [keys.site(), keys.claim(original.address), keys.standing(original.id), keys.standing(older.id)]


def test_an_original_is_read_once_for_all_its_translations(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Newsroom()
    original, german = card("port", "2026-11-01"), card("hafen", "2026-11-02", lang="de")
    room.publish(article(original))
    room.table.write({keys.referring("TRANSLATION", original.address).at(german.id): german})
    asked: list[object] = []
    get_many = room.table.get_many

    def noted(of: Sequence[keys.Key[keys.V]]) -> list[keys.V | None]:
        asked.append(of)
        return get_many(of)

    monkeypatch.setattr(room.table, "get_many", noted)
    assert room.index.translations("port.md") == [original, german]
    assert asked == [[keys.standing(original.id)]]


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
    text = page(room, mine)
    assert '<form method="post" action="/api/reactions?article=mine%20%26%20more.md">' in text
    assert re.findall('<button name="reaction" value="(.*?)">(.*?)<span class="count"></span></button>', text) == [
        *(("happy", "Happy"), ("sad", "Sad"), ("excited", "Excited")),
        *(("sleepy", "Sleepy"), ("angry", "Angry"), ("surprise", "Surprise")),
    ]
    assert "reaction" not in page(room, mine, Theme(reactions=False))
    silent = Newsroom()
    silent.table.write({keys.site(): Site(reactions=False)})
    silent.publish(mine)
    assert "reaction" not in page(silent, mine)
    silent = Newsroom(Settings(reactions=False))
    silent.publish(mine)
    assert "reaction" not in page(silent, mine)


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
        found = respond(Address(place), room.index)
        assert found
        tags = Tags()
        tags.feed(found.body.decode())
        assert [tag for tag in tags.found if tag[0] in {"script", "title"}] == [
            ("title", ()),
            *[("script", ("type",)), ("script", ("src", "defer"))] * scripts,
        ]
        assert not [names for _, names in tags.found if {"onerror", "onerror=x"} & {*names}]


def metas(text: str) -> list[tuple[str, str]]:
    """What a page says of itself in the properties of Open Graph and to X, in order."""
    found = re.findall('<meta (?:property|name)="((?:og|article|twitter):[^"]*)" content="([^"]*)">', text)
    return [(name, unescape(content)) for name, content in found]


def data(text: str) -> object:
    """The page's data for search engines."""
    found = re.findall('<script type="application/ld\\+json">(.*?)</script>', text, re.DOTALL)
    assert len(found) == 1
    assert not set("<>&") & set(found[0])
    return json.decode(found[0])


COURIER = Settings(title="The Courier", base_url="https://courier.example", time_zone="Europe/Berlin")
HOSTILE = '</script> & "<b>"'
CRANE = rendered("crane.jpg")
FULL = article(
    card(
        "mine",
        "2026-11-24T04:00",
        title=HOSTILE,
        lang="en-GB",
        summary="A <summary>",
        updated=at("2026-11-25T09:00"),
        authors=("Ann Lee", "Ben <Okri>"),
        sections=("World & Work", "Port"),
        topics=("C++", "Trade unions"),
        picture=Picture("/media/crane.jpg", 'A "crane"', "At rest", CRANE),
    ),
    corrections=(Correction(at("2026-11-26"), "It was <Tuesday>."), Correction(None, "A name.")),
)


def test_search_engines_read_the_data_as_it_was_written() -> None:
    room = Newsroom(COURIER)
    room.publish(FULL)
    assert data(page(room, FULL)) == {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "NewsArticle",
                "headline": HOSTILE,
                "description": "A <summary>",
                "inLanguage": "en-GB",
                "datePublished": "2026-11-24T05:00:00+01:00",
                "dateModified": "2026-11-26T01:00:00+01:00",
                "mainEntityOfPage": {"@type": "WebPage", "@id": "https://courier.example/2026/11/mine"},
                "image": [f"https://courier.example/media/crane.jpg/{CRANE.hash}/1000.jpg"],
                "author": [
                    {"@type": "Person", "name": "Ann Lee", "url": "https://courier.example/authors/ann-lee"},
                    {"@type": "Person", "name": "Ben <Okri>", "url": "https://courier.example/authors/ben-%3Cokri%3E"},
                ],
                "articleSection": ["World & Work", "Port"],
                "keywords": ["C++", "Trade unions"],
                "correction": [
                    {
                        "@type": "CorrectionComment",
                        "text": "It was <Tuesday>.",
                        "datePublished": "2026-11-26T01:00:00+01:00",
                    },
                    {"@type": "CorrectionComment", "text": "A name."},
                ],
                "publisher": {"@type": "Organization", "name": "The Courier", "url": "https://courier.example/"},
            },
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": 1, "name": "Front page", "item": "https://courier.example/"},
                    {
                        "@type": "ListItem",
                        "position": 2,
                        "name": "World & Work",
                        "item": "https://courier.example/sections/world-&-work",
                    },
                    {
                        "@type": "ListItem",
                        "position": 3,
                        "name": HOSTILE,
                        "item": "https://courier.example/2026/11/mine",
                    },
                ],
            },
        ],
    }


def test_of_an_article_that_says_little_search_engines_read_no_more() -> None:
    room = Newsroom(Settings(base_url="https://courier.example"))
    mine = article(card("mine", "2026-11-24", title="x" * 300))
    room.publish(mine)
    assert data(page(room, mine)) == {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "NewsArticle",
                "headline": "x" * 300,
                "inLanguage": "en",
                "datePublished": "2026-11-24T00:00:00+00:00",
                "dateModified": "2026-11-24T00:00:00+00:00",
                "mainEntityOfPage": {"@type": "WebPage", "@id": "https://courier.example/2026/11/mine"},
                "publisher": {"@type": "Organization", "name": "Presswork", "url": "https://courier.example/"},
            }
        ],
    }


def test_other_sites_are_told_what_they_show_of_an_article() -> None:
    room = Newsroom(COURIER)
    room.publish(FULL)
    room.publish(article(card("meines", "2026-11-25", lang="de"), translation_of="mine.md"))
    german = card("meines", "2026-11-25", lang="de")
    room.table.write({keys.referring("TRANSLATION", "mine.md").at(german.id): german})
    text = page(room, FULL)
    assert metas(text) == [
        ("og:type", "article"),
        ("og:locale", "en_GB"),
        ("og:locale:alternate", "de_DE"),
        ("og:site_name", "The Courier"),
        ("og:title", HOSTILE),
        ("og:url", "https://courier.example/2026/11/mine"),
        ("og:description", "A <summary>"),
        ("og:image", f"https://courier.example/media/crane.jpg/{CRANE.hash}/1000.jpg"),
        ("og:image:width", "1000"),
        ("og:image:height", "750"),
        ("og:image:alt", 'A "crane"'),
        ("twitter:card", "summary_large_image"),
        ("article:published_time", "2026-11-24T05:00:00+01:00"),
        ("article:modified_time", "2026-11-26T01:00:00+01:00"),
        ("article:author", "https://courier.example/authors/ann-lee"),
        ("article:author", "https://courier.example/authors/ben-%3Cokri%3E"),
        ("article:section", "World & Work"),
        ("article:tag", "C++"),
        ("article:tag", "Trade unions"),
    ]
    assert re.findall('<link rel="canonical" href="(.*?)">', text) == ["https://courier.example/2026/11/mine"]


def test_of_an_article_that_says_little_other_sites_are_told_no_more() -> None:
    room = Newsroom(Settings(base_url="https://courier.example"))
    mine = article(card("mine", "2026-11-24", lang="pt"))
    room.publish(mine)
    assert metas(page(room, mine)) == [
        ("og:type", "article"),
        ("og:site_name", "Presswork"),
        ("og:title", "Mine"),
        ("og:url", "https://courier.example/2026/11/mine"),
        ("twitter:card", "summary"),
        ("article:published_time", "2026-11-24T00:00:00+00:00"),
        ("article:modified_time", "2026-11-24T00:00:00+00:00"),
    ]


@pytest.mark.parametrize(
    ("updated", "modified", "shown"),
    [("2026-11-25", "2026-11-25", True), ("2026-11-20", "2026-11-24", False), ("2026-11-24", "2026-11-24", False)],
)
def test_an_update_before_the_article_appeared_is_none(updated: str, modified: str, shown: bool) -> None:
    room = Newsroom()
    mine = article(card("mine", "2026-11-24", updated=at(updated)))
    room.publish(mine)
    text = page(room, mine)
    assert dict(metas(text))["article:modified_time"] == f"{modified}T00:00:00+00:00"
    assert ("<li>Updated <time" in text) is shown


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ((None,), "Corrected"),
        (("2026-11-26", None, "2026-11-25"), 'Corrected <time datetime="2026-11-26T00:00:00+00:00">26 November 2026'),
    ],
)
def test_the_top_of_the_page_says_that_there_are_corrections_and_leads_to_them(
    dates: tuple[str | None, ...], said: str
) -> None:
    room = Newsroom()
    corrections = tuple(Correction(at(date) if date else None, "It was Tuesday.") for date in dates)
    mine = article(card("mine", "2026-11-24"), corrections=corrections)
    room.publish(mine)
    text = page(room, mine)
    assert f'<li><a href="#theme--corrections">{said}' in text
    assert text.count('id="theme--corrections"') == 1
    assert text.count("It was Tuesday.</li>") == len(dates)


def test_the_way_to_an_article_leads_through_its_first_section() -> None:
    room = Newsroom()
    mine = article(card("mine", "2026-11-24", lang="de", sections=("Welt & Weite", "Hafen")))
    plain = article(card("plain", "2026-11-25"))
    room.publish(mine)
    room.publish(plain)
    found = re.search('<nav class="breadcrumb".*?</nav>', page(room, mine), re.DOTALL)
    assert found
    assert found[0] == (
        '<nav class="breadcrumb" aria-label="Sie sind hier">\n<ol>\n<li><a href="/">Startseite</a></li>\n'
        '<li><a href="/sections/welt-&amp;-weite">Welt &amp; Weite</a></li>\n</ol>\n</nav>'
    )
    assert 'class="breadcrumb"' not in page(room, plain)


def shared(text: str) -> list[tuple[str, str]]:
    """The links to pass the article on: what they say, and where they lead."""
    found = re.search('<nav class="share".*?</nav>', text, re.DOTALL)
    links = re.findall('<a href="([^"]*)" rel="noopener nofollow">(.*?)</a>', found[0]) if found else []
    return [(said, unescape(href)) for href, said in links]


def test_an_article_is_passed_on_by_plain_links() -> None:
    everywhere = structs.replace(COURIER, share=(*share.TARGETS, "gone-network"))
    room = Newsroom(everywhere)
    mine = article(card("häfen", "2026-11-24", title='A & "B" {url}\u2028/?#%', lang="de"))
    room.publish(mine)
    url = "https%3A%2F%2Fcourier.example%2F2026%2F11%2Fh%25C3%25A4fen"
    title = "A%20%26%20%22B%22%20%7Burl%7D%E2%80%A8%2F%3F%23%25"
    assert shared(page(room, mine)) == [
        ("E-Mail", f"mailto:?subject={title}&body={url}"),
        ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={url}"),
        ("X", f"https://x.com/intent/post?text={title}&url={url}"),
        ("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?url={url}"),
        ("WhatsApp", f"https://wa.me/?text={title}%20{url}"),
        ("Telegram", f"https://t.me/share/url?url={url}&text={title}"),
        ("Bluesky", f"https://bsky.app/intent/compose?text={title}%20{url}"),
        ("Mastodon", f"https://share.joinmastodon.org/#text={title}%20{url}"),
    ]


def test_the_site_chooses_where_articles_are_passed_on() -> None:
    mine = article(card("mine", "2026-11-24"))
    for chosen, said in ((Settings().share, ["E-mail", "Facebook", "X", "WhatsApp"]), (("mastodon",), ["Mastodon"])):
        room = Newsroom(Settings(share=chosen))
        room.publish(mine)
        assert [text for text, _ in shared(page(room, mine))] == said
    off = Newsroom(Settings(share=()))
    off.publish(mine)
    assert 'class="share"' not in page(off, mine)


def test_every_setting_of_share_has_its_link() -> None:
    assert (*share.TARGETS,) == SHARE_LINKS


def test_the_ways_back_from_footnotes_have_a_name_in_the_articles_language() -> None:
    room = Newsroom()
    mine, other = article(card("mine", "2026-11-24", lang="ja")), article(card("other", "2026-11-25"))
    room.publish(mine, Proof('<p>1 <a aria-labelledby="theme--back">↩</a></p>\n'))
    room.publish(other)
    assert '<p id="theme--back" hidden>本文に戻る</p>' in page(room, mine)
    assert "theme--back" not in page(room, other)


def test_words_are_marked_where_a_language_has_none_of_its_own() -> None:
    room = Newsroom(Settings(language="de", title="Der Bote"))
    mine = article(card("mine", "2026-11-24", lang="he", words=200, sections=("עולם",), authors=("לאה",)))
    room.publish(mine)
    text = page(room, mine)
    assert '<html lang="he" dir="rtl">' in text
    assert '<a href="/"><bdi lang="de" dir="ltr">Der Bote</bdi></a>' in text
    main = text[text.index("<main") : text.index("</main>")]
    assert re.findall('<bdi lang="en" dir="ltr">(.*?)</bdi>', main) == [
        *("Front page", "in", "By", "24 November 2026", "Read Time: 1 Minute", "Share", "E-mail"),
        *("What do you think?", "Happy", "Sad", "Excited", "Sleepy", "Angry", "Surprise"),
        "That did not work. Please try again later.",
    ]


def test_an_article_without_a_picture_has_none() -> None:
    assert image(None) is None
    room = Newsroom()
    mine = article(card("mine", "2026-11-24", id=ArticleId("mine.md")))
    room.publish(mine)
    assert "<img" not in page(room, mine)
