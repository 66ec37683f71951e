"""`presswork build`: a folder of articles becomes a folder of pages, which any web server can serve.

The same validation, index and pages as in the pipeline, with everything in memory, and none of its protocol.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, NamedTuple, Self, TypeAlias

from msgspec import json
from msgspec.structs import replace

from desk.console import Console, Outcome, Rejected, count, printable
from desk.folder import Folder, look_for_articles, read
from desk.forked import forked
from desk.output import REDIRECTS, Output, above, content_of, place_of, redirects
from desk.together import side_by_side
from presswork.article.accept import Accepted
from presswork.article.accept import Rejected as Refusal
from presswork.article.limits import PICTURE_BYTES, UPLOAD_BYTES
from presswork.article.model import Address, Article, ArticleId, Digest, Problem, Proof, Report, Settings, Upload
from presswork.article.uploads import MEDIA, SITE_YAML, has_id, id_of, is_page, key_of
from presswork.index import keys, owned
from presswork.index.choose import choose
from presswork.index.memory import MemoryTable
from presswork.index.rows import Citation, Record, Site
from presswork.index.site import Index
from presswork.pages.page import Page
from presswork.pages.respond import respond
from presswork.pages.theme import STATIC
from presswork.pictures.renditions import Drawn, Refused
from presswork.steps.build import all_addresses, fill
from presswork.steps.images import images
from presswork.steps.receive import receive
from presswork.steps.validate import judge, validate

_PROOFS = ""
"""Under what proofs stand in a WorkFile: no picture has an empty name."""


@dataclass(frozen=True)
class Built:
    """What was validated, the index on it, and what the authors are told."""

    index: Index
    records: Mapping[ArticleId, Record]
    reports: dict[str, Report]
    """By key."""


class Written(NamedTuple):
    """How many pages there are, and which addresses have no file: the problems, by upload key."""

    pages: int
    refused: Mapping[str, list[Problem]]


def build(root: Path, out: Path, now: datetime, console: Console) -> int:
    """Write the site as it is at the moment `now`. Returns the exit code: 1 if something was rejected. DeskError."""
    started = time.monotonic()
    folder = look_for_articles(root)
    with Output(out) as output, FileProofs() as proofs:
        built = assemble(folder, proofs, now, console)
        written = write(built, output, console)
    outcome = Outcome(
        published=sum(
            owned.standing(each, now).state == "live" for id_, each in built.records.items() if not is_page(id_)
        ),
        rejected=_rejected(folder, built, written.refused),
        pages=written.pages,
        invalidated=0,
        seconds=round(time.monotonic() - started, 3),
    )
    _tell(console, folder, built, outcome)
    console.say(
        f"{count(outcome.published, 'article')} on {count(outcome.pages, 'page')} in {out}"
        f" ({output.written:,} written, {output.removed:,} removed), {outcome.seconds:.1f} s."
        + (f" Rejected: {count(len(outcome.rejected), 'file')}." if outcome.rejected else "")
    )
    console.outcome(outcome)
    return 1 if outcome.rejected else 0


def assemble(folder: Folder, proofs: FileProofs, now: datetime, console: Console) -> Built:
    """Every upload validated, the pictures made that are shown, and what is accepted indexed."""
    built = take_in(folder, proofs, console)
    make_pictures(folder, built, console)
    fill(built.index, built.records, now, choices)
    return built


def choices(articles: Sequence[Article], site: Index) -> Iterator[tuple[Citation, ...]]:
    """The related articles of each article, looked for by as many processes as there are processors."""
    return forked(lambda article: choose(article, site), articles)


def make_pictures(folder: Folder, built: Built, console: Console) -> None:
    """The pictures that accepted articles show, as many side by side as there are processors."""
    from presswork.pictures.make import make

    table, uploads = built.index.table, FolderUploads(folder, built.reports)
    shown = {MEDIA + source for each in built.records.values() for source in pictures_of(each)}
    there = [key for key in folder.pictures if key in shown]

    def drawn(key: str) -> tuple[str, Drawn | Refused | None]:
        upload = uploads.get(key, PICTURE_BYTES)
        return key.removeprefix(MEDIA), make(key.removeprefix(MEDIA), upload) if upload else None

    with console.progress("Making pictures", len(there)) as done:
        for source, found in side_by_side(drawn, there, os.cpu_count() or 1):
            if found:
                ready = partial(_ready, found)
                port = built.index.renditions
                images(source, table=table, uploads=uploads, renditions=port, wakes=NoWakes(), make=ready)
            done()


def pictures_of(record: Record) -> tuple[str, ...]:
    """The sources of the pictures that an article shows, if it is published."""
    return record.article.pictures if record.article and record.state == "published" else ()


def _ready(drawn: Drawn | Refused, source: str, upload: Upload) -> Drawn | Refused:  # noqa: ARG001
    """Makes nothing: it was made ahead."""
    return drawn


def take_in(folder: Folder, proofs: FileProofs, console: Console) -> Built:
    """Every upload validated in the order of paths (the first keeps an address), and nothing indexed yet."""
    table = MemoryTable()
    uploads = FolderUploads(folder)
    receive(SITE_YAML, table=table, uploads=uploads, proofs=proofs, wakes=NoWakes())
    for key in folder.theme[:1]:  # it is judged as a whole
        receive(key, table=table, uploads=uploads, proofs=proofs, wakes=NoWakes())
    records: dict[ArticleId, Record] = {}
    texts = [key for key in folder.uploads if not key.startswith(MEDIA)]
    judged = _judged([key for key in texts if has_id(key)], uploads, (table.get(keys.site()) or Site()).settings)
    with console.progress("Reading", len(texts)) as done:
        for key in texts:
            if has_id(key):
                id_ = id_of(key)
                uploads.ahead[key], verdict = next(judged)
                validate(
                    id_, table=table, uploads=uploads, proofs=proofs, wakes=NoWakes(), judge=partial(_known, verdict)
                )
                records[id_] = table.get(keys.record(id_)) or Record()
            else:
                receive(key, table=table, uploads=uploads, proofs=proofs, wakes=NoWakes())
            done()
    return Built(Index(table, proofs, proofs.renditions), records, uploads.reports)


Verdict: TypeAlias = Accepted | Refusal | None


def _judged(
    texts: Sequence[str], uploads: FolderUploads, settings: Settings
) -> Iterator[tuple[Upload | None, Verdict]]:
    """Each upload without its body, and what it is worth, found out by as many processes as there are processors."""

    def judged(key: str) -> tuple[Upload | None, Verdict]:
        upload = uploads.get(key)
        return upload and replace(upload, body=b""), judge(upload, settings, Record())

    return forked(judged, texts)


def _known(verdict: Verdict, upload: Upload | None, settings: Settings, record: Record) -> Verdict:  # noqa: ARG001
    """Judges nothing: it was judged ahead."""
    return verdict


def write(built: Built, output: Output, console: Console) -> Written:
    """Every page into its file."""
    wanted = sorted(all_addresses(built.index, built.records.values()))
    folders = {each for address in wanted for each in above(address)}
    refused: dict[str, list[Problem]] = {}
    moved: list[tuple[Address, Page]] = []
    pages = 0

    def put(address: Address, page: Page) -> bool:
        place = place_of(address, page, is_folder=address in folders)
        if isinstance(place, str) and output.taken(place):
            place = _taken(address, place)
        if isinstance(place, Problem):
            refused.setdefault(_key_of(address, built.index), []).append(place)
            return False
        output.put(place, content_of(page))
        return True

    made = forked(lambda address: respond(address, built.index, STATIC), wanted)
    with console.progress("Writing", len(wanted)) as done:
        for address, page in zip(wanted, made, strict=True):
            if page and page.location:
                moved.append((address, page))
            elif page:
                pages += put(address, page)
            done()
    # Where one file must serve two addresses, a page goes before a redirect.
    moved = [each for each in moved if put(*each)]
    if moved:
        output.put(REDIRECTS, redirects(moved))
    return Written(pages + len(moved), refused)


def _taken(address: Address, place: str) -> Problem:
    return Problem(
        f"The address {address} needs the file {place}, which another page has.", "Give one of the two another address."
    )


def _key_of(address: Address, index: Index) -> str:
    """Whose upload an address comes from."""
    claim = index.claim(address)
    return key_of(claim.id) if claim else address


def _rejected(folder: Folder, built: Built, refused: Mapping[str, list[Problem]]) -> tuple[Rejected, ...]:
    """What is not on the site as its author wants it, by file."""
    found = {key: report.problems for key, report in built.reports.items() if report.outcome == "rejected"}
    for key, problems in refused.items():
        found[key] = (*found.get(key, ()), *problems)
    return tuple(Rejected(folder.name(key), problems) for key, problems in sorted(found.items()))


def _tell(console: Console, folder: Folder, built: Built, outcome: Outcome) -> None:
    """What an author may mend, then what an author must: the last lines are those that count."""
    for left in folder.left_out:
        console.problem(f"Left out: {printable(left.path)}: {left.why}.")
    for key, report in sorted(built.reports.items()):
        if report.outcome == "accepted":
            console.report(folder.name(key), report.problems)
    for each in outcome.rejected:
        console.report(each.file, each.problems)


class FolderUploads:
    """The uploads port on a folder; keeps the reports."""

    def __init__(self, folder: Folder, reports: dict[str, Report] | None = None) -> None:
        self._folder = folder
        self.reports: dict[str, Report] = {} if reports is None else reports
        self.ahead: dict[str, Upload | None] = {}
        """Uploads that were read ahead, each for the next who asks for it."""

    def get(self, key: str, most: int = UPLOAD_BYTES) -> Upload | None:
        if key in self.ahead:
            return self.ahead.pop(key)
        path = self._folder.files.get(key)
        return read(key, path, most) if path else None

    def version(self, key: str) -> str:
        found = self.get(key, PICTURE_BYTES)
        return found.version if found else ""

    def list(self, after: str) -> Sequence[str]:
        return [key for key in self._folder.uploads if key > after]

    def under(self, folder: str, most: int) -> Sequence[Upload]:
        named = [key for key in self._folder.files if key.startswith(folder)][:most]
        return [upload for key in named if (upload := self.get(key))]

    def put_report(self, key: str, report: Report | None) -> None:
        if report:
            self.reports[key] = report
        else:
            self.reports.pop(key, None)


class WorkFile:
    """What the work bucket holds, in a temporary file without a name: bodies and pictures take no memory.

    Several threads may share it, as `presswork plan` makes pages side by side, and processes that only read.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._file: IO[bytes] = TemporaryFile(prefix="presswork-work-", buffering=0)  # noqa: SIM115 (`close` does)
        self._places: dict[tuple[str, str], tuple[int, int]] = {}

    def close(self) -> None:
        self._file.close()

    def get(self, of: str, name: str) -> bytes | None:
        place = self._places.get((of, name))
        if place is None:
            return None
        offset, length = place
        return os.pread(self._file.fileno(), length, offset)

    def put(self, of: str, files: Mapping[str, bytes]) -> None:
        for name, body in files.items():
            with self._lock:
                self._places[of, name] = (self._file.seek(0, os.SEEK_END), len(body))
                self._file.write(body)

    def delete(self, of: str, names: Iterable[str]) -> None:
        for name in names:
            self._places.pop((of, name), None)


class FileProofs:
    """The proofs port on a temporary file, and that of renditions beside it."""

    def __init__(self) -> None:
        self.renditions = WorkFile()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.renditions.close()

    def get(self, digest: Digest) -> Proof | None:
        body = self.renditions.get(_PROOFS, digest)
        return None if body is None else json.decode(body, type=Proof)

    def put(self, digest: Digest, proof: Proof) -> None:
        self.renditions.put(_PROOFS, {digest: json.encode(proof)})

    def delete(self, digest: Digest) -> None:
        self.renditions.delete(_PROOFS, [digest])


class NoWakes:
    """The wakes port where nobody sleeps: a build does everything itself, in order."""

    def validate(self, keys: Iterable[str]) -> None:
        pass

    def images(self, keys: Iterable[str]) -> None:
        pass

    def index(self, articles: Iterable[ArticleId]) -> None:
        pass

    def hint(self, articles: Mapping[ArticleId, int]) -> None:
        pass

    def render(self, addresses: Iterable[Address]) -> None:
        pass

    def rebuild(self, after: str, edition: str) -> None:
        pass

    def walk(self, name: str, before: str) -> None:
        pass
