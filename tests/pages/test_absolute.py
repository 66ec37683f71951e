from __future__ import annotations

import pytest

from presswork.pages.absolute import absolute


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="#s-why">', '<a href="https://h.example/b/a#s-why">'),
        ('<a href="/x?a=1&amp;b=2">', '<a href="https://h.example/x?a=1&amp;b=2">'),
        ('<a href="b">', '<a href="https://h.example/b/b">'),
        ('<a href="//other.example/b">', '<a href="https://other.example/b">'),
        ('<a href="http://other.example/b/../c#">', '<a href="http://other.example/b/../c#">'),
        ('<a href="mailto:a@h.example">', '<a href="mailto:a@h.example">'),
        ('<a href="//[">', '<a href="//[">'),
        ('<a href="">', '<a href="https://h.example/b/a">'),
        ('<img src="/a.jpg" alt="src=b">', '<img src="https://h.example/a.jpg" alt="src=b">'),
        (
            '<img srcset="/a.jpg 1x,b.jpg 2x">',
            '<img srcset="https://h.example/a.jpg 1x, https://h.example/b/b.jpg 2x">',
        ),
        ('<img srcset="/a.jpg">', '<img srcset="https://h.example/a.jpg">'),
        ('<blockquote cite="/q">', '<blockquote cite="https://h.example/q">'),
        ('<p title="&quot;href=&quot;">href="/x"</p>', '<p title="&quot;href=&quot;">href="/x"</p>'),
    ],
)
def test_links_lead_where_they_lead_on_the_page(html: str, expected: str) -> None:
    assert absolute(html, "https://h.example/b/a") == expected
