"""EventBridge: what the world outside is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import json

from presswork.steps.events import Event

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

SOURCE = "presswork"
BATCH = 10


class NotTold(Exception):
    """The bus refused events. A retry of the step tells them again."""


class EventBridgeBus:
    """One bus. `client` makes the client, at the first event: most invocations have none."""

    def __init__(self, client: Callable[[], EventBridgeClient], name: str) -> None:
        self._client = client
        self._name = name

    def tell(self, events: Sequence[Event]) -> None:
        for start in range(0, len(events), BATCH):
            batch = events[start : start + BATCH]
            answer = self._client().put_events(
                Entries=[
                    {
                        "EventBusName": self._name,
                        "Source": SOURCE,
                        "DetailType": type(each).__name__,
                        "Detail": json.encode(each).decode(),
                    }
                    for each in batch
                ]
            )
            if answer["FailedEntryCount"]:
                reasons = sorted({each.get("ErrorMessage", "") for each in answer["Entries"] if "ErrorCode" in each})
                raise NotTold(f"{answer['FailedEntryCount']} of {len(batch)} events: {reasons}")
