"""HTML of any kind to well-nested HTML of known elements, so that the sanitiser has an easy and bounded task.

This is no security gate: nh3 is, and it comes after. Ahead of it stands this pass, since a browser's parsing rules,
which nh3 follows, take half a minute for 100,000 open elements or for one element of 200,000 attributes. It also knows
what it removed, and where, which nh3 does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from presswork.article import limits
from presswork.article.allowed import ALIGNMENTS, ATTRIBUTES, EVERYWHERE, VOID, elements

_TOKEN = re.compile(
    r"""
    <!--(?:>|->|.*?(?:-->|--!>|\Z))
    |<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)
      (?P<attributes>(?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?=>)))?+)*+)
      [\s/]*+(?:>|\Z)
    |<[!?/][^>]*+(?:>|\Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+)|(?=>|\Z)))?+""", re.VERBOSE
)
_ALIGN = re.compile(r"text-align:\s*(left|center|right)\b", re.IGNORECASE)

_RAW = elements("script style iframe noembed noframes noscript xmp textarea title plaintext")
"""Their content is not HTML. It goes with them."""
_OPAQUE = elements("svg math object template select canvas applet")
"""Their content is HTML, or like it, but not text for readers. It goes with them."""
_TOLD = (_RAW | _OPAQUE | elements("embed form button frame frameset input")) - {"title", "noscript"}
"""An author should know that these are gone."""

_BLOCKS = elements(
    """
    address article aside blockquote details div dl fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr
    main nav ol p pre section table ul
    """
)
_CLOSED_BY = {
    **{name: frozenset({"p"}) for name in _BLOCKS},
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tr": frozenset({"td", "th", "tr"}),
    "tbody": frozenset({"td", "th", "tr", "thead", "tbody"}),
    "tfoot": frozenset({"td", "th", "tr", "thead", "tbody"}),
}
"""A start tag closes these where they are innermost: their end tags may be left out."""

_TABLE = elements("table caption colgroup thead tbody tfoot tr td th")
_CELLS = frozenset({"td", "th", "caption"})
_FORMATTING = elements("a b code em i s small strong u")


class TooDeep(Exception):
    """Elements are nested deeper than the limit; `offset` says where it is reached."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class Removed(NamedTuple):
    """An element that was taken out, and where its tag stood in the HTML given."""

    name: str
    offset: int


class Tidied(NamedTuple):
    html: str
    removed: tuple[Removed, ...]


class StartTag(NamedTuple):
    end: int
    """Where it ends in the text."""
    attributes: dict[str, str]


def first_tag(name: str, html: str) -> StartTag | None:
    """The first start tag of that name, wherever it stands."""
    started = re.search(rf"<{name}(?=[\s/>])", html, re.IGNORECASE)
    found = _TOKEN.match(html, started.start()) if started else None
    return StartTag(found.end(), dict(_attributes(found["attributes"]))) if found else None


def tidy(html: str) -> Tidied:
    """The HTML with every element closed where it should be, and only elements and attributes that may stay.

    Takes time in proportion to the length, whatever it holds. Raises TooDeep.
    """
    return _Tidier(html).run()


class _Tidier:
    def __init__(self, html: str) -> None:
        self._html = html
        self._out: list[str] = []
        self._open: list[str] = []
        self._muted = limits.BODY_NESTING + 1
        """How many elements are open outside the outermost opaque one; more than can be, if there is none."""
        self._removed: list[Removed] = []

    def run(self) -> Tidied:
        html, position = self._html, 0
        while found := _TOKEN.search(html, position):
            self._text(html[position : found.start()])
            position = found.end()
            name = found["name"]
            if name is None:
                continue
            name = name.lower()
            if found["end"]:
                self._end(name)
            else:
                self._start(name, found)
                if name in _RAW:
                    position = self._after_raw(name, position)
        self._text(html[position:])
        for name in reversed(self._open[: self._muted]):
            self._out.append(f"</{name}>")
        return Tidied("".join(self._out), tuple(self._removed))

    @property
    def _silent(self) -> bool:
        return len(self._open) > self._muted

    def _text(self, text: str) -> None:
        if text and not self._silent:
            self._out.append(text.replace("<", "&lt;"))

    def _start(self, name: str, found: re.Match[str]) -> None:
        if name in _TOLD and not self._silent and not _is_checkbox(name, found["attributes"]):
            self._removed.append(Removed(name, found.start()))
        if name in VOID:
            if not self._silent and name in ATTRIBUTES:
                self._out.append(_tag(name, found["attributes"]))
            return
        if name in _OPAQUE:
            if found[0].endswith("/>"):
                return
            self._muted = min(self._muted, len(self._open))
        elif name not in ATTRIBUTES:
            return
        while self._open and self._open[-1] in _CLOSED_BY.get(name, ()):
            self._close()
        self._open.append(name)
        if len(self._open) > limits.BODY_NESTING:
            raise TooDeep(found.start())
        if not self._silent:
            self._out.append(_tag(name, found["attributes"]))

    def _end(self, name: str) -> None:
        if self._open and self._open[-1] == name:
            self._close()
            return
        if name not in self._open:
            return
        index = len(self._open) - 1 - self._open[::-1].index(name)
        inside = frozenset(self._open[index + 1 :])
        if name not in _TABLE and inside & _CELLS:
            return  # a cell's content cannot close what is around the table
        if name in _FORMATTING and not inside <= _FORMATTING and not self._silent:
            del self._open[index]  # `<b><p>x</b> y</p>`: the sanitiser's parser knows how to part them
            self._out.append(f"</{name}>")
            return
        while self._close() != name:
            pass

    def _close(self) -> str:
        if not self._silent:
            self._out.append(f"</{self._open[-1]}>")
        name = self._open.pop()
        if len(self._open) == self._muted:
            self._muted = limits.BODY_NESTING + 1
        return name

    def _after_raw(self, name: str, position: int) -> int:
        if name == "plaintext":
            return len(self._html)
        found = re.compile(rf"</{name}(?=[\s/>])[^>]*+>?", re.IGNORECASE).search(self._html, position)
        return found.end() if found else len(self._html)


def _is_checkbox(name: str, attributes: str) -> bool:
    return name == "input" and dict(_attributes(attributes)).get("type", "").lower() == "checkbox"


def _tag(name: str, attributes: str) -> str:
    if not attributes:
        return f"<{name}>"
    allowed = ATTRIBUTES[name]
    kept: dict[str, str] = {}
    for attribute, value in _attributes(attributes):
        if attribute == "name" and name == "a":
            kept.setdefault("id", value)
        elif attribute == "style" and name in {"td", "th"}:
            if found := _ALIGN.search(value):
                kept["class"] = ALIGNMENTS[found[1].lower()]
        elif attribute in allowed or attribute in EVERYWHERE:
            kept.setdefault(attribute, value)
    return "".join((f"<{name}", *(f' {key}="{value}"' for key, value in kept.items()), ">"))


def _attributes(written: str) -> Iterator[tuple[str, str]]:
    """Names in lower case, and values that may stand between double quotes; character references stay as they are."""
    for number, found in enumerate(_ATTRIBUTE.finditer(written)):
        if number == limits.ATTRIBUTES:
            break
        value = found[2] if found[2] is not None else found[3] if found[3] is not None else found[4] or ""
        yield found[1].lower(), value.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
