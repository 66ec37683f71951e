"""Feeds: the newest of a list, for programs that follow it. The feeds of all articles hold their whole text.

The others hold summaries alone: so an edit of a text changes the article and three feeds, however many lists it is in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from uuid import UUID, uuid5

from msgspec import json

from presswork.article.model import Article, ArticleId, Card
from presswork.index import keys, lists
from presswork.index.rows import Standing
from presswork.pages import addresses, tags, words
from presswork.pages.absolute import absolute
from presswork.pages.addresses import FeedFormat
from presswork.pages.lists import title
from presswork.pages.page import FEED_TYPES, Page
from presswork.pages.pictures import body_with_pictures, social
from presswork.pages.press import Link, Press, list_links
from presswork.pages.xmlfile import printed

NEWEST = 20
"""How many articles a feed holds."""
TEXT_CHARACTERS = 200_000
"""Of HTML. A longer text is left out, and the summary stands for it: nobody could load twenty of them."""

_NAMES = UUID("f7a3f1d2-5c0e-5b9a-9d3e-1f4c6a2b8e70")
"""Under which articles are named. It must never change: programs would show every article once more."""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Atom wants a time of the last change of a feed that is empty, too."""


@dataclass(frozen=True)
class Item:
    """An article as feeds show it. `html` is empty where they show no text."""

    guid: str
    url: str
    card: Card
    html: str
    authors: Sequence[Link]
    categories: Sequence[str]
    image: str

    @property
    def updated(self) -> datetime:
        return self.card.updated or self.card.date

    @property
    def summary_as_html(self) -> str:
        """For RSS, whose readers take it for HTML."""
        return escape(self.card.summary, quote=False)


@dataclass(frozen=True)
class Feed:
    """What a feed says of itself. Its addresses are absolute."""

    title: str
    home: str
    url: str
    items: Sequence[Item]
    newest_day: str

    @property
    def updated(self) -> datetime:
        """The last change that the feed shows: never the time at which it was made."""
        return max((item.updated for item in self.items), default=_NEVER)


def respond(name: str, format_: FeedFormat, press: Press) -> Page | None:
    """The newest of a list. The feeds of all are there without articles too; those of other lists are not."""
    of_all = name == lists.ALL
    items = _with_text(press) if of_all else [_item(card, press) for card in press.index.newest(name, NEWEST)]
    if not (items or of_all):
        return None
    body = _WRITERS[format_](_feed(name, format_, items, press), press)
    tagged = tags.of_newest(name, items[0].card, press.zone) if items else ()
    own = tags.own(addresses.FEEDS["rss"]) if of_all else ()
    return Page(body, content_type=FEED_TYPES[format_], tags=(*tagged, *own))


def guid(article: ArticleId) -> str:
    """The name of an article in every feed, for ever: of its id alone, so that no move and no setting changes it."""
    return uuid5(_NAMES, article).urn


def _feed(name: str, format_: FeedFormat, items: Sequence[Item], press: Press) -> Feed:
    site = press.settings.title
    named = f"{title(name, items[0].card, press.words)} – {site}" if items and name != lists.ALL else site
    own = addresses.FEEDS[format_] if name == lists.ALL else addresses.feeds(name)[0]
    day = press.newest_day([item.card for item in items])
    return Feed(named, press.canonical(addresses.list_page(name)), press.canonical(own), items, day)


def _with_text(press: Press) -> list[Item]:
    """The newest of all. One that is just being indexed may be missing: it wakes the feed when it is there."""
    newest = press.index.newest(lists.ALL, NEWEST)
    live = press.index.live_standings([card.id for card in newest])
    return [_item(each.article.card, press, _text(each.article, each, press)) for each in live if each.article]


def _item(card: Card, press: Press, html: str = "") -> Item:
    picture = social(card.picture)
    return Item(
        guid=guid(card.id),
        url=press.canonical(card.address),
        card=card,
        html=html,
        authors=[Link(press.url(link.href), link.text) for link in list_links("author", card.authors)],
        categories=[*card.sections, *card.topics],
        image=press.url(picture.src) if picture else "",
    )


def _text(article: Article, stands: Standing, press: Press) -> str:
    """The body, so that it reads the same anywhere: its language and direction are said, and its links absolute."""
    html = press.index.body(article).html
    if len(html) > TEXT_CHARACTERS:
        return ""
    lang = article.card.lang
    shown = body_with_pictures(html, stands, press.settings.base_url)
    whole = absolute(shown, press.canonical(article.card.address))
    return f'<div lang="{lang}" dir="{words.direction(lang)}">\n{whole}\n</div>'


def _rss(feed: Feed, press: Press) -> bytes:
    return printed("feed-rss.xml", {"feed": feed, "settings": press.settings, "rfc822": _rfc822})


def _atom(feed: Feed, press: Press) -> bytes:
    return printed("feed-atom.xml", {"feed": feed, "settings": press.settings, "instant": keys.instant})


def _json(feed: Feed, press: Press) -> bytes:
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": press.settings.description,
        "language": press.settings.language,
        "hubs": [{"type": "WebSub", "url": press.settings.websub}] if press.settings.websub else "",
        "items": [_said(item) for item in feed.items],
        "_newest": {"day": feed.newest_day},
    }
    return json.format(json.encode({key: value for key, value in said.items() if value != ""}), indent=1)


def _said(item: Item) -> dict[str, object]:
    """An item of a JSON feed. Either a text as HTML or one without any must be there."""
    said = {
        "id": item.guid,
        "url": item.url,
        "title": item.card.title,
        "content_html": item.html,
        "content_text": "" if item.html else item.card.summary or item.card.title,
        "summary": item.card.summary,
        "image": item.image,
        "date_published": keys.instant(item.card.date),
        "date_modified": keys.instant(item.updated),
        "authors": [{"name": link.text, "url": link.href} for link in item.authors],
        "tags": item.categories,
        "language": item.card.lang,
    }
    return {key: value for key, value in said.items() if value}


def _rfc822(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


_WRITERS: dict[FeedFormat, Callable[[Feed, Press], bytes]] = {"rss": _rss, "atom": _atom, "json": _json}
