"""The one function behind render, full build, preview and audit."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from presswork.article.model import Address
from presswork.index.site import Index
from presswork.pages import (
    addresses,
    article,
    assets,
    days,
    feeds,
    indexnow,
    lists,
    months,
    names,
    nothing,
    pictures,
    robots,
    sitemaps,
)
from presswork.pages.addresses import (
    ArticlePage,
    AssetFile,
    DayPage,
    FeedFile,
    ForPrograms,
    KeyFile,
    ListPage,
    MonthPage,
    MonthSitemap,
    NamesPage,
    NewsSitemap,
    NothingPage,
    PagesSitemap,
    PictureFile,
    Printed,
    RobotsFile,
    SitemapIndex,
)
from presswork.pages.page import FOREVER, Page
from presswork.pages.press import Press
from presswork.pages.theme import DEFAULT, Theme, own


def respond(address: Address, index: Index, theme: Theme = DEFAULT) -> Page | None:
    """What stands at an address, or None if nothing does. Of the index alone: no clock, no environment.

    ProofMissing or ThemeMissing if the index changed in between: a retry sees the newer state.
    """
    route = addresses.parse(address)
    if isinstance(route, PictureFile):
        return pictures.respond(route, index)
    press = press_of(index, theme)
    page = _page(route, press)
    faults = press.theme.faults
    return replace(page, fault=faults[0]) if page and faults else page


def press_of(index: Index, theme: Theme = DEFAULT) -> Press:
    """What a page is made with: the site's settings, and its own theme if it has one. ThemeMissing."""
    site = index.site()
    files = own.load(site.theme, index.table)
    theme = replace(theme, own=files, reactions=theme.reactions and site.reactions, faults=[])
    return Press(index, site.settings, theme, site.menu)


def _page(route: Printed, press: Press) -> Page | None:  # noqa: PLR0911  # one for each kind of page
    match route:
        case AssetFile(name):
            return _file(name, press.theme)
        case ListPage(name):
            return lists.respond(name, press)
        case MonthPage(name, year, month):
            return months.respond(name, addresses.Month(year, month), press)
        case DayPage(year, month, day):
            return days.respond(addresses.Day(year, month, day), press)
        case NamesPage(kind):
            return names.respond(kind, press)
        case NothingPage():
            return nothing.respond(press)
        case ArticlePage(address):
            return article.respond(address, press)
        case _:
            return _for_programs(route, press)


def _for_programs(route: ForPrograms, press: Press) -> Page | None:  # noqa: PLR0911  # one for each kind of file
    match route:
        case FeedFile(name, format_):
            return feeds.respond(name, format_, press)
        case SitemapIndex():
            return sitemaps.index(press)
        case MonthSitemap(year, month):
            return sitemaps.month(addresses.Month(year, month), press)
        case PagesSitemap():
            return sitemaps.pages(press)
        case NewsSitemap():
            return sitemaps.news(press)
        case RobotsFile():
            return robots.respond(press)
        case KeyFile():
            return indexnow.key_file(press)
        case _:
            assert_never(route)


def _file(name: str, theme: Theme) -> Page | None:
    """A file of the theme, by the name that has a hash of its content in it."""
    address = assets.FOLDER + name
    asset = next((each for each in theme.own.assets.values() if each.address == address), None)
    return asset and Page(asset.body, content_type=asset.content_type, cache_control=FOREVER)
