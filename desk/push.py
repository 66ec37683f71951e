"""`presswork push`: a folder's uploads in the source bucket of a deployed site, and what becomes of each.

Files are compared by content, and nothing is downloaded for it: the bucket's list gives each object's ETag, which is
the MD5 of what was put in one piece, as `push` and `dev` put everything. An object that another tool has put in parts
has none, and counts as different: it is uploaded once more, and is known from then on. So the bucket itself is all the
memory that there is: who was interrupted calls again, and only the rest is uploaded.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from desk.connect import Deployment, Target, connected
from desk.console import Console, DeskError, Rejected, and_rejected, count, printable
from desk.folder import Folder, look_for_articles
from desk.newsroom import Content, Newsroom, content_of
from desk.pipeline import Pipeline
from desk.together import side_by_side
from presswork.article.uploads import ARTICLES, FOLDERS, SITE_YAML
from presswork.pages.theme.own import FOLDER as THEME

SLACK = timedelta(minutes=5)
"""How far our clock may be ahead of that of AWS."""


class Wanted(NamedTuple):
    """What a person has asked for."""

    delete: bool = False
    """Remove from the bucket what the folder lacks."""
    dry_run: bool = False
    wait: bool = True


class Pushed(Struct, frozen=True):
    """What a push came to, or with `dry_run` would come to, for machines."""

    uploaded: tuple[str, ...]
    """Keys in the bucket."""
    removed: tuple[str, ...]
    unchanged: int
    dry_run: bool
    rejected: tuple[Rejected, ...] = ()
    """Of what was uploaded."""
    settled: bool = True
    """Everything that was waited for has ended: it is live, say, or rejected."""
    seconds: float = 0.0


class Comparison(NamedTuple):
    """A folder against the bucket."""

    uploads: tuple[str, ...]
    """What is new, or has changed: their keys."""
    removals: tuple[str, ...]
    """What the folder lacks."""
    same: Mapping[str, Content]


def push(root: Path, wanted: Wanted, target: Target, console: Console) -> int:
    """Bring the bucket to the folder. Returns the exit code: 1 if something was rejected or is stuck. DeskError."""
    folder = look_for_articles(root)
    with connected(target, console) as deployment:
        found = compare(folder, held(deployment), console)
        if not wanted.delete:
            found = found._replace(removals=())
        _announce(found, wanted, console)
        pushed = Pushed(found.uploads, found.removals, len(found.same), wanted.dry_run)
        if not wanted.dry_run and (found.uploads or found.removals):
            pushed = _publish(folder, found, wanted, deployment, console)
    console.outcome(pushed)
    return 0 if pushed.settled and not pushed.rejected else 1


def held(deployment: Deployment) -> dict[str, str]:
    """The MD5 of each upload in the source bucket by its key; of one that came in parts, what is none."""
    pages = deployment.clients.s3.get_paginator("list_objects_v2")
    return {
        each["Key"]: each["ETag"].strip('"')
        for prefix in (*FOLDERS, THEME, SITE_YAML)
        for page in pages.paginate(Bucket=deployment.stack.upload_bucket, Prefix=prefix)
        for each in page.get("Contents", ())
        if not each["Key"].endswith("/") and (prefix != SITE_YAML or each["Key"] == SITE_YAML)
    }


def compare(folder: Folder, held: Mapping[str, str], console: Console) -> Comparison:
    """What to upload, and what the folder lacks. `held`: the MD5 of what the bucket holds, by key."""
    uploads, same = [], {}

    def content(key: str) -> tuple[str, Content | None]:
        return key, _content(folder.files[key]) if key in held else None

    with console.progress("Comparing", len(folder.files)) as done:
        for key, found in side_by_side(content, folder.files):
            if found and found.digest == held[key]:
                same[key] = found
            else:
                uploads.append(key)
            done()
    return Comparison(tuple(uploads), tuple(sorted(held.keys() - folder.files.keys())), same)


def _content(path: Path) -> Content | None:
    """None for a file that has just gone."""
    try:
        return content_of(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DeskError(f"{path} cannot be read: {error.strerror}. Mend that, or move it away.") from error


def _announce(found: Comparison, wanted: Wanted, console: Console) -> None:
    if wanted.dry_run:
        for verb, keys in (("upload", found.uploads), ("remove", found.removals)):
            for key in keys:
                console.say(f"{verb}  {printable(key)}")
    removals = f", {len(found.removals):,} to remove" if wanted.delete else ""
    console.say(f"{count(len(found.uploads), 'file')} to upload{removals}, {len(found.same):,} as they are.")


def _publish(folder: Folder, found: Comparison, wanted: Wanted, deployment: Deployment, console: Console) -> Pushed:
    """Settings, theme, pictures, pages and authors first, so that no article is made twice; then the articles."""
    started = time.monotonic()
    since = datetime.now(UTC) - SLACK
    pipeline = Pipeline(deployment.clients, deployment.stack, deployment.name, since)
    newsroom = Newsroom(folder.root, pipeline, console)
    waits: Callable[[], bool] = newsroom.follow if wanted.wait else lambda: True
    _first(newsroom, folder, found)
    settled = waits()
    newsroom.knows({key: Content("") for key in found.removals if key.startswith(ARTICLES)})
    newsroom.publish(folder)
    settled = waits() and settled
    outcome = newsroom.outcome(time.monotonic() - started)
    rejected = outcome.rejected if wanted.wait else ()
    console.say(
        f"{count(len(found.uploads), 'file')} uploaded, {len(found.removals):,} removed, {outcome.seconds:.1f} s."
        + and_rejected(rejected)
    )
    return Pushed(
        found.uploads,
        found.removals,
        len(found.same),
        dry_run=False,
        rejected=rejected,
        settled=settled,
        seconds=outcome.seconds,
    )


def _first(newsroom: Newsroom, folder: Folder, found: Comparison) -> None:
    """All but articles that are new, changed or gone: those that are gone make way for the new at the last moment."""
    newsroom.knows(found.same)
    newsroom.knows({key: Content("") for key in found.removals if not key.startswith(ARTICLES)})
    later = {key for key in found.uploads if key.startswith(ARTICLES)}
    newsroom.publish(folder._replace(files={key: path for key, path in folder.files.items() if key not in later}))
