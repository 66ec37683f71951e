"""One query over the logs shows an upload's whole way: every line of it has the same correlation id."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest

from presswork.aws import cause
from presswork.index import keys
from presswork.index.rows import Due
from tests.functions.cloud import Cloud, Event, changed, lines, messages
from tests.functions.conftest import Invoke
from tests.functions.test_events import ADDRESS, ARTICLE, KEY, TEXT

VERSION = "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY"


def way(log: StringIO, of: str) -> list[tuple[str, str]]:
    """What the query finds: each line's message, and what it is about."""
    found = [each for each in lines(log.getvalue()) if each.get("correlation_id") == of]
    return [(each["message"], str(next(each[name] for name in NAMES if name in each))) for each in found]


NAMES = ("upload", "article", "address", "addresses", "woken", "body")


def written(cloud: Cloud, *written: str) -> Event:
    """The events of the site bucket for what stands at these keys."""
    bucket = cloud.names["SiteBucket"]
    versions = [cloud.s3.head_object(Bucket=bucket, Key=key)["VersionId"] for key in written]
    return messages(*(changed(key, version=version) for key, version in zip(written, versions, strict=True)))


def test_from_the_upload_to_the_invalidation(cloud: Cloud, invoke: Invoke, log: StringIO) -> None:
    cloud.upload(KEY, TEXT)
    invoke("validate", messages(changed(KEY, version=VERSION)))
    (hint,) = cloud.take("index")
    invoke("index", messages({**hint, "cause": cloud.causes[-1]}, groups=["a"]))
    woken = cloud.take("render")
    assert {*cloud.causes} == {VERSION}
    assert {"address": ADDRESS} in woken
    invoke("render", messages({"address": ADDRESS, "cause": VERSION}, groups=["a"]))
    invoke("render", messages({"address": "/", "cause": "another"}, groups=["a"]))
    invoke("invalidate", written(cloud, ADDRESS.lstrip("/"), "index.html"))
    assert way(log, VERSION) == [
        ("accepted", KEY),
        ("indexed", ARTICLE),
        ("arrived", ADDRESS),
        ("written", ADDRESS),
        ("among them", f"['{ADDRESS}']"),
    ]
    assert way(log, "another") == [("written", "/"), ("among them", "['/']")]


def test_what_fails_says_what_it_was_for(cloud: Cloud, invoke: Invoke, log: StringIO) -> None:
    cloud.names["UploadQueue"] = cloud.names["IndexQueue"] = "https://nowhere.example/"
    cloud.upload(KEY, TEXT)
    body = changed(KEY, version=VERSION)
    assert invoke("validate", messages(body)) == ["m1"]
    assert [message for message, _ in way(log, VERSION)] == ["failed: it will be delivered again"]


def test_the_clock_is_a_cause(cloud: Cloud, released: Callable[[], object], log: StringIO) -> None:
    cloud.table.write({keys.due().at(f"2026-01-01T00:00:00Z#{ARTICLE}"): Due()})
    released()
    assert cloud.take("index") == [{"article": ARTICLE}]
    assert way(log, cloud.causes[-1]) == [("released", "1")]


@pytest.mark.parametrize(
    "body",
    [
        {"upload": KEY},
        {"upload": KEY, "cause": 5},
        {"upload": KEY, "cause": "a b\n"},
        {"upload": KEY, "cause": "x" * 65},
        changed(KEY),
        changed(KEY, version="null"),
        changed(KEY, version="\u65e5"),
    ],
)
def test_what_names_no_cause_begins_with_its_own_message(cloud: Cloud, invoke: Invoke, body: Any) -> None:
    cloud.upload(KEY, TEXT)
    assert invoke("validate", messages(body)) == []
    assert cloud.take("index") == [{"article": ARTICLE}]
    assert cloud.causes == ["m1"]


def test_nothing_is_worked_for_afterwards(cloud: Cloud, invoke: Invoke) -> None:
    cloud.upload(KEY, TEXT)
    invoke("validate", messages(changed(KEY, version=VERSION)))
    assert cause.present() == ""
