"""What every page is made with, and the small things that most of them show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache, partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct, json

from presswork.article import names
from presswork.article.model import Address, Card, MenuEntry, Settings
from presswork.index import keys
from presswork.index.site import Index
from presswork.pages import addresses, pictures, words
from presswork.pages.page import FEED_TYPES
from presswork.pages.pictures import Image
from presswork.pages.theme import Theme
from presswork.pages.words import Words

SEARCH_CHARACTERS = 200
"""What a reader may look for at most."""


_FEEDS = [(FEED_TYPES[each], addresses.encode(at)) for each, at in addresses.FEEDS.items()]
"""Of all articles: their types and where they are."""
_STAMP_LENGTH = len("2026-11-24T05:00:00+01:00")


class Link(NamedTuple):
    """Where to, percent-encoded, and what it says."""

    href: str
    text: str


class MenuLink(NamedTuple):
    """A standing page in the navigation."""

    href: str
    text: str
    here: bool
    """It is the page itself."""


class Moment(NamedTuple):
    """A time as people read it, and as machines do: see `Press.stamp`."""

    text: str
    instant: str


class Entry(NamedTuple):
    """An article as other pages show it. Texts in another language than the page's are `marked`."""

    href: str
    title: str
    date: Moment
    summary: str
    section: Link | None
    image: Image | None


class SearchForm(NamedTuple):
    """What the search form holds."""

    lang: str
    """In which language it looks first; the site's goes without saying."""
    text: str = ""
    most: int = SEARCH_CHARACTERS


class Head(Struct, frozen=True):
    """What a page says of itself to browsers, search engines and other sites."""

    title: str
    """Without the site's, which follows it in the browser's tab."""
    lang: str
    description: str = ""
    canonical: str = ""
    """Absolute URL. A page without one is not for search engines."""
    kind: str = "website"
    """Of Open Graph: `website` or `article`."""
    image: str = ""
    """Absolute URL."""
    image_alt: str = ""
    image_size: tuple[int, int] = (0, 0)
    """Width and height; 0 where they are not known."""
    published: str = ""
    modified: str = ""
    """As `Press.stamp` gives them."""
    authors: Sequence[str] = ()
    """Absolute URLs of their pages."""
    section: str = ""
    topics: Sequence[str] = ()
    alternates: Sequence[tuple[str, str]] = ()
    """Language and absolute URL of the page and its translations; empty if there are none."""
    data: str = ""
    """JSON for search engines, safe within a script element."""
    front: bool = False
    feed: Link | None = None
    """Of the list that the page shows. The site's own stand on every page."""

    @property
    def dir(self) -> str:
        return words.direction(self.lang)

    @property
    def locales(self) -> list[str]:
        """The page's language with its place, as Open Graph wants it, then those of its translations, if known."""
        others = (lang for lang, _ in self.alternates)
        return [found for found in dict.fromkeys(map(words.locale, (self.lang, *others))) if found]


@dataclass(frozen=True)
class Press:
    """The index, the settings and the theme, with which a page is printed."""

    index: Index
    settings: Settings
    theme: Theme
    menu: Sequence[MenuEntry] = ()

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.time_zone)

    @cached_property
    def words(self) -> Words:
        """Those of the site's language. A page in another language takes `words.of(lang)`."""
        return words.of(self.settings.language)

    def print(self, template: str, head: Head, values: Mapping[str, object]) -> bytes:
        """Fill a template. `values` are what it needs besides what all need.

        `said` are the theme's words, marked with their language where it is not the page's. `say` marks other texts
        of the theme so, and `home` the site's title.
        """
        said = words.of(head.lang)
        common = {
            "head": head,
            "words": said,
            "settings": self.settings,
            "menu": [self._menu_link(each, head) for each in self.menu],
            "said": said if not _differ(said.lang, head.lang) else _Said(said, head.lang),
            "say": partial(marked, lang=said.lang, page=head.lang),
            "home": partial(marked, lang=self.settings.language, page=head.lang),
            "feeds": _FEEDS,
            "form": SearchForm(head.lang),
        }
        return self.theme.render(template, {**common, **values})

    def _menu_link(self, entry: MenuEntry, head: Head) -> MenuLink:
        href = addresses.encode(entry.address)
        return MenuLink(href, marked(entry.label, entry.lang, head.lang), head.canonical == self.url(href))

    def url(self, path: str) -> str:
        """Absolute, of a percent-encoded path; a URL stays as it is."""
        return self.settings.base_url + path if path.startswith("/") else path

    def canonical(self, address: Address) -> str:
        return self.url(addresses.encode(address))

    def stamp(self, moment: datetime) -> str:
        """A moment for machines, by the site's clock: `2026-11-24T05:00:00+01:00`.

        In UTC where the zone's offset has seconds, as most had before 1900: HTML knows no such offsets.
        """
        return _stamp(moment, self.zone)

    def day(self, moment: datetime, lang: str) -> Moment:
        """The date of a moment, on a page in a language."""
        return _day(moment, lang, self.zone)

    def time(self, moment: datetime, lang: str) -> Moment:
        """The date and the time of day of a moment, on a page in a language."""
        said = words.of(lang)
        text = said.time(addresses.local(moment, self.zone))
        return Moment(marked(text, said.lang, lang), self.stamp(moment))

    def newest_day(self, cards: Sequence[Card]) -> str:
        """The day of the first of them, `2026-11-24`. A file that tells no dates in words says it in its code.

        Its cache tags follow from that day, so when they change, its bytes must.
        """
        return "-".join(f"{part:02}" for card in cards[:1] for part in addresses.day_of(card, self.zone))

    def entry(self, card: Card, lang: str) -> Entry:
        """An article as a page in a language shows it."""
        return _entry(card, lang, self.zone)


@lru_cache(maxsize=1 << 12)
def _stamp(moment: datetime, zone: ZoneInfo) -> str:
    stamp = addresses.local(moment, zone).isoformat(timespec="seconds")
    return stamp if len(stamp) == _STAMP_LENGTH else keys.instant(moment)


def _day(moment: datetime, lang: str, zone: ZoneInfo) -> Moment:
    said = words.of(lang)
    text = said.date(addresses.local(moment, zone))
    return Moment(marked(text, said.lang, lang), _stamp(moment, zone))


@lru_cache(maxsize=1 << 12)
def _entry(card: Card, lang: str, zone: ZoneInfo) -> Entry:
    """An article stands on a dozen pages or more."""
    return Entry(
        href=addresses.encode(card.address),
        title=marked(card.title, card.lang, lang),
        date=_day(card.date, lang, zone),
        summary=marked(card.summary, card.lang, lang),
        section=next(iter(list_links("section", card.sections[:1])), None),
        image=pictures.image(card.picture),
    )


def marked(text: str, lang: str, page: str) -> str:
    """A text in a language, for a page in another: HTML that says so. As it is, where the languages are the same.

    Inline and isolated, so that it reads its own way, but stands on the side where the rest of the page stands.
    """
    if not text or not _differ(lang, page):
        return text
    from markupsafe import Markup

    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(lang, words.direction(lang), text)


def _differ(lang: str, page: str) -> bool:
    return page != lang and not page.startswith(f"{lang}-")


class _Said:
    """The theme's words, each marked: for a page in another language."""

    def __init__(self, said: Words, page: str) -> None:
        self._said, self._page = said, page

    def __getattr__(self, name: str) -> str:
        text: str = getattr(self._said, name)
        return marked(text, self._said.lang, self._page)


def json_ld(data: Mapping[str, object]) -> str:
    """Data of schema.org without what is empty. `<` and `&` are escaped: it stands in a script element."""
    text = json.encode({key: value for key, value in data.items() if value}).decode()
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")


def list_links(kind: str, named: Iterable[str]) -> list[Link]:
    """Links to the pages of sections, topics or authors. `kind` as in the names of lists: `section`."""
    return [_list_link(kind, name) for name in named]


@lru_cache(maxsize=1 << 12)
def _list_link(kind: str, name: str) -> Link:
    return Link(addresses.encode(addresses.list_page(f"{kind}:{names.slug(name)}")), name)
