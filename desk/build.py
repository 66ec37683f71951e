"""`presswork build`: a folder of articles becomes a folder of pages, which any web server can serve.

The same validation, index and pages as in the pipeline, with everything in memory, and none of its protocol.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeAlias, cast

from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder
from msgspec.structs import replace

from desk.cache import DAMAGED, Cache, Kept, Place, Useless, stamps, state_of
from desk.console import Console, Outcome, Rejected, and_rejected, count
from desk.folder import Folder, look_for_articles, tell_left_out
from desk.forked import forked
from desk.output import REDIRECTS, Output, above, content_of, folded, place_of, redirects
from desk.renew import renew, wanted
from desk.together import side_by_side
from desk.work import FileProofs, FolderUploads, NoWakes, WorkProofs
from presswork.article.accept import Accepted
from presswork.article.accept import Rejected as Refusal
from presswork.article.limits import PICTURE_BYTES
from presswork.article.model import Address, ArticleId, Problem, Report, Settings, Terms, Upload
from presswork.article.uploads import MEDIA, SITE_YAML, has_id, id_of, is_page, key_of
from presswork.index import keys, lists, owned
from presswork.index.memory import MemoryTable
from presswork.index.rows import Record, Site
from presswork.index.site import Index
from presswork.pages import addresses
from presswork.pages.page import Page
from presswork.pages.respond import respond
from presswork.pages.theme import STATIC
from presswork.pictures.renditions import Drawn, Refused
from presswork.steps.build import all_addresses, commit, fill
from presswork.steps.images import images
from presswork.steps.receive import receive
from presswork.steps.validate import Judge, judge, validate


@dataclass(frozen=True)
class Built:
    """What was validated, the index on it, and what the authors are told."""

    index: Index
    records: Mapping[ArticleId, Record]
    reports: dict[str, Report]
    """By key."""


class Written(NamedTuple):
    """The file of each address at which something stands; which addresses have none: the problems, by upload key."""

    places: Mapping[Address, Place]
    refused: Mapping[str, list[Problem]]


class Printed(NamedTuple):
    """A page that is in its file."""

    place: Place
    written: bool
    """Whether the file was not there already."""


class Result(NamedTuple):
    """What a build has come to."""

    published: int
    """Articles that are live."""
    pages: int
    reports: Mapping[str, Report]
    """By key; those that hold no problem may be missing."""
    refused: Mapping[str, list[Problem]]
    output: Output


def build(root: Path, out: Path, now: datetime, console: Console, cache: Path | None = None) -> int:
    """Write the site as it is at the moment `now`. Returns the exit code: 1 if something was rejected. DeskError.

    `cache`: the folder for what the next build can go on from.
    """
    started = time.monotonic()
    folder = look_for_articles(root)
    if cache:
        with Kept(cache) as kept:
            site = with_cache(kept, folder, stamps(folder.files), out, now, console)
    else:
        site = anew(folder, out, now, console)
    return tell(console, folder, out, site, started)


def tell(console: Console, folder: Folder, out: Path, site: Result, started: float) -> int:
    """Say what a build has come to that was started at that moment. Returns the exit code."""
    outcome = Outcome(
        published=site.published,
        rejected=rejected(folder, site.reports, site.refused),
        pages=site.pages,
        invalidated=0,
        seconds=round(time.monotonic() - started, 3),
    )
    output = site.output
    tell_left_out(folder.left_out, console)
    tell_authors(console, folder, site.reports, outcome.rejected)
    console.say(
        f"{count(outcome.published, 'article')} on {count(outcome.pages, 'page')} in {out}"
        f" ({output.written:,} written, {output.removed:,} removed), {outcome.seconds:.1f} s."
        + and_rejected(outcome.rejected)
    )
    console.outcome(outcome)
    return 1 if outcome.rejected else 0


def anew(
    folder: Folder,
    out: Path,
    now: datetime,
    console: Console,
    kept: Kept | None = None,
    seen: Mapping[str, str] | None = None,
) -> Result:
    """The whole site, from the folder alone; what the next build can go on from is put into `kept`.

    `seen`: the stamps of the files, from before they are read, so that a later change is seen the next time.
    """
    with _rarely_collected(), FileProofs() as proofs:
        with Output(out) as output:
            built = assemble(folder, proofs, now, console)
            written = write(built, output, console)
        if kept and not written.refused:
            commit(built.index, built.records, now)
            with kept.anew() as cache:
                cache.fill(
                    cast("MemoryTable", built.index.table).everything(),
                    proofs.renditions.files(),
                    written.places,
                    built.reports,
                    seen or {},
                )
                for key, found in wanted(built.records, FolderUploads(folder), built.index.site().settings).items():
                    cache.want(key, found)
                cache.keep(state_of(folder, out, output.mark, keys.instant(now)))
    live = (id_ for id_, each in built.records.items() if owned.standing(each, now).state == "live")
    published = sum(not is_page(id_) for id_ in live)
    return Result(published, len(written.places), built.reports, written.refused, output)


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """A build leaves hardly anything that only the collector of garbage finds, and hundreds of looks for it."""
    before = gc.get_threshold()
    gc.set_threshold(_YOUNG, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


_YOUNG = 10_000
"""Objects that come before the collector looks at them; the memory that a build takes is the same as with 700."""


def with_cache(
    kept: Kept, folder: Folder, seen: Mapping[str, str], out: Path, now: datetime, console: Console
) -> Result:
    """What has changed since the last build, if it has left what can be gone on from; else the whole site."""
    try:
        if cache := kept.opened(folder, out):
            with Output(out) as output:
                renewed(cache, folder, changes(cache.stamps(), seen), output, now)
            cache.keep(replace(cache.state, left=output.mark, now=keys.instant(now)))
            return Result(cache.live(lists.ALL), cache.pages(), cache.reports(), {}, output)
    except (Useless, *DAMAGED) as error:
        why = str(error) if isinstance(error, Useless) else "its file is damaged"
        console.problem(f"The cache is not used: {why}. The site is built anew.")
    kept.discard()
    return anew(folder, out, now, console, kept, seen)


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str | None]:
    """The stamps of the files that differ, by key; None of one that is gone."""
    return {key: now.get(key) for key in before.keys() | now.keys() if before.get(key) != now.get(key)}


def renewed(
    cache: Cache, folder: Folder, changed: Mapping[str, str | None], output: Output, now: datetime
) -> Mapping[str, Report]:
    """Bring the site up to date with the files that changed, and with the clock. Returns what authors are told, by key.

    Then the cache waits for `keep`. Useless, before anything is written, for what the cache is no help with.
    """
    if keys.instant(now) < cache.state.now:
        raise Useless("it is of a later moment")
    cache.begin()
    uploads, proofs = FolderUploads(folder), WorkProofs(cache.work)
    renewal = renew(changed, folder, uploads, Index(cache.table, proofs, cache.work), cache, now)
    output.keep()
    renewal.write(output)
    output.settle()
    cache.tell(uploads.reports)
    cache.stamp(changed)
    return {**renewal.reports, **uploads.reports}


def assemble(folder: Folder, proofs: FileProofs, now: datetime, console: Console) -> Built:
    """Every upload validated, the pictures made that are shown, and what is accepted indexed."""
    built = take_in(folder, proofs, console)
    make_pictures(folder, built, console)
    fill(built.index, built.records, now, forked)
    return built


def make_pictures(folder: Folder, built: Built, console: Console) -> None:
    """The pictures that accepted articles show, as many side by side as there are processors."""
    shown = {MEDIA + source for each in built.records.values() for source in pictures_of(each)}
    there = [key for key in folder.pictures if key in shown]
    if not there:
        return
    from presswork.pictures.make import make  # with Pillow, which a site without pictures does without

    table, uploads = built.index.table, FolderUploads(folder, built.reports)

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
    shared = Shared({}, {})
    judged = _judged([key for key in texts if has_id(key)], uploads, (table.get(keys.site()) or Site()).settings)
    with console.progress("Reading", len(texts)) as done:
        for key in texts:
            if has_id(key):
                id_ = id_of(key)
                found = _DECODER.decode(next(judged))
                uploads.ahead[key] = found.upload
                known = judged_ahead(_verdict(found, shared))
                validate(id_, table=table, uploads=uploads, proofs=proofs, wakes=NoWakes(), judge=known)
                records[id_] = table.get(keys.record(id_)) or Record()
            else:
                receive(key, table=table, uploads=uploads, proofs=proofs, wakes=NoWakes())
            done()
    return Built(Index(table, proofs, proofs.renditions), records, uploads.reports)


Verdict: TypeAlias = Accepted | Refusal | None


class _Judged(Struct, frozen=True, array_like=True):
    """An upload without its body, and what it is worth."""

    upload: Upload | None
    accepted: Accepted | None = None
    refused: tuple[Problem, ...] = ()


_ENCODER, _DECODER = Encoder(), Decoder(_Judged)


def _judged(texts: Sequence[str], uploads: FolderUploads, settings: Settings) -> Iterator[bytes]:
    """Each upload judged, by as many processes as there are processors. Encoded, as pickle takes four times as long."""

    def judged(key: str) -> bytes:
        upload = uploads.get(key)
        verdict = judge(upload, settings, Record())
        accepted = verdict if isinstance(verdict, Accepted) else None
        refused = verdict.problems if isinstance(verdict, Refusal) else ()
        return _ENCODER.encode(_Judged(upload and replace(upload, body=b""), accepted, refused))

    return forked(judged, texts)


class Shared(NamedTuple):
    """The words and weights of all terms, each kept once: they would be most of what a build has in memory."""

    words: dict[str, str]
    weights: dict[float, float]

    def terms(self, found: Terms) -> Terms:
        """The same, of these."""
        words = tuple(map(self.words.setdefault, found.words, found.words))
        return Terms(words, tuple(map(self.weights.setdefault, found.weights, found.weights)))


def _verdict(judged: _Judged, shared: Shared) -> Verdict:
    """The verdict, its terms of what is shared."""
    if judged.accepted is None:
        return Refusal(judged.refused) if judged.refused else None
    article = judged.accepted.article
    return judged.accepted._replace(article=replace(article, terms=shared.terms(article.terms)))


def judged_ahead(verdict: Verdict) -> Judge:
    """Judges nothing any more."""
    return lambda *_: verdict


def write(built: Built, output: Output, console: Console) -> Written:
    """Every page into its file, by as many processes as there are processors."""
    # A month's pages side by side show the same articles, of which what was made is still known then.
    wanted = sorted(all_addresses(built.index, built.records.values()), key=addresses.by_month)
    folders = {each for address in wanted for each in above(address)}
    disputed = output.disputed(wanted)
    places: dict[Address, Place] = {}
    later: list[tuple[Address, Page]] = []

    def printed(address: Address) -> Printed | Page | None:
        """What stands at the address: a page that is in its file now, or one for which others must be known."""
        page = respond(address, built.index, STATIC)
        if page is None:
            return None
        place = place_of(address, page, is_folder=address in folders)
        if isinstance(place, Problem) or folded(place) in disputed:
            return page
        return Printed(Place(place, page.location), output.write(place, content_of(page)))

    made = forked(printed, wanted)
    with console.progress("Writing", len(wanted)) as done:
        for address, each in zip(wanted, made, strict=True):
            if isinstance(each, Page):
                later.append((address, each))
            elif each:
                output.record(each.place.place, written=each.written)
                places[address] = each.place
            done()
    refused = _write_later(later, folders, places, built.index, output)
    if leading := sorted((address, each.location) for address, each in places.items() if each.location):
        output.put(REDIRECTS, redirects(leading))
    return Written(places, refused)


def _write_later(
    pages: Sequence[tuple[Address, Page]], folders: set[str], places: dict[Address, Place], index: Index, output: Output
) -> dict[str, list[Problem]]:
    """Pages of which some may need one file. Notes the `places` of all that have one; returns the rest's problems."""
    refused: dict[str, list[Problem]] = {}
    for address, page in sorted(pages, key=lambda each: (bool(each[1].location), each[0])):  # redirects come last
        place = place_of(address, page, is_folder=address in folders)
        if isinstance(place, str) and output.taken(place):
            place = _taken(address, place)
        if isinstance(place, Problem):
            refused.setdefault(_key_of(address, index), []).append(place)
        else:
            output.put(place, content_of(page))
            places[address] = Place(place, page.location)
    return refused


def _taken(address: Address, place: str) -> Problem:
    return Problem(
        f"The address {address} needs the file {place}, which another page has.", "Give one of the two another address."
    )


def _key_of(address: Address, index: Index) -> str:
    """Whose upload an address comes from."""
    claim = index.claim(address)
    return key_of(claim.id) if claim else address


def rejected(
    folder: Folder, reports: Mapping[str, Report], refused: Mapping[str, Sequence[Problem]] | None = None
) -> tuple[Rejected, ...]:
    """What is not on the site as its author wants it, by file. `refused`: what has no file, by key."""
    found = {key: report.problems for key, report in reports.items() if report.outcome == "rejected"}
    for key, problems in (refused or {}).items():
        found[key] = (*found.get(key, ()), *problems)
    return tuple(Rejected(folder.name(key), problems) for key, problems in sorted(found.items()))


def tell_authors(console: Console, folder: Folder, reports: Mapping[str, Report], rejected: Sequence[Rejected]) -> None:
    """What an author may mend, then what an author must: the last lines are those that count."""
    noted = (key for key, report in reports.items() if report.outcome == "accepted" and report.problems)
    for key in sorted(noted):
        console.report(folder.name(key), reports[key].problems)
    for each in rejected:
        console.report(each.file, each.problems)
