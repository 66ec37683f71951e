"""What readers ask an HTTP API of AWS for, and what it answers: events of payload format 2.0."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from msgspec import Struct, convert

Event = dict[str, Any]
VIEWER = "cloudfront-viewer-address"
"""The header in which the CDN says who asks: the API itself sees only the CDN."""


class Request(NamedTuple):
    method: str
    query: Mapping[str, str]
    """Decoded, whatever was sent: what is no UTF-8 has replacement characters. Of a name, the first value counts."""
    headers: Mapping[str, str] = {}
    """By names in lower case."""
    body: bytes = b""
    address: str = ""
    """Of the reader on the network, as the CDN says it. Who calls the API directly may say what he likes here."""


class _Http(Struct, frozen=True, rename="camel"):
    method: str
    source_ip: str = ""


class _Context(Struct, frozen=True):
    http: _Http


class _Event(Struct, frozen=True, rename="camel"):
    request_context: _Context
    raw_query_string: str = ""
    headers: Mapping[str, str] = {}
    body: str = ""
    is_base64_encoded: bool = False


def request(event: Event) -> Request:
    """What the API says of a request. msgspec.ValidationError if the event is none of an HTTP API."""
    given = convert(event, _Event)
    pairs = parse_qsl(given.raw_query_string, keep_blank_values=True, errors="replace")
    http = given.request_context.http
    headers = {name.lower(): value for name, value in given.headers.items()}
    body = b64decode(given.body) if given.is_base64_encoded else given.body.encode()
    # The port follows the address, in IPv6 too.
    address = headers.get(VIEWER, "").rpartition(":")[0].strip("[]") or http.source_ip
    return Request(http.method, dict(reversed(pairs)), headers, body, address)


def answer(status: HTTPStatus, body: bytes, headers: Mapping[str, str]) -> Event:
    """What the API gives the reader. `body` is UTF-8."""
    return {"statusCode": int(status), "headers": dict(headers), "body": body.decode()}
