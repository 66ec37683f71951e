"""configure: site.yaml becomes the site's settings, and the site is made again when they change.

A compare-and-swap like `validate`. A run of `validate` may still read the old settings when the new ones are in: the
rebuild sends every upload through `validate` once more, and the article's own compare-and-swap does the rest.
"""

from __future__ import annotations

from typing import Literal

from msgspec.structs import replace

from presswork.article.model import Report, Settings
from presswork.article.settings import settings
from presswork.article.uploads import SITE_YAML
from presswork.index import keys
from presswork.index.rows import Site
from presswork.index.table import Table
from presswork.steps.ports import TRIES, Busy, Uploads, Wakes


def configure(*, table: Table, uploads: Uploads, wakes: Wakes) -> Report:
    """Bring the settings up to date with site.yaml; without one, all defaults. A bad one changes nothing."""
    for _ in range(TRIES):
        seen = table.snapshot([keys.site()])
        site = seen.get(keys.site()) or Site()
        upload = uploads.get(SITE_YAML)
        found, problems = settings(upload.body) if upload else (Settings(), ())
        new = replace(site, revision=site.revision + 1)
        if found and found != site.settings:
            new = replace(new, settings=found, changed=new.revision)
        if not table.swap(seen, {keys.site(): new}):
            continue
        outcome: Literal["accepted", "rejected", "removed"]
        outcome = "removed" if upload is None else "accepted" if found else "rejected"
        report = Report(SITE_YAML, outcome, problems=problems, version=upload.version if upload else "")
        uploads.put_report(SITE_YAML, report if upload else None)
        if table.get(keys.site()) == new:  # else a newer run may have stored its report before ours
            wakes.rebuild("", "")
            return report
    raise Busy(SITE_YAML)
