"""A body's links, made absolute: a feed's reader stands elsewhere."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

_TAG = re.compile(r"<[a-z][^<>]*>")
_LINK = re.compile(r' (href|src|poster|cite|srcset)="([^"]*)"')
_CANDIDATE = re.compile(r"[^\s,](?:\S*[^\s,])?")
"""The source in a candidate of `srcset`; a size may follow, such as `2x`."""
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def absolute(html: str, base: str) -> str:
    """`html`: of the sanitiser, where neither text nor an attribute holds a bare `<` or `>`. `base`: the page's URL."""

    def link(found: re.Match[str]) -> str:
        name, value = found[1], unescape(found[2])
        joined = _sources(value, base) if name == "srcset" else _joined(value, base)
        return f' {name}="{escape(joined)}"'

    return _TAG.sub(lambda tag: _LINK.sub(link, tag[0]), html)


def _sources(srcset: str, base: str) -> str:
    """Sources hold no comma: `media` takes each comma for the end of a candidate."""
    candidates = (each.strip() for each in srcset.split(","))
    return ", ".join(_CANDIDATE.sub(lambda found: _joined(found[0], base), each, count=1) for each in candidates)


def _joined(link: str, base: str) -> str:
    """What a browser makes of a link on the page; one that leads nowhere stays as it is."""
    if _SCHEME.match(link):
        return link
    try:
        return urljoin(base, link)
    except ValueError:  # such as `//[`
        return link
