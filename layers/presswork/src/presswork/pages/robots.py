"""robots.txt: what robots may read, and where the sitemaps are."""

from __future__ import annotations

from presswork.pages import addresses
from presswork.pages.page import TEXT, Page
from presswork.pages.press import Press

_NOT_FOR_ROBOTS = ("/api/", "/search")


def respond(press: Press) -> Page:
    """All but what answers each reader differently."""
    rules = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS)]
    maps = [f"Sitemap: {press.canonical(each)}" for each in (addresses.SITEMAP, addresses.NEWS_SITEMAP)]
    return Page("\n".join([*rules, "", *maps, ""]).encode(), content_type=TEXT)
