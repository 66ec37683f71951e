"""Pictures on pages: their renditions, and how pages show them.

A picture of `media/` that is not there, not yet or no more, leaves its alternative text: a page never shows a broken
one. All others have their size with them, so that nothing moves when they arrive.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from presswork.article.model import Picture, Rendered
from presswork.article.pictures import own_source, source
from presswork.index.rows import Standing
from presswork.index.site import Index
from presswork.pages import addresses
from presswork.pages.addresses import PictureFile
from presswork.pages.page import FOREVER, Page
from presswork.pictures.renditions import TYPES, Format, formats, height_at, name

if TYPE_CHECKING:
    from markupsafe import Markup

SOCIAL = 1280
"""The widest rendition that other sites show beside a link to an article."""
MISSING = "picture-missing"
"""The class of the text that stands for a picture that is not there."""
BODY = "(min-width: 50rem) 46rem, 95vw"
"""How wide the theme shows the pictures of a body, for browsers to choose a rendition. Templates say it of others."""

_TAG = re.compile(r'<(/?)(picture|source|img)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_OURS = {"src", "srcset", "sizes", "width", "height", "loading", "decoding"}
"""Attributes that follow from the renditions."""


class Image(NamedTuple):
    """A picture, its address ready for use. Width and height are 0 where they are not known."""

    src: str
    alt: str
    caption: str
    width: int = 0
    height: int = 0
    rendered: Rendered | None = None


def respond(file: PictureFile, index: Index) -> Page | None:
    """A rendition of a picture that is there, and that a live article shows. ProofMissing as in `respond`."""
    stored = index.made(file.source).stored
    if stored is None or (stored.rendered.hash, file.width in stored.rendered.widths) != (file.hash, True):
        return None
    if file.format not in formats(stored.rendered) or not index.used(file.source):
        return None
    body = index.rendition(stored.name, name(file.width, file.format))
    return Page(body, content_type=TYPES[file.format], cache_control=FOREVER)


def image(picture: Picture | None) -> Image | None:
    """A picture as a page shows it; None if there is none, or if it is one of `media/` that is not there."""
    if picture is None:
        return None
    if rendered := picture.rendered:
        return _image(rendered, rendered.widths[-1], picture)
    if own_source(picture) is not None:
        return None
    src = picture.source
    if not src.startswith(("https://", "http://")):
        src = quote(src if src.startswith("/") else f"/{src}", safe="/%!$&'(),;=:@")
    return Image(src, picture.alt, picture.caption)


def social(picture: Picture | None) -> Image | None:
    """A picture as other sites show it beside a link: in a format that all of them read, and not too wide."""
    if picture and (rendered := picture.rendered):
        width = max((each for each in rendered.widths if each <= SOCIAL), default=rendered.widths[0])
        return _image(rendered, width, picture)
    return image(picture)


def tag(shown: Image, sizes: str, *, first: bool = False, alt: str | None = None) -> Markup:
    """The HTML for a picture. `first`: it is seen at once; all others load when they come into view.

    `alt`: instead of its own alternative text.
    """
    from markupsafe import Markup

    alternative = escape(shown.alt if alt is None else alt)
    how = {"fetchpriority": "high"} if first else {"loading": "lazy"}
    if shown.rendered is None:
        html = _element("img", {"src": escape(shown.src), "alt": alternative, **how, "decoding": "async"})
    else:
        html = _html(shown.rendered, sizes, {"alt": alternative, **how})
    return Markup(html)  # noqa: S704 (all values are escaped)


def body_with_pictures(html: str, standing: Standing, base_url: str) -> str:
    """A body, or a part of one, with its pictures of `media/` as they were made. Others stay as they are.

    `html` is what the sanitiser let through, `base_url` the site's.
    """
    return _Body(standing, base_url).filled(html)


class _Body:
    def __init__(self, standing: Standing, base_url: str) -> None:
        self._made = {each.source: each for each in standing.pictures}
        self._base_url = base_url
        self._inside = 0
        """How many `picture` elements of the author's are open: ours cannot stand in them."""

    def filled(self, html: str) -> str:
        return _TAG.sub(self._replaced, html)

    def _replaced(self, found: re.Match[str]) -> str:
        end, element, written = found[1], found[2], found[3]
        if element == "picture":
            self._inside += -1 if end else 1
            return found[0]
        attributes = dict(_ATTRIBUTE.findall(written))
        if element == "source":
            return "" if self._is_own(attributes) else found[0]
        named = source(unescape(attributes.get("src", "")), self._base_url)
        if named is None:
            return found[0]
        kept = {key: value for key, value in attributes.items() if key not in _OURS}
        if rendered := self._made.get(named):
            return self._shown(rendered, kept)
        alternative = kept.get("alt", "")
        return f'<span class="{MISSING}">{alternative}</span>' if alternative else ""

    def _shown(self, rendered: Rendered, kept: Mapping[str, str]) -> str:
        attributes = {**kept, "loading": "lazy"}
        if self._inside:
            return _element("img", _attributes(rendered, BODY, attributes))
        return _html(rendered, BODY, attributes)

    def _is_own(self, attributes: Mapping[str, str]) -> bool:
        """Whether any candidate of a `source` is of `media/`, where nothing stands but renditions."""
        candidates = unescape(attributes.get("srcset", "")).split(",")
        return any(source(each.strip().partition(" ")[0], self._base_url) is not None for each in candidates)


def _image(rendered: Rendered, width: int, picture: Picture) -> Image:
    src = addresses.encode(addresses.rendition(rendered, width, rendered.fallback))
    height = height_at(width, (rendered.width, rendered.height))
    return Image(src, picture.alt, picture.caption, width, height, rendered)


def _html(rendered: Rendered, sizes: str, attributes: Mapping[str, str]) -> str:
    """`picture` with the renditions in WebP, and those in the format for all. Values of attributes are escaped."""
    webp = {"type": TYPES["webp"], "srcset": _candidates(rendered, "webp"), "sizes": sizes}
    img = _attributes(rendered, sizes, attributes)
    return f"<picture>{_element('source', webp)}{_element('img', img)}</picture>"


def _attributes(rendered: Rendered, sizes: str, attributes: Mapping[str, str]) -> dict[str, str]:
    widest = rendered.widths[-1]
    return {
        "src": escape(addresses.encode(addresses.rendition(rendered, widest, rendered.fallback))),
        "srcset": _candidates(rendered, rendered.fallback),
        "sizes": sizes,
        "width": str(widest),
        "height": str(height_at(widest, (rendered.width, rendered.height))),
        **attributes,
        "decoding": "async",
    }


def _candidates(rendered: Rendered, format_: Format) -> str:
    """A `srcset`: each rendition with its width."""
    places = ((addresses.encode(addresses.rendition(rendered, width, format_)), width) for width in rendered.widths)
    return ", ".join(f"{escape(place)} {width}w" for place, width in places)


def _element(element: str, attributes: Mapping[str, str]) -> str:
    return "".join((f"<{element}", *(f' {key}="{value}"' for key, value in attributes.items()), ">"))
