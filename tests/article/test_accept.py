"""From an upload to an article, by format."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from presswork.article import limits
from presswork.article.accept import Rejected, accept
from presswork.article.model import Article, Card, Heading, Picture, Proof, Settings, Upload
from tests.article.uploads import FIRST, SITE, accepted, faults, judged, warnings

PORT = """---
title: Port strike ends
date: 2026-11-24 05:00 +0100
sections: [World, Arts & Culture]
tags: [ports]
authors: [Ann]
image: /media/port.jpg
aliases: /old/port
---
Dockers went back to work on Tuesday. [Background](/2026/10/port/), [here](https://gazette.example/2026/11/x?y=1#z).

## What they won

Six per cent.
"""


def test_an_article_is_all_that_its_file_says() -> None:
    found = accepted(PORT, "articles/2026/port-strike.md")
    html = (
        '<p>Dockers went back to work on Tuesday. <a href="/2026/10/port/">Background</a>, '
        '<a href="https://gazette.example/2026/11/x?y=1#z">here</a>.</p>\n'
        '<h2 id="s-what-they-won">What they won</h2>\n<p>Six per cent.</p>'
    )
    assert found.problems == ()
    assert found.proof == Proof(html, (Heading(2, "s-what-they-won", "What they won"),))
    assert found.article == Article(
        card=Card(
            id="2026/port-strike.md",  # type: ignore[arg-type]
            address="/2026/11/port-strike",  # type: ignore[arg-type]
            title="Port strike ends",
            date=datetime(2026, 11, 24, 4, tzinfo=UTC),
            summary="Dockers went back to work on Tuesday. Background, here.",
            authors=("Ann",),
            sections=("World", "Arts & Culture"),
            topics=("ports",),
            picture=Picture("/media/port.jpg"),
            words=15,
        ),
        proof=found.article.proof,
        slug="port-strike",
        aliases=("/old/port",),  # type: ignore[arg-type]
        terms=found.article.terms,
        signature=found.article.signature,
        links=("/2026/10/port", "/2026/11/x"),  # type: ignore[arg-type]
        pictures=("port.jpg",),
    )
    assert {"#ports", "strike"} & {*found.article.terms.words}
    assert found.article.signature


def test_a_block_of_code_is_read_but_says_nothing_of_what_the_article_is_about() -> None:
    found = accepted("---\ntitle: Cranes\n---\nHarbour cranes.\n\n```\nrotterdam()\n```\n").article
    bare = accepted("---\ntitle: Cranes\n---\nHarbour cranes.\n").article
    assert (found.card.words, bare.card.words) == (3, 2)
    assert (found.terms, found.signature) == (bare.terms, bare.signature)


def test_the_same_upload_gives_the_same_article_and_another_file_another_proof() -> None:
    one, again, other = accepted(PORT), accepted(PORT), accepted(PORT, "articles/other.md")
    assert one == again
    assert one.proof == other.proof
    assert one.article.proof != other.article.proof


def test_the_digest_follows_the_body_alone() -> None:
    assert accepted("---\ntitle: A\n---\nx").article.proof == accepted("---\ntitle: B\n---\nx").article.proof
    assert accepted("---\ntitle: A\n---\nx").article.proof != accepted("---\ntitle: A\n---\ny").article.proof


@pytest.mark.parametrize(
    ("key", "front", "date"),
    [
        ("articles/2026-11-24-port.md", "", datetime(2026, 11, 23, 23, tzinfo=UTC)),
        ("articles/2026/11/24/port.md", "", datetime(2026, 11, 23, 23, tzinfo=UTC)),
        ("articles/2026-11-24-port.md", "date: 2019-09-04", datetime(2019, 9, 3, 22, tzinfo=UTC)),
        ("articles/port.md", "", FIRST),
    ],
)
def test_the_date_is_of_the_front_matter_or_the_name_or_the_first_upload(key: str, front: str, date: datetime) -> None:
    found = accepted(f"---\ntitle: T\n{front}\n---\nText.", key, Settings(time_zone="Europe/Berlin"))
    assert found.article.card.date == date


def test_a_document_of_html_has_its_title_language_and_body() -> None:
    text = (
        '<!doctype html>\n<html lang="de-AT"><head><title>Häfen &amp; Schiffe</title>'
        "<style>p { color: red }</style></head>\n"
        "<body class='a'><h1>Häfen &amp; Schiffe</h1>\n<p>Eins.<p>Zwei.</body></html>\n"
    )
    found = accepted(text, "articles/haefen/de/index.html")
    assert (found.article.card.title, found.article.card.lang, found.article.slug) == (
        "Häfen & Schiffe",
        "de-AT",
        "haefen",
    )
    assert found.proof == Proof("<p>Eins.</p><p>Zwei.</p>")


def test_html_may_have_front_matter_and_its_own_heading() -> None:
    found = accepted("+++\ntitle = 'T'\n+++\n<h1>Other</h1><p>x</p>", "articles/a.htm")
    assert found.article.card.title == "T"
    assert found.proof.html == '<h2 id="s-other">Other</h2><p>x</p>'


def test_the_first_heading_is_the_title_of_a_file_without_one() -> None:
    found = accepted("# Port *strike*\n\nIt ended.\n\n# Why\n\nSo.", "articles/a.md")
    assert found.article.card.title == "Port strike"
    assert found.proof.html == '<p>It ended.</p>\n<h2 id="s-why">Why</h2>\n<p>So.</p>'


def test_a_heading_that_repeats_the_title_goes() -> None:
    assert accepted("---\ntitle: Port & sea\n---\n# Port & sea\n\nx").proof.html == "<p>x</p>"


def test_plain_text_has_its_title_in_the_first_line_and_is_no_markup() -> None:
    found = accepted("\n  Port strike \n\n*One*\nline & <b>\n \n\n# Two", "articles/a.txt")
    assert found.article.card.title == "Port strike"
    assert found.proof.html == "<p>*One*\nline &amp; &lt;b&gt;</p>\n<p># Two</p>"


def test_plain_text_may_have_front_matter() -> None:
    found = accepted("---\ntitle: T\n---\nOne\n", "articles/a.txt")
    assert (found.article.card.title, found.proof.html) == ("T", "<p>One</p>")


@pytest.mark.parametrize(
    ("member", "body", "html"),
    [
        ("markdown", "*a*", "<p><em>a</em></p>"),
        ("body", "*a*", "<p><em>a</em></p>"),
        ("html", "<p>*a*</p>", "<p>*a*</p>"),
        ("text", "*a*\\r\\n\\r\\nb", "<p>*a*</p>\n<p>b</p>"),
    ],
)
def test_json_has_one_body_of_four_kinds(member: str, body: str, html: str) -> None:
    found = accepted(
        f'{{"title": 2014, "date": "September 4, 2019", "draft": true, "{member}": "{body}"}}', "articles/a.json"
    )
    assert (found.article.card.title, found.article.draft) == ("2014", True)
    assert found.article.card.date == datetime(2019, 9, 4, tzinfo=UTC)
    assert found.proof.html == html
    assert found.problems == ()


def test_mdx_loses_its_modules_but_not_its_code() -> None:
    text = (
        "---\ntitle: T\n---\nimport A from 'a'\nimport 'b'\n\nimport duties rose.\n\n<Tabs>In</Tabs>\n\n"
        "```js\n\nimport c from 'c'\n```\n"
    )
    html = (
        "<p>import duties rose.</p>\n<p>In</p>\n"
        '<pre tabindex="0"><code class="language-js">\nimport c from \'c\'\n</code></pre>'
    )
    assert accepted(text, "articles/a.mdx").proof.html == html


def test_byte_order_mark_and_line_ends_make_no_difference() -> None:
    plain = accepted("---\ntitle: T\n---\nOne\n\nTwo\n")
    assert accepted("\ufeff---\r\ntitle: T\r\n---\r\nOne\r\n\r\nTwo\r\n") == plain
    assert accepted("---\rtitle: T\r---\rOne\r\rTwo\r") == plain
    assert accepted("\n \n---  \ntitle: T\n...\nOne\n\nTwo\n") == plain


@pytest.mark.parametrize(
    ("text", "key", "fault"),
    [
        ("x", "articles/a.docx", ("", 0, 0, "A file that ends in '.docx' is not an article.")),
        ("x", "articles/README", ("", 0, 0, "The file's name has no ending.")),
        ("x", "articles/.md", ("", 0, 0, "The file's name has no ending.")),
        ("x", "articles/a/../b.md", ("", 0, 0, "The file's path has an empty part, or one of dots.")),
        ("x", "articles//b.md", ("", 0, 0, "The file's path has an empty part, or one of dots.")),
        ("x", "articles/a\n.md", ("", 0, 0, "The file's name holds a control character.")),
        ("x", "articles/" + "x" * 501 + ".md", ("", 0, 0, "The file's name has more than 512 bytes.")),
        (b"ab\n\xc3\xa9c\xffd", "articles/a.md", ("", 2, 3, "The byte 0xFF is not UTF-8.")),
        (b"\xef\xbb\xbfa\xff", "articles/a.md", ("", 1, 2, "The byte 0xFF is not UTF-8.")),
        ("a".encode("utf-16"), "articles/a.md", ("", 1, 1, "The file is UTF-16, not UTF-8.")),
        ("ab\r\nc\x00", "articles/a.md", ("", 2, 2, "There is a control character, U+0000 (NUL).")),
        ("\x93quoted\x94", "articles/a.md", ("", 1, 1, "There is a control character, U+0093.")),
        (
            '{"title": "T", "text": "a\\u0000"}',
            "articles/a.json",
            ("text", 0, 0, "There is a control character, U+0000 (NUL), in `text`."),
        ),
        (
            '{"title": "T", "text": "a\\ud800"}',
            "articles/a.json",
            ("text", 0, 0, "There is a control character, U+D800, in `text`."),
        ),
        (
            '{"title": "T", "text": "a", "html": "b"}',
            "articles/a.json",
            ("html", 1, 29, "`text` and `html` are both given."),
        ),
        ('{"title": "T", "text": ["a"]}', "articles/a.json", ("text", 1, 16, "`text` is not a text.")),
        ("\n---\ntitle: T\n", "articles/a.md", ("", 2, 1, "The front matter that begins here has no end.")),
        (
            "---\ntitle: T\ndate: a: b\n---\n",
            "articles/a.md",
            ("", 3, 8, "The YAML cannot be read: mapping values are not allowed in this context."),
        ),
        ("Text.", "articles/a.md", ("title", 0, 0, "The article has no title.")),
        ("", "articles/a.txt", ("title", 0, 0, "The article has no title.")),
        (
            "---\ntitle: T\n---\n",
            "articles/….md",
            ("slug", 0, 0, "No address can be made: there is no letter and no digit in the file's name."),
        ),
        ("x" * 301, "articles/a.txt", ("title", 0, 0, "The title has 301 characters; 300 are allowed.")),
        (
            "---\ntitle: T\n---\n" + ">" * 300 + "x",
            "articles/a.md",
            ("", 0, 0, "The body's elements are nested more than 200 deep."),
        ),
        (
            "---\ntitle: T\n---\n\n" + "<div>" * 201,
            "articles/a.html",
            ("", 5, 1001, "The body's elements are nested more than 200 deep."),
        ),
        (
            "---\ntitle: T\n---\n" + "<" * 1_100_000,
            "articles/a.md",
            ("", 0, 0, "The body takes more than 4,194,304 characters of HTML."),
        ),
    ],
    ids=range(25),
)
def test_what_cannot_be_an_article_is_told_with_its_place(
    text: str | bytes, key: str, fault: tuple[str, int, int, str]
) -> None:
    assert faults(text, key) == [fault]


def test_an_upload_may_reach_its_limits() -> None:
    key = "articles/" + "x" * 200 + "/" + "y" * (limits.KEY_BYTES - 213) + ".md"
    assert accepted("---\ntitle: T\n---\n" + "x" * (limits.UPLOAD_BYTES - 17), key).problems == ()
    assert [message for *_, message in faults("x" * (limits.UPLOAD_BYTES + 1))] == [
        "The file has 2,097,153 bytes; 2,097,152 are allowed."
    ]
    assert accepted("---\ntitle: T\n---\n" + "<div>" * 200 + "x", "articles/a.html").problems == ()


def test_front_matter_may_reach_its_limit_and_not_pass_it() -> None:
    front = "title: T\n# " + "x" * (limits.FRONT_MATTER_BYTES - 12) + "\n"
    assert len(front) == limits.FRONT_MATTER_BYTES
    assert accepted(f"---\n{front}---\nx").problems == ()
    assert faults(f"---\n#{front}---\nx") == [("", 2, 1, "The front matter is larger than 64 KiB.")]


def test_an_object_too_large_to_be_read_is_told_its_size() -> None:
    found = accept(Upload("articles/a.md", b"", FIRST, size=5_000_000), SITE, FIRST)
    assert isinstance(found, Rejected)
    assert [each.message for each in found.problems] == ["The file has 5,000,000 bytes; 2,097,152 are allowed."]


def test_an_address_longer_than_its_limit_is_told() -> None:
    settings = Settings(permalink="/" + "x" * 400 + "/{section}/{slug}")
    text = f"---\ntitle: T\nsection: {'é' * 100}\nslug: {'y' * 200}\n---\nx"
    assert [field for field, *_ in faults(text, settings=settings)] == ["slug"]


def test_no_text_is_a_warning() -> None:
    assert warnings("---\ntitle: T\n---\n") == [
        ("", 0, 0, "The article has no text.", "Write its text below the front matter.")
    ]


def test_errors_come_with_the_warnings_in_the_order_of_the_file() -> None:
    found = judged("---\nlayout: x\ndate: soon\n---\n<iframe></iframe>")
    assert isinstance(found, Rejected)
    assert [(each.severity, each.line) for each in found.problems] == [
        ("warning", 2),
        ("error", 3),
        ("warning", 5),
        ("warning", 0),
        ("error", 0),
    ]


@pytest.mark.parametrize(
    ("paragraph", "summary"),
    [
        ("One *two*[^1] [three](x).\n\n[^1]: Note.", "One two three."),
        ("# Head\n\n![](x.jpg)\n\n> quote\n\nFirst.", "First."),
        ("word " * 40, ("word " * 40).strip()),
        ("word " * 41, "word " * 39 + "word…"),
        ("x" * 300, "x" * 199 + "…"),
        ("港" * 201, "港" * 199 + "…"),
    ],
)
def test_a_summary_is_the_first_paragraph_cut_after_a_word(paragraph: str, summary: str) -> None:
    assert accepted(f"---\ntitle: T\n---\n{paragraph}").article.card.summary == summary


def test_words_count_code_but_no_footnote_numbers() -> None:
    found = accepted(
        "---\ntitle: T\n---\nOne two[^1].\n\n```\nthree four\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: Five."
    )
    assert found.article.card.words == 9


def test_all_fields_together_fit_into_a_row() -> None:
    def text(characters: int) -> str:
        corrections = [each * characters for each in "abcdefghij" * 10]
        return msgspec.json.encode({"title": "T", "corrections": corrections, "text": "x"}).decode()

    assert accepted(text(1_200), "articles/a.json").problems == ()
    ((field, _, _, message),) = faults(text(1_400), "articles/a.json")
    assert (field, message.endswith("bytes together; 131,072 are allowed.")) == ("", True)


def test_so_many_links_are_remembered_and_no_more() -> None:
    body = " ".join(f"[x](/{number})" for number in range(limits.LINKS + 5))
    links = accepted(f"---\ntitle: T\n---\n{body}").article.links
    assert links == tuple(f"/{number}" for number in range(limits.LINKS))


def test_so_many_problems_are_told_and_the_rest_counted() -> None:
    found = judged(f"---\ntitle: T\ntags: [{'[], ' * 5000}]\n---\nx")
    assert isinstance(found, Rejected)
    assert len(found.problems) == limits.PROBLEMS + 1
    assert found.problems[-1].message == "There are 4,900 more problems."
    assert {each.severity for each in found.problems} == {"error"}
