"""Where each page has its file, and which files a build may touch."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.console import DeskError
from desk.folder import MANIFEST
from desk.output import Output, above, content_of, left_in, place_of, redirects
from presswork.article.model import Address, Problem
from presswork.pages.page import Page

HTML = Page(b"<p>")


def build(root: Path, files: dict[str, bytes]) -> Output:
    with Output(root) as output:
        for place, content in files.items():
            output.put(place, content)
    return output


def tree(root: Path) -> dict[str, bytes]:
    found = {path.relative_to(root).as_posix(): path for path in root.rglob("*")}
    return {name: path.read_bytes() for name, path in found.items() if path.is_file() and name != MANIFEST}


@pytest.mark.parametrize(
    ("address", "kind", "place"),
    [
        ("/", "text/html; charset=utf-8", "index.html"),
        ("/404.html", "text/html; charset=utf-8", "404.html"),
        ("/2026/11", "text/html; charset=utf-8", "2026/11/index.html"),
        ("/2026/11/port-strike", "text/html; charset=utf-8", "2026/11/port-strike/index.html"),
        ("/feed.xml", "application/atom+xml", "feed.xml"),
        ("/sitemap.xml", "application/xml", "sitemap.xml"),
        ("/assets/style.9f2c.css", "text/css; charset=utf-8", "assets/style.9f2c.css"),
        ("/assets/icon.9f2c.svg", "image/svg+xml", "assets/icon.9f2c.svg"),
        ("/robots.txt", "text/plain; charset=utf-8", "robots.txt"),
        ("/old/page.html", "text/html; charset=utf-8", "old/page.html"),
        ("/topics/node.js", "text/html; charset=utf-8", "topics/node.js/index.html"),
        ("/old/page.php", "text/html; charset=utf-8", "old/page.php/index.html"),
        ("/topics/html", "text/html; charset=utf-8", "topics/html/index.html"),
        ("/topics/日本", "text/html; charset=utf-8", "topics/日本/index.html"),
        ("/topics/config.xml", "text/html; charset=utf-8", "topics/config.xml/index.html"),
    ],
)
def test_a_page_has_the_file_that_a_web_server_serves_for_its_address(address: str, kind: str, place: str) -> None:
    assert place_of(Address(address), Page(b"", content_type=kind), is_folder=False) == place


def test_an_address_below_which_others_lie_is_a_folder() -> None:
    assert place_of(Address("/topics/page.html"), HTML, is_folder=True) == "topics/page.html/index.html"
    assert list(above(Address("/topics/page.html/2026/11"))) == [
        "/topics/page.html/2026",
        "/topics/page.html",
        "/topics",
    ]
    assert list(above(Address("/"))) == []


@pytest.mark.parametrize("address", ["/../etc/passwd", "/a/../../b", "/a//b", "/./a", "/a/", "/a\0b", "/.."])
def test_no_address_leads_out_of_the_folder(address: str) -> None:
    assert place_of(Address(address), HTML, is_folder=False) == Problem(
        f"The address {address} has an empty part, or one of dots.", "Give the article another one."
    )


def test_names_that_a_build_needs_are_refused() -> None:
    for name in (".presswork", ".presswork-new-17", "_redirects"):
        assert place_of(Address(f"/{name}"), HTML, is_folder=False) == Problem(
            f"A build needs the name {name} for itself.", "Give the article another address, or alias."
        )


def test_a_part_that_is_too_long_for_a_file_system_is_refused() -> None:
    longest, longer = Address("/a/" + "é" * 127), Address("/a/" + "é" * 128)

    assert place_of(longest, HTML, is_folder=False) == f"a/{'é' * 127}/index.html"
    assert place_of(longer, HTML, is_folder=False) == Problem(
        f"The address {longer} has a part of 256 bytes, and a file system takes 255.",
        "Give the article a shorter slug, permalink or alias.",
    )


def test_a_redirect_works_without_the_servers_help() -> None:
    page = Page(b"<html><head><title>Moved</title>\n</head><body></body></html>", status=301, location="/a?b&c")
    full = (
        b"<html><head><title>Moved</title>\n"
        b'<meta http-equiv="refresh" content="0; url=/a?b&amp;c">\n<link rel="canonical" href="/a?b&amp;c">\n'
        b"</head><body></body></html>"
    )

    assert content_of(page) == full
    assert content_of(Page(full, status=301, location="/a?b&c")) == full
    assert content_of(Page(page.body, status=410)) == page.body


def test_redirects_are_listed_for_hosts_that_know_them() -> None:
    moved = [(Address("/old/ü"), "/new"), (Address("/b"), "/c")]

    assert redirects(moved) == b"/old/%C3%BC /new 301!\n/b /c 301!\n"


def test_a_file_and_a_folder_take_each_others_place_where_nothing_else_is(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for files in ({"a/b": b"file"}, {"a/b/c": b"below"}, {"a/b": b"file"}):
        build(out, files)
        assert {each.relative_to(out).as_posix() for each in out.rglob("*") if each.is_file()} == {".presswork", *files}


def test_what_is_kept_stays_and_what_is_dropped_goes(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out, {"a": b"a", "b": b"b"})
    with Output(out) as output:
        output.keep()
        output.drop("a")
        output.put("c", b"c")
    assert (output.written, output.removed) == (1, 1)
    assert (out / ".presswork").read_text() == '"b"\n"c"\n'
    assert not (out / "a").exists()


def test_the_list_of_files_grows_and_is_put_in_order_at_the_end(tmp_path: Path) -> None:
    manifest = tmp_path / MANIFEST
    build(tmp_path, {"a": b"a", "c": b"c"})
    with Output(tmp_path) as output:
        output.keep()
        output.put("b", b"b")
        output.drop("a")
        output.drop("another's")
        output.settle()
        assert manifest.read_text() == '"a"\n"c"\n"b"\n["a"]\n'
        assert output.mark == left_in(tmp_path) != ""
        as_if_killed = manifest.read_bytes()
    assert manifest.read_text() == '"b"\n"c"\n'
    assert output.mark == left_in(tmp_path)
    manifest.write_bytes(as_if_killed)
    (tmp_path / "a").write_bytes(b"another's")
    build(tmp_path, {"b": b"b"})
    assert tree(tmp_path) == {"a": b"another's", "b": b"b"}


def test_a_build_writes_only_what_changed_and_removes_what_is_stale(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    first = build(out, {"index.html": b"one", "a/index.html": b"a", "a/b/index.html": b"b"})
    before = (out / "a" / "index.html").stat()
    second = build(out, {"index.html": b"two", "a/index.html": b"a", "c/index.html": b"c"})

    assert (first.written, first.removed) == (3, 0)
    assert (second.written, second.removed) == (2, 1)
    assert tree(out) == {"index.html": b"two", "a/index.html": b"a", "c/index.html": b"c"}
    assert not (out / "a" / "b").exists()
    after = (out / "a" / "index.html").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_page_may_become_a_folder_and_a_folder_a_page(tmp_path: Path) -> None:
    build(tmp_path, {"a.html": b"file", "b.html/index.html": b"folder"})
    build(tmp_path, {"a.html/index.html": b"folder", "b.html": b"file"})

    assert tree(tmp_path) == {"a.html/index.html": b"folder", "b.html": b"file"}


def test_a_folder_that_holds_something_else_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(DeskError) as error:
        build(tmp_path, {"index.html": b""})

    message = f"{tmp_path} holds something that no earlier build has made. Name a new or an empty folder."
    assert str(error.value) == message
    assert tree(tmp_path) == {"thesis.txt": b"years of work"}
    with pytest.raises(DeskError, match="holds something"):
        build(tmp_path / "thesis.txt", {})


def test_files_of_others_beside_ours_stay(tmp_path: Path) -> None:
    build(tmp_path, {"a/index.html": b"a"})
    (tmp_path / "CNAME").write_bytes(b"example.com")
    (tmp_path / "a" / "notes.txt").write_bytes(b"mine")
    build(tmp_path, {"index.html": b"front"})

    assert tree(tmp_path) == {"index.html": b"front", "CNAME": b"example.com", "a/notes.txt": b"mine"}


def test_a_file_of_others_in_the_way_is_told_and_stays(tmp_path: Path) -> None:
    build(tmp_path, {"index.html": b"front"})
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "index.html").write_bytes(b"mine")

    with pytest.raises(DeskError) as error:
        build(tmp_path, {"index.html": b"front", "a/index.html": b"ours"})

    path = tmp_path / "a" / "index.html"
    assert str(error.value) == (
        f"{path} was not made by an earlier build, and a page belongs there. Move it away, or name another folder."
    )
    assert path.read_bytes() == b"mine"


def test_after_a_crash_the_next_build_knows_every_file(tmp_path: Path) -> None:
    build(tmp_path, {"old/index.html": b"old"})
    crashing = Output(tmp_path)
    crashing.__enter__()
    crashing.put("new/index.html", b"new")
    crashing.__exit__(RuntimeError)
    assert tree(tmp_path) == {"old/index.html": b"old", "new/index.html": b"new"}
    with (tmp_path / MANIFEST).open("a") as manifest:
        manifest.write('"half/ind')
    build(tmp_path, {"index.html": b"front"})

    assert tree(tmp_path) == {"index.html": b"front"}


def test_what_a_process_was_writing_when_it_was_ended_goes_with_the_next_build(tmp_path: Path) -> None:
    build(tmp_path, {"index.html": b"front"})
    (tmp_path / f"{MANIFEST}-new-17").write_bytes(b"fro")
    build(tmp_path, {"index.html": b"front"})

    assert tree(tmp_path) == {"index.html": b"front"}


def test_a_file_of_others_where_a_folder_belongs_is_told(tmp_path: Path) -> None:
    build(tmp_path, {"index.html": b"front"})
    (tmp_path / "a").write_bytes(b"mine")

    with pytest.raises(DeskError) as error:
        build(tmp_path, {"index.html": b"front", "a/b/index.html": b"ours"})

    assert str(error.value) == f"{tmp_path}/a/b cannot be written: Not a directory. Mend that, then build again."
    assert tree(tmp_path) == {"index.html": b"front", "a": b"mine"}


def test_what_one_process_must_decide_is_told_ahead(tmp_path: Path) -> None:
    one = {"old/b.html": b"file", "old/c.html/d/index.html": b"below", "e/index.html": b"e"}
    build(tmp_path, one)
    wanted = ["/old/b.html/a", "/old/c.html", "/e", "/f", "/F", "/g", "/g/index.html", "/h"]
    with Output(tmp_path) as output:
        output.keep()
        disputed = output.disputed([Address(each) for each in wanted])

    assert disputed == {"old/b.html/a/index.html", "old/c.html", "f/index.html", "g/index.html"}


def test_a_link_in_the_output_leads_nowhere(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_bytes(b"theirs")
    out = tmp_path / "out"
    build(out, {"a/index.html": b"a", "b/index.html": b"b"})
    for name in ("a", "b"):
        (out / name / "index.html").unlink()
        (out / name).rmdir()
        (out / name).symlink_to(outside)

    with pytest.raises(DeskError, match="is a link, and pages belong below it"):
        build(out, {"a/index.html": b"new"})
    build(out, {"c/index.html": b"c"})

    assert (outside / "index.html").read_bytes() == b"theirs"


def test_a_damaged_list_of_files_leads_nowhere(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (tmp_path / "secret").write_bytes(b"theirs")
    build(out, {"index.html": b"front"})
    (out / MANIFEST).write_text('"../secret"\n')

    with pytest.raises(DeskError, match="names files elsewhere"):
        build(out, {})

    assert (tmp_path / "secret").exists()
