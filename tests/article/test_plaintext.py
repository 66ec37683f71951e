from __future__ import annotations

import pytest

from presswork.article.plaintext import plain_text

HTML = (
    '<h2 id="s-a">A &amp; B</h2>\n<p>One <em>t</em>wo<sup class="footnote-reference"><a href="#s-1">1</a></sup>, '
    '<a href="/x" title="a b">three</a>.<br>Four</p>\n<pre><code class="language-c">five\n\n  six\n</code></pre>\n'
    "<table><tbody><tr><td>x</td><td>y</td></tr></tbody></table>"
)


@pytest.mark.parametrize(
    ("code", "link_text", "text"),
    [
        (False, True, "A & B\nOne two, three.\nFour\nx\ny"),
        (True, True, "A & B\nOne two, three.\nFour\nfive\nsix\nx\ny"),
        (False, False, "A & B\nOne two,  .\nFour\nx\ny"),
    ],
)
def test_text_has_a_line_for_each_block(code: bool, link_text: bool, text: str) -> None:
    assert plain_text(HTML, code=code, link_text=link_text) == text
