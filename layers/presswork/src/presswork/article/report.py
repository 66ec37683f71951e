"""A report as text for a person."""

from __future__ import annotations

from presswork.article.model import Problem, Report

_OUTCOMES = {"accepted": "accepted", "rejected": "rejected; the last good version, if any, stays", "removed": "removed"}


def as_text(report: Report) -> str:
    """The outcome, then one line a problem: `file:line:column: error: message cure`."""
    where = f" at {report.address}" if report.address else ""
    head = f"{report.file}: {_OUTCOMES[report.outcome]}{where}"
    return "\n".join((head, *(problem_line(report.file, each) for each in report.problems))) + "\n"


def problem_line(file: str, problem: Problem) -> str:
    """As compilers write it, so that editors can jump there: `file:line:column: error: message cure`."""
    place = f":{problem.line}:{problem.column}" if problem.line else ""
    return f"{file}{place}: {problem.severity}: {problem.message} {problem.cure}".rstrip()
