from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from presswork.article.model import Problem, Settings
from presswork.article.settings import settings
from presswork.article.sitefile import SHAPE, SiteFile


def test_site_yaml_gives_all_settings() -> None:
    text = """
title: The Gazette
url: HTTPS://Gazette.Example/
lang: de_DE
timezone: Europe/Berlin
permalink: /{section}/{slug}/
words_a_minute: 230
description: News of the  harbour.
search: no
indexnow: 0123456789
websub: https://Hub.Example/push
"""
    assert settings(text.encode()) == (
        Settings(
            title="The Gazette",
            base_url="https://gazette.example",
            language="de-DE",
            time_zone="Europe/Berlin",
            permalink="/{section}/{slug}",
            words_a_minute=230,
            description="News of the harbour.",
            search=False,
            indexnow="0123456789",
            websub="https://Hub.Example/push",
        ),
        (),
    )


@pytest.mark.parametrize("body", [b"", b"# nothing\n", b"title:\nbase_url: ~\n", b"{}"])
def test_all_settings_have_defaults(body: bytes) -> None:
    assert settings(body) == (Settings(), ())


@pytest.mark.parametrize(
    ("text", "field", "line", "column", "message"),
    [
        ("title: [x]", "title", 1, 8, "`title` is a list, not a text."),
        ("base_url: gazette.example", "base_url", 1, 11, "`gazette.example` is not the absolute address of a site."),
        (
            "base_url: ftp://gazette.example",
            "base_url",
            1,
            11,
            "`ftp://gazette.example` is not the absolute address of a site.",
        ),
        ("base_url: https://", "base_url", 1, 11, "`https://` is not the absolute address of a site."),
        ("base_url: https://[x", "base_url", 1, 11, "`https://[x` is not the absolute address of a site."),
        ("base_url: https://x:99999", "base_url", 1, 11, "`https://x:99999` is not the absolute address of a site."),
        (
            "base_url: https://u@x.example",
            "base_url",
            1,
            11,
            "`https://u@x.example` is not the absolute address of a site.",
        ),
        (
            "base_url: https://x.example/?a",
            "base_url",
            1,
            11,
            "`https://x.example/?a` is not the absolute address of a site.",
        ),
        ("indexnow: 1234567", "indexnow", 1, 11, "`1234567` is no key for IndexNow."),
        ("indexnow: a key & more", "indexnow", 1, 11, "`a key & more` is no key for IndexNow."),
        ("websub: http://hub.example/", "websub", 1, 9, "`http://hub.example/` is not the https address of a hub."),
        (
            "websub: https://hub.example/?a",
            "websub",
            1,
            9,
            "`https://hub.example/?a` is not the https address of a hub.",
        ),
        ("websub: https://u@hub.example", "websub", 1, 9, "`https://u@hub.example` is not the https address of a hub."),
        ("websub: https://127.0.0.1/", "websub", 1, 9, "`127.0.0.1` is no host on the open Internet."),
        ("websub: https://169.254.169.254/", "websub", 1, 9, "`169.254.169.254` is no host on the open Internet."),
        ("websub: https://2130706433/", "websub", 1, 9, "`2130706433` is no host on the open Internet."),
        ("websub: https://0x7f.1/", "websub", 1, 9, "`0x7f.1` is no host on the open Internet."),
        ("websub: https://[::1]/", "websub", 1, 9, "`::1` is no host on the open Internet."),
        ("websub: https://localhost/", "websub", 1, 9, "`localhost` is no host on the open Internet."),
        ("websub: https://api.internal/", "websub", 1, 9, "`api.internal` is no host on the open Internet."),
        ("time_zone: Mars/Base", "time_zone", 1, 12, "There is no time zone `Mars/Base`."),
        ("time_zone: ../../etc/passwd", "time_zone", 1, 12, "There is no time zone `../../etc/passwd`."),
        ("time_zone: Europe", "time_zone", 1, 12, "There is no time zone `Europe`."),
        (
            "\npermalink: /{year}",
            "permalink",
            2,
            12,
            "The pattern has no {slug}, so that articles would share addresses.",
        ),
        ("permalink: /{titel}/{slug}", "permalink", 1, 12, "The pattern has an unknown field {titel}."),
        ("words_a_minute: many", "words_a_minute", 1, 17, "`many` is not a number of words from 50 to 2,000."),
        ("share: [mail, icq]", "share", 1, 15, "There are no links to share at `icq`."),
        ("share: none", "share", 1, 8, "There are no links to share at `none`."),
        (f"share: [{'x, ' * 8}x]", "share", 1, 33, "`share` has 9 entries; 8 are allowed."),
        ("words_a_minute: 0", "words_a_minute", 1, 17, "`0` is not a number of words from 50 to 2,000."),
        ("language: '!'", "language", 1, 11, "`!` is not a language tag."),
        ("- a", "", 1, 1, "This is not a list of `key: value` lines."),
        ("title: a: b", "", 1, 9, "The YAML cannot be read: mapping values are not allowed in this context."),
        ("x" * 70_000, "", 0, 0, "site.yaml is larger than 65,536 bytes."),
    ],
)
def test_a_wrong_setting_is_told_with_its_place(text: str, field: str, line: int, column: int, message: str) -> None:
    found, problems = settings(text.encode())
    assert found is None
    assert [(each.field, each.line, each.column, each.message) for each in problems] == [(field, line, column, message)]
    assert all(each.cure for each in problems)


EXAMPLES = [
    pytest.param(key, example, name, id=key)
    for name, field in SiteFile.model_fields.items()
    for key in SHAPE.fields[name].keys
    for example in field.examples or ()
]


@pytest.mark.parametrize(("key", "example", "name"), EXAMPLES)
def test_every_example_of_a_setting_is_understood_under_each_of_its_keys(key: str, example: object, name: str) -> None:
    found, problems = settings(f"{key}: {json.dumps(example)}".encode())
    assert problems == ()
    assert found == replace(Settings(), **{name: tuple(example) if isinstance(example, list) else example})


def test_the_file_has_the_settings_and_their_defaults() -> None:
    assert SiteFile().model_dump() == asdict(Settings())
    assert all(each.description and each.examples for each in SiteFile.model_fields.values())


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("share:", Settings().share),
        ("share: []", ()),
        ("share: mastodon", ("mastodon",)),
        ("share: [X, mail, x, linkedin]", ("x", "mail", "linkedin")),
    ],
)
def test_links_to_share_are_given_in_order_and_an_empty_list_means_none(text: str, share: tuple[str, ...]) -> None:
    assert settings(text.encode()) == (Settings(share=share), ())


@pytest.mark.parametrize(
    ("at", "over"),
    [
        (f"title: {'x' * 300}", f"title: {'x' * 301}"),
        (f"description: {'x' * 2000}", f"description: {'x' * 2001}"),
        (f"base_url: https://x.example/{'x' * 1982}", f"base_url: https://x.example/{'x' * 1983}"),
        (f"permalink: /{'x' * 693}{{slug}}", f"permalink: /{'x' * 694}{{slug}}"),
        ("words_a_minute: 50", "words_a_minute: 49"),
        ("words_a_minute: 2000", "words_a_minute: 2001"),
    ],
)
def test_a_setting_may_reach_its_limit_and_not_pass_it(at: str, over: str) -> None:
    found, problems = settings(at.encode())
    assert (found is not None, problems) == (True, ())
    found, problems = settings(over.encode())
    assert (found, [each.field for each in problems]) == (None, [over.partition(":")[0]])


def test_an_unknown_setting_is_a_warning() -> None:
    assert settings(b"titel: x") == (
        Settings(),
        (Problem("`titel` is no setting, and is left out.", "Did you mean `title`?", "warning", "titel", 1, 1),),
    )


@given(st.binary(max_size=200))
def test_no_bytes_raise(body: bytes) -> None:
    found, problems = settings(body)
    assert (found is None) == any(each.severity == "error" for each in problems)


@given(
    st.sampled_from(["title", "url", "lang", "timezone", "permalink", "words_a_minute", "share"]), st.text(max_size=40)
)
def test_no_value_raises(key: str, value: str) -> None:
    settings(f"{key}: {value}".encode(errors="replace"))
