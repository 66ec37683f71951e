"""What a cold start loads: each function only what it needs, since one careless import costs every cold start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable

import pytest

from desk.emulator import Gateway
from tests.conftest import CREDENTIALS, REGION, client_of
from tests.functions.cloud import Cloud, Function, example
from tests.functions.test_events import EXAMPLES, KEY, PICTURE, TEXT

IN_ORDER: dict[Function, str] = {
    "validate": "01-validate-upload",
    "index": "02-index-article",
    "render": "03-render-address",
    "invalidate": "04-invalidate-changes",
    "rebuild": "05-rebuild",
    "release": "06-release",
    "images": "07-make-picture",
    "announce": "10-announce",
    "search": "08-search",
    "react": "11-react",
}
NEVER = {"boto3", "s3transfer", "aws_xray_sdk", "desk", "moto", "pytest", "requests"}
TO_MAKE_CLIENTS = {"botocore.client", "botocore.session"}
TO_READ_UPLOADS = {"nh3", "pydantic", "pyromark", "yaml"}
TO_MAKE_PAGES = {"jinja2", "markupsafe"}
TO_MAKE_PICTURES = {"PIL"}

IMPORT = "import sys, functions.{0}.handler; print(*sys.modules)"
RUN = """
import json, sys
from types import SimpleNamespace
from functions.{0}.handler import lambda_handler
context = SimpleNamespace(
    function_name="{0}",
    memory_limit_in_mb=1024,
    invoked_function_arn="arn",
    aws_request_id="id",
    get_remaining_time_in_millis=lambda: 30_000,
)
answer = lambda_handler(json.load(sys.stdin), context)
print()
print(json.dumps([answer, *sys.modules]))
"""


def python(code: str, environment: dict[str, str], given: str = "") -> str:
    """What the code prints, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code], input=given, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def inherited() -> dict[str, str]:
    """This environment, without anything of AWS."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}


def loaded(modules: Iterable[str], packages: set[str]) -> set[str]:
    """Those of the packages that are among the modules."""
    return packages & set(modules)


@pytest.mark.parametrize("function", IN_ORDER)
def test_importing_a_handler_needs_no_environment_and_makes_no_client(function: Function) -> None:
    modules = python(IMPORT.format(function), inherited()).split()
    assert loaded(modules, NEVER | TO_MAKE_CLIENTS | TO_MAKE_PAGES | TO_MAKE_PICTURES | {"pydantic"}) == set()


@pytest.mark.parametrize(
    "function", ["images", "index", "render", "invalidate", "announce", "release", "search", "react"]
)
def test_importing_a_handler_loads_nothing_that_reads_uploads(function: Function) -> None:
    modules = python(IMPORT.format(function), inherited()).split()
    assert loaded(modules, TO_READ_UPLOADS) == set()


@pytest.mark.stack
def test_a_function_loads_only_what_its_work_needs(gateway: Gateway) -> None:
    """Each in a process of its own, as after a cold start, with the events of events/ in their order."""
    cloud = Cloud(lambda service: client_of(gateway, service))
    cloud.upload(KEY, TEXT)
    cloud.upload(PICTURE, (EXAMPLES / PICTURE).read_bytes())
    done = {function: run(function, name, cloud, gateway) for function, name in IN_ORDER.items()}
    *answers, page, reactions = (answer for answer, _ in done.values())
    assert answers == [*[{"batchItemFailures": []}] * 5, {"woken": 0}, *[{"batchItemFailures": []}] * 2]
    assert (page["statusCode"], reactions["statusCode"]) == (200, 200)
    assert cloud.objects("SiteBucket") == ["2026/11/port-strike-ends"]
    watched = NEVER | TO_READ_UPLOADS | TO_MAKE_PAGES | TO_MAKE_PICTURES
    modules = {function: loaded(names, watched) for function, (_, names) in done.items()}
    assert modules == {
        "validate": TO_READ_UPLOADS,
        "index": set(),
        "render": TO_MAKE_PAGES,
        "invalidate": set(),
        "rebuild": set(),
        "release": set(),
        "images": TO_MAKE_PICTURES,
        "announce": set(),
        "search": TO_MAKE_PAGES,
        "react": set(),
    }


def run(function: Function, event: str, cloud: Cloud, gateway: Gateway) -> tuple[dict[str, object], list[str]]:
    """The function's answer to an event, and the modules that it has loaded by then."""
    credentials = {name.upper(): value for name, value in CREDENTIALS.items() if name != "region_name"}
    there = {"AWS_DEFAULT_REGION": REGION, "AWS_ENDPOINT_URL": gateway.url, **credentials}
    environment = {**inherited(), **there, **cloud.environment(function)}
    printed = python(RUN.format(function), environment, json.dumps(example(event)))
    answer, *modules = json.loads(printed.splitlines()[-1])
    return answer, modules
