"""What a build leaves for the next one: a file in which the index, the bodies and the pictures stand.

It is worth what it was made of. Other code, another folder, an output that is not as it was left, a build that was cut
off in the midst, a file that is damaged: then it is thrown away, with a line that says why, and the site is built anew.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, Self

from msgspec import DecodeError, Struct, json
from msgspec.structs import replace

from desk.console import DeskError
from desk.folder import Folder
from desk.output import left_in
from desk.sqlite import SCHEMA, SqliteTable
from presswork.article.model import Address, Report, Value
from presswork.index.keys import Key
from presswork.pages.edition import sources

_NAME = "presswork-build.sqlite"
_NEW = f"{_NAME}-new"
_JOURNAL = f"{_NAME}-journal"
"""SQLite's own: what a build that was cut off has overwritten. It must not be taken for that of another file."""
_LIBRARIES = ("Jinja2", "msgspec", "nh3", "pillow", "pydantic", "pyromark", "PyYAML")
"""What pages are made with, beside our own code."""
_TABLES = (
    SCHEMA,
    "CREATE TABLE state (one INTEGER PRIMARY KEY, body BLOB)",
    "CREATE TABLE files (key TEXT PRIMARY KEY, stamp TEXT) WITHOUT ROWID",
    "CREATE TABLE told (key TEXT PRIMARY KEY, report BLOB) WITHOUT ROWID",
    "CREATE TABLE wants (address TEXT, key TEXT, PRIMARY KEY (address, key)) WITHOUT ROWID",
    "CREATE INDEX wanting ON wants (key)",
    "CREATE TABLE places (address TEXT PRIMARY KEY, place TEXT, folded TEXT, location TEXT) WITHOUT ROWID",
    "CREATE INDEX place ON places (folded)",
    "CREATE TABLE work (owner TEXT, name TEXT, body BLOB, PRIMARY KEY (owner, name))",
)


DAMAGED = (sqlite3.DatabaseError, DecodeError)
"""What reading a damaged file comes to."""


class Useless(Exception):
    """The cache is of no use for this build. The message says why, after `The cache is not used: `."""


class State(Struct, frozen=True):
    """What the cache was made of, and for."""

    made_by: str
    folder: str
    out: str
    left: str
    """A hash of the list of files in the output, as the build has left it; empty while one is under way."""
    now: str
    """The instant as of which the site was built."""


class Place(NamedTuple):
    """The file of an address, and where it redirects to, if it does."""

    place: str
    location: str = ""


class Cache:
    """The file, open for one build. All that is written waits for `keep`: until then it is as if it had not been."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.table = SqliteTable(connection)
        self.work = StoredWork(connection)

    @property
    def state(self) -> State:
        found = self.connection.execute("SELECT body FROM state").fetchone()
        (body,) = found or (b"",)
        return json.decode(body, type=State)

    def note(self, state: State) -> None:
        self.connection.execute("INSERT OR REPLACE INTO state VALUES (1, ?)", [json.encode(state)])

    def begin(self) -> None:
        """From here on, until `keep`, the output is neither as it was nor as it will be: that is noted first."""
        with self.connection:
            self.note(replace(self.state, left=""))
        self.connection.execute("BEGIN")

    def keep(self, state: State) -> None:
        self.note(state)
        self.connection.commit()

    def fill(
        self,
        rows: Iterable[tuple[Key[Any], Value]],
        work: Iterable[tuple[str, str, bytes]],
        places: Mapping[Address, Place],
        reports: Mapping[str, Report],
        stamps: Mapping[str, str],
    ) -> None:
        """An empty one with all that a full build has found out."""
        self.table.put(rows)
        self.connection.executemany("INSERT INTO work VALUES (?, ?, ?)", work)
        self.put_places(places)
        self.tell(reports)
        self.stamp(stamps)

    def stamps(self) -> dict[str, str]:
        return dict(self.connection.execute("SELECT key, stamp FROM files"))

    def stamp(self, stamps: Mapping[str, str | None]) -> None:
        """Note files as they are now; None for one that is gone."""
        self._put("files", {key: None if stamp is None else (stamp,) for key, stamp in stamps.items()}, "key")

    def reports(self) -> dict[str, Report]:
        """Those that hold a problem, by key."""
        found = self.connection.execute("SELECT key, report FROM told")
        return {key: json.decode(report, type=Report) for key, report in found}

    def tells_of(self, prefix: str) -> bool:
        """Whether an upload has a problem of which the key begins so."""
        asked = "SELECT 1 FROM told WHERE key >= ? AND key < ? LIMIT 1"
        return bool(self.connection.execute(asked, [prefix, f"{prefix}\U0010ffff"]).fetchone())

    def tell(self, reports: Mapping[str, Report | None]) -> None:
        told = {key: (json.encode(each),) if each and each.problems else None for key, each in reports.items()}
        self._put("told", told, "key")

    def want(self, key: str, wanted: Iterable[Address]) -> None:
        """Note the addresses that an upload wants and has not."""
        self.connection.execute("DELETE FROM wants WHERE key = ?", [key])
        self.connection.executemany("INSERT INTO wants VALUES (?, ?)", [(each, key) for each in wanted])

    def wanting(self, address: Address) -> list[str]:
        """The uploads that want an address and have it not, by key."""
        return [key for (key,) in self.connection.execute("SELECT key FROM wants WHERE address = ?", [address])]

    def place(self, address: Address) -> Place | None:
        found = self.connection.execute("SELECT place, location FROM places WHERE address = ?", [address]).fetchone()
        return Place(*found) if found else None

    def put_places(self, places: Mapping[Address, Place | None]) -> None:
        rows = {
            address: None if each is None else (each.place, each.place.casefold(), each.location)
            for address, each in places.items()
        }
        self._put("places", rows, "address")

    def sharing(self, place: str) -> set[Address]:
        """The addresses whose file is that one, or one that not every file system tells apart from it."""
        found = self.connection.execute("SELECT address FROM places WHERE folded = ?", [place.casefold()])
        return {Address(address) for (address,) in found}

    def is_folder(self, address: Address) -> bool:
        """Whether anything stands, or may come to stand, below an address."""
        below = f"{address}/", f"{address}0"  # 0 comes right behind /
        claimed = tuple(f"ADDRESS#{each}" for each in below)
        page = self.connection.execute("SELECT 1 FROM places WHERE address > ? AND address < ? LIMIT 1", below)
        claim = self.connection.execute("SELECT 1 FROM rows WHERE p > ? AND p < ? LIMIT 1", claimed)
        return bool(page.fetchone() or claim.fetchone())

    def moved(self) -> list[tuple[Address, str]]:
        """All redirects, by address, and where they lead."""
        rows = self.connection.execute("SELECT address, location FROM places WHERE location != '' ORDER BY address")
        return [(Address(address), location) for address, location in rows]

    def pages(self) -> int:
        (number,) = self.connection.execute("SELECT count(*) FROM places").fetchone()
        return int(number)

    def live(self, name: str) -> int:
        """How many articles stand in a list."""
        (number,) = self.connection.execute("SELECT count(*) FROM rows WHERE p = ?", [f"LIST#{name}"]).fetchone()
        return int(number)

    def _put(self, table: str, rows: Mapping[Any, tuple[object, ...] | None], key: str) -> None:
        gone = [[each] for each, row in rows.items() if row is None]
        self.connection.executemany(f"DELETE FROM {table} WHERE {key} = ?", gone)  # noqa: S608 (our own names)
        put = [(each, *row) for each, row in rows.items() if row is not None]
        if put:
            marks = ", ".join("?" for _ in put[0])
            self.connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", put)  # noqa: S608


class StoredWork:
    """What the work bucket holds, in the cache: the port for renditions, in which proofs are kept as well."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, of: str, name: str) -> bytes | None:
        asked = "SELECT body FROM work WHERE owner = ? AND name = ?"
        found = self._connection.execute(asked, [of, name]).fetchone()
        return found[0] if found else None

    def put(self, of: str, files: Mapping[str, bytes]) -> None:
        rows = ((of, name, body) for name, body in files.items())
        self._connection.executemany("INSERT OR REPLACE INTO work VALUES (?, ?, ?)", rows)

    def delete(self, of: str, names: Iterable[str]) -> None:
        asked = "DELETE FROM work WHERE owner = ? AND name = ?"
        self._connection.executemany(asked, [(of, name) for name in names])


class Kept:
    """The place of the cache."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._file = place / _NAME

    def __enter__(self) -> Self:
        try:
            self._place.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DeskError(
                f"{self._place} cannot be written: {error.strerror}. Name a folder where you may write."
            ) from error
        self._connection: sqlite3.Connection | None = None
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def opened(self, folder: Folder, out: Path) -> Cache | None:
        """The cache that the last build has left; None if there is none. Useless."""
        self._close()
        if not self._file.exists():
            return None
        try:
            cache = Cache(self._connect(self._file))
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise DeskError("Another build uses the cache. Wait for its end, or name another folder.") from error
        _check(cache.state, folder, out)
        return cache

    def discard(self) -> None:
        """The output changes from here on, so the cache is worth nothing any more."""
        self._close()
        for each in (self._file, self._place / _JOURNAL):
            each.unlink(missing_ok=True)

    @contextmanager
    def anew(self) -> Iterator[Cache]:
        """An empty one. It takes its place when it is full."""
        new = self._place / _NEW
        new.unlink(missing_ok=True)
        connection = self._connect(new, journal="OFF")
        connection.execute("PRAGMA synchronous = OFF")
        for each in _TABLES:
            connection.execute(each)
        connection.execute("BEGIN")
        yield Cache(connection)
        self._close()
        new.replace(self._file)

    def _connect(self, file: Path, journal: str = "DELETE") -> sqlite3.Connection:
        """Nobody else can open it until it is closed. `journal`: the mode, as SQLite calls it."""
        self._connection = sqlite3.connect(file, isolation_level=None, timeout=0)
        self._connection.execute(f"PRAGMA journal_mode = {journal}")
        self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._connection.execute("BEGIN EXCLUSIVE")
        self._connection.commit()
        return self._connection

    def _close(self) -> None:
        if self._connection:
            with suppress(sqlite3.Error), closing(self._connection):
                self._connection.rollback()
            self._connection = None


def stamps(files: Mapping[str, Path]) -> dict[str, str]:
    """What changes with each file, by key: when it was last written or moved, its size and its number."""
    found = {}
    for key, path in files.items():
        with suppress(OSError):
            of = path.stat()
            found[key] = f"{path} {of.st_mtime_ns} {of.st_ctime_ns} {of.st_size} {of.st_ino}"
    return found


def state_of(folder: Folder, out: Path, left: str, now: str) -> State:
    """What a build comes to."""
    return State(made_by(), str(folder.root.resolve()), str(out.resolve()), left, now)


def _check(state: State, folder: Folder, out: Path) -> None:
    is_now = state_of(folder, out, left_in(out), state.now)
    if state.made_by != is_now.made_by:
        raise Useless("it was made by another version of Presswork")
    if (state.folder, state.out) != (is_now.folder, is_now.out):
        raise Useless(f"it is for the build of {state.folder} in {state.out}")
    if not state.left:
        raise Useless("the build before was cut off")
    if state.left != is_now.left:
        raise Useless(f"{out} is not as the build before has left it")


@cache
def made_by() -> str:
    """Changes with anything that a build is made with: our code, the libraries, Python."""
    digest = blake2b(sys.version.encode(), digest_size=16)
    digest.update(" ".join(version(each) for each in _LIBRARIES).encode())
    for package in ("presswork", "desk"):
        for name, content in sorted(sources("", files(package))):
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
