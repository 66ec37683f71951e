"""Feeds and sitemaps of whole sites, as the field's own tools read them."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import feedparser
import pytest
import xmlschema

from presswork.pages import addresses
from presswork.pages.addresses import FeedFile, MonthSitemap, NewsSitemap, SitemapIndex
from tests.browser.conftest import MODULES, missing
from tests.browser.sites import Site

SCHEMA = MODULES / "sitemap" / "schema" / "sitemap.xsd"
OURS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

pytestmark = pytest.mark.browser


def of_kind(site: Site, *kinds: type) -> dict[str, bytes]:
    return {address: page.body for address, page in site.pages.items() if isinstance(addresses.parse(address), kinds)}


@pytest.mark.parametrize("name", ["newspaper", "corpus"])
def test_feedparser_reads_every_feed_without_a_complaint(name: str, request: pytest.FixtureRequest) -> None:
    site: Site = request.getfixturevalue(name)
    feeds = {address: body for address, body in of_kind(site, FeedFile).items() if address.endswith(".xml")}
    assert {"/feed.xml", "/feed-atom.xml"} < feeds.keys()
    read = {address: feedparser.parse(body) for address, body in feeds.items()}
    assert {address: str(each.get("bozo_exception")) for address, each in read.items() if each.bozo} == {}
    assert [address for address, each in read.items() if not each.entries] == []


@pytest.mark.parametrize("name", ["newspaper", "corpus"])
def test_every_sitemap_is_as_the_schema_of_sitemaps_says(name: str, request: pytest.FixtureRequest) -> None:
    if not SCHEMA.is_file():
        missing("the npm package sitemap")
    schema = xmlschema.XMLSchema(SCHEMA, allow="local")
    site: Site = request.getfixturevalue(name)
    maps = of_kind(site, SitemapIndex, MonthSitemap, NewsSitemap)
    assert len(maps) >= 3
    complaints = {
        address: [str(each.reason) for each in schema.iter_errors(as_a_plain_sitemap(body))]
        for address, body in maps.items()
        # The schema wants an entry; that of news has none when the newest are two days old.
        if address != "/news-sitemap.xml" or len(ET.fromstring(body))  # noqa: S314 (our own)
    }
    assert {address: said for address, said in complaints.items() if said} == {}


def as_a_plain_sitemap(body: bytes) -> ET.Element:
    """What the schema judges: an index is a map of maps in other words, and it knows nothing of news."""
    root = ET.fromstring(body)  # noqa: S314 (our own)
    for each in root.iter():
        each.tag = each.tag.replace(f"{OURS}sitemapindex", f"{OURS}urlset").replace(f"{OURS}sitemap", f"{OURS}url")
    for entry in root:
        for other in [each for each in entry if not each.tag.startswith(OURS)]:
            entry.remove(other)
    return root


def test_the_schema_has_teeth() -> None:
    if not SCHEMA.is_file():
        missing("the npm package sitemap")
    schema = xmlschema.XMLSchema(SCHEMA, allow="local")
    wrong = ET.fromstring(  # noqa: S314
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://e.example/</loc>'
        "<lastmod>yesterday</lastmod></url></urlset>"
    )
    assert not schema.is_valid(wrong)
