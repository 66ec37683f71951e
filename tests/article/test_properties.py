"""No upload raises; what is accepted keeps its promises."""

from __future__ import annotations

from unicodedata import normalize

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from presswork.article.accept import Accepted, accept
from presswork.article.addresses import address
from presswork.article.fields import SHAPE
from presswork.article.formats import SUFFIXES
from presswork.article.model import Article, Proof, Settings, Upload
from tests.article.uploads import FIRST

SITES = st.sampled_from(
    [Settings(), Settings(time_zone="Pacific/Apia", permalink="/{section}/{day}/{slug}", base_url="https://x.example")]
)
SUFFIX = st.sampled_from([*SUFFIXES, ".pdf", ""])
KEYS = st.builds(lambda name, suffix: f"articles/{name}{suffix}", st.text(max_size=20), SUFFIX)
WRITTEN = (
    "title date tags 2026-11-24 null true ``` [^1] ]: <p> <h1> </p> ![ ]( \x00 \u202e é x &a~ *a !!str~ :~ -~ #~ ~~ ~=~"
)
LINES = ["\n", "---\n", "+++\n", "|\n", ">\n", "\t"]
WORDS = st.sampled_from([*(word.replace("~", " ") for word in WRITTEN.split()), *LINES, *"[]{}\"',\\)"])
TEXTS = st.lists(WORDS, max_size=40).map("".join)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(["/a", "2026-11-24", "en", "a.jpg"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["name", "src", "alt", "text", "date", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
FRONTS = st.dictionaries(st.sampled_from([*SHAPE.keys, "markdown", "html", "text", "x"]), VALUES, max_size=8)


def check(upload: Upload, settings: Settings) -> None:
    found = accept(upload, settings, FIRST)
    assert all(problem.message.endswith((".", ")")) and problem.cure for problem in found.problems)
    msgspec.json.encode(found.problems)  # they can be stored: no lone surrogates
    if not isinstance(found, Accepted):
        assert any(problem.severity == "error" for problem in found.problems)
        return
    assert all(problem.severity == "warning" for problem in found.problems)
    article, proof = found.article, found.proof
    assert msgspec.json.decode(msgspec.json.encode(article), type=Article) == article
    assert msgspec.json.decode(msgspec.json.encode(proof), type=Proof) == proof
    assert article.card.title == normalize("NFC", article.card.title.strip()) != ""
    assert article.card.address.startswith("/")
    assert "//" not in article.card.address
    assert all(
        address(alias) == alias
        for alias in article.aliases
        if "%" not in alias and "?" not in alias and "#" not in alias
    )
    assert proof.see_also == -1 or proof.html.startswith("<p", proof.see_also)
    assert all(
        f'id="{heading.anchor}"' in proof.html
        for heading in proof.headings
        if '"' not in heading.anchor and "&" not in heading.anchor
    )
    assert accept(upload, settings, FIRST) == found


@given(KEYS, st.binary(max_size=300), SITES)
def test_any_bytes_under_any_name_are_judged(key: str, body: bytes, settings: Settings) -> None:
    check(Upload(key, body, FIRST), settings)


@given(SUFFIX, TEXTS, SITES)
def test_any_front_matter_and_body_are_judged(suffix: str, text: str, settings: Settings) -> None:
    check(Upload(f"articles/a{suffix}", text.encode(), FIRST), settings)
    check(Upload(f"articles/a{suffix}", f"---\ntitle: T\n---\n{text}".encode(), FIRST), settings)
    check(Upload(f"articles/a{suffix}", f"---\ntitle: T\n{text}\n---\n".encode(), FIRST), settings)


@given(FRONTS, SITES)
def test_any_value_of_any_field_is_judged(front: dict[str, object], settings: Settings) -> None:
    import json

    text = json.dumps({"title": "T", **front}).encode()
    check(Upload("articles/a.json", text, FIRST), settings)
    check(Upload("articles/a.md", b"---\n" + text + b"\n---\nx", FIRST), settings)  # JSON is YAML, too


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_upload_is_judged(suffix: str) -> None:
    check(Upload(f"articles/a{suffix}", b"", FIRST), Settings())
