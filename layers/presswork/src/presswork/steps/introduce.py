"""introduce: an author's file becomes a profile, which the pages of the author's articles show.

A compare-and-swap like `validate`. Several files may have the name of one author: each has a row of its own under it,
and pages read the first, so no order of events is needed. The others are told so, and told again when that changes.

The pages that show a profile are woken by a `walk`. Which authors' are still to be woken stands in the file's row, in
the same transaction as the change: a crash before the walk is sent is healed by the redelivered message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from msgspec.structs import replace

from presswork.article import names
from presswork.article.model import Problem, Profile, Report, Upload, Value
from presswork.article.profiles import profile
from presswork.article.uploads import AUTHORS
from presswork.index import keys
from presswork.index.rows import Author
from presswork.index.table import Query, Table
from presswork.steps.ports import TRIES, Busy, Uploads, Wakes


def introduce(file: str, *, table: Table, uploads: Uploads, wakes: Wakes) -> Report:
    """Bring the profile that a file gives up to date with it. Returns the report. Busy if others never stop."""
    key, row = AUTHORS + file, keys.author(file)
    for _ in range(TRIES):
        seen = table.snapshot([row])
        before = seen.get(row) or Author()
        upload = uploads.get(key)
        found, problems = profile(upload) if upload else (None, ())
        new = Author(
            revision=before.revision + 1,
            profile=found if found or upload is None else before.profile,
            version=upload.version if upload else "",
            rejected=upload is not None and found is None,
        )
        if new.profile != before.profile:
            new = replace(new, unwoken=tuple(sorted({*before.unwoken, *_slugs(before.profile, new.profile)})))
        else:
            new = replace(new, unwoken=before.unwoken)
        if found and (first := _before(file, found, table)):
            new, problems = replace(new, rejected=True), (*problems, _second(found, first))
        report = _report(key, new, problems, upload)
        if not table.swap(seen, _writes(file, before, new, report)):
            continue
        uploads.put_report(key, report if upload else None)
        seen = table.snapshot([row])
        if seen.get(row) == new:  # else a newer run may have stored its report before ours
            if new.unwoken:
                _wake(file, new.unwoken, table, wakes)
                table.swap(seen, {row: replace(new, unwoken=())})
            return report
    raise Busy(key)


def _slugs(*profiles: Profile | None) -> list[str]:
    return [names.slug(each.name) for each in profiles if each]


def _before(file: str, found: Profile, table: Table) -> str:
    """The file whose profile of the same author is shown in place of this one; empty if this one is."""
    rows = table.query(Query(keys.profiles(names.slug(found.name)), before=file, limit=1))
    return rows[0].sort if rows else ""


def _writes(file: str, before: Author, new: Author, report: Report) -> Mapping[keys.Key[Any], Value | None]:
    """All that changes with the file, for one transaction."""
    rows: dict[keys.Key[Any], Value | None] = {keys.author(file): new, keys.author_report(file): report}
    if new.profile != before.profile:
        rows |= {keys.profiles(slug).at(file): None for slug in _slugs(before.profile)}
        rows |= {keys.profiles(slug).at(file): new.profile for slug in _slugs(new.profile)}
    return rows


def _wake(file: str, slugs: Sequence[str], table: Table, wakes: Wakes) -> None:
    """Wake the pages of authors, and the other files that have their names: which of them is first may have changed."""
    for slug in slugs:
        wakes.walk(f"author:{slug}", "")
    shelves = table.query_many([Query(keys.profiles(slug)) for slug in slugs])
    wakes.validate([AUTHORS + row.sort for rows in shelves for row in rows if row.sort != file])


def _report(key: str, new: Author, problems: tuple[Problem, ...], upload: Upload | None) -> Report:
    if upload is None:
        return Report(key, "removed", problems=problems)
    outcome: Literal["accepted", "rejected"] = "rejected" if new.rejected else "accepted"
    return Report(key, outcome, problems=problems, version=upload.version)


def _second(found: Profile, first: str) -> Problem:
    return Problem(
        f"{AUTHORS}{first} tells of {found.name} already.",
        "Join the two files, or give this one another name: it is shown by itself when the other one goes.",
        field="name",
    )
