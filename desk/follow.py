"""What becomes of an upload: where it is on its way through the functions, and what it changed when it is live."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias

from desk.pipeline import Pipeline, Verb
from presswork.article.model import Address, ArticleId, Problem
from presswork.article.uploads import AUTHORS, MEDIA, SITE_YAML, has_id, id_of
from presswork.index import keys, owned
from presswork.index.rows import Author, Made, Record, Standing
from presswork.index.shown import as_validated
from presswork.index.site import ProofMissing
from presswork.pages import tags, wakes
from presswork.pages.respond import respond
from presswork.pages.theme.own import FOLDER as THEME
from presswork.steps.invalidate import item_of, paths_of

End: TypeAlias = Literal["live", "gone", "rejected", "draft", "scheduled", "expired", "settings", "author", "picture"]
"""How an upload can end. `settings`: site.yaml was accepted; `author`: an author's file was.

`picture`: its renditions were made.
"""


@dataclass
class Upload:
    """An upload, or a removal, that is on its way."""

    key: str
    version: str
    """As the bucket gave it; empty for a removal."""
    before: Record
    """The article's record when it was uploaded."""
    made: Made
    """What there was of the picture when it was uploaded."""
    settings: tuple[int, str]
    """The revision of the site's settings when it was uploaded, and the version of the report on them."""
    author: int
    """The revision of the author's file when it was uploaded."""
    writes: int
    renders: int
    handled: int
    paths: int
    """How many writes, renders, handled changes and invalidated paths were known then."""
    started: float = field(default_factory=time.monotonic)
    arrived: float = 0.0
    """When it was first seen to have ended."""
    told: End | None = None
    """The end that the person was told."""
    stuck: bool = False
    """It was given up, and the person was told."""

    @property
    def article(self) -> ArticleId:
        return id_of(self.key)

    @property
    def file(self) -> str:
        """Of an author."""
        return self.key.removeprefix(AUTHORS)


class Fate(NamedTuple):
    """How an upload ended, or else for which function it waits."""

    end: End | None
    waits_for: Verb = "validate"
    address: Address | None = None
    problems: Sequence[Problem] = ()
    """Of one that was rejected: errors and warnings; of another: warnings."""
    wants: bool = False
    """It was rejected only since others have its address, and is accepted when they leave."""


class Footprint(NamedTuple):
    """What an upload changed: pages written since, of those that show it, and what was invalidated of them since.

    A cache tag counts as a path, as it does on the bill.
    """

    pages: int
    paths: int


def begin(key: str, pipeline: Pipeline) -> Upload:
    """Call it before the upload: it notes what there is. The version is to be filled in."""
    table, of_site = pipeline.index.table, _is_of_site(key)
    before = (table.get(keys.record(id_of(key))) if has_id(key) else None) or Record()
    made = (table.get(keys.made(key.removeprefix(MEDIA))) if key.startswith(MEDIA) else None) or Made()
    settings = (pipeline.index.site().revision, pipeline.site_report(_reported(key))[0]) if of_site else (0, "")
    author = (table.get(keys.author(key.removeprefix(AUTHORS))) if key.startswith(AUTHORS) else None) or Author()
    known = len(pipeline.written), len(pipeline.rendered), len(pipeline.handled), len(pipeline.invalidated)
    return Upload(key, "", before, made, settings, author.revision, *known)


def fates(uploads: Sequence[Upload], pipeline: Pipeline, now: datetime) -> list[Fate]:
    """Where each is now, in their order."""
    table = pipeline.index.table
    records = table.get_many([keys.record(each.article) for each in uploads])
    standings = table.get_many([keys.standing(each.article) for each in uploads])
    return [
        _of_another_kind(each, pipeline) or _fate(each, record, standing, pipeline, now)
        for each, record, standing in zip(uploads, records, standings, strict=True)
    ]


def footprint(upload: Upload, pipeline: Pipeline) -> Footprint:
    """What the upload has changed so far, as of the pipeline's last look. Other uploads may have had a part in it."""
    touched = _touched(upload, pipeline) & set(pipeline.written[upload.writes :])
    paths = {path for address in touched for path in (*paths_of(address), *map(item_of, tags.own(address)))}
    return Footprint(len(touched), len(paths & set(pipeline.invalidated[upload.paths :])))


def told_to_forget(upload: Upload, address: Address, pipeline: Pipeline) -> bool:
    """Whether the CDN was told of the upload's own page, and of the one that it has left, if they were written.

    False as long as it is not known whether they were: a page is in the bucket before `render` has logged that. Where
    nothing was to be rendered it stays so.
    """
    own = {address, _before(upload, address)}
    written = own & {*pipeline.written[upload.writes :]}
    return own <= {*pipeline.rendered[upload.renders :]} and written <= {*pipeline.handled[upload.handled :]}


def _of_another_kind(upload: Upload, pipeline: Pipeline) -> Fate | None:
    """None if it is an article or a standing page."""
    if _is_of_site(upload.key):
        return _settings(upload, pipeline)
    if upload.key.startswith(MEDIA):
        return _picture(upload, pipeline)
    return _author(upload, pipeline) if upload.key.startswith(AUTHORS) else None


def _author(upload: Upload, pipeline: Pipeline) -> Fate:
    table = pipeline.index.table
    author, report = table.get(keys.author(upload.file)), table.get(keys.author_report(upload.file))
    if author is None or author.version != upload.version or author.revision == upload.author or author.unwoken:
        return Fate(None)
    problems = report.problems if report else ()
    if author.rejected:
        return Fate("rejected", problems=problems)
    return Fate("author" if author.profile else "gone", problems=problems)


def _settings(upload: Upload, pipeline: Pipeline) -> Fate:
    revision, reported = upload.settings
    if pipeline.index.site().revision == revision:
        return Fate(None)
    version, problems = pipeline.site_report(_reported(upload.key))
    if upload.version and version == reported:
        return Fate(None)  # the settings are in, the report is on its way
    failed = any(each.severity == "error" for each in problems)
    if failed and upload.key != SITE_YAML and pipeline.waiting().get("validate"):
        return Fate(None)  # a file of the theme that others need may be on its way
    return Fate("rejected" if failed else "settings", problems=problems)


def _is_of_site(key: str) -> bool:
    """Whether it is about the whole site: its settings, or a file of its theme."""
    return key == SITE_YAML or key.startswith(THEME)


def _reported(key: str) -> str:
    """What the report is on: a theme has one for all its files."""
    return key if key == SITE_YAML else THEME.rstrip("/")


def _picture(upload: Upload, pipeline: Pipeline) -> Fate:
    source = upload.key.removeprefix(MEDIA)
    made, table = pipeline.index.made(source), pipeline.index.table
    if made.version != upload.version or not made.settled or made.revision == upload.made.revision:
        return Fate(None, "images")
    if made.rejected:
        report = table.get(keys.picture_report(source))
        return Fate("rejected", problems=report.problems if report else ())
    return Fate("picture" if made.stored else "gone")


def _fate(upload: Upload, record: Record | None, standing: Standing | None, pipeline: Pipeline, now: datetime) -> Fate:
    if record is None or record.version != upload.version or record.revision == upload.before.revision:
        return Fate(None, "validate")
    report = pipeline.index.table.get(keys.report(upload.article))
    problems = report.problems if report else ()
    if record.rejected:
        return Fate("rejected", problems=problems, wants=bool(record.wants))
    if record.article is None:
        return Fate("gone")  # it was never accepted, and now it is removed
    expected = owned.standing(record, now)
    if standing is None or (standing.state, as_validated(standing.article)) != (expected.state, expected.article):
        return Fate(None, "index")
    end: End
    match record.state, expected.state:
        case "draft", _:
            end = "draft"
        case "removed", _:
            end = "gone"
        case _, "scheduled":
            end = "scheduled"
        case _, "expired":
            end = "expired"
        case _:
            end = "live"
    address = record.article.card.address
    if late := [each for each in (address, _before(upload, address)) if not _is_written(each, pipeline)]:
        return Fate(None, "render", late[0])
    return Fate(end, address=address, problems=problems)


def _before(upload: Upload, address: Address) -> Address:
    """Where the article stood when it was uploaded; the address that it has now if it stood nowhere."""
    return upload.before.article.card.address if upload.before.article else address


def _is_written(address: Address, pipeline: Pipeline) -> bool:
    """Whether what stands in the site bucket is what the index says now."""
    try:
        page = respond(address, pipeline.index)
    except ProofMissing:  # it is just changing
        return False
    there = pipeline.site.at(address)
    return (there and there.digest) == (page and page.digest)


def _touched(upload: Upload, pipeline: Pipeline) -> set[Address]:
    """The addresses whose pages show the article, or showed it before."""
    settings = pipeline.index.site().settings
    record = pipeline.index.table.get(keys.record(upload.article)) or Record()
    standing = pipeline.index.standing(upload.article)
    cards = [each.article.card for each in (upload.before, record) if each.article]
    touched = {*record.former}
    for each in (upload.before, record):
        touched |= {*each.article.aliases} if each.article else set()
    for card in cards:
        touched |= {card.address, *wakes.readers(card, pipeline.index, settings)}
    touched |= {article.card.address for article in pipeline.index.live([each.id for each in standing.related])}
    return touched | {card.address for _, card in pipeline.index.follow_ups(upload.article, 50)}
