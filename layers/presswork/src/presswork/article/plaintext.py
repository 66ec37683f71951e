"""The text of sanitised HTML, as a reader sees it."""

from __future__ import annotations

import re
from html import unescape

_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|rp|rt|ruby|s|samp|small|span|strong|sub|sup|time|u|var|wbr)"
    r"(?: [^>]*)?>"
)
_NOTE_NUMBER = re.compile(
    r'<sup class="footnote-(?:reference|definition-label)"[^>]*>.*?</sup>| ?<a class="footnote-back"[^>]*>.*?</a>',
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")
_CODE = re.compile(r"<pre(?: [^>]*)?>.*?</pre>", re.DOTALL)
_LINK = re.compile(r"<a(?: [^>]*)?>.*?</a>", re.DOTALL)


def plain_text(html: str, *, code: bool = False, link_text: bool = True) -> str:
    """The text, one line a block, without footnote numbers and the ways back; blocks of code only with `code`.

    `link_text` false leaves out the words of links, for measures of what the author wrote besides. `html` is of the
    sanitiser: there, neither text nor an attribute holds a bare `<` or `>`.
    """
    if "footnote-" in html:
        html = _NOTE_NUMBER.sub("", html)
    if not code:
        html = _CODE.sub("\n", html)
    if not link_text:
        html = _LINK.sub(" ", html)
    text = unescape(_TAG.sub("\n", _INLINE.sub("", html)))
    return "\n".join(filter(None, map(str.strip, text.split("\n"))))
