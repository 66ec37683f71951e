"""Pictures with captions."""

from __future__ import annotations

import pytest

from presswork.article.figures import captioned
from tests.article.uploads import html

LAZY = 'loading="lazy" decoding="async"'


def test_a_picture_with_a_title_that_stands_alone_is_a_figure() -> None:
    assert html('One.\n\n![A *crane*](crane.jpg "At rest, on “Sunday” & after")\n\nTwo.') == (
        f'<p>One.</p>\n<figure><img src="crane.jpg" alt="A crane" {LAZY}>'
        "<figcaption>At rest, on “Sunday” &amp; after</figcaption></figure>\n<p>Two.</p>"
    )


def test_it_may_be_a_link_and_keeps_what_its_paragraph_had() -> None:
    body = "<p id=crane lang=de>\n<a href=/crane>\n<img src=crane.jpg alt=Kran title=Ruhe>\n</a>\n</p>"
    assert html(body, "articles/a.html") == (
        f'<figure id="s-crane" lang="de"><a href="/crane"><img src="crane.jpg" alt="Kran" {LAZY}></a>'
        "<figcaption>Ruhe</figcaption></figure>"
    )


@pytest.mark.parametrize(
    "body",
    [
        '![a](crane.jpg "Crane") and text',
        'text ![a](crane.jpg "Crane")',
        '![a](crane.jpg "Crane") ![b](ship.jpg "Ship")',
        "![a](crane.jpg)",
        '![a](crane.jpg " ")',
        '![a](javascript:x "Crane")',
        '![a](mailto:x "Crane")',
    ],
)
def test_any_other_picture_stays_in_its_paragraph(body: str) -> None:
    assert "<figure" not in html(body)


def test_a_caption_is_text() -> None:
    assert html("![a](crane.jpg '<script>alert(1)</script> <b>\"&lt;i&gt;')") == (
        f'<figure><img src="crane.jpg" alt="a" {LAZY}>'
        '<figcaption>&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;"&lt;i&gt;</figcaption></figure>'
    )


@pytest.mark.parametrize("start", ["<p>", "<p><img>", '<p><a href="x">', "<p> "])
def test_it_takes_time_in_proportion_to_the_length(start: str) -> None:
    evil = start + " " * 2_000_000
    assert captioned(evil) == evil
