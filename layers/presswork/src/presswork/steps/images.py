"""images: an upload below `media/` becomes renditions of a picture, or a report that says why not.

A compare-and-swap like `validate`: read what was made, *then* the upload, then write on condition that the row is still
the one read. So no order of events is needed, and any replay is safe.

Renditions are put into the work bucket before the row names them, under a name that no other revision uses, so that
taking away older ones never meets them. The row keeps what it had before until all are woken and it is taken away: that
is the second swap, the last thing done. A crash in between leaves the row unsettled, and the redelivered message does
all of it again.

Whoever shows the picture is found on its shelf, *after* the swap; `index` reads the row after it has put itself there.
So of the two, whichever comes later sees the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec.structs import replace

from presswork.article.limits import PICTURE_BYTES
from presswork.article.model import ArticleId, Problem, Rendered, Report, Upload
from presswork.article.pictures import fault
from presswork.article.uploads import MEDIA
from presswork.index import keys
from presswork.index.rows import Made, Stored, Taken
from presswork.index.site import Renditions
from presswork.index.table import Query, Table
from presswork.pages import addresses
from presswork.pictures.renditions import ENCODING, Drawn, Make, Refused, hash_of, names
from presswork.steps.ports import TRIES, Busy, Uploads, Wakes

Verdict: TypeAlias = Drawn | Refused | Rendered | None
"""`Rendered`: the picture is the one that is there. None: there is no upload."""

AT_ONCE = 1000
"""How many articles that show a picture are hinted together."""


def images(
    source: str, *, table: Table, uploads: Uploads, renditions: Renditions, wakes: Wakes, make: Make
) -> Report | None:
    """Bring a picture up to date with its upload. Returns the author's report; None if there was nothing to do.

    Busy if others never stop.
    """
    key = MEDIA + source
    for _ in range(TRIES):
        seen = table.snapshot([keys.made(source), keys.picture_report(source)])
        before = seen.get(keys.made(source)) or Made()
        if _is_done(before) and uploads.version(key) == before.version:
            # Nothing changes but the revision, which stops those that have read an older upload. One of them may have
            # died just after its report had taken the place of ours.
            new = replace(before, revision=before.revision + 1)
            if table.swap(seen, {keys.made(source): new}):
                uploads.put_report(key, seen.get(keys.picture_report(source)) if before.version else None)
                if table.get(keys.made(source)) == new:
                    return None
            continue
        upload = uploads.get(key, PICTURE_BYTES)
        verdict = judge(source, upload, before.rendered, make)
        new = after(before, verdict, upload)
        if isinstance(verdict, Drawn) and new.stored:
            renditions.put(new.stored.name, verdict.files)
        report = report_on(key, verdict, upload)
        if not table.swap(seen, {keys.made(source): new, keys.picture_report(source): report}):
            if isinstance(verdict, Drawn):
                _take_back(source, new, table, renditions)
            continue
        uploads.put_report(key, report if upload else None)
        swapped = table.snapshot([keys.made(source)])
        if swapped.get(keys.made(source)) == new:  # else a newer run may have stored its report before ours
            _wake(source, new, table, wakes)
            for old in new.former:
                renditions.delete(old.name, names(old.rendered))
            table.swap(swapped, {keys.made(source): replace(new, former=(), settled=True)})
            return report
    raise Busy(key)


def judge(source: str, upload: Upload | None, present: Rendered | None, make: Make) -> Verdict:
    """What the upload is worth."""
    if upload is None:
        return None
    if why := fault(source):
        return Refused(Problem(why, "Rename the file, and the picture in the articles that show it."))
    if present and present.hash == hash_of(upload.body):
        return present
    return make(source, upload)


def after(before: Made, verdict: Verdict, upload: Upload | None) -> Made:
    """The row that follows from the verdict. The revision always rises: that is what stops older runs."""
    new = Made(
        revision=before.revision + 1,
        stored=before.stored,
        former=before.former,
        version=upload.version if upload else "",
        rejected=isinstance(verdict, Refused),
        encoding=ENCODING,
    )
    if isinstance(verdict, Drawn):
        new = replace(new, stored=Stored(_stored_name(verdict.rendered, new.revision), verdict.rendered))
    elif verdict is None:
        new = replace(new, stored=None)
    left = (before.stored,) if before.stored and before.stored != new.stored else ()
    return replace(new, former=(*before.former, *left))


def report_on(key: str, verdict: Verdict, upload: Upload | None) -> Report:
    outcome: Literal["accepted", "rejected", "removed"]
    outcome = "removed" if upload is None else "rejected" if isinstance(verdict, Refused) else "accepted"
    problems = (verdict.problem,) if isinstance(verdict, Refused) else ()
    return Report(key, outcome, problems=problems, version=upload.version if upload else "")


def users(source: str, table: Table) -> Iterator[list[ArticleId]]:
    """The live articles that show a picture, by and by."""
    last = keys.FIRST
    while rows := table.query(Query(keys.used(source), after=last, limit=AT_ONCE)):
        yield [ArticleId(row.sort) for row in rows]
        last = rows[-1].sort


def _is_done(before: Made) -> bool:
    return before.settled and before.encoding == ENCODING


def _stored_name(rendered: Rendered, revision: int) -> str:
    return f"{rendered.source}/{rendered.hash}.{revision}"


def _wake(source: str, new: Made, table: Table, wakes: Wakes) -> None:
    """Hint to all articles that show the picture, and wake its renditions, those of before and those of now.

    The counts are read after the swap that the hint is about (see `index`). Where no article shows it, none stands: one
    that comes later wakes them itself.
    """
    stored = [*new.former]
    for articles in users(source, table):
        stored += [new.stored] if new.stored else []
        counts = table.get_many([keys.taken(each) for each in articles])
        wakes.hint({each: (found or Taken()).count for each, found in zip(articles, counts, strict=True)})
    wakes.render(dict.fromkeys(address for each in stored for address in addresses.renditions(each.rendered)))


def _take_back(source: str, new: Made, table: Table, renditions: Renditions) -> None:
    """Take away what was put for a row that was never written: no later revision will name it."""
    if new.stored is None:
        return
    present = table.get(keys.made(source)) or Made()
    if new.stored not in (present.stored, *present.former):
        renditions.delete(new.stored.name, names(new.stored.rendered))
