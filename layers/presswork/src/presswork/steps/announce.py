"""announce: those who follow the site are told what has changed, once the CDN has been told to forget what was before.

Search engines are told of pages, by IndexNow: of the addresses of articles and standing pages, be it that one is new,
another, has moved or is gone. They are not told of lists, which change with every article: engines find those by
themselves, and IndexNow asks to be told of content alone. A WebSub hub is told of feeds.

`wake` is called by `invalidate`, whose messages come again until it is through, and so does no announcement get lost.
One may come twice: both protocols say "look here", and that does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal, NamedTuple
from urllib.parse import urlencode, urlsplit

from msgspec import json

from presswork.article.model import Address, Settings
from presswork.index import keys
from presswork.index.rows import Site
from presswork.index.table import Table
from presswork.pages import addresses
from presswork.pages.addresses import ArticlePage, FeedFile
from presswork.steps.ports import Posts, Unreachable, Wakes

URLS = 10_000
"""In one call of IndexNow at most."""

_LATER = {408, 425, 429}
_OVERLOADED = 500


class Told(NamedTuple):
    """What came of an announcement."""

    to: str
    addresses: tuple[Address, ...]
    fate: Literal["announced", "refused", "later"]
    """`later`: to be tried again. `refused`: trying again would not help, but the cure."""
    reason: str = ""
    cure: str = ""


def wake(changed: Iterable[Address], *, table: Table, wakes: Wakes) -> None:
    """Have `announce` look at those of the changed addresses of which the settings want others told.

    One read, whatever the number; none where nobody could ever be told.
    """
    pages, feeds = _followed(changed)
    if pages or feeds:
        settings = _settings(table)
        found = [*(pages if settings.indexnow else ()), *(feeds if settings.websub else ())]
        if found:
            wakes.announce(found)


def announce(
    changed: Iterable[Address], *, table: Table, posts: Posts, indexnow: str, time_left: Callable[[], bool]
) -> list[Told]:
    """Tell of the changed addresses, as the settings now say. `indexnow`: where IndexNow is called."""
    settings = _settings(table)
    pages, feeds = _followed(changed)
    told: list[Told] = []
    if settings.indexnow:
        parts = [tuple(pages[start : start + URLS]) for start in range(0, len(pages), URLS)]
        told += [_to_indexnow(part, settings, posts, indexnow) for part in parts]
    if settings.websub:
        told += _to_hub(feeds, settings, posts, time_left)
    return told


def _followed(changed: Iterable[Address]) -> tuple[list[Address], list[Address]]:
    """The pages and the feeds among addresses, in order, each once."""
    routes = [(each, addresses.parse(each)) for each in sorted({*changed})]
    pages = [address for address, route in routes if isinstance(route, ArticlePage)]
    return pages, [address for address, route in routes if isinstance(route, FeedFile)]


def _settings(table: Table) -> Settings:
    return (table.get(keys.site()) or Site()).settings


def _to_indexnow(pages: tuple[Address, ...], settings: Settings, posts: Posts, to: str) -> Told:
    location = _url(addresses.KEY_FILE, settings)
    said = {
        "host": urlsplit(settings.base_url).netloc,
        "key": settings.indexnow,
        "keyLocation": location,
        "urlList": [_url(each, settings) for each in pages],
    }
    cure = f"See that {location} shows the key: `base_url` in site.yaml must be where readers find the site."
    return _posted(to, pages, json.encode(said), "application/json; charset=utf-8", cure, posts)


def _to_hub(feeds: Sequence[Address], settings: Settings, posts: Posts, time_left: Callable[[], bool]) -> list[Told]:
    """One call a feed. Once the hub has none to spare, or time is short, the others wait: they are not even tried."""
    told: list[Told] = []
    cure = "See that `websub` in site.yaml is the address of a hub that takes announcements of this site's feeds."
    for at, feed in enumerate(feeds):
        if not time_left() or (told and told[-1].fate == "later"):
            told.append(Told(settings.websub, tuple(feeds[at:]), "later", "its turn did not come"))
            break
        body = urlencode({"hub.mode": "publish", "hub.url": _url(feed, settings)}).encode()
        told.append(_posted(settings.websub, (feed,), body, "application/x-www-form-urlencoded", cure, posts))
    return told


def _posted(to: str, about: tuple[Address, ...], body: bytes, content_type: str, cure: str, posts: Posts) -> Told:
    try:
        status = posts.post(to, body, content_type)
    except Unreachable as error:
        return Told(to, about, "later", str(error))
    if status // 100 == 2:
        return Told(to, about, "announced")
    if status in _LATER or status >= _OVERLOADED:
        return Told(to, about, "later", f"it answers {status}")
    return Told(to, about, "refused", f"it answers {status}", cure)


def _url(address: Address, settings: Settings) -> str:
    return settings.base_url + addresses.encode(address)
