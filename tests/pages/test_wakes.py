from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presswork.article.model import Address, ArticleId, Card, Settings
from presswork.index import keys, lists
from presswork.index.keys import V
from presswork.index.memory import MemoryTable
from presswork.index.rows import Standing
from presswork.index.site import Index
from presswork.index.table import Query, Row
from presswork.pages import addresses, assets, wakes
from presswork.pages.respond import respond
from tests.pages.newsroom import Newsroom, article, at, card, entry_keys

UTC_ZONE = ZoneInfo("UTC")
MONTHS = [datetime(2026, month, 15, 12, tzinfo=UTC) for month in (1, 2, 3)]
POOL = [
    card(
        f"article-{number}",
        (MONTHS[number % 3] + timedelta(hours=5 * number)).replace(tzinfo=None).isoformat(),
        address=Address(f"/article-{number}"),
        sections=("World",) if number % 2 else (),
        topics=("Ships", "Docks")[: number % 3],
    )
    for number in range(8)
]
CARDS = st.sampled_from(POOL)


def put(room: Newsroom, each: Card) -> None:
    room.publish(article(each))


def take(room: Newsroom, each: Card) -> None:
    room.stand(each.id, Standing("removed"))
    room.leave(each)


def everything(room: Newsroom) -> dict[Address, str]:
    """The digest of every page that exists."""
    names = {name for each in POOL for name in lists.of(each)}
    months = [(2026, month) for month in (1, 2, 3)]
    places = {
        *addresses.fixed(assets.load().values()),
        *(each.address for each in POOL),
        *(addresses.list_page(name) for name in names),
        *(addresses.day_page(*addresses.day_of(each, UTC_ZONE)) for each in POOL),
        *(addresses.month_page(name, *month) for name in names for month in months),
    }
    found = {place: respond(place, room.index) for place in places}
    return {place: page.digest for place, page in found.items() if page}


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Card], list[tuple[str, Card]]]:
    """What is there at first, and a schedule in which each article's change comes somewhere before its wakes."""
    present = draw(st.lists(CARDS, unique_by=lambda each: each.id))
    changed = draw(st.lists(CARDS, unique_by=lambda each: each.id, min_size=1))
    order = draw(st.permutations([each for each in changed for _ in range(2)]))
    seen: set[ArticleId] = set()
    schedule = []
    for each in order:
        schedule.append(("wake" if each.id in seen else "change", each))
        seen.add(each.id)
    return present, schedule


@settings(max_examples=200, deadline=None)
@given(histories())
def test_however_changes_and_wakes_interleave_no_page_stays_stale(
    history: tuple[list[Card], list[tuple[str, Card]]],
) -> None:
    """Every page is rendered at the very moment at which it is woken, the worst that can be."""
    present, schedule = history
    room = Newsroom()
    for each in present:
        put(room, each)
    site = everything(room)
    for verb, each in schedule:
        if verb == "change":
            (take if each in present else put)(room, each)
            continue
        now = everything(room)
        for place in wakes.readers(each, room.index, room.settings) | {each.address}:
            site.pop(place, None)
            site |= {place: now[place]} if place in now else {}
    assert site == everything(room)


def test_the_pages_of_a_card_are_its_lists_and_their_month() -> None:
    found = wakes.pages_of(
        card("a", "2026-10-31T23:30", sections=("World",), topics=("C++",), authors=("Ann Lee",)),
        Settings(time_zone="Europe/Berlin"),
    )
    assert found == {
        *("/", "/sections/world", "/topics/c++", "/authors/ann-lee", "/2026/11/01"),
        *("/2026/11", "/sections/world/2026/11", "/topics/c++/2026/11", "/authors/ann-lee/2026/11"),
    }


def test_the_oldest_of_its_month_wakes_the_months_and_days_beside_it_and_its_neighbours() -> None:
    room = Newsroom()
    before = card("before", "2026-03-05", sections=("World",))
    after = card("after", "2026-12-24")
    mine = card("mine", "2026-07-10", sections=("World",))
    for each in (before, after, mine):
        put(room, each)
    expected = {
        *("/", "/sections/world", "/2026/07", "/sections/world/2026/07", "/2026/07/10", "/sections"),
        *("/2026/03", "/sections/world/2026/03", "/2026/12", "/2026/03/05", "/2026/12/24"),
        *(before.address, after.address),
    }
    assert wakes.readers(mine, room.index, room.settings) == expected
    take(room, mine)
    assert wakes.readers(mine, room.index, room.settings) == expected


def test_a_later_one_of_its_day_leaves_the_months_and_days_beside_it_alone() -> None:
    room = Newsroom()
    mine = card("mine", "2026-07-10T12:00")
    for each in (card("before", "2026-03-05"), card("older", "2026-07-10"), mine, card("after", "2026-12-24")):
        put(room, each)
    assert wakes.readers(mine, room.index, room.settings) == {
        *("/", "/2026/07", "/2026/07/10", "/2026/07/older", "/2026/12/after"),
    }


def test_the_oldest_of_a_topic_wakes_the_index_of_topics() -> None:
    room = Newsroom()
    first = card("first", "2026-07-10", topics=("Ships",))
    later = card("later", "2026-07-11", topics=("Ships",))
    for each in (first, later):
        put(room, each)
    assert "/topics" in wakes.readers(first, room.index, room.settings)
    assert "/topics" not in wakes.readers(later, room.index, room.settings)
    take(room, first)
    assert "/topics" in wakes.readers(first, room.index, room.settings)
    assert "/topics" in wakes.readers(later, room.index, room.settings)


class Counting(MemoryTable):
    """Counts the queries, the batches they came in, and the rows they gave."""

    def __init__(self) -> None:
        super().__init__()
        self.batches = self.queries = self.rows = 0

    def query_many(self, queries: Sequence[Query[V]]) -> list[list[Row[V]]]:
        found = super().query_many(queries)
        self.batches += 1
        self.queries += len(queries)
        self.rows += sum(map(len, found))
        return found


def reads(archive: int) -> tuple[int, int, int]:
    """Of waking for an article in the middle of an archive, one article a day."""
    room = Newsroom()
    table = Counting()
    index = Index(table, room.proofs)
    for day in range(archive):
        each = card(f"a{day}", (at("2000-01-01") + timedelta(days=day)).date().isoformat(), sections=("World",))
        table.write(dict.fromkeys(entry_keys(each), each))
    mine = card("mine", (at("2000-01-01T12:00") + timedelta(days=archive // 2)).date().isoformat(), sections=("World",))
    table.write(dict.fromkeys(entry_keys(mine), mine))
    wakes.readers(mine, index, room.settings)
    return table.batches, table.queries, table.rows


def test_waking_reads_the_same_whatever_the_size_of_the_archive() -> None:
    assert reads(100) == reads(5000) == (1, 6, 6)


def test_a_card_may_have_been_on_the_pages_of_another_zone() -> None:
    found = wakes.pages_near(["all", "topic:c++"], keys.position(card("a", "2026-11-01")))
    assert found == {
        *("/2026/10", "/2026/11", "/topics/c++/2026/10", "/topics/c++/2026/11"),
        *("/2026/10/31", "/2026/11/01"),
    }


@pytest.mark.parametrize("date", ["2026-10-31T12:00", "2026-10-31T23:59", "2026-11-01", "1850-01-01T06:00"])
def test_the_pages_near_cover_every_zone(date: str) -> None:
    each = card("a", date)
    near = wakes.pages_near(["all"], keys.position(each))
    for zone in map(ZoneInfo, sorted(available_timezones())):
        assert addresses.month_page("all", *addresses.month_of(each, zone)) in near
        assert addresses.day_page(*addresses.day_of(each, zone)) in near
