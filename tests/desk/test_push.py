"""push: only what differs goes to the bucket, settings before articles, and each upload is followed to its end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import md5
from pathlib import Path

import msgspec
import pytest

from desk import newsroom as newsroom_module
from desk import push as module
from desk.connect import Target
from desk.console import Console, DeskError
from desk.folder import look
from desk.pipeline import Verb
from desk.preview import Server
from desk.push import Comparison, Pushed, Wanted, compare, held, push
from presswork.article.uploads import SITE_YAML
from tests.desk.site import Site, pointed_at
from tests.desk.test_dev import Running, WorldPipeline
from tests.world import World

A, B, C = (f"articles/2026-11-0{day}-{name}.md" for day, name in enumerate("abc", 1))
ALL, EVERY = Wanted(), Wanted(delete=True)


class Newspaper:
    """A folder, and a site in memory whose bucket gives ETags."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.world = World(0)
        self.pipeline = WorldPipeline(self.world)
        self.capsys = capsys
        self.order: list[str] = []
        """The keys as they were uploaded or removed."""
        put, remove = self.pipeline.put, self.pipeline.remove

        def noted(key: str, file: Path) -> str:
            self.order.append(key)
            return put(key, file)

        def gone(key: str) -> None:
            self.order.append(f"-{key}")
            remove(key)

        self.pipeline.put, self.pipeline.remove = noted, gone  # type: ignore[method-assign]

    def write(self, key: str, *front: str) -> None:
        file = self.root / key
        file.parent.mkdir(parents=True, exist_ok=True)
        title = f"title: {file.stem}"
        file.write_text(f"{title}\n" if key == SITE_YAML else "\n".join(["---", title, *front, "---", "Text.", ""]))

    def settled(self) -> bool:
        """Whether the site is what a full build gives, once it has its pages without articles."""
        self.pipeline.wakes.rebuild("", "")
        while self.pipeline.waiting():
            self.pipeline.look()
        return self.world.site == self.world.full_build()

    def push(self, wanted: Wanted = ALL) -> tuple[int, Pushed]:
        """The exit code, and what programs read."""
        self.order.clear()
        code = push(self.root, wanted, Target(), Console(machine=True))
        return code, msgspec.json.decode(self.capsys.readouterr().out, type=Pushed)


@pytest.fixture
def paper(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, site: Site) -> Newspaper:
    found = Newspaper(tmp_path, capsys)
    pointed_at(site, monkeypatch, module)
    monkeypatch.setattr(module, "Pipeline", lambda *_: found.pipeline)
    monkeypatch.setattr("desk.newsroom.time.sleep", lambda _: None)

    def held(_: object) -> dict[str, str]:
        uploads = found.world.uploads
        return {key: md5(each.body, usedforsecurity=False).hexdigest() for key, each in uploads.items()}

    monkeypatch.setattr(module, "held", held)
    return found


def keys(pushed: Pushed) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    return pushed.uploaded, pushed.removed, pushed.unchanged


def test_only_what_is_new_or_has_changed_is_uploaded(paper: Newspaper) -> None:
    for key in (A, B):
        paper.write(key)
    assert (paper.push()[0], sorted(paper.order)) == (0, [A, B])
    assert paper.push()[1] == Pushed((), (), 2, dry_run=False)

    os.utime(paper.root / A, (1, 1))
    paper.write(B, "topics: [ships]")
    paper.write(C)
    code, pushed = paper.push()

    assert (code, keys(pushed), sorted(paper.order)) == (0, ((B, C), (), 1), [B, C])
    assert paper.settled()


def test_what_the_folder_lacks_stays_unless_it_is_to_be_deleted(paper: Newspaper) -> None:
    for key in (A, B, "pages/about.md"):
        paper.write(key)
    paper.push()
    (paper.root / A).unlink()
    (paper.root / "pages" / "about.md").unlink()

    assert (keys(paper.push()[1]), paper.order) == (((), (), 1), [])
    gone = (A, "pages/about.md")
    assert (keys(paper.push(EVERY)[1]), sorted(paper.order)) == (((), gone, 1), sorted(f"-{key}" for key in gone))
    assert sorted(paper.world.uploads) == [B]


def test_settings_and_pages_are_in_before_the_articles_and_articles_that_leave_go_just_before(paper: Newspaper) -> None:
    paper.write(A)
    paper.push()
    (paper.root / A).unlink()
    for key in (B, "pages/about.md", SITE_YAML):
        paper.write(key)
    seen: list[tuple[str, str]] = []
    put = paper.pipeline.put

    def noted(key: str, file: Path) -> str:
        seen.append((key, paper.pipeline.index.site().settings.title))
        return put(key, file)

    paper.pipeline.put = noted  # type: ignore[method-assign]
    paper.pipeline.pace = 1
    paper.push(EVERY)

    assert paper.order[2:] == [f"-{A}", B]
    assert sorted(paper.order[:2]) == ["pages/about.md", SITE_YAML]
    assert seen[-1] == (B, "site")


def test_a_dry_run_names_what_it_would_do_and_does_nothing(paper: Newspaper) -> None:
    paper.write(A)
    paper.push()
    (paper.root / A).unlink()
    paper.write(B)

    assert paper.push(Wanted(delete=True, dry_run=True)) == (0, Pushed((B,), (A,), 0, dry_run=True))
    assert paper.order == []
    push(paper.root, Wanted(delete=True, dry_run=True), Target(), Console())
    assert paper.capsys.readouterr().out == f"upload  {B}\nremove  {A}\n1 file to upload, 1 to remove, 0 as they are.\n"


def test_what_is_rejected_is_told_and_makes_the_exit_code_1(paper: Newspaper) -> None:
    paper.write(A)
    paper.write(B, "date: someday")
    code, pushed = paper.push()
    assert (code, [each.file for each in pushed.rejected], pushed.settled) == (1, [B], True)
    assert [each.line for each in pushed.rejected[0].problems] == [3]


def test_without_waiting_it_ends_when_all_is_uploaded(paper: Newspaper) -> None:
    paper.write(A)
    paper.write(SITE_YAML)
    assert (paper.push(Wanted(wait=False))[0], paper.order) == (0, [SITE_YAML, A])
    assert paper.pipeline.waiting()
    assert keys(paper.push()[1]) == ((), (), 2)


def test_one_that_was_interrupted_uploads_the_rest(paper: Newspaper) -> None:
    for key in (A, B, C):
        paper.write(key)
    put = paper.pipeline.put

    def interrupted(key: str, file: Path) -> str:
        if key == B:
            raise KeyboardInterrupt
        return put(key, file)

    paper.pipeline.put = interrupted  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        paper.push()
    paper.capsys.readouterr()
    paper.pipeline.put = put  # type: ignore[method-assign]
    assert paper.push()[1].unchanged == len(paper.world.uploads) - len(paper.order)
    assert B in paper.order
    assert sorted(paper.world.uploads) == [A, B, C]


def test_on_a_site_that_is_never_quiet_an_upload_that_wants_an_address_is_told_after_a_while(
    paper: Newspaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.write(A, "permalink: /same")
    paper.push()
    paper.write(B, "permalink: /same")
    busy: Callable[[], dict[Verb, int]] = lambda: {"render": 1}  # noqa: E731
    monkeypatch.setattr(paper.pipeline, "waiting", busy)
    monkeypatch.setattr(newsroom_module, "WANTING_SECONDS", 0.01)
    code, pushed = paper.push()
    assert (code, [each.file for each in pushed.rejected]) == (1, [B])


def test_an_empty_folder_never_empties_a_site(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"holds no articles. Put some there"):
        push(tmp_path, EVERY, Target(), Console())


def test_the_bucket_s_own_list_tells_what_differs(site: Site, tmp_path: Path) -> None:
    for key in (A, B, SITE_YAML, "theme/own.css", "reports/articles/a.md.txt", "site.yaml.bak", "articles/folder/"):
        site.s3.put_object(Bucket=site.stack.upload_bucket, Key=key, Body=f"in {key}".encode())
    (tmp_path / "articles").mkdir()
    (tmp_path / A).write_text(f"in {A}")
    (tmp_path / B).write_text("changed")

    with site.read_only() as called:
        found = compare(look(tmp_path), held(site.deployment), Console())

    assert called == ["ListObjectsV2"] * 6
    assert found == Comparison((B,), (SITE_YAML, "theme/own.css"), {A: found.same[A]})


def test_an_upload_that_came_in_parts_counts_as_different(site: Site, tmp_path: Path) -> None:
    where = {"Bucket": site.stack.upload_bucket, "Key": "media/a.jpg"}
    begun = site.s3.create_multipart_upload(**where)["UploadId"]
    part = site.s3.upload_part(**where, UploadId=begun, PartNumber=1, Body=b"a picture")
    parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
    site.s3.complete_multipart_upload(**where, UploadId=begun, MultipartUpload=parts)
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "a.jpg").write_bytes(b"a picture")

    assert compare(look(tmp_path), held(site.deployment), Console()) == Comparison(("media/a.jpg",), (), {})


@contextmanager
def dev(root: Path, temp: Path) -> Iterator[None]:
    with Server(0) as server:
        port = server.server_port
    running = Running(root, temp, "--port", str(port))
    try:
        running.until("The site is at")
        yield
    finally:
        running.process.terminate()
        running.process.communicate(timeout=30)


@pytest.mark.stack
def test_a_folder_goes_live_on_the_deployed_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    seed, news, temp = tmp_path / "seed", tmp_path / "news", tmp_path / "temp"
    for folder in (seed, news / "articles", temp):
        folder.mkdir(parents=True)
    for file in (seed / "2026-11-01-a.md", news / A):
        file.write_text("---\ntitle: A\n---\nText.\n")
    (news / B).write_text("---\ntitle: B\n---\nText.\n")
    (news / C).write_text("---\ntitle: C\ndate: someday\n---\nText.\n")

    def run(*arguments: str) -> tuple[int, dict[str, object]]:
        command = [sys.executable, "-m", "desk.main", *arguments, "--local", "--json"]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
        return ended.returncode, json.loads(ended.stdout)

    with dev(seed, temp):
        code, first = run("push", str(news))
        assert (code, first["uploaded"], first["unchanged"], first["settled"]) == (1, [B, C], 1, True)
        assert run("open", "/2026/11/b")[1]["stands"]
        (news / A).unlink()
        code, second = run("push", str(news), "--delete")
        assert (code, second["uploaded"], second["removed"], second["unchanged"]) == (0, [], [A], 2)
