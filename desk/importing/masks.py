"""Parts of a body that must stay as they are, code above all, put out of reach while the rest is rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARK = re.compile(r"\x00(\d+)\x00")
_HTML_CODE = re.compile(r"<!--.*?-->|<(pre|code|script|style|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


class Masks:
    """Holds what was put away. Marks are made of NUL, which no text that we read contains."""

    def __init__(self) -> None:
        self._away: list[str] = []

    def put(self, text: str) -> str:
        """A mark that stands for the text."""
        self._away.append(text)
        return f"\x00{len(self._away) - 1}\x00"

    def back(self, text: str) -> str:
        """With all marks replaced by what they stand for; what was put away may hold marks itself."""
        while "\x00" in text:
            text = _MARK.sub(lambda found: self._away[int(found[1])], text)
        return text

    def code(self, text: str, markup: str) -> str:
        """With a mark for each piece of code."""
        if markup == "markdown":
            text = self._markdown(text)
        return _HTML_CODE.sub(lambda found: self.put(found[0]), text)

    def _markdown(self, text: str) -> str:
        data = text.encode()
        parts: list[str] = []
        position = 0
        for start, end in sorted(_code(text)):
            if start >= position:
                parts += [data[position:start].decode(), self.put(data[start:end].decode())]
                position = end
        return "".join((*parts, data[position:].decode()))


def _code(text: str) -> Iterable[tuple[int, int]]:
    """Where Markdown's code stands, in bytes; blocks without the line end after them."""
    import pyromark

    data = text.encode()
    for event, where in pyromark.events_with_range(text):
        if not isinstance(event, dict):
            continue
        started = event.get("Start")
        if "Code" in event or (isinstance(started, dict) and "CodeBlock" in started):
            end = where["end"]
            while end > where["start"] and data[end - 1 : end] == b"\n":
                end -= 1
            yield where["start"], end
