"""Where the links of a site lead, and whether anything is there."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from presswork.article.allowed import VOID
from presswork.article.model import Address
from presswork.pages.addresses import encode
from tests.browser.sites import Site

ELSEWHERE = ("/api/", "/media/", "/search")
"""What answers there is a function, or a file that the site's owner has uploaded: no page."""
_LINKING = ("action", "cite", "href", "poster", "src")


class Link(NamedTuple):
    """A link of a page. `author`: it is as an author wrote it, in the body or as the source of a picture."""

    page: Address
    url: str
    author: bool


class Reader(HTMLParser):
    """The ids of a page, and its links, each with whether it is the author's."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[tuple[str, bool]] = []
        self._authors: list[bool] = [False]
        """Of each element that is open: whether what is in it is the author's."""
        self.feed(body.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        author = {"body": True, "see-also": False}.get(given.get("class", ""), self._authors[-1])
        if tag not in VOID:
            self._authors.append(author)
        self.ids |= {given["id"]} if "id" in given else set()
        urls = [given[name] for name in _LINKING if name in given]
        urls += [each.split()[0] for each in given.get("srcset", "").split(",") if each.strip()]
        self.links += [(url, author or tag == "img") for url in urls]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._authors.pop()


def broken(site: Site) -> Iterator[Link]:
    """The links between the site's pages that lead to where nothing is: no page, or no such place on it."""
    read = {address: Reader(page.body) for address, page in site.html.items()}
    for address, reader in read.items():
        here = site.base_url + encode(address)
        for url, author in reader.links:
            to = urlsplit(urljoin(here, url))
            target = Address(unquote(to.path))
            if f"{to.scheme}://{to.netloc}" != site.base_url or target.startswith(ELSEWHERE):
                continue
            place = unquote(to.fragment)
            whole = target in site.pages and (place in {"", "top"} or (target in read and place in read[target].ids))
            if not whole:
                yield Link(address, url, author)
