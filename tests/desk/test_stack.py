"""The real template on the emulator, where each function has the rights of its role and no others."""

from __future__ import annotations

import http.client
import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import pytest
from botocore.exceptions import ClientError

from desk import stack as stack_module
from desk.edge import FunctionApi
from desk.emulator import HOST, Gateway, emulator
from desk.stack import LAPTOP, Clients, Stack, StackError, deploy, deployed, physical
from presswork.pictures.renditions import hash_of
from tests.desk.cloudformation import TEXT
from tests.desk.test_template import HEADERS

pytestmark = [pytest.mark.stack, pytest.mark.xdist_group("stack")]
needs_node = pytest.mark.skipif(not shutil.which("node"), reason="the emulator runs CloudFront Functions by Node")

SECONDS = 60.0
ARTICLE = b"""---
title: Port strike ends
date: 2026-11-20T08:00:00Z
sections: [Politics]
---

The strike at the port is over.
"""


class Running(NamedTuple):
    gateway: Gateway
    clients: Clients
    stack: Stack

    def client(self, service: str, role: str = "") -> Any:
        """For root, or for a function's role as Lambda would take it."""
        credentials = {"AccessKeyId": "test", "SecretAccessKey": "test", "SessionToken": None}
        if role:
            arn = self.client("cloudformation").describe_stack_resource(StackName="presswork", LogicalResourceId=role)[
                "StackResourceDetail"
            ]["PhysicalResourceId"]
            credentials = self.client("sts").assume_role(
                RoleArn=f"arn:aws:iam::000000000000:role/{arn}", RoleSessionName="test"
            )["Credentials"]
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.gateway.url,
            region_name="us-east-1",
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
        )

    def read(self, path: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
        """What a reader gets from the CDN. Header names are in lower case."""
        connection = http.client.HTTPConnection(HOST, self.gateway.port)
        connection.request(method, path, headers={"Host": self.stack.site_url.removeprefix("https://")})
        answer = connection.getresponse()
        result = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        return result


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with emulator(auth=True) as gateway:
        clients = Clients(gateway)
        found = Running(gateway, clients, deploy(clients))
        allow_batches(found)
        yield found


def allow_batches(running: Running) -> None:
    """Whoever may send a message may send ten: on AWS it is one right, on the emulator it is two."""
    iam = running.client("iam")
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        (policy,) = iam.list_role_policies(RoleName=name)["PolicyNames"]
        document = iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
        sends = [each for each in document["Statement"] if each["Action"] == "sqs:SendMessage"]
        if sends:
            batches = {**document, "Statement": [{**each, "Action": "sqs:SendMessageBatch"} for each in sends]}
            iam.put_role_policy(RoleName=name, PolicyName="batches", PolicyDocument=json.dumps(batches))


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
    assert clients.dynamodb.list_tables()["TableNames"] == [stack.table]
    distribution = clients.cloudfront.get_distribution(Id=stack.distribution_id)["Distribution"]
    assert stack.site_url == f"https://{distribution['DomainName']}"
    queues = {
        stack.upload_queue,
        stack.media_queue,
        stack.index_queue,
        stack.render_queue,
        stack.invalidate_queue,
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


def item(place: str) -> dict[str, dict[str, str]]:
    return {"p": {"S": place}, "s": {"S": "x"}}


FORBIDDEN: dict[str, tuple[str, str, Callable[[Any, Stack], object]]] = {
    "validate writes a page": (
        "ValidateRole",
        "s3",
        lambda s3, stack: s3.put_object(Bucket=stack.site_bucket, Key="index.html", Body=b"hacked"),
    ),
    "validate writes an upload": (
        "ValidateRole",
        "s3",
        lambda s3, stack: s3.put_object(Bucket=stack.upload_bucket, Key="articles/a.md", Body=b"hacked"),
    ),
    "validate wakes render": (
        "ValidateRole",
        "sqs",
        lambda sqs, stack: sqs.send_message(QueueUrl=stack.render_queue, MessageBody="{}", MessageGroupId="a"),
    ),
    "images reads an article": (
        "ImagesRole",
        "s3",
        lambda s3, stack: s3.get_object(Bucket=stack.upload_bucket, Key="articles/2026/port-strike.md"),
    ),
    "images writes a page": (
        "ImagesRole",
        "s3",
        lambda s3, stack: s3.put_object(Bucket=stack.site_bucket, Key="index.html", Body=b"hacked"),
    ),
    "index reads an upload": (
        "IndexRole",
        "s3",
        lambda s3, stack: s3.get_object(Bucket=stack.upload_bucket, Key="articles/2026/port-strike.md"),
    ),
    "render writes the table": (
        "RenderRole",
        "dynamodb",
        lambda dynamodb, stack: dynamodb.put_item(TableName=stack.table, Item=item("LIST#all")),
    ),
    "render reads an upload": (
        "RenderRole",
        "s3",
        lambda s3, stack: s3.get_object(Bucket=stack.upload_bucket, Key="articles/2026/port-strike.md"),
    ),
    "invalidate reads the table": (
        "InvalidateRole",
        "dynamodb",
        lambda dynamodb, stack: dynamodb.get_item(TableName=stack.table, Key=item("LIST#all")),
    ),
    "invalidate changes the distribution": (
        "InvalidateRole",
        "cloudfront",
        lambda cloudfront, stack: cloudfront.delete_distribution(Id=stack.distribution_id, IfMatch="x"),
    ),
    "search reads the whole table": (
        "SearchRole",
        "dynamodb",
        lambda dynamodb, stack: dynamodb.scan(TableName=stack.table),
    ),
    "search writes a posting": (
        "SearchRole",
        "dynamodb",
        lambda dynamodb, stack: dynamodb.put_item(TableName=stack.table, Item=item("TERM#en#port")),
    ),
    "rebuild reads an upload": (
        "RebuildRole",
        "s3",
        lambda s3, stack: s3.get_object(Bucket=stack.upload_bucket, Key="articles/2026/port-strike.md"),
    ),
}


@pytest.mark.parametrize("attempt", FORBIDDEN)
def test_a_role_does_not_reach_beyond_its_function(running: Running, attempt: str) -> None:
    role, service, call = FORBIDDEN[attempt]
    with pytest.raises(ClientError) as caught:
        call(running.client(service, role), running.stack)
    assert caught.value.response["Error"]["Code"] in {"AccessDenied", "AccessDeniedException"}


def test_readers_reach_the_buckets_only_through_the_cdn(running: Running) -> None:
    for bucket in (running.stack.upload_bucket, running.stack.work_bucket, running.stack.site_bucket):
        connection = http.client.HTTPConnection(HOST, running.gateway.port)
        connection.request("GET", f"/{bucket}/index.html")
        assert connection.getresponse().status == 403
        connection.close()


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
