"""The theme's files, under addresses that name their content: `/assets/style.<hash>.css`."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from presswork.article.model import Address

FOLDER = "/assets/"
THEME = Path(__file__).parent / "theme"

_TYPES = {"style.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}


class Asset(NamedTuple):
    """A file of the theme."""

    address: Address
    content_type: str
    body: bytes


@cache
def load() -> dict[str, Asset]:
    """The files by their names in the theme's folder, e.g. `style.css`. Read once a process, at first use."""
    return {name: _read(name, content_type) for name, content_type in _TYPES.items()}


def addresses() -> tuple[Address, ...]:
    """Where the files of this edition stand."""
    return tuple(asset.address for asset in load().values())


def find(name: str) -> Asset | None:
    """The file with a content hash in its name, e.g. `style.9f2c01ab34de.css`; None if it differs."""
    return next((asset for asset in load().values() if asset.address == FOLDER + name), None)


def _read(name: str, content_type: str) -> Asset:
    body = (THEME / name).read_bytes()
    stem, _, suffix = name.rpartition(".")
    return Asset(Address(f"{FOLDER}{stem}.{sha256(body).hexdigest()[:12]}.{suffix}"), content_type, body)
