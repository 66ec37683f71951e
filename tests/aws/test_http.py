"""Events of an HTTP API: whatever a reader sends is understood, or left aside."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from msgspec import ValidationError

from presswork.aws.http import Event, Request, answer, request


def event(query: str, method: str = "GET") -> Event:
    return {"version": "2.0", "rawQueryString": query, "requestContext": {"http": {"method": method}}, "more": [1]}


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("", {}),
        ("q=port+strike&lang=en", {"q": "port strike", "lang": "en"}),
        ("q=%E6%B8%AF%2B%26&q=second", {"q": "港+&"}),
        ("q", {"q": ""}),
        ("q=%FF%zz&&=", {"q": "\ufffd%zz", "": ""}),
        ("q=a;b=c", {"q": "a;b=c"}),
    ],
)
def test_a_query_is_decoded_whatever_it_holds_and_the_first_of_a_name_counts(
    query: str, understood: dict[str, str]
) -> None:
    assert request(event(query)) == Request("GET", understood)


def test_a_request_without_a_query_has_none() -> None:
    assert request({"requestContext": {"http": {"method": "POST"}}}) == Request("POST", {})


def test_a_body_comes_as_bytes_however_the_api_hands_it_on() -> None:
    plain = event("", "POST") | {"body": "reaction=é", "headers": {"Content-Type": "text/plain"}}
    coded = event("", "POST") | {"body": "AP8=", "isBase64Encoded": True}
    assert request(plain) == Request("POST", {}, {"content-type": "text/plain"}, "reaction=é".encode())
    assert request(coded).body == b"\x00\xff"


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("192.0.2.1:46532", "192.0.2.1"),
        ("2001:db8::1:46532", "2001:db8::1"),
        ("[2001:db8::1]:46532", "2001:db8::1"),
        ("", "198.51.100.1"),
    ],
)
def test_a_reader_is_where_the_cdn_says_or_else_who_called(said: str, address: str) -> None:
    asked = event("") | {"headers": {"cloudfront-viewer-address": said}}
    asked["requestContext"]["http"]["sourceIp"] = "198.51.100.1"
    assert request(asked).address == address


def test_what_is_no_request_is_an_error() -> None:
    with pytest.raises(ValidationError):
        request({"Records": []})


def test_an_answer_is_in_the_form_that_the_api_takes() -> None:
    assert answer(HTTPStatus.OK, "<p>港</p>".encode(), {"content-type": "text/html"}) == {
        "statusCode": 200,
        "headers": {"content-type": "text/html"},
        "body": "<p>港</p>",
    }
