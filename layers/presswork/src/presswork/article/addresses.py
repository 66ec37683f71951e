"""Slugs, and the address that an article gets or names itself."""

from __future__ import annotations

import re
from datetime import datetime
from unicodedata import category, normalize
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from presswork.article import limits, names
from presswork.article.dates import without_date
from presswork.article.model import Address, Settings

PERMALINK_FIELDS = ("year", "month", "day", "slug", "section")
NO_SECTION = "articles"

_FIELD = re.compile(r"\{([^{}]*)\}")
_LANGUAGES = """\
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka
kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl
nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw
ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"""
"""Two letters each (ISO 639-1)."""
_TAG = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9]{2,8})*")
_INDEX = re.compile(r"(?:/index\.html?)+$")
_UNQUOTED = "/!$&'(),;=:@"
"""What `encode` in `presswork.pages.addresses` leaves as it is, beside letters and digits."""


def slugify(text: str) -> str:
    """Letters, marks and digits of any script, in lower case; all else one hyphen; at most 200 bytes. May be empty."""
    folded = normalize("NFC", normalize("NFC", text).casefold())
    kept = "".join(each if each.isalnum() or category(each)[0] == "M" else "-" for each in folded)
    found = "-".join(part for part in kept.split("-") if part)
    short = names.cut(found, limits.SLUG_BYTES)
    while len(short) < len(found) and short and category(found[len(short)])[0] == "M":
        short = short[:-1]  # never between a letter and its marks
    return short.strip("-")


def slug_of_key(key: str) -> str:
    """From the file's name without date and suffix; of `index.md` from its folder, a language's passed over."""
    *folders, name = key.split("/")
    stem = name.rpartition(".")[0]
    if stem.lower() == "index" and folders:
        if len(folders) > 1 and is_language(folders[-1]):
            folders.pop()
        stem = folders[-1]
    return slugify(without_date(stem))


def by_pattern(settings: Settings, slug: str, date: datetime, sections: tuple[str, ...]) -> Address:
    """The address that the site's permalink pattern gives, by the calendar of the site's time zone."""
    local = date.astimezone(ZoneInfo(settings.time_zone))
    parts = {
        "year": f"{local.year:04d}",
        "month": f"{local.month:02d}",
        "day": f"{local.day:02d}",
        "slug": slug,
        "section": names.slug(sections[0]) if sections else NO_SECTION,
    }
    found = _FIELD.sub(lambda field: parts[field[1]], settings.permalink)
    return Address(found.rstrip("/") or "/")


def pattern_fault(pattern: str) -> str:
    """What is wrong with a permalink pattern, as a sentence; empty if nothing is."""
    if len(pattern) > limits.ADDRESS_BYTES:
        return f"The pattern is longer than {limits.ADDRESS_BYTES} characters."
    fields = _FIELD.findall(pattern)
    literal = _FIELD.sub("x", pattern)
    if unknown := [field for field in fields if field not in PERMALINK_FIELDS]:
        return f"The pattern has an unknown field {{{unknown[0]}}}."
    if "slug" not in fields:
        return "The pattern has no {slug}, so that articles would share addresses."
    if "{" in literal or "}" in literal:
        return "The pattern has a brace that belongs to no field."
    try:
        normalised = address(literal)
    except ValueError as error:
        return f"{error}"
    return "" if normalised == (literal.rstrip("/") or "/") else "The pattern is not written plainly."


def address(written: str) -> Address:
    """An address of this site as an author writes it, in the one form that we keep.

    Percent-decoded, NFC, without `/index.html` and without a slash at the end. ValueError, with a sentence that says
    why, for anything but an absolute path.
    """
    written = written.strip()
    if not written.startswith("/") or written.startswith("//"):
        raise ValueError("This is not a path of this site that begins with one slash.")
    if "?" in written or "#" in written:
        raise ValueError("An address has no ? and no #.")
    path = normalize("NFC", unquote(written)).strip()
    return checked(Address(_INDEX.sub("", path.rstrip("/")) or "/"))


def checked(address: Address) -> Address:
    """An address in the form that we keep, if the site may have it. ValueError, with a sentence that says why not."""
    if any(category(each) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and each not in "\u200c\u200d" for each in address):
        raise ValueError("The address holds an invisible character.")
    if "\\" in address or "\ufffd" in address:
        raise ValueError("The address holds a character that addresses must not have.")
    if "~" in address:
        raise ValueError("An address has no ~: what stands there could not be replaced at the CDN.")
    if address != "/" and any(segment in {"", ".", ".."} for segment in address.split("/")[1:]):
        raise ValueError("The address has an empty segment, or one of dots.")
    if fault := length_fault(address):
        raise ValueError(fault)
    return address


def length_fault(address: Address) -> str:
    """What is wrong with an address's length, as a sentence; empty if nothing is."""
    if len(address.encode()) > limits.ADDRESS_BYTES:
        return f"The address is longer than {limits.ADDRESS_BYTES} bytes."
    if len(quote(address, safe=_UNQUOTED)) > limits.ENCODED_ADDRESS_BYTES:
        return f"The address is longer than {limits.ENCODED_ADDRESS_BYTES:,} bytes when it is percent-encoded."
    return ""


def is_language(folder: str) -> bool:
    found = _TAG.fullmatch(folder)
    return found is not None and found[1].lower() in _LANGUAGES
