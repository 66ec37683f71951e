"""Anchors, the table of contents, links and the place of the See-also line."""

from __future__ import annotations

import re

import pytest

from presswork.article.body import SEE_ALSO_WORDS, structure
from presswork.article.model import Heading
from tests.article.uploads import accepted, html


def proof_of(body: str) -> tuple[str, tuple[Heading, ...]]:
    proof = accepted(f"---\ntitle: T\n---\n{body}").proof
    return proof.html, proof.headings


def test_headings_get_anchors_of_their_own() -> None:
    found, headings = proof_of(
        "## What *now*?\n\n### What now\n\n#### Deep\n\n## Häfen & Schiffe\n\n"
        "## {#own}\n\n## !\n\n## Named {#what-now-2}"
    )
    assert headings == (
        Heading(2, "s-what-now", "What now?"),
        Heading(3, "s-what-now-3", "What now"),
        Heading(2, "s-häfen-schiffe", "Häfen & Schiffe"),
        Heading(2, "s-section", "!"),
        Heading(2, "s-what-now-2", "Named"),
    )
    assert found == (
        '<h2 id="s-what-now">What <em>now</em>?</h2>\n<h3 id="s-what-now-3">What now</h3>\n<h4>Deep</h4>\n'
        '<h2 id="s-häfen-schiffe">Häfen &amp; Schiffe</h2>\n<h2 id="s-own"></h2>\n<h2 id="s-section">!</h2>\n'
        '<h2 id="s-what-now-2">Named</h2>'
    )


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ("h3 h3 h4 h3", "h2 h2 h3 h2"),
        ("h4 h2 h4 h3 h6 h2", "h2 h2 h3 h3 h4 h2"),
        ("h2 h5 h5 h3 h4", "h2 h3 h3 h3 h4"),
        ("h2 h3 h4 h5 h6", "h2 h3 h4 h5 h6"),
        ("h1 h2 h1 h3", "h2 h2 h2 h3"),
    ],
)
def test_headings_skip_no_level(written: str, levels: str) -> None:
    found = html("".join(f"<{each}>x</{each}>" for each in written.split()), "articles/a.html")
    assert re.findall(r"<(h\d)", found) == re.findall(r"</(h\d)", found) == levels.split()


def test_headings_below_an_h1_that_goes_are_those_of_the_page() -> None:
    assert html("# T\n\n### A\n\n#### B") == '<h2 id="s-a">A</h2>\n<h3 id="s-b">B</h3>'


def test_cells_name_their_headings_by_the_ids_that_these_have_on_the_page() -> None:
    table = "<table><tr><th id=a>x</th><th id=b>y</th></tr><tr><td headers='a b'>z</td></tr></table>"
    assert html(table, "articles/a.html") == (
        '<table tabindex="0"><tbody><tr><th id="s-a">x</th><th id="s-b">y</th></tr>'
        '<tr><td headers="s-a s-b">z</td></tr></tbody></table>'
    )


def test_links_inside_the_body_find_their_anchors() -> None:
    assert html("## Now\n\n[a](#now) [b](#top) [c](#) <a name=x></a>[d](#x)") == (
        '<h2 id="s-now">Now</h2>\n<p><a href="#s-now">a</a> <a href="#top">b</a> <a href="#">c</a> '
        '<a id="s-x"></a><a href="#s-x">d</a></p>'
    )


def test_markdown_has_tables_lists_of_tasks_and_code() -> None:
    assert html(
        '| a | b |\n|:-:|--:|\n| ~~1~~ | 2 |\n\n- [ ] x\n- [x] y\n\n```rust\n<x>\n```\n\n**"Quotes" -- stay**'
    ) == (
        '<table tabindex="0"><thead><tr><th class="align-center">a</th><th class="align-right">b</th></tr></thead>'
        "<tbody>\n"
        '<tr><td class="align-center"><del>1</del></td><td class="align-right">2</td></tr>\n</tbody></table>\n'
        "<ul>\n<li>☐\nx</li>\n<li>☑\ny</li>\n</ul>\n"
        '<pre tabindex="0"><code class="language-rust">&lt;x&gt;\n</code></pre>\n'
        '<p><strong>"Quotes" -- stay</strong></p>'
    )


def test_templates_of_other_systems_stay_as_text() -> None:
    assert (
        html("{% raw %} {{< figure src=x >}} {{ site.title }}")
        == "<p>{% raw %} {{&lt; figure src=x &gt;}} {{ site.title }}</p>"
    )


def test_links_to_this_site_are_known_in_their_one_form() -> None:
    body = (
        "[a](/2020/a/) [again](/2020/a?x#y) [b](https://gazette.example/b%C3%A9) [home](https://gazette.example) "
        "[rel](c) [up](../d) [other](https://other.example/e) [like](https://gazette.example.evil/f) "
        "[proto](//g.example/h) "
        "[amp](/i&amp;j) [self](/2020/01/port)"
    )
    found = accepted(f"---\ntitle: T\n---\n{body}").article.links
    assert found == ("/2020/a", "/bé", "/", "/i&j")


LONG = f"<p>{'word ' * (SEE_ALSO_WORDS - 1)}word</p>"


@pytest.mark.parametrize(
    ("body", "before"),
    [
        ("<p>b</p><p>c</p>", "<p>c</p>"),
        ("<p>b</p>\n<p id=x>c <b>d</b></p>\n", '<p id="s-x">c <b>d</b></p>'),
        ("<ul><li>b</li></ul><p>c</p>", "<p>c</p>"),
        ("<p>b</p><h2>C</h2><p>d</p>", None),
        ("<p>b</p><h2>C</h2><p><img src=x></p><p>d</p>", None),
        ("<p>b</p><p>c:</p><p>d</p>", None),
        ("<p>b</p><p>c</p><ul><li><p>d</p></li></ul>", "<p>c</p><ul>"),
        ("<p>b</p><p>c</p><blockquote><p>d</p></blockquote>", "<p>c</p><blockquote>"),
        ("<p>b</p><p>c</p><table><tr><td><p>d</p></td></tr></table>", '<p>c</p><table tabindex="0">'),
        ("<p>b</p><p>c</p><figure><img src=x><figcaption><p>d</p></figcaption></figure>", "<p>c</p><figure>"),
        ("<p>b</p><p>c</p><p><img src=x></p><p>&nbsp;</p>", "<p>c</p><p>"),
        ("<h2>B</h2><ul><li>c</li></ul><p>d</p>", "<p>d</p>"),
        ("<article><div><p>b</p><section><p>c</p></section></div></article>", "<p>c</p></section>"),
        ("<p>b</p><p>c</p><aside><p>d</p></aside>", "<p>c</p><aside>"),
        ("<p>b</p><p>c</p><div class=footnote-definition><p>d</p></div>", "<p>c</p>\n<div"),
    ],
)
def test_a_see_also_line_may_stand_before_the_last_paragraph(body: str, before: str | None) -> None:
    proof = accepted(f"---\ntitle: T\n---\n{LONG}{body}", "articles/a.html").proof
    if before is None:
        assert proof.see_also == -1
    else:
        assert proof.see_also >= len(LONG)
        assert proof.html[proof.see_also :].startswith(before)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (f"{LONG}<p>b</p><p>c</p>", len(f"{LONG}<p>b</p>")),
        (f"{LONG}<p>b</p>", -1),
        (f"<h1>T</h1>{LONG}<h2>B</h2><p>b</p>", -1),
        (f"<p>a</p>{LONG}<ul><li>b</li></ul>", -1),
        (LONG, -1),
        ("", -1),
        (f"{LONG}<p>&nbsp;</p><p><img src=x></p><p>b</p>", -1),
        (f"<p>b</p>{LONG}<p>c</p>".replace("word ", "", 2), len(f"<p>b</p>{LONG}") - len("word word ")),
        (f"<p>b</p>{LONG}<p>c</p>".replace("word ", "", 3), -1),
        (f"{LONG}<p>b</p><p>c</p><div class=footnote-definition><p>d e f</p></div>".replace("word ", "", 3), -1),
        ("<p>港</p>" + f"<p>{'港' * 373}</p>" + "<p>港</p>", len(f"<p>港</p><p>{'港' * 373}</p>")),
        ("<p>港</p>" + f"<p>{'港' * 370}</p>" + "<p>港</p>", -1),
    ],
)
def test_only_a_body_that_is_long_enough_has_a_place_for_it(body: str, place: int) -> None:
    """150 words, and two blocks before the line; footnotes do not count."""
    assert accepted(f"---\ntitle: T\n---\n{body}", "articles/a.html").proof.see_also == place


def test_an_h1_that_is_not_the_title_becomes_an_h2() -> None:
    found = structure("<h1>T</h1><h1>T</h1><h3>x</h3>", "https://gazette.example", "U")
    assert found.proof.html == '<h2 id="s-t">T</h2><h2 id="s-t-2">T</h2><h3 id="s-x">x</h3>'
    assert found.first_heading == "T"


def test_a_heading_that_is_not_closed_takes_nothing_with_it_but_itself() -> None:
    found = accepted("<div><h1>T<div><h2>in</h2></div></h1></div><p>x</p>", "articles/a.html")
    assert found.article.card.title == "T in"
    assert found.proof.html == "<div></div><p>x</p>"
