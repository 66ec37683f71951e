"""Whatever stands in a file of an old site, an import ends with a report and never with an exception."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.console import Console
from desk.importing.entry import Options
from desk.importing.kinds import KINDS
from desk.importing.run import made, opened
from desk.importing.source import Source

NAMES = {
    "jekyll": "_posts/2019-03-04-a.md",
    "hugo": "content/posts/a.md",
    "zola": "content/blog/a.md",
    "eleventy": "posts/a.md",
    "pelican": "content/a.md",
    "html": "a.html",
}
NAMED = """
title date slug lang tags categories authors image draft aliases url path permalink summary publishDate status
"""
KEYS = st.sampled_from(NAMED.split())
ODD = """
2019-13-45 0001-01-01 9999-12-31T23:59:59-12:00 [a,{b:c}] {src:1} ~ yes [[]] ../.. //x http://[ 1e999
2019-03-04T25:00 99999999999 :year/:x
"""
VALUES = st.one_of(st.text(max_size=20), st.sampled_from(ODD.split()))
TOKENS = """
{%post_url%} {%highlight\tx%} {%endhighlight%} {{'a'|b}} {{ }} {% %} {{<ref>}} {{<figure>}} {{%/x%}} {%end%} {{x(a=1)}}
[gallery\tids='1'] [/caption] ](//[) ](http://[::1) ![ ](a.png) <img\tsrc=x.png <iframe\tsrc= <a\thref='http://[x'> ```
` :::note ::: [a]: &amp; {filename}a.md {:.x} ](#) ](?) ](@/a) <!-- -->
"""
PIECES = st.sampled_from([*TOKENS.split(" "), "\x00", "\x01", "\n", "\n\n    "])


@pytest.mark.parametrize("kind", sorted(NAMES))
@settings(max_examples=25, deadline=None)
@given(
    front=st.dictionaries(KEYS, VALUES, max_size=5), body=st.lists(st.one_of(PIECES, st.text(max_size=10)), max_size=12)
)
def test_no_front_matter_and_no_body_raises(kind: str, front: dict[str, str], body: list[str]) -> None:
    text = "---\n" + "".join(f"{key}: {value}\n" for key, value in front.items()) + "---\n" + "".join(body)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "old" / NAMES[kind]
        path.parent.mkdir(parents=True)
        path.write_bytes(text.encode(errors="replace"))
        source = Source(Path(folder) / "old")
        _, report = made(opened(kind, source, Options()), source, Path(folder) / "new", Console(machine=True))
    assert len(report.files) + len(report.left_out) == 1


def test_every_kind_of_files_is_tried() -> None:
    assert set(KINDS) - set(NAMES) == {"ghost", "wordpress"}
