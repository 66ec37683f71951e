"""The folder that `presswork build` writes: where each address has its file, and which files are ours.

A list of our files (`.presswork`) lies with them, and each is listed before it is written. So a later build knows what
it may change and remove, also after a crash, and never touches anything else. While a build goes on the list grows: a
line is the name of a file that is ours from there on, or that name in brackets if it is ours no more. At its end there
are only names, in order.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from html import escape
from io import BytesIO
from pathlib import Path
from stat import S_ISDIR, S_ISREG
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
_NEW = f"{MANIFEST}-new-"
"""How the name of a file begins while it is being written, at the top; the process that writes it follows."""
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
    if parts and (parts[0] in {MANIFEST, REDIRECTS} or parts[0].startswith(_NEW)):
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


def folded(place: str) -> str:
    """The same for all names that some file system does not tell apart."""
    return place.casefold()


def _possible(address: Address) -> Iterator[str]:
    """What `place_of` may give for an address, whatever its page is."""
    place = address[1:]
    yield f"{place}/{_INDEX}" if place else _INDEX
    if "." in place.rpartition("/")[2]:
        yield place


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
        self._safe: set[str] = set()
        """What is known to be a folder."""
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
            for left in filter(Path.is_file, self._root.glob(f"{_NEW}*")):
                left.unlink()  # the process that wrote it was ended
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
        self.record(place, written=self.write(place, content))

    def write(self, place: str, content: bytes) -> bool:
        """Write a file like `put`, but for `record`. Returns whether that had to be done.

        Processes may do so side by side, each with files of its own that are not `disputed`.
        """
        there = self._make_way(place)
        if there and _holds(self._path(place), there, content):
            return False
        if place not in self._ours:
            self._note(place)
        self._replace(place, content)
        return True

    def record(self, place: str, *, written: bool) -> None:
        """A file is as it should be."""
        self._stale.discard(place)
        self._taken.add(folded(place) if self.folds_case else place)
        self.written += written
        if place not in self._ours:
            self._ours.add(place)
            self._in_order = False

    def disputed(self, wanted: Sequence[Address]) -> set[str]:
        """The files, `folded`, of which only one process may decide, when all the pages are known.

        More than one of the addresses may need it, or a folder of the build before is in its place, or the other way.
        """
        possible = [place for address in wanted for place in _possible(address)]
        counted = Counter(map(folded, possible))
        found = {place for place, number in counted.items() if number > 1}
        if self._ours:
            were_folders = {each for place in self._ours for each in above(place)}
            became_folders = self._ours & {each for place in possible for each in above(place)}
            found |= {folded(place) for place in possible if place in were_folders}
            found |= {folded(place) for place in possible if not became_folders.isdisjoint(above(place))}
        return found

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
        return (folded(place) if self.folds_case else place) in self._taken

    @cached_property
    def folds_case(self) -> bool:
        """Whether the file system makes no difference between a and A, as on most Macs."""
        return (self._root / MANIFEST.upper()).exists()

    def _list(self) -> None:
        """A new list."""
        content = _ENCODER.encode_lines(sorted(self._ours))
        self._replace(MANIFEST, content)
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

    def _make_way(self, place: str) -> os.stat_result | None:
        """The folder for a file, and nothing else in its place. Returns what an earlier build has left of the file."""
        made = [self._make_folder(each) for each in self._between(place)]
        if made and made[-1]:
            return None  # nothing is in a new folder
        path = self._path(place)
        there = _lstat(path)
        if there and S_ISDIR(there.st_mode):
            self._remove({each for each in self._stale if each.startswith(place + "/")})
            os.makedirs(os.path.dirname(path), exist_ok=True)
            there = _lstat(path)
        if there and (place not in self._ours or os.path.isdir(path)):
            raise DeskError(
                f"{path} was not made by an earlier build, and a page belongs there."
                " Move it away, or name another folder."
            )
        return there

    def _make_folder(self, folder: str) -> bool:
        """See to it that a folder is there. Returns whether it had to be made."""
        path = self._path(folder)
        made = True
        try:
            os.mkdir(path)
        except FileExistsError:
            if os.path.islink(path):
                raise DeskError(f"{path} is a link, and pages belong below it. Move it away.") from None
            if made := folder in self._stale and os.path.isfile(path):
                self._remove({folder})
                os.makedirs(path)  # a file that went may have been the last in its folder
        except OSError as error:
            raise _cannot(path, error) from error
        self._safe.add(folder)
        return made

    def _between(self, place: str) -> list[str]:
        """The folders from the root down to a file, those that are known to be folders left out."""
        return [each for each in above(place) if each not in self._safe][::-1]

    def _path(self, place: str) -> str:
        return f"{self._root}/{place}"

    def _remove(self, places: Collection[str]) -> None:
        """Files that are ours, and the folders that are empty without them."""
        for place in sorted(places):
            if not any(os.path.islink(self._path(each)) for each in self._between(place)):  # else it is another's now
                with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                    os.unlink(self._path(place))
                    self.removed += 1
                self._remove_empty(place)
            self._ours.discard(place)
            self._note([place])

    def _remove_empty(self, place: str) -> None:
        """The folders above a file that hold nothing else."""
        with suppress(OSError):
            for folder in above(place):
                os.rmdir(self._path(folder))
                self._safe.discard(folder)

    def _replace(self, place: str, content: bytes) -> None:
        """All or nothing: readers see the old file or the new one."""
        path, new = self._path(place), self._path(f"{_NEW}{os.getpid()}")
        try:
            with open(new, "wb", buffering=0) as file:
                left = memoryview(content)
                while left:
                    left = left[file.write(left) :]
            os.replace(new, path)
        except OSError as error:
            with suppress(OSError):
                os.unlink(new)
            raise _cannot(path, error) from error


def _cannot(path: str, error: OSError) -> DeskError:
    return DeskError(f"{path} cannot be written: {error.strerror}. Mend that, then build again.")


def redirects(moved: Iterable[tuple[Address, str]]) -> bytes:
    """The file of redirects, and where each leads; `!` makes one hold although a file is there."""
    return "".join(f"{addresses.encode(address)} {location} 301!\n" for address, location in moved).encode()


def above(address: str) -> Iterator[str]:
    """The addresses that an address lies below: `/a` and `/a/b` for `/a/b/c`. So are files and folders."""
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


def _lstat(path: str) -> os.stat_result | None:
    try:
        return os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _holds(path: str, there: os.stat_result, content: bytes) -> bool:
    """Whether what stands there is a file with these bytes."""
    if not S_ISREG(there.st_mode) or there.st_size != len(content):
        return False
    try:
        with open(path, "rb", buffering=0) as file:
            return file.read() == content
    except OSError:
        return False
