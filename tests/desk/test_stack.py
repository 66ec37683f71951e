"""The real template on the emulator, where each function has the rights of its role and no others."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from desk import stack as stack_module
from desk.edge import FunctionApi
from desk.emulator import emulator
from desk.reference import DOCS
from desk.stack import LAPTOP, Clients, StackError, deploy, deployed, physical
from presswork.pictures.renditions import hash_of
from tests.desk.automation import REPORT, ROLE, SYNC
from tests.desk.cloudformation import TEXT
from tests.desk.running import Running
from tests.desk.test_template import HEADERS

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]
needs_aws = pytest.mark.skipif(not shutil.which("aws"), reason="the AWS CLI is not installed")
needs_node = pytest.mark.skipif(not shutil.which("node"), reason="the emulator runs CloudFront Functions by Node")

SECONDS = 60.0
ARTICLE = b"""---
title: Port strike ends
date: 2026-11-20T08:00:00Z
sections: [Politics]
---

The strike at the port is over.
"""


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + SECONDS
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def test_its_outputs_name_what_was_deployed(running: Running) -> None:
    stack, clients = running.stack, running.clients
    assert deployed(clients) == stack
    assert {each["Name"] for each in clients.s3.list_buckets()["Buckets"]} == {
        "presswork-code",
        stack.upload_bucket,
        stack.work_bucket,
        stack.site_bucket,
    }
    assert {*clients.dynamodb.list_tables()["TableNames"]} == {stack.table, physical(clients, "ReactionsTable")}
    distribution = clients.cloudfront.get_distribution(Id=stack.distribution_id)["Distribution"]
    assert stack.site_url == f"https://{distribution['DomainName']}"
    queues = {
        stack.upload_queue,
        stack.media_queue,
        stack.index_queue,
        stack.render_queue,
        stack.invalidate_queue,
        stack.announce_queue,
        stack.rebuild_queue,
    }
    assert queues < set(clients.sqs.list_queues()["QueueUrls"])


def test_no_function_takes_more_than_two_processes_of_this_machine(running: Running) -> None:
    mappings = running.clients.functions.list_event_source_mappings()["EventSourceMappings"]
    at_once = {each["EventSourceArn"].rpartition(":")[2].split("-")[1]: each.get("ScalingConfig") for each in mappings}
    assert at_once == {
        "UploadQueue": {"MaximumConcurrency": 2},
        "MediaQueue": {"MaximumConcurrency": 2},
        "IndexQueue": None,  # a FIFO queue has one batch at a time here
        "RenderQueue": None,
        "InvalidateQueue": {"MaximumConcurrency": 2},
        "AnnounceQueue": {"MaximumConcurrency": 2},
        "RebuildQueue": {"MaximumConcurrency": 2},
    }


def test_an_upload_becomes_a_page_and_is_invalidated_with_each_function_in_its_role(running: Running) -> None:
    def objects(bucket: str) -> set[str]:
        return {each["Key"] for each in running.clients.s3.list_objects_v2(Bucket=bucket).get("Contents", [])}

    def invalidated() -> set[str]:
        cloudfront, distribution = running.clients.cloudfront, running.stack.distribution_id
        found = cloudfront.list_invalidations(DistributionId=distribution)["InvalidationList"].get("Items", [])
        batches = [
            cloudfront.get_invalidation(DistributionId=distribution, Id=each["Id"])["Invalidation"] for each in found
        ]
        return {path for each in batches for path in each["InvalidationBatch"]["Paths"].get("Items", [])}

    def upload(body: bytes) -> None:
        key = "articles/2026/port-strike.md"
        running.clients.s3.put_object(Bucket=running.stack.upload_bucket, Key=key, Body=body)

    upload(ARTICLE)
    page = "2026/11/port-strike"
    assert eventually(lambda: {page, "index.html"} <= objects(running.stack.site_bucket)), (
        running.gateway.log.read_text()[-20_000:]
    )
    upload(ARTICLE + b"\nThe cranes move.\n")  # what is new need not be invalidated, what has changed must be
    assert eventually(lambda: f"/{page}" in invalidated())
    assert "reports/articles/2026/port-strike.md.json" in objects(running.stack.upload_bucket)
    status, headers, body = running.read(f"/{page}")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"The strike at the port is over." in body
    assert b"The cranes move." in body
    api = FunctionApi(running.clients.functions, {"/search": physical(running.clients, "SearchFunction")})
    assert (
        f'<a href="/{page}">Port strike ends</a>'.encode() in api.ask("GET", "/search", "q=port+strikes", {}, b"").body
    )


def test_a_picture_comes_to_the_article_that_shows_it_with_each_function_in_its_role(running: Running) -> None:
    def pictures() -> set[str]:
        found = running.clients.s3.list_objects_v2(Bucket=running.stack.site_bucket, Prefix="media/")
        return {each["Key"] for each in found.get("Contents", [])}

    body = (Path(__file__).parents[2] / "examples" / "media" / "wasen.jpg").read_bytes()
    article = ARTICLE.replace(b"sections:", b"image: wasen.jpg\nsections:").replace(b"Port strike", b"Pictured")
    running.clients.s3.put_object(Bucket=running.stack.upload_bucket, Key="articles/pictured.md", Body=article)
    running.clients.s3.put_object(Bucket=running.stack.upload_bucket, Key="media/wasen.jpg", Body=body)
    assert eventually(lambda: len(pictures()) == 10), running.gateway.log.read_text()[-20_000:]
    shown = f"/media/wasen.jpg/{hash_of(body)}/1600.jpg"
    assert eventually(lambda: shown.encode() in running.read("/2026/11/pictured")[2])
    status, headers, _ = running.read(shown)
    assert (status, headers["content-type"]) == (200, "image/jpeg")

    running.clients.s3.delete_object(Bucket=running.stack.upload_bucket, Key="articles/pictured.md")
    assert eventually(lambda: pictures() == set())


class Listener:
    """A queue that hears what others are told."""

    def __init__(self, running: Running, name: str) -> None:
        self._sqs = running.clients.sqs
        self._url = self._sqs.create_queue(QueueName=name)["QueueUrl"]
        self.arn = self._sqs.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        anybody = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": self.arn}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [anybody]})
        self._sqs.set_queue_attributes(QueueUrl=self._url, Attributes={"Policy": policy})
        self.heard: list[dict[str, Any]] = []

    def hears(self, what: Callable[[dict[str, Any]], bool]) -> bool:
        for each in self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10).get("Messages", ()):
            self.heard.append(json.loads(each["Body"]))
        return any(what(each) for each in self.heard)


def test_others_hear_of_what_is_published_removed_and_rejected_with_each_function_in_its_role(running: Running) -> None:
    outside, editor = Listener(running, "outside"), Listener(running, "editor")
    events, sns = running.client("events"), running.client("sns")
    events.put_rule(Name="outside", EventPattern=json.dumps({"source": ["presswork"]}))
    events.put_targets(Rule="outside", Targets=[{"Id": "queue", "Arn": outside.arn}])
    topic = physical(running.clients, "RejectionTopic")
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=editor.arn)
    bucket, key = running.stack.upload_bucket, "articles/outside.md"

    def told(kind: str) -> Callable[[], bool]:
        return lambda: outside.hears(lambda each: (each["detail-type"], each["detail"]["file"]) == (kind, key))

    running.clients.s3.put_object(Bucket=bucket, Key=key, Body=ARTICLE)
    assert eventually(told("ArticlePublished")), running.gateway.log.read_text()[-20_000:]
    (published,) = [each["detail"] for each in outside.heard if each["detail"]["file"] == key]
    assert published["url"] == f"{running.stack.site_url}/2026/11/outside"
    assert running.read("/2026/11/outside")[0] == 200

    bad = running.clients.s3.put_object(Bucket=bucket, Key=key, Body=b"---\ndate: never\n---\n")
    assert eventually(lambda: editor.hears(lambda each: "never" in each["Message"])), editor.heard
    assert eventually(told("ArticleRejected"))
    (rejected,) = [each["detail"] for each in outside.heard if each["detail"].get("version") == bad["VersionId"]]
    assert rejected["address"] == "/2026/11/outside"
    said = next(each["Message"] for each in editor.heard if "never" in each["Message"])
    assert said.strip('"') == f"Rejected: {rejected['text']}"

    running.clients.s3.delete_object(Bucket=bucket, Key=key)
    assert eventually(told("ArticleRemoved"))
    schema = Draft202012Validator(json.loads((DOCS / "events.schema.json").read_text(encoding="utf-8")))
    assert [list(schema.iter_errors(each)) for each in outside.heard] == [[]] * len(outside.heard)


@needs_aws
def test_the_aws_cli_publishes_and_learns_what_became_of_it_as_docs_say(running: Running, tmp_path: Path) -> None:
    bucket, s3 = running.stack.upload_bucket, running.clients.s3
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "by-cli.md").write_bytes(ARTICLE)
    (tmp_path / "notes.txt").write_text("Not for the bucket.")
    s3.put_object(Bucket=bucket, Key="articles/gone.md", Body=ARTICLE)

    def run(script: str) -> subprocess.CompletedProcess[str]:
        credentials = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
        where = {"AWS_ENDPOINT_URL": running.gateway.url, "BUCKET": bucket, "PATH": os.environ["PATH"]}
        command = ["bash", "-euc", script]
        return subprocess.run(
            command, cwd=tmp_path, env=credentials | where, capture_output=True, text=True, check=False
        )

    synced = run(SYNC)
    assert synced.returncode == 0, synced.stderr
    keys = {each["Key"] for each in s3.list_objects_v2(Bucket=bucket)["Contents"]}
    assert {"articles/by-cli.md", "articles/gone.md", "notes.txt"} & keys == {"articles/by-cli.md"}
    assert eventually(lambda: running.read("/2026/11/by-cli")[0] == 200)

    report = REPORT.replace("articles/port-strike-ends.md", "articles/by-cli.md")
    accepted = run(report)
    assert (accepted.returncode, json.loads(accepted.stdout)["address"]) == (0, "/2026/11/by-cli")
    (tmp_path / "articles" / "by-cli.md").write_bytes(b"---\ndate: never\n---\n")
    rejected = run(report)
    assert (rejected.returncode, json.loads(rejected.stdout)["outcome"]) == (1, "rejected")


def test_the_role_of_a_pipeline_uploads_and_reads_reports_and_nothing_else(running: Running) -> None:
    bucket = running.stack.upload_bucket
    parameters = {"Repository": "newsroom/articles", "UploadBucket": bucket}
    given = [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()]
    cloudformation = running.client("cloudformation")
    cloudformation.create_stack(
        StackName="pipeline", TemplateBody=ROLE, Parameters=given, Capabilities=["CAPABILITY_IAM"]
    )
    cloudformation.get_waiter("stack_create_complete").wait(StackName="pipeline", WaiterConfig={"Delay": 1})
    with pytest.raises(ClientError, match="sts:AssumeRole"):  # only GitHub may take it
        running.client("s3", "Publisher", stack="pipeline")
    anybody = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    running.client("iam").update_assume_role_policy(
        RoleName=cloudformation.describe_stack_resource(StackName="pipeline", LogicalResourceId="Publisher")[
            "StackResourceDetail"
        ]["PhysicalResourceId"],
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [anybody]}),
    )
    s3 = running.client("s3", "Publisher", stack="pipeline")
    s3.put_object(Bucket=bucket, Key="pages/terms.md", Body=b"---\ntitle: Terms\n---\nRead them.\n")
    assert eventually(lambda: "reports/pages/terms.md.json" in keys_of(running, bucket))
    assert json.loads(s3.get_object(Bucket=bucket, Key="reports/pages/terms.md.json")["Body"].read())["version"]
    forbidden: list[Callable[[], object]] = [
        lambda: s3.put_object(Bucket=bucket, Key="reports/pages/terms.md.json", Body=b"{}"),
        lambda: s3.get_object(Bucket=bucket, Key="pages/terms.md"),
        lambda: s3.get_object(Bucket=running.stack.work_bucket, Key="proofs/x"),
        lambda: s3.put_object(Bucket=running.stack.site_bucket, Key="index.html", Body=b"hacked"),
    ]
    for attempt in forbidden:
        with pytest.raises(ClientError, match="AccessDenied"):
            attempt()


def keys_of(running: Running, bucket: str) -> set[str]:
    return {each["Key"] for each in running.clients.s3.list_objects_v2(Bucket=bucket).get("Contents", ())}


@needs_node
def test_the_cdn_answers_as_the_objects_metadata_says(running: Running) -> None:
    def put(key: str, **metadata: str) -> None:
        running.clients.s3.put_object(
            Bucket=running.stack.site_bucket, Key=key, Body=key.encode(), ContentType="text/html", Metadata=metadata
        )

    put("cdn/page", digest="d")
    put("cdn/moved", digest="d", status="301", location="/cdn/%E6%B8%AF")
    put("cdn/gone", digest="d", status="410")
    put("404.html", digest="d")

    answers = {path: running.read(path) for path in ("/cdn/page", "/cdn/moved", "/cdn/gone", "/cdn/never")}

    assert {path: (status, headers.get("location"), body) for path, (status, headers, body) in answers.items()} == {
        "/cdn/page": (200, None, b"cdn/page"),
        "/cdn/moved": (301, "/cdn/%E6%B8%AF", b"cdn/moved"),
        "/cdn/gone": (410, None, b"cdn/gone"),
        "/cdn/never": (404, None, b"404.html"),
    }
    assert [name for _, headers, _ in answers.values() for name in headers if name.startswith("x-amz-meta-")] == []


@needs_node
def test_every_answer_carries_the_security_headers(running: Running) -> None:
    for path in ("/", "/cdn/never"):
        _, headers, _ = running.read(path)
        assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_a_resource_that_cannot_be_made_is_named_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack_module, "_template", lambda: TEXT.replace("DelaySeconds: 2", "DelaySeconds: 9999"))
    with emulator() as gateway, pytest.raises(StackError) as caught:
        deploy(Clients(gateway))
    assert str(caught.value) == (
        "The stack ended as ROLLBACK_COMPLETE:\n"
        "  RenderQueue: Invalid value for the parameter DelaySeconds. Value must be between 0 and 900."
    )


def test_a_template_that_is_refused_is_a_clear_error() -> None:
    with emulator() as gateway, pytest.raises(StackError) as caught:
        deploy(Clients(gateway), {**LAPTOP, "Architecture": "z80"})
    assert str(caught.value) == (
        "template.yaml was refused: Parameter 'Architecture' value 'z80' is not in AllowedValues: ['arm64', 'x86_64']"
    )


def test_code_that_is_not_bundled_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack_module, "bundle", dict)
    with emulator() as gateway, pytest.raises(StackError) as caught:
        deploy(Clients(gateway))
    assert str(caught.value) == "template.yaml names layers/dependencies, which desk/bundle.py does not make."


def test_a_stack_that_is_not_there_is_a_clear_error(running: Running) -> None:
    with pytest.raises(StackError) as caught:
        deployed(running.clients, "elsewhere")
    assert str(caught.value) == "No stack elsewhere: Stack with id elsewhere does not exist. Deploy it first."
