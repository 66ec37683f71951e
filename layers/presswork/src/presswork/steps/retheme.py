"""retheme: the files below theme/ become the site's own theme, and the site is made again when they change.

A compare-and-swap like `validate`: the site's row is read, *then* the files, and the row is written on condition that
it is still the one read. So each upload below theme/, in whatever order its event comes, ends with the theme as it is.
Files that go together may come apart: a theme that does not work, as it then may not, is reported and the last good
one stays, until the last file is in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Literal, NamedTuple

from msgspec.structs import replace

from presswork.article.model import Digest, Problem, Report, Settings, Upload
from presswork.article.problems import Problems
from presswork.index import keys
from presswork.index.keys import Key
from presswork.index.rows import Site, ThemeFile
from presswork.index.table import Query, Table
from presswork.pages import assets
from presswork.pages.theme import own
from presswork.pages.theme.own import FOLDER, TEMPLATE, Fault, OwnTheme
from presswork.steps.ports import TRIES, Busy, Folders, Wakes

FILES = 50
FILE_BYTES = 256 * 1024
"""What a row of the table holds, with room."""


class Judged(NamedTuple):
    """The files of a theme, None if they do not work, and what their author should mend or know."""

    files: Mapping[str, bytes] | None
    problems: tuple[Problem, ...]


def retheme(*, table: Table, uploads: Folders, wakes: Wakes) -> Report:
    """Bring the theme up to date with the files below theme/; without any, ours is used. A bad one changes nothing."""
    for attempt in range(TRIES):
        seen = table.snapshot([keys.site()])
        site = seen.get(keys.site()) or Site()
        found = uploads.under(FOLDER, FILES + 1)
        judged = judge(found, site.settings)
        new = _after(site, judged.files)
        if new.theme and new.theme != site.theme and judged.files:
            table.write({keys.theme(new.theme).at(name): ThemeFile(body) for name, body in judged.files.items()})
        if not table.swap(seen, {keys.site(): new}):
            continue
        if attempt:
            table.write({}, stale(new, table))  # what was written for nothing
        outcome: Literal["accepted", "rejected", "removed"]
        outcome = "rejected" if judged.files is None else "accepted" if judged.files else "removed"
        report = Report(FOLDER, outcome, problems=judged.problems)
        uploads.put_report(FOLDER.rstrip("/"), report if found else None)
        if table.get(keys.site()) == new:  # else a newer run may have stored its report before ours
            wakes.rebuild("", "")
            return report
    raise Busy(FOLDER)


def judge(uploads: Sequence[Upload], settings: Settings) -> Judged:
    """Whether files work as a theme: each by itself, then all of them on a sample of every kind of page."""
    problems = Problems()
    if len(uploads) > FILES:
        problems.error(f"A theme has at most {FILES} files.", f"Take some out of {FOLDER}.")
    files = {}
    for upload in uploads[:FILES]:
        name = upload.key.removeprefix(FOLDER)
        if _fits(name, upload, problems):
            files[name] = upload.body
    if files and not problems.fatal:
        for fault in OwnTheme(files).faults() or _tried(files, settings):
            _report(fault, problems)
    return Judged(None if problems.fatal else files, problems.all())


def _fits(name: str, upload: Upload, problems: Problems) -> bool:
    """Whether a file may be part of a theme, by itself. What may not is reported."""
    suffix = name.rpartition(".")[2]
    if not own.NAME.fullmatch(name):
        problems.error(
            f"`{name[:100]}` is no name of a theme's file.",
            "Use the letters a to z, digits, `-`, `_` and `.`, in at most three folders.",
        )
    elif name.endswith(TEMPLATE) or suffix in assets.TYPES:
        if max(upload.size, len(upload.body)) > FILE_BYTES:
            problems.error(f"`{name}` has more than {FILE_BYTES:,} bytes.", "Make it smaller.")
        elif name.endswith((TEMPLATE, ".css", ".js", ".svg")) and not _is_text(upload.body):
            problems.error(f"`{name}` is not UTF-8.", "Save it as UTF-8.")
        else:
            return True
    else:
        known = ", ".join((TEMPLATE.lstrip("."), *assets.TYPES))
        problems.error(f"`{name}` is of no kind that a theme has.", f"Its name ends in one of: {known}.")
    return False


def _tried(files: Mapping[str, bytes], settings: Settings) -> list[Fault]:
    """What goes wrong first when the sample is printed."""
    from presswork.steps import sample  # it reads articles, as few runs do

    try:
        for _ in sample.pages(settings, files):
            pass
    except Fault as fault:
        return [fault]
    return []


def _report(fault: Fault, problems: Problems) -> None:
    where = f"`{fault.template}`" + (f", line {fault.line}" if fault.line else "") if fault.template else "The theme"
    problems.add(
        Problem(f"{where}: {fault}", "Correct the template; the site keeps the theme it has.", line=fault.line)
    )


def _after(site: Site, files: Mapping[str, bytes] | None) -> Site:
    """The site's row with the theme; the revision always rises: that is what stops older runs."""
    new = replace(site, revision=site.revision + 1)
    name = own.name_of(files, new.revision) if files else own.NO_THEME
    if files is None or own.same(name, site.theme):
        return new
    return replace(new, theme=name, changed=new.revision)


def stale(site: Site, table: Table) -> list[Key[ThemeFile]]:
    """The files of themes that are not the site's, and can no more become it: their revision is not above its own.

    A run that is just writing a theme of a higher revision may still swap it in.
    """
    rows = table.query(Query(keys.themes()))
    names = {row.sort: Digest(row.sort.partition("/")[0]) for row in rows}
    return [
        keys.themes().at(sort)
        for sort, name in names.items()
        if name != site.theme and own.revision(name) <= site.revision
    ]


def _is_text(body: bytes) -> bool:
    with suppress(UnicodeDecodeError):
        return "\0" not in body.decode()
    return False
