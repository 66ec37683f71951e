"""What an invalidation names: the fewest items, all that is stale, and nothing that has not changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from presswork.article.model import Address
from presswork.pages import tags
from presswork.steps import invalidate as step
from presswork.steps.invalidate import Change, invalidate
from presswork.steps.ports import Replaced, SiteBucket, Write

NOVEMBER, OCTOBER = Address("/topics/c++/2026/11"), Address("/topics/c++/2026/10")
LIST = Address("/topics/c++")
TODAY, YESTERDAY = Address("/2026/11/24"), Address("/2026/11/23")
NEW = Replaced(new=True, tags=frozenset(), rebuilt=False)


def old(*tagged: Address, rebuilt: bool = False) -> Replaced:
    """A version that carried the tags of some month or day pages."""
    return Replaced(new=False, tags=frozenset(map(tags.of, tagged)), rebuilt=rebuilt)


def tag(page: Address) -> str:
    return f"#{tags.of(page)}"


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
            [("/", old(TODAY)), ("/2026/11", old(TODAY)), (TODAY, old(TODAY))],
            [tag(TODAY)],
            id="the front page, its month and its day",
        ),
        pytest.param(
            [("/", old(YESTERDAY)), ("/2026/11", old(YESTERDAY)), (YESTERDAY, old(YESTERDAY)), (TODAY, NEW)],
            [tag(YESTERDAY)],
            id="the first article of a day",
        ),
        pytest.param(
            [("/", old(YESTERDAY)), ("/2026/11", old(YESTERDAY)), (TODAY, NEW)],
            ["/", "/2026/11", "/index.html"],
            id="the front page and its month, and a day that is as it was",
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
