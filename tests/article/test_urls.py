"""URLs as the URL standard wants them."""

from __future__ import annotations

import pytest

from presswork.article.urls import legal, legal_set


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("/a/b?c=d&amp;e=f#g", "/a/b?c=d&amp;e=f#g"),
        ("/港?%E6%B8%AF", "/港?%E6%B8%AF"),
        ("{{ site.url }}/a b.jpg", "%7B%7B%20site.url%20%7D%7D/a%20b.jpg"),
        ("https://[::1]:80/a[1]|^`", "https://[::1]:80/a%5B1%5D%7C%5E%60"),
        ("//g.example/a[1]", "//g.example/a%5B1%5D"),
        ("/100%/50%25", "/100%25/50%25"),
        ("/a&quot;b&lt;c&gt;", "/a%22b%3Cc%3E"),
        (" \n/a/b\t ", "/a/b"),
        ("mailto:a b@c.example", "mailto:a%20b@c.example"),
        ("", ""),
        ("\u2028javascript:alert(1)", "\u2028javascript:alert(1)"),
        ("java\tscript:alert(1)", "java\tscript:alert(1)"),
    ],
)
def test_what_may_not_stand_in_a_url_is_encoded_and_nothing_else(written: str, found: str) -> None:
    assert (legal(written), legal(found)) == (found, found)


def test_a_set_of_pictures_keeps_its_sizes() -> None:
    assert legal_set("a[1].jpg  1x,{b}.jpg 2x, https://[::1]/c,d.jpg") == (
        "a%5B1%5D.jpg  1x,%7Bb%7D.jpg 2x, https://[::1]/c,d.jpg"
    )
