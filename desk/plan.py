"""`presswork plan`: what an upload would change, said before it is uploaded. Nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from desk.build import Built, assemble
from desk.connect import Target, connected, other_edition
from desk.console import Console, DeskError, count, printable
from desk.folder import Folder, look, look_for_articles, read
from desk.prices import AS_OF, FREE_ITEMS, INVALIDATION_ITEM
from desk.reasons import Reasons
from desk.rehearsal import Base, Rehearsal, Written
from desk.work import FileProofs, FolderUploads
from presswork.article.formats import SUFFIXES, suffix
from presswork.article.limits import PICTURE_BYTES, UPLOAD_BYTES
from presswork.article.model import Address, Problem, Upload
from presswork.article.uploads import ARTICLES, AUTHORS, FOLDERS, MEDIA, PAGES, SITE_YAML, has_id, id_of
from presswork.pages.edition import edition
from presswork.pages.respond import respond
from presswork.pages.theme.own import FOLDER as THEME
from presswork.steps.build import commit
from presswork.steps.ports import SiteObject

Action: TypeAlias = Literal["new", "changed", "moved", "gone", "removed"]
"""What becomes of an address: `moved` answers 301 from then on, `gone` 410, `removed` nothing at all."""


class Planned(Struct, frozen=True):
    """A file, and what its author would be told."""

    file: str
    key: str
    outcome: Literal["accepted", "rejected", "removed"]
    address: Address | None
    problems: tuple[Problem, ...]


class Step(Struct, frozen=True):
    """An address that would change, and why."""

    address: Address
    action: Action
    why: tuple[str, ...]


class Plan(Struct, frozen=True):
    """All of it, for machines."""

    uploads: tuple[Planned, ...]
    changes: tuple[Step, ...]
    items: tuple[str, ...]
    """What the CDN would be told to forget: paths, and cache tags."""
    dollars: float
    """What those cost beyond the free ones of the month."""
    note: str
    """What else may make pages differ; empty if nothing is known to."""


class Files(Struct, frozen=True):
    """What a person has named."""

    paths: Sequence[Path]
    delete: bool = False
    key: str = ""
    """Of the only file; empty if it follows from its path."""


def plan(files: Files, target: Target, folder: Path | None, console: Console) -> int:
    """Tell what the files would change on a deployed site, or on that of a folder. Returns the exit code. DeskError.

    1 if an upload would be rejected.
    """
    now = datetime.now(UTC)
    with _base(target, folder, now, console) as (base, note):
        if note:
            console.problem(note)
        site = look(folder) if folder else None
        named = keyed(files, site)
        found = made(base, named, files.delete, now if site is None else None, note)
    _tell(found, console)
    console.outcome(found)
    return 1 if any(each.outcome == "rejected" for each in found.uploads) else 0


def keyed(files: Files, site: Folder | None) -> dict[str, Path]:
    """The files by the keys that they would have in the bucket. DeskError for one that can have none."""
    if files.key:
        if len(files.paths) != 1 or files.paths[0].is_dir():
            raise DeskError("--key is for a single file. Leave it out, or name one file.")
        return {_checked(files.key): files.paths[0]}
    found: dict[str, Path] = {}
    for path in files.paths:
        if path.is_dir():
            found |= _in_folder(path, site)
        elif path.exists() or files.delete:
            found[_key(path, site)] = path
        else:
            raise DeskError(f"{path} does not exist. Name a file, or a folder of articles; --delete plans a removal.")
    if not found:
        raise DeskError(f"{', '.join(map(str, files.paths))}: no articles. Name files, or a folder that holds some.")
    return found


def made(base: Base, named: Mapping[str, Path], delete: bool, uploaded: datetime | None, note: str) -> Plan:
    """The plan for some files by their keys. `uploaded`: when they would be; None: as old as the files are."""
    planned = {key: None if delete else _upload(key, path, uploaded) for key, path in named.items()}
    rehearsal = Rehearsal(base, planned, uploaded or datetime.now(UTC))
    written = rehearsal.play()
    ids = [id_of(key) for key in planned if has_id(key)]
    reasons = Reasons(base.index, rehearsal.index, ids)
    items = rehearsal.items()
    return Plan(
        uploads=tuple(_planned(key, path, planned[key], rehearsal) for key, path in named.items()),
        changes=tuple(Step(at, _action(each), reasons.of(at)) for at, each in written.items()),
        items=tuple(items),
        dollars=round(len(items) * INVALIDATION_ITEM, 3),
        note=note,
    )


# What the files are


def _in_folder(path: Path, site: Folder | None) -> dict[str, Path]:
    """The uploads of a folder: as part of the site's, if they lie in it, or of a folder `articles`; else as a site."""
    found = look(path)
    part_of_site = site is not None and path.resolve().is_relative_to(site.root.resolve())
    if part_of_site or "articles" in path.resolve().parts or path.resolve().name + "/" in FOLDERS:
        return {_key(each, site): each for each in found.files.values()}
    return dict(found.files)


def _key(path: Path, site: Folder | None) -> str:
    """The key of a file: where the site's folder has it, else what follows `articles` or `media` in its path.

    A file right in a folder `pages` or `authors` is a standing page, or tells of an author. Else its name, as that of
    an article.
    """
    real = path.resolve()
    for key, each in site.files.items() if site else ():
        if each.resolve() == real:
            return key
    if path.name == SITE_YAML:
        return SITE_YAML
    if key := _by_folders(real):
        return _checked(key)
    same_name = [key for key in site.files if key.endswith(f"/{path.name}")] if site else []
    return same_name[0] if len(same_name) == 1 else _checked(ARTICLES + path.name)


def _by_folders(real: Path) -> str:
    """The key that the folders above a file tell; empty if they tell none."""
    parts = real.parts
    if THEME.rstrip("/") in parts and "articles" not in parts:
        start = len(parts) - parts[::-1].index(THEME.rstrip("/"))
        return THEME + "/".join(parts[start:])
    if "articles" in parts:
        start = len(parts) - parts[::-1].index("articles")
        return ARTICLES + "/".join(parts[start:])
    if (folder := real.parent.name + "/") in (AUTHORS, PAGES):
        return folder + real.name
    if "media" in parts and suffix(real.name) not in SUFFIXES:
        start = len(parts) - parts[::-1].index("media")
        return MEDIA + "/".join(parts[start:])
    return ""


def _checked(key: str) -> str:
    folders = (*FOLDERS, THEME)
    if key != SITE_YAML and (not key.startswith(folders) or key in folders):
        raise DeskError(
            f"{key} is no key of an upload. Write one like articles/name.md, pages/name.md, media/a.jpg or site.yaml."
        )
    return key


def _upload(key: str, path: Path, uploaded: datetime | None) -> Upload:
    found = read(key, path, PICTURE_BYTES if key.startswith(MEDIA) else UPLOAD_BYTES)
    if found is None:
        raise DeskError(f"{path} has just gone. Name a file that is there; --delete plans a removal.")
    return replace(found, modified=uploaded.replace(microsecond=0)) if uploaded else found


# The site as it stands


@contextmanager
def _base(target: Target, folder: Path | None, now: datetime, console: Console) -> Iterator[tuple[Base, str]]:
    """The deployed site, or that of a folder; and what a person must know of it."""
    if folder is None:
        with connected(target, console) as deployment:
            yield Base(deployment.index, deployment.uploads, deployment.site.at), other_edition(deployment.index)
        return
    if any(target):
        raise DeskError("--folder needs no deployed site. Leave out --stack, --profile, --region and --local.")
    site = look_for_articles(folder)
    with FileProofs() as proofs:
        yield offline(assemble(site, proofs, now, console), site, now), ""


def offline(built: Built, folder: Folder, now: datetime) -> Base:
    """A folder's site at a moment, as if it had been published: what `index` commits is noted, every page stands."""
    index, made_as = built.index, edition(built.index.site())
    commit(index, built.records, now)

    def at(address: Address) -> SiteObject | None:
        page = respond(address, index)
        return SiteObject(page.digest, frozenset(page.tags), made_as, "") if page else None

    return Base(index, FolderUploads(folder), at)


# What is told


def _planned(key: str, path: Path, upload: Upload | None, rehearsal: Rehearsal) -> Planned:
    report = rehearsal.uploads.reports.get(key)
    if upload is None or report is None:
        return Planned(str(path), key, "removed", None, ())
    return Planned(str(path), key, report.outcome, report.address, report.problems)


def _action(written: Written) -> Action:
    if written.page is None:
        return "removed"
    if written.page.status == 200:
        return "changed" if written.over else "new"
    return "moved" if written.page.status == 301 else "gone"


def _tell(found: Plan, console: Console) -> None:
    for each in found.uploads:
        where = f" at {each.address}" if each.address else ""
        console.say(printable(f"{each.file} as {each.key}: {each.outcome}{where}"))
        console.report(each.file, each.problems)
    width = max((len(each.address) for each in found.changes), default=0)
    for step in found.changes:
        console.say(f"  {step.action:<8} {printable(step.address):<{min(width, 60)}}  {'; '.join(step.why)}")
    if not found.changes:
        console.say("No page changes.")
        return
    console.say(
        f"{count(len(found.changes), 'address changes', 'addresses change')};"
        f" {count(len(found.items), 'item')} to invalidate: ${found.dollars:.3f} beyond the first {FREE_ITEMS:,} of a"
        f" month, which are free (prices of {AS_OF})."
    )
