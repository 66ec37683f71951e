"""Authors' files: what they may say, and that whatever they say can do no harm."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presswork.article.limits import FRONT_MATTER_BYTES
from presswork.article.model import Picture, Profile, ProfileLink, Upload
from presswork.article.profiles import profile
from tests.article.test_properties import VALUES
from tests.article.uploads import FIRST

WHOLE = """
name: Ann  Lee
bio: |
  Reports on the *harbour*.

  Before, she [sailed](https://sea.example).
language: en_gb
photo: {path: https://sea.example/ann.jpg, alt: Ann on the quay}
links:
  Mail: mailto:ann@tidings.example
  Her diary: HTTPS://diary.example/ann?a=1&b=2
same-as: https://diary.example/ann
"""


def read(text: str | bytes, key: str = "authors/ann.yaml") -> tuple[Profile | None, list[tuple[str, int, str]]]:
    """The profile, and field, line and message of each problem; each has a cure."""
    found, problems = profile(Upload(key, text.encode() if isinstance(text, str) else text, FIRST))
    assert all(each.cure for each in problems)
    return found, [(each.field, each.line, each.message) for each in problems]


def test_a_file_gives_a_profile() -> None:
    assert read(WHOLE) == (
        Profile(
            name="Ann Lee",
            bio='<p>Reports on the <em>harbour</em>.</p>\n<p>Before, she <a href="https://sea.example">sailed</a>.</p>',
            lang="en-GB",
            picture=Picture("https://sea.example/ann.jpg", "Ann on the quay"),
            links=(
                ProfileLink("Mail", "mailto:ann@tidings.example"),
                ProfileLink("Her diary", "HTTPS://diary.example/ann?a=1&b=2"),
            ),
            same_as=("https://diary.example/ann",),
        ),
        [],
    )


def test_only_the_name_is_needed() -> None:
    assert read("name: Ann\nbio:\nlinks: {}\n") == (Profile("Ann"), [])


@pytest.mark.parametrize(
    ("text", "field", "line", "message"),
    [
        ("bio: x", "name", 0, "The author has no name."),
        ("name: '\u200b'", "name", 0, "The author has no name."),
        ("name: [Ann]", "name", 1, "`name` is a list, not a text."),
        (f"name: {'x' * 101}", "name", 1, "`name` has 101 characters; 100 are allowed."),
        (f"name: Ann\nbio: {'x' * 2001}", "bio", 2, "`bio` has 2,001 characters; 2,000 are allowed."),
        ("name: Ann\npicture: {alt: Ann}", "picture", 2, "`picture` has no `src`."),
        ("name: Ann\npicture: 'javascript:x'", "picture", 2, "`javascript:x` is not the source of a picture."),
        ("name: Ann\nlinks: [https://a.example]", "links", 2, "`links` is a list, not a map."),
        ("name: Ann\nlinks:\n  Me: [x]", "links", 3, "`links` is a list, not a text."),
        ("name: Ann\nlinks:\n  Me: 'javascript:x'", "links", 3, "`javascript:x` is not an https or mailto address."),
        ("name: Ann\nlinks:\n  Me: http://a", "links", 3, "`http://a` is not an https or mailto address."),
        ("name: Ann\nlinks:\n  Me: mailto:a@b?c=d", "links", 3, "`mailto:a@b?c=d` is not an https or mailto address."),
        (f"name: Ann\nlinks:\n  {'x' * 101}: https://a", "links", 3, "`links` has 101 characters; 100 are allowed."),
        (
            "name: Ann\nlinks:\n" + "".join(f"  L{each}: https://a.example\n" for each in range(11)),
            "links",
            13,
            "`links` has 11 entries; 10 are allowed.",
        ),
        ("name: Ann\nsame_as: [ftp://a.example]", "same_as", 2, "`ftp://a.example` is not an https address."),
        ("name: Ann\nname: Ben", "name", 2, "`name` stands here twice."),
        ("", "name", 0, "The author has no name."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(text: str, field: str, line: int, message: str) -> None:
    found, problems = read(text)
    assert (found, problems) == (None, [(field, line, message)])


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        ("name: Ann\nbios: x\n", [("bios", 2, "`bios` is no field of an author, and is left out.")]),
        (
            "name: Ann\nbio: '# Ann'\n",
            [("bio", 0, "Of the bio, only paragraphs, emphasis and links stay.")],
        ),
        (
            "name: Ann\npicture: {src: /media/ann.jpg, alt: Ann}\n",
            [("picture", 2, "`/media/ann.jpg` is not the whole address of a picture, and is left out.")],
        ),
    ],
)
def test_what_is_left_out_is_told(text: str, warned: list[tuple[str, int, str]]) -> None:
    found, problems = read(text)
    assert found
    assert problems == warned


@pytest.mark.parametrize(
    ("bio", "html"),
    [
        ("<script>alert(1)</script>Hi", "Hi"),
        ('<b onclick="x" style="y" id="z" class="c">Hi</b>', "<p><b>Hi</b></p>"),
        ("[Hi](javascript:x)", "<p><a>Hi</a></p>"),
        ("![](x.jpg) Hi", "<p> Hi</p>"),
        ("</div></article>Hi", "Hi"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_a_bio_holds_paragraphs_emphasis_and_links_and_nothing_else(bio: str, html: str) -> None:
    found, _ = read(json.dumps({"name": "Ann", "bio": bio}))
    assert found
    assert found.bio == html


@pytest.mark.parametrize(
    ("key", "body", "message"),
    [
        ("authors/ann.md", b"name: Ann", "An author's file ends in .yaml."),
        ("authors/ann", b"name: Ann", "An author's file ends in .yaml."),
        ("authors//ann.yaml", b"name: Ann", "The file's path has an empty part, or one of dots."),
        ("authors/ann.yaml", b"\xff", "The byte 0xFF is not UTF-8."),
        ("authors/ann.yaml", b"[" * 60_000, "Lists and maps go more than 20 levels deep."),
        (
            "authors/ann.yaml",
            b"#" * (FRONT_MATTER_BYTES + 1),
            "The file has 65,537 bytes; 65,536 are allowed.",
        ),
    ],
)
def test_what_cannot_be_read_is_told(key: str, body: bytes, message: str) -> None:
    found, ((_, _, said),) = read(body, key)
    assert (found, said) == (None, message)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_raise(body: bytes) -> None:
    read(body)


FIELDS = ["name", "bio", "lang", "picture", "links", "same_as", "x"]


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6))
def test_no_values_raise(front: dict[str, object]) -> None:
    read(json.dumps(front))
