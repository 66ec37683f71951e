"""How pages look: the templates beside this file, and the options that a site may switch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from presswork.pages import assets
from presswork.pages.theme.own import NONE, Fault, OwnTheme

if TYPE_CHECKING:
    from presswork.pages.theme.engine import QuickEnvironment

SOURCES = assets.THEME
COMPILED = SOURCES / "compiled"
_STAMP = "digest.txt"
_TEMPLATES = ("html", "xml")
_SOURCES = {".html", ".xml", ".css", ".js", ".svg"}


@dataclass(frozen=True)
class Theme:
    """The templates, with what is switched on."""

    reactions: bool = True
    """Whether articles ask "What do you think?", on a site that wants it. It needs the function at `/api/reactions`."""
    search: bool = True
    """Whether pages have a search form, on a site that wants one. It needs the function at `/search`."""
    own: OwnTheme = NONE
    """The site's own files, which go before ours."""
    strict: bool = False
    """Whether a template of the site's own that does not work is an error, own.Fault; if not, ours takes its place."""
    faults: list[str] = field(default_factory=list, compare=False)
    """What was wrong with the site's own templates so far."""

    def render(self, template: str, values: Mapping[str, object]) -> bytes:
        """The page that a template makes of values. jinja2.UndefinedError, or AttributeError, if one is missing."""
        files = self.own.assets
        given = {
            **values,
            "reactions": self.reactions,
            "search": self.search,
            "style": files["style.css"].address,
            "reactions_script": files["reactions.js"].address,
            "icon": files["icon.svg"].address,
        }
        if self.own.templates:
            try:
                return self.own.print(template, given)
            except Fault as fault:
                if self.strict:
                    raise
                self.faults.append(f"theme/{fault.template}, line {fault.line}: {fault}")
        return _environment().get_template(template).render(given).encode()


def fill(template: str, values: Mapping[str, object]) -> str:
    """One of our templates with values, each of them escaped. Raises as `render`."""
    return _environment().get_template(template).render(values)


DEFAULT = Theme()
"""Of a site with its functions behind it."""
STATIC = Theme(search=False, reactions=False)
"""Of a site that is files alone."""


def _digest() -> str:
    """Changes when any template or file of the theme does. 32 hexadecimal digits."""
    found = sha256()
    for path in sorted(path for path in SOURCES.iterdir() if path.suffix in _SOURCES):
        found.update(f"{path.name}\n{path.stat().st_size}\n".encode() + path.read_bytes())
    return found.hexdigest()[:32]


def compile_theme(target: Path = COMPILED) -> None:
    """Write the templates as Python modules, for a bundle: Lambda then starts without compiling them.

    Used from `COMPILED` only, and only as long as the sources are those that were compiled.
    """
    target.mkdir(parents=True, exist_ok=True)
    (target / _STAMP).unlink(missing_ok=True)
    for stale in target.glob("tmpl_*.py"):
        stale.unlink()
    _source_environment().compile_templates(target, _TEMPLATES, zip=None, ignore_errors=False)
    (target / _STAMP).write_text(_digest())


def _is_compiled() -> bool:
    stamp = COMPILED / _STAMP
    return stamp.exists() and stamp.read_text() == _digest()


@cache
def _environment() -> QuickEnvironment:
    from jinja2 import ModuleLoader

    from presswork.pages.theme.engine import QuickEnvironment

    if _is_compiled():
        return QuickEnvironment(ModuleLoader(COMPILED))
    return _source_environment()


def _source_environment() -> QuickEnvironment:
    from jinja2 import FileSystemLoader

    from presswork.pages.theme.engine import QuickEnvironment

    return QuickEnvironment(FileSystemLoader(SOURCES))
