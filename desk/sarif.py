"""Problems as a SARIF 2.1.0 log, which code scanning and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from msgspec import json

from presswork.article.model import Problem

Json: TypeAlias = str | int | Sequence["Json"] | dict[str, "Json"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
WHOLE = "file"
"""The rule of what is about no field."""


def log(found: Sequence[tuple[str, Sequence[Problem]]]) -> str:
    """One run with a result for each problem of each file; the field that it is about stands for its rule."""
    results: list[Json] = [_result(file, problem) for file, problems in found for problem in problems]
    rules = sorted({_rule(problem) for _, problems in found for problem in problems})
    driver: dict[str, Json] = {
        "name": "presswork",
        "version": version("presswork"),
        "rules": [{"id": rule} for rule in rules],
    }
    run: dict[str, Json] = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.encode({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}).decode()


def _result(file: str, problem: Problem) -> Json:
    place: dict[str, Json] = {"artifactLocation": {"uri": _uri(file)}}
    if problem.line:
        column: dict[str, Json] = {"startColumn": problem.column} if problem.column else {}
        place["region"] = {"startLine": problem.line, **column}
    return {
        "ruleId": _rule(problem),
        "level": problem.severity,
        "message": {"text": f"{problem.message} {problem.cure}".rstrip()},
        "locations": [{"physicalLocation": place}],
    }


def _rule(problem: Problem) -> str:
    return problem.field or WHOLE


def _uri(file: str) -> str:
    """Relative to where the command was called, as code scanning wants it from the top of a checkout."""
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
