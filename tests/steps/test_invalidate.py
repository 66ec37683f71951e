"""What an invalidation names: the fewest items, all that is stale, and nothing that has not changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from presswork.article.model import Address
from presswork.pages import tags
from presswork.pages.page import Issue
from presswork.steps import invalidate as step
from presswork.steps.events import ArticlePublished, ArticleRemoved, Event, published, removed
from presswork.steps.invalidate import Change, invalidate
from presswork.steps.ports import CdnBusy, Replaced, SiteBucket, Write

NOVEMBER, OCTOBER = Address("/topics/c++/2026/11"), Address("/topics/c++/2026/10")
LIST = Address("/topics/c++")
TODAY, YESTERDAY = Address("/2026/11/24"), Address("/2026/11/23")
FEEDS = (Address("/feed.xml"), Address("/feed-atom.xml"), Address("/feed.json"))
SITEMAP, NEWS = Address("/sitemaps/2026-11.xml"), Address("/news-sitemap.xml")
TODAYS = tags.names(TODAY)
OF_TODAY = [("/", TODAYS), ("/2026/11", TODAYS), (TODAY, TODAYS), *((each, (*TODAYS, FEEDS[0])) for each in FEEDS)]
ISSUE = Issue("articles/a.md", 1, "A", "en", datetime(2026, 11, 24, tzinfo=UTC))
NEW = Replaced(new=True, tags=frozenset(), rebuilt=False)


def old(*tagged: str, rebuilt: bool = False) -> Replaced:
    """A version that carried the tags of some month or day pages."""
    return Replaced(new=False, tags=frozenset(map(tags.of, tagged)), rebuilt=rebuilt)


def tag(name: str) -> str:
    return f"#{tags.of(name)}"


class Outside:
    """Hears what it is told."""

    def __init__(self) -> None:
        self.heard: list[Event] = []

    def tell(self, events: Sequence[Event]) -> None:
        self.heard += events


@dataclass
class Cdn:
    asked: list[tuple[list[str], str]] = field(default_factory=list)

    def invalidate(self, items: Sequence[str], reference: str) -> None:
        self.asked.append(([*items], reference))


class Bucket:
    """Knows of each write what it replaced; a write's version is its number."""

    def __init__(self, *replaced: tuple[str, Replaced | None]) -> None:
        self.changes = [
            Change(f"event-{number}", Write(Address(address), str(number)))
            for number, (address, _) in enumerate(replaced)
        ]
        self._replaced = {change.write: each for change, (_, each) in zip(self.changes, replaced, strict=True)}

    def replaced(self, writes: Sequence[Write]) -> list[Replaced | None]:
        return [self._replaced[write] for write in writes]


def asked(*replaced: tuple[str, Replaced | None]) -> list[str]:
    """The items of the one invalidation for these writes; none if there was none."""
    bucket, cdn = Bucket(*replaced), Cdn()
    found = invalidate(bucket.changes, bucket=as_port(bucket), cdn=cdn)
    assert [items for items, _ in cdn.asked] == ([found] if found else [])
    return found


def as_port(bucket: Bucket) -> SiteBucket:
    return bucket  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("replaced", "items"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([("/2026/11/a", NEW)], [], id="a page where nothing was"),
        pytest.param([("/2026/11/a", None)], ["/2026/11/a"], id="a removal, or a version that is not known"),
        pytest.param([("/2026/11/港 +", old())], ["/2026/11/%E6%B8%AF%20%2B"], id="an article"),
        pytest.param([("/2026/11/a", NEW), ("/2026/11/a", old())], ["/2026/11/a"], id="new, and written over at once"),
        pytest.param([("/", old())], ["/", "/index.html"], id="the front page has two paths"),
        pytest.param(
            [(each, old(*carried)) for each, carried in OF_TODAY],
            [tag(TODAY)],
            id="a title: the front page, its month, its day and the feeds",
        ),
        pytest.param(
            [(each, old(*carried)) for each, carried in [*OF_TODAY, (SITEMAP, TODAYS[1:])]],
            [tag(TODAYS[1])],
            id="an article of today that is no news: the sitemap as well",
        ),
        pytest.param(
            [(each, old(*carried)) for each, carried in [*OF_TODAY, (SITEMAP, TODAYS[1:]), (NEWS, TODAYS[2:])]],
            [tag(TODAYS[2])],
            id="an article of today: the widest tag is enough",
        ),
        pytest.param(
            [(each, old(YESTERDAY)) for each in ("/", "/2026/11", YESTERDAY)]
            + [(each, old(YESTERDAY, FEEDS[0])) for each in FEEDS]
            + [(TODAY, NEW)],
            [tag(YESTERDAY)],
            id="the first article of a day",
        ),
        pytest.param(
            [("/", old(YESTERDAY)), ("/2026/11", old(YESTERDAY)), (TODAY, NEW)],
            ["/", "/2026/11", "/index.html"],
            id="the front page and its month, and a day that is as it was",
        ),
        pytest.param([(NEWS, old(TODAYS[2]))], ["/news-sitemap.xml"], id="an article that is news no more"),
        pytest.param(
            [("/2026/11/a", old()), *((each, old(TODAY, FEEDS[0])) for each in FEEDS)],
            sorted([tag(FEEDS[0]), "/2026/11/a"]),
            id="a text",
        ),
        pytest.param([(LIST, old(NOVEMBER)), (NOVEMBER, old(NOVEMBER))], [tag(NOVEMBER)], id="a list and its month"),
        pytest.param([(LIST, old(NOVEMBER))], ["/topics/c%2B%2B"], id="a list without its month"),
        pytest.param([(NOVEMBER, old(NOVEMBER))], ["/topics/c%2B%2B/2026/11"], id="a month without its list"),
        pytest.param(
            [(LIST, old(OCTOBER)), (NOVEMBER, NEW)], ["/topics/c%2B%2B"], id="the list was of a month that is as it was"
        ),
        pytest.param(
            [(LIST, old(OCTOBER)), (NOVEMBER, NEW), (OCTOBER, old(OCTOBER))],
            [tag(OCTOBER)],
            id="the first article of a month",
        ),
        pytest.param(
            [(LIST, old(OCTOBER)), (LIST, old(NOVEMBER)), (NOVEMBER, NEW), (NOVEMBER, old(NOVEMBER))],
            [tag(NOVEMBER), "/topics/c%2B%2B"],
            id="one version of the list has another tag",
        ),
        pytest.param(
            [(LIST, old(OCTOBER)), (LIST, old(NOVEMBER)), (OCTOBER, old(OCTOBER)), (NOVEMBER, old(NOVEMBER))],
            sorted([tag(NOVEMBER), tag(OCTOBER)]),
            id="each version of the list has a tag",
        ),
        pytest.param(
            [(LIST, None), (NOVEMBER, old(NOVEMBER))],
            [tag(NOVEMBER), "/topics/c%2B%2B"],
            id="it is not known what the list was",
        ),
        pytest.param(
            [(LIST, old(NOVEMBER)), (NOVEMBER, None)],
            ["/topics/c%2B%2B", "/topics/c%2B%2B/2026/11"],
            id="it is not known what the month was",
        ),
        pytest.param(
            [(LIST, old()), (NOVEMBER, old())],
            ["/topics/c%2B%2B", "/topics/c%2B%2B/2026/11"],
            id="without tags",
        ),
    ],
)
def test_what_is_named(replaced: list[tuple[str, Replaced | None]], items: list[str]) -> None:
    assert asked(*replaced) == items
    assert asked(*reversed(replaced)) == items


def test_a_rebuild_of_more_than_a_hundred_pages_invalidates_everything() -> None:
    pages = [(f"/2026/11/a{number}", old(rebuilt=number < 51)) for number in range(101)]
    assert asked(*pages) == ["/*"]
    assert len(asked(*pages[:100])) == 100
    assert len(asked(*pages[1:], ("/2026/11/b", old()))) == 101


def test_the_same_changes_have_the_same_reference_in_any_order() -> None:
    bucket, cdn = Bucket(("/a", old()), ("/b", old())), Cdn()
    for changes in (bucket.changes, bucket.changes[::-1], bucket.changes * 2):
        invalidate(changes, bucket=as_port(bucket), cdn=cdn)
    assert cdn.asked == [(["/a", "/b"], cdn.asked[0][1])] * 3
    assert len(cdn.asked[0][1]) == 32


def test_other_changes_of_the_same_page_have_another_reference() -> None:
    bucket, cdn = Bucket(("/a", old()), ("/a", old())), Cdn()
    for change in bucket.changes:
        invalidate([change], bucket=as_port(bucket), cdn=cdn)
    (first, one), (second, other) = cdn.asked
    assert (first, second) == (["/a"], ["/a"])
    assert one != other


def test_the_same_changes_with_other_items_have_another_reference() -> None:
    """CloudFront refuses a reference that comes back with other items, e.g. when a version is no longer known."""
    cdn = Cdn()
    for of_month in (old(NOVEMBER), None):
        bucket = Bucket((LIST, old(NOVEMBER)), (NOVEMBER, of_month))
        invalidate(bucket.changes, bucket=as_port(bucket), cdn=cdn)
    assert cdn.asked[0][1] != cdn.asked[1][1]


def test_as_many_changes_as_are_taken_never_make_more_items_than_are_allowed() -> None:
    pages = [Address("/"), *(Address(f"/2026/11/a{number}") for number in range(step.CHANGES_AT_ONCE - 1))]
    assert len(asked(*((each, old()) for each in pages))) == step.AT_ONCE == 3000


def test_what_came_and_left_is_told_once_the_cdn_has_forgotten() -> None:
    came, went = NEW._replace(came=ISSUE), old()._replace(went=ISSUE, moved_to="/2026/11/%E6%B8%AF")
    bucket, cdn, outside = Bucket(("/2026/11/港", came), ("/a", went), ("/b", old())), Cdn(), Outside()
    invalidate(bucket.changes, bucket=as_port(bucket), cdn=cdn, bus=outside, site_url="https://news.example")
    assert sorted(outside.heard, key=lambda each: each.id) == [
        published(Address("/2026/11/港"), ISSUE, "https://news.example"),
        removed(Address("/a"), ISSUE, "/2026/11/%E6%B8%AF", "https://news.example"),
    ]
    first, second = sorted(outside.heard, key=lambda each: each.id)
    assert isinstance(first, ArticlePublished)
    assert isinstance(second, ArticleRemoved)
    assert (first.url, second.url) == ("https://news.example/2026/11/%E6%B8%AF", "https://news.example/a")


def test_nothing_is_told_while_the_cdn_is_busy() -> None:
    class Busy(Cdn):
        def invalidate(self, items: Sequence[str], reference: str) -> None:  # noqa: ARG002
            raise CdnBusy

    bucket, outside = Bucket(("/a", old()._replace(came=ISSUE))), Outside()
    with pytest.raises(CdnBusy):
        invalidate(bucket.changes, bucket=as_port(bucket), cdn=Busy(), bus=outside)
    assert outside.heard == []
