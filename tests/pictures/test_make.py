"""Pictures made by Pillow: upright, in sRGB, stripped, never larger; and what hostile or odd files come to."""

from __future__ import annotations

import io
import struct
import time
import zlib
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import PIL
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from presswork.article import limits
from presswork.article.model import Rendered, Upload
from presswork.pictures.make import make
from presswork.pictures.renditions import ENCODING, Drawn, Refused, hash_of, height_at

CUT_OFF = "is damaged, or cut off."
RED, BLUE = (200, 30, 30), (30, 30, 200)


def upload(body: bytes, key: str = "media/a.jpg", size: int = 0) -> Upload:
    return Upload(key, body, datetime(2026, 11, 24, tzinfo=UTC), "1", size or len(body))


def saved(image: Image.Image, format_: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, format_, **how)
    return out.getvalue()


def drawn(body: bytes) -> Drawn:
    found = make("a.jpg", upload(body))
    assert isinstance(found, Drawn), found
    return found


def refused(body: bytes, key: str = "media/a.jpg", size: int = 0) -> str:
    found = make("a.jpg", upload(body, key, size))
    assert isinstance(found, Refused), found
    assert found.problem.severity == "error"
    assert found.problem.cure.endswith(".")
    return found.problem.message


def opened(body: bytes) -> Image.Image:
    return Image.open(io.BytesIO(body))


def half_red(width: int = 1000, height: int = 600) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), BLUE)
    image.paste(RED, (0, 0, width // 2, height))
    return image


def near(pixel: Any, colour: tuple[int, ...], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(pixel, colour, strict=False))


def test_a_picture_is_made_in_every_width_and_format() -> None:
    body = saved(half_red(), "JPEG", quality=95)
    found = drawn(body)
    assert found.rendered == Rendered("a.jpg", hash_of(body), 1000, 600, (320, 640, 960, 1000), "jpg")
    sizes = {name: (opened(each).format, opened(each).size) for name, each in found.files.items()}
    assert sizes == {
        f"{width}.{suffix}": (format_, (width, height_at(width, (1000, 600))))
        for width in (320, 640, 960, 1000)
        for suffix, format_ in (("webp", "WEBP"), ("jpg", "JPEG"))
    }
    assert all(near(opened(each).convert("RGB").getpixel((10, 10)), RED) for each in found.files.values())
    assert opened(found.files["960.jpg"]).info["progressive"]


@pytest.mark.parametrize("format_", ["PNG", "WEBP", "GIF", "AVIF"])
def test_every_format_is_read_whatever_the_name_says(format_: str) -> None:
    found = drawn(saved(half_red(400, 300), format_))
    assert (found.rendered.width, found.rendered.fallback) == (400, "jpg")
    assert near(opened(found.files["320.jpg"]).getpixel((10, 10)), RED, 20)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_colour_becomes_rgb(mode: str) -> None:
    body = saved(Image.new(mode, (400, 300)), "JPEG" if mode == "CMYK" else "PNG")
    for each in drawn(body).files.values():
        assert opened(each).mode in {"RGB", "RGBA"}


def test_sixteen_bits_of_grey_are_not_cut_to_white() -> None:
    body = saved(Image.new("I;16", (400, 300), 128 * 256), "PNG")
    assert near(opened(drawn(body).files["320.jpg"]).getpixel((10, 10)), (128, 128, 128), 2)


def test_what_is_transparent_stays_so() -> None:
    image = half_red(400, 300).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize((400, 300)))
    found = drawn(saved(image, "PNG"))
    assert found.rendered.fallback == "png"
    assert {opened(each).mode for each in found.files.values()} == {"RGBA"}


def test_a_picture_that_could_be_transparent_and_is_not_becomes_a_jpeg() -> None:
    assert drawn(saved(half_red(400, 300).convert("RGBA"), "PNG")).rendered.fallback == "jpg"


@pytest.mark.parametrize(
    ("orientation", "size", "where"),
    [(1, (600, 400), "left"), (3, (600, 400), "right"), (6, (400, 600), "top"), (8, (400, 600), "bottom")],
)
def test_a_camera_that_was_turned_gives_an_upright_picture(orientation: int, size: tuple[int, int], where: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    found = drawn(saved(half_red(600, 400), "JPEG", exif=exif, quality=95))
    assert (found.rendered.width, found.rendered.height) == size
    image = opened(found.files["320.jpg"])
    middle = image.width // 2, image.height // 2
    at = {"left": (5, middle[1]), "right": (image.width - 5, middle[1]), "top": (middle[0], 5)}
    assert near(image.getpixel(at.get(where, (middle[0], image.height - 5))), RED, 20)


def test_nothing_else_that_the_file_says_is_published() -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET camera"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    sources = [
        saved(half_red(), "JPEG", exif=exif, comment=b"SECRET comment", icc_profile=profile, xmp=b"<SECRET/>"),
        saved(half_red(), "PNG", exif=exif, icc_profile=profile),
        saved(half_red(), "WEBP", exif=exif, icc_profile=profile, xmp=b"<SECRET/>"),
    ]
    for body in sources:
        assert b"SECRET" in body
        for each in drawn(body).files.values():
            assert b"SECRET" not in each
            assert not {"exif", "icc_profile", "xmp", "comment"} & opened(each).info.keys()


def test_colours_are_those_that_a_profile_means() -> None:
    linear = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    image = Image.new("RGB", (400, 300), (128, 128, 128))
    for profile in (b"no profile at all", linear.tobytes()):  # neither makes sense for RGB: as good as none
        assert near(
            opened(drawn(saved(image, "PNG", icc_profile=profile)).files["320.jpg"]).getpixel((9, 9)), (128,) * 3
        )
    swapped = _red_green_swapped()
    found = drawn(saved(Image.new("RGB", (400, 300), (200, 30, 30)), "PNG", icc_profile=swapped))
    assert near(opened(found.files["320.jpg"]).getpixel((9, 9)), (30, 200, 30), 25)


def _red_green_swapped() -> bytes:
    """SRGB with the tags of its first two colours exchanged."""
    body = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = body.index(b"rXYZ"), body.index(b"gXYZ")
    body[red : red + 4], body[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(body)


def moving(frames: int, format_: str = "GIF", /, **how: Any) -> bytes:
    images = [Image.new("RGB", (400, 200), (40 * number % 256, 90, 200)) for number in range(frames)]
    return saved(images[0], format_, save_all=True, append_images=images[1:], **{"duration": 80, **how})


@pytest.mark.parametrize("format_", ["GIF", "WEBP"])
def test_a_picture_that_moves_goes_on_moving_and_stands_still_where_it_must(format_: str) -> None:
    found = drawn(moving(4, format_, loop=0))
    assert found.rendered.widths == (320, 400)
    webp = opened(found.files["320.webp"])
    assert (webp.n_frames, webp.size, webp.info["loop"]) == (4, (320, 160), 0)  # type: ignore[attr-defined]
    still = opened(found.files["320.jpg"])
    assert (still.format, getattr(still, "n_frames", 1)) == ("JPEG", 1)
    webp.seek(1)
    webp.load()
    assert near(webp.convert("RGB").getpixel((9, 9)), (40, 90, 200), 12)


@pytest.mark.parametrize(("says", "plays"), [({}, 1), ({"loop": 0}, 0), ({"loop": 2}, 3)])
def test_a_gif_is_played_as_often_as_it_says(says: dict[str, Any], plays: int) -> None:
    assert opened(drawn(moving(2, "GIF", **says)).files["320.webp"]).info["loop"] == plays


def png(width: int, height: int) -> bytes:
    """A few hundred bytes that claim to be this large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    data = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def webp(width: int, height: int) -> bytes:
    """A file of the extended format, with nothing but its size in it."""
    head = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + struct.pack("<I", width - 1)[:3]
    body = b"WEBP" + head + struct.pack("<I", height - 1)[:3]
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize("body", [png(50_000, 50_000), png(10_000, 5_001), webp(16_000, 16_000)])
def test_a_bomb_is_refused_before_it_is_unpacked(body: bytes) -> None:
    started = time.process_time()
    assert refused(body) == "The picture has more than 50,000,000 pixels."
    assert time.process_time() - started < 0.1


def test_a_gif_whose_second_frame_is_a_bomb_is_refused() -> None:
    body = bytearray(moving(2))
    frame = body.rindex(b"\x2c\0\0\0\0")
    body[frame + 5 : frame + 9] = struct.pack("<HH", 60_000, 60_000)
    started = time.process_time()
    assert refused(bytes(body)) in {f"The picture {why}" for why in ("has more than 50,000,000 pixels.", CUT_OFF)}
    assert time.process_time() - started < 0.5


def test_a_picture_that_moves_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOVING_PIXELS", 3 * 400 * 200)
    assert isinstance(make("a.gif", upload(moving(3))), Drawn)
    assert refused(moving(4)) == "The picture has more than 3 frames, too many for its size."


def test_what_is_no_picture_is_refused() -> None:
    assert refused(b"") == refused(b"%PDF-1.7 text") == "The file is not a picture that can be read."
    assert refused(saved(half_red(), "TIFF")) == "The file is not a picture that can be read."


def test_a_picture_that_was_cut_off_is_refused() -> None:
    body = saved(Image.effect_noise((1000, 800), 90), "JPEG")
    assert refused(body[: len(body) // 2]) == "The picture is damaged, or cut off."


@pytest.mark.parametrize(
    "body",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'></svg>",
        b"<?xml version='1.0'?>\n<!-- drawn -->\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x'>\n<svg width='1'>",
    ],
)
def test_a_drawing_in_svg_is_refused(body: bytes) -> None:
    assert refused(body) == refused(b"<", "media/a.SVG") == "SVG drawings are not published: they can hold scripts."


def test_a_file_may_reach_the_limit_and_not_pass_it() -> None:
    assert isinstance(make("a.jpg", upload(saved(half_red(40, 30), "PNG"), size=limits.PICTURE_BYTES)), Drawn)
    assert refused(b"", size=limits.PICTURE_BYTES + 1) == "The file has 26,214,401 bytes; 26,214,400 are allowed."


def test_a_picture_too_high_for_webp_is_refused() -> None:
    assert refused(saved(Image.new("L", (100, 16_001)), "PNG")) == (
        "At 100 pixels of width it would be 16,001 high; 16,000 are possible."
    )


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP", "AVIF"]), st.data())
def test_whatever_the_bytes_it_never_raises(format_: str, data: st.DataObject) -> None:
    body = bytearray(saved(half_red(60, 40), format_))
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(body)))
    assert isinstance(make("a", upload(bytes(body[:cut] if data.draw(st.booleans()) else body))), Drawn | Refused)


def test_the_encoding_is_named_after_pillow_and_its_bytes_are_known() -> None:
    """Where this fails after an update, or a change of `make`: give ENCODING another name, so that all is made again.

    The bytes are those of PNG, which every processor writes alike.
    """
    assert f"pillow-{PIL.__version__}." in ENCODING
    image = half_red(8, 6).convert("RGBA")
    image.putalpha(100)
    files = drawn(saved(image, "PNG")).files
    assert [*files] == ["8.webp", "8.png"]
    assert drawn(saved(image, "PNG")).files == files
    assert sha256(opened(files["8.png"]).tobytes()).hexdigest()[:16] == sha256(image.tobytes()).hexdigest()[:16]
