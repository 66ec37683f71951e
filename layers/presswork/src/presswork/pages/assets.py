"""The theme's files, under addresses that name their content: `/assets/style.<hash>.css`."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from presswork.article.model import Address

FOLDER = "/assets/"
THEME = Path(__file__).parent / "theme"

TYPES = {
    "css": "text/css; charset=utf-8",
    "gif": "image/gif",
    "ico": "image/x-icon",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
    "woff2": "font/woff2",
}
"""Of the files that a theme may have beside its templates, by the ends of their names."""
_OURS = ("style.css", "icon.svg", "reactions.js")


class Asset(NamedTuple):
    """A file of the theme."""

    address: Address
    content_type: str
    body: bytes


@cache
def load() -> dict[str, Asset]:
    """The files by their names in the theme's folder, e.g. `style.css`. Read once a process, at first use."""
    return {name: asset(name, (THEME / name).read_bytes()) for name in _OURS}


def asset(name: str, body: bytes) -> Asset:
    """A file of a theme at its address; the end of its name is one of TYPES."""
    stem, _, suffix = name.rpartition(".")
    return Asset(Address(f"{FOLDER}{stem}.{sha256(body).hexdigest()[:12]}.{suffix}"), TYPES[suffix], body)
