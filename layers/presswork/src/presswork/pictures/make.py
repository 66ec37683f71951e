"""From an uploaded picture to its renditions, by Pillow. Hostile input: nothing is decoded before its size is known.

Upright, in sRGB, and without anything else that the file says: no place, no camera, no thumbnail of what was cut off.
Only the function `images` has Pillow on Lambda: nothing imports this module but what makes pictures.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from PIL import AvifImagePlugin, GifImagePlugin, Image, ImageCms, ImageOps, WebPImagePlugin

from presswork.article import limits
from presswork.article.model import Problem, Rendered, Upload
from presswork.pictures.renditions import MOVING_WIDTHS, WIDTHS, Drawn, Refused, hash_of, height_at, name, widths_for

# A picture that claims more is refused when it is opened, or when one of its frames turns out larger than it said.
Image.MAX_IMAGE_PIXELS = limits.PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

_PLUGINS = (AvifImagePlugin, GifImagePlugin, WebPImagePlugin)
"""Imported so that they are registered: opening a picture would else import all that Pillow has."""
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_MOVING = {"GIF", "WEBP"}
_LYING = range(5, 9)
"""EXIF orientations in which width and height change places."""

_JPEG = {"quality": 80, "progressive": True, "optimize": True}
_WEBP = {"quality": 80, "method": 4}
_MOVING_WEBP = {"quality": 70, "method": 2, "save_all": True}
_LEAST_MILLISECONDS = 20
"""Of a frame: browsers take less for a slip, and show it longer."""

_SVG = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE[^>]*>\s*)?<svg[\s>]", re.DOTALL)
_SAVE_AS = "Save it as JPEG, PNG, WebP, GIF or AVIF."
_SCALE_DOWN = "Scale it down: pages show at most 1,920 pixels of width."


class _Unfit(Exception):
    """The picture cannot be shown; with what its author is told."""

    def __init__(self, message: str, cure: str) -> None:
        super().__init__(message)
        self.problem = Problem(message, cure)


class _Frame(NamedTuple):
    image: Image.Image
    milliseconds: int
    """For how long it is shown."""


def make(source: str, upload: Upload) -> Drawn | Refused:
    """All renditions of an upload. Never raises, whatever the bytes; the same upload always gives the same."""
    try:
        _check_file(upload)
        size, frames, loop = _decoded(upload)
        return _drawn(source, upload, size, frames, loop)
    except _Unfit as error:
        return Refused(error.problem)


# Reading


def _check_file(upload: Upload) -> None:
    size = max(upload.size, len(upload.body))
    if size > limits.PICTURE_BYTES:
        raise _Unfit(f"The file has {size:,} bytes; {limits.PICTURE_BYTES:,} are allowed.", _SCALE_DOWN)
    if upload.key.lower().endswith(".svg") or _SVG.match(upload.body[:4096]):
        raise _Unfit(
            "SVG drawings are not published: they can hold scripts.", "Export it as PNG, twice as wide as it is shown."
        )
    if _webp_canvas(upload.body) > limits.PIXELS:  # its decoder takes the memory as soon as it is opened
        raise _too_large()


def _webp_canvas(body: bytes) -> int:
    """How many pixels a WebP file of the extended format claims: 24 bits a side, less one. 0 for any other file."""
    if body[:4] != b"RIFF" or body[8:16] != b"WEBPVP8X" or len(body) < 30:
        return 0
    return (int.from_bytes(body[24:27], "little") + 1) * (int.from_bytes(body[27:30], "little") + 1)


def _decoded(upload: Upload) -> tuple[tuple[int, int], Sequence[_Frame], int]:
    """The picture's size, upright; its frames, one if it stands still; and how often they are played (0: for ever)."""
    opened = False
    try:
        with Image.open(io.BytesIO(upload.body), formats=_FORMATS) as original:
            opened = True
            if original.format in _MOVING and _has_second_frame(original):
                return original.size, [*_frames(original)], _loop(original)
            size = original.size[::-1] if original.getexif().get(0x0112) in _LYING else original.size
            return size, [_Frame(_still(original, size), 0)], 0
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except _Unfit:
        raise
    except Exception:  # noqa: BLE001 (what a decoder makes of hostile bytes may be anything)
        if opened:
            raise _Unfit("The picture is damaged, or cut off.", "Upload it again, whole.") from None
        raise _Unfit("The file is not a picture that can be read.", _SAVE_AS) from None


def _still(original: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Upright, in sRGB, and no larger than its widest rendition."""
    profile = original.info.get("icc_profile")
    width = widths_for(size[0])[-1]
    wanted = width, height_at(width, size)
    original.draft(None, wanted if original.size == size else wanted[::-1])  # decodes a JPEG at a part of its size
    upright = ImageOps.exif_transpose(original)
    return _plain(_in_srgb(_plain(upright).resize(wanted, Image.Resampling.LANCZOS), profile))


def _plain(image: Image.Image) -> Image.Image:
    """In 8 bits a channel, RGB, RGBA or CMYK, with no more said of it."""
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode not in {"RGB", "RGBA", "CMYK"}:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.info.clear()
    return image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB or RGBA, with the colours that a profile means. One that makes no sense is as good as none."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    if profile:
        try:
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            opaque = image.convert("RGB") if alpha else image
            found = ImageCms.profileToProfile(opaque, meant, ImageCms.createProfile("sRGB"), outputMode="RGB")
            image = found or image
        except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
            pass
    image = image if image.mode in {"RGB", "RGBA"} else image.convert("RGB")
    if alpha:
        image.putalpha(alpha)
    return image


def _has_second_frame(original: Image.Image) -> bool:
    try:
        original.seek(1)
    except EOFError:
        return False
    finally:
        original.seek(0)
    return True


def _frames(original: Image.Image) -> Iterator[_Frame]:
    """Each frame as a whole picture, as long as there are not too many."""
    most = min(limits.FRAMES, limits.MOVING_PIXELS // (original.width * original.height))
    for number in range(most + 1):
        try:
            original.seek(number)
        except EOFError:
            return
        if number == most:
            raise _Unfit(
                f"The picture has more than {most:,} frames, too many for its size.",
                "Make it smaller or shorter, or publish it as a video.",
            )
        image = original.convert("RGBA")
        milliseconds = max(int(original.info.get("duration", 0)), _LEAST_MILLISECONDS)
        image.info.clear()
        yield _Frame(image, milliseconds)


def _loop(original: Image.Image) -> int:
    """How often the frames are played. A GIF that says nothing is played once, and else once more than it says."""
    said = original.info.get("loop")
    if original.format != "GIF":
        return int(said or 0)
    return 1 if said is None else int(said) + 1 if said else 0


def _too_large() -> _Unfit:
    return _Unfit(f"The picture has more than {limits.PIXELS:,} pixels.", _SCALE_DOWN)


# Writing


def _drawn(source: str, upload: Upload, size: tuple[int, int], frames: Sequence[_Frame], loop: int) -> Drawn:
    moves = len(frames) > 1
    widths = widths_for(size[0], MOVING_WIDTHS if moves else WIDTHS)
    if (height := height_at(widths[-1], size)) > limits.RENDITION_HEIGHT:
        raise _Unfit(
            f"At {widths[-1]:,} pixels of width it would be {height:,} high; {limits.RENDITION_HEIGHT:,} are possible.",
            "Cut it into several pictures.",
        )
    opaque = frames[0].image.mode == "RGB" or frames[0].image.getchannel("A").getextrema() == (255, 255)
    rendered = Rendered(source, hash_of(upload.body), *size, widths, "jpg" if opaque else "png")
    how: dict[str, object] = {**_WEBP}
    if moves:
        how = {**_MOVING_WEBP, "loop": loop, "duration": [each.milliseconds for each in frames]}
    images = [each.image for each in frames]
    files: dict[str, bytes] = {}
    for width in reversed(widths):  # each from the next wider one: that is quicker, and looks the same
        images = [_at(each, width, size) for each in images]
        if moves:
            how["append_images"] = images[1:]
        files[name(width, "webp")] = _saved(images[0], "WEBP", how)
        files[name(width, rendered.fallback)] = (
            _saved(images[0].convert("RGB"), "JPEG", _JPEG) if opaque else _saved(images[0], "PNG", {})
        )
    return Drawn(rendered, files)


def _at(image: Image.Image, width: int, size: tuple[int, int]) -> Image.Image:
    wanted = width, height_at(width, size)
    return image if image.size == wanted else image.resize(wanted, Image.Resampling.LANCZOS)


def _saved(image: Image.Image, format_: str, how: Mapping[str, object]) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **how)
    return out.getvalue()
