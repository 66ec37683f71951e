"""The CloudFront Function that turns an object's metadata into the answer's status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import quickjs

SOURCE = (Path(__file__).parents[2] / "edge" / "status.js").read_text()


def answer(status: int = 200, **headers: str) -> dict[str, Any]:
    """What a reader gets when the cache has this. Header names are written with _ for -."""
    response = {
        "statusCode": status,
        "statusDescription": "as it was",
        "headers": {name.replace("_", "-"): {"value": value} for name, value in headers.items()},
        "cookies": {},
    }
    event = {"version": "1.0", "request": {"uri": "/a", "method": "GET"}, "response": response}
    context = quickjs.Context()
    context.eval(SOURCE)
    result: dict[str, Any] = json.loads(context.eval(f"JSON.stringify(handler({json.dumps(event)}))"))
    return result


def test_a_page_keeps_its_status_and_loses_its_metadata() -> None:
    assert answer(content_type="text/html", etag='"1"', x_amz_meta_digest="d", x_amz_meta_cache_tag="t") == {
        "statusCode": 200,
        "statusDescription": "as it was",
        "headers": {"content-type": {"value": "text/html"}, "etag": {"value": '"1"'}},
        "cookies": {},
    }


def test_an_address_that_moved_redirects() -> None:
    assert answer(etag='"1"', x_amz_meta_status="301", x_amz_meta_location="/2026/%E6%B8%AF") == {
        "statusCode": 301,
        "statusDescription": "Moved Permanently",
        "headers": {"etag": {"value": '"1"'}, "location": {"value": "/2026/%E6%B8%AF"}},
        "cookies": {},
    }


def test_an_address_that_is_gone_says_so() -> None:
    assert answer(x_amz_meta_status="410") == {
        "statusCode": 410,
        "statusDescription": "Gone",
        "headers": {},
        "cookies": {},
    }


@pytest.mark.parametrize("location", ["", "//elsewhere.example/", "https://elsewhere.example/", "2026/a"])
def test_a_redirect_never_leads_to_another_host(location: str) -> None:
    assert answer(x_amz_meta_status="301", x_amz_meta_location=location) == {
        "statusCode": 200,
        "statusDescription": "as it was",
        "headers": {},
        "cookies": {},
    }


@pytest.mark.parametrize("status", [206, 304])
def test_only_a_whole_answer_changes_its_status(status: int) -> None:
    assert answer(status, x_amz_meta_status="410") == {
        "statusCode": status,
        "statusDescription": "as it was",
        "headers": {},
        "cookies": {},
    }
