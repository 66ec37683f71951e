"""The body, ready for print: from sanitised HTML to the proof, and what else is known of it."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import suppress
from html import unescape
from typing import NamedTuple

from presswork.article import addresses, media, notes, pictures, urls
from presswork.article.allowed import NOTE, NOTE_REFERENCE, VOID, elements
from presswork.article.figures import captioned
from presswork.article.model import Address, Heading, Proof
from presswork.article.plaintext import plain_text
from presswork.article.readtime import words

ANCHOR_PREFIX = "s-"
"""Before every id of the body, so that none is the same as one of the page around it."""
SEE_ALSO_WORDS = 150
"""Words of a body that is long enough for a See-also line: a shorter one is read before a reader looks elsewhere."""
SEE_ALSO_BLOCKS = 2
"""Paragraphs, lists, tables and the like that stand before the line at least, so that it opens no article."""

_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_URLS = frozenset({"cite", "href", "poster", "src"})
_LANGUAGE_CLASS = re.compile(r"language-[\w+#.-]{1,40}")
_ADDED_TO = elements("img pre table audio video source track")
"""They get attributes, or go, also where the author wrote none."""
_TRANSPARENT = frozenset({"div", "section", "article"})
_BLOCKS = elements("p ul ol dl table blockquote figure pre details address aside audio video picture")


class Body(NamedTuple):
    proof: Proof
    text: str
    """What the proof says, with its code and notes, one line a block."""
    words: int
    """Of the text."""
    links: tuple[Address, ...]
    """Addresses of this site that the body links to, in the order of the body, each once."""
    opening: str
    """The text of the first paragraph that has any."""
    first_heading: str
    """The text of the first h1 of the source, which is not part of the proof if it was asked to go."""
    pictures: tuple[str, ...] = ()
    """Sources of the pictures of `media/` that it shows, in the order of the body, each once."""


def structure(html: str, base_url: str, title: str) -> Body:
    """Anchors, table of contents, links, notes, and the place of the See-also line, of HTML from the sanitiser.

    An h1 becomes an h2, for the page has its own. The first one goes altogether if the article has no other title, or
    the same. No heading is more than one level below that before it: readers who hear the page would look for what is
    missing in between.
    """
    setter = _Setter(base_url, title)
    *parts, last = _TAG.split(captioned(html))
    for text, is_end, name, attributes in zip(parts[0::4], parts[1::4], parts[2::4], parts[3::4], strict=True):
        if text:
            setter.text(text)
        if is_end:
            setter.end()
        else:
            setter.start(name, dict(_ATTRIBUTE.findall(attributes)) if attributes else {})
    setter.text(last)
    return setter.body()


class _Started(NamedTuple):
    """A heading or paragraph that is open: where its start tag stands in `pieces`, and within how many elements."""

    pieces: list[str]
    start: int
    depth: int


class _Paragraph(NamedTuple):
    start: int
    good: bool
    """Whether a line may stand before it."""


class _Setter:
    def __init__(self, base_url: str, title: str) -> None:
        self._base_url = base_url
        self._title = title
        self._main: list[str] = []
        self._notes: list[str] = []
        self._pieces = self._main
        self._open: list[str] = []
        self._refers = False
        """Whether an element is open that holds a reference to a note."""
        self._references = notes.References()
        self._note = ""
        """The anchor of the note that is open."""
        self._note_ends: list[tuple[str, int]] = []
        """The anchor of each note, and where its end tag stands in `_notes`."""
        self._ids: set[str] = set()
        self._repeats: defaultdict[str, int] = defaultdict(lambda: 1)
        self._links: dict[Address, None] = {}
        self._pictures: dict[str, None] = {}
        self._heading: tuple[_Started, int, str] | None = None
        self._headings: list[tuple[_Started, int, str, str]] = []
        self._levels: list[int] = []
        """As the author wrote them: of the last heading, and of those that it stands below."""
        self._first_heading: str | None = None
        self._paragraph: tuple[_Started, bool] | None = None
        self._last: _Paragraph | None = None
        self._blocks = 0
        self._opening = ""
        self._leads_on = False
        """What stands last is a heading, or a text that ends with a colon: what follows belongs to it."""
        self._has_text = False

    def text(self, text: str) -> None:
        self._pieces.append(text if self._pieces else text.lstrip())
        if stripped := text.replace("&nbsp;", " ").rstrip():
            self._has_text = True
            self._leads_on = stripped.endswith((":", "："))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "input":
            self._task(attributes)
            return
        level = int(name[1]) if name[0] == "h" and name[1:].isdigit() else 0
        if level:
            name = f"h{self._place(max(level, 2))}"
        if name == "div" and not self._open and attributes.get("class") == NOTE:
            self._pieces = self._notes
        kept = self._attributes(name, attributes) if attributes or name in _ADDED_TO else attributes
        if kept is None:
            return
        if name == "div" and not self._open:
            self._note = kept.get("id", "")
        self._refers = self._refers or (name == "sup" and kept.get("class") == NOTE_REFERENCE)
        if name not in VOID:
            self._open.append(name)
        if level and self._heading is None:
            self._heading = self._started(), level, kept.pop("id", "")
        elif name in _BLOCKS and self._pieces is self._main and _TRANSPARENT.issuperset(self._open[:-1]):
            if name == "p":
                self._paragraph = self._started(), not self._leads_on and self._blocks >= SEE_ALSO_BLOCKS
                self._has_text = False
            else:
                self._blocks += 1
        self._pieces.append(_tag(name, kept))

    def end(self) -> None:
        name = self._open.pop()
        self._pieces.append(f"</{name}>")
        self._refers = self._refers and name != "sup"
        if self._heading and self._heading[0].depth == len(self._open):
            self._end_heading(self._heading)
        elif self._paragraph and self._paragraph[0].depth == len(self._open):
            self._end_paragraph(*self._paragraph)
        elif not self._open:
            if self._pieces is self._notes:
                self._note_ends.append((self._note, len(self._notes) - 1))
                self._pieces.append("\n")
            self._pieces = self._main

    def body(self) -> Body:
        headings = self._anchored()
        for anchor, end in self._note_ends:
            notes.lead_back(self._notes, end, self._references.to(anchor))
        main, beneath = "".join(self._main).rstrip(), "".join(self._notes).rstrip()
        html = f"{main}\n{beneath}" if beneath else main
        text = plain_text(html, code=True)
        count = words(text)
        without_notes = words(plain_text(main, code=True)) if beneath else count
        return Body(
            Proof(html, headings, self._see_also(without_notes)),
            text,
            count,
            tuple(self._links),
            self._opening,
            self._first_heading or "",
            tuple(self._pictures),
        )

    def _see_also(self, count: int) -> int:
        """Where in a body of so many words the See-also line stands; -1 if there is none."""
        if self._last and self._last.good and count >= SEE_ALSO_WORDS:
            return sum(map(len, self._main[: self._last.start]))
        return -1

    def _started(self) -> _Started:
        return _Started(self._pieces, len(self._pieces), len(self._open) - 1)

    def _end_heading(self, heading: tuple[_Started, int, str]) -> None:
        started, level, anchor = heading
        self._heading = None
        text = _line("".join(started.pieces[started.start :]))
        if level == 1 and self._first_heading is None:
            self._first_heading = text
            if text and self._title in {"", text}:
                del started.pieces[started.start :]
                self._levels.clear()
                return
        self._leads_on = True
        self._headings.append((started, int(started.pieces[started.start][2]), anchor, text))

    def _place(self, level: int) -> int:
        """The level that a heading has on the page."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return len(self._levels) + 1

    def _task(self, attributes: dict[str, str]) -> None:
        """A box as a character, which everybody's reader can say; a control without a label is none."""
        if attributes.get("type") == "checkbox":
            self.text("\N{BALLOT BOX WITH CHECK}" if "checked" in attributes else "\N{BALLOT BOX}")

    def _end_paragraph(self, started: _Started, good: bool) -> None:
        self._paragraph = None
        if self._has_text:
            self._blocks += 1
            self._last = _Paragraph(started.start, good)
            self._opening = self._opening or _line("".join(self._main[started.start :]))

    def _anchored(self) -> tuple[Heading, ...]:
        """Gives every heading its id, now that all ids of authors are known."""
        found = []
        for started, level, own, text in self._headings:
            anchor = own
            if not anchor and level <= 3:
                anchor = self._free(ANCHOR_PREFIX + (addresses.slugify(text) or "section"))
            if anchor:
                tag = started.pieces[started.start]
                started.pieces[started.start] = f'{tag[:-1]} id="{anchor}">'
            if level <= 3 and text:
                found.append(Heading(level, unescape(anchor), text))
        return tuple(found)

    def _free(self, wanted: str) -> str:
        """An id that is not taken: `wanted`, or with a number from 2; the numbers go on where they stopped."""
        anchor = wanted
        while anchor in self._ids:
            self._repeats[wanted] += 1
            anchor = f"{wanted}-{self._repeats[wanted]}"
        self._ids.add(anchor)
        return anchor

    def _attributes(self, name: str, attributes: dict[str, str]) -> dict[str, str] | None:
        """The attributes that stay, with those that we add; None if the element must go."""
        if "id" in attributes:
            self._own_id(attributes)
        for key in _URLS & attributes.keys():
            attributes[key] = urls.legal(attributes[key])
        match name:
            case "a" if "href" in attributes:
                attributes["href"] = self._link(attributes["href"])
                if self._refers:
                    attributes |= self._references.marked(attributes)
            case "code" if not _LANGUAGE_CLASS.fullmatch(attributes.get("class", "language-")):
                attributes.pop("class", None)
            case "img":
                self._note_picture(attributes.get("src", ""))
                return media.picture(attributes)
            case "td" | "th" if "headers" in attributes:
                attributes["headers"] = " ".join(ANCHOR_PREFIX + each for each in attributes["headers"].split())
            case "pre" | "table":
                attributes["tabindex"] = "0"  # a wide one is scrolled within itself, also with the keys
            case "audio" | "video" | "source" | "track":
                return media.medium(name, attributes)
        return {key: value for key, value in attributes.items() if value or key not in {"class", "title"}}

    def _note_picture(self, src: str) -> None:
        source = pictures.source(unescape(src), self._base_url)
        if source is not None:
            self._pictures.setdefault(source)

    def _own_id(self, attributes: dict[str, str]) -> None:
        anchor = _anchor(attributes["id"])
        if anchor in self._ids or anchor == ANCHOR_PREFIX:
            del attributes["id"]
        else:
            self._ids.add(anchor)
            attributes["id"] = anchor

    def _link(self, href: str) -> str:
        if href.startswith("#"):
            return href if href in {"#", "#top"} else f"#{_anchor(href[1:].replace('%20', ' '))}"
        target = unescape(href)
        if target == self._base_url or target.startswith((f"{self._base_url}/", f"{self._base_url}#")):
            target = target[len(self._base_url) :] or "/"
        path = re.split("[?#]", target, maxsplit=1)[0]
        with suppress(ValueError):  # another site, or relative to the page
            self._links.setdefault(addresses.address(path))
        return href


def _anchor(own: str) -> str:
    """The id of the page that an id of the author becomes; it has no spaces, which the name of a footnote may have."""
    return ANCHOR_PREFIX + "-".join(own.split())


def _tag(name: str, attributes: dict[str, str]) -> str:
    if not attributes:
        return f"<{name}>"
    return "".join((f"<{name}", *(f' {key}="{value}"' for key, value in attributes.items()), ">"))


def _line(html: str) -> str:
    return " ".join(plain_text(html, code=True).split())
