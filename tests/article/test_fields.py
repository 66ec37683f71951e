"""Fields in all the ways in which authors and other systems write them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from presswork.article import fields, limits
from presswork.article.declared import checked
from presswork.article.frontmatter import FrontMatter
from presswork.article.model import Article, Correction, Picture, Problem
from presswork.article.nodes import EMPTY
from presswork.article.objects import parse_json
from presswork.article.problems import Problems
from tests.article.uploads import accepted, faults, warnings


def article(front: str) -> Article:
    return accepted(f"---\n{front}\n---\nText.").article


def titled(front: str) -> Article:
    return article(f"title: T\n{front}")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("2014", "2014"),
        ("2019-09-04", "2019-09-04"),
        ("true", "true"),
        ("  'It''s  over' ", "It's over"),
        ('"Ships: a history"', "Ships: a history"),
        ("'<b>Bold</b> & \"more\"'", '<b>Bold</b> & "more"'),
        ("|\n  Two\n  lines", "Two lines"),
        ('"a\\u202Eb\\0"', "ab"),
        ("x" * 300, "x" * 300),
    ],
)
def test_a_title_is_text_whatever_it_looks_like(written: str, title: str) -> None:
    assert article(f"title: {written}").card.title == title


@pytest.mark.parametrize(
    "written",
    [
        "authors: [Ann, Jo]",
        "author:\n- Ann\n- Jo",
        "authors:\n- name: Ann\n  url: x\n- Jo",
        "author: Ann\nauthors: [Jo]",
        "Authors: [Ann, Jo, ' ann ', '', ~]",
    ],
)
def test_authors_are_texts_lists_or_maps_with_a_name(written: str) -> None:
    assert sorted(titled(written).card.authors) == ["Ann", "Jo"]


@pytest.mark.parametrize(
    "written",
    ["sections: [World, Arts]", "section: World\ncategories: [arts, Arts]", "category: [World]\nsections: Arts"],
)
def test_sections_have_four_keys_that_add_up(written: str) -> None:
    assert {name.lower() for name in titled(written).card.sections} == {"world", "arts"}


@pytest.mark.parametrize(
    "written", ["topics: [ships, C++]", "tags: ships, C++", "tag: ships\ntopic: C++", "tags:\n- ships\n- C++"]
)
def test_topics_are_lists_or_texts_with_commas(written: str) -> None:
    assert set(titled(written).card.topics) == {"ships", "C++"}


def test_a_comma_in_a_list_belongs_to_the_name() -> None:
    assert titled("topics: ['Rotterdam, Netherlands']").card.topics == ("Rotterdam, Netherlands",)


@pytest.mark.parametrize(
    ("front", "summary"),
    [
        ("summary: A\ndescription: B\nexcerpt: C", "A"),
        ("excerpt: C\ndescription: B", "B"),
        ("summary:\nexcerpt: C", "C"),
        ("summary: ''\n", "Text."),
    ],
)
def test_of_several_summaries_the_first_in_order_counts(front: str, summary: str) -> None:
    assert titled(front).card.summary == summary


@pytest.mark.parametrize(
    ("written", "lang"), [("de", "de"), ("PT_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("", "en")]
)
def test_a_language_has_its_usual_case(written: str, lang: str) -> None:
    assert titled(f"language: {written}").card.lang == lang


@pytest.mark.parametrize(
    ("front", "picture"),
    [
        ("image: /media/a.jpg", Picture("/media/a.jpg")),
        ("image: img/a.jpg\nimage_alt: A\nimage_caption: B", Picture("/media/img/a.jpg", "A", "B")),
        ("image: {src: https://x.example/a.jpg, alt: A, caption: B}", Picture("https://x.example/a.jpg", "A", "B")),
        ("images: [/a.jpg, /b.jpg]", Picture("/a.jpg")),
        ("image:\n  path: /a.jpg\n  lqip: data:x", Picture("/a.jpg")),
        ("image: ~", None),
        ("images: []", None),
    ],
)
def test_a_picture_is_a_path_or_a_map(front: str, picture: Picture | None) -> None:
    assert titled(front).card.picture == picture


@pytest.mark.parametrize(
    ("front", "draft"),
    [
        ("draft: true", True),
        ("draft: Yes", True),
        ("draft: false", False),
        ("published: false", True),
        ("published: true", False),
        ("draft: ", False),
        ("draft: 0", False),
        ("draft: false\npublished: no", True),
    ],
)
def test_an_article_is_a_draft_if_it_says_so_or_is_not_published(front: str, draft: bool) -> None:
    assert titled(front).draft is draft


def test_dates_have_several_keys() -> None:
    for key in ("updated", "lastmod", "modified"):
        assert titled(f"{key}: 2020-05-01").card.updated == datetime(2020, 5, 1, tzinfo=UTC)
    for key in ("expires", "expiry", "expiryDate", "expiry_date"):
        assert titled(f"{key}: 2030-05-01").expires == datetime(2030, 5, 1, tzinfo=UTC)


def test_aliases_are_normalised_and_unlike_the_address() -> None:
    found = titled("aliases: [/old/, /caf%C3%A9/index.html, /old]\nredirect_from: /2020/01/port")
    assert found.aliases == ("/old", "/café")


def test_a_permalink_is_the_address() -> None:
    found = titled("permalink: /About/Us/\nslug: x")
    assert (found.card.address, found.slug) == ("/About/Us", "x")


def test_corrections_are_texts_or_maps() -> None:
    found = titled("corrections:\n- It was Tuesday.\n- {date: 2020-05-01, text: It was  Wednesday.}")
    assert found.corrections == (
        Correction(None, "It was Tuesday."),
        Correction(datetime(2020, 5, 1, tzinfo=UTC), "It was Wednesday."),
    )
    assert titled("correction: It was Tuesday.").corrections == (Correction(None, "It was Tuesday."),)


def test_other_articles_are_named_by_address_or_file() -> None:
    found = titled("related: [/2019/port/, articles/a.md, b.md]\nblocked: c.md\ntranslation_of: articles/en/port.md")
    assert (found.pinned, found.blocked, found.translation_of) == (
        ("/2019/port", "a.md", "b.md"),
        ("c.md",),
        "en/port.md",
    )


@pytest.mark.parametrize(
    ("front", "fault"),
    [
        ("title: [a]", ("title", 2, 8, "`title` is a list, not a text.")),
        ("title: {a: b}", ("title", 2, 8, "`title` is a map, not a text.")),
        ("title: T\ndate: soon", ("date", 3, 7, "`soon` is not a date from 1000 to 9999.")),
        ("title: T\ndate: [2020-01-01]", ("date", 3, 7, "`date` is a list, not a text.")),
        ("title: T\ndraft: perhaps", ("draft", 3, 8, "`perhaps` is neither true nor false.")),
        ("title: T\nlang: english!", ("lang", 3, 7, "`english!` is not a language tag.")),
        (
            "title: T\nslug: '!!!'",
            ("slug", 0, 0, "No address can be made: there is no letter and no digit in the slug."),
        ),
        (
            "title: T\nimage: javascript:alert(1)",
            ("image", 3, 8, "`javascript:alert(1)` is not the source of a picture."),
        ),
        ("title: T\nimage: {alt: A}", ("image", 3, 8, "`image` has no `src`.")),
        (
            "title: T\naliases: [/ok, old]",
            ("aliases", 3, 16, "`old`: This is not a path of this site that begins with one slash."),
        ),
        (
            "title: T\npermalink: https://x.example/",
            ("permalink", 3, 12, "`https://x.example/`: This is not a path of this site that begins with one slash."),
        ),
        (
            "title: T\nalias: /~ann/port",
            (
                "aliases",
                3,
                8,
                "`/~ann/port`: An address has no ~: what stands there could not be replaced at the CDN.",
            ),
        ),
        ("title: T\ntags:\n- [a, b]", ("topics", 4, 3, "`topics` is a list, not a text or a list of texts.")),
        ("title: T\nauthors: {nom: A}", ("authors", 3, 10, "`authors` is a map, not a text or a list of texts.")),
        ("title: T\ncorrections: [{date: 2020-01-01}]", ("corrections", 3, 15, "A correction has no `text`.")),
        (
            "title: T\nrelated: https://x.example/a",
            ("related", 3, 10, "`https://x.example/a` is not an article of this site."),
        ),
    ],
)
def test_a_field_that_does_not_fit_is_told_with_its_place(front: str, fault: tuple[str, int, int, str]) -> None:
    assert faults(f"---\n{front}\n---\nText.") == [fault]


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    found = faults("---\ndraft: 7\nlang: 5\ndate: soon\n---\n")
    assert [field for field, *_ in found] == ["draft", "lang", "date", "title"]


EXAMPLES = [
    pytest.param(key, example, name, id=f"{key}-{number}")
    for name, field in FrontMatter.model_fields.items()
    for key in fields.SHAPE.fields[name].keys
    for number, example in enumerate(field.examples or ())
]


@pytest.mark.parametrize(("key", "example", "name"), EXAMPLES)
def test_every_example_of_a_field_is_understood_under_each_of_its_keys(key: str, example: object, name: str) -> None:
    problems = Problems()
    found = fields.read(parse_json(json.dumps({key: example})), UTC, problems)
    assert problems.all() == ()
    assert found.model_dump(exclude_defaults=True).keys() == {name}


def test_every_field_has_a_default_a_meaning_and_an_example() -> None:
    assert fields.read(EMPTY, UTC, Problems()) == FrontMatter()
    assert all(each.description and each.examples for each in FrontMatter.model_fields.values())


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "x" * (limits.TITLE + 1), "String should have at most 300 characters"),
        ("topics", ("x" * (limits.NAME + 1),), "String should have at most 100 characters"),
        ("topics", ("x",) * (limits.TOPICS + 1), "Tuple should have at most 50 items after validation, not 51"),
        ("image", {"src": "a", "alt": "x" * (limits.NOTE + 1)}, "String should have at most 2000 characters"),
        ("aliases", ("/~ann",), "String should match pattern '^/([^/~][^~]*)?$'"),
        (
            "permalink",
            "/" + "é" * 250,
            "Value error, The address is longer than 1,500 bytes when it is percent-encoded.",
        ),
        ("date", datetime(999, 1, 1, tzinfo=UTC), "Input should be greater than or equal to 1000-01-01T00:00:00Z"),
        ("draft", "true", "Input should be a valid boolean"),
    ],
)
def test_a_value_that_its_reader_let_pass_is_stopped_by_the_model(field: str, value: object, message: str) -> None:
    problems = Problems()
    found = checked(FrontMatter, {"slug": "port", field: value}, problems)
    assert found == FrontMatter.model_validate({"slug": "port"})
    told = f"`{field}` cannot be accepted: {message.removesuffix('.')}."
    assert problems.all() == (Problem(told, "Correct it.", field=field),)


def test_an_unknown_key_is_a_warning_with_the_nearest_known() -> None:
    front = "---\ntitle: T\ncorections: [x]\nlayout: post\nsubtitel: x\n---\nText."
    assert warnings(front) == [
        ("corections", 3, 1, "`corections` is no field of an article, and is left out.", "Did you mean `corrections`?"),
        (
            "layout",
            4,
            1,
            "`layout` is no field of an article, and is left out.",
            "Remove it, or leave it: it does no harm.",
        ),
        (
            "subtitel",
            5,
            1,
            "`subtitel` is no field of an article, and is left out.",
            "Remove it, or leave it: it does no harm.",
        ),
    ]
    assert accepted(front).article.corrections == ()


def test_an_article_that_expires_before_its_date_is_a_warning() -> None:
    assert [each[:1] for each in warnings("---\ntitle: T\ndate: 2020-01-02\nexpires: 2020-01-02\n---\nText.")] == [
        ("expires",)
    ]


@dataclass(frozen=True)
class Edge:
    """A field at its limit and over it."""

    field: str
    at: str
    over: str


def many(key: str, count: int, prefix: str = "n") -> str:
    return f"{key}: [{', '.join(f'{prefix}{number}' for number in range(count))}]"


EDGES = [
    Edge("title", f"title: {'x' * limits.TITLE}", f"title: {'x' * (limits.TITLE + 1)}"),
    Edge("summary", f"title: T\nsummary: {'x' * limits.SUMMARY}", f"title: T\nsummary: {'x' * (limits.SUMMARY + 1)}"),
    Edge("topics", f"title: T\ntags: [{'x' * limits.NAME}]", f"title: T\ntags: [{'x' * (limits.NAME + 1)}]"),
    Edge(
        "sections",
        "title: T\n" + many("sections", limits.SECTIONS),
        "title: T\n" + many("sections", limits.SECTIONS + 1),
    ),
    Edge("topics", "title: T\n" + many("tags", limits.TOPICS), "title: T\n" + many("tags", limits.TOPICS + 1)),
    Edge("authors", "title: T\n" + many("authors", limits.AUTHORS), "title: T\n" + many("authors", limits.AUTHORS + 1)),
    Edge(
        "aliases",
        "title: T\n" + many("aliases", limits.ALIASES, "/"),
        "title: T\n" + many("aliases", limits.ALIASES + 1, "/"),
    ),
    Edge(
        "corrections",
        "title: T\n" + many("corrections", limits.CORRECTIONS),
        "title: T\n" + many("corrections", limits.CORRECTIONS + 1),
    ),
    Edge(
        "corrections",
        f"title: T\ncorrections: {'x' * limits.NOTE}",
        f"title: T\ncorrections: {'x' * (limits.NOTE + 1)}",
    ),
    Edge("related", "title: T\n" + many("related", limits.RELATED), "title: T\n" + many("related", limits.RELATED + 1)),
    Edge("blocked", "title: T\n" + many("blocked", limits.RELATED), "title: T\n" + many("blocked", limits.RELATED + 1)),
    Edge("image", f"title: T\nimage: /{'x' * (limits.URL - 1)}", f"title: T\nimage: /{'x' * limits.URL}"),
    Edge(
        "image_alt",
        f"title: T\nimage: a\nimage_alt: {'x' * limits.NOTE}",
        f"title: T\nimage: a\nimage_alt: {'x' * (limits.NOTE + 1)}",
    ),
    Edge("slug", f"title: T\nslug: {'x' * limits.TITLE}", f"title: T\nslug: {'x' * (limits.TITLE + 1)}"),
    Edge(
        "permalink",
        f"title: T\npermalink: /{'x' * (limits.ADDRESS_BYTES - 1)}",
        f"title: T\npermalink: /{'x' * limits.ADDRESS_BYTES}",
    ),
    Edge("aliases", f"title: T\nalias: /{'é' * 249}{'x' * 5}", f"title: T\nalias: /{'é' * 249}{'x' * 6}"),
    Edge("related", f"title: T\nrelated: /{'x' * 699}", f"title: T\nrelated: /{'x' * 700}"),
    Edge("lang", f"title: T\nlang: en{'-x2345678' * 3}-x2345", f"title: T\nlang: en{'-x2345678' * 3}-x23456"),
]


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.field)
def test_a_field_may_reach_its_limit_and_not_pass_it(edge: Edge) -> None:
    assert accepted(f"---\n{edge.at}\n---\nText.").problems == ()
    assert [field for field, *_ in faults(f"---\n{edge.over}\n---\nText.")] == [edge.field]
