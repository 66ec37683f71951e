"""A watcher keeps the site up to date: after each change the output is what a full build gives, byte for byte."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from desk.build import build
from desk.changes import FLOOD, Changes
from desk.console import Console
from desk.folder import MANIFEST
from desk.watch import Paths, watch

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PATIENCE_SECONDS = 300


def tree(root: Path) -> Mapping[str, bytes]:
    """But for the list of files, which is in order only when the watcher has ended."""
    found = (path for path in root.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


class Watched:
    """`presswork build --watch` as a process of its own, on a folder beside its output."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "news"
        self.out = root / "site"
        self.cache = root / "cache"
        self._scratch = root / "scratch"
        self._clock = 0
        self._process: subprocess.Popen[str] | None = None
        self._temporary = root / "temporary"
        for each in (self.folder, self._temporary):
            each.mkdir()

    def article(self, *front: str, title: str = "A title", text: str = "The text.") -> Path:
        """A file beside the folder, with a date of its own."""
        path = self.folder.parent / "written.md"
        path.write_text("\n".join(["---", f"title: {title}", *front, "---", "", text, ""]))
        self._clock += 1  # what gives no date has its file's
        moment = (NOW - timedelta(days=3)).timestamp() + self._clock
        os.utime(path, (moment, moment))
        return path

    def put(self, name: str, *front: str, title: str = "A title", text: str = "The text.") -> None:
        """As most editors do: the new file takes the place of the old one when it is whole."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.article(*front, title=title, text=text).replace(path)

    def start(self, *options: str) -> None:
        folders, now = [str(self.folder), str(self.out)], ["--now", NOW.isoformat()]
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "desk.main",
                "build",
                *folders,
                *now,
                "--watch",
                "--json",
                *options,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(self._temporary)},
        )
        self.patience = threading.Timer(PATIENCE_SECONDS, self._process.kill)  # then no test waits for it any more
        self.patience.start()
        self.outcome()
        self.until("What changes in ")

    @property
    def process(self) -> subprocess.Popen[str]:
        assert self._process
        return self._process

    def outcome(self) -> Any:
        """What it says next on its standard output."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "it ended before it said anything"
        return json.loads(line)

    def until(self, begin: str) -> list[str]:
        """What it says on standard error, up to the line that begins so."""
        assert self.process.stderr
        lines = []
        for line in self.process.stderr:
            lines.append(line.rstrip("\n"))
            if line.startswith(begin):
                return lines
        raise AssertionError(f"it ended before it said {begin!r}: {lines}")

    def is_current(self, now: datetime = NOW) -> bool:
        """Whether the output is what a full build gives."""
        shutil.rmtree(self._scratch, ignore_errors=True)
        build(self.folder, self._scratch, now, Console(machine=True))
        return tree(self.out) == tree(self._scratch)

    def leaves_nothing(self) -> bool:
        """Of what it had for itself alone."""
        return [*self._temporary.iterdir()] == []

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    found = Watched(tmp_path)
    found.put("2026-11-20-strike.md", "sections: [Harbour]", "topics: [Ports]", title="The port strike begins")
    found.put("2026-11-21-talks.md", "sections: [Harbour]", "topics: [Ports]", title="Talks on the port strike")
    yield found
    if found._process:
        found.patience.cancel()
        found._process.kill()
        found._process.communicate()


def test_articles_that_come_change_move_and_go_are_on_the_site_at_once(watched: Watched) -> None:
    watched.start()
    before = tree(watched.out)
    watched.put("2026-11-23-end.md", "sections: [Harbour]", title="The port strike ends")
    change = watched.outcome()
    assert (change["files"], change["rejected"], change["removed"]) == (["2026-11-23-end.md"], [], 0)
    assert change["written"] == sum(before.get(name) != content for name, content in tree(watched.out).items())
    assert watched.is_current()

    watched.put("2026-11-23-end.md", "sections: [Isles]", title="The strike is over")
    assert watched.outcome()["files"] == ["2026-11-23-end.md"]
    assert watched.is_current()

    (watched.folder / "2026-11-23-end.md").rename(watched.folder / "2026-11-23-over.md")
    assert watched.outcome()["files"] == ["2026-11-23-end.md", "2026-11-23-over.md"]
    assert watched.is_current()

    (watched.folder / "2026-11-21-talks.md").unlink()
    assert watched.outcome()["files"] == ["2026-11-21-talks.md"]
    assert watched.is_current()


def test_what_is_wrong_with_an_article_is_told_and_the_watch_goes_on(watched: Watched) -> None:
    watched.start()
    watched.put("2026-11-23-end.md", "date: someday")
    (rejected,) = watched.outcome()["rejected"]
    assert rejected["file"] == "2026-11-23-end.md"
    assert watched.until("2026-11-23-end.md: 0 written")[0].startswith("2026-11-23-end.md:3:7: error: ")
    assert watched.is_current()
    watched.put("2026-11-23-end.md")
    assert watched.outcome()["rejected"] == []
    assert watched.is_current()
    assert watched.end() == 0
    assert watched.leaves_nothing()


def test_folders_come_move_and_go_as_a_whole(watched: Watched) -> None:
    watched.start("--cache", str(watched.cache))
    staged = watched.folder.parent / "staged"
    (staged / "deep").mkdir(parents=True)
    watched.article().replace(staged / "2026-11-22-a.md")
    watched.article().replace(staged / "deep" / "2026-11-22-b.md")
    staged.rename(watched.folder / "more")
    assert watched.outcome()["files"] == ["more/2026-11-22-a.md", "more/deep/2026-11-22-b.md"]
    assert watched.is_current()
    watched.put("more/deep/2026-11-22-c.md")  # in a folder that was not there when it began
    assert watched.outcome()["files"] == ["more/deep/2026-11-22-c.md"]
    assert watched.is_current()
    shutil.move(watched.folder / "more", staged)
    assert len(watched.outcome()["files"]) == 3
    assert watched.is_current()


@pytest.mark.parametrize("name", ["site.yaml", "theme/style.css", "pages/about.md"])
def test_what_touches_the_whole_site_builds_it_anew_and_the_watch_goes_on(watched: Watched, name: str) -> None:
    texts = {"site.yaml": "title: The Tidings\n", "theme/style.css": "p { color: red }\n"}
    watched.start()
    for text in (texts.get(name, "---\ntitle: About us\n---\nWe.\n"), ""):
        path = watched.folder / name
        path.parent.mkdir(exist_ok=True)
        if text:
            written = watched.folder.parent / "written"
            written.write_text(text)
            written.replace(path)
        else:
            path.unlink()
        watched.until("The site is built anew: more than articles has changed.")
        assert watched.outcome()["published"] == 2
        watched.until("2 articles on ")
        assert watched.is_current()
    watched.put("2026-11-23-end.md")
    assert watched.outcome()["files"] == ["2026-11-23-end.md"]
    assert watched.is_current()


def test_where_articles_has_them_all_its_coming_and_going_is_seen(watched: Watched) -> None:
    watched.start()
    staged = watched.folder.parent / "staged"
    staged.mkdir()
    watched.article().replace(staged / "2026-11-22-a.md")
    staged.rename(watched.folder / "articles")
    assert watched.outcome()["files"] == [
        "2026-11-20-strike.md",
        "2026-11-21-talks.md",
        "articles/2026-11-22-a.md",
    ]
    assert watched.is_current()
    watched.put("articles/2026-11-22-b.md")
    assert watched.outcome()["files"] == ["articles/2026-11-22-b.md"]
    (watched.folder / "articles").rename(staged)
    assert len(watched.outcome()["files"]) == 4
    assert watched.is_current()


def test_pictures_and_links_are_seen(watched: Watched) -> None:
    watched.start()
    staged = watched.folder.parent / "staged"
    staged.mkdir()
    Image.new("RGB", (40, 30), (30, 60, 90)).save(staged / "port.png")
    staged.rename(watched.folder / "media")
    assert watched.outcome()["files"] == ["media/port.png"]
    watched.put("2026-11-23-end.md", "image: port.png")
    watched.outcome()
    assert watched.is_current()
    (watched.folder / "2026-11-23-link.md").symlink_to(watched.folder / "2026-11-20-strike.md")
    watched.outcome()
    watched.put("2026-11-20-strike.md", title="Another title")
    assert watched.outcome()["files"] == ["2026-11-20-strike.md", "2026-11-23-link.md"]
    assert watched.is_current()


def test_output_and_cache_may_lie_in_the_folder(watched: Watched) -> None:
    watched.out = watched.folder / "site"
    watched.start("--cache", str(watched.folder / "cache"))
    for name in ("2026-11-22-a.md", "2026-11-22-b.md"):
        watched.put(name)
        assert watched.outcome()["files"] == [name]
    assert watched.is_current()


def test_a_folder_that_goes_is_told_and_waited_for(watched: Watched) -> None:
    watched.start()
    gone = watched.folder.rename(watched.folder.with_name("gone"))
    assert watched.until("presswork: ")[-1] == (
        f"presswork: {watched.folder} does not exist. Name a folder of articles: Markdown, HTML, JSON or text files."
        f" The next try is when {watched.folder} has changed."
    )
    gone.rename(watched.folder)
    assert watched.outcome()["published"] == 2
    assert watched.is_current()


def test_a_folder_without_articles_is_told_and_waited_for(watched: Watched) -> None:
    watched.start()
    (watched.folder / "2026-11-21-talks.md").unlink()
    assert watched.outcome()["files"] == ["2026-11-21-talks.md"]
    (watched.folder / "2026-11-20-strike.md").unlink()
    assert "holds no articles" in watched.until("presswork: ")[-1]
    watched.put("2026-11-23-end.md")
    assert watched.outcome()["published"] == 1
    assert watched.is_current()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_next_build_goes_on_from_what_the_watcher_has_left(
    watched: Watched, number: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    watched.start("--cache", str(watched.cache))
    watched.put("2026-11-23-end.md")
    watched.outcome()
    (watched.folder / "2026-11-21-talks.md").unlink()
    watched.outcome()
    assert watched.end(number) == 0
    watched.put("2026-11-23-later.md")
    assert build(watched.folder, watched.out, NOW, Console(), watched.cache) == 0
    assert "cache" not in capsys.readouterr().err
    assert watched.is_current()
    assert (watched.out / MANIFEST).read_bytes() == (watched.folder.parent / "scratch" / MANIFEST).read_bytes()


def test_a_watcher_that_was_killed_in_between_is_healed_by_the_next_build(watched: Watched) -> None:
    watched.start("--cache", str(watched.cache))
    watched.put("2026-11-23-end.md")
    watched.outcome()
    watched.end(signal.SIGKILL)
    watched.put("2026-11-23-later.md")
    assert build(watched.folder, watched.out, NOW, Console(), watched.cache) == 0
    assert watched.is_current()


def test_what_is_due_comes_and_goes_without_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    watched = Watched(tmp_path)
    watched.put("2026-11-20-strike.md")
    watched.put("later.md", "date: 2026-11-25T12:00:00Z", "expires: 2026-11-26T12:00:00Z")
    clock = [NOW]
    found = []

    def wait(changes: Changes, seconds: float | None) -> set[str] | None:
        """Nothing changes, and each look at the clock finds the next noon."""
        found.append((seconds, watched.is_current(clock[0])))
        changes.ended = len(found) == 3
        clock[0] += timedelta(days=1)
        return None if changes.ended else set()

    monkeypatch.setattr(Changes, "wait", wait)
    paths = Paths(watched.folder, watched.out, watched.cache)
    assert watch(paths, lambda: clock[0], Console()) == 0
    assert found == [(60, True)] * 3
    said = [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert [line for line in said if line in {"What was due", "Ended."}] == ["What was due", "What was due", "Ended."]


# What the system tells


def test_a_flood_of_changes_has_the_whole_folder_looked_at(tmp_path: Path) -> None:
    with Changes(tmp_path, (), linked=False) as changes:
        for many in (FLOOD - 1, FLOOD):
            names = {f"{number}.md" for number in range(many)}
            changes._found.put({str(tmp_path / name) for name in names})
            assert changes.wait(0) == (names if many < FLOOD else None)


def test_what_is_apart_is_not_watched(tmp_path: Path) -> None:
    out = tmp_path / "site"
    out.mkdir()
    with Changes(tmp_path, (out, tmp_path.parent), linked=False) as changes:
        (out / "index.html").touch()
        (tmp_path / "a.md").touch()
        assert changes.wait(PATIENCE_SECONDS) == {"a.md"}
        assert changes.wait(0) == set()
        out.rename(tmp_path / "other")
        assert changes.wait(PATIENCE_SECONDS) is None  # a folder that must be watched from here on
        assert not changes.ended
