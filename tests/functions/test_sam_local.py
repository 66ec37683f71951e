"""What `make sam-local` takes for right: the answer counts, and what a function leaves behind, not how `sam` ended."""

from __future__ import annotations

import json
from subprocess import CompletedProcess

import pytest

from tests.functions.cloud import Cloud, Function
from tests.functions.test_events import KEY
from tests.sam_local import wrong


def ended(said: str) -> CompletedProcess[str]:
    return CompletedProcess([], 0, said, "a traceback")


@pytest.mark.parametrize(
    ("function", "said", "told"),
    [
        ("release", '{"woken": 0}', ""),
        ("search", '{"statusCode": 200, "body": "<html>"}', ""),
        ("search", '{"statusCode": 500}', 'it answered {"statusCode": 500} and said:\na traceback'),
        ("release", '{"errorType": "KeyError"}', 'it answered {"errorType": "KeyError"} and said:\na traceback'),
        ("release", "null", "it answered null and said:\na traceback"),
        ("release", "", "no answer: sam ended with 0 and said:\na traceback"),
        ("validate", '{"batchItemFailures": []}', "it answered well, and has not done its work"),
        ("react", '{"statusCode": 200}', "it answered well, and has not done its work"),
    ],
)
def test_the_answer_is_judged(cloud: Cloud, function: Function, said: str, told: str) -> None:
    assert wrong(function, ended(said), cloud) == told


def test_messages_that_failed_are_told(cloud: Cloud) -> None:
    said = json.dumps({"batchItemFailures": [{"itemIdentifier": "m1"}]})
    assert wrong("index", ended(said), cloud) == f"it answered {said} and said:\na traceback"


def test_lines_before_the_answer_are_the_functions(cloud: Cloud) -> None:
    cloud.upload(f"reports/{KEY}.json", "{}")
    assert wrong("validate", ended('logged\n{"batchItemFailures": []}\n'), cloud) == ""
