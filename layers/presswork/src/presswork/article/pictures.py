"""How articles name pictures of `media/`: each by its source, the path below that folder."""

from __future__ import annotations

import re
from unicodedata import normalize
from urllib.parse import unquote

from presswork.article import addresses, limits
from presswork.article.model import Address, Picture
from presswork.article.uploads import MEDIA

_BELOW = re.compile(r"(?:/|(?:\.{1,2}/)*+)media/(.+)", re.DOTALL)
"""`/media/a.jpg`, `media/a.jpg`, and `../media/a.jpg`, as an editor's own preview of the folder wants it."""


def source(written: str, base_url: str) -> str | None:
    """The source that an address of a picture means: decoded, NFC. None for one that does not lead below `media/`."""
    path = re.split("[?#]", written.strip(), maxsplit=1)[0]
    if path.startswith(f"{base_url}/"):
        path = path[len(base_url) :]
    found = _BELOW.fullmatch(path)
    return normalize("NFC", unquote(found[1])) if found else None


def lead(written: str, base_url: str) -> str:
    """How we keep the address of a lead picture, which may be written without `media/`: `/media/` and the source.

    That of a picture elsewhere stays as it is.
    """
    found = source(written, base_url)
    if found is None and not written.startswith("/") and "://" not in written:
        found = source(MEDIA + written, base_url)
    return written if found is None else f"/{MEDIA}{found}"


def own_source(picture: Picture) -> str | None:
    """The source of a lead picture of this site's `media/`; None for one that is elsewhere."""
    return picture.source.removeprefix(f"/{MEDIA}") if picture.source.startswith(f"/{MEDIA}") else None


def fault(source: str) -> str:
    """Why no picture can have a source, as a sentence; empty if one can."""
    if len((MEDIA + source).encode(errors="surrogatepass")) > limits.KEY_BYTES:
        return f"The name is longer than {limits.KEY_BYTES} bytes."
    if source != normalize("NFC", source):
        return "The name is not in Unicode's normal form C."
    try:
        addresses.checked(Address(f"/{MEDIA}{source}"))
    except ValueError as error:
        return f"{error}"
    return ""
