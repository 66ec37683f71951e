"""The tools, and the sites that they look at. `make setup-browser` installs what is missing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.browser import hostile, sites
from tests.browser.sites import HERE, Site, served

MODULES = HERE / "node_modules"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
TABS = 3
SECONDS = 300
"""For all pages of a call, however busy the machine is."""


class Browser:
    """One chromium a call, for any number of pages."""

    def __init__(self, chromium: str) -> None:
        self.chromium = chromium

    def visit(
        self, site: Site, paths: Iterable[str], *, policy: bool = True, axe: bool = False
    ) -> list[dict[str, Any]]:
        """What each page did, in the order of the paths: see visit.mjs."""
        job = {"chromium": self.chromium, "site": site.url, "paths": [*paths], "policy": policy, "axe": axe}
        done = subprocess.run(
            ["node", HERE / "visit.mjs"],
            input=json.dumps({**job, "tabs": TABS}),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found


class Checker:
    """The Nu Html Checker: one JVM a call, for any number of pages."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def complaints(self, site: Site) -> list[str]:
        """All errors and warnings, each with its page."""
        files = {str(self._folder / f"{number}.html"): address for number, address in enumerate(site.html)}
        for file, address in files.items():
            Path(file).write_bytes(site.html[address].body)
        jar = MODULES / "vnu-jar/build/dist/vnu.jar"
        done = subprocess.run(
            ["java", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", self._folder],
            capture_output=True,
            check=True,
            timeout=SECONDS,
        )
        return [
            f"{files[each['url'].removeprefix('file:')]} line {each.get('lastLine')}: {each['message']}"
            for each in json.loads(done.stdout)["messages"]
        ]


@pytest.fixture(scope="session")
def browser() -> Browser:
    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if chromium is None or shutil.which("node") is None or not (MODULES / "playwright-core").is_dir():
        missing("chromium, node, or its packages")
    return Browser(chromium)


@pytest.fixture
def checker(tmp_path: Path) -> Checker:
    if shutil.which("java") is None or not (MODULES / "vnu-jar").is_dir():
        missing("java, or the Nu Html Checker")
    return Checker(tmp_path)


def missing(what: str) -> NoReturn:
    """Skips the test, where it may be."""
    cure = f"{what} is not there: run make setup-browser"
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(cure)
    pytest.skip(cure)


@pytest.fixture(scope="session")
def newspaper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(sites.newspaper(tmp_path_factory.mktemp("newspaper"))) as site:
        yield site


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if not sites.CORPUS.is_dir():
        pytest.skip(f"the real articles are not there: {sites.CORPUS}")
    with served(sites.corpus(tmp_path_factory.mktemp("corpus"))) as site:
        yield site


@pytest.fixture(scope="session")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(hostile.attacker(tmp_path_factory.mktemp("attacker"))) as site:
        yield site


@pytest.fixture(scope="session")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(hostile.harmless(tmp_path_factory.mktemp("harmless"))) as site:
        yield site
