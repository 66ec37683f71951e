"""The files of the old site: what they are called and what they hold, and nothing outside their folder."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from desk.console import DeskError
from desk.importing.entry import LeftOut, Note, dropped, guessed
from presswork.article import limits

EXPORT_BYTES = 1024 * 1024 * 1024
"""Of an export, which is one file for a whole site."""
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")
_BESIDE = {"wp-content", "content"}
"""Where the pictures of an export lie, beside its file."""
_PASSED_OVER = {"node_modules", "__pycache__", "vendor"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


class TooLarge(Exception):
    """A file has more bytes than it may; the message is a sentence."""


class Source:
    """A folder, or a single file and the pictures beside it. DeskError if it is neither.

    What else lies beside a file, in one's downloads or at home, is not even looked at.

    Links are not followed: a link could lead anywhere on this machine.
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise DeskError(f"{path} does not exist. Name the folder of the old site, or the file of its export.")
        self.file = "" if path.is_dir() else path.name
        self.root = path.resolve() if path.is_dir() else path.resolve().parent
        self._links: list[str] = []

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file, from the root on with `/`, sorted; without hidden ones."""
        return tuple(sorted(self._walk(self.root, "")))

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.files)

    def holds(self, folder: Path) -> bool:
        """Whether what is written to a folder could be taken for the old site's."""
        if not folder.is_relative_to(self.root):
            return False
        inner = folder.relative_to(self.root).parts
        return not (self.file and inner) or inner[0] in _BESIDE

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Links."""
        _ = self.files
        return tuple(LeftOut(each, "it is a link, and links are not followed") for each in sorted(self._links))

    def _walk(self, folder: Path, above: str) -> Iterator[str]:
        try:
            found = list(os.scandir(folder))
        except OSError as error:
            raise DeskError(f"{folder} cannot be read: {error.strerror}. Give yourself the permission.") from error
        for each in found:
            name = above + each.name
            if each.name.startswith(".") or not _is_text(name):
                continue
            if self.file and not above and each.name not in {self.file, *_BESIDE}:
                continue
            if each.is_symlink():
                self._links.append(name)
            elif each.is_dir():
                if each.name not in _PASSED_OVER:
                    yield from self._walk(Path(each.path), name + "/")
            elif each.is_file():
                yield name

    def below(self, folder: str, *suffixes: str) -> Iterator[str]:
        """The files at any depth of a folder ("" for all) with one of these suffixes."""
        for name in self.files:
            if name.startswith(folder and f"{folder}/") and suffix(name) in suffixes:
                yield name

    def has(self, name: str) -> bool:
        return name in self._known

    def first(self, *names: str) -> str:
        """The first of some files that is there; empty if none is."""
        return next(filter(self.has, names), "")

    def path(self, name: str) -> Path:
        return self.root / name

    def size(self, name: str) -> int:
        return self.path(name).stat().st_size

    def bytes(self, name: str, most: int = limits.UPLOAD_BYTES) -> bytes:
        """What a file holds. TooLarge."""
        with self.path(name).open("rb") as file:
            body = file.read(most + 1)
        if len(body) > most:
            raise TooLarge(f"It has more than {most:,} bytes.")
        return body

    def text(self, name: str, most: int = limits.UPLOAD_BYTES) -> tuple[str, tuple[Note, ...]]:
        """The same as text. TooLarge."""
        return decoded(self.bytes(name, most))


def decoded(body: bytes) -> tuple[str, tuple[Note, ...]]:
    """Any bytes as text that an article may hold; what is not UTF-8 is taken for the encoding of old Windows."""
    notes: list[Note] = []
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", errors="replace")
        notes.append(guessed("the encoding, Windows-1252"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = _CONTROL.sub("", text)
    if clean != text:
        notes.append(dropped("control characters"))
    return clean, tuple(notes)


def suffix(name: str) -> str:
    """Of a file, in lower case, with its dot."""
    return posixpath.splitext(name)[1].lower()


def stem(name: str) -> str:
    """A file's name without folders and suffix."""
    return posixpath.splitext(posixpath.basename(name))[0]


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:  # no UTF-8: no address could name it
        return False
    return True
