"""Sites for the tests in a browser: made by the full build, and served by the preview under the template's headers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from desk.build import assemble
from desk.console import Console
from desk.edge import Answer, Api, ErrorPage, Rules, added_headers
from desk.folder import look_for_articles
from desk.preview import Edge, Server
from desk.work import FileProofs
from presswork.article.model import Address, Report
from presswork.pages import addresses
from presswork.pages.addresses import ArticlePage
from presswork.pages.page import Page
from presswork.pages.respond import respond
from presswork.steps.build import all_addresses
from tests.desk.cloudformation import RESOURCES, resolved

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
CORPUS_FOLDERS = (
    "18f.gsa.gov/content/posts",
    "electronjs.org/blog",
    "html5rocks.com/content/tutorials",
    "wikinews/json",
)
NOW = datetime(2026, 12, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Site:
    """A site as the full build makes it. `url`: where it is served."""

    pages: Mapping[Address, Page]
    reports: Mapping[str, Report]
    """By upload key."""
    base_url: str
    """As its settings say: what its absolute links begin with."""
    url: str = ""

    @property
    def html(self) -> dict[Address, Page]:
        return {address: page for address, page in self.pages.items() if page.content_type.startswith("text/html")}

    def kinds(self) -> dict[str, list[Address]]:
        """The addresses of HTML pages by their kind, in order: the one place that says which kinds of page there are.

        A kind is a route, the folder that it stands in, and what the page is there for. So a new one comes by itself.
        """
        found: dict[str, list[Address]] = {}
        for address, page in self.html.items():
            found.setdefault(kind(address, page), []).append(address)
        return found

    def some(self, whole: str = "ArticlePage") -> list[Address]:
        """An address of each kind; of those whose names begin with `whole`, all: no two articles hold the same."""
        return [
            address
            for name, of_kind in self.kinds().items()
            for address in (of_kind if name.startswith(whole) else of_kind[:1])
        ]


def kind(address: Address, page: Page) -> str:
    """E.g. `ListPage sections`, `MonthPage 0`, `ArticlePage`, `ArticlePage 410`."""
    route = addresses.parse(address)
    folder = "" if isinstance(route, ArticlePage) else re.sub(r"\d+", "0", address.split("/")[1])
    return " ".join(filter(None, (type(route).__name__, folder, "" if page.status == 200 else str(page.status))))


def built(folder: Path) -> Site:
    """The site of a folder of uploads, with all that a site may switch on."""
    with FileProofs() as proofs:
        made = assemble(look_for_articles(folder), proofs, NOW, Console(machine=True))
        found = {
            address: page
            for address in sorted(all_addresses(made.index, made.records.values()))
            if (page := respond(address, made.index))
        }
        return Site(found, made.reports, made.index.site().settings.base_url)


@contextmanager
def served(site: Site, api: Api | None = None) -> Iterator[Site]:
    """The site at an address of this machine, until the block is left. `api`: answers its paths, if it is there."""
    with Server(0) as server, server.serving(Edge(rules(), Pages(site.pages), Nobody(), api)):
        yield replace(site, url=server.url)


def rules() -> Rules:
    """The distribution's, as the template says it for a machine without TLS."""
    config = resolved(RESOURCES["Distribution"]["Properties"]["DistributionConfig"], ViewerProtocolPolicy="allow-all")
    policy = RESOURCES["HeadersPolicy"]["Properties"]["ResponseHeadersPolicyConfig"]
    return Rules(
        default_root=config["DefaultRootObject"],
        error_pages={
            each["ErrorCode"]: ErrorPage(each["ResponsePagePath"], each["ResponseCode"])
            for each in config["CustomErrorResponses"]
            if "ResponsePagePath" in each
        },
        headers=tuple(added_headers(resolved(policy, ViewerProtocolPolicy="allow-all"))),
        function=RESOURCES["StatusFunction"]["Properties"]["FunctionCode"],
        api={each["PathPattern"]: frozenset(each["AllowedMethods"]) for each in config["CacheBehaviors"]},
    )


class Pages:
    """The site bucket. It redirects nobody: the notices that say where an article is now are to be seen, too."""

    def __init__(self, pages: Mapping[Address, Page]) -> None:
        self._pages = pages

    def get(self, key: str) -> Answer:
        page = self._pages.get(addresses.ROOT if key == addresses.ROOT_KEY else Address(f"/{key}"))
        if page is None:
            return Answer(403, {"content-type": "application/xml"}, b"<Error/>")
        status = {"x-amz-meta-status": "410"} if page.status == 410 else {}
        headers = {"content-type": page.content_type, "cache-control": page.cache_control, "etag": f'"{page.digest}"'}
        return Answer(200, headers | status, page.body)


class Nobody:
    """Invalidates nothing."""

    def new(self) -> Sequence[str]:
        return ()


def newspaper(folder: Path) -> Site:
    """The example newspaper, with a few articles more that hold what its own do not."""
    shutil.copytree(ROOT / "examples", folder, dirs_exist_ok=True)
    shutil.copytree(HERE / "articles", folder / "articles", dirs_exist_ok=True)
    return built(folder)


def corpus(folder: Path) -> Site:
    """The site of all real articles."""
    for each in CORPUS_FOLDERS:
        shutil.copytree(CORPUS / each, folder / "articles" / each)
    return built(folder)
