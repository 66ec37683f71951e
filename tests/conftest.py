"""AWS for tests: moto in this process for what is small, the emulator for what moto is too slow or too simple for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from hypothesis import settings
from moto import mock_aws

from desk.emulator import Gateway, emulator

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3.type_defs import CreateBucketConfigurationTypeDef

# The same examples each time: a red run is about the change at hand. `--hypothesis-profile=default`
# looks for new ones.
settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")

REGION = "eu-west-1"
HERE: CreateBucketConfigurationTypeDef = {"LocationConstraint": "eu-west-1"}
"""Where buckets are made."""
CREDENTIALS = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": REGION}
"""Of nobody: they open nothing on AWS."""


@pytest.fixture
def moto(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty AWS in this process, with credentials and region in the environment; it takes every client."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        yield


@cache
def moto_client(service: Any) -> Any:
    """A client, for tests that use `moto`. Made once: that takes longer than all that they do with it."""
    return boto3.client(service, **CREDENTIALS)  # type: ignore[call-overload]


@pytest.fixture(scope="session")
def gateway() -> Iterator[Gateway]:
    """The emulator, one for all tests of this process that ask for it: each takes names of its own."""
    with emulator() as running:
        yield running


def create_table(client: DynamoDBClient, name: str) -> None:
    """A table with the keys that template.yaml gives it."""
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "p", "AttributeType": "S"},
            {"AttributeName": "s", "AttributeType": "S"},
        ],
        KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}],
    )


def client_of(gateway: Gateway, service: Any, region: str = REGION) -> Any:
    """A client of the emulator."""
    where = {**CREDENTIALS, "region_name": region}
    return boto3.client(service, endpoint_url=gateway.url, **where)  # type: ignore[call-overload]
