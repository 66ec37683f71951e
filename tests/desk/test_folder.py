"""A folder of articles becomes uploads."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desk.console import DeskError
from desk.folder import Folder, LeftOut, look, look_again, look_for_articles, read
from presswork.article.limits import UPLOAD_BYTES
from presswork.article.model import Upload


def fill(root: Path, names: Iterable[str]) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n")


def files(folder: Folder) -> dict[str, str]:
    return {key: folder.name(key) for key in folder.files}


def test_every_file_of_a_plain_folder_that_may_be_an_article_is_one(tmp_path: Path) -> None:
    fill(tmp_path, ["b.md", "a.HTML", "deep/er/c.json", "d.txt", "e.markdown", "f.mdx", "g.htm", "site.yaml", "x.png"])

    folder = look(tmp_path)

    assert files(folder) == {
        "articles/a.HTML": "a.HTML",
        "articles/b.md": "b.md",
        "articles/d.txt": "d.txt",
        "articles/deep/er/c.json": "deep/er/c.json",
        "articles/e.markdown": "e.markdown",
        "articles/f.mdx": "f.mdx",
        "articles/g.htm": "g.htm",
        "site.yaml": "site.yaml",
    }
    assert list(folder.files) == sorted(folder.files)
    assert folder.left_out == ()
    assert "site.yaml" not in folder.articles


def test_a_folder_articles_holds_all_articles(tmp_path: Path) -> None:
    fill(tmp_path, ["articles/2026/a.md", "articles/media/b.md", "README.md", "notes/c.md", "site.yaml"])

    folder = look(tmp_path)

    assert files(folder) == {
        "articles/2026/a.md": "articles/2026/a.md",
        "articles/media/b.md": "articles/media/b.md",
        "site.yaml": "site.yaml",
    }
    assert folder.left_out == ()


@pytest.mark.parametrize("articles", ["", "articles/"])
def test_pages_and_authors_at_the_top_are_what_they_are_in_the_bucket(tmp_path: Path, articles: str) -> None:
    fill(
        tmp_path, [f"{articles}a.md", f"{articles}deep/pages/b.md", "pages/about.md", "pages/x/c.html", "pages/d.yaml"]
    )
    fill(tmp_path, ["authors/ann.yaml", "authors/ben.YML", "authors/_index.md", "authors/c.md"])

    folder = look(tmp_path)

    assert files(folder) == {
        "articles/a.md": f"{articles}a.md",
        "articles/deep/pages/b.md": f"{articles}deep/pages/b.md",
        "authors/ann.yaml": "authors/ann.yaml",
        "authors/ben.YML": "authors/ben.YML",
        "pages/about.md": "pages/about.md",
        "pages/x/c.html": "pages/x/c.html",
    }
    assert folder.articles == ["articles/a.md", "articles/deep/pages/b.md"]
    assert folder.uploads == [*folder.files]
    assert folder.left_out == (
        LeftOut("authors/_index.md", "its name starts with _, by which other systems mark what is no article"),
        LeftOut("authors/c.md", "an author's file ends in .yaml"),
    )


def test_what_looks_like_an_article_and_is_none_is_told(tmp_path: Path) -> None:
    fill(tmp_path, ["a.md", ".hidden.md", ".git/b.md", "_index.md", "c/_index.md", "_drafts/d.md", "_posts/e.md"])
    fill(
        tmp_path, ["media/f.md", "theme/g.html", "reports/h.json", "deep/media/i.md", "site/.presswork", "site/j.html"]
    )

    folder = look(tmp_path)

    marked = "its name starts with _, by which other systems mark what is no article"
    assert folder.articles == ["articles/_posts/e.md", "articles/a.md", "articles/deep/media/i.md"]
    assert folder.theme == ["theme/g.html"]
    assert folder.left_out == (
        LeftOut("_drafts", marked),
        LeftOut("_index.md", marked),
        LeftOut("c/_index.md", marked),
        LeftOut("reports", "a folder reports at the top holds no articles"),
        LeftOut("site", "a site that presswork has built"),
    )


def test_links_are_followed_within_the_folder_only(tmp_path: Path) -> None:
    fill(tmp_path, ["outside/secret.md", "root/a.md", "root/more/b.md"])
    root = tmp_path / "root"
    (root / "inside.md").symlink_to(root / "a.md")
    (root / "again").symlink_to(root / "more")
    (root / "more" / "circle").symlink_to(root)
    (root / "out.md").symlink_to(tmp_path / "outside" / "secret.md")
    (root / "outfolder").symlink_to(tmp_path / "outside")
    (root / "nowhere.md").symlink_to(root / "missing.md")
    (root / "itself.md").symlink_to(root / "itself.md")

    folder = look(root)

    assert sorted(folder.files) == ["articles/a.md", "articles/again/b.md", "articles/inside.md", "articles/more/b.md"]
    assert folder.left_out == (
        LeftOut("again/circle", "it is a circle of links"),
        LeftOut("itself.md", "it is a link that leaves the folder"),
        LeftOut("more/circle", "it is a circle of links"),
        LeftOut("nowhere.md", "it is a link that leaves the folder"),
        LeftOut("out.md", "it is a link that leaves the folder"),
        LeftOut("outfolder", "it is a link that leaves the folder"),
    )


@pytest.mark.parametrize("articles", ["", "articles/"])
def test_a_look_at_one_place_finds_there_what_a_look_at_all_of_it_does(tmp_path: Path, articles: str) -> None:
    names = ["a.md", ".b.md", "_c.md", "deep/d.md", "deep/_e.md", "deep/f.png", ".git/g.md", "_drafts/h.md", "i/j/k.md"]
    fill(tmp_path, [articles + name for name in (*names, "site/.hidden.md", "site/l/m.md", "reports/n.md")])
    fill(tmp_path, ["media/o.png", "media/.p.png", "authors/q.yaml", "authors/r.md", "pages/s.md", "README.md"])
    fill(tmp_path, [f"{articles}site/.presswork"])
    folder = look(tmp_path)

    alone = []
    for path in tmp_path.rglob("*"):
        place = path.relative_to(tmp_path).as_posix()
        if (found := look_again(folder, [place])) is None:
            alone.append(place)
            continue
        below = {key: each for key, each in folder.files.items() if path in (each, *each.parents)}
        assert (found[0].files, found[1]) == (below, {*below}), place
        left_out = [each for each in folder.left_out if path in (tmp_path / each.path, *(tmp_path / each.path).parents)]
        assert [*found[0].left_out] == left_out, place
    assert sorted(alone) == sorted(
        {"authors", "media", "pages", f"{articles}site/.presswork", *([articles.rstrip("/")] if articles else [])}
    )


def test_what_has_gone_is_among_what_may_differ(tmp_path: Path) -> None:
    fill(tmp_path, ["a.md", "b/c.md", "b/d/e.md", "bb.md"])
    folder = look(tmp_path)
    shutil.rmtree(tmp_path / "b")
    fill(tmp_path, ["new/f.md"])

    assert look_again(folder, ["b", "new", "a.md", "nothing.md"]) == (
        Folder(tmp_path, {"articles/a.md": tmp_path / "a.md", "articles/new/f.md": tmp_path / "new/f.md"}, ()),
        {"articles/a.md", "articles/b/c.md", "articles/b/d/e.md", "articles/new/f.md"},
    )
    (tmp_path / "link.md").symlink_to(tmp_path / "a.md")
    assert look_again(folder, ["link.md"]) is None
    assert look_again(look(tmp_path), ["a.md"]) is None


def test_names_that_no_bucket_takes_are_told(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_text("Latin-1")
    deep = tmp_path.joinpath(*["d" * 200] * 5)
    deep.mkdir(parents=True)
    (deep / ("e" * 100 + ".md")).write_text("far down")

    folder = look(tmp_path)

    assert folder.files == {}
    assert [each.why for each in folder.left_out] == ["its name is not UTF-8", "its path is longer than a bucket takes"]


def test_special_files_are_no_articles(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")

    assert look(tmp_path) == Folder(tmp_path, {}, ())


def test_a_missing_folder_says_so_and_what_to_do(tmp_path: Path) -> None:
    missing, file, empty = tmp_path / "missing", tmp_path / "file.md", tmp_path / "empty"
    file.write_text("an article")
    empty.mkdir()

    def message(path: Path) -> str:
        with pytest.raises(DeskError) as error:
            look_for_articles(path)
        return str(error.value)

    cure = "Name a folder of articles: Markdown, HTML, JSON or text files."
    assert message(missing) == f"{missing} does not exist. {cure}"
    assert message(file) == f"{file} is no folder. {cure}"
    assert message(empty) == (
        f"{empty} holds no articles. Put some there: files that end in .md, .markdown, .mdx, .html, .htm, .txt, .json."
    )


def test_an_upload_has_the_time_of_its_file_and_its_content_for_a_version(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"text")
    os.utime(path, (1_795_000_000.75, 1_795_000_000.75))

    upload = read("articles/a.md", path)

    modified = datetime.fromtimestamp(1_795_000_000, UTC)
    assert upload == Upload("articles/a.md", b"text", modified, "d732c6be860e019351f99173fa6ae612", 4)
    path.touch()
    again = read("articles/a.md", path)
    assert again
    assert again.version == upload.version


def test_the_body_of_a_file_that_is_too_large_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"x" * UPLOAD_BYTES)
    largest = read("articles/a.md", path)
    path.write_bytes(b"x" * (UPLOAD_BYTES + 1))
    larger = read("articles/a.md", path)

    assert largest
    assert (len(largest.body), largest.size) == (UPLOAD_BYTES, UPLOAD_BYTES)
    assert larger
    assert (larger.body, larger.size) == (b"", UPLOAD_BYTES + 1)


def test_a_file_that_has_just_gone_is_no_upload(tmp_path: Path) -> None:
    assert read("articles/a.md", tmp_path / "a.md") is None


def test_pictures_are_what_lies_in_media_wherever_the_articles_lie(tmp_path: Path) -> None:
    fill(tmp_path, ["a.md", "media/port.jpg", "media/2026/caf\u00e9.png", "media/.DS_Store", "media/notes.txt"])
    (tmp_path / "media" / "out").symlink_to(tmp_path.parent)
    folder = look(tmp_path)
    assert folder.pictures == ["media/2026/caf\u00e9.png", "media/notes.txt", "media/port.jpg"]
    assert folder.left_out == (LeftOut("media/out", "it is a link that leaves the folder"),)
    fill(tmp_path, ["articles/b.md"])
    assert (look(tmp_path).articles, look(tmp_path).pictures) == (["articles/b.md"], folder.pictures)
