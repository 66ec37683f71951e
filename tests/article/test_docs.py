"""docs/articles.md, standing.md and authors.md say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from presswork.article import fields, limits, sitefile
from presswork.article.addresses import PERMALINK_FIELDS
from presswork.article.authorfile import AuthorFile
from presswork.article.declared import shape
from presswork.article.formats import JSON_BODIES, SUFFIXES
from presswork.article.model import Upload
from presswork.article.profiles import profile
from presswork.article.reader import Shape
from tests.article.uploads import FIRST, accepted

DOCS = Path(__file__).parents[2] / "docs"
TEXT, STANDING, AUTHORS = (
    (DOCS / f"{name}.md").read_text(encoding="utf-8") for name in ("articles", "standing", "authors")
)


@pytest.mark.parametrize(
    ("shape", "text"),
    [(fields.SHAPE, TEXT), (sitefile.SHAPE, TEXT), (fields.PAGE_SHAPE, STANDING), (shape(AuthorFile), AUTHORS)],
    ids=["articles", "settings", "pages", "authors"],
)
def test_every_key_is_documented(shape: Shape, text: str) -> None:
    assert [key for key in shape.known.values() if f"`{key}`" not in text] == []


def test_every_format_is_documented() -> None:
    wanted = [*SUFFIXES, *JSON_BODIES, *(f"{{{field}}}" for field in PERMALINK_FIELDS)]
    assert [each for each in wanted if f"`{each}`" not in TEXT] == []


def test_every_limit_is_documented() -> None:
    table = TEXT.partition("<!-- fields")[2].partition("<!-- end")[0]
    table += TEXT.partition("## Limits")[2].partition("## site.yaml")[0]
    table += AUTHORS.partition("<!-- fields")[2]
    numbers = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", table)}
    units = {1024 * 1024: "MiB", 1024: "KiB"}
    ranges = {"YEARS", "ORDER", "WORDS_A_MINUTE"}
    for name in (name for name in vars(limits) if name.isupper() and name not in {"LINKS", *ranges}):
        value = getattr(limits, name)
        unit = next((unit for unit in units if value % unit == 0 and name != "BODY_CHARACTERS"), 1)
        assert value // unit in numbers, name
        assert units.get(unit, "") in table, name


def example(text: str, language: str) -> str:
    return text.partition(f"```{language}\n")[2].partition("```")[0]


def test_the_examples_are_what_they_say() -> None:
    assert accepted(example(TEXT, "markdown")).problems == ()
    assert accepted(example(STANDING, "markdown"), "pages/about.md").problems == ()
    found, problems = profile(Upload("authors/ann.yaml", example(AUTHORS, "yaml").encode(), FIRST))
    assert found
    assert problems == ()
