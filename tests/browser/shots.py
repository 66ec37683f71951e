"""Pictures of the theme, to look at: the example newspaper, and articles with all that a body may hold.

    make shots                  all of them
    make shots ARGS='front-390 arabic'

Those that the documents show go to `docs/pictures/`, the rest to `out/shots/`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from msgspec import Struct, json

from desk.build import assemble
from desk.console import Console
from desk.edge import Answer, ErrorPage, Rules
from desk.folder import look_for_articles
from desk.preview import Edge, Server
from desk.work import FileProofs
from presswork.article.model import Address
from presswork.index.site import Index
from presswork.pages import addresses
from presswork.pages.respond import respond

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHOWN = ROOT / "docs" / "pictures"
REST = ROOT / "out" / "shots"

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
"""When the newest of the example articles is a few hours old."""
PHONE, DESKTOP = 390, 1280
PAGES = {
    "front": "/",
    "article": "/2026/11/port-strike-ends",
    "everything": "/2026/11/how-a-tide-table-is-made",
    "table": "/2026/10/lantern-cinema",
    "arabic": "/2026/11/صيادو-الميناء-القديم",
    "japanese": "/2026/09/旧埠頭で和船が浮かぶまで",
    "section": "/sections/harbour",
    "author": "/authors/zoë-hallam",
    "month": "/2026/11",
    "day": "/2026/11/24",
    "sections": "/sections",
    "topics": "/topics",
    "nothing": "/nowhere",
}


class Order(Struct, frozen=True):
    """One picture, as `shots.mjs` is asked for it."""

    url: str
    file: str
    width: int
    height: int = 900
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"
    whole: bool = True


def to_look_at(base: str) -> Iterator[Order]:
    """Every page on a phone and on a desk, in the light and in the dark, and on paper."""
    urls = {name: base + addresses.encode(Address(address)) for name, address in PAGES.items()}
    for name, url in urls.items():
        for width in (PHONE, DESKTOP):
            yield Order(url, str(REST / f"{name}-{width}.png"), width)
            yield Order(url, str(REST / f"{name}-{width}-dark.png"), width, scheme="dark")
        yield Order(url, str(REST / f"{name}-print.png"), 794, media="print")


def to_show(base: str) -> Iterator[Order]:
    """Those of the documents: the newspaper as it is, without articles that are there to be tried."""
    for name in ("front", "article"):
        yield Order(base + PAGES[name], str(SHOWN / f"{name}.webp"), DESKTOP, whole=False)


class Pages:
    """The edge's origin: each page made when it is asked for."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def get(self, key: str) -> Answer:
        address = Address("/" if key == "index.html" else f"/{key}")
        page = respond(address, self._index)
        return Answer(page.status, {"content-type": page.content_type}, page.body) if page else Answer(403, {})


class Quiet:
    """No invalidations: nothing changes here."""

    def new(self) -> list[str]:
        return []


@contextmanager
def served(*, more: bool) -> Iterator[str]:
    """The newspaper, at an address of this machine, until the block is left. `more`: with articles of every kind."""
    with TemporaryDirectory(prefix="presswork-shots-") as name, FileProofs() as proofs:
        folder = Path(name)
        shutil.copytree(ROOT / "examples", folder, dirs_exist_ok=True)
        if more:
            shutil.copytree(HERE / "articles", folder / "articles", dirs_exist_ok=True)
        built = assemble(look_for_articles(folder), proofs, NOW, Console())
        rules = Rules(error_pages={403: ErrorPage("/404.html", 404)})
        with Server(0) as server, server.serving(Edge(rules, Pages(built.index), Quiet())):
            yield server.url


def main(names: Sequence[str]) -> None:
    """Take the pictures whose files have one of these in their names."""
    chromium, node = map(shutil.which, ("chromium", "node"))
    if not chromium or not node or not (HERE / "node_modules").is_dir():
        sys.exit("Pictures need chromium, node, and the packages of tests/browser/package.json.")
    REST.mkdir(parents=True, exist_ok=True)
    for more, orders in ((True, to_look_at), (False, to_show)):
        with served(more=more) as url:
            wanted = [each for each in orders(url) if any(name in each.file for name in names)]
            job = json.encode({"chromium": chromium, "shots": wanted})
            subprocess.run([node, HERE / "shots.mjs"], input=job, check=True)


if __name__ == "__main__":
    main(sys.argv[1:] or [""])
