"""The real template on the emulator, with the rights that each function's role gives it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import boto3

from desk.emulator import HOST, Gateway, emulator
from desk.stack import Clients, Stack, deploy


class Running(NamedTuple):
    gateway: Gateway
    clients: Clients
    stack: Stack

    def client(self, service: str, role: str = "", stack: str = "presswork") -> Any:
        """For root, or for a role of a stack, as Lambda would take it."""
        credentials = {"AccessKeyId": "test", "SecretAccessKey": "test", "SessionToken": None}
        if role:
            found = self.clients.cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=role)
            name = found["StackResourceDetail"]["PhysicalResourceId"]
            credentials = self.client("sts").assume_role(
                RoleArn=f"arn:aws:iam::000000000000:role/{name}", RoleSessionName="test"
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


@contextmanager
def deployed_with_roles() -> Iterator[Running]:
    """On an emulator of its own, which checks each call against IAM's policies."""
    with emulator(auth=True) as gateway:
        clients = Clients(gateway)
        found = Running(gateway, clients, deploy(clients))
        _allow_as_aws_does(found)
        yield found


def _allow_as_aws_does(running: Running) -> None:
    """There, to send ten messages is one right with sending one, and the ARN of a log ends in `:*`, for its streams."""
    iam = running.client("iam")
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        (policy,) = iam.list_role_policies(RoleName=name)["PolicyNames"]
        document = iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
        more = [again for each in document["Statement"] for again in _here(each)]
        if more:
            iam.put_role_policy(
                RoleName=name, PolicyName="emulator", PolicyDocument=json.dumps({**document, "Statement": more})
            )


def _here(statement: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What says the same to the emulator, where it must be told otherwise."""
    if statement["Action"] == "sqs:SendMessage":
        yield {**statement, "Action": "sqs:SendMessageBatch"}
    if "logs:PutLogEvents" in statement["Action"]:
        yield {**statement, "Resource": statement["Resource"].removesuffix(":*")}
