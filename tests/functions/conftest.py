"""The functions in this process, on moto."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from io import StringIO

import pytest

from presswork.aws import messages, wiring
from tests.conftest import moto_client
from tests.functions.cloud import Cloud, Context, Event, Function, call, example

Invoke = Callable[..., list[str]]


@pytest.fixture
def cloud(moto: None) -> Cloud:  # noqa: ARG001
    return Cloud(moto_client)


@pytest.fixture
def invoke(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[Invoke]:
    """Call it with a function's name and an event: a cold start, with the variables of the template only.

    `without`: a variable that the template forgot. Returns the ids of the messages that failed.
    """

    def invoked(function: Function, event: Event, context: Context | None = None, without: str = "") -> list[str]:
        forget()
        set_environment(function, cloud, monkeypatch, without)
        return call(function, event, context)

    monkeypatch.setattr(wiring, "_client", moto_client)  # test_cold_start.py has them made as on Lambda
    yield invoked
    forget()


@pytest.fixture
def released(cloud: Cloud, invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> Callable[[], object]:  # noqa: ARG001
    """Call it for a minute's event of the clock through `release`, and get the function's answer."""
    set_environment("release", cloud, monkeypatch)
    handler = import_module("functions.release.handler").lambda_handler
    return lambda: handler(example("06-release"), Context("release"))


@pytest.fixture
def answered(cloud: Cloud, invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> Callable[[Event], Event]:  # noqa: ARG001
    """Call it for a reader's request through `search`, and get what the API is told to answer."""
    return _asked("search", cloud, monkeypatch)


@pytest.fixture
def reacted(cloud: Cloud, invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> Callable[[Event], Event]:  # noqa: ARG001
    """The same, through `react`."""
    return _asked("react", cloud, monkeypatch)


def _asked(function: Function, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Callable[[Event], Event]:
    handler = import_module(f"functions.{function}.handler").lambda_handler

    def asked(event: Event) -> Event:
        set_environment(function, cloud, monkeypatch)
        found: Event = handler(event, Context(function))
        return found

    return asked


def set_environment(function: Function, cloud: Cloud, monkeypatch: pytest.MonkeyPatch, without: str = "") -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in cloud.environment(function).items():
        if name != without:
            monkeypatch.setenv(name, value)


NAMES = (
    "TABLE", "SOURCE_BUCKET", "WORK_BUCKET", "SITE_BUCKET", "DISTRIBUTION", "CACHE_TAGS", "EVENT_BUS", "SITE_URL",
    "UPLOAD_QUEUE", "MEDIA_QUEUE", "INDEX_QUEUE", "RENDER_QUEUE", "REBUILD_QUEUE", "ANNOUNCE_QUEUE",
    "ANNOUNCE", "INDEXNOW", "REACTIONS", "REACTIONS_TABLE",
)  # fmt: skip


def forget() -> None:
    """As if nothing had been wired up."""
    for each in vars(wiring).values():
        if hasattr(each, "cache_clear"):
            each.cache_clear()


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the functions log, a JSON object a line."""
    stream = StringIO()
    monkeypatch.setattr(messages.logger.registered_handler, "stream", stream)
    return stream
