"""What the desk sees of a running system: of a site that has been there for long, only what has happened since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from desk.edge import ListedInvalidations
from desk.pipeline import Pipeline
from desk.stack import Stack

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Cdn:
    """A distribution with an invalidation an hour, the youngest first, two on a page of the list."""

    def __init__(self) -> None:
        self.pages = 0
        """How many were asked for."""

    def get_paginator(self, _: str) -> Any:
        return SimpleNamespace(paginate=self.paginate)

    def paginate(self, **_: str) -> Iterator[dict[str, Any]]:
        for age in range(0, 100, 2):
            self.pages += 1
            items = [{"Id": str(each), "CreateTime": NOW - each * HOUR} for each in (age, age + 1)]
            yield {"InvalidationList": {"Items": items}}

    def get_invalidation(self, **asked: str) -> dict[str, Any]:
        return {"Invalidation": {"InvalidationBatch": {"Paths": {"Items": [f"/{asked['Id']}"]}}}}


def test_of_the_invalidations_only_the_young_are_asked_for() -> None:
    cdn = Cdn()
    found = ListedInvalidations(cdn, "d", NOW - 2 * HOUR)  # type: ignore[arg-type]
    assert (found.new(), cdn.pages) == (["/0", "/1", "/2"], 3)
    assert found.new() == []


def test_the_logs_are_those_of_the_stack_and_begin_when_it_is_told() -> None:
    asked: list[tuple[str, int]] = []

    def resource(**asked: str) -> dict[str, Any]:
        return {"StackResourceDetail": {"PhysicalResourceId": f"{asked['StackName']}/{asked['LogicalResourceId']}"}}

    def lines(**wanted: Any) -> Iterator[dict[str, Any]]:
        asked.append((wanted["logGroupName"], wanted["startTime"]))
        line = {"message": "written", "address": "/a"} if "Render" in wanted["logGroupName"] else {"message": "x"}
        yield {"events": [{"logStreamName": "s", "timestamp": wanted["startTime"] + 1, "message": json.dumps(line)}]}

    clients: Any = SimpleNamespace(
        s3=None,
        sqs=None,
        dynamodb=None,
        cloudfront=Cdn(),
        cloudformation=SimpleNamespace(describe_stack_resource=resource),
        logs=SimpleNamespace(get_paginator=lambda _: SimpleNamespace(paginate=lines)),
    )
    stack = Stack(**{name: name for name in Stack.__struct_fields__})
    pipeline = Pipeline(clients, stack, "news", NOW - HOUR)

    pipeline.look()

    start = int((NOW - HOUR).timestamp() * 1000)
    assert asked == [("news/RenderLog", start), ("news/InvalidateLog", start)]
    assert (pipeline.written, pipeline.invalidated) == (["/a"], ["/0", "/1"])
