"""One file of a site of files: its front matter, its body, and its names in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from desk.importing import matter
from desk.importing.entry import LeftOut, Markup, Note
from desk.importing.mapping import Fields
from desk.importing.matter import Members
from desk.importing.source import Source, TooLarge, suffix
from presswork.article import values
from presswork.article.model import Settings
from presswork.article.problems import Unfit, Unreadable
from presswork.article.settings import base_url, time_zone

MARKDOWN = (".md", ".markdown", ".mkd", ".mdown", ".mdx")
HTML = (".html", ".htm")
UNREAD = (".rst", ".textile", ".adoc", ".asciidoc", ".org", ".njk", ".liquid", ".ejs", ".hbs", ".pug", ".haml")
"""What these systems take for text or templates, and we do not."""
_MODULES = re.compile(r"^(?:import\s.+\sfrom\s.+|import\s+[\"'].+|export\s.+)$\n?", re.MULTILINE)


class Document(NamedTuple):
    """A file, read."""

    members: Members | None
    """None if it has no front matter."""
    body: str
    markup: Markup
    notes: tuple[Note, ...]


def read(source: Source, name: str) -> Document | LeftOut:
    """A file of text; or why it cannot be read."""
    try:
        text, notes = source.text(name)
        members, body = matter.front_matter(text)
    except TooLarge as error:
        return LeftOut(name, str(error), failed=True)
    except OSError as error:
        return LeftOut(name, f"It cannot be read: {error.strerror}.", failed=True)
    except Unreadable as error:
        problem = error.problem
        return LeftOut(name, f"line {problem.line}: {problem.message} {problem.cure}", failed=True)
    if suffix(name) == ".mdx":
        body, gone = _MODULES.subn("", body)
        notes = (*notes, Note("dropped", "imports and exports")) if gone else notes
    return Document(members, body, "html" if suffix(name) in HTML else "markdown", notes)


def unread(source: Source, folder: str, markup: Iterable[str] = UNREAD) -> Iterable[LeftOut]:
    """Files of a folder in markup that we cannot read."""
    for name in source.below(folder, *markup):
        failed = suffix(name) in UNREAD[:5]
        yield LeftOut(name, f"{suffix(name)} cannot be read" if failed else "it is a template", failed=failed)


def split_language(stem: str, known: Iterable[str]) -> tuple[str, str]:
    """A file's stem without the language that it ends in (`port.fr`), and that language; only those that are known."""
    first, dot, last = stem.rpartition(".")
    return (first, last) if dot and last in known else (stem, "")


def settings(found: dict[str, str], notes: list[Note]) -> tuple[Settings, tuple[str, ...]]:
    """The site's settings, from texts by our names, and which of them were told; what makes no sense is told."""
    checks = {"base_url": base_url, "time_zone": time_zone, "language": values.language}
    told: dict[str, str] = {}
    for name, text in found.items():
        try:
            if text.strip():
                told[name] = checks[name](text.strip()) if name in checks else " ".join(text.split())[:300]
        except Unfit as error:
            notes.append(Note("dropped", f"the site's {name}: {error.message}"))
    return replace(Settings(base_url=""), **told), tuple(told)


def from_options(url: str, found: dict[str, str]) -> dict[str, str]:
    """With the URL that a person gave."""
    return found | {"base_url": url} if url else found


def merged(members: Members | None, notes: Iterable[Note]) -> Fields:
    fields = Fields(members or {})
    fields.notes += notes
    return fields
