"""A site's own theme: the files below `theme/` in the source bucket, laid over those of this folder.

A template of the same name takes the place of ours; all others may be included, imported or extended. So may ours be
by theirs: `{% extends "base.html" %}` finds the site's own if there is one. Files that are no templates are published
under addresses that name their content, as ours are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from presswork.article.model import Digest
from presswork.index import keys
from presswork.index.table import Query, Table
from presswork.pages import assets
from presswork.pages.assets import Asset

if TYPE_CHECKING:
    from jinja2 import TemplateError

    from presswork.pages.theme.bounded import BoundedEnvironment

FOLDER = "theme/"
TEMPLATE = ".html"
NAME = re.compile(r"(?:[a-z0-9_-][a-z0-9_.-]{0,60}/){0,3}[a-z0-9_-][a-z0-9_.-]{0,60}")
"""Of a file below `theme/`."""
NO_THEME = Digest("")
_URL = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)""")


class ThemeMissing(Exception):
    """A theme went while a page was being made with it: a newer one is on its way. Retry."""


class Fault(Exception):
    """A template of the site's own does not work. As text: what is wrong, in one sentence."""

    def __init__(self, message: str, template: str, line: int) -> None:
        super().__init__(message)
        self.template = template
        self.line = line
        """1-based; 0 where there is none."""


@dataclass(frozen=True)
class OwnTheme:
    """The files of a theme, by their names below `theme/`; without any, ours is all there is."""

    files: Mapping[str, bytes]

    @cached_property
    def templates(self) -> Mapping[str, str]:
        return {name: body.decode() for name, body in self.files.items() if name.endswith(TEMPLATE)}

    @cached_property
    def assets(self) -> Mapping[str, Asset]:
        """What is no template, by its name: the site's own, and ours that it has none of its own for."""
        found = dict(assets.load())
        own = sorted(name for name in self.files if not name.endswith(TEMPLATE))
        for name in sorted(own, key=lambda name: name.endswith(".css")):  # style sheets last: they name the others
            body = self.files[name]
            found[name] = assets.asset(name, _named(body, found) if name.endswith(".css") else body)
        return found

    def asset(self, name: str) -> str:
        """The address of a file that is no template, e.g. `logo.svg`. Fault if there is none of the name."""
        if name not in self.assets:
            raise Fault(f"There is no file {FOLDER}{name}.", "", 0)
        return self.assets[name].address

    def print(self, template: str, values: Mapping[str, object]) -> bytes:
        """The page that a template makes of values, its own or ours. Fault."""
        try:
            return self._environment.print(template, {**values, "asset": self.asset})
        except Exception as error:  # whatever a template of others may raise
            raise self._fault(error) from error

    def faults(self) -> list[Fault]:
        """What is wrong with the templates, before anything is printed with them."""
        from jinja2 import TemplateError

        found = []
        for name in sorted(self.templates):
            try:
                self._environment.get_template(name)
            except TemplateError as error:
                found.append(_syntax(error, name))
            except Exception as error:  # noqa: BLE001 (whatever a template of others may raise)
                found.append(self._fault(error))
        return found

    @cached_property
    def _environment(self) -> BoundedEnvironment:
        from jinja2 import ChoiceLoader, FileSystemLoader, FunctionLoader

        from presswork.pages.theme.bounded import BoundedEnvironment

        own = FunctionLoader(self._source)
        return BoundedEnvironment(ChoiceLoader([own, FileSystemLoader(assets.THEME)]))

    def _source(self, name: str) -> Any:
        text = self.templates.get(name)
        return None if text is None else (text, FOLDER + name, lambda: True)

    def _fault(self, error: Exception) -> Fault:
        """The error, with the place in the innermost template of the site's own that it came from."""
        message = str(error) if isinstance(error, Fault) else f"{type(error).__name__}: {error}"[:300]
        places = [
            (frame.f_code.co_filename.removeprefix(FOLDER), line)
            for frame, line in walk_tb(error.__traceback__)
            if frame.f_code.co_filename.startswith(FOLDER)
        ]
        return Fault(message, *(places[-1] if places else ("", 0)))


NONE = OwnTheme({})


_loaded: dict[Digest, OwnTheme] = {}


def name_of(files: Mapping[str, bytes], revision: int) -> Digest:
    """Names files by their content, and by the revision of the site's settings that they came with."""
    digest = blake2b(digest_size=16)
    for name, body in sorted(files.items()):
        digest.update(f"{name}\0{len(body)}\0".encode() + body)
    return Digest(f"{digest.hexdigest()}.{revision}")


def same(one: Digest, other: Digest) -> bool:
    """Whether two names are of the same files."""
    return one.partition(".")[0] == other.partition(".")[0]


def revision(name: Digest) -> int:
    """The revision of the site's row that a theme came with."""
    return int(name.rpartition(".")[2])


def load(name: Digest, table: Table) -> OwnTheme:
    """The theme of a name, which never means another; read once a process. ThemeMissing if it went."""
    if not name:
        return NONE
    if name not in _loaded:
        files = {row.sort: row.value.body for row in table.query(Query(keys.theme(name)))}
        if not same(name_of(files, 0), name):
            raise ThemeMissing(name)
        _loaded.clear()
        _loaded[name] = OwnTheme(files)
    return _loaded[name]


def _named(css: bytes, known: Mapping[str, Asset]) -> bytes:
    """A style sheet whose `url(name)` of a file of the theme leads to the address that names its content."""

    def address(found: re.Match[str]) -> str:
        name = found[2].removeprefix("./")
        return f'url("{known[name].address}")' if name in known else found[0]

    return _URL.sub(address, css.decode()).encode()


def _syntax(error: TemplateError, name: str) -> Fault:
    return Fault(f"{error.message or error}", getattr(error, "name", None) or name, getattr(error, "lineno", None) or 0)
