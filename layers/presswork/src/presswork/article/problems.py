"""Gathers what is wrong with an upload, so that its author reads everything at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from presswork.article import limits
from presswork.article.model import Problem
from presswork.article.names import tidy


class Place(NamedTuple):
    """Where something stands in a file, both counted from 1; 0 where that is not known."""

    line: int = 0
    column: int = 0


NOWHERE = Place()


def shown(text: str) -> str:
    """An author's text as a message quotes it: on one line, and short."""
    text = tidy(text[:200])
    return text if len(text) <= 60 else text[:60] + "…"


class Unreadable(Exception):
    """The file, or its front matter, cannot be read at all; carries what its author is told."""

    def __init__(self, message: str, cure: str, place: Place = NOWHERE, field: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(message, cure, "error", field, *place)


class Unfit(ValueError):
    """A value is not what its field wants."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure


@dataclass(slots=True)
class Problems:
    """What was found so far, in the order of the file."""

    fatal: bool = False
    """Whether the upload must be rejected."""
    _found: list[Problem] = field(default_factory=list)
    _more: int = 0

    def add(self, problem: Problem) -> None:
        self.fatal |= problem.severity == "error"
        if len(self._found) < limits.PROBLEMS:
            self._found.append(problem)
        else:
            self._more += 1

    def error(self, message: str, cure: str, *, field: str = "", place: Place = NOWHERE) -> None:
        self.add(Problem(message, cure, "error", field, *place))

    def warn(self, message: str, cure: str, *, field: str = "", place: Place = NOWHERE) -> None:
        self.add(Problem(message, cure, "warning", field, *place))

    def all(self) -> tuple[Problem, ...]:
        """By line, those without a line last; then how many more there are."""
        found = sorted(self._found, key=lambda each: (each.line == 0, each.line, each.column))
        if self._more:
            severity: Literal["error", "warning"] = "error" if self.fatal else "warning"
            found.append(Problem(f"There are {self._more:,} more problems.", "Correct these first.", severity))
        return tuple(found)
