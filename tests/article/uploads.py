"""Uploads made in a line, for tests."""

from __future__ import annotations

from datetime import UTC, datetime

from presswork.article.accept import Accepted, Rejected, accept
from presswork.article.model import Settings, Upload

FIRST = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
SITE = Settings(base_url="https://gazette.example")


def judged(text: str | bytes, key: str = "articles/port.md", settings: Settings = SITE) -> Accepted | Rejected:
    body = text.encode() if isinstance(text, str) else text
    return accept(Upload(key, body, datetime(2021, 1, 1, tzinfo=UTC)), settings, FIRST)


def accepted(text: str | bytes, key: str = "articles/port.md", settings: Settings = SITE) -> Accepted:
    result = judged(text, key, settings)
    assert isinstance(result, Accepted), result
    return result


def faults(
    text: str | bytes, key: str = "articles/port.md", settings: Settings = SITE
) -> list[tuple[str, int, int, str]]:
    """Field, line, column and message of each error; asserts that it was rejected, and that each has a cure."""
    result = judged(text, key, settings)
    assert isinstance(result, Rejected), result
    assert all(each.cure for each in result.problems)
    return [(each.field, each.line, each.column, each.message) for each in result.problems if each.severity == "error"]


def warnings(text: str | bytes, key: str = "articles/port.md") -> list[tuple[str, int, int, str, str]]:
    """Field, line, column, message and cure of each warning of an accepted upload."""
    found = accepted(text, key).problems
    return [(each.field, each.line, each.column, each.message, each.cure) for each in found]


def html(body: str, key: str = "articles/port.md") -> str:
    """The sanitised body of an article."""
    return accepted(f"---\ntitle: T\n---\n{body}", key).proof.html
