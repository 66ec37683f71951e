"""The wiring: ports from the environment, each at its first use, and a clear word where a variable is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from typing import Any

import pytest
from botocore.utils import parse_timestamp

from presswork.article.model import Address, ArticleId, Digest, Proof
from presswork.aws import wiring
from presswork.aws.queues import SqsWakes
from presswork.aws.wiring import NotConfigured
from presswork.index import keys
from tests.conftest import HERE, create_table, moto_client

CACHED = (
    wiring.table,
    wiring.uploads,
    wiring.proofs,
    wiring.site_bucket,
    wiring.cdn,
    wiring.site,
    wiring._session,
    wiring._s3,
    wiring._sqs,
)


@pytest.fixture(autouse=True)
def cold(moto: None) -> Iterator[None]:  # noqa: ARG001
    """As after a cold start: nothing is wired up yet, and nothing stays so."""
    for each in CACHED:
        each.cache_clear()
    yield
    for each in CACHED:
        each.cache_clear()


@pytest.mark.parametrize(
    ("port", "variable"),
    [
        (wiring.table, "TABLE"),
        (wiring.site, "TABLE"),
        (wiring.uploads, "SOURCE_BUCKET"),
        (wiring.proofs, "WORK_BUCKET"),
        (wiring.site_bucket, "SITE_BUCKET"),
        (wiring.site_bucket, "CACHE_TAGS"),
        (wiring.cdn, "DISTRIBUTION"),
    ],
)
def test_a_missing_variable_is_named(
    monkeypatch: pytest.MonkeyPatch, port: Callable[[], object], variable: str
) -> None:
    monkeypatch.setenv("SITE_BUCKET", "news-site")
    monkeypatch.delenv(variable, raising=False)
    with pytest.raises(NotConfigured, match=rf"^{variable} is not set: the template gives it"):
        port()


@pytest.mark.parametrize(
    ("send", "variable"),
    [
        (lambda wakes: wakes.validate(["articles/a.md"]), "UPLOAD_QUEUE"),
        (lambda wakes: wakes.index([ArticleId("a.md")]), "INDEX_QUEUE"),
        (lambda wakes: wakes.render([Address("/")]), "RENDER_QUEUE"),
        (lambda wakes: wakes.rebuild("", ""), "REBUILD_QUEUE"),
        (lambda wakes: wakes.announce([Address("/a")]), "ANNOUNCE_QUEUE"),
    ],
)
def test_a_missing_queue_is_named_when_something_is_sent_to_it(
    monkeypatch: pytest.MonkeyPatch, send: Callable[[SqsWakes], None], variable: str
) -> None:
    for name in ("UPLOAD_QUEUE", "INDEX_QUEUE", "RENDER_QUEUE", "REBUILD_QUEUE", "ANNOUNCE_QUEUE"):
        monkeypatch.setenv(name, "https://sqs.eu-west-1.amazonaws.com/123456789012/other")
    monkeypatch.delenv(variable)
    with pytest.raises(NotConfigured, match=rf"^{variable} is not set: the template gives it"):
        send(wiring.wakes())


def test_ports_are_made_once_and_reach_what_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE", "news")
    monkeypatch.setenv("WORK_BUCKET", "news-work")
    create_table(moto_client("dynamodb"), "news")
    moto_client("s3").create_bucket(Bucket="news-work", CreateBucketConfiguration=HERE)
    site = wiring.site()
    assert site is wiring.site()
    assert site.table is wiring.table()
    assert site.table.get(keys.site()) is None
    site.proofs.put(Digest("a.1"), Proof("<p>a</p>"))
    assert wiring.proofs().get(Digest("a.1")) == Proof("<p>a</p>")
    site.proofs.delete(Digest("a.1"))
    assert site.proofs.get(Digest("a.1")) is None


def test_an_index_that_reads_no_proof_needs_no_work_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE", "news")
    monkeypatch.delenv("WORK_BUCKET", raising=False)
    create_table(moto_client("dynamodb"), "news")
    site = wiring.site()
    assert site.table.get(keys.site()) is None
    with pytest.raises(NotConfigured, match=r"^WORK_BUCKET is not set"):
        site.proofs.get(Digest("a.1"))


def test_each_invocation_is_a_sender_of_its_own() -> None:
    assert wiring.wakes() is not wiring.wakes()


@pytest.mark.parametrize(
    "said",
    ["Tue, 24 Nov 2026 04:15:01 GMT", "2026-11-24T04:15:01.250Z", "2026-11-24T04:15:01Z", 1795493701, 1795493701.25],
)
def test_times_are_those_that_botocore_reads(said: Any) -> None:
    found = wiring.moment(said)
    assert found == parse_timestamp(said)
    assert found.utcoffset() == timedelta()


def test_what_is_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="Invalid timestamp"):
        wiring.moment("soon")


def test_clients_read_times_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_BUCKET", "news-source")
    moto_client("s3").create_bucket(Bucket="news-source", CreateBucketConfiguration=HERE)
    moto_client("s3").put_object(Bucket="news-source", Key="articles/a.md", Body=b"")
    upload = wiring.uploads().get("articles/a.md")
    assert upload
    assert upload.modified.tzinfo is UTC  # botocore's own parser has another
