"""The new names of files and addresses, each given once; old addresses become redirects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from desk.importing.entry import Entry, Note, dropped, guessed, quoted
from presswork.article import addresses, dates, limits, names
from presswork.article.accept import BY_SLUG
from presswork.article.model import Address, Settings
from presswork.article.uploads import ARTICLES, PAGES
from presswork.pages.addresses import reserved

NO_DATE = datetime(2000, 1, 1, tzinfo=ZoneInfo("UTC"))
"""In place of the date of an article that has none: its address then follows from its first upload."""


class Named(Struct, frozen=True):
    """An entry, and what it is called from now on."""

    entry: Entry
    key: str
    address: Address
    """Empty if it is not known before the first upload."""
    aliases: tuple[Address, ...] = ()
    notes: tuple[Note, ...] = ()


def named(entries: Iterable[Entry], settings: Settings, base: str) -> list[Named]:
    """Every entry under a key and an address of its own. `base`: the path of the old site's front page.

    Those with a date come first, the oldest first, so that the same source gives the same names.
    """
    found: list[Named] = []
    keys: set[str] = set()
    taken: set[Address] = {Address("/")}
    for entry in sorted(entries, key=lambda each: (each.day or date.max, bool(each.translates), each.source)):
        one = _named(entry, settings, keys, taken)
        keys.add(one.key.casefold())
        if one.address:
            taken.add(one.address)
        found.append(one)
    aliases: set[Address] = set()
    return [_with_aliases(each, base, taken, aliases) for each in found]


def _named(entry: Entry, settings: Settings, keys: set[str], taken: set[Address]) -> Named:
    wanted = addresses.slugify(entry.slug) or addresses.slugify(entry.title) or "article"
    slug, number = wanted, 1
    tried = f"{wanted}-{addresses.slugify(entry.lang)}" if entry.lang and entry.translates else ""
    while True:
        key, address = _key(entry, slug), _address(entry, settings, slug)
        if key.casefold() not in keys and address not in taken:  # an address that is not known is in no one's way
            break
        if tried:
            slug, tried = tried, ""
            continue
        number += 1
        slug = f"{names.cut(wanted, limits.SLUG_BYTES - 10)}-{number}"
    notes = []
    if slug != wanted:
        notes.append(guessed(f"the name {slug}, since {wanted} is another's"))
    if not (entry.date or entry.day or entry.page or entry.draft):
        notes.append(guessed("the date, which nothing tells: that of its first upload"))
    return Named(entry, key, address, notes=tuple(notes))


def _key(entry: Entry, slug: str) -> str:
    ending = ".html" if entry.markup == "html" else ".md"
    if entry.page:
        return f"{PAGES}{slug}{ending}"
    return f"{ARTICLES}{entry.day:%Y-%m-%d}-{slug}{ending}" if entry.day else f"{ARTICLES}{slug}{ending}"


def _address(entry: Entry, settings: Settings, slug: str) -> Address:
    """As `accept` will have it."""
    if entry.page:
        return addresses.by_pattern(replace(settings, permalink=BY_SLUG), slug, NO_DATE, ())
    zone = ZoneInfo(settings.time_zone)
    moment = dates.parse(entry.date, zone) if entry.date else dates.from_key(_key(entry, slug), zone)
    if moment is None and any(each in settings.permalink for each in ("{year}", "{month}", "{day}")):
        return Address("")
    return addresses.by_pattern(settings, slug, moment or NO_DATE, entry.sections)


def _with_aliases(one: Named, base: str, taken: set[Address], aliases: set[Address]) -> Named:
    """With the old addresses that can lead to the new one."""
    notes = list(one.notes)
    found: list[Address] = []
    for written in filter(None, (one.entry.old, *one.entry.aliases)):
        address = own(written, base)
        if isinstance(address, str) and address in (one.address, *found):
            continue
        if address is None:
            notes.append(dropped(f"the old address {quoted(written)}, which cannot redirect"))
        elif address in taken or address in aliases:
            if address != "/":
                notes.append(dropped(f"the old address {quoted(written)}, which is another's"))
        elif reserved(address):
            notes.append(dropped(f"the old address {quoted(written)}, where a page of the new site stands"))
        elif len(found) == limits.ALIASES:
            notes.append(dropped(f"the old address {quoted(written)}, since there are more than {limits.ALIASES}"))
        else:
            found.append(address)
            aliases.add(address)
    if not one.entry.old:
        notes.append(dropped("the old address, which nothing tells"))
    return replace(one, aliases=tuple(found), notes=tuple(notes))


def own(written: str, base: str = "") -> Address | None:
    """An address of the old site in the form that we keep, without the path of its front page; None if it is none."""
    try:
        parts = urlsplit(written.strip())
        if parts.query:
            return None
        path = parts.path if parts.path.startswith("/") else f"/{parts.path}"
        if base and (path == base or path.startswith(f"{base}/")):
            path = path[len(base) :] or "/"
        return addresses.address(path)
    except ValueError:
        return None
