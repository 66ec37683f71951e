"""`presswork import`: a site of another system becomes a folder of articles that Presswork publishes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from msgspec.structs import replace

from desk.console import Console, DeskError
from desk.folder import look
from desk.importing import compose
from desk.importing.bodies import translated
from desk.importing.entry import Entry, Kind, LeftOut, Old, Options
from desk.importing.links import Links
from desk.importing.naming import named
from desk.importing.report import Imported, Told, lines
from desk.importing.source import Source
from presswork.article.model import Settings
from presswork.article.problems import Unfit
from presswork.article.settings import base_url, settings
from presswork.article.uploads import ARTICLES, MEDIA, SITE_YAML

Content: TypeAlias = bytes | Path
"""Of a file to write: what it holds, or the picture that it is a copy of."""


def import_site(kind: str, path: Path, folder: Path, options: Options, console: Console, *, force: bool = False) -> int:
    """Write what `path` holds into `folder`, and tell what became of each file. Returns the exit code. DeskError.

    1 if a file could not be imported. The same source gives the same bytes. A file that is there already and differs
    is not written over, unless by `force`.
    """
    source = Source(path)
    _check_apart(source, folder)
    _check_url(options.url)
    files, report = made(opened(kind, source, options), source, folder, console)
    written = _write(files, folder, console, force=force)
    report = replace(report, written=written)
    if not report.files:
        raise DeskError(f"{path} holds nothing that could be imported. Is it a site of the kind {kind}?")
    for line in lines(report, str(folder)):
        console.say(_one_line(line))
    console.outcome(report)
    return 1 if report.failed else 0


def opened(kind: str, source: Source, options: Options) -> Kind:
    """The site, as one of a kind."""
    from importlib import import_module

    open_it: Callable[[Source, Options], Kind] = import_module(f"desk.importing.{kind}").opened
    return open_it(source, options)


def made(site: Kind, source: Source, folder: Path, console: Console) -> tuple[dict[str, Content], Imported]:
    """Everything to write, by its path in the folder, and the report."""
    entries, left_out = _read(site, console)
    old = site.old
    top, ours = _there(folder, old)
    names = named(entries, ours, _path_of(old.settings.base_url))
    links = Links(old, source, names)
    originals = {each.entry.source: each for each in names}
    files: dict[str, Content] = {}
    told = []
    with console.progress("Writing", len(names)) as done:
        for one in names:
            content, notes = compose.article(one, links.rewritten(one.entry), originals)
            found, rejected = compose.judged(one.key, content, ours)
            place = one.key if top or not one.key.startswith(ARTICLES) else one.key.removeprefix(ARTICLES)
            files[place] = content
            all_notes = (*one.entry.notes, *one.notes, *notes, *found)
            redirects = tuple(one.aliases)
            told.append(Told(one.entry.source, place, one.address, redirects, all_notes, rejected))
            done()
    authors = dict(compose.authors(old))
    files |= authors
    files |= {MEDIA + name: source.path(path) for name, path in links.copies.items()}
    if not (folder / SITE_YAML).exists() and (content := compose.site(old)):
        files[SITE_YAML] = content
    everything = (*left_out, *source.left_out)
    failed = sum(each.failed for each in everything) + sum(bool(each.rejected) for each in told)
    pages = sum(each.page for each in entries)
    return files, Imported(
        len(entries) - pages, pages, len(authors), len(links.copies), 0, failed, tuple(told), everything, old.notes
    )


def _read(site: Kind, console: Console) -> tuple[list[Entry], tuple[LeftOut, ...]]:
    found: list[Entry] = []
    left_out: list[LeftOut] = []
    for each in site.entries():
        if isinstance(each, LeftOut):
            left_out.append(each)
        else:
            found.append(each)
    with console.progress("Reading", len(found)) as done:
        for number, entry in enumerate(found):
            found[number] = translated(entry, site.old)
            done()
    return found, tuple(left_out)


def _path_of(base_url: str) -> str:
    return "/" + base_url.split("/", 3)[3] if base_url.count("/") > 2 else ""


def _there(folder: Path, old: Old) -> tuple[bool, Settings]:
    """Whether articles go into a folder `articles` there, and by which settings; those of its site.yaml come first."""
    file = folder / SITE_YAML
    if file.is_file():
        found, problems = settings(file.read_bytes())
        if found is None:
            raise DeskError(f"{file} cannot be read: {problems[0].message} {problems[0].cure}")
    else:
        found = settings(compose.site(old))[0] or Settings()
    if not folder.is_dir() or (folder / ARTICLES).is_dir():
        return True, found
    return not look(folder).articles, found


def _check_apart(source: Source, folder: Path) -> None:
    there = folder.resolve()
    if source.holds(there) or source.root.is_relative_to(there):
        raise DeskError(f"{folder} and the old site lie in each other. Name a folder of its own.")
    if folder.exists() and not folder.is_dir():
        raise DeskError(f"{folder} is no folder. Name one, or one that does not exist yet.")


def _check_url(url: str) -> None:
    """What old settings say wrongly is told and left out; what a person says wrongly is better said once more."""
    try:
        if url:
            base_url(url)
    except Unfit as error:
        raise DeskError(f"--url: {error.message} {error.cure}") from None


def _write(files: Mapping[str, Content], folder: Path, console: Console, *, force: bool) -> int:
    """Write what is not there yet; how many files these were. DeskError before anything is written over."""
    new = {name: content for name, content in files.items() if not _same(folder / name, content)}
    _check_ways(folder, new)
    if (others := sorted(name for name in new if os.path.lexists(folder / name))) and not force:
        more = f" and {len(others) - 1:,} more" if len(others) > 1 else ""
        raise DeskError(
            f"{folder / others[0]}{more} would be written over. Name another folder, or write over them by --force."
        )
    with console.progress("Writing", len(new)) as done:
        for name, content in new.items():
            path = folder / name
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                fresh = path.with_name(f".{path.name[:100]}.new")
                fresh.write_bytes(content if isinstance(content, bytes) else content.read_bytes())
                fresh.replace(path)
            except OSError as error:
                raise DeskError(f"{path} cannot be written: {error.strerror}. Mend that, then import again.") from error
            done()
    return len(new)


def _check_ways(folder: Path, names: Iterable[str]) -> None:
    """Nothing is written through a link, which could lead anywhere."""
    parents = {parent for name in names for parent in Path(name).parents}
    for each in sorted(parents):
        if (folder / each).is_symlink() and str(each) != ".":
            raise DeskError(f"{folder / each} is a link, and files belong below it. Move it away.")


def _same(path: Path, content: Content) -> bool:
    try:
        if path.is_symlink():
            return False
        if isinstance(content, bytes):
            return path.stat().st_size == len(content) and path.read_bytes() == content
        return path.stat().st_size == content.stat().st_size and path.read_bytes() == content.read_bytes()
    except OSError:
        return False


def _one_line(line: str) -> str:
    from desk.console import printable

    return printable(line)
