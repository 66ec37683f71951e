"""invalidate: the CDN forgets the pages that have been written over.

Woken by the writes themselves, through the site bucket's events, so no crash can lose an invalidation. Each write
answers for one version: the one that it took the place of. So their order does not matter, and a page where nothing was
before needs no invalidation.

Then the world outside is told which articles came to their addresses and which left: whoever follows it finds the new
page. It follows from the write as well, so it is lost no more than an invalidation.

What costs money is the number of items. A cache tag is one item for several pages, and may be used where two things
hold: the version to be forgotten carried the tag, and every page that may carry it has changed in this same batch, so
that nothing is forgotten in vain. Else the path is named.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from presswork.article.model import Address
from presswork.pages import addresses, tags
from presswork.steps import events
from presswork.steps.events import Event
from presswork.steps.ports import Bus, Cdn, Replaced, SiteBucket, Write

AT_ONCE = 3000
"""Items that CloudFront has in progress at most."""
CHANGES_AT_ONCE = AT_ONCE - 1
"""So many changes never make more items: only the front page has two."""
REBUILT = 100
"""With more items than that, most of them rebuilt, the batch is part of a rebuild."""
EVERYTHING = "/*"


class Change(NamedTuple):
    """An event of the site bucket."""

    id: str
    """Its own: the same event delivered again has the same."""
    write: Write


Stale = Mapping[Address, Sequence[frozenset[str]]]
"""Of each address, the versions that are to be forgotten: the tags of each."""


def invalidate(
    changes: Sequence[Change], *, bucket: SiteBucket, cdn: Cdn, bus: Bus | None = None, site_url: str = ""
) -> list[str]:
    """One invalidation for a batch of at most `CHANGES_AT_ONCE` changes. Returns its items. CdnBusy.

    The same batch delivered again gives the same reference, and so no second invalidation. The events' ids are part
    of the reference, since the same page may change again; and the items, since CloudFront refuses a reference that
    comes back with others.
    """
    writes = sorted({change.write for change in changes})
    replaced = bucket.replaced(writes)
    found = sorted(items(_stale(writes, replaced), {write.address for write in writes}))
    rebuilt = sum(each is not None and each.rebuilt for each in replaced)
    if len(found) > REBUILT and 2 * rebuilt >= len(writes):
        found = [EVERYTHING]
    if found:
        ids = sorted({change.id for change in changes})
        cdn.invalidate(found, sha256("\n".join([*ids, *found]).encode()).hexdigest()[:32])
    if bus and (news := _news(writes, replaced, site_url)):
        bus.tell(news)
    return found


def items(stale: Stale, changed: Collection[Address]) -> set[str]:
    """What to name, so that all stale versions are forgotten, and nothing of an address that has not changed."""
    named_after = [(name, versions) for address, versions in stale.items() for name in tags.names(address)]
    chosen = _fewest([name for name, versions in named_after if _may_stand_for_all(name, versions, changed)], stale)
    named = {
        path for address, versions in stale.items() if not _all_carry(chosen, versions) for path in paths_of(address)
    }
    return {item_of(tag) for tag in chosen} | named


def paths_of(address: Address) -> tuple[str, ...]:
    """The URL paths under which the CDN may hold a page: the front page's object answers to its own name as well."""
    path = addresses.encode(address)
    return (path, f"/{addresses.ROOT_KEY}") if address == addresses.ROOT else (path,)


def item_of(tag: str) -> str:
    """How an invalidation names a tag."""
    return f"#{tag}"


def _news(writes: Sequence[Write], replaced: Sequence[Replaced | None], site_url: str) -> list[Event]:
    """What is told of the articles that came to their addresses, and of those that left."""
    found: list[Event] = []
    for (address, *_), each in zip(writes, replaced, strict=True):
        if each and each.went:
            found.append(events.removed(address, each.went, each.moved_to, site_url))
        if each and each.came:
            found.append(events.published(address, each.came, site_url))
    return found


def _stale(writes: Sequence[Write], replaced: Sequence[Replaced | None]) -> dict[Address, list[frozenset[str]]]:
    """What is not known carried no tag, and so is forgotten by its path."""
    found: dict[Address, list[frozenset[str]]] = {}
    for write, each in zip(writes, replaced, strict=True):
        if each is None or not each.new:
            found.setdefault(write.address, []).append(each.tags if each else frozenset())
    return found


def _may_stand_for_all(name: str, versions: Sequence[frozenset[str]], changed: Collection[Address]) -> bool:
    """Whether the tag of a name may be used. `versions`: of the page that it is named after."""
    return _changed_together(name, changed) and _all_carry({tags.of(name)}, versions)


def _fewest(usable: Sequence[str], stale: Stale) -> set[str]:
    """The tags of these names, without those whose pages all have another: the widest are chosen first."""
    chosen: set[str] = set()
    for name in sorted(usable, key=lambda each: (-len(tags.holders(each)), each)):
        tag = tags.of(name)
        versions = [version for each in tags.holders(name) for version in stale.get(each, ())]
        if any(tag in version and chosen.isdisjoint(version) for version in versions):
            chosen.add(tag)
    return chosen


def _changed_together(name: str, changed: Collection[Address]) -> bool:
    """Whether all that may carry the tag of a name has changed."""
    holders = tags.holders(name)
    return bool(holders) and all(each in changed for each in holders)


def _all_carry(chosen: Collection[str], versions: Sequence[frozenset[str]]) -> bool:
    """Whether each of the versions is forgotten with one of the tags."""
    return all(any(tag in chosen for tag in version) for version in versions)
