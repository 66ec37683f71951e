"""invalidate: the CDN forgets the addresses whose objects have changed.

Woken by the writes themselves, through the site bucket's events, so no crash can lose an invalidation.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from presswork.article.model import Address
from presswork.pages import addresses
from presswork.steps.ports import Cdn


def invalidate(events: Iterable[tuple[str, Address]], *, cdn: Cdn) -> int:
    """One invalidation for a batch of events (each with an id of its own). Returns the number of paths.

    The same batch delivered again gives the same reference, and so no second invalidation. The events' ids make the
    reference, not the addresses: the same page may change again.
    """
    batch = dict(events)
    paths = sorted({path for address in batch.values() for path in paths_of(address)})
    if paths:
        cdn.invalidate(paths, sha256("\n".join(sorted(batch)).encode()).hexdigest()[:32])
    return len(paths)


def paths_of(address: Address) -> tuple[str, ...]:
    """The URL paths under which the CDN may hold a page: the front page's object answers to its own name as well."""
    path = addresses.encode(address)
    return (path, f"/{addresses.ROOT_KEY}") if address == addresses.ROOT else (path,)
