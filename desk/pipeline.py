"""The running system, as the desk sees it: puts uploads, and reads what has come of them. It changes nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, get_args

from msgspec import DecodeError, Struct, json

from desk.edge import ListedInvalidations
from desk.stack import Clients, Stack, physical
from presswork.article.model import Address, Problem, Report
from presswork.aws.buckets import S3Proofs, S3Renditions, S3SiteBucket, report_key
from presswork.aws.queues import Queue, SqsWakes
from presswork.aws.table import DynamoTable
from presswork.index.site import Index
from presswork.steps.ports import SiteBucket, Wakes
from presswork.steps.render import Outcome

if TYPE_CHECKING:
    from mypy_boto3_sqs.literals import QueueAttributeNameType

Verb: TypeAlias = Literal["validate", "images", "index", "render", "invalidate", "rebuild"]

_COUNTS: tuple[QueueAttributeNameType, ...] = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)
_OVERLAP_MS = 10_000
"""How far a look at the log goes back behind the last: invocations log when they end, and not in order."""
_PLATFORM = ("START ", "END ", "REPORT ")
"""How the lines begin that Lambda itself logs."""


class _Logged(Struct, frozen=True):
    """A line that any function logs."""

    message: str
    level: str = "INFO"
    timestamp: str = ""
    exception: str = ""
    """A traceback; its last line says what it was."""
    upload: str = ""
    article: str = ""
    address: str = ""
    addresses: tuple[str, ...] = ()

    def short(self) -> str:
        about = " ".join(each for each in (self.upload, self.article, self.address) if each)
        reason = self.exception.strip().rpartition("\n")[2]
        return " ".join(each for each in (self.timestamp, self.level, self.message, about, reason) if each)


class _Released(Struct, frozen=True):
    """What `release` answers."""

    woken: int


class LogLine(NamedTuple):
    """A line of a function's log. On AWS it has an id; the emulator gives none."""

    stream: str
    milliseconds: int
    text: str


class Pipeline:
    """One deployed stack. What was written, handled and invalidated is known as of the last `look`."""

    index: Index
    site: SiteBucket
    wakes: Wakes

    def __init__(self, clients: Clients, stack: Stack) -> None:
        self._clients = clients
        self._stack = stack
        self.index = Index(
            DynamoTable(clients.dynamodb, stack.table),
            S3Proofs(clients.s3, stack.work_bucket),
            S3Renditions(clients.s3, stack.work_bucket),
        )
        self.site = S3SiteBucket(clients.s3, stack.site_bucket, tagged=True)
        queues: dict[Queue, str] = {
            "upload": stack.upload_queue,
            "media": stack.media_queue,
            "index": stack.index_queue,
            "render": stack.render_queue,
            "rebuild": stack.rebuild_queue,
        }
        self.wakes = SqsWakes(clients.sqs, queues.__getitem__)
        self._queues: dict[Verb, str] = {
            "validate": stack.upload_queue,
            "images": stack.media_queue,
            "index": stack.index_queue,
            "render": stack.render_queue,
            "invalidate": stack.invalidate_queue,
            "rebuild": stack.rebuild_queue,
        }
        self.written: list[Address] = []
        """Every write to the site bucket, and every removal from it, in order."""
        self.rendered: list[Address] = []
        """Every address that was rendered, whether that changed the site bucket or not, in order."""
        self.handled: list[Address] = []
        """Every address of which a change was handled: what the CDN may have kept before it, it was told to forget."""
        self.invalidated: list[str] = []
        """Every path, and every tag, of every invalidation, in order."""
        self._invalidations = ListedInvalidations(clients.cloudfront, stack.distribution_id)
        self._groups: dict[Verb, str] = {}
        self._seen: set[LogLine] = set()
        self._log_from: dict[Verb, int] = {}
        """Of each function's log: milliseconds since 1970."""

    def put(self, key: str, file: Path) -> str:
        """Upload a file, whatever its size. Returns the version that the bucket gives it. OSError."""
        with file.open("rb") as body:
            return self._clients.s3.put_object(Bucket=self._stack.upload_bucket, Key=key, Body=body)["VersionId"]

    def remove(self, key: str) -> None:
        self._clients.s3.delete_object(Bucket=self._stack.upload_bucket, Key=key)

    def site_report(self, on: str) -> tuple[str, tuple[Problem, ...]]:
        """What the bucket says of site.yaml, or of the theme: the report's version, if any, and its problems."""
        try:
            found = self._clients.s3.get_object(Bucket=self._stack.upload_bucket, Key=report_key(on))
        except self._clients.s3.exceptions.NoSuchKey:
            return "", ()
        with found["Body"] as stream:
            return found["VersionId"], json.decode(stream.read(), type=Report).problems

    def release(self) -> int:
        """Call the function that the schedule calls once a minute on AWS. Returns how many articles are due."""
        name = physical(self._clients, "ReleaseFunction")
        answer = self._clients.functions.invoke(FunctionName=name, Payload=b"{}")
        return json.decode(answer["Payload"].read(), type=_Released).woken

    def waiting(self) -> dict[Verb, int]:
        """The messages in each function's queue: waiting, delayed, or in its hands. Those without any are left out."""
        found = {verb: self._messages(url) for verb, url in self._queues.items()}
        return {verb: messages for verb, messages in found.items() if messages}

    def look(self) -> None:
        """Find out what has been written, handled and invalidated since the last look."""
        # `render` says of each address whether it was written, deleted or unchanged, and `invalidate` which it handled.
        for each in self._newly_logged("render"):
            if each.message in get_args(Outcome):
                self.rendered.append(Address(each.address))
            if each.message in {"written", "deleted"}:
                self.written.append(Address(each.address))
        for each in self._newly_logged("invalidate"):
            self.handled += map(Address, each.addresses if each.message == "invalidated" else ())
        self.invalidated += self._invalidations.new()

    def last_lines(self, verb: Verb, limit: int = 5) -> list[str]:
        """What a function has logged last, in short, but for what Lambda logs of each call."""
        lines = [line for line in self._log(verb, 0) if not line.text.startswith(_PLATFORM)]
        return [parsed.short() if (parsed := _parsed(line)) else line.text for line in lines[-limit:]]

    def _messages(self, url: str) -> int:
        found = self._clients.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=_COUNTS)["Attributes"]
        return sum(int(found[name]) for name in _COUNTS)

    def _newly_logged(self, verb: Verb) -> Iterator[_Logged]:
        """What a function itself has logged since the last look."""
        for line in self._log(verb, self._log_from.get(verb, 0)):
            self._log_from[verb] = max(self._log_from.get(verb, 0), line.milliseconds - _OVERLAP_MS)
            if line in self._seen:
                continue
            self._seen.add(line)
            if found := _parsed(line):
                yield found

    def _log(self, verb: Verb, start: int) -> list[LogLine]:
        """What a function has logged since `start`."""
        pages = self._clients.logs.get_paginator("filter_log_events").paginate(
            logGroupName=self._log_group(verb), startTime=start
        )
        return [
            LogLine(each["logStreamName"], each["timestamp"], each["message"].rstrip())
            for page in pages
            for each in page["events"]
        ]

    def _log_group(self, verb: Verb) -> str:
        if verb not in self._groups:
            self._groups[verb] = physical(self._clients, f"{verb.capitalize()}Log")
        return self._groups[verb]


def _parsed(line: LogLine) -> _Logged | None:
    """None for a line that Lambda has logged, or a library."""
    try:
        return json.decode(line.text, type=_Logged)
    except DecodeError:
        return None
