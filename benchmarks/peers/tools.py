"""The generators: where they come from, what a site of theirs looks like, and how it is built."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

from benchmarks.figures import Process
from benchmarks.peers.measure import measured, watching
from benchmarks.peers.stories import Story, Tool, source, story

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TOOLS = ROOT / ".tools" / "peers"
PYTHON, NODE = TOOLS / "python", TOOLS / "node"
INSTANT = "2026-11-24T12:00:00Z"

Adding: TypeAlias = Callable[[Callable[[], object]], Process]
"""Makes a change, and says what it took until the site had it."""


class Peer(NamedTuple):
    """A generator. Commands run in the site's folder."""

    name: str
    tool: Tool
    full: list[str]
    """The site from nothing."""
    more: list[str]
    """What has changed, its best way."""
    watches: bool = False
    """`more` waits for changes, until it is ended."""
    articles: str = "content/articles"
    out: str = "public"

    def lay_out(self, site: Path, number: int) -> None:
        """A site of so many articles."""
        if (template := HERE / self.tool).is_dir():
            shutil.copytree(template, site)
        if self.tool == "eleventy":
            (site / "node_modules").symlink_to(NODE / "node_modules")
            shutil.move(site / "pages", site / "content")
            (site / "content/articles").mkdir()
            shutil.move(site / "content/articles.11tydata.js", site / "content/articles")
        (site / self.articles).mkdir(parents=True, exist_ok=True)
        for age in range(number):
            self.add(site, age)

    def add(self, site: Path, age: int) -> None:
        found: Story = story(age)
        (site / self.articles / f"{found.slug}.md").write_text(source(found, self.tool))

    def build(self, site: Path) -> Process:
        """From nothing: no output, no cache."""
        for each in (self.out, "cache", "resources"):
            shutil.rmtree(site / each, ignore_errors=True)
        return measured(self.full, site)

    def adding(self, site: Path) -> AbstractContextManager[Adding]:
        """The site stands, and whatever the generator keeps of it."""
        return watching(self.more, site) if self.watches else self._again(site)

    @contextmanager
    def _again(self, site: Path) -> Iterator[Adding]:
        def after(change: Callable[[], object]) -> Process:
            change()
            return measured(self.more, site)

        measured(self.more, site)
        yield after


def peers() -> list[Peer]:
    hugo, pelican = str(PYTHON / "bin" / "hugo"), [str(PYTHON / "bin" / "pelican"), "-s", "pelicanconf.py", "-q"]
    build = [sys.executable, "-m", "desk.main", "build", ".", "public", "--now", INSTANT]
    cached = [*build, "--cache", "cache"]
    eleventy = ["node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet"]
    without = "HUGO_PARAMS_RELATED=false"
    return [
        Peer("Presswork", "presswork", build, [*cached, "--watch"], watches=True, articles="articles"),
        Peer("Presswork, no watcher", "presswork", build, cached, articles="articles"),
        Peer("Hugo", "hugo", [hugo, "--quiet"], [hugo, "build", "--quiet", "--watch"], watches=True),
        Peer(
            "Hugo, no related links",
            "hugo",
            ["env", without, hugo, "--quiet"],
            ["env", without, hugo, "build", "--quiet", "--watch"],
            watches=True,
        ),
        Peer("Eleventy", "eleventy", eleventy, [*eleventy, "--watch", "--incremental"], watches=True),
        Peer("Pelican", "pelican", [*pelican, "--ignore-cache"], pelican),
    ]


def install() -> None:
    """The versions that are pinned beside this file, in environments of their own; nothing if they are there."""
    wanted = (HERE / "requirements.txt").read_text() + (HERE / "eleventy" / "package.json").read_text()
    stamp = TOOLS / "installed.txt"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(TOOLS, ignore_errors=True)
    NODE.mkdir(parents=True)
    shutil.copy(HERE / "eleventy" / "package.json", NODE)
    for command, where in (
        ([sys.executable, "-m", "venv", str(PYTHON)], ROOT),
        ([str(PYTHON / "bin" / "pip"), "install", "--quiet", "--requirement", str(HERE / "requirements.txt")], ROOT),
        (["npm", "install", "--silent", "--no-fund", "--no-audit"], NODE),
    ):
        subprocess.run(command, cwd=where, check=True, stdout=sys.stderr)
    stamp.write_text(wanted)


def versions() -> str:
    """As pinned."""
    pinned = dict(line.split("==") for line in (HERE / "requirements.txt").read_text().split())
    package = (HERE / "eleventy" / "package.json").read_text()
    eleventy = package.partition('eleventy": "')[2].partition('"')[0]
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return f"Hugo {pinned['hugo']}, Eleventy {eleventy} (Node {node}), Pelican {pinned['pelican']}"
