"""Search: what is found, in which order, how far back, and never by more than so many reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presswork.article import limits
from presswork.article.model import Address, Article, ArticleId, Card, Digest, Terms
from presswork.article.terms import POSTED, sought, terms
from presswork.index import keys, owned
from presswork.index.keys import Key, V
from presswork.index.memory import MemoryTable
from presswork.index.rows import Posting, Record, Standing
from presswork.index.search import CANDIDATES, QUERIES, WINDOW, WORDS, Found, candidates, is_position, search, worths
from presswork.index.site import Index
from presswork.index.table import Query, Row
from tests.pages.newsroom import Proofs

START = datetime(2026, 1, 1, tzinfo=UTC)


class Counted(MemoryTable):
    """Counts what is read: queries with the rows that they may give, and the sizes of batches."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[int | None] = []
        self.batches: list[int] = []

    def query(self, query: Query[V]) -> list[Row[V]]:
        self.windows.append(query.limit)
        return super().query(query)

    def get_many(self, keys: Sequence[Key[V]]) -> list[V | None]:
        self.batches.append(len(keys))
        return super().get_many(keys)


class Archive:
    """Articles as `index` posts them, the first the oldest, an hour apart."""

    def __init__(self) -> None:
        self.table = Counted()
        self.index = Index(self.table, Proofs())
        self.hours = 0

    def put(self, title: str, text: str = "", topics: Sequence[str] = (), lang: str = "en", name: str = "") -> Article:
        self.hours += 1
        found = ArticleId(name or f"a{self.hours}.md")
        card = Card(found, Address(f"/{found}"), title, START + timedelta(hours=self.hours), lang=lang)
        return self.post(Article(card, Digest(""), found, terms=terms(title, text, topics, lang)))

    def post(self, article: Article) -> Article:
        record, now = Record(1, "published", article), datetime.max.replace(tzinfo=UTC)
        stands = owned.standing(record, now)
        own = owned.owned(record, stands, now)
        self.table.write({keys.standing(article.id): stands} | owned.posting_rows(article, own))
        return article

    def found(self, text: str, *langs: str, before: str = "") -> list[str]:
        return [card.title for card in search(text, langs or ("en",), self.index, before).cards]


@pytest.fixture
def archive() -> Archive:
    return Archive()


class TestWhatIsLookedFor:
    def test_words_are_stems_without_those_that_say_nothing_then_phrases_and_a_topic(self) -> None:
        assert sought("The port's strikes, in Rotterdam harbour: strikes!", "en-GB", 8) == (
            ("port", "strik", "rotterdam", "harbour"),
            ("port strik", "rotterdam harbour"),
            "#the port's strikes, in rotterdam harbour: strikes!",
        )

    def test_only_so_many_words_count(self) -> None:
        found = sought("alpha bravo cinema delta echo foxtrot golf hotel india juliet", "en", 3)
        assert (found.words, found.phrases) == (("alpha", "bravo", "cinema"), ("alpha bravo", "bravo cinema"))

    def test_where_nothing_parts_words_runs_of_characters_are_looked_for(self) -> None:
        assert sought("東京都知事", "ja", 8) == (("東京", "京都", "都知", "知事"), (), "#東京都知事")


class TestWhatIsFound:
    def test_words_in_any_form_and_order_find_an_article_by_title_text_and_topic(self, archive: Archive) -> None:
        archive.put("Port strike ends", "The cranes move again.", ("Trade unions",))
        archive.put("Flour by hand", "The mill grinds.")
        for text in ("strikes PORT", "crane", "cranes strike", "trade unions", "“port” & strike?"):
            assert archive.found(text) == ["Port strike ends"], text
        for text in ("windmill", "the", "", "#", "\u0000", "port#strik"):
            assert archive.found(text) == ["Port strike ends"] * (text == "port#strik"), text

    def test_a_topic_is_found_by_its_name_whatever_its_characters(self, archive: Archive) -> None:
        archive.put("On compilers", "They compile.", ("C++",))
        assert archive.found("c++") == ["On compilers"]

    def test_only_live_articles_are_found(self, archive: Archive) -> None:
        gone = archive.put("Port strike ends")
        archive.table.write({keys.standing(gone.id): Standing("removed")})
        assert archive.found("port strike") == []

    def test_the_next_language_is_looked_in_where_nothing_is_found_in_the_first(self, archive: Archive) -> None:
        archive.put("Hafen", "Der Hafen ist offen.", lang="de-AT")
        archive.put("Harbour", "The Hafen bar is open.")
        assert archive.found("hafen", "de", "en") == ["Hafen"]
        assert archive.found("harbours", "de", "en") == ["Harbour"]
        assert archive.found("hafen", "en-US", "de") == ["Harbour"]


class TestTheOrder:
    def test_this_very_title_then_all_words_in_the_title_then_all_words_then_the_rest(self, archive: Archive) -> None:
        archive.put("Port strike")
        archive.put("Port strike, port strike")
        archive.put("Dockers walk out", "The strike closed the port.")
        archive.put("Port of the year", "Port, port and port again.")
        archive.put("Football strike", "A strike, a strike, and a strike.")
        assert archive.found("port strike") == [
            "Port strike",
            "Port strike, port strike",
            "Dockers walk out",
            "Football strike",
            "Port of the year",
        ]

    def test_a_rare_word_counts_for_more_than_a_common_one(self, archive: Archive) -> None:
        archive.put("Dredger", "It came by night.")
        for number in range(30):
            archive.put(f"Harbour {number}", "The harbour was quiet.")
        assert archive.found("harbour dredger")[0] == "Dredger"

    def test_a_newer_one_comes_before_an_older_that_says_it_hardly_more(self, archive: Archive) -> None:
        for number, weight in enumerate((2.0, 1.1, 1.0)):
            card = Card(ArticleId(f"{number}"), Address(f"/{number}"), f"N{number}", START + timedelta(hours=number))
            archive.post(Article(card, Digest(""), "", terms=Terms(("harbour",), (weight,))))
        assert archive.found("harbour") == ["N0", "N2", "N1"]

    def test_of_two_that_say_the_same_the_newer_comes_first_and_of_one_instant_the_greater_id(
        self, archive: Archive
    ) -> None:
        archive.put("Quiet harbour", name="b.md")
        archive.put("Quiet harbour", name="a.md")
        archive.hours -= 1
        archive.put("Quiet harbour", name="c.md")
        found = search("harbour", ("en",), archive.index).cards
        assert [card.id for card in found] == ["c.md", "a.md", "b.md"]


class TestFurtherBack:
    def test_older_ones_are_found_from_where_the_windows_ended_and_none_is_lost_or_comes_twice(
        self, archive: Archive
    ) -> None:
        for number in range(250):
            archive.put(f"Harbour news {number}")
        seen: list[str] = []
        before, pages = "", 0
        while pages == 0 or before:
            found = search("harbour news", ("en",), archive.index, before)
            seen += [card.title for card in found.cards]
            before, pages = found.older, pages + 1
        assert sorted(seen) == sorted(f"Harbour news {number}" for number in range(250))
        assert pages == 3

    def test_where_one_word_is_rare_all_that_has_every_word_was_seen(self, archive: Archive) -> None:
        archive.put("Harbour dredger")
        for number in range(WINDOW + 20):
            archive.put(f"Harbour {number}")
        found = search("harbour dredger", ("en",), archive.index)
        assert (found.cards[0].title, found.older) == ("Harbour dredger", "")

    @pytest.mark.parametrize("before", ["", "x", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z#" + "é" * 300, "'#"])
    def test_what_is_no_position_is_left_aside(self, archive: Archive, before: str) -> None:
        archive.put("Harbour")
        assert not is_position(before)
        assert archive.found("harbour", before=before) == ["Harbour"]

    def test_every_position_can_be_asked_for(self) -> None:
        card = Card(ArticleId("x" * limits.KEY_BYTES), Address("/x"), "X", START)
        assert is_position(keys.position(card))


class TestTheBounds:
    @given(st.text(st.characters(codec="utf-8"), max_size=200), st.sampled_from(["en", "de", "zh", "ar", "th", "ko"]))
    def test_whatever_is_asked_a_search_reads_so_many_windows_and_one_batch(self, text: str, lang: str) -> None:
        archive = Archive()
        for number in range(3):
            archive.put(f"{text} {number}"[-300:], text, lang=lang)
        archive.table.batches.clear()
        search(text, (lang,), archive.index)
        assert len(archive.table.windows) <= QUERIES
        assert {*archive.table.windows} <= {WINDOW}
        assert len(archive.table.batches) == 1
        assert archive.table.batches[0] <= CANDIDATES

    @given(st.text(max_size=200))
    def test_no_term_is_longer_than_a_key_may_be(self, text: str) -> None:
        found = sought(text, "en", WORDS)
        assert len(found.words) + len(found.phrases) + 1 <= QUERIES
        for term in (*found.words, *found.phrases, found.topic):
            assert len(keys.postings("en", term).partition.encode(errors="replace")) <= 2048, term

    def test_a_topic_that_compatibility_makes_long_is_posted_and_found(self, archive: Archive) -> None:
        topic = "\ufdfa" * limits.NAME
        archive.put("Greetings", topics=(topic,))
        assert len(f"#{topic}".encode()) < 400
        assert archive.found(topic) == ["Greetings"]

    def test_no_more_than_so_many_are_judged_those_with_more_of_the_words_first(self) -> None:
        wanted = sought("alpha bravo", "en", WORDS)
        position = "2026-01-01T00:00:00Z#{}".format
        rows = {
            "alpha": [Row(position(f"a{number:03}"), Posting(0.1 if number == 0 else 9.0)) for number in range(WINDOW)],
            "bravo": [Row(position(f"b{number:03}"), Posting(1.0)) for number in range(1, WINDOW)]
            + [Row(position("a000"), Posting(0.1))],
        }
        chosen = candidates(wanted, rows, worths(rows))
        assert len(chosen) == CANDIDATES
        assert chosen[0] == "a000"
        assert {each[0] for each in chosen} == {"a"}


def test_an_article_is_found_by_its_posted_terms_and_by_no_others(archive: Archive) -> None:
    card = Card(ArticleId("a.md"), Address("/a"), "Anything", START)
    words = [f"word{number:02}" for number in range(POSTED + 1)]
    archive.post(Article(card, Digest(""), "a", terms=Terms(tuple(words), (1.0,) * len(words))))
    assert archive.found(words[POSTED - 1]) == ["Anything"]
    assert archive.found(words[POSTED]) == []


def test_nothing_is_found_in_an_empty_archive(archive: Archive) -> None:
    assert search("port strike", ("en", "de"), archive.index) == Found()
