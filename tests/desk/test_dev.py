"""A folder is kept on the site: what is told of each file, and when. The functions run in a world in memory, which
delivers their messages late, twice and in any order, and lets them crash.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from desk import newsroom
from desk.console import Console, DeskError, Outcome
from desk.dev import dev
from desk.folder import look
from desk.newsroom import Newsroom
from desk.pipeline import Pipeline, Verb
from desk.preview import Server
from presswork.article.model import Problem, Report
from presswork.pages import addresses, assets
from presswork.steps.release import release
from tests.world import START, SiteBucket, Wakes, World

QUEUES: dict[str, Verb] = {
    "upload": "validate",
    "media": "images",
    "index": "index",
    "render": "render",
    "invalidate": "invalidate",
    "announce": "announce",
    "rebuild": "rebuild",
}


class WorldPipeline(Pipeline):
    """The pipeline of a world in memory, which goes on a little each time that it is looked at."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.index = world.index
        self.site = SiteBucket(world)
        self.wakes = Wakes(world)
        self.written = world.changed
        self.rendered = world.rendered
        self.handled = world.handled
        self.invalidated = world.invalidated
        self.pace = 50
        self.lock = threading.Lock()
        self.settings_reports: list[Report] = []
        """Each another version."""

    def put(self, key: str, file: Path) -> str:
        with self.lock:
            self.world.upload(key, file.read_text())
            return self.world.uploads[key].version

    def remove(self, key: str) -> None:
        with self.lock:
            self.world.upload(key, None)

    def site_report(self, on: str) -> tuple[str, tuple[Problem, ...]]:
        report = self.world.reports.get(on)
        if report is None:
            return "", ()
        if not any(report is each for each in self.settings_reports):
            self.settings_reports.append(report)
        return str(len(self.settings_reports)), report.problems

    def release(self) -> int:
        return release(table=self.index.table, wakes=self.wakes, now=self.world.now)

    def waiting(self) -> dict[Verb, int]:
        running = [run.queue for run in self.world.runs]
        found = {verb: len(self.world.queues[name]) + running.count(name) for name, verb in QUEUES.items()}
        return {verb: messages for verb, messages in found.items() if messages}

    def look(self) -> None:
        for _ in range(self.pace):
            self.world.step()

    def last_lines(self, verb: Verb, limit: int = 5) -> list[str]:
        return [f"{verb} has failed\x07"][:limit]


class Desk:
    """A newsroom on a world, with what it says."""

    def __init__(self, root: Path, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.world = World(seed)
        self.pipeline = WorldPipeline(self.world)
        self.newsroom = Newsroom(root, self.pipeline, Console(), now=lambda: self.world.now)
        self.capsys = capsys
        self.opened = False

    def write(self, name: str, *front: str, text: str = "Text.") -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(["---", f"title: {Path(name).stem}", *front, "---", "", text, ""]))

    def publish(self) -> list[str]:
        """What is said of the folder as it is now, in order of the alphabet, seconds and counts left out."""
        if not self.opened:
            assert self.newsroom.open(look(self.root))
            self.opened = True
        self.newsroom.publish(look(self.root))
        assert self.newsroom.settle()
        return self.said()

    def said(self) -> list[str]:
        out, err = self.capsys.readouterr()
        lines = (re.sub(r"(?<=\S) {2,}", "  ", re.sub(r" +[0-9.]+ s", "", line)) for line in f"{out}{err}".splitlines())
        return sorted(re.sub(r"  \([0-9]+ pages? rendered, [0-9]+ paths? invalidated\)", "", line) for line in lines)

    def settled(self) -> bool:
        """Whether the site is what a full build gives."""
        return self.world.site == self.world.full_build()


@pytest.fixture(params=range(5))
def desk(
    tmp_path: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    monkeypatch.setattr("desk.newsroom.time.sleep", lambda _: None)
    return Desk(tmp_path, request.param, capsys)


def test_new_changed_renamed_and_deleted_files_are_told(desk: Desk) -> None:
    desk.write("2026-11-01-a.md", "topics: [ships]")
    desk.write("2026-11-02-b.md", "topics: [ships]")
    assert desk.publish() == ["live  /2026/11/a", "live  /2026/11/b"]
    assert desk.publish() == []

    desk.write("2026-11-01-a.md", "topics: [ships]", text="Another text.")
    assert desk.publish() == ["live  /2026/11/a"]

    (desk.root / "2026-11-02-b.md").rename(desk.root / "2026-11-02-c.md")
    assert desk.publish() == ["gone  /2026/11/b", "live  /2026/11/c"]

    (desk.root / "2026-11-01-a.md").unlink()
    assert desk.publish() == ["gone  /2026/11/a"]
    assert desk.newsroom.outcome(1.5) == Outcome(1, (), len(desk.world.changed), len(desk.world.invalidated), 1.5)
    assert desk.settled()


def test_a_file_that_is_touched_but_not_changed_is_not_uploaded(desk: Desk) -> None:
    desk.write("2026-11-01-a.md")
    desk.publish()
    os.utime(desk.root / "2026-11-01-a.md", (1, 1))

    assert desk.publish() == []


def test_a_rejected_file_is_told_with_its_cure_and_the_last_good_version_stays(desk: Desk) -> None:
    desk.write("2026-11-01-a.md")
    desk.publish()
    desk.write("2026-11-01-a.md", "date: someday")

    (said,) = desk.publish()
    outcome = desk.newsroom.outcome(0)

    assert said.startswith("2026-11-01-a.md:3:7: error: ")
    assert [each.file for each in outcome.rejected] == ["2026-11-01-a.md"]
    assert outcome.published == 1
    desk.write("2026-11-01-a.md")
    assert desk.publish() == ["live  /2026/11/a"]
    assert desk.newsroom.outcome(0).rejected == ()


def test_a_file_moved_over_another_is_no_rejection(desk: Desk) -> None:
    desk.write("old.md", "date: 2026-11-01", "slug: strike")
    desk.publish()
    (desk.root / "old.md").unlink()
    desk.write("new.md", "date: 2026-11-01", "slug: strike")

    assert desk.publish() == ["gone  /2026/11/strike", "live  /2026/11/strike"]
    assert desk.settled()


def test_who_waits_for_an_address_is_told_rejected_and_later_live(desk: Desk) -> None:
    desk.write("first.md", "date: 2026-11-01", "slug: strike")
    desk.publish()
    desk.write("second.md", "date: 2026-11-02", "slug: strike")
    (said,) = desk.publish()
    assert said.startswith("second.md: error: ")
    assert "belongs to first.md" in said
    (desk.root / "first.md").unlink()

    assert desk.publish() == ["gone  /2026/11/strike", "live  /2026/11/strike"]
    assert desk.newsroom.outcome(0).rejected == ()


def test_drafts_and_later_articles_are_told_and_come_when_it_is_their_time(desk: Desk) -> None:
    desk.write("draft.md", "date: 2026-11-01", "draft: true")
    desk.write("later.md", f"date: {(START + timedelta(hours=1)).isoformat()}")
    desk.write("over.md", "date: 2026-11-01", "expires: 2026-11-02")
    assert desk.publish() == ["draft  draft.md", "expired  over.md", "scheduled  later.md"]
    desk.newsroom.tick()
    assert desk.said() == []
    desk.world.now += timedelta(hours=2)
    desk.newsroom.tick()

    assert desk.said() == ["live  /2026/11/later"]
    assert desk.newsroom.outcome(0).published == 1
    assert desk.settled()


def test_settings_come_first_and_are_told(desk: Desk) -> None:
    (desk.root / "site.yaml").write_text("permalink: /{slug}\n")
    desk.write("2026-11-01-a.md")

    assert desk.publish() == ["live  /a", "settings  site.yaml"]
    assert {*desk.world.site} >= {*addresses.fixed(assets.load().values())} - {addresses.KEY_FILE}

    (desk.root / "site.yaml").write_text("permalink: /news/{slug}\ntime_zone: Europe/Nowhere\n")
    (said,) = desk.publish()
    assert said.startswith("site.yaml:2:12: error: ")
    assert desk.newsroom.outcome(0).rejected[0].file == "site.yaml"

    (desk.root / "site.yaml").unlink()
    assert desk.publish() == ["settings  site.yaml"]
    assert desk.settled()


def test_a_file_that_cannot_be_read_does_not_hold_up_the_others(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("2026-11-01-a.md")
    desk.write("2026-11-02-b.md")

    def put(key: str, file: Path) -> str:
        if key.endswith("a.md"):
            raise PermissionError(13, "Permission denied")
        return WorldPipeline.put(desk.pipeline, key, file)

    with monkeypatch.context() as patch:
        patch.setattr(desk.pipeline, "put", put)
        with pytest.raises(DeskError) as error:
            desk.publish()
        desk.newsroom.settle()
    path = desk.root / "2026-11-01-a.md"
    assert str(error.value) == f"{path} cannot be read: Permission denied. Mend that, or move it away."
    assert desk.said() == ["live  /2026/11/b"]
    assert desk.publish() == ["live  /2026/11/a"]


def test_what_is_left_out_is_told_once(desk: Desk) -> None:
    desk.write("_index.md")
    desk.write("2026-11-01-a.md")
    left = "Left out: _index.md: its name starts with _, by which other systems mark what is no article."

    assert desk.publish() == [left, "live  /2026/11/a"]
    assert desk.publish() == []


def test_what_is_stuck_is_told_with_the_functions_last_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newsroom, "PATIENCE_SECONDS", 0.01)
    desk.opened = True
    desk.pipeline.pace = 0
    desk.write("2026-11-01-a.md")
    desk.newsroom.publish(look(desk.root))

    assert not desk.newsroom.settle()
    messages = len(desk.world.queues["upload"])
    assert desk.said() == sorted(
        [
            "2026-11-01-a.md: not live after: validate has not done its part.",
            f"validate: {messages} message{'s' if messages > 1 else ''} waiting; its log ends with:",
            r"  validate has failed\x07",
        ]
    )
    monkeypatch.setattr(newsroom, "PATIENCE_SECONDS", 60)
    desk.pipeline.pace = 50
    assert desk.publish() == ["live  /2026/11/a"]


def test_a_page_counts_as_rendered_for_the_articles_that_it_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.newsroom.time.sleep", lambda _: None)
    desk = Desk(tmp_path, 0, capsys)
    desk.world.crash = 0
    desk.pipeline.pace = 10_000
    desk.write("2026-11-01-a.md", "topics: [ships]")
    desk.publish()
    desk.write("2026-11-02-b.md", "topics: [harbour]")
    desk.newsroom.publish(look(tmp_path))
    desk.newsroom.settle()

    # Its own page, the front page, the month, two days, the topic, its month, the index of topics, three feeds, the
    # sitemap of the month, and the article before it. How many paths that is depends on what comes in one batch.
    said = re.sub(r" +[0-9.]+ s", "", capsys.readouterr().out)
    assert re.fullmatch(r"live  /2026/11/b  \(13 pages rendered, [0-9]+ paths invalidated\)\n", said)


# The real thing


class Running:
    """`presswork dev` as a process of its own."""

    def __init__(self, root: Path, temp: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desk.main", "dev", str(root), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "TMPDIR": str(temp)},
        )
        self.lines: list[str] = []

    def until(self, start: str) -> str:
        """The next line that starts so. What was said meanwhile is kept in `lines`."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.startswith(start):
                return line.rstrip("\n")
        raise AssertionError(f"it ended before it said {start!r}:\n" + "\n".join(self.lines))


@pytest.fixture
def port() -> int:
    with Server(0) as server:
        return server.server_port


@pytest.mark.stack
def test_once_ends_when_all_is_live_and_says_so_to_programs(tmp_path: Path) -> None:
    news, temp = tmp_path / "news", tmp_path / "temp"
    news.mkdir()
    temp.mkdir()
    (news / "site.yaml").write_text("title: The Tidings\n")
    (news / "2026-11-01-a.md").write_text("---\ntitle: A\n---\nText.\n")
    (news / "2026-11-02-b.md").write_text("---\ntitle: B\ndate: someday\n---\nText.\n")

    ended = subprocess.run(
        [sys.executable, "-m", "desk.main", "dev", str(news), "--once", "--json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
        env={**os.environ, "TMPDIR": str(temp)},
    )

    outcome = msgspec.json.decode(ended.stdout, type=Outcome)
    assert (ended.returncode, ended.stdout.count("\n")) == (1, 1), ended.stderr
    assert (outcome.published, [each.file for each in outcome.rejected]) == (1, ["2026-11-02-b.md"])
    # The article, its day and its month with a sitemap; what is there without it: the front page, two indexes, 404, two
    # files of the theme, three feeds, two sitemaps and robots.txt. Of these the front page, the feeds and the index of
    # sitemaps twice, if they were written before the article was there.
    assert 16 <= outcome.pages <= 21
    assert 0 <= outcome.invalidated <= 6  # those, and the front page has two paths
    assert "2026-11-02-b.md:3:7: error: " in ended.stderr
    assert list(temp.iterdir()) == []


@pytest.mark.stack
def test_the_site_is_served_follows_the_folder_and_is_put_away(tmp_path: Path, port: int) -> None:
    news, temp = tmp_path / "news", tmp_path / "temp"
    news.mkdir()
    temp.mkdir()
    article = news / "2026-11-01-a.md"

    def page(path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body

    running = Running(news, temp, "--port", str(port))
    try:
        running.until(f"The site is at http://127.0.0.1:{port}.")
        article.write_text("---\ntitle: A\n---\nThe first text.\n")
        running.until("live")
        status, body = page("/2026/11/a")
        assert (status, "The first text." in body) == (200, True)
        article.write_text("---\ntitle: A\nslug: b\n---\nThe second text.\n")
        running.until("live")
        assert "The second text." in page("/2026/11/b")[1]
        assert page("/2026/11/a")[0] == 301
        article.unlink()
        running.until("gone")
        assert page("/2026/11/b")[0] == 410
        running.process.send_signal(signal.SIGTERM)
        running.until("Ended.")
        assert running.process.wait(30) == 0
    finally:
        running.process.kill()
        running.process.communicate()
    assert list(temp.iterdir()) == []
    Server(port).server_close()


def test_a_folder_may_be_empty_unless_it_is_published_once(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="holds no articles"):
        dev(tmp_path, port=0, once=True, console=Console())
    with Server(0) as taken, pytest.raises(DeskError, match=f"Port {taken.server_port} cannot be had"):
        dev(tmp_path, port=taken.server_port, once=False, console=Console())


def test_a_port_that_is_taken_is_told_before_anything_is_started(tmp_path: Path) -> None:
    (tmp_path / "2026-11-01-a.md").write_text("---\ntitle: A\n---\nText.\n")
    with Server(0) as server:
        taken = server.server_port
        ended = subprocess.run(
            [sys.executable, "-m", "desk.main", "dev", str(tmp_path), "--port", str(taken)],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        f"presswork: Port {taken} cannot be had: Address already in use. Choose another one, e.g. PORT={taken + 1}"
        f" with make or --port {taken + 1}, or stop what uses it.\n"
    )


def test_pictures_are_uploaded_and_followed_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, 0, capsys)
    desk.write("2026-11-01-a.md", "image: port.jpg")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "port.jpg").write_text("a picture")
    (tmp_path / "media" / "notes.txt").write_text("no picture")
    assert desk.publish() == [
        "live  /2026/11/a",
        "media/notes.txt: error: The file is not a picture that can be read. Save it as JPEG.",
        "picture  media/port.jpg",
    ]
    assert any(address.startswith("/media/port.jpg/") for address in desk.world.site)
    (tmp_path / "media" / "port.jpg").unlink()
    assert desk.publish() == ["gone  media/port.jpg"]
    assert not any(address.startswith("/media/") for address in desk.world.site)
