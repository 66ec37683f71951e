"""What Ghost and WordPress have in common: one file for a whole site, with bodies in HTML."""

from __future__ import annotations

import re

from desk.console import DeskError
from desk.importing.source import EXPORT_BYTES, Source, suffix

_BLOCKS = (
    "address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p"
    "|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|video|audio"
)
_BLOCK = re.compile(rf"</?(?:{_BLOCKS})\b|\[(?:caption|gallery|audio|video|playlist)\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"<(pre|script|style|textarea)\b.*?</\1\s*>|\[((?:source)?code)\b[^\]]*\].*?\[/\2\]", re.IGNORECASE | re.DOTALL
)


def the_export(source: Source, ending: str) -> str:
    """The file of the export: the one that was named, or the only one with that ending in the folder. DeskError."""
    if source.file:
        found = [source.file]
    else:
        found = [name for name in source.files if suffix(name) == ending and "/" not in name]
    if len(found) != 1:
        number = "no file" if not found else f"{len(found)} files"
        raise DeskError(f"{source.root} holds {number} that ends in {ending}. Name the export itself.")
    if source.size(found[0]) > EXPORT_BYTES:
        raise DeskError(f"{found[0]} has more than {EXPORT_BYTES:,} bytes. Export fewer articles at once.")
    return found[0]


def paragraphs(text: str) -> str:
    """HTML with the paragraphs that blank lines mean where no block element stands: WordPress wrote it so for long."""
    away: list[str] = []

    def put(found: re.Match[str]) -> str:
        away.append(found[0])
        return f"\n\n<pre \x00{len(away) - 1}\x00>\n\n"

    parts = re.split(r"\n[ \t]*\n", _WHOLE.sub(put, text.replace("\r\n", "\n")))
    made = (_paragraph(part.strip()) for part in parts if part.strip())
    return re.sub(r"<pre \x00(\d+)\x00>", lambda found: away[int(found[1])], "\n".join(made))


def _paragraph(part: str) -> str:
    if _BLOCK.match(part):
        return part
    return f"<p>{part.replace(chr(10), '<br>' + chr(10))}</p>"
