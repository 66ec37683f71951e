"""URLs of the body as the URL standard wants them written: browsers put up with more, other readers do not."""

from __future__ import annotations

import re

_SITE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*", re.IGNORECASE)
"""Scheme and host, where brackets mean something."""
_ILLEGAL = re.compile(r"&quot;|&lt;|&gt;|[ {}|^`\[\]]|%(?![0-9a-fA-F]{2})")
_CHARACTERS = {"&quot;": '"', "&lt;": "<", "&gt;": ">"}


def legal(url: str) -> str:
    """A URL, as it stands in an attribute, with what may not stand in one percent-encoded, as browsers send it.

    Its scheme was judged before. So only those blanks go from its ends that any parser takes off: without the line
    separator before it, `javascript:` would be another scheme.
    """
    url = url.strip(" \t\n\f\r")
    site = _SITE.match(url)
    start = site.end() if site else 0
    return url[:start] + _ILLEGAL.sub(_encoded, url[start:])


def legal_set(candidates: str) -> str:
    """The same for each URL of a `srcset`."""
    return re.sub(r"[^ \t\n\f\r,]+", lambda found: legal(found[0]), candidates)


def _encoded(found: re.Match[str]) -> str:
    return f"%{ord(_CHARACTERS.get(found[0], found[0])):02X}"
