"""rebuild: after a change of settings, theme or code, every page is made again. Pages whose bytes stay are left alone.

It goes the long way on purpose: each upload is validated once more (its address may follow from the settings), `index`
sees that the article was last indexed for another edition, and wakes all that shows it. So there is one way only in
which pages come to be woken, and a rebuild in the midst of publishing is nothing special.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from presswork.article.model import ArticleId
from presswork.article.uploads import MEDIA, key_of
from presswork.index import keys
from presswork.index.rows import Rebuilt, Site
from presswork.index.table import Query, Table
from presswork.pages import addresses
from presswork.pages.edition import edition
from presswork.pages.theme import own
from presswork.steps.ports import TRIES, Busy, Uploads, Wakes
from presswork.steps.retheme import stale

AT_ONCE = 1000
_GONE = "gone/"


class Found(NamedTuple):
    """An upload to wake, and the place in the rebuild's order behind which it goes on."""

    place: str
    key: str


def rebuild(
    after: str,
    of: str,
    *,
    table: Table,
    uploads: Uploads,
    wakes: Wakes,
    time_left: Callable[[], bool],
    reactions: bool | None = None,
) -> int:
    """Wake `validate` and `images` for every upload behind `after`, and go on in another run when time is short.

    `of` is the edition that this rebuild is for, empty for a new one. A new one does nothing if the edition stands
    already; one whose edition has passed ends, since the change that ended it has sent a new one. Returns the number
    of uploads woken. `after` is a place as in `Found`, empty at the start. `reactions`: whether the stack was
    deployed with them; None leaves it as it was.
    """
    site = _noted(reactions, table) if not of and reactions is not None else table.get(keys.site()) or Site()
    current = edition(site)
    if of not in ("", current) or (table.get(keys.rebuilt()) or Rebuilt()).edition == current:
        return 0
    if not of:
        _begin(site, table, wakes)
    woken = 0
    while found := _following(after, table, uploads):
        wakes.validate([each.key for each in found if not each.key.startswith(MEDIA)])
        wakes.images([each.key for each in found if each.key.startswith(MEDIA)])
        woken += len(found)
        after = found[-1].place
        if not time_left():
            wakes.rebuild(after, current)
            return woken
    _end(current, table, wakes)
    return woken


def _noted(reactions: bool, table: Table) -> Site:
    """The site, with how its stack was deployed: that may have been switched, and nothing else says so."""
    for _ in range(TRIES):
        seen = table.snapshot([keys.site()])
        site = seen.get(keys.site()) or Site()
        if site.reactions == reactions:
            return site
        raised = site.revision + 1
        site = replace(site, revision=raised, changed=raised, reactions=reactions)
        if table.swap(seen, {keys.site(): site}):
            return site
    raise Busy(str(keys.site()))


def _begin(site: Site, table: Table, wakes: Wakes) -> None:
    """Wake what is there whatever the articles; where the files of the theme will stand is noted before they do."""
    files = own.load(site.theme, table).assets.values()
    for _ in range(TRIES):
        seen = table.snapshot([keys.rebuilt()])
        rebuilt = seen.get(keys.rebuilt()) or Rebuilt()
        noted = replace(rebuilt, assets=tuple(sorted({*rebuilt.assets, *(each.address for each in files)})))
        if rebuilt == noted or table.swap(seen, {keys.rebuilt(): noted}):
            wakes.render(addresses.fixed(files))
            return
    raise Busy(str(keys.rebuilt()))


def _end(current: str, table: Table, wakes: Wakes) -> None:
    """Let go of the files of former themes, now that all pages are woken that still name them; then note the edition.

    If it has passed meanwhile, the rebuild for the newer one does all that.
    """
    for _ in range(TRIES):
        seen = table.snapshot([keys.site(), keys.rebuilt()])
        site, rebuilt = seen.get(keys.site()) or Site(), seen.get(keys.rebuilt()) or Rebuilt()
        if edition(site) != current:
            return
        # A theme that another run is about to swap in may be among the stale ones: it then fails, and comes anew.
        raised = replace(site, revision=site.revision + 1)
        if left := stale(raised, table):
            if table.swap(seen, {keys.site(): raised}):
                table.write({}, left)
            continue
        present = {each.address for each in own.load(site.theme, table).assets.values()}
        wakes.render(sorted({*rebuilt.assets} - present))
        if table.swap(seen, {keys.rebuilt(): Rebuilt(current, tuple(sorted(present)))}):
            return
    raise Busy(str(keys.rebuilt()))


def _following(after: str, table: Table, uploads: Uploads) -> list[Found]:
    """The next behind a place: first the uploads of the bucket, then the articles removed from it; none at the end."""
    among_removed, place = after.startswith(_GONE), after.removeprefix(_GONE)
    if not among_removed and (present := uploads.list(after)):
        return [Found(key, key) for key in present]
    removed = table.query(Query(keys.gone(), after=place if among_removed else keys.FIRST, limit=AT_ONCE))
    return [Found(_GONE + row.sort, key_of(ArticleId(row.sort))) for row in removed]
