from __future__ import annotations

from presswork.article.model import Address, Problem, Report
from presswork.article.report import as_text, problem_line


def test_a_problem_is_a_line_as_compilers_write_it() -> None:
    problem = Problem("The front matter that begins here has no end.", "Put a line --- after it.", line=3, column=8)
    assert problem_line("a.md", problem) == (
        "a.md:3:8: error: The front matter that begins here has no end. Put a line --- after it."
    )
    assert problem_line("a.md", Problem("No title.", "Write one.", "warning")) == "a.md: warning: No title. Write one."


def test_a_report_tells_the_outcome_and_then_each_problem() -> None:
    problems = (Problem("A.", "B.", line=1, column=2), Problem("C.", "D.", "warning"))
    assert as_text(Report("a.md", "rejected", None, problems)) == (
        "a.md: rejected; the last good version, if any, stays\na.md:1:2: error: A. B.\na.md: warning: C. D.\n"
    )
    assert as_text(Report("a.md", "accepted", Address("/2026/11/a"))) == "a.md: accepted at /2026/11/a\n"
    assert as_text(Report("a.md", "removed")) == "a.md: removed\n"
