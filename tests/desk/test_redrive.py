"""redrive: every dead letter goes back, once, in the order of its group, and none is lost whoever interrupts."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from desk import redrive as module
from desk.connect import Target
from desk.console import Console, DeskError
from desk.redrive import by_hand, redrive
from desk.status import dead_letters, messages, queue_url
from tests.desk.site import Site, pointed_at
from tests.desk.test_status import bury


def taken(site: Site, url: str) -> list[tuple[str, str]]:
    """Body and group of all messages of a queue, in their order; they are gone then."""
    found = []
    while got := site.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"]).get("Messages"):
        for each in got:
            found.append((each["Body"], each["Attributes"].get("MessageGroupId", "")))
            site.sqs.delete_message(QueueUrl=url, ReceiptHandle=each["ReceiptHandle"])
    return found


def without_tasks(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise ClientError({"Error": {"Code": "InvalidAction", "Message": "no"}}, "StartMessageMoveTask")

    monkeypatch.setattr(site.sqs, "start_message_move_task", refuse, raising=False)


@pytest.fixture
def emulated(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site where SQS has no tasks that move messages."""
    pointed_at(site, monkeypatch, module)
    without_tasks(site, monkeypatch)
    return site


def test_dead_letters_go_back_to_the_queue_they_came_from(emulated: Site, capsys: pytest.CaptureFixture[str]) -> None:
    bury(emulated, "validate", *(f'{{"upload": "{number:02}"}}' for number in range(23)))
    bury(emulated, "index", *(f'{{"article": "{number}"}}' for number in range(3)))
    assert redrive(Target(), [], Console(machine=True)) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {"moved": {"validate": 23, "index": 3}}
    assert said.err == "validate: 23 messages sent back.\nindex: 3 messages sent back.\n"
    there = emulated.deployment
    assert sorted(taken(emulated, queue_url(there, "validate"))) == [(f'{{"upload": "{n:02}"}}', "") for n in range(23)]
    assert taken(emulated, queue_url(there, "index")) == [(f'{{"article": "{number}"}}', "g") for number in range(3)]
    assert (
        messages(there, dead_letters(there, "validate").url) == messages(there, dead_letters(there, "index").url) == 0
    )


def test_only_the_queue_that_is_named_is_redriven(emulated: Site, capsys: pytest.CaptureFixture[str]) -> None:
    bury(emulated, "validate", "{}")
    assert redrive(Target(), ["index"], Console()) == 0
    assert capsys.readouterr().out == "There are no dead letters.\n"
    assert messages(emulated.deployment, dead_letters(emulated.deployment, "validate").url) == 1


def test_a_message_that_was_redriven_before_is_not_dropped_as_a_duplicate(emulated: Site) -> None:
    """SQS remembers a deduplication id for five minutes."""
    for _ in range(2):
        url = dead_letters(emulated.deployment, "render").url
        emulated.sqs.send_message(
            QueueUrl=url, MessageBody='{"address": "/"}', MessageGroupId="g", MessageDeduplicationId=f"d{_}"
        )
        assert redrive(Target(), ["render"], Console()) == 0
        assert taken(emulated, queue_url(emulated.deployment, "render")) == [('{"address": "/"}', "g")]


def test_whoever_interrupts_it_loses_nothing(emulated: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    bury(emulated, "validate", "1", "2", "3")
    delete = emulated.sqs.delete_message
    with monkeypatch.context() as patch:

        def interrupted(**_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(emulated.sqs, "delete_message", interrupted)
        with pytest.raises(KeyboardInterrupt):
            redrive(Target(), ["validate"], Console())
    dead = dead_letters(emulated.deployment, "validate")
    assert messages(emulated.deployment, dead.url) == 3
    (sent,) = taken(emulated, queue_url(emulated.deployment, "validate"))
    assert sent[0] in "123"
    assert delete == emulated.sqs.delete_message


def test_what_comes_back_at_once_is_not_moved_round_and_round(emulated: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    bury(emulated, "validate", "1", "2")
    dead = dead_letters(emulated.deployment, "validate")
    send = emulated.sqs.send_message

    def given_up_again(**message: Any) -> None:
        send(**{**message, "QueueUrl": dead.url})

    monkeypatch.setattr(emulated.sqs, "send_message", given_up_again)
    assert by_hand(emulated.deployment, "validate", dead, 2) == 2
    assert messages(emulated.deployment, dead.url) == 2


# With the tasks of SQS, as on AWS


class Tasks:
    """An SQS that moves messages itself, and says how far it is, a look at a time."""

    def __init__(self, site: Site, *looks: dict[str, Any]) -> None:
        self.started: list[str] = []
        self.looks = iter(looks)
        self._sqs = site.sqs
        site.deployment.clients = SimpleNamespace(**{**vars(site.deployment.clients), "sqs": self})  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Any:
        if name in ("send_message", "delete_message", "receive_message"):
            raise AssertionError(f"{name}: the task does that")
        return getattr(self._sqs, name)

    def start_message_move_task(self, *, SourceArn: str) -> None:  # noqa: N803
        self.started.append(SourceArn)

    def list_message_move_tasks(self, *, SourceArn: str, MaxResults: int) -> dict[str, Any]:  # noqa: N803
        assert (SourceArn, MaxResults) == (self.started[-1], 1)
        return {"Results": [next(self.looks)]}


def test_on_aws_a_task_moves_them_and_is_followed_to_its_end(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pointed_at(site, monkeypatch, module)
    bury(site, "index", "1", "2")
    arn = dead_letters(site.deployment, "index").arn
    running = {"Status": "RUNNING", "ApproximateNumberOfMessagesMoved": 1}
    tasks = Tasks(site, running, {"Status": "COMPLETED", "ApproximateNumberOfMessagesMoved": 2})
    pauses: list[float] = []
    assert redrive(Target(), [], Console(), sleep=pauses.append) == 0
    assert (tasks.started, pauses) == ([arn], [module.LOOK_SECONDS])
    assert capsys.readouterr().out == "index: 2 messages sent back.\n"


def test_a_task_that_fails_says_why(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    pointed_at(site, monkeypatch, module)
    bury(site, "index", "1", "2")
    Tasks(site, {"Status": "FAILED", "ApproximateNumberOfMessagesMoved": 1, "FailureReason": "AccessDenied"})
    with pytest.raises(DeskError) as caught:
        redrive(Target(), ["index"], Console())
    assert str(caught.value) == "index: SQS ended with FAILED after 1 messages: AccessDenied. Run it again."


def test_a_task_that_takes_very_long_is_left_to_itself(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    pointed_at(site, monkeypatch, module)
    monkeypatch.setattr(module, "TASK_SECONDS", 2.0)
    bury(site, "index", "1", "2")
    Tasks(site, *[{"Status": "RUNNING"}] * 3)
    with pytest.raises(DeskError, match="index: SQS has moved 0 messages and goes on"):
        redrive(Target(), ["index"], Console(), sleep=lambda _: None)
