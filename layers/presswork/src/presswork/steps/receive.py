"""receive: what is done with an upload, by its key."""

from __future__ import annotations

from presswork.article.model import Report
from presswork.article.uploads import AUTHORS, SITE_YAML, has_id, id_of
from presswork.index.site import Proofs
from presswork.index.table import Table
from presswork.pages.theme.own import FOLDER as THEME
from presswork.steps.configure import configure
from presswork.steps.introduce import introduce
from presswork.steps.ports import Folders, Wakes
from presswork.steps.retheme import retheme
from presswork.steps.validate import validate


def receive(key: str, *, table: Table, uploads: Folders, proofs: Proofs, wakes: Wakes) -> Report | None:
    """Bring what the upload is for up to date with it. Returns its author's report; None for what is no upload."""
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
