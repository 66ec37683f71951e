"""A build that goes on from the last one comes to the same as one from scratch, whatever has changed in between."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from desk import renew
from desk.build import build
from desk.cache import Cache
from desk.console import Console, DeskError
from desk.output import Output

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
USED = ""
"""What is said where the cache is of use."""


def tree(root: Path) -> Mapping[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


class Desk:
    """A folder that is built with a cache, and each time from scratch as well."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = root / "news"
        self.out = root / "site"
        self.cache = root / "cache"
        self._scratch = root / "scratch"
        self._capsys = capsys
        self._clock = 0
        self.folder.mkdir()

    def put(self, name: str, *front: str, title: str = "A title", text: str = "The text.") -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(["---", f"title: {title}", *front, "---", "", text, ""]))
        self._clock += 1  # what gives no date has its file's
        moment = (NOW - timedelta(days=3)).timestamp() + self._clock
        os.utime(path, (moment, moment))

    def drop(self, name: str) -> None:
        (self.folder / name).unlink()

    def build(self, now: datetime = NOW, cache: Path | None = None, out: Path | None = None) -> tuple[int, list[str]]:
        code = build(self.folder, out or self.out, now, Console(), cache)
        said = self._capsys.readouterr()
        *lines, _ = [*said.err.splitlines(), *said.out.splitlines()]
        return code, lines

    def check(self, now: datetime = NOW) -> str:
        """Build both ways, and see that files, exit code and reports are the same. Returns why the cache was no use."""
        code, lines = self.build(now, self.cache)
        unused = [line for line in lines if line.startswith("The cache is not used: ")]
        shutil.rmtree(self._scratch, ignore_errors=True)
        assert (code, [line for line in lines if line not in unused]) == self.build(now, out=self._scratch)
        assert tree(self.out) == tree(self._scratch)
        return unused[0].removeprefix("The cache is not used: ") if unused else USED


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(tmp_path, capsys)


def started(desk: Desk) -> Desk:
    desk.put("2026-11-20-strike.md", "sections: [Harbour]", "topics: [Ports]", title="The port strike begins")
    desk.put("2026-11-21-talks.md", "sections: [Harbour]", "topics: [Ports]", title="Talks on the port strike")
    desk.put("2026-11-22-ferry.md", "sections: [Isles]", "authors: [Ada Nox]", title="A ferry for the isles")
    assert desk.check() == USED
    return desk


def test_one_article_more_changes_what_shows_it_and_nothing_else(desk: Desk) -> None:
    started(desk)
    untouched = {path: path.stat().st_mtime_ns for path in desk.out.rglob("*") if path.is_file()}
    desk.put("2026-11-23-end.md", "sections: [Harbour]", title="The port strike ends")
    assert desk.check() == USED
    changed = {path for path, at in untouched.items() if path.stat().st_mtime_ns != at}
    assert desk.out / "index.html" in changed
    assert desk.out / "sections/isles/index.html" not in changed
    assert desk.check() == USED


def test_edits_moves_and_removals_leave_no_trace(desk: Desk) -> None:
    started(desk)
    desk.put("2026-11-21-talks.md", "slug: parley", "aliases: [/old/talks.html]", title="Talks")
    assert desk.check() == USED
    desk.put("2026-11-21-talks.md", "topics: [Sea]", title="No talks")
    assert desk.check() == USED
    desk.drop("2026-11-20-strike.md")
    assert desk.check() == USED
    desk.put("2026-11-22-ferry.md", "draft: true")
    assert desk.check() == USED
    desk.put("2026-11-22-ferry.md", "date: someday")
    assert desk.check() == USED


def test_an_address_goes_to_the_first_in_the_order_of_keys_who_wants_it(desk: Desk) -> None:
    started(desk)
    desk.put("c.md", "permalink: /one", "aliases: [/two]")
    desk.put("d.md", "permalink: /two")
    desk.put("e.md", "permalink: /two", "aliases: [/three]")
    desk.put("f.md", "permalink: /three")
    assert desk.check() == USED
    desk.put("b.md", "permalink: /one")
    assert desk.check() == USED
    desk.put("a.md", "permalink: /two")
    assert desk.check() == USED
    desk.drop("a.md")
    desk.drop("d.md")
    assert desk.check() == USED
    desk.drop("b.md")
    assert desk.check() == USED


def test_what_the_clock_brings_and_takes_is_seen(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("presswork.steps.release.AT_ONCE", 1)  # more is due than one look finds
    started(desk)
    desk.put("too.md", "date: 2026-11-25", title="Another of that day")
    desk.put("later.md", "date: 2026-11-25", "topics: [Ports]", title="After the port strike")
    desk.put("short.md", "date: 2026-11-24", "expires: 2026-11-26", title="Port strike today")
    assert desk.check() == USED
    for days in (1, 2, 3, 9):
        assert desk.check(NOW + timedelta(days=days)) == USED
    assert desk.check(NOW) == "it is of a later moment. The site is built anew."


def test_pictures_come_with_the_first_article_that_shows_them(desk: Desk) -> None:
    started(desk)
    (desk.folder / "media").mkdir()
    for name in ("port.png", "sea.png"):
        Image.new("RGB", (40, 30), (30, 60, 90)).save(desk.folder / "media" / name)
    assert desk.check() == USED
    desk.put("2026-11-23-end.md", "image: port.png")
    assert desk.check() == USED
    desk.put("2026-11-23-end.md", "image: sea.png")
    assert desk.check() == USED
    Image.new("RGB", (40, 30), (90, 60, 30)).save(desk.folder / "media" / "port.png")
    assert desk.check() == "more than articles has changed. The site is built anew."
    (desk.folder / "media" / "sea.png").write_bytes(b"no picture")
    assert desk.check() == "more than articles has changed. The site is built anew."
    desk.put("2026-11-23-end.md")
    assert desk.check() == "a picture was rejected, and perhaps is no more. The site is built anew."


def test_a_picture_may_come_after_the_article_that_shows_it(desk: Desk) -> None:
    started(desk)
    desk.put("2026-11-23-end.md", "image: port.png")
    desk.put("later.md", "date: 2026-11-25", "image: sea.png")
    assert desk.check() == USED
    (desk.folder / "media").mkdir()
    Image.new("RGB", (40, 30), (30, 60, 90)).save(desk.folder / "media" / "sea.png")
    assert desk.check() == USED
    assert desk.check(NOW + timedelta(days=1)) == USED
    Image.new("RGB", (40, 30), (30, 60, 90)).save(desk.folder / "media" / "port.png")
    assert desk.check(NOW + timedelta(days=1)) == "more than articles has changed. The site is built anew."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("site.yaml", "title: The Tidings\n"),
        ("pages/about.md", "---\ntitle: About us\n---\nWe.\n"),
        ("authors/ada.yaml", "name: Ada Nox\nbio: Reports.\n"),
        ("theme/style.css", "p { color: red }\n"),
    ],
)
def test_what_touches_the_whole_site_builds_it_anew(desk: Desk, name: str, text: str) -> None:
    started(desk)
    for change in (text, None):
        path = desk.folder / name
        path.parent.mkdir(exist_ok=True)
        if change is None:
            path.unlink()
        else:
            path.write_text(change)
        assert desk.check() == "more than articles has changed. The site is built anew."
        assert desk.check() == USED


def test_a_page_and_a_folder_may_have_one_name(desk: Desk) -> None:
    started(desk)
    desk.put("a.md", "aliases: [/old/a.html]")
    assert desk.check() == USED
    desk.put("b.md", "aliases: [/old/a.html/b]")
    assert desk.check() == USED
    desk.drop("b.md")
    assert desk.check() == USED
    desk.put("c.md", "aliases: [/old/a.html/index.html]")
    desk.check()
    desk.drop("c.md")
    desk.check()


def test_a_cache_that_is_damaged_or_of_others_is_thrown_away(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    started(desk)
    file = desk.cache / "presswork-build.sqlite"
    file.write_bytes(b"no database" * 1000)
    assert desk.check() == "its file is damaged. The site is built anew."
    file.write_bytes(b"")
    assert desk.check() == "its file is damaged. The site is built anew."
    with sqlite3.connect(file) as database:
        database.execute("UPDATE rows SET v = x'c1'")
    database.close()
    desk.put("2026-11-23-end.md")
    assert desk.check() == "its file is damaged. The site is built anew."
    monkeypatch.setattr("desk.cache.made_by", lambda: "another")
    assert desk.check() == "it was made by another version of Presswork. The site is built anew."
    (desk.out / "index.html").unlink()
    desk.build(out=desk.out)
    assert desk.check() == USED
    shutil.rmtree(desk.out)
    assert desk.check() == f"{desk.out} is not as the build before has left it. The site is built anew."
    elsewhere = desk.folder.rename(desk.folder.with_name("moved"))
    desk.folder, before = elsewhere, desk.folder
    assert desk.check() == f"it is for the build of {before} in {desk.out}. The site is built anew."


def test_two_builds_do_not_share_a_cache(desk: Desk) -> None:
    started(desk)
    file = desk.cache / "presswork-build.sqlite"
    other = sqlite3.connect(file)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DeskError, match=r"^Another build uses the cache\."):
        desk.build(cache=desk.cache)
    other.close()
    assert desk.check() == USED


class Killed(BaseException):
    """As if the process had ended."""


def moments() -> Iterator[tuple[object, str, Callable[..., None]]]:
    """What a build does when it is killed: before anything is written, with some files written, at its very end."""
    put, found = Output.put, []

    def dies(*_: object, **__: object) -> None:
        raise Killed

    def dies_at_second(output: Output, place: str, content: bytes) -> None:
        found.append(place)
        if len(found) == 2:
            raise Killed
        put(output, place, content)

    yield renew, "index", dies
    yield Output, "put", dies_at_second
    yield Cache, "stamp", dies


def test_a_build_that_was_killed_is_healed_by_the_next(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    started(desk)
    for kill in moments():
        desk.put("2026-11-23-end.md", "topics: [Ports]", title="The end of the strike")
        with monkeypatch.context() as patch:
            patch.setattr(*kill)
            with pytest.raises(Killed):
                desk.build(cache=desk.cache)
        desk.drop("2026-11-23-end.md")
        assert desk.check() == "the build before was cut off. The site is built anew."


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_of_changes_comes_to_what_a_full_build_gives(desk: Desk, seed: int) -> None:
    chance = Random(seed)
    now = NOW
    started(desk)
    names = [f"{letter}.md" for letter in "abcdefg"]
    addresses = ["/one", "/two", "/old/a.html", "/old/a.html/b", "/topics-of/x.y"]
    words = ["port", "strike", "ferry", "isles", "storm", "bridge", "school"]
    for _ in range(6):
        for name in chance.sample(names, chance.randint(1, 3)):
            if (desk.folder / name).exists() and chance.random() < 0.25:
                desk.drop(name)
                continue
            front = [f"topics: [{', '.join(chance.sample(['Ports', 'Sea', 'node.js'], chance.randint(0, 2)))}]"]
            options = [
                f"permalink: {chance.choice(addresses)}",
                f"aliases: [{chance.choice(addresses)}]",
                f"date: {(now + timedelta(hours=chance.randint(-2000, 30))).isoformat()}",
                f"expires: {(now + timedelta(hours=chance.randint(-10, 60))).isoformat()}",
                f"related: [{chance.choice([*names, *addresses])}]",
                f"translation_of: {chance.choice(names)}",
                "draft: true",
                "slug: '!'",
                "authors: [Ada Nox, Ben]",
                "sections: [Harbour, Isles]",
            ]
            front += chance.sample(options, chance.randint(0, 4))
            text = " ".join(chance.choices(words, k=80))
            desk.put(name, *front, title=" ".join(chance.sample(words, 3)), text=text)
        now += timedelta(hours=chance.choice((0, 0, 1, 20)))
        assert desk.check(now) in (USED, "two addresses need one file. The site is built anew.")
