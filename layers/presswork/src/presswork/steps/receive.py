"""receive: what is done with an upload, by its key; and the world outside is told if it was rejected.

It is told last, and that it was told is noted only then: whoever dies in between does all of it again. A rebuild looks
at every upload once more; what was noted keeps it from telling of the same rejection each time.
"""

from __future__ import annotations

from presswork.article.model import Report
from presswork.article.uploads import AUTHORS, SITE_YAML, has_id, id_of
from presswork.index import keys
from presswork.index.rows import Told
from presswork.index.site import Proofs
from presswork.index.table import Table
from presswork.pages.theme.own import FOLDER as THEME
from presswork.steps.configure import configure
from presswork.steps.events import rejected
from presswork.steps.introduce import introduce
from presswork.steps.ports import Bus, Folders, Wakes
from presswork.steps.retheme import retheme
from presswork.steps.validate import validate


def receive(
    key: str, *, table: Table, uploads: Folders, proofs: Proofs, wakes: Wakes, bus: Bus | None = None
) -> Report | None:
    """Bring what the upload is for up to date with it. Returns its author's report; None for what is no upload."""
    report = _received(key, table=table, uploads=uploads, proofs=proofs, wakes=wakes)
    if report and report.outcome == "rejected" and bus:
        tell(report, table, bus)
    return report


def tell(report: Report, table: Table, bus: Bus) -> None:
    """Tell of a rejection, unless it was told already."""
    event = rejected(report)
    if table.get(keys.told(report.file)) != Told(event.id):
        bus.tell([event])
        table.write({keys.told(report.file): Told(event.id)})


def _received(key: str, *, table: Table, uploads: Folders, proofs: Proofs, wakes: Wakes) -> Report | None:
    if key == SITE_YAML:
        return configure(table=table, uploads=uploads, wakes=wakes)
    if key.endswith("/"):
        return None  # a folder, as some tools put them
    if key.startswith(THEME):
        return retheme(table=table, uploads=uploads, wakes=wakes)
    if key.startswith(AUTHORS):
        return introduce(key.removeprefix(AUTHORS), table=table, uploads=uploads, wakes=wakes)
    if has_id(key):
        return validate(id_of(key), table=table, uploads=uploads, proofs=proofs, wakes=wakes)
    return None
