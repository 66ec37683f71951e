"""What kind of file an upload is, and where its front matter ends and its body begins."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from presswork.article import characters, limits, names, objects, yamlfront
from presswork.article.markup import Language, Source
from presswork.article.model import Upload
from presswork.article.nodes import EMPTY, Absent, Entries, Text
from presswork.article.problems import Place, Unreadable
from presswork.article.tidy import first_tag

LANGUAGES: dict[str, Language] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "mdx",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
}
JSON_BODIES: dict[str, Language] = {"markdown": "markdown", "body": "markdown", "html": "html", "text": "text"}
"""The members of a JSON upload that can be its body."""
SUFFIXES = (*LANGUAGES, ".json")

_OPENING = re.compile(r"(?:[ \t]*+\n)*+(---|\+\+\+)[ \t]*\n")
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$\n?", re.MULTILINE),
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
_BODY_END = re.compile(r"</body\s*+>", re.IGNORECASE)


class Opened(NamedTuple):
    front: Entries
    body: Source
    title: str = ""
    """Of the document itself, for an article whose front matter gives none."""
    lang: str = ""


def check(upload: Upload, most: int) -> None:
    """Raises Unreadable for an object whose size or key alone rule it out; `most`: the bytes that it may have."""
    size = max(upload.size, len(upload.body))
    if size > most:
        raise Unreadable(
            f"The file has {size:,} bytes; {most:,} are allowed.", "Shorten or split it; pictures go below media/."
        )
    if len(upload.key.encode(errors="surrogatepass")) > limits.KEY_BYTES:
        raise Unreadable(f"The file's name has more than {limits.KEY_BYTES} bytes.", "Give it a shorter name.")
    if _CONTROL.search(upload.key):
        raise Unreadable("The file's name holds a control character.", "Rename it.")
    if any(part in {"", ".", ".."} for part in upload.key.split("/")):
        raise Unreadable("The file's path has an empty part, or one of dots.", "Rename it.")


def suffix(key: str) -> str:
    """Of the file's name, in lower case, with its dot; empty if it has none."""
    name = key.rpartition("/")[2]
    stem, dot, end = name.rpartition(".")
    return f".{end.lower()}" if dot and stem else ""


def opened(key: str, body: bytes) -> Opened:
    """An upload's front matter and body, neither judged yet. Raises Unreadable."""
    ending = suffix(key)
    if ending not in SUFFIXES:
        raise Unreadable(
            f"A file that ends in {ending!r} is not an article." if ending else "The file's name has no ending.",
            f"Upload articles as {', '.join(SUFFIXES)}; pictures and other files go below media/.",
        )
    text = characters.decoded(body)
    if ending == ".json":
        return _json(text)
    front, rest, line = _split(text, optional=ending == ".txt")
    language = LANGUAGES[ending]
    if language == "html":
        return _document(front, rest, line)
    if language == "text" and "title" not in front.entries:
        return _titled(front, rest, line)
    return Opened(front, Source(rest, language, line))


def _split(text: str, *, optional: bool) -> tuple[Entries, str, int]:
    """Front matter, the rest, and the line on which the rest begins."""
    opening = _OPENING.match(text)
    if not opening:
        return EMPTY, text, 1
    closing = _CLOSING[opening[1]].search(text, opening.end())
    first_line = text.count("\n", 0, opening.end()) + 1
    if not closing:
        if optional:
            return EMPTY, text, 1
        raise Unreadable(
            "The front matter that begins here has no end.",
            f"Put a line {opening[1]} after it.",
            Place(first_line - 1, 1),
        )
    front = text[opening.end() : closing.start()]
    if len(front.encode()) > limits.FRONT_MATTER_BYTES:
        raise Unreadable(
            f"The front matter is larger than {limits.FRONT_MATTER_BYTES // 1024} KiB.",
            "Move text from it to the body.",
            Place(first_line, 1),
        )
    parse = yamlfront.parse if opening[1] == "---" else objects.parse_toml
    return parse(front, first_line), text[closing.end() :], text.count("\n", 0, closing.end()) + 1


def _document(front: Entries, text: str, line: int) -> Opened:
    """An HTML document, or a part of one. Only what is in its <body> is the article's."""
    html, title, body = (first_tag(name, text) for name in ("html", "title", "body"))
    lang = html.attributes.get("lang", "") if html else ""
    heading = text[title.end :].partition("</")[0] if title else ""
    if body:
        end = _BODY_END.search(text, body.end)
        line += text.count("\n", 0, body.end)
        # Blanks in place of the line's first part: columns in problems are those of the file.
        column = body.end - (text.rfind("\n", 0, body.end) + 1)
        text = " " * column + text[body.end : end.start() if end else None]
    return Opened(front, Source(text, "html", line), names.tidy(unescape(heading)), lang)


def _titled(front: Entries, text: str, line: int) -> Opened:
    """Plain text, whose first line is the title."""
    body = text.lstrip("\n \t")
    line += text[: len(text) - len(body)].count("\n")
    title, _, rest = body.partition("\n")
    return Opened(front, Source(rest, "text", line + 1), names.tidy(title))


def _json(text: str) -> Opened:
    front = objects.parse_json(text)
    given = [
        (name, entry)
        for name, entry in front.entries.items()
        if name in JSON_BODIES and not isinstance(entry.value, Absent)
    ]
    if len(given) > 1:
        raise Unreadable(
            f"`{given[0][0]}` and `{given[1][0]}` are both given.", "Keep one body.", given[1][1].place, given[1][0]
        )
    if not given:
        return Opened(front, Source("", "text"))
    name, entry = given[0]
    if not isinstance(entry.value, Text):
        raise Unreadable(f"`{name}` is not a text.", "Put the body in quotes.", entry.place, name)
    body = entry.value.text.replace("\r\n", "\n").replace("\r", "\n")
    characters.check(body, name)
    return Opened(front, Source(body, JSON_BODIES[name]))
