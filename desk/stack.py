"""The real template on the emulator: deployed, and what came of it."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import msgspec
from botocore.config import Config
from botocore.exceptions import ClientError
from msgspec import Struct

from desk.bundle import bundle
from desk.emulator import Gateway
from presswork.aws.table import SIDE_BY_SIDE

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudfront import CloudFrontClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

NAME = "presswork"
LAPTOP = {"ViewerProtocolPolicy": "allow-all", "InvalidateWindow": "1", "Announce": "off"}
"""The parameters that differ here: no TLS, nobody pays for invalidations, and nobody outside is told of anything."""
LAPTOP_CONCURRENCY = 2
"""The least that AWS takes."""
DEPLOY_SECONDS = 120.0

TEMPLATE = "template.yaml"

_CODE = "presswork-code"
_URI = re.compile(r"^(?P<key> +(?:CodeUri|ContentUri): )(?P<path>\S+)$", re.MULTILINE)


class StackError(Exception):
    """There is no such stack, or none came to be. The message says what to mend."""


class Stack(Struct, frozen=True, rename="pascal"):
    """A deployed template's outputs, by their names there. Queues are URLs."""

    upload_bucket: str
    work_bucket: str
    site_bucket: str
    site_url: str
    table: str
    reactions_table: str
    distribution_id: str
    upload_queue: str
    media_queue: str
    index_queue: str
    render_queue: str
    invalidate_queue: str
    announce_queue: str
    rebuild_queue: str


class Clients:
    """boto3 clients, each made at its first use: for the emulator, or for the account of AWS's own settings."""

    def __init__(
        self, gateway: Gateway | None = None, *, profile: str | None = None, region: str | None = None
    ) -> None:
        """`profile` and `region`: of AWS's own settings, instead of those that they name themselves."""
        self._endpoint = gateway.url if gateway else None
        self._session = (
            boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")  # noqa: S106
            if gateway
            else boto3.Session(profile_name=profile, region_name=region)
        )
        self._config = Config(
            retries={"mode": "standard", "max_attempts": 5},
            s3={"addressing_style": "path"},
            max_pool_connections=2 * SIDE_BY_SIDE,  # several ask the table at once, each for many things
        )

    @cached_property
    def s3(self) -> S3Client:
        return self._session.client("s3", endpoint_url=self._endpoint, config=self._config)

    @cached_property
    def sqs(self) -> SQSClient:
        return self._session.client("sqs", endpoint_url=self._endpoint, config=self._config)

    @cached_property
    def dynamodb(self) -> DynamoDBClient:
        return self._session.client("dynamodb", endpoint_url=self._endpoint, config=self._config)

    @cached_property
    def cloudfront(self) -> CloudFrontClient:
        return self._session.client("cloudfront", endpoint_url=self._endpoint, config=self._config)

    @cached_property
    def cloudformation(self) -> CloudFormationClient:
        return self._session.client("cloudformation", endpoint_url=self._endpoint, config=self._config)

    @cached_property
    def functions(self) -> LambdaClient:
        return self._session.client("lambda", endpoint_url=self._endpoint, config=self._config)

    @cached_property
    def logs(self) -> CloudWatchLogsClient:
        return self._session.client("logs", endpoint_url=self._endpoint, config=self._config)


def deploy(clients: Clients, parameters: Mapping[str, str] = LAPTOP) -> Stack:
    """The template as it is, with the code as it is, on an emulator where it is not yet. Raises StackError."""
    clients.s3.create_bucket(Bucket=_CODE)
    packages = bundle()
    for path, content in packages.items():
        clients.s3.put_object(Bucket=_CODE, Key=f"{path}.zip", Body=content)
    # Beside the code, as `sam deploy` puts it: a call itself takes no template of more than 51,200 bytes.
    clients.s3.put_object(Bucket=_CODE, Key=TEMPLATE, Body=_with_packages(_template(), packages).encode())
    try:
        clients.cloudformation.create_stack(
            StackName=NAME,
            TemplateURL=f"https://s3.amazonaws.com/{_CODE}/{TEMPLATE}",
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        )
    except ClientError as error:
        raise StackError(f"{TEMPLATE} was refused: {error.response['Error']['Message']}") from error
    _await_stack(clients)
    _slow_down(clients)
    return deployed(clients)


def deployed(clients: Clients, name: str = NAME) -> Stack:
    """What a stack that is there gives. Raises StackError if there is none, or if it is not Presswork's."""
    try:
        found = clients.cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        raise StackError(f"No stack {name}: {error.response['Error']['Message']}. Deploy it first.") from error
    outputs = {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", ())}
    try:
        return msgspec.convert(outputs, Stack)
    except msgspec.ValidationError as error:
        raise StackError(f"The stack {name} is none of Presswork's, or of an older version: {error}.") from error


def physical(clients: Clients, name: str, stack: str = NAME) -> str:
    """What a resource of the template is called in the stack."""
    found = clients.cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=name)
    return found["StackResourceDetail"]["PhysicalResourceId"]


def _template() -> str:
    """It lies beside this package in a wheel, and above it in a checkout."""
    here = Path(__file__).resolve().parent
    return next(each for each in (here, here.parent) if (each / TEMPLATE).exists()).joinpath(TEMPLATE).read_text()


def _with_packages(template: str, packages: Collection[str]) -> str:
    """Folders become the zips in the bucket of code, as `sam package` would write them. All else stays."""

    def uri(found: re.Match[str]) -> str:
        if found["path"] not in packages:
            raise StackError(f"{TEMPLATE} names {found['path']}, which desk/bundle.py does not make.")
        return f"{found['key']}s3://{_CODE}/{found['path']}.zip"

    return _URI.sub(uri, template)


def _await_stack(clients: Clients) -> None:
    deadline = time.monotonic() + DEPLOY_SECONDS
    while time.monotonic() < deadline:
        status = clients.cloudformation.describe_stacks(StackName=NAME)["Stacks"][0]["StackStatus"]
        if status == "CREATE_COMPLETE":
            return
        if status != "CREATE_IN_PROGRESS":
            raise StackError(f"The stack ended as {status}:\n{_failures(clients)}")
        time.sleep(0.05)
    raise StackError(f"The stack was not there in {DEPLOY_SECONDS:.0f} s:\n{_failures(clients)}")


def _slow_down(clients: Clients) -> None:
    """Few processes a function: each starts cold here, and all share the cores of one machine."""
    for mapping in clients.functions.list_event_source_mappings()["EventSourceMappings"]:
        if "ScalingConfig" in mapping:
            clients.functions.update_event_source_mapping(
                UUID=mapping["UUID"], ScalingConfig={"MaximumConcurrency": LAPTOP_CONCURRENCY}
            )


def _failures(clients: Clients) -> str:
    events = clients.cloudformation.describe_stack_events(StackName=NAME)["StackEvents"]
    return "\n".join(
        f"  {each['LogicalResourceId']}: {each.get('ResourceStatusReason', 'no reason given')}"
        for each in reversed(events)
        if each["ResourceStatus"].endswith("FAILED")
    )
