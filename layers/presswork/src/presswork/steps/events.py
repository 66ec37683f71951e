"""What the world outside is told, for others to act upon: articles were published, removed, rejected.

The same event may be told more than once, and then has the same `id`. Of two events about one file the one with the
higher revision holds; of the same revision, the removal.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import TypeAlias

from msgspec import Struct, json
from msgspec.structs import asdict

from presswork.article.model import Address, Problem, Report
from presswork.article.report import problem_line
from presswork.pages import addresses
from presswork.pages.page import Issue

PROBLEMS = 20
"""So many an event tells of: the report has them all."""


class ArticlePublished(Struct, frozen=True):
    """A revision of an article or standing page is at its address, and the CDN has forgotten what was there before."""

    id: str
    """The same each time that this is told."""
    file: str
    """The upload's key, e.g. `articles/port-strike.md`: it names the article whatever its address is."""
    revision: int
    """Rises with every change of the article."""
    address: str
    """A path as people read it, e.g. `/2026/11/port-strike`."""
    url: str
    """The same, absolute and percent-encoded."""
    title: str
    """At most 300 characters; cut where the file's name is very long."""
    lang: str
    """A language tag."""
    published: datetime
    """The article's date."""
    updated: datetime | None = None
    """The article's own word on it."""
    uploaded: datetime | None = None


class ArticleRemoved(ArticlePublished, frozen=True):
    """An article's page has left its address: it was deleted, it has expired, it waits for its time, or it moved."""

    moved_to: str | None = None
    """Where the address leads now: a percent-encoded path. Then the article is published there."""


class ArticleRejected(Struct, frozen=True):
    """An upload below articles/, pages/, authors/ or theme/, or site.yaml, was rejected. What was live before stays."""

    id: str
    """The same each time that this is told."""
    file: str
    """The upload's key."""
    version: str
    """The bucket's name for the upload that was judged."""
    address: str | None
    """Where the last good version is live, a path as people read it."""
    text: str
    """The first problem in one line, as compilers write it, with its cure; and how many more there are."""
    problems: tuple[Problem, ...]
    """The first 20; the report has them all."""


Event: TypeAlias = ArticlePublished | ArticleRemoved | ArticleRejected


def published(address: Address, issue: Issue, site_url: str) -> ArticlePublished:
    return ArticlePublished(
        id=f"published {issue.file} {issue.revision}",
        address=address,
        url=site_url + addresses.encode(address),
        **asdict(issue),
    )


def removed(address: Address, issue: Issue, moved_to: str, site_url: str) -> ArticleRemoved:
    """`moved_to`: empty if the article is not shown elsewhere."""
    return ArticleRemoved(
        id=f"removed {issue.file} {issue.revision}",
        address=address,
        url=site_url + addresses.encode(address),
        moved_to=moved_to or None,
        **asdict(issue),
    )


def rejected(report: Report) -> ArticleRejected:
    mark = blake2b(json.encode(report), digest_size=8).hexdigest()
    first, *others = report.problems
    more = f" (and {len(others):,} more)" if others else ""
    return ArticleRejected(
        id=f"rejected {report.file} {mark}",
        file=report.file,
        version=report.version,
        address=report.address,
        text=problem_line(report.file, first) + more,
        problems=report.problems[:PROBLEMS],
    )
