"""What is said on a terminal, and what is said elsewhere."""

from __future__ import annotations

import io

import pytest

from desk.console import coloured
from presswork.article.model import Problem

LINE = "a.md:1:2: error: No title. Write: error: one."


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person without wishes."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def test_the_severity_is_coloured_on_a_terminal() -> None:
    error, warning = Problem("", ""), Problem("", "", "warning")
    assert coloured(LINE, error, Terminal()) == LINE.replace("error", "\x1b[31merror\x1b[0m", 1)
    assert coloured("a.md: warning: x", warning, Terminal()) == "a.md: \x1b[33mwarning\x1b[0m: x"


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_nothing_is_coloured_elsewhere_or_for_who_wants_none(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    assert coloured(LINE, Problem("", ""), io.StringIO()) == LINE
    monkeypatch.setenv(name, value)
    assert coloured(LINE, Problem("", ""), Terminal()) == LINE
