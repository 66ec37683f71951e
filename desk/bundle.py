"""The zips that the template's CodeUri and ContentUri stand for, made for the emulator without `sam build`.

The emulator runs functions on its own interpreter, whatever Runtime says: the one that runs us, in whose
environment the dependencies of uv.lock are installed already. So the layers of dependencies carry none of
them: unpacking botocore at each cold start would cost more than the function. That the layer built for Lambda
carries all that the functions import is proved by `make check`, on Lambda's own Python.

Code and theme go in compiled, since they are unpacked anew for every process that runs a function. All of it
takes a tenth of a second: there is no cache that could be stale.
"""

from __future__ import annotations

import io
import marshal
import zipfile
from collections.abc import Iterable, Iterator
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import functions
import presswork
from presswork.pages import theme

_UNCHECKED = (0b01).to_bytes(4, "little")
"""Marks bytecode that needs no look at its source: unpacking would give that another time."""


def bundle() -> dict[str, bytes]:
    """All packages, by the paths that the template names them with. The same sources give the same bytes."""
    code = chain(_files(Path(presswork.__path__[0])), _compiled_theme())
    return {
        "layers/dependencies": _zip("python", [("in-this-environment", b"")]),
        "layers/pillow": _zip("python", [("in-this-environment", b"")]),
        "layers/presswork/src": _zip("python/presswork", _with_bytecode(code)),
        "functions": _zip("functions", _with_bytecode(_files(Path(functions.__path__[0])))),
    }


def _files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Path, from the folder on, and content of every file below it but what was compiled in place."""
    for path in root.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts and theme.COMPILED not in path.parents:
            yield path.relative_to(root).as_posix(), path.read_bytes()


def _compiled_theme() -> Iterator[tuple[str, bytes]]:
    """The theme's templates as Python modules, where the theme looks for them."""
    place = theme.COMPILED.relative_to(Path(presswork.__path__[0])).as_posix()
    with TemporaryDirectory(prefix="presswork-theme-") as target:
        theme.compile_theme(Path(target))
        for name, content in _files(Path(target)):
            yield f"{place}/{name}", content


def _with_bytecode(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The same files, and each module's bytecode for this interpreter where that looks for it."""
    for name, content in files:
        yield name, content
        if name.endswith(".py"):
            code = compile(content, name, "exec", dont_inherit=True)
            # Format 2: later ones also write which objects this process happens to share.
            bytecode = marshal.dumps(code, 2)
            yield cache_from_source(name), MAGIC_NUMBER + _UNCHECKED + source_hash(content) + bytecode


def _zip(prefix: str, files: Iterable[tuple[str, bytes]]) -> bytes:
    """Nothing of the clock or of this machine goes in."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in sorted(files):
            entry = zipfile.ZipInfo(f"{prefix}/{name}")
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, compresslevel=1)
    return buffer.getvalue()
