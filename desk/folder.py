"""A folder of articles and pictures, as the source bucket would hold it: the files that are uploads, and their keys.

Any folder serves. If it has a folder `articles/`, the articles are what is in there; otherwise they are what is in it,
but for the few folders that mean something else at the top: `pages/`, `authors/`, `media/` and `theme/` are what they
are in the bucket. `site.yaml` lies at the top. Nothing that looks like an article is left out without a word.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from desk.console import DeskError
from presswork.article import profiles
from presswork.article.formats import SUFFIXES, suffix
from presswork.article.limits import UPLOAD_BYTES
from presswork.article.model import Upload
from presswork.article.uploads import ARTICLES, AUTHORS, FOLDERS, MEDIA, PAGES, SITE_YAML
from presswork.pages.theme.own import FOLDER as THEME

OTHER_FOLDERS = {"node_modules", "reports"}
"""At the top, these hold no uploads."""
_OF_THEIR_OWN = {SITE_YAML, *(each.rstrip("/") for each in (AUTHORS, MEDIA, PAGES, THEME))}
"""At the top, these are no articles, but uploads of another kind."""
MANIFEST = ".presswork"
"""The file by which a folder is known as one that `presswork build` has written."""
_POSTS = "_posts"
"""Where Jekyll has its articles; its other folders with an underscore hold none."""
_KEY_BYTES = 1024
"""The longest key that S3 takes."""


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
    if not root.is_dir():
        what = "is no folder" if root.exists() else "does not exist"
        raise DeskError(f"{root} {what}. Name a folder of articles: Markdown, HTML, JSON or text files.")
    places = {folder: root / folder for folder in FOLDERS}
    if not places[ARTICLES].is_dir():
        places[ARTICLES] = root
    files: dict[str, Path] = {}
    left_out: list[LeftOut] = []
    try:
        for prefix, base in places.items():
            walk = _media if prefix == MEDIA else _walk
            for path, why in walk(base, root) if base.is_dir() else ():
                key = prefix + path.relative_to(base).as_posix()
                if why := why or _bad_key(key):
                    left_out.append(LeftOut(path.relative_to(root).as_posix(), why))
                elif _is_upload(key):
                    files[key] = path
    except PermissionError as error:
        raise DeskError(f"{error.filename} cannot be read. Give yourself the permission, or move it away.") from error
    if (settings := root / SITE_YAML).is_file():
        files[SITE_YAML] = settings
    files |= _theme(root)
    return Folder(root, dict(sorted(files.items())), tuple(sorted(left_out)))


def _theme(root: Path) -> dict[str, Path]:
    """The files of the site's own theme, whatever their names: what none may have is reported when they are judged."""
    folder = root / THEME.rstrip("/")
    if not folder.is_dir():
        return {}
    found = (path for path in folder.rglob("*") if path.is_file() and _inside(path, root))
    return {
        THEME + path.relative_to(folder).as_posix(): path
        for path in found
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


def look_for_articles(root: Path) -> Folder:
    """Like `look`, but DeskError too if there are none."""
    folder = look(root)
    if not folder.articles:
        raise DeskError(f"{root} holds no articles. Put some there: files that end in {', '.join(SUFFIXES)}.")
    return folder


def read(key: str, path: Path, most: int = UPLOAD_BYTES) -> Upload | None:
    """The file as an upload, its version a hash of its content; None if it has just gone.

    Its body is left out if it has more than `most` bytes.
    """
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            body = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise DeskError(f"{path} cannot be read: {error.strerror}. Mend that, or move it away.") from error
    modified = datetime.fromtimestamp(found.st_mtime, UTC).replace(microsecond=0)
    size = max(found.st_size, len(body))
    version = blake2b(body, digest_size=16).hexdigest()
    return Upload(key, body if size <= most else b"", modified, version, size)


def _walk(folder: Path, root: Path, above: tuple[Path, ...] = ()) -> Iterator[tuple[Path, str]]:
    """The files that may be uploads, each with why it is left out, or an empty text. `above` stops circles."""
    above = (*above, folder.resolve())
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or (folder == root and path.name in _OF_THEIR_OWN):
            continue
        if path.is_symlink() and not _inside(path, root):
            yield path, "it is a link that leaves the folder"
        elif path.is_dir():
            real = path.resolve()
            if why := _no_articles(path, top=folder == root) or ("it is a circle of links" if real in above else ""):
                yield path, why
            else:
                yield from _walk(path, root, above)
        elif suffix(path.name) in (*SUFFIXES, *profiles.SUFFIXES) and path.is_file():
            why = "its name starts with _, by which other systems mark what is no article"
            yield path, why if path.name.startswith("_") else ""


def _media(folder: Path, root: Path, above: tuple[Path, ...] = ()) -> Iterator[tuple[Path, str]]:
    """All files of `media/`, each with why it is left out, or an empty text: what is no picture is told by `images`."""
    above = (*above, folder.resolve())
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_symlink() and not _inside(path, root):
            yield path, "it is a link that leaves the folder"
        elif path.is_dir():
            if path.resolve() in above:
                yield path, "it is a circle of links"
            else:
                yield from _media(path, root, above)
        elif path.is_file():
            yield path, ""


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # it leads nowhere, or to itself
        return False


def _no_articles(folder: Path, *, top: bool) -> str:
    """Why a folder holds no articles; an empty text if it may."""
    if top and folder.name in OTHER_FOLDERS:
        return f"a folder {folder.name} at the top holds no articles"
    if folder.name.startswith("_") and folder.name != _POSTS:
        return "its name starts with _, by which other systems mark what is no article"
    return "a site that presswork has built" if (folder / MANIFEST).is_file() else ""


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
