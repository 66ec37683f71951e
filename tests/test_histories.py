"""P1 and P2 on the real steps: random histories come to what a full build gives, and each rule of the protocol counts.

The rules that are broken here on purpose, each of which the histories must notice:

- `no-cas`: validate writes whether or not the record is still the one it has read
- `no-write-ahead`: index does not note as pending what it is about to write
- `no-hints`: index does not tell newer articles that their windows have changed
- `commit-first`: index commits before it has woken the pages
- `forget-addresses`: the record forgets the addresses that the article has left
- `one-hint-for-all`: a hint counts as on its way though the article was taken up since
- `stale-edge`: render writes pages without an event, so nobody invalidates them
- `any-holder`: a cache tag is used though not all that may carry it have changed
- `tag-of-now`: a cache tag is used that the new version carries, whatever the old one did
- `keep-former`: the files of former themes are never let go
- `always-new`: each page is taken for one where nothing was before
- `feeds-deaf-to-bodies`: index does not wake the feeds when a body alone changes
- `old-news`: nobody is told when an article is news no more
- `unheard-of-news`: an article that is news no more leaves its list, and the page that shows it is not woken
- `rows-as-they-are`: index leaves the rows as they are when cards and terms stay the same
- `unhinted-pictures`: images does not tell the articles that show a picture what has become of it
- `pictures-before-shelf`: index sees what its pictures have become before it says that it shows them
- `old-renditions-stay`: images forgets what a picture had before
- `one-name-for-all`: renditions have the same name in the work bucket whatever the revision
- `menu-alone`: index changes the navigation, and has nothing made again
- `no-walk`: nobody wakes the articles of an author whose profile has changed
- `half-a-walk`: a walk that runs out of time is not gone on with
- `walk-forgotten`: which walks are still to be sent is not noted with the change
- `noted-before-told`: that the world outside was told of a rejection is noted before it is told
- `told-before-it-is-so`: render tells of an article before its page is written
- `edits-untold`: an article counts as told of, whatever its revision
- `removals-untold`: nobody is told when something else takes the place of an article's page
- `no-cas-of-names`: a name is deleted whether or not it is still the one that was read
- `announced-first`: others are told of changes before the CDN is
- `standing-pages-unheard`: a standing page does not wake the sitemap that names it
- `same-name-again`: a name is written with the same content each time
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from presswork.article.model import Address, ArticleId, Report, Value
from presswork.index import keys, owned
from presswork.index.keys import Key
from presswork.index.rows import Author, Named, Owned, Record, Standing, Told
from presswork.index.site import Index
from presswork.index.table import Snapshot, Table
from presswork.pages import addresses, tags, wakes
from presswork.pages.page import Page
from presswork.steps import announce as announce_step
from presswork.steps import images as images_step
from presswork.steps import index as index_step
from presswork.steps import introduce as introduce_step
from presswork.steps import invalidate as invalidate_step
from presswork.steps import rebuild as rebuild_step
from presswork.steps import receive as receive_step
from presswork.steps import validate as validate_step
from presswork.steps.events import published, rejected
from presswork.steps.invalidate import Change
from presswork.steps.ports import Bus, Replaced, SiteObject, Write
from tests import histories, world
from tests.world import Cdn, Rows, SiteBucket, Wakes

HISTORIES = int(os.environ.get("HISTORIES", "500"))
FIRST = int(os.environ.get("SEED", "1"))
SHARDS = 20


@pytest.mark.parametrize("shard", range(SHARDS))
def test_after_any_history_the_site_is_what_a_full_build_gives(shard: int) -> None:
    for seed in range(FIRST + shard, FIRST + HISTORIES, SHARDS):
        wrong = histories.wrong_after(seed)
        assert wrong is None, f"seed {seed}: {wrong}"


class Late:
    """Keeps wakes back until the step is through."""

    def __init__(self) -> None:
        self.kept: list[Callable[[Wakes], None]] = []

    def index(self, articles: Iterable[ArticleId]) -> None:
        kept = list(articles)
        self.kept.append(lambda wakes: wakes.index(kept))

    def hint(self, articles: Mapping[ArticleId, int]) -> None:
        self.kept.append(lambda wakes: wakes.hint(articles))

    def render(self, addresses: Iterable[Address]) -> None:
        kept = list(addresses)
        self.kept.append(lambda wakes: wakes.render(kept))

    def rebuild(self, after: str, edition: str) -> None:
        self.kept.append(lambda wakes: wakes.rebuild(after, edition))


def no_cas(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Rows, "swap", lambda self, _, writes: self.table.swap(Snapshot({}, {}), writes))


def no_write_ahead(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(index_step, "_write_ahead", lambda table, article, indexed, own, proofs, needed: indexed)


def no_hints(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(index_step.Change, "hints", lambda *_, everything: set())


def commit_first(patch: pytest.MonkeyPatch) -> None:
    def broken(article: ArticleId, *, site: Index, wakes: Wakes, now: datetime) -> None:
        late = Late()
        index_step.index(article, site=site, wakes=late, now=now)  # type: ignore[arg-type]
        for send in late.kept:
            send(wakes)

    patch.setattr(world, "index", broken)


def forget_addresses(patch: pytest.MonkeyPatch) -> None:
    after = validate_step.after
    patch.setattr(validate_step, "after", lambda *given: replace(after(*given), former=()))


def stale_edge(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SiteBucket, "_event", lambda self, address, _: self.world.changed.append(address))


def any_holder(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(invalidate_step, "_changed_together", lambda name, _: bool(tags.holders(name)))


def tag_of_now(patch: pytest.MonkeyPatch) -> None:
    replaced = SiteBucket._replaced

    def broken(bucket: SiteBucket, write: Write) -> Replaced | None:
        found = replaced(bucket, write)
        there = bucket.world.objects.get(write.address)
        return found._replace(tags=there.tags) if found and there else found

    patch.setattr(SiteBucket, "_replaced", broken)


def one_hint_for_all(patch: pytest.MonkeyPatch) -> None:
    hint = Wakes.hint
    patch.setattr(Wakes, "hint", lambda self, articles: hint(self, dict.fromkeys(articles, 0)))


def always_new(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SiteBucket, "_replaced", lambda *_: Replaced(True, frozenset(), False))


def feeds_deaf_to_bodies(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(wakes, "WITH_TEXT", frozenset())


def old_news(patch: pytest.MonkeyPatch) -> None:
    right = owned.owned

    def broken(record: Record, stands: Standing, now: datetime) -> Owned:
        own = right(record, stands, now)
        ends = [keys.instant(owned.no_news_from(stands.article.card))] if stands.article else []
        return replace(own, due=tuple(each for each in own.due if each not in ends))

    patch.setattr(owned, "owned", broken)


def unheard_of_news(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(wakes, "WITH_NEWS", frozenset())


def rows_as_they_are(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(index_step.Change, "rows", lambda change, _: change.values or not change.new)


def unhinted_pictures(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(images_step, "users", lambda source, table: [])


def old_renditions_stay(patch: pytest.MonkeyPatch) -> None:
    after = images_step.after
    patch.setattr(images_step, "after", lambda *given: replace(after(*given), former=()))


def one_name_for_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(images_step, "_stored_name", lambda rendered, revision: f"{rendered.source}/{rendered.hash}")


def keep_former(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rebuild_step, "stale", lambda *_: [])


def menu_alone(patch: pytest.MonkeyPatch) -> None:
    navigate = index_step._navigate
    patch.setattr(index_step, "_navigate", lambda table, _: navigate(table, Late()))  # type: ignore[arg-type]


def no_walk(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Wakes, "walk", lambda self, name, before: None)


def half_a_walk(patch: pytest.MonkeyPatch) -> None:
    walk = Wakes.walk
    patch.setattr(Wakes, "walk", lambda self, name, before: None if before else walk(self, name, before))


def walk_forgotten(patch: pytest.MonkeyPatch) -> None:
    writes = introduce_step._writes

    def broken(file: str, before: Author, new: Author, report: Report) -> Mapping[Key[Any], Value | None]:
        return {**writes(file, before, new, report), keys.author(file): replace(new, unwoken=())}

    patch.setattr(introduce_step, "_writes", broken)


def no_cas_of_names(patch: pytest.MonkeyPatch) -> None:
    swap = Rows.swap

    def broken(self: Rows, seen: Snapshot, writes: Mapping[Key[Any], Value | None]) -> bool:
        of_names = all(key.type is Named for key in writes)
        return swap(self, Snapshot({}, {}) if of_names else seen, writes)

    patch.setattr(Rows, "swap", broken)


def same_name_again(patch: pytest.MonkeyPatch) -> None:
    name_rows = owned.name_rows
    patch.setattr(owned, "name_rows", lambda article, own, count: name_rows(ArticleId("one.md"), own, 0))


def announced_first(patch: pytest.MonkeyPatch) -> None:
    right, wake = invalidate_step.invalidate, announce_step.wake

    def broken(changes: Sequence[Change], *, bucket: SiteBucket, cdn: Cdn, bus: Bus) -> list[str]:
        changed = [each.write.address for each in changes]
        wake(changed, table=bucket.world.index.table, wakes=Wakes(bucket.world))
        return right(changes, bucket=bucket, cdn=cdn, bus=bus)

    patch.setattr(world, "invalidate", broken)
    patch.setattr(announce_step, "wake", lambda changed, *, table, wakes: None)


def standing_pages_unheard(patch: pytest.MonkeyPatch) -> None:
    pages_of = wakes.pages_of  # the full build finds the sitemap all the same
    patch.setattr(wakes, "pages_of", lambda *given: pages_of(*given) | {addresses.PAGES_SITEMAP})
    patch.setattr(wakes, "WITH_PAGES", frozenset())


def noted_before_told(patch: pytest.MonkeyPatch) -> None:
    def broken(report: Report, table: Table, bus: Bus) -> None:
        event = rejected(report)
        if table.get(keys.told(report.file)) != Told(event.id):
            table.write({keys.told(report.file): Told(event.id)})
            bus.tell([event])

    patch.setattr(receive_step, "tell", broken)


def edits_untold(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(world, "came", lambda now, before: now is not None and (before is None or now.file != before.file))


def removals_untold(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(world, "left", lambda now, before: False)


def told_before_it_is_so(patch: pytest.MonkeyPatch) -> None:
    put = SiteBucket.put

    def broken(bucket: SiteBucket, address: Address, page: Page, edition: str, over: SiteObject | None) -> None:
        if page.issue:
            world.Bus(bucket.world).tell([published(address, page.issue, "")])
        put(bucket, address, page, edition, over)

    patch.setattr(SiteBucket, "put", broken)


RULES = [
    no_cas, no_write_ahead, no_hints, commit_first, forget_addresses, stale_edge, any_holder, tag_of_now,
    always_new, one_hint_for_all, old_news, unheard_of_news, rows_as_they_are,
    keep_former, menu_alone, standing_pages_unheard,
    noted_before_told, told_before_it_is_so, edits_untold, removals_untold,
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_is_noticed(rule: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    rule(monkeypatch)
    assert any(histories.wrong_after(seed, crash=0.05) for seed in range(1, 1000))


@pytest.mark.parametrize("rule", [no_cas_of_names, same_name_again])
def test_a_broken_rule_of_names_is_noticed_where_articles_relieve_each_other(
    rule: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    rule(monkeypatch)
    assert any(histories.wrong_after(seed, histories.CALM, histories.relay) for seed in range(1, 1000))


def test_after_any_history_of_pictures_the_site_is_what_a_full_build_gives() -> None:
    for seed in range(FIRST, FIRST + HISTORIES // 5):
        wrong = histories.wrong_after(seed, act=histories.pictured)
        assert wrong is None, f"seed {seed}: {wrong}"


@pytest.mark.parametrize("rule", [unhinted_pictures, old_renditions_stay, one_name_for_all])
def test_a_broken_rule_of_pictures_is_noticed_where_they_change_all_the_time(
    rule: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    rule(monkeypatch)
    assert any(histories.wrong_after(seed, histories.CALM, histories.pictured) for seed in range(1, 1000))


def test_feeds_that_are_deaf_to_bodies_are_noticed_where_texts_alone_change(monkeypatch: pytest.MonkeyPatch) -> None:
    feeds_deaf_to_bodies(monkeypatch)
    assert any(histories.wrong_after(seed, histories.CALM, histories.rewrites) for seed in range(1, 1000))


def test_who_is_told_of_changes_sees_what_there_is_at_last() -> None:
    assert [histories.wrong_after(seed, act=histories.announced) for seed in range(1, 60)] == [None] * 59


def test_an_announcement_before_the_cdn_is_told_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    announced_first(monkeypatch)
    assert any(histories.wrong_after(seed, histories.CALM, histories.announced) for seed in range(1, 1000))


@pytest.mark.parametrize("rule", [no_walk, half_a_walk, walk_forgotten])
def test_a_broken_rule_of_profiles_is_noticed_where_authors_come_and_go(
    rule: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    rule(monkeypatch)
    assert any(histories.wrong_after(seed, histories.CALM, histories.bylines) for seed in range(1, 1000))


def test_authors_that_come_and_go_leave_what_a_full_build_gives() -> None:
    assert [histories.wrong_after(seed, act=histories.bylines) for seed in range(1, 60)] == [None] * 59
