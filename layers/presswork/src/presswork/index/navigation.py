"""The navigation: the standing pages that every page shows."""

from __future__ import annotations

from presswork.article.model import MenuEntry
from presswork.index import keys
from presswork.index.table import Query, Table

MENU = 50
"""How many standing pages the navigation holds at most. The others are found by links."""


def navigation(table: Table) -> tuple[MenuEntry, ...]:
    """What the navigation should hold, in its order: one query of a bounded size."""
    return tuple(row.value for row in table.query(Query(keys.menu(), limit=MENU)))
