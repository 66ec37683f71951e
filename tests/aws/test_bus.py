"""The world outside on EventBridge: ten events a call, and what was refused is told again."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from presswork.aws.bus import EventBridgeBus, NotTold
from presswork.steps.events import ArticlePublished

DAY = datetime(2026, 11, 24, 4, tzinfo=UTC)


def published(number: int) -> ArticlePublished:
    file = f"articles/{number}.md"
    address, url = f"/2026/11/港{number}", f"https://news.example.com/2026/11/%E6%B8%AF{number}"
    return ArticlePublished(f"published {file} 1", file, 1, address, url, "港", "zh", DAY)


class Client:
    """Remembers what it was told; `refuse` says which entries it does not take."""

    def __init__(self, refuse: Callable[[str], bool] = lambda detail: False) -> None:
        self.calls: list[list[dict[str, Any]]] = []
        self._refuse = refuse

    def put_events(self, *, Entries: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803  # as AWS spells it
        self.calls.append(Entries)
        refused = {"ErrorCode": "ThrottlingException", "ErrorMessage": "Rate exceeded"}
        answers = [refused if self._refuse(each["Detail"]) else {"EventId": "1"} for each in Entries]
        return {"FailedEntryCount": sum(each is refused for each in answers), "Entries": answers}


def bus_of(client: Client) -> EventBridgeBus:
    return EventBridgeBus(lambda: client, "newsroom")  # type: ignore[arg-type,return-value]


def test_an_event_carries_source_type_and_detail() -> None:
    client = Client()
    bus_of(client).tell([published(1)])
    ((entry,),) = client.calls
    assert {**entry, "Detail": json.loads(entry["Detail"])} == {
        "EventBusName": "newsroom",
        "Source": "presswork",
        "DetailType": "ArticlePublished",
        "Detail": {
            "id": "published articles/1.md 1",
            "file": "articles/1.md",
            "revision": 1,
            "address": "/2026/11/港1",
            "url": "https://news.example.com/2026/11/%E6%B8%AF1",
            "title": "港",
            "lang": "zh",
            "published": "2026-11-24T04:00:00Z",
            "updated": None,
            "uploaded": None,
        },
    }


def test_ten_events_go_in_one_call() -> None:
    client = Client()
    bus_of(client).tell([published(number) for number in range(21)])
    assert [len(entries) for entries in client.calls] == [10, 10, 1]


def test_what_is_refused_is_not_told() -> None:
    with pytest.raises(NotTold, match=r"1 of 3 events: \['Rate exceeded'\]"):
        bus_of(Client(lambda detail: "articles/2.md" in detail)).tell([published(number) for number in range(3)])


def test_no_client_is_made_where_there_is_nothing_to_tell() -> None:
    def never() -> Any:
        raise AssertionError

    EventBridgeBus(never, "newsroom").tell([])
