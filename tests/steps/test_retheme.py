"""The files below theme/ become the site's own theme, or a report; the last good one stays."""

from __future__ import annotations

import pytest

from presswork.article.model import Address, Problem, Report, Settings, Upload
from presswork.index import keys
from presswork.index.table import Query
from presswork.pages import assets
from presswork.pages.theme import own
from presswork.steps.retheme import FILE_BYTES, FILES, judge
from presswork.steps.sample import NOW, pages
from tests.histories import divergence
from tests.world import World

STYLE = "b { color: red }"
ARTICLE = "---\ntitle: One\ndate: 2026-11-20\n---\nText.\n"


def quiet(**files: str) -> World:
    """A world with one article and a theme, in which all has been done. `notice_html` is `theme/notice.html`."""
    world = World(seed=1, crash=0)
    world.upload("articles/one.md", ARTICLE)
    put(world, **files)
    world.send("rebuild", "", "", "")
    world.settle()
    return world


def put(world: World, **files: str | None) -> None:
    for name, text in files.items():
        world.upload(f"theme/{name.replace('_', '.')}", text)
    world.settle()


def bad(message: str, cure: str, line: int = 0) -> Problem:
    return Problem(message, cure, line=line)


def refused(**files: bytes) -> list[tuple[str, int]]:
    uploads = [Upload(f"theme/{name}", body, NOW) for name, body in files.items()]
    found = judge(uploads, Settings())
    assert found.files is None
    return [(each.message, each.line) for each in found.problems]


def test_a_theme_makes_every_page_again_and_its_own_files_come_and_ours_go() -> None:
    world = quiet()
    ours = assets.load()["style.css"].address
    assert ours in world.site
    put(world, style_css=STYLE, notice_html="{{ style }}")
    style = assets.asset("style.css", STYLE.encode()).address
    assert world.site[style].body == STYLE.encode()
    assert world.site[Address("/404.html")].body == style.encode()
    assert style.encode() in world.site[Address("/2026/11/one")].body
    assert ours not in world.site
    assert world.reports["theme"] == Report("theme/", "accepted")
    assert divergence(world) is None


def test_without_files_the_theme_is_ours_again_and_nothing_of_the_former_is_left() -> None:
    world, plain = quiet(style_css=STYLE), quiet()
    put(world, style_css=None)
    assert world.site == plain.site
    assert world.table.query(Query(keys.themes())) == []
    assert "theme" not in world.reports


def test_a_bad_theme_is_reported_and_the_last_good_one_stays() -> None:
    world = quiet(notice_html="Good.")
    before = dict(world.site)
    put(world, notice_html="{{ heading }}\n{% if %}")
    assert world.site == before
    assert world.reports["theme"] == Report(
        "theme/",
        "rejected",
        problems=(
            bad(
                "`notice.html`, line 2: Expected an expression, got 'end of statement block'",
                "Correct the template; the site keeps the theme it has.",
                line=2,
            ),
        ),
    )
    put(world, notice_html="Better.")
    assert world.site[Address("/404.html")].body == b"Better."
    assert divergence(world) is None


def test_the_same_files_again_change_nothing() -> None:
    world = quiet(notice_html="Good.")
    theme = world.index.site().theme
    world.changed.clear()
    put(world, notice_html="Good.")
    assert world.index.site().theme == theme
    assert world.changed == []


def test_what_does_not_work_on_some_page_of_the_sample_is_found_with_its_template_and_line() -> None:
    text = b'{% extends "base.html" %}{% block main %}\n{{ image.nobody }}{% endblock %}'
    ((message, line),) = refused(**{"article.html": text})
    assert line == 2
    assert message == (
        "`article.html`, line 2: UndefinedError: 'presswork.pages.press.Image object' has no attribute 'nobody'"
    )


@pytest.mark.parametrize(
    ("name", "body", "message"),
    [
        ("../up.html", b"", "`../up.html` is no name of a theme's file."),
        ("Ü.html", b"", "`Ü.html` is no name of a theme's file."),
        ("a/b/c/d/e.css", b"", "`a/b/c/d/e.css` is no name of a theme's file."),
        ("run.exe", b"", "`run.exe` is of no kind that a theme has."),
        ("style.css", b"\xff", "`style.css` is not UTF-8."),
        ("icon.svg", b"\0", "`icon.svg` is not UTF-8."),
        ("logo.png", b"x" * (FILE_BYTES + 1), f"`logo.png` has more than {FILE_BYTES:,} bytes."),
        ("notice.html", b"{{ heading|shell }}", "`notice.html`, line 1: No filter named 'shell'."),
        ("notice.html", b"{% include 'notice.html' %}", "RecursionError"),
        ("notice.html", b"{{ ''.__class__ }}", "access to attribute '__class__' of 'str' object is unsafe."),
    ],
)
def test_files_that_no_theme_may_have_are_reported(name: str, body: bytes, message: str) -> None:
    ((found, _),) = refused(**{name: body})
    assert message in found


def test_a_theme_has_a_bounded_number_of_files() -> None:
    found = refused(**{f"{number}.css": b"" for number in range(FILES + 1)})
    assert found == [(f"A theme has at most {FILES} files.", 0)]


def test_the_sample_has_every_kind_of_page() -> None:
    found = [page for _, page in pages(Settings(), {"style.css": b""}) if page]
    assert {page.status for page in found} == {200, 301, 410}
    text = b"".join(page.body for page in found).decode()
    for part in ("see-also", "corrections", "contents", "related", "previous", "reactions", "topics", 'dir="rtl"'):
        assert part in text
    assert own.same(own.name_of({"a": b""}, 1), own.name_of({"a": b""}, 2))


def test_a_site_without_a_theme_keeps_no_rows_of_one() -> None:
    world = quiet()
    assert world.table.get(keys.rebuilt()) is not None
    assert world.table.query(Query(keys.themes())) == []
