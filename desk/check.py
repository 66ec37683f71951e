"""`presswork check`: what the pipeline would say of files, before they are uploaded, without a network.

They go through the steps that `validate` runs, in memory. The settings are those of the site that a file lies in, which
is known by its `site.yaml` or its `articles/`; they are checked as well, since articles are judged by them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import unquote

from msgspec import Struct, json
from msgspec.structs import replace

from desk import sarif
from desk.build import Built, take_in
from desk.console import Console, DeskError, coloured, count, printable
from desk.folder import Folder, look, tell_left_out
from desk.plan import Files, keyed
from desk.work import FileProofs
from presswork.article.model import Problem
from presswork.article.report import problem_line
from presswork.article.uploads import MEDIA, SITE_YAML, key_of
from presswork.pages.theme.own import FOLDER as THEME

Format: TypeAlias = Literal["text", "json", "sarif"]


class CheckedFile(Struct, frozen=True):
    """A file with what its author should mend or know."""

    file: str
    problems: tuple[Problem, ...]


class Checked(Struct, frozen=True):
    """What a check came to, for machines: files without a problem are only counted."""

    checked: int
    errors: int
    warnings: int
    files: tuple[CheckedFile, ...]


class Site(NamedTuple):
    """The files to check that lie in one site."""

    folder: Folder
    """Only what is to be checked, and the settings."""
    pictures: frozenset[str] | None
    """The keys of those that the site has; None for a file that lies in no site."""


def check(paths: Sequence[Path], form: Format, console: Console) -> int:
    """Say what is wrong with files, and with those of folders. Returns the exit code: 1 for an error. DeskError."""
    sites = [*_sites(paths)]
    found = [each for site in sites for each in problems_of(site, console)]
    number = sum(len(site.folder.files) for site in sites)
    severities = [problem.severity for each in found for problem in each.problems]
    checked = Checked(number, severities.count("error"), severities.count("warning"), tuple(found))
    _tell(checked, form)
    return 1 if checked.errors else 0


def problems_of(site: Site, console: Console) -> Iterator[CheckedFile]:
    """The files of a site that have problems, in the order of their keys."""
    tell_left_out(site.folder.left_out, console)
    with FileProofs() as proofs:
        built = take_in(site.folder, proofs, console)
    missing = dict(_missing_pictures(site, built))
    for key in sorted({*built.reports, *missing}):
        report = built.reports.get(key)
        problems = (*(report.problems if report else ()), *missing.get(key, ()))
        if key.startswith(THEME.rstrip("/")):  # the report is on the folder: its messages name files and lines
            problems = tuple(replace(each, line=0, column=0) for each in problems)
        if problems:
            yield CheckedFile(_shown(_file_of(key, site.folder)), problems)


def _missing_pictures(site: Site, built: Built) -> Iterator[tuple[str, list[Problem]]]:
    """By key: a warning for each picture that an article shows and the site lacks."""
    if site.pictures is None:
        return
    for article, record in built.records.items():
        sources = record.article.pictures if record.article else ()
        if lacking := [source for source in sources if MEDIA + source not in site.pictures]:
            key = key_of(article)
            yield key, [_missing(source, site.folder.files[key]) for source in lacking]


def _missing(source: str, file: Path) -> Problem:
    problem = Problem(f"There is no picture {MEDIA}{source}.", "Put it there, or correct its name.", "warning")
    for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if source in unquote(line):
            return replace(problem, line=number, column=max(line.find(source), 0) + 1)
    return problem


# Which files


def _sites(paths: Sequence[Path]) -> Iterator[Site]:
    """The files that were named, by the site in which they lie."""
    named: dict[Path | None, list[Path]] = {}
    for path in paths:
        if not path.exists():
            raise DeskError(f"{path} does not exist. Name a file, or a folder of articles.")
        named.setdefault(_site_of(path), []).append(path)
    for root, inside in named.items():
        site = look(root) if root else None
        whole = site is not None and root in {each.resolve() for each in inside}
        files = dict(site.files) if site and whole else _keyed(inside, site)
        files = {key: path for key, path in files.items() if not key.startswith(MEDIA)}
        if not files:
            raise DeskError(f"{inside[0]}: there is nothing to check. Name articles, or a folder that holds some.")
        if site and SITE_YAML in site.files:
            files[SITE_YAML] = site.files[SITE_YAML]
        if any(key.startswith(THEME) for key in files) and site:  # a theme is judged as a whole
            files |= {key: site.files[key] for key in site.theme}
        pictures = frozenset(site.pictures) if site else None
        left_out = site.left_out if site and whole else ()
        yield Site(Folder(root or Path(), dict(sorted(files.items())), left_out), pictures)


def _keyed(paths: Sequence[Path], site: Folder | None) -> dict[str, Path]:
    return {key: path for each in paths for key, path in keyed(Files([each.resolve()]), site).items()}


def _site_of(path: Path) -> Path | None:
    """The nearest folder, from the path on upwards, that looks like a site; a folder in none is one itself."""
    here = path.resolve()
    folders = (here, *here.parents) if here.is_dir() else here.parents
    found = (each for each in folders if (each / SITE_YAML).is_file() or (each / "articles").is_dir())
    return next(found, here if here.is_dir() else None)


def _file_of(key: str, folder: Folder) -> Path:
    """The file that a report is on; that on the theme is on its folder."""
    return folder.files.get(key) or folder.root / key


def _shown(path: Path) -> str:
    """As a person sees it from here, if it lies below; else in full."""
    here = Path.cwd()
    return os.fspath(path.relative_to(here) if path.is_relative_to(here) else path)


# What is told


def _tell(checked: Checked, form: Format) -> None:
    match form:
        case "json":
            lines: Iterable[str] = [json.encode(checked).decode()]
        case "sarif":
            lines = [sarif.log([(each.file, each.problems) for each in checked.files])]
        case _:
            lines = _lines(checked)
    for line in lines:
        print(line, flush=True)


def _lines(checked: Checked) -> Iterator[str]:
    for each in checked.files:
        for problem in each.problems:
            yield coloured(printable(problem_line(each.file, problem)), problem, sys.stdout)
    yield (
        f"{count(checked.checked, 'file')} checked: {count(checked.errors, 'error')},"
        f" {count(checked.warnings, 'warning')}."
    )
