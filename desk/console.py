"""What a command says, and where: results on standard output, problems on standard error; for machines, JSON alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from typing import TextIO

from msgspec import Struct, json

from presswork.article.model import Problem
from presswork.article.report import problem_line

_RED, _YELLOW, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[0m"


class DeskError(Exception):
    """A command cannot do its work. The message is one line: what is wrong, and what to do."""


class Rejected(Struct, frozen=True):
    """A file that is not on the site as its author wants it, and why."""

    file: str
    problems: tuple[Problem, ...]


class Outcome(Struct, frozen=True):
    """What a command came to, for machines: printed as one line of JSON."""

    published: int
    """Articles that are live."""
    rejected: tuple[Rejected, ...]
    pages: int
    """Of a build: the addresses at which something stands. Of the pipeline: the writes to the site bucket."""
    invalidated: int
    """Paths that the CDN was told to forget."""
    seconds: float


class Console:
    """`machine`: standard output is for one line of JSON, so all that is for people goes to standard error."""

    def __init__(self, *, machine: bool = False) -> None:
        self._machine = machine

    def say(self, line: str) -> None:
        """Something that a person wants to know."""
        print(line, file=sys.stderr if self._machine else sys.stdout, flush=True)

    def problem(self, line: str) -> None:
        """Something that a person must know, also when the output goes elsewhere."""
        print(line, file=sys.stderr, flush=True)

    def report(self, file: str, problems: Iterable[Problem]) -> None:
        for each in problems:
            self.problem(coloured(printable(problem_line(file, each)), each, sys.stderr))

    def outcome(self, outcome: Struct) -> None:
        """The last line, if a machine reads."""
        if self._machine:
            print(json.encode(outcome).decode(), flush=True)

    def answer(self, answer: Struct | Mapping[str, Sequence[str]], lines: Iterable[str]) -> None:
        """What was asked for: as one line of JSON if a machine reads, else as `lines`."""
        for line in (json.encode(answer).decode(),) if self._machine else map(printable, lines):
            print(line, flush=True)

    @contextmanager
    def progress(self, doing: str, total: int) -> Iterator[Callable[[], None]]:
        """Yields what to call for each thing done. Shown on a terminal only, and gone when it is over."""
        if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
            yield lambda: None
            return
        from rich.console import Console as Terminal
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Terminal(stderr=True), transient=True) as bar:
            task = bar.add_task(doing, total=total)
            yield lambda: bar.advance(task)


def coloured(line: str, problem: Problem, stream: TextIO) -> str:
    """A problem's line with its severity in colour, on a terminal whose user has not asked for none (no-color.org)."""
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return line
    colour = _RED if problem.severity == "error" else _YELLOW
    return line.replace(f": {problem.severity}: ", f": {colour}{problem.severity}{_PLAIN}: ", 1)


def printable(text: str) -> str:
    """Text from outside on one line of a terminal: without control characters, which could move its cursor."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


def and_rejected(files: Sized) -> str:
    """What ends the line that says what has been done: how many files were rejected, if any were."""
    return f" Rejected: {count(len(files), 'file')}." if files else ""


def count(number: int, one: str, many: str = "") -> str:
    """`1 page`, `1,234 pages`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
