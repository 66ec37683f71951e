"""render: what the index says of an address is what stands in the site bucket.

Never runs twice at once for one address (its FIFO group), and reads after the write that woke it: so the last render of
an address sees the last state. Only changed bytes are written, since each write is an invalidation at the CDN.
"""

from __future__ import annotations

from typing import Literal

from presswork.article.model import Address
from presswork.index.site import Index
from presswork.pages.respond import respond
from presswork.steps.ports import SiteBucket

Outcome = Literal["written", "deleted", "unchanged"]


def render(address: Address, *, site: Index, bucket: SiteBucket) -> Outcome:
    """Make the page at an address, or take it away. ProofMissing is raised when a newer state is just being written."""
    page = respond(address, site)
    standing = bucket.digest(address)
    if page is None:
        if standing is None:
            return "unchanged"
        bucket.delete(address)
        return "deleted"
    if standing == page.digest:
        return "unchanged"
    bucket.put(address, page)
    return "written"
