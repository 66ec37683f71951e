"""What the texts of fields mean. Each function returns the value, or raises Unfit with the cure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, tzinfo

from presswork.article import addresses, dates, limits, names
from presswork.article.model import Address
from presswork.article.problems import Unfit, shown

LANGUAGE = r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*"
"""A language tag, as a regular expression."""
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


def reference(text: str) -> str:
    """Another article: its address, or its id. Unfit if it can be neither."""
    if text.startswith("/"):
        return own_address(text)
    found = addresses.article_id(names.tidy(text))
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
