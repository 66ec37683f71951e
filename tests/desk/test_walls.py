"""Each function reaches what it needs and nothing else: as the template says it, and as the emulator enforces it."""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from desk.emulator import HOST
from desk.stack import physical
from tests.desk.cloudformation import RESOURCES, of_type
from tests.desk.running import Running
from tests.desk.walls import ALLOWED, BUS, EVERYTHING, Try, allows, granted, may

FUNCTIONS = sorted(of_type("AWS::Serverless::Function"))
POLICIES = of_type("AWS::S3::BucketPolicy") | of_type("AWS::SQS::QueuePolicy") | of_type("AWS::SNS::TopicPolicy")
DENIED = {"AccessDenied", "AccessDeniedException"}
ROW = {"p": {"S": "x"}, "s": {"S": "x"}}
NEVER = {"ConditionExpression": "attribute_exists(never)"}
POLICY = '{"Version": "2012-10-17", "Statement": []}'

CALLS: dict[str, Callable[[Any, str, str], object]] = {
    "cloudfront:CreateInvalidation": lambda cloudfront, name, _: cloudfront.create_invalidation(
        DistributionId=name,
        InvalidationBatch={"Paths": {"Quantity": 1, "Items": ["/walls"]}, "CallerReference": "walls"},
    ),
    "cloudfront:DeleteDistribution": lambda cloudfront, name, _: cloudfront.delete_distribution(Id=name, IfMatch="x"),
    "dynamodb:BatchGetItem": lambda table, name, _: table.batch_get_item(RequestItems={name: {"Keys": [ROW]}}),
    "dynamodb:BatchWriteItem": lambda table, name, _: table.batch_write_item(
        RequestItems={name: [{"DeleteRequest": {"Key": ROW}}]}
    ),
    "dynamodb:ConditionCheckItem": lambda table, name, _: table.transact_write_items(
        TransactItems=[{"ConditionCheck": {"TableName": name, "Key": ROW, **NEVER}}]
    ),
    "dynamodb:DeleteItem": lambda table, name, _: table.delete_item(TableName=name, Key=ROW, **NEVER),
    "dynamodb:GetItem": lambda table, name, _: table.get_item(TableName=name, Key=ROW),
    "dynamodb:PutItem": lambda table, name, _: table.put_item(TableName=name, Item=ROW, **NEVER),
    "dynamodb:Query": lambda table, name, _: table.query(
        TableName=name, KeyConditionExpression="p = :p", ExpressionAttributeValues={":p": {"S": "x"}}
    ),
    "dynamodb:Scan": lambda table, name, _: table.scan(TableName=name),
    "dynamodb:UpdateItem": lambda table, name, _: table.update_item(TableName=name, Key=ROW, **NEVER),
    "dynamodb:UpdateTable": lambda table, name, _: table.update_table(TableName=name, BillingMode="PAY_PER_REQUEST"),
    "events:PutEvents": lambda events, name, _: events.put_events(
        Entries=[{"Source": "presswork", "DetailType": "walls", "Detail": "{}", "EventBusName": name}]
    ),
    "lambda:InvokeFunction": lambda functions, name, _: functions.invoke(FunctionName=name, Payload="{}"),
    "lambda:UpdateFunctionConfiguration": lambda functions, name, _: functions.update_function_configuration(
        FunctionName=name, Timeout=1
    ),
    "logs:CreateLogStream": lambda logs, name, _: logs.create_log_stream(logGroupName=name, logStreamName="walls"),
    "logs:DeleteLogGroup": lambda logs, name, _: logs.delete_log_group(logGroupName=name),
    "logs:PutLogEvents": lambda logs, name, _: logs.put_log_events(
        logGroupName=name, logStreamName="walls", logEvents=[{"timestamp": 0, "message": "walls"}]
    ),
    "s3:DeleteObject": lambda s3, name, key: s3.delete_object(Bucket=name, Key=key),
    "s3:GetObject": lambda s3, name, key: s3.get_object(Bucket=name, Key=key),
    "s3:GetObjectVersion": lambda s3, name, key: s3.get_object(Bucket=name, Key=key, VersionId="none"),
    "s3:ListBucket": lambda s3, name, _: s3.list_objects_v2(Bucket=name),
    "s3:ListBucketVersions": lambda s3, name, _: s3.list_object_versions(Bucket=name),
    "s3:PutBucketPolicy": lambda s3, name, _: s3.put_bucket_policy(Bucket=name, Policy=POLICY),
    "s3:PutObject": lambda s3, name, key: s3.put_object(Bucket=name, Key=key, Body=b"walls"),
    "s3:PutObjectAcl": lambda s3, name, key: s3.put_object_acl(Bucket=name, Key=key, ACL="private"),
    "sqs:DeleteMessage": lambda sqs, url, _: sqs.delete_message(QueueUrl=url, ReceiptHandle="none"),
    "sqs:GetQueueAttributes": lambda sqs, url, _: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"]),
    "sqs:PurgeQueue": lambda sqs, url, _: sqs.purge_queue(QueueUrl=url),
    "sqs:ReceiveMessage": lambda sqs, url, _: sqs.receive_message(QueueUrl=url, VisibilityTimeout=0),
    "sqs:SendMessage": lambda sqs, url, _: sqs.send_message(QueueUrl=url, MessageBody="{}", DelaySeconds=901),
    "sqs:SetQueueAttributes": lambda sqs, url, _: sqs.set_queue_attributes(
        QueueUrl=url, Attributes={"DelaySeconds": "0"}
    ),
}
"""An action, tried with a client of its service on a resource and a key. Where it is allowed, it changes nothing that
counts, and may fail for another reason: a row that is not there, a delay that is too long."""


def test_every_function_has_its_row() -> None:
    missing = [f"add to ALLOWED in tests/desk/walls.py what {each} may" for each in FUNCTIONS if each not in ALLOWED]
    assert missing == []
    assert sorted(ALLOWED) == FUNCTIONS


@pytest.mark.parametrize("function", ALLOWED)
def test_the_template_allows_a_function_what_its_row_names_and_nothing_else(function: str) -> None:
    wanted = may(function)
    assert [each for each in EVERYTHING if allows(function, each) != (each in wanted)] == []


@pytest.mark.parametrize("function", ALLOWED)
def test_a_function_needs_all_that_the_template_allows_it(function: str) -> None:
    wanted = may(function)
    idle = [
        (sid, action, place)
        for action, place, sid in granted(function)
        if not any(each.action == action and fnmatchcase(each.place, place) for each in wanted)
    ]
    assert idle == []


@pytest.mark.parametrize("function", ALLOWED)
def test_only_lambda_takes_the_role_of_a_function_and_each_function_has_its_own(function: str) -> None:
    role = RESOURCES[function.replace("Function", "Role")]["Properties"]
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    assert role["AssumeRolePolicyDocument"]["Statement"] == [trust]
    assert role.keys() == {"AssumeRolePolicyDocument", "Policies"}
    assert RESOURCES[function]["Properties"]["Role"] == {"Fn::GetAtt": f"{function.replace('Function', 'Role')}.Arn"}


def statements(policy: str) -> Iterator[dict[str, Any]]:
    """Those of a policy of a bucket, a queue or a topic, whatever they depend on."""
    for each in POLICIES[policy]["PolicyDocument"]["Statement"]:
        yield each["Fn::If"][1] if "Fn::If" in each else each


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_lets_in_one_service_under_a_condition_and_shuts_out_everyone_without_tls(policy: str) -> None:
    for each in statements(policy):
        if each["Effect"] == "Deny":
            assert (each["Principal"], each["Action"]) == ("*", "s3:*")
            assert each["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
            bucket = policy.removesuffix("Policy")
            assert each["Resource"] == [{"Fn::GetAtt": f"{bucket}.Arn"}, {"Fn::Sub": f"${{{bucket}.Arn}}/*"}]
        else:
            (service,) = each["Principal"].values()
            assert service in {"s3.amazonaws.com", "cloudfront.amazonaws.com", "events.amazonaws.com"}
            assert each["Action"] in {"sqs:SendMessage", "s3:GetObject", "sns:Publish"}
            assert "aws:SourceArn" in {name for names in each["Condition"].values() for name in names}


@pytest.mark.parametrize(
    ("queue", "bucket"),
    [("UploadQueue", "SourceBucket"), ("MediaQueue", "SourceBucket"), ("InvalidateQueue", "SiteBucket")],
)
def test_a_queue_names_the_bucket_that_may_fill_it(queue: str, bucket: str) -> None:
    (statement,) = statements(f"{queue}Policy")
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
        "ArnLike": {"aws:SourceArn": {"Fn::Sub": f"arn:${{AWS::Partition}}:s3:::*-{bucket.lower()}-*"}},
    }
    assert {"Fn::GetAtt": f"{queue}.Arn"} in [
        each["Queue"] for each in RESOURCES[bucket]["Properties"]["NotificationConfiguration"]["QueueConfigurations"]
    ]


@pytest.mark.parametrize("bucket", of_type("AWS::S3::Bucket"))
def test_every_bucket_shuts_out_everyone_without_tls(bucket: str) -> None:
    assert "Deny" in [each["Effect"] for each in statements(f"{bucket}Policy")]


def test_every_test_that_docs_name_for_a_threat_is_there() -> None:
    home = Path(__file__).parents[2]
    page = (home / "docs" / "security.md").read_text()
    named = re.findall(r"\]\(\.\./(tests/\S+\.py)\):((?:,? `test_\w+`)+)", page)
    tests = [(file, test) for file, names in named for test in re.findall(r"\w+", names)]
    assert [(file, test) for file, test in tests if f"def {test}(" not in (home / file).read_text()] == []
    assert len(tests) == page.count("`test_")


@pytest.mark.stack
@pytest.mark.xdist_group("stack")
class TestOnTheEmulator:
    """It knows no partitions of a table in its policies: there, a call counts as allowed if it is in any of them."""

    @pytest.mark.parametrize("function", ALLOWED)
    def test_a_role_passes_where_its_row_says_and_is_denied_everywhere_else(
        self, running: Running, function: str
    ) -> None:
        allowed = {_without_partition(each) for each in may(function)}
        tried = sorted({_without_partition(each) for each in EVERYTHING})
        clients = {service: running.client(service, function.replace("Function", "Role")) for service in SERVICES}
        resources = {each.resource for each in tried} - {BUS}
        names = {BUS: "default", **{each: physical(running.clients, each) for each in resources}}
        passed = {each for each in tried if _passes(clients[each.action.partition(":")[0]], names[each.resource], each)}
        assert (sorted(passed - allowed), sorted(allowed - passed)) == ([], [])

    def test_nobody_reads_lists_or_writes_a_bucket_without_credentials(self, running: Running) -> None:
        for bucket in (running.stack.upload_bucket, running.stack.work_bucket, running.stack.site_bucket):
            for method, path in (("GET", f"/{bucket}/index.html"), ("GET", f"/{bucket}"), ("PUT", f"/{bucket}/x")):
                connection = http.client.HTTPConnection(HOST, running.gateway.port)
                connection.request(method, path, body=b"x" if method == "PUT" else None)
                assert (bucket, method, connection.getresponse().status) == (bucket, method, 403)
                connection.close()


SERVICES = sorted({action.partition(":")[0] for action in CALLS})


def _without_partition(each: Try) -> Try:
    return Try(each.action, "Table") if each.resource == "Table" else each


def _passes(client: Any, name: str, tried: Try) -> bool:
    """Whether a call is authorised, whatever comes of it then."""
    try:
        CALLS[tried.action](client, name, tried.key)
    except ClientError as error:
        return error.response["Error"]["Code"] not in DENIED
    return True
