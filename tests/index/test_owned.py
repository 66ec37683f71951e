"""What an article owns by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from presswork.index import keys, lists, owned
from presswork.index.rows import Record
from tests.pages.newsroom import article, card

DATE = datetime(2026, 11, 24, 9, tzinfo=UTC)
DUE = "2026-11-26T09:00:00Z"


@pytest.mark.parametrize(
    ("age", "names", "due"),
    [
        (timedelta(0), ("all", lists.NEWS), (DUE,)),
        (timedelta(hours=48, seconds=-1), ("all", lists.NEWS), (DUE,)),
        (timedelta(hours=48), ("all",), ()),
        (timedelta(days=400), ("all",), ()),
    ],
)
def test_an_article_is_news_for_two_days_and_is_looked_at_when_they_end(
    age: timedelta, names: tuple[str, ...], due: tuple[str, ...]
) -> None:
    record = Record(1, "published", article(card("a", "2026-11-24T09:00")))
    now = DATE + age
    found = owned.owned(record, owned.standing(record, now), now)
    assert (found.lists, found.due) == (names, due)


def test_the_calendar_ends_before_the_last_news_do() -> None:
    last = card("a", "9999-12-31T23:00")
    assert keys.instant(owned.no_news_from(last)) == "9999-12-31T23:59:59Z"
