"""What the texts of fields mean. Each function returns the value, or raises Unfit with the cure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, tzinfo

from presswork.article import addresses, dates, limits, names, uploads
from presswork.article.model import Address
from presswork.article.problems import Unfit, shown

LANGUAGE = r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*"
"""A language tag, as a regular expression."""
_WEB = re.compile(r"https://[^\s\"'<>\\^`{|}/?#@]+(?:[/?#][^\s\"<>\\^`{|}]*)?", re.IGNORECASE)
_LINK = re.compile(rf"{_WEB.pattern}|mailto:[^\s\"'<>\\^`{{|}}@:?]+@[^\s\"'<>\\^`{{|}}@:?]+", re.IGNORECASE)
FLAGS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def own_address(text: str) -> Address:
    """An address of this site. Unfit if it is none."""
    try:
        return addresses.address(text)
    except ValueError as error:
        raise Unfit(f"`{shown(text)}`: {error}", "Write a path of this site, like /2019/port-strike.") from None


def language(text: str) -> str:
    """A language tag in its usual case: `en`, `en-US`, `zh-Hant`. Unfit if it is none."""
    if not re.fullmatch(LANGUAGE, text) or len(text) > limits.LANGUAGE:
        raise Unfit(f"`{shown(text)}` is not a language tag.", "Write a tag like en, pt-BR or zh-Hant.")
    first, *others = text.replace("_", "-").split("-")
    return "-".join((first.lower(), *map(_subtag, others)))


def _subtag(text: str) -> str:
    """A region in capitals, a script with one, all else small."""
    return {2: text.upper(), 4: text.title()}.get(len(text), text.lower())


def flag(text: str) -> bool:
    """True or false. Unfit if it is neither."""
    if text.lower() not in FLAGS:
        raise Unfit(f"`{shown(text)}` is neither true nor false.", "Write true or false.")
    return FLAGS[text.lower()]


def order(text: str) -> int:
    """A whole number of `limits.ORDER`. Unfit if it is none."""
    least, most = limits.ORDER[0], limits.ORDER[-1]
    if not re.fullmatch(r"[+-]?\d{1,5}", text, re.ASCII) or not least <= int(text) <= most:
        raise Unfit(f"`{shown(text)}` is not a whole number from {least:,} to {most:,}.", "Write 1, for instance.")
    return int(text)


def menu(text: str) -> str | bool:
    """A label in the navigation, or whether there is any. Unfit if it is too long."""
    if text.lower() in FLAGS:
        return FLAGS[text.lower()]
    label = names.tidy(text)
    if len(label) > limits.NAME:
        raise Unfit(f"`menu` has {len(label):,} characters; {limits.NAME} are allowed.", "Shorten it.")
    return label or True


def link(text: str) -> str:
    """An https or mailto address. Unfit if it is something else."""
    text = names.tidy(text)
    if len(text) > limits.URL or not _LINK.fullmatch(text):
        raise Unfit(
            f"`{shown(text)}` is not an https or mailto address.",
            "Write it like https://example.com/ann or mailto:ann@example.com.",
        )
    return text


def web_address(text: str) -> str:
    """An https address. Unfit if it is something else."""
    text = names.tidy(text)
    if len(text) > limits.URL or not _WEB.fullmatch(text):
        raise Unfit(f"`{shown(text)}` is not an https address.", "Write it like https://example.com/ann.")
    return text


def reference(text: str) -> str:
    """Another article: its address, or its id. Unfit if it can be neither."""
    if text.startswith("/"):
        return own_address(text)
    found = names.tidy(text).removeprefix(uploads.ARTICLES)
    if not found or len(found.encode()) > limits.KEY_BYTES or "://" in found:
        raise Unfit(
            f"`{shown(text)}` is not an article of this site.",
            "Write its address, like /2019/port-strike, or its file.",
        )
    return found


def moment_in(zone: tzinfo) -> Callable[[str], datetime]:
    """Reads dates; those without a zone are of `zone`. Unfit if a text is none."""

    def moment(text: str) -> datetime:
        try:
            return dates.parse(text, zone)
        except ValueError:
            raise Unfit(
                f"`{shown(text)}` is not a date from {limits.YEARS[0]} to {limits.YEARS[-1]}.",
                "Write it like 2026-11-24 or 2026-11-24 18:30 +0100.",
            ) from None

    return moment


def picture_source(text: str) -> str:
    """An http or https address, or a path. Unfit if it is something else."""
    text = names.tidy(text)
    scheme, colon, _ = text.partition(":")
    if len(text) > limits.URL or (
        colon and re.fullmatch(r"[\w+.-]+", scheme) and scheme.lower() not in {"http", "https"}
    ):
        raise Unfit(
            f"`{shown(text)}` is not the source of a picture.",
            "Write a path like /media/picture.jpg, or an https address.",
        )
    return text
