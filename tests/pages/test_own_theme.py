"""A site's own theme: what takes whose place, what a template may do, and how far it may go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from jinja2 import DictLoader
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from presswork.article.model import Address
from presswork.index import keys
from presswork.index.rows import Site, ThemeFile
from presswork.pages import assets
from presswork.pages.page import FOREVER, Page
from presswork.pages.respond import respond
from presswork.pages.theme import Theme, own
from presswork.pages.theme.bounded import BoundedEnvironment
from presswork.pages.theme.own import Fault, OwnTheme
from tests.pages.newsroom import Newsroom, article, card

NOTICE = '{% extends "base.html" %}{% block main %}<p>Nobody home.</p>{% endblock %}'


def room(files: Mapping[str, str]) -> Newsroom:
    found = Newsroom()
    bodies = {name: text.encode() for name, text in files.items()}
    name = own.name_of(bodies, 1)
    found.table.write({keys.theme(name).at(file): ThemeFile(body) for file, body in bodies.items()})
    found.table.write({keys.site(): Site(1, theme=name)})
    return found


def printed(template: str, **values: object) -> str:
    return BoundedEnvironment(DictLoader({"page.html": template})).print("page.html", values).decode()


def page(of: Newsroom, address: str, theme: Theme | None = None) -> Page:
    found = respond(Address(address), of.index, theme or Theme())
    assert found
    return found


def test_a_template_of_the_same_name_takes_the_place_of_ours_and_ours_stay_for_the_rest() -> None:
    mine, plain = room({"notice.html": NOTICE}), Newsroom()
    body = page(mine, "/404.html").body.decode()
    assert "<p>Nobody home.</p>" in body
    assert '<header class="masthead">' in body
    assert page(mine, "/").body == page(plain, "/").body


def test_a_frame_of_the_sites_own_is_the_frame_of_our_pages() -> None:
    frame = "<!doctype html><title>{{ head.title }}</title>{% block main required %}{% endblock %}\n"
    found = room({"base.html": frame})
    found.publish(article(card("one", "2026-11-24")))
    body = page(found, "/2026/11/one").body.decode()
    assert body.startswith("<!doctype html><title>One</title><article class=")


def test_files_are_published_under_the_hash_of_their_content_and_found_by_their_names() -> None:
    files = {
        "fonts/type.woff2": "type",
        "style.css": "@font-face { src: url('fonts/type.woff2') } b { x: url(y) }",
        "notice.html": '<img src="{{ asset("fonts/type.woff2") }}"><link href="{{ style }}">',
    }
    found = room(files)
    theme = own.load(found.index.site().theme, found.table)
    font, style = theme.assets["fonts/type.woff2"], theme.assets["style.css"]
    assert style.body == f'@font-face {{ src: url("{font.address}") }} b {{ x: url(y) }}'.encode()
    assert page(found, font.address) == Page(b"type", content_type="font/woff2", cache_control=FOREVER)
    assert page(found, style.address).body == style.body
    assert page(found, "/404.html").body == f'<img src="{font.address}"><link href="{style.address}">'.encode()
    ours = assets.load()
    assert respond(ours["style.css"].address, found.index) is None
    assert page(found, ours["icon.svg"].address).body == ours["icon.svg"].body


def test_a_template_that_fails_on_a_page_gives_way_to_ours_there_and_the_fault_is_told() -> None:
    found = room({"notice.html": "{{ heading }}\n{{ nobody.home }}", "base.html": NOTICE.replace("base", "frame")})
    there = page(found, "/404.html")
    assert there.body == page(Newsroom(), "/404.html").body
    assert there.fault == "theme/notice.html, line 2: UndefinedError: 'nobody' is undefined"
    assert page(Newsroom(), "/404.html").fault == ""
    with pytest.raises(Fault) as raised:
        page(found, "/404.html", Theme(strict=True))
    assert (str(raised.value), raised.value.template, raised.value.line) == (
        "UndefinedError: 'nobody' is undefined", "notice.html", 2)  # fmt: skip


def test_a_theme_that_is_only_half_there_is_not_used() -> None:
    found = room({"notice.html": NOTICE, "style.css": ""})
    theme = found.index.site().theme
    found.table.write({}, [keys.theme(theme).at("style.css")])
    own._loaded.clear()
    with pytest.raises(own.ThemeMissing):
        page(found, "/")


def test_an_error_of_syntax_is_found_before_anything_is_printed() -> None:
    (fault,) = OwnTheme({"a.html": b"{% if %}", "b.html": b"{{ 1 }}"}).faults()
    assert (fault.template, fault.line) == ("a.html", 1)


def test_what_templates_need_works() -> None:
    text = (
        "{% macro bold(x) %}<b>{{ x }}</b>{% endmacro %}{% set n = namespace(all='') %}"
        "{% for x in names if x %}{{ bold(x) ~ '&' }}{% set n.all = n.all ~ x %}{% endfor %}"
        "{{ n.all|upper }}{{ names|join(', ') }}{{ 7 * 6 + 1 }}{{ 'a-b'.split('-')|last|replace('b', '<') }}{{ safe }}"
    )
    assert printed(text, names=["<", "b"], safe=Markup("<i>")) == (
        "<b>&lt;</b>&amp;<b>b</b>&amp;&lt;B&lt;, b43&lt;<i>"
    )  # fmt: skip


BOMBS = [
    "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
    "{% for a in range(10001) %}{% endfor %}",
    "{% set n = namespace(x='abcdefgh') %}{% for a in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "{% set n = namespace(x='abcdefgh') %}{% for a in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x='aaaaaaaa') %}{% for a in range(60) %}{% set n.x = n.x|replace('a', 'aa') %}{% endfor %}",
    "{% set n = namespace(x='aaaaaaaa') %}{% for a in range(60) %}{% set n.x = [n.x, n.x]|join %}{% endfor %}",
    "{% set n = namespace(x=[1]) %}{% for a in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x=[1]) %}{% for a in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}",
    "{% set n = namespace(x=[1]) %}{% for a in range(60) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x|join }}",
    "{% set n = namespace(x=9) %}{% for a in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}",
    "{{ 9 ** 99 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'a' * 999999999 }}",
    "{{ [1] * 999999999 }}",
    "{{ '%999999999d' % 1 }}",
    "{{ '{:999999999}'.format(1) }}",
    "{{ 'a'.ljust(999999999) }}",
    "{{ 'a'.__class__ }}",
    "{{ head.__init__.__globals__ }}",
    "{{ self.__init__ }}",
    "{% macro m() %}{% for a in range(9999) %}" + "x" * 9999 + "{% endfor %}{% endmacro %}{{ m() }}",
    "{% macro m() %}{% for a in range(9999) %}{{ text }}{% endfor %}{% endmacro %}{{ m() }}",
    "{% block b %}{{ self.b() }}{{ self.b() }}{% endblock %}",
    "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "{% include 'page.html' %}{% include 'page.html' %}",
    "{{ names.append(1) }}",
]


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_goes_too_far_is_stopped(bomb: str) -> None:
    with pytest.raises((SecurityError, RecursionError)):
        printed(bomb, text="x" * 9999, names=[], head=object())


@pytest.mark.parametrize(
    "text",
    [
        "{{ say }}",
        "{{ say|string }}",
        "{{ say|upper }}",
        "{{ say|truncate(5) }}",
        "{{ say ~ '' }}",
        "{{ [say]|join }}",
        "{{ [say]|string }}",
        "{{ say|replace('a', 'b') }}",
        "{{ {'a': say}|urlencode }}",
        "{{ [[say]]|join }}",
        "{{ head }}",
        "{{ range }}",
        "{{ namespace }}",
    ],
)
def test_what_python_alone_has_a_text_for_is_not_printed(text: str) -> None:
    """That text has an address in memory: two processes would print two pages."""
    with pytest.raises(SecurityError):
        printed(text, say=lambda: "said", head=object())


def test_what_can_be_printed() -> None:
    text = "{{ title }} {{ 1 }} {{ 1.5 }} {{ true }} {{ none }} {{ day }} {{ say() }}"
    given = {"title": "A", "day": date(2026, 11, 24), "say": lambda: "said"}
    assert printed(text, **given) == "A 1 1.5 True None 2026-11-24 said"
    assert printed("{{ title|lower }} {{ day|string }} {{ {'a': 1}|urlencode }}", **given) == "a 2026-11-24 a=1"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("capitalize", "Two words"),
        ("e", "two words"),
        ("escape", "two words"),
        ("lower", "two words"),
        ("safe", "two words"),
        ("string", "two words"),
        ("striptags", "two words"),
        ("title", "Two Words"),
        ("trim", "two words"),
        ("truncate(5, true, '…', 0)", "two …"),
        ("upper", "TWO WORDS"),
        ("urlencode", "two%20words"),
        ("wordcount", "2"),
    ],
)
def test_every_filter_that_makes_a_text_does_so(name: str, made: str) -> None:
    assert printed("{{ text|" + name + " }}", text="two words") == made


def test_filters_that_fill_are_not_there() -> None:
    assert {"center", "format", "indent", "pprint", "wordwrap"}.isdisjoint(BoundedEnvironment(DictLoader({})).filters)
    assert "lipsum" not in BoundedEnvironment(DictLoader({})).globals
