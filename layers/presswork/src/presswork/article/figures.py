"""Figures: a picture that stands alone in its paragraph, and has a title, is one with a caption."""

from __future__ import annotations

import re
from html import escape, unescape

from presswork.article.media import is_source

_ATTRIBUTES = r'(?: [a-z-]+="[^"]*+")*+'
_ALONE = re.compile(
    rf"<p({_ATTRIBUTES})>\s*+(<a{_ATTRIBUTES}>)?\s*+(<img{_ATTRIBUTES}>)\s*+((?(2)</a>))\s*+</p>", re.ASCII
)
_SOURCE = re.compile(r' src="([^"]*)"')
_TITLE = re.compile(r' title="([^"]*)"')


def captioned(html: str) -> str:
    """Sanitised HTML in which such paragraphs are figures. Markdown's `![alt](crane.jpg "Caption")` gives one."""
    return _ALONE.sub(_figure, html)


def _figure(found: re.Match[str]) -> str:
    attributes, link, picture, link_end = found.groups(default="")
    source, title = _SOURCE.search(picture), _TITLE.search(picture)
    caption = escape(unescape(title[1]).strip(), quote=False) if title else ""
    if not caption or not source or not is_source(source[1]):
        return found[0]
    picture = _TITLE.sub("", picture, count=1)
    return f"<figure{attributes}>{link}{picture}{link_end}<figcaption>{caption}</figcaption></figure>"
