"""What must never reach a reader: each snippet, and all that is left of it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from presswork.article import limits
from presswork.article.allowed import ATTRIBUTES, EVERYWHERE, SCHEMES
from presswork.article.tidy import TooDeep, tidy
from tests.article.uploads import html, warnings

KEY = "articles/a.html"

LAZY = 'alt="" loading="lazy" decoding="async"'

SNIPPETS = [
    ("<script>alert(1)</script>x", "x"),
    ("<SCRIPT SRC=//x.example/x.js></SCRIPT>x", "x"),
    ("<script >alert(1)</script\t\n bar>x", "x"),
    ("<script/x>alert(1)", ""),
    ("<scr<script>ipt>alert(1)</script>x", "ipt&gt;alert(1)x"),
    ("<<script>alert(1)//<</script>x", "&lt;x"),
    ("<style>@import 'javascript:alert(1)'</style>x", "x"),
    ("<p style='background:url(javascript:1)'>x</p>", "<p>x</p>"),
    ("<img src=x onerror=alert(1)>", f'<img src="x" {LAZY}>'),
    ("<img src=javascript:alert(1)>x", "x"),
    ("<img src='data:image/svg+xml,<svg onload=alert(1)>'>x", "x"),
    ("<img src=x srcset='javascript:alert(1) 1x, y 2x'>", f'<img src="x" {LAZY}>'),
    (
        "<img src=x srcset='y 1x, https://z.example/z 2x'>",
        f'<img src="x" srcset="y 1x, https://z.example/z 2x" {LAZY}>',
    ),
    ("<img src=mailto:a@b.example>x", "x"),
    ("<img src=x width=10 height='1;x' loading=eager>", f'<img src="x" width="10" {LAZY}>'),
    ('<img """><script>alert(1)</script>">x', '"&gt;x'),
    ("<img src=`x` onerror=alert(1)>", f'<img src="%60x%60" {LAZY}>'),
    (
        "<img src=x alt='\"><script>alert(1)</script>'>",
        '<img src="x" alt="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" loading="lazy" decoding="async">',
    ),
    ("<a href=javascript:alert(1)>x</a>", "<a>x</a>"),
    ("<a href=' JaVaScRiPt:alert(1)'>x</a>", "<a>x</a>"),
    ("<a href='java\nscript:alert(1)'>x</a>", "<a>x</a>"),
    ("<a href='java&#9;script:alert(1)'>x</a>", "<a>x</a>"),
    ("<a href='&#x6A;avascript:alert(1)'>x</a>", "<a>x</a>"),
    ("<a href='&#1;javascript:alert(1)'>x</a>", "<a>x</a>"),
    ("<a href='\u2028javascript:alert(1)'>x</a>", '<a href="\u2028javascript:alert(1)">x</a>'),
    ("<a href='vbscript:msgbox(1)'>x</a>", "<a>x</a>"),
    ("<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>", "<a>x</a>"),
    ("<a href='file:///etc/passwd'>x</a>", "<a>x</a>"),
    ("<a href='/x' target=_blank onclick=alert(1) style=x class=y>x</a>", '<a href="/x">x</a>'),
    ("<a href='/x\"onmouseover=alert(1)//'>x</a>", '<a href="/x%22onmouseover=alert(1)//">x</a>'),
    (
        "<a href=mailto:a@b.example>m</a> <a href=tel:+4930>t</a>",
        '<a href="mailto:a@b.example">m</a> <a href="tel:+4930">t</a>',
    ),
    ("<iframe src=https://x.example></iframe>x", "x"),
    ("<iframe srcdoc='<script>alert(1)</script>'>y</iframe>x", "x"),
    ("<object data=x.swf><param name=a><p>y</p></object>x", "x"),
    ("<embed src=x.swf>x", "x"),
    ("<applet code=x>y</applet>x", "x"),
    ("<svg onload=alert(1)><text>y</text></svg>x", "x"),
    ("<svg/onload=alert(1)//>x", "x"),
    ("<svg><script>alert(1)</script><p>y</p></svg>x", "x"),
    ("<svg><style><img src=x onerror=alert(1)></style></svg>x", "x"),
    ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></math>x", "x"),
    ("<math href=javascript:alert(1)>y</math>x", "x"),
    ("<noscript><p title='</noscript><img src=x onerror=alert(1)>'>x", f'<img src="x" {LAZY}>\'&gt;x'),
    ("<template><script>alert(1)</script></template>x", "x"),
    ("<textarea><script>alert(1)</script></textarea>x", "x"),
    ("<title><img src=x onerror=alert(1)></title>x", "x"),
    ("<xmp><script>alert(1)</script></xmp>x", "x"),
    ("<plaintext><script>alert(1)</script>x", ""),
    ("<select><option>y</option></select>x", "x"),
    ("<form action=javascript:alert(1)><input name=a><button formaction=javascript:1>y</button></form>x", "yx"),
    (
        "<input type=checkbox onfocus=alert(1) autofocus><input type=text value=x>",
        "☐",
    ),
    ("<isindex action=javascript:1 type=image>x", "x"),
    ("<base href=//x.example><link rel=stylesheet href=x><meta http-equiv=refresh content='0;url=javascript:1'>x", "x"),
    ("<body onload=alert(1)>x", "x"),
    ("<html><head><p>x", "<p>x</p>"),
    (
        "<video src=http://x.example/v.mp4 poster=javascript:1 autoplay onplay=alert(1)></video>",
        '<video controls="" preload="metadata"></video>',
    ),
    (
        "<video src=https://x.example/v><source src=https://x.example/w><source src=w.ogg></video>",
        '<video src="https://x.example/v" controls="" preload="metadata"><source src="https://x.example/w"></video>',
    ),
    ("<audio src=data:audio/x,y></audio>", '<audio controls="" preload="metadata"></audio>'),
    (
        "<picture><source srcset=javascript:1><source srcset=a.webp media=print><img src=a.jpg></picture>",
        f'<picture><source srcset="a.webp" media="print"><img src="a.jpg" {LAZY}></picture>',
    ),
    ("<marquee onstart=alert(1)>x</marquee>", "x"),
    ("<blink>x</blink><font color=red>y</font><center>z</center>", "xyz"),
    ("<custom-element onclick=1>x</custom-element>", "x"),
    ("<!--><script>alert(1)</script>-->x", "--&gt;x"),
    ("<!-- a --!><script>alert(1)</script>x", "x"),
    ("<!-- <script>alert(1)</script> -->x", "x"),
    ("<![CDATA[<script>alert(1)</script>]]>x", "alert(1)]]&gt;x"),
    ("<?php echo '<script>'; ?>x", "'; ?&gt;x"),
    ("</p/onclick=1>x", "x"),
    (
        "<p id=comments>x</p><p id='a b'>y</p><p id=comments>z</p>",
        '<p id="s-comments">x</p><p id="s-a-b">y</p><p>z</p>',
    ),
    ("<p id='&quot;><script>'>x</p>", '<p id="s-&quot;&gt;&lt;script&gt;">x</p>'),
    ("<img name=getElementById src=x><a name=top>x</a>", f'<img src="x" {LAZY}><a id="s-top">x</a>'),
    (
        "<code class='language-js x'>a</code><code class=language-c++>b</code><code class=hidden>c</code>",
        '<code>a</code><code class="language-c++">b</code><code>c</code>',
    ),
    (
        "<div class=article-header>x</div><sup class='footnote-reference y'>1</sup>",
        '<div>x</div><sup class="footnote-reference">1</sup>',
    ),
    ("<p>a<div>b</p>c</div>", "<p>a</p><div>bc</div>"),
    (
        "<div><table><tr><td>a</div>b</td></tr></table></div>c",
        '<div><table tabindex="0"><tbody><tr><td>ab</td></tr></tbody></table></div>c',
    ),
    ("<b>a<p>b</b>c</p>", "<b>a</b><p><b>b</b>c</p>"),
    ("a < b & c > d &amp; &lt;e&gt; &copy;", "a &lt; b &amp; c &gt; d &amp; &lt;e&gt; ©"),
    ("<p", "<p></p>"),
    ('<p title="x', "<p></p>"),
    ("</div></body></html>x", "x"),
]


@pytest.mark.parametrize(("snippet", "left"), SNIPPETS)
def test_of_hostile_html_only_this_is_left(snippet: str, left: str) -> None:
    assert html(snippet, KEY) == left


@pytest.mark.parametrize(
    ("snippet", "left"),
    [
        ("[x](javascript:alert(1))", "<p><a>x</a></p>"),
        ("[x](<java script:alert(1)>)", '<p><a href="java%20script:alert(1)">x</a></p>'),
        ("<javascript:alert(1)>", "<p><a>javascript:alert(1)</a></p>"),
        ("![x](javascript:alert(1))", "<p></p>"),
        ('[x](/y "a" onclick="1")', '<p>[x](/y "a" onclick="1")</p>'),
        (
            "[x](/y '\"><script>alert(1)</script>')",
            '<p><a href="/y" title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">x</a></p>',
        ),
        ("[x]: javascript:alert(1)\n\n[x]", "<p><a>x</a></p>"),
        ("`<script>alert(1)</script>`", "<p><code>&lt;script&gt;alert(1)&lt;/script&gt;</code></p>"),
        ('```"><script>\nx\n```', '<pre tabindex="0"><code>x\n</code></pre>'),
        ("# x {#y onclick=alert(1) .z style=x}", '<h2 id="s-y">x</h2>'),
        ("<script>\n\nalert(1)\n\n</script>\n\nx", "<p>x</p>"),
    ],
)
def test_of_hostile_markdown_only_this_is_left(snippet: str, left: str) -> None:
    assert html(snippet) == left


def test_what_was_removed_is_told_with_the_place_of_the_first() -> None:
    text = "---\ntitle: T\n---\nx\n <iframe src=x></iframe><iframe></iframe><form></form>"
    cure = "Link to what it showed, or use a picture, audio or video."
    message = "Removed from the body: <iframe> (2 times), <form>."
    assert warnings(text) == [("", 5, 2, message, cure)]
    assert warnings(text, KEY) == [("", 5, 2, message, cure)]
    assert warnings("---\ntitle: T\n---\n`<iframe>`\n\n<iframe></iframe>") == [
        ("", 0, 0, "Removed from the body: <iframe>.", cure)
    ]
    assert warnings('{"title": "T", "html": "x<svg></svg>"}', "articles/a.json") == [
        ("", 0, 0, "Removed from the body: <svg>.", cure)
    ]


class Audit(HTMLParser):
    """Reads HTML with another parser than ours, and fails at whatever is not allowed."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        added = {
            "img": {"loading", "decoding"},
            "table": {"tabindex"},
            "pre": {"tabindex"},
            "video": {"controls", "preload"},
            "audio": {"controls", "preload"},
        }
        assert tag in ATTRIBUTES
        for name, value in attrs:
            assert name in ATTRIBUTES[tag] | EVERYWHERE | added.get(tag, set())
            if name in {"href", "src", "cite", "poster"} and ":" in (value or ""):
                scheme = (value or "").partition(":")[0].lower()
                assert scheme in SCHEMES or not scheme.isalpha()

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


WRITTEN = """
< > / = ' " ! - & ; ` x ~ <p> </p> <b> </b> <a~href= <img~src= <script> </script> <style> </style> <svg> </svg> <math>
<table> <td> <template> <textarea> <!-- --> <![CDATA[ ]]> onload= javascript: id= style= <h1> </h1> <h2> <li> <ul> </ul>
<noscript> <title> <div> </div> &lt; &#x3c; &quot; srcset= <source~ <div~class=footnote-definition> <p~id=a>
<input~type=checkbox>
"""
PIECES = st.sampled_from([piece.replace("~", " ") for piece in WRITTEN.split()])


@example("<a href=><table><h1><a href=")
@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_is_thrown_at_it_only_what_is_allowed_comes_out(text: str) -> None:
    for found in (html(text, KEY), html(text)):
        Audit().feed(found)
        again = html(found, KEY)
        assert again.count("<") == found.count("<")


def test_depth_is_bounded_before_the_sanitiser_sees_it() -> None:
    for text in ("<div>" * 201, "<b><p>" * 101, "<table><tr><td>" * 70, "<b><div></b>" * 201, "<svg>" * 201):
        with pytest.raises(TooDeep):
            tidy(text)


def test_attributes_are_bounded_before_the_sanitiser_sees_them() -> None:
    text = "<p " + " ".join(f"a{number}" for number in range(100_000)) + " id=late>x"
    assert tidy(text).html == "<p>x</p>"
    assert tidy("<p " + "x " * (limits.ATTRIBUTES - 1) + "id=y>").html == '<p id="y"></p>'
    assert tidy("<p " + "x " * limits.ATTRIBUTES + "id=y>").html == "<p></p>"


@pytest.mark.parametrize(
    "text",
    [
        "<p " * 100_000,
        "<p a='" * 100_000,
        '<p a="' * 100_001,
        "<!--" * 100_000,
        "<script>" * 100_000,
        "</" * 100_000,
        "<a b=" * 100_000,
        "</x " * 100_000,
        "<" * 500_000,
        "<p/" * 100_000,
        "<style></style" * 50_000,
    ],
)
def test_unfinished_tags_are_read_once(text: str) -> None:
    """Each of these takes minutes where a tag that does not end is tried again from every place in it."""
    assert len(tidy(text).html) <= 4 * len(text)
