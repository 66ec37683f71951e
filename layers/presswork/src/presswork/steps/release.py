"""release: the clock's part. What is due is looked at again: an embargo that ends, an article that expires."""

from __future__ import annotations

from datetime import datetime

from presswork.index import keys
from presswork.index.table import Query, Table
from presswork.steps.ports import Wakes

AT_ONCE = 1000
"""How many are woken in one run; the others wait for the next."""


def release(*, table: Table, wakes: Wakes, now: datetime) -> int:
    """Wake `index` for every article that is due by `now`. Returns how many.

    They stay due until `index` has seen to them: a lost wake, or a clock that is behind, costs a minute and no more.
    """
    until = keys.instant(now) + "#" + keys.LAST
    rows = table.query(Query(keys.due(), before=until, limit=AT_ONCE))
    wakes.index([keys.id_at(row.sort) for row in rows])
    return len(rows)
