"""docs/articles.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from presswork.article import fields, limits, sitefile
from presswork.article.addresses import PERMALINK_FIELDS
from presswork.article.formats import JSON_BODIES, SUFFIXES
from presswork.article.reader import Shape
from tests.article.uploads import accepted

TEXT = (Path(__file__).parents[2] / "docs" / "articles.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("shape", [fields.SHAPE, sitefile.SHAPE], ids=["fields", "settings"])
def test_every_key_is_documented(shape: Shape) -> None:
    assert [key for key in shape.known.values() if f"`{key}`" not in TEXT] == []


def test_every_format_is_documented() -> None:
    wanted = [*SUFFIXES, *JSON_BODIES, *(f"{{{field}}}" for field in PERMALINK_FIELDS)]
    assert [each for each in wanted if f"`{each}`" not in TEXT] == []


def test_every_limit_is_documented() -> None:
    table = TEXT.partition("<!-- fields")[2].partition("<!-- end")[0]
    table += TEXT.partition("## Limits")[2].partition("## site.yaml")[0]
    numbers = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", table)}
    units = {1024 * 1024: "MiB", 1024: "KiB"}
    for name in (name for name in vars(limits) if name.isupper() and name not in {"YEARS", "LINKS", "WORDS_A_MINUTE"}):
        value = getattr(limits, name)
        unit = next((unit for unit in units if value % unit == 0 and name != "BODY_CHARACTERS"), 1)
        assert value // unit in numbers, name
        assert units.get(unit, "") in table, name


def test_the_example_is_an_article() -> None:
    example = TEXT.partition("```markdown\n")[2].partition("```")[0]
    assert accepted(example).problems == ()
