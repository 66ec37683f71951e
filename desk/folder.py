"""A folder of articles and pictures, as the source bucket would hold it: the files that are uploads, and their keys.

Any folder serves. If it has a folder `articles/`, the articles are what is in there; otherwise they are what is in it,
but for the few folders that mean something else at the top: `pages/`, `authors/`, `media/` and `theme/` are what they
are in the bucket. `site.yaml` lies at the top. Nothing that looks like an article is left out without a word.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, TypeAlias

from desk.console import Console, DeskError, printable
from presswork.article import profiles
from presswork.article.formats import SUFFIXES, suffix
from presswork.article.limits import UPLOAD_BYTES
from presswork.article.model import Upload
from presswork.article.uploads import ARTICLES, AUTHORS, FOLDERS, MEDIA, PAGES, SITE_YAML
from presswork.pages.theme.own import FOLDER as THEME

_OTHER_FOLDERS = {"node_modules", "reports"}
"""At the top, these hold no uploads."""
_OF_THEIR_OWN = {SITE_YAML, *(each.rstrip("/") for each in (AUTHORS, MEDIA, PAGES, THEME))}
"""At the top, these are no articles, but uploads of another kind."""
MANIFEST = ".presswork"
"""The file by which a folder is known as one that `presswork build` has written."""
_POSTS = "_posts"
"""Where Jekyll has its articles; its other folders with an underscore hold none."""
_KEY_BYTES = 1024
"""The longest key that S3 takes."""

Entry: TypeAlias = Path | os.DirEntry[str]


class LeftOut(NamedTuple):
    """What looks like an article, or a folder of them, and is none of ours."""

    path: str
    """From the folder on, with `/`."""
    why: str


class Folder(NamedTuple):
    """What a folder holds: a file for each upload's key, in the order of the keys, and what was left out."""

    root: Path
    files: Mapping[str, Path]
    left_out: tuple[LeftOut, ...]
    linked: bool = False
    """Whether links lie in it: then what changes in one place may show in another."""

    def name(self, key: str) -> str:
        """How the person knows the file of a key: its path, from the folder on."""
        path = self.files.get(key)
        return path.relative_to(self.root).as_posix() if path else key

    @property
    def articles(self) -> list[str]:
        return [key for key in self.files if key.startswith(ARTICLES)]

    @property
    def pictures(self) -> list[str]:
        return [key for key in self.files if key.startswith(MEDIA)]

    @property
    def uploads(self) -> list[str]:
        """All but what is of the whole site: its settings, its theme."""
        return [key for key in self.files if key.startswith(FOLDERS)]

    @property
    def theme(self) -> list[str]:
        return [key for key in self.files if key.startswith(THEME)]


def look(root: Path) -> Folder:
    """What is in the folder now. DeskError if there is none, or if it cannot be read; it may be empty."""
    check(root)
    files: dict[str, Path] = {}
    left_out: list[LeftOut] = []
    walk = _Walk(root)
    with _readable():
        for prefix in FOLDERS:
            if (base := _base(root, prefix)).is_dir():
                _sort_out(walk.below(base, prefix, (os.path.realpath(base),)), root, files, left_out)
    if (settings := root / SITE_YAML).is_file():
        files[SITE_YAML] = settings
    files |= _theme(root)
    linked = walk.linked or any(path.is_symlink() for key, path in files.items() if _is_of_all(key))
    return Folder(root, dict(sorted(files.items())), tuple(sorted(left_out)), linked)


def check(root: Path) -> None:
    """DeskError if it is no folder."""
    if not root.is_dir():
        what = "is no folder" if root.exists() else "does not exist"
        raise DeskError(f"{root} {what}. Name a folder of articles: Markdown, HTML, JSON or text files.")


def look_again(folder: Folder, places: Collection[str]) -> tuple[Folder, set[str]] | None:
    """What `look` would find by now of some places of the folder and below them, and the keys of all that may differ.

    `places`: paths, from the folder on, with `/`. None if only `look` can tell, as other places are in question too.
    """
    if folder.linked and places:
        return None
    files: dict[str, Path] = {}
    left_out: list[LeftOut] = []
    keys: set[str] = set()
    walk = _Walk(folder.root)
    for place in places:
        if _decides_others(place):
            return None
        if prefix := _prefix(folder.root, place):
            path = folder.root / place
            key = prefix + path.relative_to(_base(folder.root, prefix)).as_posix()
            with _readable():
                _sort_out(walk.at_place(path, prefix, key), folder.root, files, left_out)
            keys |= {key} if key in folder.files or key in files else _below(key, folder.files)
    found = Folder(folder.root, files, tuple(sorted(left_out)), walk.linked)
    return None if walk.linked else (found, keys | files.keys())


def _decides_others(place: str) -> bool:
    """Whether other files are uploads or not by what lies there, or are judged together with it."""
    if f"{place}/" in {"/", *FOLDERS, THEME} or place.rpartition("/")[2] == MANIFEST:
        return True
    return _is_of_all(place) and not _hidden(place.split("/"))


def _is_of_all(key: str) -> bool:
    """Whether it is of the whole site: its settings, its theme."""
    return key == SITE_YAML or key.startswith(THEME)


def _prefix(root: Path, place: str) -> str:
    """With what the keys of the uploads at a place begin; empty if there are none."""
    for prefix in (AUTHORS, MEDIA, PAGES):
        if place.startswith(prefix):
            return prefix
    return ARTICLES if place.startswith(ARTICLES) or _base(root, ARTICLES) == root else ""


def _base(root: Path, prefix: str) -> Path:
    """The folder of the uploads whose keys begin with `prefix`."""
    base = root / prefix
    return root if prefix == ARTICLES and not base.is_dir() else base


def _below(key: str, files: Iterable[str]) -> set[str]:
    """The keys of what lay in a folder. Looks at all files: it is seldom that a folder goes."""
    return {each for each in files if each.startswith(f"{key}/")}


def _sort_out(
    found: Iterable[tuple[str, str, str]], root: Path, files: dict[str, Path], left_out: list[LeftOut]
) -> None:
    """Put what a walk finds where it belongs."""
    for key, path, why in found:
        if why := why or _bad_key(key):
            left_out.append(LeftOut(os.path.relpath(path, root), why))
        elif _is_upload(key):
            files[key] = Path(path)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise DeskError(f"{error.filename} cannot be read. Give yourself the permission, or move it away.") from error


def _theme(root: Path) -> dict[str, Path]:
    """The files of the site's own theme, whatever their names: what none may have is reported when they are judged."""
    folder = root / THEME.rstrip("/")
    if not folder.is_dir():
        return {}
    found = (path for path in folder.rglob("*") if path.is_file() and _inside(path, root))
    return {
        THEME + path.relative_to(folder).as_posix(): path
        for path in found
        if not _hidden(path.relative_to(folder).parts)
    }


def look_for_articles(root: Path) -> Folder:
    """Like `look`, but DeskError too if there are none."""
    return with_articles(look(root))


def with_articles(folder: Folder) -> Folder:
    """The folder itself. DeskError if it holds no articles."""
    if not any(key.startswith(ARTICLES) for key in folder.files):
        raise DeskError(f"{folder.root} holds no articles. Put some there: files that end in {', '.join(SUFFIXES)}.")
    return folder


def tell_left_out(left_out: Iterable[LeftOut], console: Console) -> None:
    for left in left_out:
        console.problem(f"Left out: {printable(left.path)}: {left.why}.")


def read(key: str, path: Path, most: int = UPLOAD_BYTES) -> Upload | None:
    """The file as an upload, its version a hash of its content; None if it has just gone.

    Its body is left out if it has more than `most` bytes.
    """
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            body = file.read(min(found.st_size, most) + 1)  # more would take memory for as many bytes first
            body += file.read(most + 1 - len(body)) if len(body) > found.st_size else b""  # it grows just now
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise DeskError(f"{path} cannot be read: {error.strerror}. Mend that, or move it away.") from error
    modified = datetime.fromtimestamp(found.st_mtime, UTC).replace(microsecond=0)
    size = max(found.st_size, len(body))
    version = blake2b(body, digest_size=16).hexdigest()
    return Upload(key, body if size <= most else b"", modified, version, size)


class _Walk:
    """Finds what may be uploads: the key of each, its path, and why it is left out, or an empty text."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._real = os.path.realpath(root)
        self.linked = False

    def below(self, folder: Entry, prefix: str, above: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        """In a folder. `above`: the real paths of the folders down to it, to stop circles."""
        try:
            entries = os.scandir(folder)
        except (FileNotFoundError, NotADirectoryError):  # it has just gone
            return
        with entries:
            for entry in entries:
                yield from self._at(entry, prefix + entry.name, above)

    def at_place(self, path: Path, prefix: str, key: str) -> Iterator[tuple[str, str, str]]:
        """At a path and below it; nothing if a folder above it is left out."""
        folder = _base(self._root, prefix)
        for name in key.removeprefix(prefix).split("/")[:-1]:
            folder /= name
            if _hidden([name]) or (prefix != MEDIA and _no_articles(folder, top=folder.parent == self._root)):
                return
        yield from self._at(path, key, (os.path.realpath(path.parent),))

    def _at(self, entry: Entry, key: str, above: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        """A file, or a folder and what lies in it."""
        top = above == (self._real,)
        if _hidden([entry.name]) or (top and entry.name in _OF_THEIR_OWN):
            return
        link = entry.is_symlink()
        self.linked |= link
        if link and not _inside(Path(entry), self._root):
            yield key, os.fspath(entry), "it is a link that leaves the folder"
        elif entry.is_dir():
            yield from self._folder(entry, key, above, top=top)
        elif key.startswith(MEDIA):  # what is no picture is told by `images`
            if entry.is_file():
                yield key, os.fspath(entry), ""
        elif suffix(entry.name) in (*SUFFIXES, *profiles.SUFFIXES) and entry.is_file():
            why = "its name starts with _, by which other systems mark what is no article"
            yield key, os.fspath(entry), why if entry.name.startswith("_") else ""

    def _folder(self, entry: Entry, key: str, above: tuple[str, ...], *, top: bool) -> Iterator[tuple[str, str, str]]:
        real = os.path.realpath(entry)
        why = "" if key.startswith(MEDIA) else _no_articles(Path(entry), top=top)
        if why := why or ("it is a circle of links" if real in above else ""):
            yield key, os.fspath(entry), why
        else:
            yield from self.below(entry, f"{key}/", (*above, real))


def _hidden(names: Iterable[str]) -> bool:
    return any(name.startswith(".") for name in names)


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # it leads nowhere, or to itself
        return False


def _no_articles(folder: Path, *, top: bool) -> str:
    """Why a folder holds no articles; an empty text if it may."""
    if top and folder.name in _OTHER_FOLDERS:
        return f"a folder {folder.name} at the top holds no articles"
    if folder.name.startswith("_") and folder.name != _POSTS:
        return "its name starts with _, by which other systems mark what is no article"
    return "a site that presswork has built" if (folder / MANIFEST).is_file() else ""


def may_hold_uploads(root: Path, folder: Path) -> bool:
    """Whether uploads may lie in a folder at the top, or below it."""
    if _hidden([folder.name]):
        return False
    if _base(root, ARTICLES) != root:
        return f"{folder.name}/" in (*FOLDERS, THEME)
    return not _no_articles(folder, top=True)


def _is_upload(key: str) -> bool:
    if key.startswith(MEDIA):
        return True
    return suffix(key) in (profiles.SUFFIXES if key.startswith(AUTHORS) else SUFFIXES)


def _bad_key(key: str) -> str:
    """Why a file that looks like an upload can be none; an empty text if it can."""
    if key.startswith(AUTHORS) and not _is_upload(key):
        return f"an author's file ends in {profiles.SUFFIXES[0]}"
    try:
        return "its path is longer than a bucket takes" if len(key.encode()) > _KEY_BYTES else ""
    except UnicodeEncodeError:
        return "its name is not UTF-8"
