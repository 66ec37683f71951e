"""What a page says two articles have in common."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from presswork.article.model import Address, ArticleId, Card
from presswork.index.reasons import why


def a_card(title: str, *topics: str, lang: str = "en") -> Card:
    return Card(ArticleId(title), Address("/"), title, datetime(2026, 1, 1, tzinfo=UTC), lang, topics=topics)


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        (a_card("Calm", "Ports", "Unions"), a_card("Storm", "unions", "PORTS"), ("Ports", "Unions")),
        (a_card("Calm", "a", "b", "c", "d"), a_card("Storm", "d", "c", "b", "a"), ("a", "b", "c")),
        (
            a_card("Port strike ends in Rotterdam"),
            a_card("Rotterdam: port strikes spread"),
            ("Port strike", "Rotterdam"),
        ),
        (a_card("Port strikes, Rotterdam"), a_card("Strike at Rotterdam’s port"), ("Port", "strikes", "Rotterdam")),
        (a_card("Port strike", "Port"), a_card("A strike in the port", "port"), ("Port", "strike")),
        (a_card("Port strike", "Strikes"), a_card("Port strike", "strikes"), ("Strikes", "Port strike")),
        (a_card("Strike over", "Strikes"), a_card("No strike", "strikes"), ("Strikes",)),
        (a_card("Port: strike"), a_card("Port strike"), ("Port", "strike")),
        (a_card("New plans for the port"), a_card("New plans for the opera"), ()),
        (a_card("What we do at the port"), a_card("What they do at the opera"), ()),
        (a_card("2026 in figures"), a_card("2026: a look ahead"), ()),
        (a_card("Ein Hafen im Streik", lang="de"), a_card("Häfen und Streiks", lang="de"), ("Streik",)),
        (a_card("Hotel", "Ports", lang="de"), a_card("Hotel", "ports", lang="en"), ("Ports",)),
        (a_card("東京の港", "港", lang="ja"), a_card("東京の港", "港", lang="ja"), ("港",)),
        (a_card("東京のコンテナ", lang="ja"), a_card("コンテナの東京", lang="ja"), ("コンテナ",)),
    ],
)
def test_common_topics_come_first_then_what_the_titles_have_in_common(
    own: Card, other: Card, expected: tuple[str, ...]
) -> None:
    assert why(own, other) == expected
