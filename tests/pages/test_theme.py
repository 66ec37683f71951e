from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

from presswork.article.model import Address
from presswork.pages import assets, pictures, theme, words
from presswork.pages.page import FOREVER, Page
from presswork.pages.respond import respond
from presswork.pages.theme.engine import QuickEnvironment
from tests.pages.examples import as_file, examples
from tests.pages.newsroom import Newsroom


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of compiled templates, which the theme takes for its own."""
    theme.compile_theme(tmp_path)
    monkeypatch.setattr(theme, "COMPILED", tmp_path)
    monkeypatch.setattr(theme, "_environment", theme._environment.__wrapped__)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def printed(pages: list[tuple[str, Page | None]]) -> dict[str, str]:
    return {name: as_file(page) for name, page in pages if page}


def test_compiled_templates_are_used_and_give_the_same_pages(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = printed(list(examples()))
    monkeypatch.setattr(theme, "_source_environment", None)
    assert printed(list(examples())) == expected
    assert len(files(compiled)) == len([*theme.SOURCES.glob("*.html"), *theme.SOURCES.glob("*.xml")]) + 1


def test_compiled_templates_of_other_sources_are_not_used(compiled: Path) -> None:
    assert theme._is_compiled()
    (compiled / "digest.txt").write_text("0" * 32)
    assert not theme._is_compiled()


def test_compiling_twice_gives_the_same_bytes_and_leaves_nothing_old(tmp_path: Path) -> None:
    theme.compile_theme(tmp_path)
    first = files(tmp_path)
    (tmp_path / "tmpl_0123.py").write_text("old")
    theme.compile_theme(tmp_path)
    assert files(tmp_path) == first


def test_the_theme_is_compiled_by_command(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "compiled"
    subprocess.run([sys.executable, "-m", "presswork.pages.theme", str(target)], check=True)
    theme.compile_theme(tmp_path / "here")
    assert files(target) == files(tmp_path / "here")


def test_a_value_that_a_template_misses_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        theme.DEFAULT.render("notice.html", {})


def test_our_engine_prints_what_jinja2_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = printed(list(examples()))
    plain = Environment(
        loader=FileSystemLoader(theme.SOURCES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    plain.globals["picture"] = pictures.tag
    monkeypatch.setattr(theme, "_environment", lambda: plain)
    assert printed(list(examples())) == expected


def test_all_but_html_is_escaped() -> None:
    template = """{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}
{{ text }} {{ html }} {{ number }} {{ thing }} {{ text|safe }}
{{ text ~ html }} {{ twice(text) }} {% set kept %}{{ text }}{% endset %}{{ kept }} {{ text|upper }} {{ "<" }}"""
    values = {"text": "<&>\"'", "html": Markup("<b>"), "number": 3, "thing": ["<"]}
    escaped = "&lt;&amp;&gt;&#34;&#39;"
    assert QuickEnvironment(DictLoader({"t": template})).get_template("t").render(values) == (
        f"""{escaped} <b> 3 [&#39;&lt;&#39;] <&>"'\n{escaped}<b> {escaped * 2} {escaped} {escaped} &lt;"""
    )


def test_an_attribute_that_a_value_lacks_is_an_error() -> None:
    engine = QuickEnvironment(DictLoader({"t": "{% if words.nobody %}{% endif %}"}))
    with pytest.raises(AttributeError):
        engine.get_template("t").render({"words": words.of("en")})


def test_importing_the_pages_does_not_import_the_template_engine() -> None:
    code = "import sys, presswork.pages.respond; sys.exit('jinja2' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_file_of_the_theme_is_found_by_the_hash_of_its_bytes_only() -> None:
    style = assets.load()["style.css"]
    assert re.fullmatch(r"/assets/style\.[0-9a-f]{12}\.css", style.address)
    index = Newsroom().index
    assert respond(style.address, index) == Page(style.body, content_type=style.content_type, cache_control=FOREVER)
    assert respond(Address("/assets/style.css"), index) is None
