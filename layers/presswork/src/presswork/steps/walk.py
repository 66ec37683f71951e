"""walk: what all articles of a list show has changed, so the pages of all of them are made again, the newest first.

It starts after the change was written. An article that comes to the list meanwhile, or moves within it, is woken by
`index` after its own rows were written: its page is made from what has changed already.
"""

from __future__ import annotations

from collections.abc import Callable

from presswork.index import keys
from presswork.index.table import Query, Table
from presswork.pages import addresses
from presswork.steps.ports import Wakes

AT_ONCE = 1000


def walk(name: str, before: str, *, table: Table, wakes: Wakes, time_left: Callable[[], bool]) -> int:
    """Wake the list's page and those of its articles before a position, and go on in another run when time is short.

    `before` is empty at the start. Returns the number of articles woken.
    """
    if not before:
        wakes.render([addresses.list_page(name)])
    woken = 0
    while found := table.query(Query(keys.entries(name), before=before or keys.LAST, limit=AT_ONCE, newest_first=True)):
        wakes.render([row.value.address for row in found])
        woken += len(found)
        before = found[-1].sort
        if not time_left():
            wakes.walk(name, before)
            break
    return woken
