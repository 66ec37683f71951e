"""A body with its shortcodes and template tags translated: what is understood becomes Markdown or HTML, and what is not
stays as text, and is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from desk.importing import tags
from desk.importing.entry import Entry, Note, Old, dropped, guessed, kept, quoted
from desk.importing.masks import Masks
from desk.importing.tags import Paper, Tag
from presswork.article.problems import shown

REFERENCE = "\x01"
"""Stands before and behind the name of another file of the source: `links` puts its new address there."""
NEW = "="
"""Begins, in place of a file's name, an address of the new site."""

_RAW = re.compile(
    r"\{%-?\s*(?:raw|verbatim)\s*-?%\}((?:(?!\{%-?\s*(?:raw|verbatim)\b).)*?)\{%-?\s*end(?:raw|verbatim)\s*-?%\}",
    re.DOTALL,
)
_COMMENT = re.compile(
    r"\{%-?\s*comment\b[^%]*%\}(?:(?!\{%-?\s*comment\b).)*?\{%-?\s*endcomment\s*-?%\}|\{#\s(?:(?!\{#).)*?#\}", re.DOTALL
)
_LIQUID = re.compile(r"\{%-?\s*(\w+)\s*((?:(?!%\}).){0,4000}?)\s*-?%\}", re.DOTALL)
_OUTPUT = re.compile(r"\{\{-?\s*([^{}]{0,2000}?)\s*-?\}\}")
_HUGO = re.compile(r"\{\{([<%])\s*(/?)\s*([\w./-]+)((?:(?![>%]\}\}).){0,4000}?)\s*(/?)\s*[>%]\}\}", re.DOTALL)
_HUGO_SHOWN = re.compile(r"\{\{([<%])/\*([^*]*)\*/([>%])\}\}")
_ZOLA = re.compile(r"\{([{%])\s*(\w+)\(((?:(?!\)\s*[%}]\}).){0,4000})\)\s*[}%]\}|\{%\s*(end)\s*%\}", re.DOTALL)
_ZOLA_SHOWN = re.compile(r"\{([{%])/\*([^*]*)\*/([}%])\}")
_WORDPRESS = re.compile(r"\[(/?)([a-z][\w-]*)((?:\s[^\]\[]{0,4000}?)?)(/?)\](?!\()", re.IGNORECASE)
_EMBED = re.compile(r"\[embed[^\]]*\]((?:(?!\[embed).)*?)\[/embed\]", re.DOTALL)
_CAPTION = re.compile(r"\[caption[^\]]*\]\s*((?:(?!\[caption).)*?)\s*\[/caption\]", re.DOTALL)
_FRAME = re.compile(
    r"<iframe\b[^>]{0,2000}?\bsrc\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)[^>]*>(?:[^<]{0,2000}</iframe\s*>)?", re.IGNORECASE
)
_CODE = {
    "liquid": re.compile(
        r"\{%-?\s*highlight\s+([^%]*?)-?%\}((?:(?!\{%-?\s*highlight\b).)*?)\{%-?\s*endhighlight\s*-?%\}", re.DOTALL
    ),
    "hugo": re.compile(
        r"\{\{[<%]\s*highlight\s+([^}]*?)\s*[>%]\}\}((?:(?!\{\{[<%]\s*highlight\b).)*?)\{\{[<%]\s*/\s*highlight\s*[>%]\}\}",
        re.DOTALL,
    ),
    "wordpress": re.compile(
        r"\[(?:source)?code\b\s*([^\]]*)\]((?:(?!\[(?:source)?code\b).)*?)\[/(?:source)?code\]", re.DOTALL
    ),
}
"""Pairs around code, in which nothing else means anything."""
_ATTRIBUTES = re.compile(r"^[ \t]*\{:[^}\n]*\}[ \t]*$\n?|\{:[^}\n]*\}", re.MULTILINE)
_CONTAINER = re.compile(r"^[ \t]*(:{3,})[ \t]*(\w[\w-]*)?[ \t]*(.*?)[ \t]*$", re.MULTILINE)

_FILTERS = {
    "url",
    "relative_url",
    "absolute_url",
    "prepend",
    "append",
    "escape",
    "safe",
    "strip",
    "htmlescape",
    "uri_escape",
}
"""Of an address or a text: what is left of them is the same address, or the same text."""
_AT_TOP = re.compile(r"(?:site\.)?(?:base_?url|url|github\.url|BaseURL|root)|SITEURL|metadata\.url", re.IGNORECASE)
_SILENT = {"load", "extends", "layout", "assign", "set", "import", "toc", "block", "spaceless", "autoescape"}
"""Tags that put nothing on the page."""


class Translated(NamedTuple):
    text: str
    notes: tuple[Note, ...]


def translated(entry: Entry, old: Old) -> Entry:
    """The entry, with a body in which only links and pictures are still the old site's."""
    found = _Body(entry, old).run()
    return replace(entry, body=found.text, notes=(*entry.notes, *found.notes))


class _Body:
    def __init__(self, entry: Entry, old: Old) -> None:
        self._entry = entry
        self._paper = Paper(entry.markup)
        self._masks = Masks()
        self._told: Counter[Note] = Counter()
        image = entry.image.src if entry.image else ""
        self._values = {
            **dict.fromkeys(("title", "page.title", "tut.title", "post.title"), entry.title),
            **dict.fromkeys(("image", "page.image", "post.image"), image),
            **dict.fromkeys(
                ("site.title", "site.name", "metadata.title"), old.settings.title if "title" in old.told else ""
            ),
        }

    def run(self) -> Translated:
        text = self._entry.body
        dialects: dict[str, Callable[[str], str]] = {
            "liquid": self._liquid,
            "hugo": self._hugo,
            "zola": self._zola,
            "wordpress": self._wordpress,
            "": self._covered,
        }
        text = dialects[self._entry.dialect](text)
        text = _FRAME.sub(self._frame, text)
        if self._entry.markup == "markdown":
            text = _CONTAINER.sub(self._container, text)
            if self._entry.dialect == "liquid":
                text = self._gone(_ATTRIBUTES, "attribute lists of kramdown", text)
        text = self._masks.back(text)
        notes = (replace(note, text=note.text + _times(number)) for note, number in self._told.items())
        return Translated(text, tuple(notes))

    # The dialects

    def _covered(self, text: str) -> str:
        return self._masks.code(text, self._entry.markup)

    def _liquid(self, text: str) -> str:
        """Jekyll's, Eleventy's and Django's."""
        text = _RAW.sub(lambda found: self._masks.put(found[1]), text)
        text = self._code(text)
        text = self._covered(text)
        text = self._gone(_COMMENT, "comments", text)
        text = self._paired(text, _LIQUID, self._opened_liquid)
        return _OUTPUT.sub(self._output, text)

    def _hugo(self, text: str) -> str:
        text = self._code(text)
        text = self._covered(text)
        text = _HUGO_SHOWN.sub(lambda found: self._masks.put(f"{{{{{found[1]}{found[2]}{found[3]}}}}}"), text)
        return self._paired(text, _HUGO, self._opened_hugo)

    def _zola(self, text: str) -> str:
        text = self._covered(text)
        text = _ZOLA_SHOWN.sub(lambda found: self._masks.put(f"{{{found[1]}{found[2]}{found[3]}}}"), text)
        return self._paired(text, _ZOLA, self._opened_zola)

    def _wordpress(self, text: str) -> str:
        text = self._code(text)
        text = self._covered(text)
        text = _EMBED.sub(lambda found: self._paper.link(found[1].strip(), found[1].strip()), text)
        text = _CAPTION.sub(_captioned, text)
        return self._paired(text, _WORDPRESS, self._opened_wordpress)

    def _code(self, text: str) -> str:
        def put(found: re.Match[str]) -> str:
            language = tags.arguments("code", found[1]).get("lang", "language", at=0)
            return self._masks.put(self._paper.code(found[2], language))

        return _CODE[self._entry.dialect].sub(put, text)

    # What their tags say: a tag, and whether it begins (1), ends (-1) or stands alone (0); None if it is no tag

    def _opened_liquid(self, found: re.Match[str]) -> tuple[Tag, int] | None:
        name, written = found[1].lower(), found[2]
        if name.removeprefix("end") in _SILENT:
            return Tag(name.removeprefix("end")), 0
        if name.startswith("end"):
            return Tag(name.removeprefix("end")), -1
        if name in {"include", "include_relative", "render", "partial"}:
            file, _, rest = written.strip().partition(" ")
            return tags.arguments(re.sub(r"\W", "_", file.strip("\"',").rpartition("/")[2].partition(".")[0]), rest), 0
        return tags.arguments(name, written), int(f"end{name}" in self._entry.body)

    def _opened_hugo(self, found: re.Match[str]) -> tuple[Tag, int] | None:
        tag = tags.arguments(found[3].rpartition("/")[2].removesuffix(".html"), found[4])
        if found[2]:
            return tag, -1
        closed = re.search(rf"\{{\{{[<%]\s*/\s*{re.escape(found[3])}\s*[>%]\}}\}}", self._entry.body)
        return tag, int(not found[5] and closed is not None)

    def _opened_zola(self, found: re.Match[str]) -> tuple[Tag, int] | None:
        return (Tag("end"), -1) if found[4] else (tags.arguments(found[2], found[3]), int(found[1] == "%"))

    def _opened_wordpress(self, found: re.Match[str]) -> tuple[Tag, int] | None:
        tag = tags.arguments(found[2], found[3])
        closed = f"[/{found[2].lower()}]" in self._entry.body.lower()
        if not found[1] and not closed and not tag.named and tag.name not in _ALONE:
            return None  # brackets of plain writing, as in [sic]
        return tag, -1 if found[1] else int(closed and not found[4])

    def _paired(
        self, text: str, pattern: re.Pattern[str], opened: Callable[[re.Match[str]], tuple[Tag, int] | None]
    ) -> str:
        """The text with each tag replaced: those that begin something are held until what ends them comes."""
        levels: list[tuple[Tag, str, list[str]]] = [(Tag(""), "", [])]
        position = 0
        for found in pattern.finditer(text):
            levels[-1][2].append(text[position : found.start()])
            position = found.end()
            read = opened(found)
            if read is None:
                levels[-1][2].append(found[0])
            elif read[1] == 1:
                levels.append((read[0], found[0], []))
            elif read[1] == 0:
                levels[-1][2].append(self._single(read[0], found[0]))
            elif len(levels) > 1 and read[0].name in (levels[-1][0].name, "end"):
                tag, written, inner = levels.pop()
                levels[-1][2].append(self._around(tag, written, "".join(inner), found[0]))
            else:
                levels[-1][2].append(self._unknown(found[0]))
        levels[-1][2].append(text[position:])
        while len(levels) > 1:  # never ended
            tag, written, inner = levels.pop()
            levels[-1][2].append(self._single(tag, written) + "".join(inner))
        return "".join(levels[0][2])

    def _single(self, tag: Tag, written: str) -> str:
        if tag.name in {"ref", "relref", "post_url", "link"} and tag.args:
            return f"{REFERENCE}{tag.get('path', at=0)}{REFERENCE}"
        if tag.name in _SILENT:
            self._told[dropped(shown(written), "tags that show nothing")] += 1
            return ""
        found = tags.single(tag, self._paper)
        return self._unknown(written) if found is None else found

    def _around(self, tag: Tag, written: str, inner: str, end: str) -> str:
        found = tags.around(tag, inner, self._paper)
        return self._unknown(written) + inner + self._masks.put(end) if found is None else found

    def _unknown(self, written: str) -> str:
        self._told[kept(shown(written), "as text what is not understood")] += 1
        return self._masks.put(written)

    # What else is replaced

    def _output(self, found: re.Match[str]) -> str:
        """What `{{ … }}` puts on the page: a text, an address, or something that the page tells of itself."""
        first, *filters = (part.strip() for part in found[1].split("|"))
        names = {re.split(r"[\s:(]", each)[0] for each in filters}
        literal = first[1:-1] if len(first) > 1 and first[0] in "\"'" and first[-1] == first[0] else None
        if literal is not None and "embed" in names:
            return self._embedded(literal)
        if literal is not None and not names <= _FILTERS:
            self._told[guessed(f"{shown(literal)} for {shown(found[0])}", "what a template would show")] += 1
            return literal
        if literal is not None or (names <= _FILTERS and _AT_TOP.fullmatch(first)):
            return literal or ""
        value = self._values.get(first, "") if names <= _FILTERS else ""
        return value or self._unknown(found[0])

    def _frame(self, found: re.Match[str]) -> str:
        return self._embedded(found[1].strip("\"'").replace("&amp;", "&"))

    def _embedded(self, url: str) -> str:
        """A link in place of a frame; HTML, which may stand in Markdown's blocks of HTML as well."""
        self._told[dropped(quoted(url), "frames, for links to them")] += 1
        return tags.embedded(url, Paper("html"))

    def _container(self, found: re.Match[str]) -> str:
        """`:::tip Title` … `:::`, as Docusaurus and plugins of others write it."""
        if not found[2]:
            return "\n</blockquote>\n"
        return f"\n<blockquote>\n\n**{found[3].strip('[]') or found[2].capitalize()}**\n"

    def _gone(self, pattern: re.Pattern[str], what: str, text: str) -> str:
        found, number = pattern.subn("", text)
        if number:
            self._told[dropped(what)] += number
        return found


_ALONE = {"gallery", "audio", "video", "playlist", "embed", "youtube", "vimeo", "tweet", "gist"}


def _captioned(found: re.Match[str]) -> str:
    picture = re.match(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", found[1], re.IGNORECASE)
    if not picture:
        return found[1]
    caption = found[1][picture.end() :].strip()
    return f"<figure>{picture[0]}<figcaption>{caption}</figcaption></figure>" if caption else picture[0]


def _times(number: int) -> str:
    return f" ({number} times)" if number > 1 else ""
