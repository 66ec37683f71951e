"""`presswork redrive`: what was given up is tried once more. Every message is a hint, so a second time does no harm."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from botocore.exceptions import ClientError
from msgspec import Struct

from desk.connect import Deployment, Target, connected
from desk.console import Console, DeskError, count
from desk.status import VERBS, DeadLetters, Verb, dead_letters, messages, queue_url

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

LOOKS = 3
"""How often dead letters are asked for in vain before there are none: a queue may give nothing though it holds some."""
TASK_SECONDS = 900.0
"""How long AWS may take to move the messages of a queue."""
LOOK_SECONDS = 1.0
HOLD_SECONDS = 60
"""How long a dead letter is ours: time enough to send ten and delete them."""
_NO_TASKS = {"InvalidAction", "UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation", "UnknownOperation"}
"""What is said where there are no move tasks, as on the emulator."""


class Redriven(Struct, frozen=True):
    """How many messages went back to each queue, by the function that it wakes; those without dead letters left out."""

    moved: dict[Verb, int]


def redrive(
    target: Target, verbs: Sequence[Verb], console: Console, sleep: Callable[[float], object] = time.sleep
) -> int:
    """Send the dead letters of some queues, or of all, back where they came from. Returns the exit code. DeskError."""
    moved: dict[Verb, int] = {}
    with connected(target, console) as deployment:
        for verb in verbs or VERBS:
            dead = dead_letters(deployment, verb)
            if held := messages(deployment, dead.url):
                moved[verb] = _moved(deployment, verb, dead, held, sleep)
                console.say(f"{verb}: {count(moved[verb], 'message')} sent back.")
    if not moved:
        console.say("There are no dead letters.")
    console.outcome(Redriven(moved))
    return 0


def by_hand(deployment: Deployment, verb: Verb, dead: DeadLetters, limit: int) -> int:
    """Move at most `limit` messages, one batch after the other: what comes back meanwhile waits for the next time.

    Each is sent before it is deleted: whoever interrupts us leaves some there twice, and none lost.
    """
    sqs, url = deployment.clients.sqs, queue_url(deployment, verb)
    moved = in_vain = 0
    while moved < limit and in_vain < LOOKS:
        found = sqs.receive_message(
            QueueUrl=dead.url,
            MaxNumberOfMessages=min(10, limit - moved),
            VisibilityTimeout=HOLD_SECONDS,
            MessageSystemAttributeNames=["MessageGroupId"],
        ).get("Messages", [])
        in_vain = 0 if found else in_vain + 1
        for each in found:
            sqs.send_message(QueueUrl=url, MessageBody=each["Body"], **(_fifo(each) if url.endswith(".fifo") else {}))
            sqs.delete_message(QueueUrl=dead.url, ReceiptHandle=each["ReceiptHandle"])
            moved += 1
    return moved


def _moved(deployment: Deployment, verb: Verb, dead: DeadLetters, held: int, sleep: Callable[[float], object]) -> int:
    """By a task of SQS; message by message where there are none."""
    try:
        deployment.clients.sqs.start_message_move_task(SourceArn=dead.arn)
    except ClientError as error:
        if error.response["Error"]["Code"] not in _NO_TASKS:
            raise
        return by_hand(deployment, verb, dead, held)
    return _followed(deployment, verb, dead, sleep)


def _followed(deployment: Deployment, verb: Verb, dead: DeadLetters, sleep: Callable[[float], object]) -> int:
    """How many messages the last task has moved, when it has ended. DeskError if it failed, or takes too long."""
    waited = 0.0
    while True:
        task = deployment.clients.sqs.list_message_move_tasks(SourceArn=dead.arn, MaxResults=1)["Results"][0]
        moved = task.get("ApproximateNumberOfMessagesMoved", 0)
        if task["Status"] == "COMPLETED":
            return moved
        if task["Status"] != "RUNNING":
            why = task.get("FailureReason", "no reason given")
            raise DeskError(f"{verb}: SQS ended with {task['Status']} after {moved} messages: {why}. Run it again.")
        if waited >= TASK_SECONDS:
            raise DeskError(f"{verb}: SQS has moved {moved} messages and goes on. Look again with presswork status.")
        sleep(LOOK_SECONDS)
        waited += LOOK_SECONDS


def _fifo(message: MessageTypeDef) -> dict[str, Any]:
    """The group of a message, and a deduplication id of its own.

    Its old id may still be remembered: SQS would take it for a duplicate, drop it and say that all is well.
    """
    return {"MessageGroupId": message["Attributes"]["MessageGroupId"], "MessageDeduplicationId": uuid4().hex}
