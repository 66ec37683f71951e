"""render: what the index says of an address is what stands in the site bucket.

Never runs twice at once for one address (its FIFO group), and reads after the write that woke it: so the last render of
an address sees the last state. Only changed bytes are written, since each write is an invalidation at the CDN.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Literal

from presswork.article.model import Address
from presswork.index.rows import Site
from presswork.index.site import Index
from presswork.pages.edition import edition
from presswork.pages.page import Issue
from presswork.pages.respond import respond
from presswork.steps.ports import SiteBucket, SiteObject

Outcome = Literal["written", "deleted", "unchanged"]


def render(
    address: Address,
    *,
    site: Index,
    bucket: SiteBucket,
    arrived: Callable[[datetime], object] | None = None,
    faulty: Callable[[str], object] | None = None,
) -> Outcome:
    """Make the page at an address, or take it away. ProofMissing and ThemeMissing: a newer state is just being written.

    `arrived` is called when an upload has come to its own page: with the moment since when it could have been there.
    `faulty` is called when a template of the site's own did not work, and ours took its place: with what was wrong.
    """
    site = _Once(site.table, site.proofs, site.renditions)
    page = respond(address, site)
    if page and page.fault and faulty:
        faulty(page.fault)
    there = bucket.at(address)
    if page is None:
        if there is None:
            return "unchanged"
        bucket.delete(address)
        return "deleted"
    if there and there.digest == page.digest:
        return "unchanged"
    bucket.put(address, page, edition(site.site()), over=there)
    if arrived and (since := _awaited(page.issue, there)):
        arrived(since)
    return "written"


class _Once(Index):
    """Reads the site's settings once: the edition noted of a page is the one that it was made of."""

    def site(self) -> Site:
        return self._site

    @cached_property
    def _site(self) -> Site:
        return super().site()


def _awaited(issue: Issue | None, there: SiteObject | None) -> datetime | None:
    """Since when an article could have been at its own address: its upload, or its date if that is later.

    None where it is not its first page since then: one that was made again as its neighbours or the theme changed.
    """
    if issue is None or issue.uploaded is None:
        return None
    since = max(issue.uploaded, issue.published)
    return since if there is None or there.written is None or there.written <= since else None
