"""Pictures, audio and video of the body: where they may come from, and how pages load them."""

from __future__ import annotations

import re

from presswork.article import urls

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_NUMBER = re.compile(r"\d{1,5}%?")


def picture(attributes: dict[str, str]) -> dict[str, str] | None:
    """The attributes of an `img`, loaded when it comes into view; None if its source is none that may be."""
    if not is_source(attributes.get("src", "")):
        return None
    attributes = _sized(attributes)
    attributes.setdefault("alt", "")
    return {**attributes, "loading": "lazy", "decoding": "async"}


def medium(name: str, attributes: dict[str, str]) -> dict[str, str] | None:
    """The attributes of `audio`, `video`, `source` or `track`; None for a source that may not be. By https only."""
    attributes = _sized(attributes)
    for key in ("src", "poster"):
        if key in attributes and not attributes[key].lower().startswith("https://"):
            del attributes[key]
    if name in {"source", "track"}:
        return attributes if "src" in attributes or "srcset" in attributes else None
    return {**attributes, "controls": "", "preload": "metadata"}


def _sized(attributes: dict[str, str]) -> dict[str, str]:
    """Without a width, height or srcset that is not what it should be."""
    kept = dict(attributes)
    for key in ("width", "height"):
        if not _NUMBER.fullmatch(kept.get(key, "0")):
            del kept[key]
    candidates = kept.get("srcset", "").split(",")
    if "srcset" in kept:
        kept["srcset"] = urls.legal_set(kept["srcset"])
        if not all(is_source(candidate.strip()) for candidate in candidates):
            del kept["srcset"]
    return kept


def is_source(source: str) -> bool:
    """Whether a picture may come from there: http, https, or this site."""
    scheme = _SCHEME.match(source)
    return bool(source) and (scheme is None or scheme[0].lower() in {"http:", "https:"})
