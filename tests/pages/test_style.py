"""The style sheet, as text: it holds what the pages need, no more, and nothing that harms a reader."""

from __future__ import annotations

import re

import pytest

from presswork.article.allowed import ALIGNMENTS, NOTE, NOTE_BACK, NOTE_LABEL, NOTE_REFERENCE
from presswork.pages import assets, theme
from presswork.pages.pictures import MISSING

STYLE = re.sub(r"/\*.*?\*/", "", assets.load()["style.css"].body.decode(), flags=re.DOTALL)
TEMPLATES = "".join(path.read_text() for path in theme.SOURCES.glob("*.html"))
OF_BODIES = {*ALIGNMENTS.values(), NOTE, NOTE_BACK, NOTE_LABEL, NOTE_REFERENCE, MISSING}
OF_VALUES = {"level-3"}
"""Made by a template from a value."""


def ruled() -> set[str]:
    """Every class that a selector names."""
    selectors = re.findall(r"[^{};]+(?=\{)", STYLE)
    return {name for selector in selectors for name in re.findall(r"\.([a-z][a-z0-9-]*)", selector)}


def used() -> set[str]:
    """Every class that a template gives, also on condition."""
    written = re.findall(r'class="((?:[^"{]|\{[{%].*?[%}]\})*)"', TEMPLATES)
    words = (re.sub(r"\{%.*?%\}|\{\{(.*?)\}\}", _texts, each) for each in written)
    return {name for each in words for name in each.split() if not name.endswith("-")}


def _texts(found: re.Match[str]) -> str:
    """What an expression may say: its quoted texts. Of a value that is not known, nothing."""
    return "".join(re.findall(r"'([^']*)'", found[1] or ""))


def colours() -> dict[str, dict[str, str]]:
    """The custom properties that are colours, in the light and in the dark."""
    light, dark = (
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block)) for block in re.split("color-scheme: dark", STYLE)[:2]
    )
    return {"light": light, "dark": dark}


def luminance(colour: str) -> float:
    """Relative, as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_class_of_the_style_sheet_is_on_some_page() -> None:
    assert ruled() - used() - OF_BODIES - OF_VALUES == set()


def test_every_class_of_a_page_has_a_rule() -> None:
    assert (used() | OF_BODIES) - ruled() == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "soft", "accent", "focus"])
@pytest.mark.parametrize("paper", ["paper", "shade"])
def test_text_stands_out_from_what_it_stands_on(scheme: str, ink: str, paper: str) -> None:
    assert contrast(colours()[scheme][ink], colours()[scheme][paper]) >= 4.5


def test_contrast_is_computed_as_the_guidelines_say() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


def test_sides_are_those_of_the_text_so_that_it_may_run_from_right_to_left() -> None:
    """But for a table's column that its author aligned, and for programs."""
    sided = re.findall(r"[\w-]*\b(?:left|right|top|bottom)\b[\w-]*\s*:|:\s*(?:left|right)\b", STYLE)
    assert sided == [": left", ": left", ": right"]


def test_the_style_sheet_is_small_and_loads_nothing() -> None:
    assert len(assets.load()["style.css"].body) <= 30_000
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_no_template_has_a_style_of_its_own() -> None:
    assert "style=" not in TEMPLATES
    assert "<style" not in TEMPLATES
