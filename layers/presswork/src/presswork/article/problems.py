"""Gathers what is wrong with an upload, so that its author reads everything at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

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

    _found: list[Problem] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        self._found.append(problem)

    def error(self, message: str, cure: str, *, field: str = "", place: Place = NOWHERE) -> None:
        self.add(Problem(message, cure, "error", field, *place))

    def warn(self, message: str, cure: str, *, field: str = "", place: Place = NOWHERE) -> None:
        self.add(Problem(message, cure, "warning", field, *place))

    @property
    def fatal(self) -> bool:
        """Whether the upload must be rejected."""
        return any(each.severity == "error" for each in self._found)

    def all(self) -> tuple[Problem, ...]:
        """By line, those without a line last."""
        return tuple(sorted(self._found, key=lambda each: (each.line == 0, each.line, each.column)))
