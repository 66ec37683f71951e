"""Wires the ports up from the environment, once per warm process, each at its first use.

A function makes only the clients that it needs: each costs some 50 ms of CPU at a cold start. botocore makes them:
what boto3 adds is of no use here, and costs as much again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from presswork.article.model import Digest, Proof
from presswork.aws.buckets import S3Proofs, S3Renditions, S3SiteBucket, S3Uploads
from presswork.aws.bus import EventBridgeBus
from presswork.aws.cdn import CloudFrontCdn
from presswork.aws.kept import KeptProofs
from presswork.aws.queues import Queue, SqsWakes
from presswork.aws.table import SIDE_BY_SIDE, DynamoTable
from presswork.index.site import Index

if TYPE_CHECKING:
    from botocore.session import Session
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

    from presswork.aws.posts import UrllibPosts
    from presswork.aws.reactions import DynamoReactions


class NotConfigured(Exception):
    """A variable of the environment is missing."""


_QUEUES: dict[Queue, str] = {
    "upload": "UPLOAD_QUEUE",
    "media": "MEDIA_QUEUE",
    "index": "INDEX_QUEUE",
    "render": "RENDER_QUEUE",
    "rebuild": "REBUILD_QUEUE",
    "announce": "ANNOUNCE_QUEUE",
}


@cache
def table() -> DynamoTable:
    return DynamoTable(_dynamodb(), _environment("TABLE"))


@cache
def uploads() -> S3Uploads:
    return S3Uploads(_s3(), _environment("SOURCE_BUCKET"))


@cache
def proofs() -> KeptProofs:
    return KeptProofs(S3Proofs(_s3(), _environment("WORK_BUCKET")))


@cache
def renditions() -> S3Renditions:
    return S3Renditions(_s3(), _environment("WORK_BUCKET"))


@cache
def site_bucket() -> S3SiteBucket:
    return S3SiteBucket(_s3(), _environment("SITE_BUCKET"), tagged=_environment("CACHE_TAGS") == "on")


def wakes() -> SqsWakes:
    """A new sender: each invocation needs one of its own (see SqsWakes)."""
    return SqsWakes(_sqs(), lambda queue: _environment(_QUEUES[queue]))


@cache
def cdn() -> CloudFrontCdn:
    return CloudFrontCdn(_client("cloudfront"), _environment("DISTRIBUTION"))


def announces() -> bool:
    """Whether others are told of changes at all."""
    return _environment("ANNOUNCE") == "on"


def indexnow() -> str:
    """Where IndexNow is called."""
    return _environment("INDEXNOW")


@cache
def posts() -> UrllibPosts:
    from presswork.aws.posts import UrllibPosts, on_this_machine  # no other function needs urllib3 by itself

    return UrllibPosts(local=on_this_machine(indexnow()))


@cache
def bus() -> EventBridgeBus | None:
    """None where nobody outside is to be told."""
    name = _environment("EVENT_BUS")
    return EventBridgeBus(_events, name) if name else None


def site_url() -> str:
    return _environment("SITE_URL")


def with_reactions() -> bool:
    """Whether the stack was deployed with them."""
    return _environment("REACTIONS") == "on"


@cache
def reactions() -> DynamoReactions:
    from presswork.aws.reactions import DynamoReactions

    return DynamoReactions(_dynamodb(), _environment("REACTIONS_TABLE"))


@cache
def site() -> Index:
    return Index(table(), _LateProofs(), _LateRenditions())


class _LateProofs:
    """The work bucket, wired up when a proof is asked for: `index` seldom does, and `rebuild` never."""

    def get(self, digest: Digest) -> Proof | None:
        return proofs().get(digest)

    def put(self, digest: Digest, proof: Proof) -> None:
        proofs().put(digest, proof)

    def delete(self, digest: Digest) -> None:
        proofs().delete(digest)


class _LateRenditions:
    """The same for pictures, which only `render` reads."""

    def get(self, of: str, name: str) -> bytes | None:
        return renditions().get(of, name)

    def put(self, of: str, files: Mapping[str, bytes]) -> None:
        renditions().put(of, files)

    def delete(self, of: str, names: Iterable[str]) -> None:
        renditions().delete(of, names)


@cache
def _dynamodb() -> DynamoDBClient:
    client: DynamoDBClient = _client("dynamodb")
    return client


@cache
def _s3() -> S3Client:
    client: S3Client = _client("s3")
    return client


@cache
def _sqs() -> SQSClient:
    client: SQSClient = _client("sqs")
    return client


@cache
def _events() -> EventBridgeClient:
    client: EventBridgeClient = _client("events")
    return client


@cache
def _session() -> Session:
    from botocore.session import get_session

    session = get_session()
    session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=moment)
    return session


def moment(said: Any) -> datetime:
    """A time as AWS says it in a header, or in XML: botocore's own parser tries many forms, and takes 60 µs of each."""
    if isinstance(said, str):
        with suppress(ValueError):
            return datetime.fromisoformat(said) if said[:1].isdigit() else parsedate_to_datetime(said)
    from botocore.utils import parse_timestamp

    found: datetime = parse_timestamp(said)
    return found


def _client(service: str) -> Any:
    from botocore.config import Config

    config = Config(
        retries={"mode": "standard", "max_attempts": 5},
        max_pool_connections=SIDE_BY_SIDE,
        connect_timeout=3,
        read_timeout=10,
        # Both together save a fifth of the CPU of a call of DynamoDB: what we send is typed, and AWS checks it anyway;
        # and the name that botocore gives itself is put together anew for each call, twice.
        parameter_validation=False,
        user_agent="presswork",
    )
    return _session().create_client(service, config=config)


def _environment(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        raise NotConfigured(f"{name} is not set: the template gives it to each function that needs it") from None
