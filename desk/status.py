"""`presswork status`: what is on its way, what was given up and why, and what has come of the last uploads."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from msgspec import DecodeError, Struct, json

from desk.connect import Deployment, Target, connected
from desk.console import Console, count, printable
from presswork.index import keys
from presswork.pages.edition import edition

if TYPE_CHECKING:
    from mypy_boto3_sqs.literals import QueueAttributeNameType
    from mypy_boto3_sqs.type_defs import MessageTypeDef

Verb: TypeAlias = Literal["validate", "images", "index", "render", "invalidate", "announce", "rebuild"]
VERBS: tuple[Verb, ...] = get_args(Verb)

SHOWN = 10
"""Dead letters, publishes and rejections that are told of each kind."""
LOOKS = 3
"""How often a queue of dead letters is asked without giving a new one before that is all: it gives any it likes."""
DAY = 24 * 60 * 60.0
LOG_PAGES = 20
"""Of a log, at most so many pages are read for one question."""

_WAITING: QueueAttributeNameType = "ApproximateNumberOfMessages"
_IN_FLIGHT: QueueAttributeNameType = "ApproximateNumberOfMessagesNotVisible"
_DELAYED: QueueAttributeNameType = "ApproximateNumberOfMessagesDelayed"
_REDRIVE: QueueAttributeNameType = "RedrivePolicy"


class Letter(Struct, frozen=True):
    """A message that was given up."""

    body: str
    seconds: float
    """Its age."""
    received: int
    """How often it was handed out, looks at the dead letters included."""
    cause: str
    """What the function has logged of it last; empty if the log does not go back so far."""


class Line(Struct, frozen=True):
    """A function's queue."""

    verb: Verb
    waiting: int
    in_flight: int
    delayed: int
    dead: int
    letters: tuple[Letter, ...]
    """Of the dead, the first few."""

    @property
    def under_way(self) -> int:
        return self.waiting + self.in_flight + self.delayed


class Published(Struct, frozen=True):
    """An article's own page that was written."""

    address: str
    seconds: float
    """From its upload, or from the moment it was due, until the page stood in the site bucket."""
    ago: float
    """Seconds."""


class Refused(Struct, frozen=True):
    """An upload that was rejected."""

    upload: str
    problems: tuple[str, ...]
    ago: float


class Status(Struct, frozen=True):
    """All of it, for machines."""

    stack: str
    edition: str
    rebuilt: str
    """The edition for which everything was last woken: another one means that a rebuild is under way."""
    queues: tuple[Line, ...]
    published: tuple[Published, ...]
    rejected: tuple[Refused, ...]


class _Redrive(Struct, frozen=True, rename="camel"):
    dead_letter_target_arn: str


class _Logged(Struct, frozen=True):
    """A line of any function's log, as far as it is asked for here."""

    message: str = ""
    level: str = ""
    upload: str = ""
    address: str = ""
    body: str = ""
    exception: str = ""
    problems: tuple[str, ...] = ()
    seconds: float = -1.0
    """Of a page that was written: since its upload."""


def status(target: Target, console: Console) -> int:
    """Tell how the pipeline is. Returns the exit code: 1 if anything was given up. DeskError."""
    with connected(target, console) as deployment:
        found = look(deployment, time.time())
    for line in _told(found):
        console.say(line)
    console.outcome(found)
    return 1 if any(each.dead for each in found.queues) else 0


def look(deployment: Deployment, now: float) -> Status:
    """All that `status` tells. `now`: seconds since 1970. Dead letters are looked at, not taken."""
    rebuilt = deployment.index.table.get(keys.rebuilt())
    return Status(
        stack=deployment.name,
        edition=edition(deployment.index.site()),
        rebuilt=rebuilt.edition if rebuilt else "",
        queues=tuple(_line(deployment, verb, now) for verb in VERBS),
        published=tuple(_published(deployment, now)),
        rejected=tuple(_rejected(deployment, now)),
    )


def is_quiet(deployment: Deployment) -> bool:
    """Whether no message is on its way that the site may change by, seen twice."""
    for _ in range(2):
        for verb in [each for each in VERBS if each != "announce"]:
            if sum(_counts(deployment, queue_url(deployment, verb)).values()):
                return False
    return True


def queue_url(deployment: Deployment, verb: Verb) -> str:
    """The queue that wakes a function."""
    stack = deployment.stack
    return {
        "validate": stack.upload_queue,
        "images": stack.media_queue,
        "index": stack.index_queue,
        "render": stack.render_queue,
        "invalidate": stack.invalidate_queue,
        "announce": stack.announce_queue,
        "rebuild": stack.rebuild_queue,
    }[verb]


class DeadLetters(Struct, frozen=True):
    """A queue's dead letters: where they are."""

    url: str
    arn: str


def dead_letters(deployment: Deployment, verb: Verb) -> DeadLetters:
    """Where the messages of a queue go that were given up, as the queue itself says."""
    sqs = deployment.clients.sqs
    found = sqs.get_queue_attributes(QueueUrl=queue_url(deployment, verb), AttributeNames=[_REDRIVE])
    arn = json.decode(found["Attributes"][_REDRIVE], type=_Redrive).dead_letter_target_arn
    return DeadLetters(sqs.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"], arn)


def messages(deployment: Deployment, url: str) -> int:
    """How many messages wait in a queue, or are in somebody's hands."""
    return sum(_counts(deployment, url).values())


def _counts(deployment: Deployment, url: str) -> Mapping[QueueAttributeNameType, int]:
    names = (_WAITING, _IN_FLIGHT, _DELAYED)
    found = deployment.clients.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return {name: int(found[name]) for name in names}


def _line(deployment: Deployment, verb: Verb, now: float) -> Line:
    counts = _counts(deployment, queue_url(deployment, verb))
    url = dead_letters(deployment, verb).url
    dead = messages(deployment, url)
    return Line(
        verb=verb,
        waiting=counts[_WAITING],
        in_flight=counts[_IN_FLIGHT],
        delayed=counts[_DELAYED],
        dead=dead,
        letters=tuple(_letters(deployment, verb, url, now)) if dead else (),
    )


def _letters(deployment: Deployment, verb: Verb, url: str, now: float) -> list[Letter]:
    """The first few dead letters, each with its cause. They stay in the queue, and stay visible to everyone."""
    found = _peek(deployment, url)
    sent = [int(each["Attributes"]["SentTimestamp"]) / 1000 for each in found]
    causes = _causes(deployment, verb, min(sent) - DAY) if found else {}
    return [
        Letter(
            body=each["Body"],
            seconds=round(now - since, 3),
            received=int(each["Attributes"]["ApproximateReceiveCount"]),
            cause=causes.get(each["Body"][:1000], causes.get("", "")),
        )
        for each, since in zip(found, sent, strict=True)
    ]


def _peek(deployment: Deployment, url: str) -> list[MessageTypeDef]:
    """Some messages of a queue, each handed out for no time at all."""
    found: dict[str, MessageTypeDef] = {}
    without_new = 0
    while without_new < LOOKS and len(found) < SHOWN:
        answer = deployment.clients.sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=0,
            MessageSystemAttributeNames=["SentTimestamp", "ApproximateReceiveCount"],
        )
        new = {each["MessageId"]: each for each in answer.get("Messages", ()) if each["MessageId"] not in found}
        found |= new
        without_new = 0 if new else without_new + 1
    return [*found.values()][:SHOWN]


def _causes(deployment: Deployment, verb: Verb, since: float) -> dict[str, str]:
    """What a function has logged last of each message that failed, by the start of its body; under "": of any."""
    found: dict[str, str] = {}
    for _, line in _log(deployment, verb, since, '{ $.level = "ERROR" }'):
        if line.level == "ERROR" and line.exception:
            found[line.body] = found[""] = line.exception.strip().rpartition("\n")[2]
    return found


def _published(deployment: Deployment, now: float) -> list[Published]:
    """The last articles whose own page was written, the last first."""
    lines = _log(deployment, "render", now - DAY, '{ $.message = "arrived" }')
    found = [Published(line.address, line.seconds, round(now - at, 1)) for at, line in lines if line.seconds >= 0]
    return found[: -SHOWN - 1 : -1]


def _rejected(deployment: Deployment, now: float) -> list[Refused]:
    """The last uploads that were rejected, the last first."""
    verbs: tuple[Verb, ...] = ("validate", "images")
    lines = (each for verb in verbs for each in _log(deployment, verb, now - DAY, '{ $.message = "rejected" }'))
    found = [
        Refused(line.upload, line.problems, round(now - at, 1)) for at, line in lines if line.message == "rejected"
    ]
    return sorted(found, key=lambda each: each.ago)[:SHOWN]


def _log(deployment: Deployment, verb: Verb, since: float, pattern: str) -> Iterator[tuple[float, _Logged]]:
    """What a function has logged, oldest first, each with its time. `pattern`: CloudWatch's; the emulator gives all."""
    group = deployment.clients.cloudformation.describe_stack_resource(
        StackName=deployment.name, LogicalResourceId=f"{verb.capitalize()}Log"
    )["StackResourceDetail"]["PhysicalResourceId"]
    pages = deployment.clients.logs.get_paginator("filter_log_events").paginate(
        logGroupName=group,
        startTime=max(int(since * 1000), 0),
        filterPattern=pattern,
        PaginationConfig={"MaxItems": LOG_PAGES * 10_000},
    )
    for page in pages:
        for each in page["events"]:
            try:
                yield each["timestamp"] / 1000, json.decode(each["message"], type=_Logged)
            except DecodeError:  # a line of Lambda's own, or of a library
                continue


def _told(found: Status) -> Iterator[str]:
    yield f"{found.stack}, edition {found.edition}"
    if found.rebuilt != found.edition:
        yield f"A rebuild is under way, or due: all was last made as edition {found.rebuilt or '(never)'}."
    yield f"{'':<11}{'waiting':>9}{'in hand':>9}{'delayed':>9}{'given up':>9}"
    for each in found.queues:
        yield f"{each.verb:<11}{each.waiting:>9,}{each.in_flight:>9,}{each.delayed:>9,}{each.dead:>9,}"
    for each in found.queues:
        yield from _given_up(each)
    yield from _list(
        "Last published:",
        [f"{span(each.ago):>5} ago  {each.seconds:7.1f} s  {each.address}" for each in found.published],
    )
    yield from _list(
        "Last rejected:",
        [f"{span(each.ago):>5} ago  {each.upload}: {'; '.join(each.problems)}" for each in found.rejected],
    )


def _given_up(line: Line) -> Iterator[str]:
    if not line.dead:
        return
    yield f"{line.verb} has given up {count(line.dead, 'message')}. Mend the cause, then: presswork redrive {line.verb}"
    for each in line.letters:
        yield f"  {span(each.seconds):>5} old, received {each.received} times  {printable(each.body[:200])}"
        yield f"        {printable(each.cause) or 'its log does not say why any more'}"


def _list(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield heading
        yield from (f"  {printable(each)}" for each in lines)


def span(seconds: float) -> str:
    """A time span in short: `12 s`, `5 min`, `3 h`, `9 d`."""
    for unit, size in (("d", DAY), ("h", 3600.0), ("min", 60.0)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"
