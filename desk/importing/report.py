"""What an import tells: of every file what it became, and what was dropped, guessed, or kept as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from desk.console import count
from desk.importing.entry import LeftOut, Note


class Told(Struct, frozen=True):
    """One file of the old site."""

    source: str
    file: str
    """Where it is now, from the folder on."""
    address: str
    """Its new one; empty if that follows from its first upload."""
    redirects: tuple[str, ...]
    """Old addresses that lead to it."""
    notes: tuple[Note, ...]
    rejected: str = ""
    """Why it would not be accepted; empty if it would."""


class Imported(Struct, frozen=True):
    """The whole report."""

    articles: int
    pages: int
    authors: int
    pictures: int
    written: int
    """Files that were not there before."""
    failed: int
    """Files that could not be imported, or would be rejected."""
    files: tuple[Told, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[Note, ...]
    """On the site as a whole."""


def lines(report: Imported, folder: str) -> Iterator[str]:
    """The report for people: a line a file that has something to tell, what was not imported, and a sum."""
    for each in report.files:
        if each.rejected:
            yield f"{each.source} -> {each.file}: it would be rejected: {each.rejected}"
        elif each.notes:
            yield f"{each.source} -> {each.file}: {_grouped(each.notes)}"
    for why, sources in _by_reason(report.left_out):
        more = f" and {len(sources) - 3:,} more" if len(sources) > 4 else ""
        shown = sources if len(sources) <= 4 else sources[:3]
        yield f"not imported: {', '.join(shown)}{more}: {why}"
    if report.notes:
        yield f"the site: {_grouped(report.notes)}"
    parts = (
        count(report.articles, "article"),
        count(report.pages, "standing page"),
        count(report.authors, "author's file", "authors' files"),
        count(report.pictures, "picture"),
    )
    yield f"{', '.join(parts)} in {folder}; {count(report.written, 'file')} written, {report.failed:,} failed."


def _grouped(notes: Sequence[Note]) -> str:
    """`dropped field hero; kept links to what was not imported: /a, /b`."""
    groups: dict[tuple[str, str], list[str]] = {}
    for each in notes:
        groups.setdefault((each.kind, each.why), []).append(each.text)
    return "; ".join(f"{kind} {f'{why}: ' if why else ''}{', '.join(texts)}" for (kind, why), texts in groups.items())


def _by_reason(left_out: Sequence[LeftOut]) -> Iterator[tuple[str, list[str]]]:
    reasons: dict[str, list[str]] = {}
    for each in left_out:
        reasons.setdefault(("failed: " if each.failed else "") + each.why, []).append(each.source)
    yield from reasons.items()
