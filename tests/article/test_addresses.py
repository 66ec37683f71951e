from __future__ import annotations

from datetime import UTC, datetime
from unicodedata import normalize
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presswork.article import addresses
from presswork.article.model import Address, Settings
from presswork.pages.addresses import encode


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Port Strike Ends", "port-strike-ends"),
        ("--It’s 5° -- outside!--", "it-s-5-outside"),
        ("Cafe\u0301 ÉTÉ", "café-été"),
        ("हिन्दी समाचार", "हिन्दी-समाचार"),
        ("港口罢工", "港口罢工"),
        ("snake_case", "snake-case"),
        ("!?", ""),
        ("é" * 150, "é" * 100),
        ("x" * 199 + "é", "x" * 199),
        ("x" * 199 + "-y", "x" * 199),
        ("x" * 198 + "e\u0323\u0302z", "x" * 198),
        ("x" * 196 + "हि", "x" * 196),
    ],
)
def test_a_slug_keeps_letters_marks_and_digits_of_any_script(text: str, slug: str) -> None:
    assert addresses.slugify(text) == slug


@given(st.text(max_size=300))
def test_a_slug_is_a_segment_of_an_address(text: str) -> None:
    slug = addresses.slugify(text)
    assert len(slug.encode()) <= 200
    assert normalize("NFC", slug) == slug
    if slug:
        assert addresses.address(f"/{slug}") == f"/{slug}"


@pytest.mark.parametrize(
    ("key", "slug"),
    [
        ("articles/2026-11-24-port-strike.md", "port-strike"),
        ("articles/port.strike.v2.md", "port-strike-v2"),
        ("articles/2026/port/index.md", "port"),
        ("articles/tutorials/oz/en/index.html", "oz"),
        ("articles/tutorials/oz/pt-BR/index.html", "oz"),
        ("articles/oz/index.html", "oz"),
        ("articles/2026-11-24-port/index.md", "port"),
        ("en/index.md", "en"),
        ("index.md", "index"),
        ("articles/2026-11-24.md", "2026-11-24"),
        ("articles/….md", ""),
    ],
)
def test_the_slug_of_a_file_is_its_name_or_its_folder(key: str, slug: str) -> None:
    assert addresses.slug_of_key(key) == slug


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("/{year}/{month}/{slug}", "/2026/01/port"),
        ("/{year}/{month}/{day}/{slug}/", "/2026/01/01/port"),
        ("/{section}/{slug}", "/arts-&-culture/port"),
        ("/news/{slug}.html", "/news/port.html"),
        ("/{slug}", "/port"),
    ],
)
def test_the_pattern_gives_the_address_by_the_calendar_of_the_site(pattern: str, address: str) -> None:
    settings = Settings(permalink=pattern, time_zone="Europe/Berlin")
    moment = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    assert addresses.by_pattern(settings, "port", moment, ("Arts & Culture", "World")) == address


def test_an_article_of_no_section_stands_under_articles() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert addresses.by_pattern(Settings(permalink="/{section}/{slug}"), "port", moment, ()) == "/articles/port"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/a/b", "/a/b"),
        (" /a/b/ ", "/a/b"),
        ("/a/index.html", "/a"),
        ("/a/index.htm", "/a"),
        ("/a/index.html/", "/a"),
        ("/a%20", "/a"),
        ("/index.html", "/"),
        ("/", "/"),
        ("/a.html", "/a.html"),
        ("/caf%C3%A9", "/café"),
        ("/cafe\u0301", "/café"),
        ("/c%23", "/c#"),
        ("/a b", "/a b"),
        ("/" + "x" * 699, "/" + "x" * 699),
        ("/" + "é" * 249 + "x" * 5, "/" + "é" * 249 + "x" * 5),
    ],
)
def test_an_address_has_one_form_however_it_is_written(written: str, address: str) -> None:
    assert addresses.address(written) == address


@pytest.mark.parametrize(
    "written",
    [
        "",
        "a",
        "a/b",
        "https://x.example/a",
        "//x.example/a",
        "/a//b",
        "/a/../b",
        "/a/%2E%2E/b",
        "/./a",
        "/a?b",
        "/a#b",
        "/a%00b",
        "/a\u202eb",
        "/a\\b",
        "/%ff",
        "/" + "x" * 700,
        "/~ann",
        "/%7Eann",
        "/" + "é" * 249 + "x" * 6,
    ],
)
def test_what_is_no_path_of_this_site_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        addresses.address(written)


@given(st.text(max_size=60).map(lambda text: "/" + text))
def test_an_address_is_in_its_one_form_already(written: str) -> None:
    try:
        found = addresses.address(written)
    except ValueError:
        return
    assert addresses.address(quote(found)) == found


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("é" * 249 + "x" * 5, ""),
        ("é" * 249 + "x" * 6, "The address is longer than 1,500 bytes when it is percent-encoded."),
        ("*" * 499 + "&;", ""),
        ("*" * 500, "The address is longer than 1,500 bytes when it is percent-encoded."),
        ("x" * 699, ""),
        ("x" * 700, "The address is longer than 700 bytes."),
    ],
)
def test_an_address_fits_an_objects_key_and_its_metadata(path: str, fault: str) -> None:
    address = Address(f"/{path}")
    assert addresses.length_fault(address) == fault
    assert fault or len(encode(address)) in {1_500, 700}


@given(st.text(st.characters(exclude_categories=["C"]), max_size=300).map(lambda text: Address("/" + text)))
def test_an_address_is_as_long_as_its_link_is(address: Address) -> None:
    too_long = len(encode(address)) > 1_500 or len(address.encode()) > 700
    assert bool(addresses.length_fault(address)) == too_long


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("/~ann/{slug}", "An address has no ~: what stands there could not be replaced at the CDN."),
        ("/{slug}" * 101, "The pattern is longer than 700 characters."),
        ("/{year}/{month}/{slug}", ""),
        ("/{slug}/", ""),
        ("/{year}/{title}", "The pattern has an unknown field {title}."),
        ("/{year}", "The pattern has no {slug}, so that articles would share addresses."),
        ("/{slug}}", "The pattern has a brace that belongs to no field."),
        ("{slug}", "This is not a path of this site that begins with one slash."),
        ("/a//{slug}", "The address has an empty segment, or one of dots."),
        ("/../{slug}", "The address has an empty segment, or one of dots."),
        ("/{slug}/index.html", "The pattern is not written plainly."),
        ("/%41/{slug}", "The pattern is not written plainly."),
    ],
)
def test_a_pattern_must_give_each_article_an_address_of_its_own(pattern: str, fault: str) -> None:
    assert addresses.pattern_fault(pattern) == fault
