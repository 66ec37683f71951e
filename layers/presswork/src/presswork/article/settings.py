"""site.yaml: the site's settings."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from presswork.article import limits, values, yamlfront
from presswork.article.addresses import PERMALINK_FIELDS, pattern_fault
from presswork.article.characters import decoded
from presswork.article.model import Problem, Settings
from presswork.article.problems import Problems, Unfit, Unreadable, shown
from presswork.article.reader import Reader

_URL = re.compile(r"https?://[^\s\"'<>\\^`{|}?#@]+", re.IGNORECASE)
_INDEXNOW_KEY = re.compile(rf"[A-Za-z0-9-]{{8,{limits.INDEXNOW_KEY}}}")
_DOMAIN = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
_NEIGHBOURS = (".localhost", ".local", ".internal", ".localdomain", ".lan", ".home.arpa", ".test", ".invalid")
"""What follows in the names of hosts that only their own network knows, or that are none."""


def settings(body: bytes) -> tuple[Settings | None, tuple[Problem, ...]]:
    """The settings that `body` gives, with defaults for the rest; None if there is an error in it. Never raises."""
    from presswork.article.declared import checked
    from presswork.article.sitefile import SHAPE, SiteFile

    problems = Problems()
    try:
        if len(body) > limits.FRONT_MATTER_BYTES:
            raise Unreadable(f"site.yaml is larger than {limits.FRONT_MATTER_BYTES:,} bytes.", "Shorten it.")
        front = yamlfront.parse(decoded(body))
    except Unreadable as error:
        return None, (error.problem,)
    reader = Reader(front, SHAPE, problems)
    reader.warn_of_unknown("setting")
    found = {
        "title": reader.text("title") or None,
        "base_url": reader.parsed("base_url", base_url),
        "language": reader.parsed("language", values.language),
        "time_zone": reader.parsed("time_zone", time_zone),
        "permalink": reader.parsed("permalink", permalink),
        "words_a_minute": reader.parsed("words_a_minute", words_a_minute),
        "description": reader.text("description"),
        "search": reader.parsed("search", values.flag),
        "reactions": reader.parsed("reactions", values.flag),
        "share": _share(reader),
        "indexnow": reader.parsed("indexnow", indexnow_key),
        "websub": reader.parsed("websub", hub),
    }
    given = {name: value for name, value in found.items() if value is not None}
    file = checked(SiteFile, given, problems)
    return None if problems.fatal else Settings(**file.model_dump()), problems.all()


def _share(reader: Reader) -> tuple[str, ...] | None:
    """The places to share at, each once; an empty list is not the same as nothing."""
    if not any(True for _ in reader.found("share")):
        return None
    return tuple(dict.fromkeys(reader.list("share", share_link)))


def base_url(text: str) -> str:
    """An absolute http or https address, without a slash at the end. Unfit if it is none."""
    cure = "Write it like https://example.com."
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not _URL.fullmatch(text) or not host or len(text) > limits.URL:
        raise Unfit(f"`{shown(text)}` is not the absolute address of a site.", cure)
    scheme, _, rest = text.partition("://")
    domain, slash, path = rest.partition("/")
    return f"{scheme.lower()}://{domain.lower()}{slash}{path}".rstrip("/")


def indexnow_key(text: str) -> str:
    """A key as IndexNow wants it. Unfit if it is none."""
    if not _INDEXNOW_KEY.fullmatch(text):
        raise Unfit(
            f"`{shown(text)}` is no key for IndexNow.",
            f"Make one up, of 8 to {limits.INDEXNOW_KEY} letters from a to z, digits and hyphens.",
        )
    return text


def hub(text: str) -> str:
    """The address of a WebSub hub: https, with a host that others can have. Unfit if it is none.

    It is called from within the cloud, for whoever may write site.yaml: so it names no machine by a number, and none
    that only its neighbours know. The host has to show a certificate for that name, whatever it resolves to.
    """
    cure = "Write the address that the hub gives, like https://pubsubhubbub.appspot.com/."
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    https = text[:8].lower() == "https://" and text.isascii()
    if not _URL.fullmatch(text) or not https or len(text) > limits.URL:
        raise Unfit(f"`{shown(text)}` is not the https address of a hub.", cure)
    if not _DOMAIN.fullmatch(host) or host.endswith(_NEIGHBOURS):
        raise Unfit(f"`{shown(host)}` is no host on the open Internet.", cure)
    return text


def time_zone(text: str) -> str:
    """The name of a time zone that exists. Unfit if it does not."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unfit(f"There is no time zone `{shown(text)}`.", "Write a name like Europe/Berlin or UTC.") from None
    return text


def permalink(text: str) -> str:
    """A pattern of addresses, without a slash at the end. Unfit, with what is wrong, if it is none."""
    if fault := pattern_fault(text):
        known = ", ".join(f"{{{field}}}" for field in PERMALINK_FIELDS)
        raise Unfit(fault, f"Write one like {Settings().permalink}; the fields are {known}.")
    return text.rstrip("/")


def words_a_minute(text: str) -> int:
    """A number of `limits.WORDS_A_MINUTE`. Unfit if it is not."""
    least, most = limits.WORDS_A_MINUTE[0], limits.WORDS_A_MINUTE[-1]
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or not least <= int(text) <= most:
        raise Unfit(f"`{shown(text)}` is not a number of words from {least} to {most:,}.", "Write 200, for instance.")
    return int(text)


def share_link(text: str) -> str:
    """A name of `sitefile.SHARE_LINKS`. Unfit if it is none."""
    from presswork.article.sitefile import SHARE_LINKS

    name = text.lower()
    if name not in SHARE_LINKS:
        raise Unfit(
            f"There are no links to share at `{shown(text)}`.",
            f"Write some of {', '.join(SHARE_LINKS)}, or [] for none.",
        )
    return name
