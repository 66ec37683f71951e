"""The renditions of a picture: which there are, how large they are, what they are called. Pure, without Pillow."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Literal, NamedTuple, Protocol, TypeAlias

from presswork.article.model import Problem, Rendered, Upload

Format: TypeAlias = Literal["webp", "jpg", "png"]

ENCODING = "pillow-13.0.0.1"
"""Names how renditions are made: change it with Pillow, or with `make`, whenever their bytes change. It is part of each
picture's hash, so addresses that browsers keep for ever change with it, and of the edition: all are made again."""

WIDTHS = (320, 640, 960, 1280, 1920)
MOVING_WIDTHS = (320, 640, 960)
"""Of pictures that move: each of their frames takes as long as a picture."""
TYPES: dict[Format, str] = {"webp": "image/webp", "jpg": "image/jpeg", "png": "image/png"}
_HASH_LETTERS = 20


class Drawn(NamedTuple):
    """A picture that was made: what pages need to know of it, and the bytes of each rendition by its `name`."""

    rendered: Rendered
    files: dict[str, bytes]


class Refused(NamedTuple):
    """An upload that is no picture that pages could show: what its author must mend."""

    problem: Problem


class Make(Protocol):
    """Makes the renditions of an upload. The same bytes always give the same; whatever they hold, it never raises."""

    def __call__(self, source: str, upload: Upload) -> Drawn | Refused: ...


def hash_of(body: bytes) -> str:
    """Names the renditions of an upload by its content and by how they are made."""
    return sha256(f"{ENCODING}\n".encode() + body).hexdigest()[:_HASH_LETTERS]


def widths_for(width: int, widths: tuple[int, ...] = WIDTHS) -> tuple[int, ...]:
    """The widths to make of a picture: none above its own, which is the last if it is below the widest."""
    narrower = tuple(each for each in widths if each < width)
    return narrower if len(narrower) == len(widths) else (*narrower, width)


def height_at(width: int, of: tuple[int, int]) -> int:
    """The height at a width, of a picture whose size is `of`: rounded, at least one pixel."""
    full, height = of
    return max(1, (2 * height * width + full) // (2 * full))


def formats(rendered: Rendered) -> tuple[Format, Format]:
    """Those in which each width is there."""
    return ("webp", rendered.fallback)


def name(width: int, format_: Format) -> str:
    """A rendition's name beside its sisters, e.g. `640.webp`."""
    return f"{width}.{format_}"


def names(rendered: Rendered) -> Iterator[str]:
    """Of all of its renditions."""
    for width in rendered.widths:
        for format_ in formats(rendered):
            yield name(width, format_)
