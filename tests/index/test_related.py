"""Related links: from bounded windows alone, the same whatever the order, better for rarer and newer company."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from presswork.article.model import Address, Article, ArticleId, Card, Digest, Terms
from presswork.article.terms import POSTED, signature, terms
from presswork.index import keys
from presswork.index.related import LINKS, SHORTLIST, WINDOW, Scored, Shortlist, back, merge, shortlist
from presswork.index.rows import Posting
from presswork.index.table import Row

START = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = [f"w{number}" for number in range(12)]


def an_article(name: str, hours: float, *words: str | tuple[str, float], text: str = "") -> Article:
    """One that has these terms, published so many hours after the start; its text is like no other's."""
    pairs = [(word, 1.0) if isinstance(word, str) else word for word in words]
    listed = Terms(tuple(word for word, _ in pairs), tuple(weight for _, weight in pairs))
    card = Card(ArticleId(name), Address(f"/{name}"), name.title(), START + timedelta(hours=hours))
    return Article(
        card, Digest(""), name, terms=listed, signature=signature(text or f"all {name} says is {name} {hours}")
    )


def windows(article: Article, archive: Iterable[Article]) -> dict[str, list[Row[Posting]]]:
    """What the index holds under the article's terms, older than it: the nearest first."""
    position = keys.position(article.card)
    older = sorted((each for each in archive if keys.position(each.card) < position), key=_position, reverse=True)
    return {
        word: [
            Row(_position(each), Posting(weight))
            for each in older
            for posted, weight in each.terms.pairs(POSTED)
            if posted == word
        ][:WINDOW]
        for word in article.terms.words[:POSTED]
    }


def _position(article: Article) -> str:
    return keys.position(article.card)


def related(article: Article, archive: Sequence[Article]) -> tuple[Scored, ...]:
    found = shortlist(article, windows(article, archive))
    return back(article, found, [each for each in archive if each.id in found.shares])


def names(found: Iterable[Scored]) -> list[str]:
    return [each.id for each in found]


@st.composite
def archives(draw: st.DrawFn, most: int = 25) -> list[Article]:
    """Articles of a few words in common, some at one and the same instant."""
    hours = draw(st.lists(st.integers(0, 60), min_size=2, max_size=most))
    return [
        an_article(
            f"a{number}",
            hour,
            *(
                (word, draw(st.integers(30, 340)) / 100)
                for word in draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6, unique=True))
            ),
        )
        for number, hour in enumerate(hours)
    ]


def test_the_best_company_comes_first() -> None:
    archive = [
        an_article("ferry-timetable", 0, "ferri", "timetabl"),
        an_article("port-strike-looms", 10, ("strik", 2.4), ("port", 2.0), "docker"),
        an_article("port-enlarged", 20, ("port", 2.4), "crane"),
        an_article("teachers-strike", 30, ("strik", 2.0), "teacher"),
        an_article("cup-final", 40, "cup", "final"),
    ]
    ends = an_article("port-strike-ends", 50, ("strik", 2.0), ("port", 2.0), "docker", "pai")
    found = shortlist(ends, windows(ends, archive))
    shares = {"port-strike-looms": 1.078049, "port-enlarged": 0.468293, "teachers-strike": 0.390244}
    assert found == Shortlist({ArticleId(name): share for name, share in shares.items()}, 72_000)
    assert related(ends, archive) == (
        Scored(ArticleId("port-strike-looms"), 0.861037),
        Scored(ArticleId("port-enlarged"), 0.389099),
        Scored(ArticleId("teachers-strike"), 0.350421),
    )


def test_the_windows_show_which_terms_are_rare() -> None:
    """Both share one term of the same weight with the article; `council` stands in every article, `dredger` in few."""
    archive = [an_article(f"council-{hour:03}", hour, "council", f"own{hour}") for hour in range(100)]
    archive += [an_article(f"dredger-{day}", day * 24 + 0.5, "dredger", f"other{day}") for day in range(4)]
    found = related(an_article("council-buys-dredger", 101, "council", "dredger"), archive)
    assert names(found)[:4] == ["dredger-3", "dredger-2", "dredger-1", "dredger-0"]


def test_of_two_equally_near_ones_the_newer_comes_first() -> None:
    archive = [an_article(name, hour, "dredger", name) for name, hour in (("old", 0), ("newer", 48), ("newest", 96))]
    assert names(related(an_article("now", 100, "dredger"), archive)) == ["newest", "newer", "old"]


def test_terms_that_are_not_posted_decide_between_candidates() -> None:
    posted = [(f"p{number}", 2.0) for number in range(POSTED)]
    archive = [an_article("a", 5, *posted, "x"), an_article("b", 5, *posted, "y"), an_article("c", 5, *posted, "x")]
    assert names(related(an_article("now", 10, *posted, "y"), archive)) == ["b", "a", "c"]


def test_an_article_without_company_has_no_links() -> None:
    alone = an_article("alone", 5, "dredger")
    assert related(alone, []) == ()
    assert related(alone, [an_article("other", 1, "ferri"), an_article("later", 9, "dredger")]) == ()
    assert shortlist(an_article("silent", 5), {}) == Shortlist({}, 60.0)


def test_candidates_that_are_not_live_are_passed_over() -> None:
    archive = [an_article(name, 1, "dredger", name) for name in ("kept", "gone")]
    now = an_article("now", 2, "dredger")
    found = shortlist(now, windows(now, archive))
    assert names(back(now, found, archive[:1])) == ["kept"]
    assert back(now, found, []) == ()


def test_a_candidate_that_has_lost_its_terms_since_is_passed_over() -> None:
    now, other = an_article("now", 2, "dredger"), an_article("other", 1, "dredger")
    found = shortlist(now, windows(now, [other]))
    assert back(now, found, [an_article("other", 1, "ferri")]) == ()


def test_articles_that_are_equally_near_stand_by_id_however_they_are_read() -> None:
    twins = [an_article(f"a{number}", 1, "dredger") for number in range(9)]
    now = an_article("now", 2, "dredger")
    found = shortlist(now, windows(now, twins))
    assert list(found.shares) == [twin.id for twin in twins]
    assert names(back(now, found, twins[::-1])) == [twin.id for twin in twins]


def test_a_window_that_is_not_full_reaches_as_far_back_as_any() -> None:
    """Two of `dredger`, both near, but no others as far back as `ferri` goes: 10 days / 2 against 10 days / 10.

    Their rarities are log2(1 + 5), straight between 4 and 8, and log2(1 + 1).
    """
    archive = [an_article(f"ferry-{day}", day * 24, "ferri") for day in range(10)]
    archive += [an_article(f"dredger-{hour}", 238 + hour, "dredger") for hour in range(2)]
    now = an_article("now", 240, "ferri", "dredger")
    assert shortlist(now, windows(now, archive)).shares[ArticleId("dredger-1")] == round(2.5**2 / (2.5**2 + 1), 6)


def test_what_the_author_blocked_is_left_out_by_id_and_by_address() -> None:
    archive = [an_article(name, 1, "dredger", name) for name in ("one", "two", "three")]
    now = replace(an_article("now", 2, "dredger"), blocked=("one", "/two"))
    assert names(related(now, archive)) == ["three"]


def test_translations_are_left_out() -> None:
    original = an_article("original", 1, "dredger")
    sister = replace(an_article("sister", 2, "dredger"), translation_of="original")
    later = replace(an_article("later", 4, "dredger"), translation_of="/now")
    now = replace(an_article("now", 5, "dredger"), translation_of="/original")
    assert related(now, [original]) == ()
    assert related(now, [later]) == ()
    assert related(replace(now, translation_of="original"), [sister]) == ()
    assert names(related(replace(now, translation_of="elsewhere"), [original, sister])) == ["sister", "original"]


def test_near_duplicates_of_the_article_and_of_a_better_one_are_left_out() -> None:
    text = " ".join(f"Ship {number} of the line came in at pier {number * 7 % 40}." for number in range(60))
    other = " ".join(f"Crane {number} of the dock was sold to buyer {number * 3 % 40}." for number in range(60))
    archive = [
        an_article("same-text", 1, "dredger", text=text),
        an_article("first-of-two", 2, "dredger", text=other),
        an_article("second-of-two", 3, "dredger", text=other + " More follows."),
    ]
    assert names(related(an_article("now", 5, "dredger", text=text), archive)) == ["second-of-two"]


@settings(max_examples=40, deadline=None)
@given(archives())
def test_links_are_few_and_older_best_first_and_none_without_anything_in_common(archive: list[Article]) -> None:
    for article in archive:
        found = related(article, archive)
        assert len(found) <= LINKS
        assert list(found) == sorted(found, key=lambda each: (-each.score, each.id))
        assert all(each.score > 0 for each in found)
        own = {*article.terms.words}
        akin = [each for each in archive if own & {*each.terms.words}]
        assert {each.id for each in found} <= {each.id for each in akin if _position(each) < _position(article)}


@settings(max_examples=40, deadline=None)
@given(archives(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_and_of_reading_changes_nothing(archive: list[Article], chance: random.Random) -> None:
    def shuffled(article: Article, archive: list[Article]) -> tuple[Scored, ...]:
        archive = chance.sample(archive, len(archive))
        read = list(windows(article, archive).items())
        chance.shuffle(read)
        return back(article, shortlist(article, dict(read)), archive)

    assert [shuffled(each, archive) for each in archive] == [related(each, archive) for each in archive]


@settings(max_examples=40, deadline=None)
@given(archives())
def test_a_new_newest_article_changes_no_other_articles_links(archive: list[Article]) -> None:
    newest = max(archive, key=_position)
    others = [each for each in archive if each != newest]
    assert [related(each, others) for each in others] == [related(each, archive) for each in others]


@settings(max_examples=25, deadline=None)
@given(archives(30), st.integers(0, 1000))
def test_an_article_changes_links_only_of_the_nearest_newer_ones_under_its_terms(
    archive: list[Article], at: int
) -> None:
    """Those get a hint: at most WINDOW for each posted term, however many articles there are."""
    article = archive[at % len(archive)]
    without = [each for each in archive if each != article]
    newer = sorted((each for each in without if _position(each) > _position(article)), key=_position)
    hinted = {
        each.id
        for word in article.terms.words[:POSTED]
        for each in [one for one in newer if word in one.terms.words][:WINDOW]
    }
    changed = {each.id for each in without if related(each, without) != related(each, archive)}
    assert changed <= hinted
    assert len(hinted) <= WINDOW * len(article.terms.words)


def test_no_more_rows_are_asked_for_than_one_batch_holds() -> None:
    archive = [an_article(f"a{number:03}", number, f"w{number % POSTED}") for number in range(400)]
    now = an_article("now", 500, *(f"w{number}" for number in range(POSTED)))
    found = shortlist(now, windows(now, archive))
    assert len(found.shares) == SHORTLIST <= 100
    assert found == shortlist(now, dict(reversed(windows(now, archive).items())))


def test_the_order_in_which_a_process_hashes_strings_changes_nothing() -> None:
    program = "from tests.index.test_related import *; print(written_out())"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {f"{written_out()}\n"}


def written_out() -> list[tuple[Scored, ...]]:
    """The links of an archive of 30 texts, drawn from few words."""
    chance = random.Random(7)
    archive = []
    for number in range(30):
        text = " ".join(chance.choices(["dredger", "harbour", "council", "ferry", "strike", "budget", "school"], k=40))
        archive.append(an_article(f"a{number}", number * 5, *terms("", text, (), "en").pairs(), text=text))
    return [related(each, archive) for each in archive]


def test_pins_come_first_and_the_best_of_both_kinds_after_them() -> None:
    one, two, three, four, five = (ArticleId(each) for each in ("one", "two", "three", "four", "five"))
    scores = {one: 0.5, two: 0.2, three: 0.4, four: 0.2, five: 0.1}
    ranked = [(keys.rank(score), id_) for id_, score in scores.items()]
    assert merge((), ranked, (), 4) == (one, three, four, two)
    assert merge((five, two), ranked, (), 4) == (five, two, one, three)
    assert merge((five,), ranked, {one, five}, 9) == (three, four, two)
    assert merge((), (), (), 4) == ()


def test_an_article_that_is_both_stands_once_at_its_better_place() -> None:
    both, other = ArticleId("both"), ArticleId("other")
    assert merge((), [(keys.rank(0.1), both), (keys.rank(0.05), other), (keys.rank(0.3), both)], (), 5) == (both, other)
