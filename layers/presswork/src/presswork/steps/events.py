"""What the world outside is told, for others to act upon: articles were published, removed, rejected.

The same event may be told more than once, and then has the same `id`. Of two events about one file the one with the
higher revision holds; of the same revision, the removal.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct, json
from msgspec.structs import asdict

from presswork.article.model import Address, Problem, Report
from presswork.article.report import problem_line
from presswork.pages import addresses
from presswork.pages.page import Issue

PROBLEMS = 20
"""So many an event tells of: the report has them all."""


Moment: TypeAlias = Annotated[datetime, Meta(tz=True)]


class ArticlePublished(Struct, frozen=True):
    """A revision of an article or standing page is at its address, and the CDN has forgotten what was there before."""

    id: Annotated[str, Meta(description="The same each time that this is told.")]
    file: Annotated[str, Meta(description="The upload's key: it names the article whatever its address is.")]
    revision: Annotated[int, Meta(description="Rises with every change of the article.")]
    address: Annotated[str, Meta(description="A path as people read it, e.g. `/2026/11/port-strike-ends`.")]
    url: Annotated[str, Meta(description="The same, absolute and percent-encoded.")]
    title: Annotated[str, Meta(description="Cut where it and the file's name are too long for 1,200 bytes.")]
    lang: Annotated[str, Meta(description="A language tag.")]
    published: Annotated[Moment, Meta(description="The article's date.")]
    updated: Annotated[Moment | None, Meta(description="When it changed last, by its author's word.")] = None
    uploaded: Annotated[Moment | None, Meta(description="When the revision was uploaded.")] = None


class ArticleRemoved(ArticlePublished, frozen=True):
    """An article's page has left its address: it was deleted, it has expired, it waits for its time, or it moved."""

    moved_to: Annotated[
        str | None,
        Meta(description="Where the address leads now, a percent-encoded path: there the article is published."),
    ] = None


class ArticleRejected(Struct, frozen=True):
    """An upload below articles/, pages/, authors/ or theme/, or site.yaml, was rejected. What was live before stays."""

    id: Annotated[str, Meta(description="The same each time that this is told.")]
    file: Annotated[str, Meta(description="The upload's key; of a theme, its folder.")]
    version: Annotated[str, Meta(description="The bucket's name for the upload that was judged; of a theme, empty.")]
    address: Annotated[str | None, Meta(description="Where the last good version is live, a path as people read it.")]
    text: Annotated[
        str, Meta(description="The first problem with its place and cure, in one line; and how many more there are.")
    ]
    problems: Annotated[tuple[Problem, ...], Meta(description="The first 20; the report has them all.")]


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
