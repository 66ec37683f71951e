"""Bodies as authors write them, to sanitised HTML."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Literal, NamedTuple

from presswork.article import limits
from presswork.article.allowed import cleaner
from presswork.article.problems import NOWHERE, Place, Problems, Unreadable
from presswork.article.tidy import Removed, TooDeep, tidy

if TYPE_CHECKING:
    import pyromark

Language = Literal["markdown", "mdx", "html", "text"]

_MODULE_LINE = re.compile(r"(?:import\s.+\sfrom\s|import\s+[\"']|export\s+(?:const|let|default|function|\{))")
_PASSES = 4
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


class Source(NamedTuple):
    """A body as it was uploaded, and the line of the file on which it begins (0: not known)."""

    text: str
    language: Language
    line: int = 0


def sanitised(source: Source, problems: Problems) -> str:
    """HTML that is safe to put into a page. Warns of what was removed. Raises Unreadable for what goes too deep."""
    html = _html(source)
    if len(html) > limits.BODY_CHARACTERS:
        raise Unreadable(
            f"The body takes more than {limits.BODY_CHARACTERS:,} characters of HTML.", "Split the article."
        )
    try:
        tidied = tidy(html)
    except TooDeep as error:
        place = _place(source.text, error.offset, source.line) if source.language == "html" else NOWHERE
        raise Unreadable(
            f"The body's elements are nested more than {limits.BODY_NESTING} deep.",
            "Close elements where they end, and quote less deeply.",
            place,
        ) from None
    _warn(tidied.removed, html, source, problems)
    return _clean(tidied.html).strip()


def _clean(html: str) -> str:
    """Sanitised HTML that a browser reads as it stands.

    Out of a table, HTML's rules move what does not belong there to before it, which can put a link into a link: such
    HTML is read anew, until it stays as it is.
    """
    cleaned = cleaner().clean(html)
    for _ in range(_PASSES if "<table" in cleaned else 0):
        again = cleaner().clean(cleaned)
        if again == cleaned:
            break
        cleaned = again
    return cleaned


def _html(source: Source) -> str:
    match source.language:
        case "markdown":
            return _markdown().html(source.text)
        case "mdx":
            return _markdown().html(_without_modules(source.text))
        case "html":
            return source.text
        case "text":
            return _paragraphs(source.text)


def _paragraphs(text: str) -> str:
    """HTML of plain text, where blank lines separate paragraphs."""
    found = (each.strip() for each in re.split(r"\n[ \t]*\n", text))
    return "\n".join(f"<p>{escape(each, quote=False)}</p>" for each in found if each)


@cache
def _markdown() -> pyromark.Markdown:
    from pyromark import Markdown, Options

    return Markdown(
        options=Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_HEADING_ATTRIBUTES
    )


def _without_modules(text: str) -> str:
    """MDX without the paragraphs that import or export JavaScript. Lines keep their numbers."""
    kept: list[str] = []
    fence, module, blank = "", False, True
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if fence:
            fence = "" if found and found[1].startswith(fence) else fence
        elif found and not module:
            fence = found[1]
        elif blank and _MODULE_LINE.match(line):
            module = True
        blank = not line.strip()
        module = module and not blank
        kept.append("" if module else line)
    return "\n".join(kept)


def _warn(removed: tuple[Removed, ...], html: str, source: Source, problems: Problems) -> None:
    if not removed:
        return
    counts = Counter(each.name for each in removed)
    names = ", ".join(f"<{name}>" + (f" ({count} times)" if count > 1 else "") for name, count in counts.items())
    place = _place_of(removed[0], html, source)
    problems.warn(
        f"Removed from the body: {names}.", "Link to what it showed, or use a picture, audio or video.", place=place
    )


def _place_of(first: Removed, html: str, source: Source) -> Place:
    """Where an element stands in the file. In Markdown, only if code blocks that show its tag leave no doubt."""
    if source.language == "html":
        return _place(source.text, first.offset, source.line)
    tag = re.compile(rf"<{first.name}\b", re.IGNORECASE)
    if len(tag.findall(source.text)) != len(tag.findall(html)):
        return NOWHERE
    number = len(tag.findall(html[: first.offset]))
    found = next((found for at, found in enumerate(tag.finditer(source.text)) if at == number), None)
    return _place(source.text, found.start(), source.line) if found else NOWHERE


def _place(text: str, offset: int, line: int) -> Place:
    if not line:
        return NOWHERE
    start = text.rfind("\n", 0, offset) + 1
    return Place(text.count("\n", 0, offset) + line, offset - start + 1)
