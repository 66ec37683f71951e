"""The folder that `presswork build` writes: where each address has its file, and which files are ours.

A list of our files (`.presswork`) lies with them, and each is listed before it is written. So a later build knows what
it may change and remove, also after a crash, and never touches anything else. While a build goes on the list grows: a
line is the name of a file that is ours from there on, or that name in brackets if it is ours no more. At its end there
are only names, in order.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from html import escape
from io import BytesIO
from pathlib import Path
from typing import IO, Self

from msgspec import DecodeError
from msgspec.json import Decoder, Encoder

from desk.console import DeskError
from desk.folder import MANIFEST
from presswork.article.model import Address, Problem
from presswork.pages import addresses
from presswork.pages.page import Page

REDIRECTS = "_redirects"
"""What Netlify and others read: one redirect a line."""
_NEW = f"{MANIFEST}-new"
"""A file while it is being written."""
_ENCODER = Encoder()
_LINES = Decoder(str | list[str])
_NAME_BYTES = 255
"""The longest file name that usual file systems take."""
_INDEX = "index.html"
_TYPES = {
    "css": "text/css",
    "htm": "text/html",
    "html": "text/html",
    "ico": "image/x-icon",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "json": "",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "xml": "",
}
"""What web servers make of a suffix; XML and JSON may be a feed, a sitemap or plain."""


def place_of(address: Address, page: Page, *, is_folder: bool) -> str | Problem:
    """The file for a page, from the output folder on: `a/b/index.html` for `/a/b`, `feed.xml` for `/feed.xml`.

    `is_folder`: other addresses begin with this one. The topic `/topics/node.js` is a page, no script: it has a folder.
    """
    parts = address[1:].split("/") if address != addresses.ROOT else []
    if any(part in {"", ".", ".."} or "\0" in part for part in parts):
        return Problem(f"The address {address} has an empty part, or one of dots.", "Give the article another one.")
    if parts and parts[0] in {MANIFEST, _NEW, REDIRECTS}:
        return Problem(f"A build needs the name {parts[0]} for itself.", "Give the article another address, or alias.")
    longest = max((len(part.encode()) for part in parts), default=0)
    if longest > _NAME_BYTES:
        return Problem(
            f"The address {address} has a part of {longest} bytes, and a file system takes {_NAME_BYTES}.",
            "Give the article a shorter slug, permalink or alias.",
        )
    if is_folder or not (parts and _says_its_type(parts[-1], page)):
        parts.append(_INDEX)
    return "/".join(parts)


def content_of(page: Page) -> bytes:
    """What the file holds: a redirect works without the server's help, too."""
    if page.status != 301 or b'http-equiv="refresh"' in page.body:
        return page.body
    to = escape(page.location)
    refresh = f'<meta http-equiv="refresh" content="0; url={to}">\n<link rel="canonical" href="{to}">\n'
    return page.body.replace(b"</head>", refresh.encode() + b"</head>", 1)


def left_in(out: Path) -> str:
    """A hash of the list of files that a build has left in its output; empty if there is none."""
    with suppress(OSError):
        return _hash((out / MANIFEST).read_bytes()).hexdigest()
    return ""


class Output:
    """An output folder, open for builds. Left without an error, it holds what was put last, and no older file."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._manifest = root / MANIFEST
        self._ours: set[str] = set()
        self._stale: set[str] = set()
        """Files that go when all is settled, unless they are put before."""
        self._taken: set[str] = set()
        self._safe: set[Path] = set()
        self._log: IO[bytes] = BytesIO()
        self._hash = _hash(b"")
        self._in_order = False
        """Whether the list is what it is at the end of a build."""
        self.written = 0
        self.removed = 0

    def __enter__(self) -> Self:
        try:
            self._ours = self._owned()
            self._root.mkdir(parents=True, exist_ok=True)
            if not self._in_order:
                self._list()
            self._log = self._manifest.open("ab", buffering=0)
        except OSError as error:
            raise DeskError(
                f"{self._root} cannot be written: {error.strerror}. Name a folder where you may write."
            ) from error
        self._stale = set(self._ours)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.settle()
            if not self._in_order:
                self._list()
        self._log.close()

    def put(self, place: str, content: bytes) -> None:
        """Write a file if it differs from what is there. DeskError if something that is not ours is in the way."""
        path = self._root / place
        self._make_way(path, place)
        self._stale.discard(place)
        self._taken.add(place.casefold() if self.folds_case else place)
        if place in self._ours and not path.is_symlink() and _holds(path, content):
            return
        if place not in self._ours:
            self._note(place)
            self._ours.add(place)
        self._replace(path, content)
        self.written += 1

    def keep(self) -> None:
        """All files that are there stay, but for those that are dropped from here on."""
        self._stale.clear()
        self._safe.clear()

    def drop(self, place: str) -> None:
        """A file that is there goes when all is settled."""
        if place in self._ours:
            self._stale.add(place)

    def settle(self) -> None:
        """Remove what is stale."""
        self._remove(self._stale)
        self._stale.clear()

    @property
    def mark(self) -> str:
        """A hash of the list of files, as `left_in` gives it."""
        return self._hash.hexdigest()

    def taken(self, place: str) -> bool:
        """Whether this build has put that file, or one that the file system does not tell apart from it."""
        return (place.casefold() if self.folds_case else place) in self._taken

    @cached_property
    def folds_case(self) -> bool:
        """Whether the file system makes no difference between a and A, as on most Macs."""
        return (self._root / MANIFEST.upper()).exists()

    def _list(self) -> None:
        """A new list."""
        content = _ENCODER.encode_lines(sorted(self._ours))
        self._replace(self._manifest, content)
        self._hash = _hash(content)
        self._in_order = True

    def _note(self, line: str | list[str]) -> None:
        """One more line of the list."""
        written = _ENCODER.encode(line) + b"\n"
        self._log.write(written)
        self._hash.update(written)
        self._in_order = False

    def _owned(self) -> set[str]:
        """The files of earlier builds. DeskError if there are files, but no list of ours."""
        if not self._manifest.is_file():
            if self._root.exists() and (not self._root.is_dir() or any(self._root.iterdir())):
                raise DeskError(
                    f"{self._root} holds something that no earlier build has made. Name a new or an empty folder."
                )
            return set()
        content = self._manifest.read_bytes()
        # Half a line at the end is all that is left of a build that crashed; its file was not yet written.
        whole = content[: content.rfind(b"\n") + 1]
        try:
            lines = _LINES.decode_lines(whole)
        except DecodeError:
            raise DeskError(f"{self._manifest} cannot be read. Build into a new folder.") from None
        found: set[str] = set()
        for line in lines:
            if isinstance(line, list):
                found.difference_update(line)
            elif line.startswith("/") or (".." in line and ".." in line.split("/")):
                raise DeskError(f"{self._manifest} names files elsewhere. Build into a new folder.")
            else:
                found.add(line)
        self._hash = _hash(content)
        self._in_order = whole == content and lines == sorted(found)
        return found

    def _make_way(self, path: Path, place: str) -> None:
        """The folder for a file, and nothing of an earlier build in its place."""
        for folder in self._between(path):
            if folder.is_symlink():
                raise DeskError(f"{folder} is a link, and pages belong below it. Move it away.")
            name = folder.relative_to(self._root).as_posix()
            if folder.is_file() and name in self._stale:
                self._remove({name})
            if not folder.exists():
                folder.mkdir(parents=True)  # a file that went may have been the last in its folder
            self._safe.add(folder)
        if path.is_dir() and not path.is_symlink():
            self._remove({each for each in self._stale if each.startswith(place + "/")})
            path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir() or (place not in self._ours and os.path.lexists(path)):
            raise DeskError(
                f"{path} was not made by an earlier build, and a page belongs there."
                " Move it away, or name another folder."
            )

    def _between(self, path: Path) -> list[Path]:
        """The folders from the root down to a file, those that are known to be folders left out."""
        found = []
        folder = path.parent
        while folder != self._root and folder not in self._safe:
            found.append(folder)
            folder = folder.parent
        return found[::-1]

    def _remove(self, places: Collection[str]) -> None:
        """Files that are ours, and the folders that are empty without them."""
        for place in sorted(places):
            path = self._root / place
            if not any(folder.is_symlink() for folder in self._between(path)):  # else it is another's, by now
                with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                    path.unlink()
                    self.removed += 1
                self._remove_empty(path.parent)
            self._ours.discard(place)
            self._note([place])

    def _remove_empty(self, folder: Path) -> None:
        with suppress(OSError):
            while folder != self._root:
                folder.rmdir()
                self._safe.discard(folder)
                folder = folder.parent

    def _replace(self, path: Path, content: bytes) -> None:
        """All or nothing: readers see the old file or the new one."""
        new = self._root / _NEW
        try:
            new.write_bytes(content)
            new.replace(path)
        except OSError as error:
            raise DeskError(f"{path} cannot be written: {error.strerror}. Mend that, then build again.") from error


def redirects(moved: Iterable[tuple[Address, str]]) -> bytes:
    """The file of redirects, and where each leads; `!` makes one hold although a file is there."""
    return "".join(f"{addresses.encode(address)} {location} 301!\n" for address, location in moved).encode()


def above(address: Address) -> Iterator[str]:
    """The addresses that an address lies below: `/a` and `/a/b` for `/a/b/c`."""
    end = address.rfind("/")
    while end > 0:
        yield address[:end]
        end = address.rfind("/", 0, end)


def _says_its_type(name: str, page: Page) -> bool:
    """Whether a web server makes of the name's suffix what the page is."""
    _, _, suffix = name.rpartition(".")
    kind = _TYPES.get(suffix.lower()) if suffix != name else None
    return (
        kind is not None and page.content_type.startswith(kind) and (bool(kind) or suffix.lower() in page.content_type)
    )


def _hash(content: bytes) -> blake2b:
    return blake2b(content, digest_size=16)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
