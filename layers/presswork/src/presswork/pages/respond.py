"""The one function behind render, full build, preview and audit."""

from __future__ import annotations

from typing import assert_never

from presswork.article.model import Address
from presswork.index.site import Index
from presswork.pages import addresses, article, assets, lists, months, nothing
from presswork.pages.addresses import ArticlePage, AssetFile, ListPage, MonthPage, NothingPage
from presswork.pages.page import FOREVER, Page
from presswork.pages.press import Press
from presswork.pages.theme import DEFAULT, Theme


def respond(address: Address, index: Index, theme: Theme = DEFAULT) -> Page | None:
    """What stands at an address, or None if nothing does. Of the index alone: no clock, no environment.

    ProofMissing if the index changed in between: a retry sees the newer state.
    """
    route = addresses.parse(address)
    if isinstance(route, AssetFile):
        return _file(route.name)
    site = index.site()
    press = Press(index, site.settings, theme, site.menu)
    match route:
        case ListPage(name):
            return lists.respond(name, press)
        case MonthPage(name, year, month):
            return months.respond(name, addresses.Month(year, month), press)
        case NothingPage():
            return nothing.respond(press)
        case ArticlePage(address):
            return article.respond(address, press)
        case _:
            assert_never(route)


def _file(name: str) -> Page | None:
    asset = assets.find(name)
    return asset and Page(asset.body, content_type=asset.content_type, cache_control=FOREVER)
