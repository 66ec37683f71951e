"""What readers ask an HTTP API of AWS for, and what it answers: events of payload format 2.0."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from msgspec import Struct, convert

Event = dict[str, Any]


class Request(NamedTuple):
    method: str
    query: Mapping[str, str]
    """Decoded, whatever was sent: what is no UTF-8 has replacement characters. Of a name, the first value counts."""


class _Http(Struct, frozen=True):
    method: str


class _Context(Struct, frozen=True):
    http: _Http


class _Event(Struct, frozen=True, rename="camel"):
    request_context: _Context
    raw_query_string: str = ""


def request(event: Event) -> Request:
    """What the API says of a request. msgspec.ValidationError if the event is none of an HTTP API."""
    given = convert(event, _Event)
    pairs = parse_qsl(given.raw_query_string, keep_blank_values=True, errors="replace")
    return Request(given.request_context.http.method, dict(reversed(pairs)))


def answer(status: HTTPStatus, body: bytes, headers: Mapping[str, str]) -> Event:
    """What the API gives the reader. `body` is UTF-8."""
    return {"statusCode": int(status), "headers": dict(headers), "body": body.decode()}
