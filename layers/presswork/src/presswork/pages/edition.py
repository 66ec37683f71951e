"""The site's edition: a name for all but articles that pages are made of. When it changes, all are made again."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable

from presswork.index.rows import Site
from presswork.pictures.renditions import ENCODING


def edition(site: Site) -> str:
    """Changes each time the settings do (also when they change back), and with what makes pages and pictures."""
    return f"{site.changed}-{_code()}"


@cache
def _code() -> str:
    digest = blake2b(ENCODING.encode(), digest_size=8)
    for name, content in sorted(sources("", files("presswork.pages"))):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def sources(name: str, folder: Traversable) -> list[tuple[str, bytes]]:
    """Every file below a folder of a package, with `name` before its own, but for what is compiled from others."""
    found = []
    for each in folder.iterdir():
        if each.is_dir() and each.name not in ("__pycache__", "compiled"):
            found += sources(f"{name}{each.name}/", each)
        elif each.is_file() and not each.name.endswith(".pyc"):
            found.append((name + each.name, each.read_bytes()))
    return found
