"""Bytes to text: UTF-8, line feeds, and no control characters."""

from __future__ import annotations

import codecs
import re
from unicodedata import name

from presswork.article.problems import Place, Unreadable

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SAVE_AS = "Save the file as UTF-8."


def decoded(body: bytes) -> str:
    """The text, without a byte order mark, with line feeds only. Raises Unreadable with the place of what is wrong."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("The file is UTF-16, not UTF-8.", _SAVE_AS, Place(1, 1))
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        start = error.start + (len(codecs.BOM_UTF8) if body.startswith(codecs.BOM_UTF8) else 0)
        before = body[:start].decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        place = Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise Unreadable(f"The byte 0x{body[start]:02X} is not UTF-8.", _SAVE_AS, place) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    check(text)
    return text


def check(text: str, field: str = "") -> None:
    """Raises Unreadable if the text holds a control character, with its place if the text is a whole file."""
    if found := _CONTROL.search(text):
        before = text[: found.start()]
        code = ord(found[0])
        place = Place() if field else Place(before.count("\n") + 1, len(before) - before.rfind("\n"))
        raise Unreadable(
            f"There is a control character, U+{code:04X}{_known(found[0])}{f', in `{field}`' if field else ''}.",
            "Remove it; if letters look wrong elsewhere too, save the file as UTF-8.",
            place,
            field,
        )


def _known(character: str) -> str:
    return {"\0": " (NUL)", "\x1b": " (ESCAPE)", "\x7f": " (DELETE)"}.get(character, "") or (
        f" ({found})" if (found := name(character, "")) else ""
    )
