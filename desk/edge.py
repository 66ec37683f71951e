"""What one CloudFront distribution does to a request, as documented: read from the deployed distribution, not repeated.

Its origin is asked directly, not through the emulator: that keeps nothing, and runs the CloudFront Function only where
it finds Node. So the function is run once, here.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

from botocore.exceptions import ClientError
from msgspec import Struct, field, json

from desk.console import DeskError

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient
    from mypy_boto3_cloudfront.type_defs import (
        DistributionConfigOutputTypeDef,
        ResponseHeadersPolicyConfigOutputTypeDef,
    )
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client

EPOCH = datetime.fromtimestamp(0, UTC)
"""Before any distribution was made."""

Headers = Mapping[str, str]
"""By names in lower case."""


class Answer(Struct, frozen=True):
    """What a reader gets, or what the origin gives."""

    status: int
    headers: Headers
    body: bytes = b""


class ErrorPage(Struct, frozen=True):
    """What readers get for an error of the origin."""

    path: str
    status: int


class AddedHeader(Struct, frozen=True):
    """A header that the edge puts on each answer; `override`: also if the origin has given one."""

    name: str
    value: str
    override: bool


class Rules(Struct, frozen=True):
    """A distribution's configuration: as much as decides what a reader of the site gets."""

    default_root: str = "index.html"
    error_pages: Mapping[int, ErrorPage] = {}
    headers: tuple[AddedHeader, ...] = ()
    function: str = ""
    """The JavaScript that is run on each answer; empty if there is none."""
    compress: bool = True
    methods: frozenset[str] = frozenset({"GET", "HEAD"})
    tag_header: str = ""
    """Names the header of an answer that lists its cache tags, in lower case. Empty: tags are unknown there."""
    api: Mapping[str, frozenset[str]] = {}
    """Patterns of the paths that the API answers, not the site bucket, each with the methods that it takes there."""


class Origin(Protocol):
    """Where the edge gets what it does not keep."""

    def get(self, key: str) -> Answer:
        """The object with a decoded key; the status is 403 where nothing is, as S3 says to those who may not list."""
        ...


class Api(Protocol):
    """What answers the paths that are no objects. Nothing of it is kept."""

    def ask(self, method: str, path: str, query: str, headers: Headers, body: bytes) -> Answer:
        """`path` and `query` as they were asked for, percent-encoded."""
        ...


class Invalidations(Protocol):
    """What the edge was told to forget."""

    def new(self) -> Sequence[str]:
        """The items of all invalidations since the last call: paths, some with `*` at the end, and `#tag`s."""
        ...


class FunctionFailed(Exception):
    """The function threw, or gave back what is no response."""


class EdgeFunction:
    """A CloudFront Function on viewer responses, run by QuickJS."""

    def __init__(self, source: str) -> None:
        from quickjs import Function

        self._run = Function("handler", source, own_executor=True)

    def __call__(self, method: str, path: str, answer: Answer) -> Answer:
        """The answer as the function leaves it; its body stays, which the function does not see. FunctionFailed."""
        from quickjs import JSException

        event = {
            "version": "1.0",
            "context": {"eventType": "viewer-response"},
            "viewer": {"ip": "127.0.0.1"},
            "request": {"method": method, "uri": path, "querystring": {}, "headers": {}, "cookies": {}},
            "response": {
                "statusCode": answer.status,
                "statusDescription": HTTPStatus(answer.status).phrase,
                "headers": {name: {"value": value} for name, value in answer.headers.items()},
                "cookies": {},
            },
        }
        try:
            result = self._run(event, run_gc=False)  # it collects by itself when it must
            headers = {name.lower(): str(each["value"]) for name, each in result["headers"].items()}
            return Answer(int(result["statusCode"]), headers, answer.body)
        except (JSException, KeyError, TypeError, AttributeError, ValueError) as error:
            raise FunctionFailed(str(error)) from error


class SiteOrigin:
    """The site bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def get(self, key: str) -> Answer:
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] not in {"NoSuchKey", "404", "403", "AccessDenied"}:
                raise
            return Answer(403, {"content-type": "application/xml"}, b"<Error><Code>AccessDenied</Code></Error>")
        with found["Body"] as stream:
            body = stream.read()
        headers = {
            "content-type": found.get("ContentType", "application/octet-stream"),
            "etag": found["ETag"],
            "last-modified": format_datetime(found["LastModified"].astimezone(UTC), usegmt=True),
            **{f"x-amz-meta-{name.lower()}": value for name, value in found["Metadata"].items()},
        }
        if "CacheControl" in found:
            headers["cache-control"] = found["CacheControl"]
        return Answer(200, headers, body)


HANDED_ON = ("content-type", "origin", "sec-fetch-site", "user-agent")
"""The headers of a request that the API hears of."""


def api_event(method: str, path: str, query: str, headers: Headers, body: bytes) -> dict[str, object]:
    """A reader's request as the HTTP API hands it to a function."""
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {name: headers[name] for name in HANDED_ON if name in headers},
        "requestContext": {"http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1"}},
        "body": b64encode(body).decode(),
        "isBase64Encoded": True,
    }


class FunctionApi:
    """The HTTP API, by calls of the functions behind it: the emulator makes no routes of the template's."""

    def __init__(self, client: LambdaClient, functions: Mapping[str, str]) -> None:
        """`functions`: by the paths that they answer."""
        self._client = client
        self._functions = functions

    def ask(self, method: str, path: str, query: str, headers: Headers, body: bytes) -> Answer:
        if path not in self._functions:
            return Answer(404, {"content-type": "application/json"}, b'{"message":"Not Found"}')
        event = api_event(method, path, query, headers, body)
        called = self._client.invoke(FunctionName=self._functions[path], Payload=json.encode(event))
        with called["Payload"] as stream:
            said = stream.read()
        if called.get("FunctionError"):
            return Answer(500, {"content-type": "application/json"}, said)
        found = json.decode(said, type=_Answered)
        return Answer(found.status, found.headers, found.body.encode())


class _Answered(Struct, frozen=True):
    """What a function answers an HTTP API."""

    status: int = field(name="statusCode")
    headers: Headers
    body: str


class ListedInvalidations:
    """The invalidations of a distribution `since` a moment, as its API lists them: the youngest come first."""

    def __init__(self, client: CloudFrontClient, distribution: str, since: datetime = EPOCH) -> None:
        self._client = client
        self._distribution = distribution
        self._since = since
        self._known: set[str] = set()

    def new(self) -> list[str]:
        items: list[str] = []
        pages = self._client.get_paginator("list_invalidations").paginate(DistributionId=self._distribution)
        for page in pages:
            young = [each for each in page["InvalidationList"].get("Items", ()) if each["CreateTime"] >= self._since]
            for summary in young:
                if summary["Id"] not in self._known:
                    items += self._items(summary["Id"])
                    self._known.add(summary["Id"])
            if not young:
                break
        return items

    def _items(self, invalidation: str) -> Sequence[str]:
        found = self._client.get_invalidation(DistributionId=self._distribution, Id=invalidation)
        return found["Invalidation"]["InvalidationBatch"]["Paths"].get("Items", [])


def rules_of(client: CloudFrontClient, distribution: str) -> Rules:
    """A deployed distribution's rules. DeskError if it has a cache behaviour that the preview lacks."""
    config = client.get_distribution_config(Id=distribution)["DistributionConfig"]
    behavior = config["DefaultCacheBehavior"]
    policy = behavior.get("ResponseHeadersPolicyId")
    functions = behavior.get("FunctionAssociations", {}).get("Items", [])
    arns = [each["FunctionARN"] for each in functions if each["EventType"] == "viewer-response"]
    return Rules(
        default_root=config.get("DefaultRootObject", ""),
        error_pages=_error_pages(config),
        headers=_headers(client, policy) if policy else (),
        function=_source(client, arns[0]) if arns else "",
        compress=behavior.get("Compress", False),
        methods=frozenset(behavior.get("AllowedMethods", {}).get("Items", ("GET", "HEAD"))),
        tag_header=config.get("CacheTagConfig", {}).get("HeaderName", "").lower(),
        api=_api(config),
    )


def _api(config: DistributionConfigOutputTypeDef) -> dict[str, frozenset[str]]:
    """What other behaviours than the default take: each asks the API, for all headers and functions alike."""
    default = config["DefaultCacheBehavior"]
    others = config.get("CacheBehaviors", {}).get("Items", [])
    for each in others:
        if (
            each["TargetOriginId"] == default["TargetOriginId"]
            or each.get("ResponseHeadersPolicyId") != default.get("ResponseHeadersPolicyId")
            or each.get("FunctionAssociations", {}).get("Quantity")
        ):
            raise DeskError(
                f"The preview does not know such a cache behaviour as {each['PathPattern']}: see desk/edge.py."
            )
    return {each["PathPattern"]: frozenset(each["AllowedMethods"]["Items"]) for each in others}


def _error_pages(config: DistributionConfigOutputTypeDef) -> dict[int, ErrorPage]:
    return {
        each["ErrorCode"]: ErrorPage(each["ResponsePagePath"], int(each["ResponseCode"]))
        for each in config.get("CustomErrorResponses", {}).get("Items", [])
        if each.get("ResponsePagePath") and each.get("ResponseCode")
    }


def _source(client: CloudFrontClient, arn: str) -> str:
    found = client.get_function(Name=arn.rpartition("/")[2], Stage="LIVE")
    return found["FunctionCode"].read().decode()


def _headers(client: CloudFrontClient, policy: str) -> tuple[AddedHeader, ...]:
    return tuple(added_headers(client.get_response_headers_policy_config(Id=policy)["ResponseHeadersPolicyConfig"]))


def added_headers(config: ResponseHeadersPolicyConfigOutputTypeDef) -> Iterator[AddedHeader]:
    """The headers of a response headers policy, whose form is the same in the API and in a template."""
    for custom in config.get("CustomHeadersConfig", {}).get("Items", []):
        yield AddedHeader(custom["Header"].lower(), custom["Value"], custom["Override"])
    security = config.get("SecurityHeadersConfig", {})
    if "ContentSecurityPolicy" in security:
        csp = security["ContentSecurityPolicy"]
        yield AddedHeader("content-security-policy", csp["ContentSecurityPolicy"], csp["Override"])
    if "ContentTypeOptions" in security:
        yield AddedHeader("x-content-type-options", "nosniff", security["ContentTypeOptions"]["Override"])
    if "FrameOptions" in security:
        frame = security["FrameOptions"]
        yield AddedHeader("x-frame-options", frame["FrameOption"], frame["Override"])
    if "ReferrerPolicy" in security:
        referrer = security["ReferrerPolicy"]
        yield AddedHeader("referrer-policy", referrer["ReferrerPolicy"], referrer["Override"])
    if "StrictTransportSecurity" in security:
        hsts = security["StrictTransportSecurity"]
        value = f"max-age={hsts['AccessControlMaxAgeSec']}"
        value += "; includeSubDomains" if hsts.get("IncludeSubdomains") else ""
        value += "; preload" if hsts.get("Preload") else ""
        yield AddedHeader("strict-transport-security", value, hsts["Override"])
