"""A site of articles by an attacker, and one of the same make by somebody else, which shows how its pages should be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.browser import vectors
from tests.browser.sites import Site, built

FIRST = datetime(2026, 10, 20, tzinfo=UTC)
HARMLESS = 40
"""Articles: more than a list shows, of two months."""
BODY = "<h2>A</h2><p>b</p><h2>C</h2><p>d</p><h2>E</h2><p>f</p><h2>G</h2><p>h</p>"
FIELDS: dict[str, Any] = {
    "title": "A quiet day",
    "summary": "Nothing happened.",
    "authors": ["Ann Lee"],
    "sections": ["World", "Port"],
    "topics": ["Calm", "Sea"],
    "image": {"src": "https://pictures.example/sea.jpg", "alt": "The sea", "caption": "The sea at noon"},
    "corrections": [{"date": "2026-11-02", "text": "It was a Monday."}, {"text": "It was calm."}],
    "html": BODY,
}


def attacker(folder: Path) -> Site:
    """One article for each vector; those for all texts at once have it in every field of text."""
    for number, (name, fields) in enumerate(_uploads()):
        _write(folder / "articles" / name, number, fields)
    return built(folder)


def harmless(folder: Path) -> Site:
    for number in range(HARMLESS):
        fields = {"related": [f"quiet-{other:03}.json" for other in range(number % 3)]}
        _write(folder / "articles" / f"quiet-{number:03}.json", number * 8, fields)
    _write(folder / "articles" / "moved.json", 7, {"aliases": ["/old/moved"]})
    return built(folder)


def _uploads() -> Iterator[tuple[str, dict[str, Any]]]:
    """A file's name, and in which fields it differs from a harmless article."""
    for number, text in enumerate(vectors.TEXTS):
        yield f"texts-{number:03}.json", everywhere(text)
    for field, values in vectors.FIELDS.items():
        for number, text in enumerate(values):
            yield f"{field}-{number:03}.json", {field: {"src": text} if field == "image" else text}
    bodies = {"html": vectors.HTML, "markdown": vectors.MARKDOWN, "text": vectors.PLAIN}
    for member, texts in bodies.items():
        for number, text in enumerate(texts):
            yield f"{member}-{number:03}.json", {"html": None, member: _between(member, text)}
    for number, text in enumerate(vectors.MDX):
        yield f"mdx-{number:03}.mdx", {"html": None, "body": text}
    for number, text in enumerate(vectors.REFUSED):
        yield f"refused-title-{number:03}.json", {"title": text}
        yield f"refused-body-{number:03}.json", {"html": text}


def everywhere(text: str) -> dict[str, Any]:
    """A text in every field that takes any."""
    return {
        "title": text,
        "summary": text,
        "authors": [text[:100]],
        "sections": [text[:100]],
        "topics": [text[:100]],
        "image": {"src": "https://pictures.example/sea.jpg", "alt": text, "caption": text},
        "corrections": [{"date": "2026-11-02", "text": text}],
    }


def _between(member: str, text: str) -> str:
    """A vector with a harmless paragraph before and after it: what it takes with it is seen."""
    return f"<p>before</p>\n{text}\n<p>after</p>" if member == "html" else f"before\n\n{text}\n\nafter"


def _write(path: Path, number: int, fields: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    given = {"slug": path.stem, "date": (FIRST + timedelta(hours=3 * number)).isoformat(), **FIELDS, **fields}
    given = {name: value for name, value in given.items() if value is not None}
    if path.suffix == ".json":
        path.write_text(json.dumps(given))
    else:
        body = given.pop("body")
        path.write_text(f"---\n{json.dumps(given)}\n---\n{body}")
