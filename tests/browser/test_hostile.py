"""What an attacker writes into articles runs nowhere, calls nobody, and stays in its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from presswork.article.allowed import ATTRIBUTES, EVERYWHERE
from presswork.article.model import Address
from presswork.pages.addresses import encode
from presswork.pages.page import Page
from tests.browser import vectors
from tests.browser.conftest import Browser
from tests.browser.sites import Site, kind, served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("hostile")]

Found = dict[str, Any]

ADDED = {
    "audio": {"controls", "preload"},
    "img": {"decoding", "loading"},
    "pre": {"tabindex"},
    "video": {"controls", "preload"},
}
"""Attributes of elements of the body that are ours."""
REFUSED = """
aliases-000 aliases-002 aliases-003 aliases-004 html-003 html-023 html-069 image-000 image-001 image-002 image-004
image-005 image-006 image-013 lang-000 lang-001 lang-002 markdown-005 permalink-000 permalink-001 permalink-002
permalink-005 permalink-006 permalink-007 refused-body-000 refused-body-001 refused-body-002 refused-body-003
refused-body-004 related-002
"""
"""The uploads that are rejected, and need no page to show that they do no harm."""


def faults(found: Found, like: Mapping[str, list[Found]], kind: str) -> Iterator[str]:
    """What is wrong with a page, compared with the pages of its kind that nobody attacked."""
    if found["pages"] != 1 or "stopped" in found:
        yield f"went to {found['url']}: {found.get('stopped', 'in the end')}"
        return
    yield from (f"ran {each}" for each in found["ran"])
    yield from (f"asked for {each}" for each in found["requests"] if each[0] not in {"image", "media"})
    yield from (f"has {each}" for each in found["scripted"])
    yield from (f"links by {each}" for each in found["schemes"] if each not in {"http:", "https:", "mailto:", "tel:"})
    yield from (f"has {each} in the body" for each in found["inside"] if not _allowed(*each.split()))
    if not any(found["frame"] == each["frame"] for each in like[kind]):
        yield f"is made of {found['frame']}"
    if not any(found["landmarks"] == each["landmarks"] for each in like[kind]):
        yield f"holds {found['landmarks']}"
    places = {path for each in like[kind] for path in each["paths"]}
    yield from (f"has {path}" for path in found["paths"] if path not in places)
    if kind == "ArticlePage" and not found["headline"] == found["heading"] == found["title"].removesuffix(
        " – Presswork"
    ):
        yield f"is called {found['title']}, {found['heading']} and {found['headline']}"


def _allowed(element: str, *attributes: str) -> bool:
    return element in ATTRIBUTES and {*attributes} <= ATTRIBUTES[element] | EVERYWHERE | ADDED.get(element, set())


def visited(browser: Browser, site: Site, addresses: list[Address], *, policy: bool) -> dict[str, list[Found]]:
    """What the pages did, by their kinds."""
    found: dict[str, list[Found]] = {}
    for address, each in zip(addresses, browser.visit(site, map(encode, addresses), policy=policy), strict=True):
        found.setdefault(kind(address, site.pages[address]), []).append(each)
    return found


@pytest.fixture(scope="module")
def like(browser: Browser, harmless: Site) -> dict[str, list[Found]]:
    return visited(browser, harmless, [*harmless.html], policy=True)


def test_there_are_more_than_two_hundred_vectors_and_these_uploads_are_rejected(attacked: Site) -> None:
    texts = len(vectors.TEXTS) + sum(map(len, vectors.FIELDS.values()))
    assert texts + len(vectors.HTML) + len(vectors.MARKDOWN) + len(vectors.PLAIN) + len(vectors.MDX) > 200
    rejected = [key for key, report in attacked.reports.items() if report.outcome == "rejected"]
    assert sorted(rejected) == [f"articles/{name}.json" for name in sorted(REFUSED.split())]


@pytest.mark.parametrize("policy", [False, True], ids=["the sanitiser alone", "with the policy"])
def test_nothing_runs_calls_home_or_leaves_its_place(
    browser: Browser, attacked: Site, like: dict[str, list[Found]], policy: bool
) -> None:
    """Of all articles, without the Content-Security-Policy and with it; and a page of each other kind, or all lists."""
    addresses = attacked.some() if policy else [*dict.fromkeys(attacked.some() + attacked.some("ListPage"))]
    found = visited(browser, attacked, addresses, policy=policy)
    assert {
        each["path"]: wrong for name, pages in found.items() for each in pages if (wrong := [*faults(each, like, name)])
    } == {}


def test_feeds_maps_and_pictures_of_an_attacked_site_are_well_formed(attacked: Site) -> None:
    for page in attacked.pages.values():
        if "xml" in page.content_type:
            ET.fromstring(page.body)  # noqa: S314 (of our own making)
        if "json" in page.content_type:
            json.loads(page.body)


WHOLE = b"<!doctype html><title>A - B</title><body><main><h1>A</h1><div class=body>%s</div></main>%s"
SIGNS = {
    "a script": ("<script>alert(1)</script>", "", "ran alert"),
    "a handler": ("<img src=x onerror=alert(1)>", "", "ran alert"),
    "a handler that waits": ("<p onclick=alert(1)>x", "", "has onclick"),
    "a style": ("<p style=color:red>x", "", "has style"),
    "a link that runs": ("<a href=javascript:alert(1)>x</a>", "", "links by javascript:"),
    "a frame": ("<iframe srcdoc='<script>alert(1)</script>'></iframe>", "", "ran alert"),
    "an element that may not stay": ("<form></form>", "", "has form in the body"),
    "a foreign script": ("<script src=https://evil.example/x.js></script>", "", "asked for ['script', 'https://evil"),
    "a foreign frame": ("<iframe src=https://evil.example/></iframe>", "", "asked for ['document', 'https://evil"),
    "a page that leaves": ("<meta http-equiv=refresh content='0;url=/other'>", "", "went to"),
    "something beside the page": ("", "<footer>x</footer>", "is made of"),
    "something within the theme": ("</div><p>x</p>", "", "has html > body > main > p"),
    "another main part": ("</div></main><main>", "", "holds"),
}


def test_what_a_sanitiser_would_have_missed_is_noticed(browser: Browser) -> None:
    whole = {Address("/other"): Page(WHOLE % (b"<p>x</p>", b""))}
    broken = {
        Address(f"/{number}"): Page(WHOLE % (body.encode(), after.encode()))
        for number, (body, after, _) in enumerate(SIGNS.values())
    }
    with served(Site(whole | broken, {}, "")) as site:
        plain, *found = browser.visit(site, [*whole, *broken], policy=False)
    like = {"": [plain]}
    assert [*faults(plain, like, "")] == []
    seen = {sign: [*faults(each, like, "")] for sign, each in zip(SIGNS, found, strict=True)}
    assert {sign: each for sign, each in seen.items() if not any(one.startswith(SIGNS[sign][2]) for one in each)} == {}
