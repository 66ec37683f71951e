"""The edition names all that pages are made of but articles: what it leaves out could change, and no page would."""

from __future__ import annotations

from importlib.resources import files

from presswork.pages import assets
from presswork.pages.edition import sources


def test_every_file_of_the_theme_is_in_the_edition_and_nothing_that_is_compiled() -> None:
    names = [name for name, _ in sources("", files("presswork.pages"))]
    assert {f"theme/{name}" for name in assets.load()} | {"theme/base.html", "theme/sitemap.xml", "press.py"} <= {
        *names
    }
    assert [name for name in names if name.endswith(".pyc") or "compiled/" in name] == []
