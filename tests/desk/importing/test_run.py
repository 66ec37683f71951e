"""What an import writes, what it refuses, and what it tells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk.main import main
from tests.desk.importing.sites import Sites

POST = "---\ntitle: Port\ndate: 2019-03-04\n---\nText.\n"


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, list[str]]:
    """Exit code, the last line on standard error, and the lines of standard output."""
    code = main(["import", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, (captured.err.splitlines() or [""])[-1], captured.out.splitlines()


def test_the_same_source_gives_the_same_bytes_and_nothing_to_write(sites: Sites) -> None:
    sites.write({"_config.yml": "title: Quay\n", "_posts/2019-03-04-port.md": POST, "a.md": POST})

    first = sites.run("jekyll")
    again = sites.run("jekyll")

    assert (first.report["written"], again.report["written"]) == (3, 0)
    assert first.files == again.files
    assert first.report["files"] == again.report["files"]


def test_files_of_others_are_written_over_by_force_only(sites: Sites, capsys: pytest.CaptureFixture[str]) -> None:
    sites.write({"_posts/2019-03-04-port.md": POST})
    other = sites.new / "articles" / "2019-03-04-port.md"
    other.parent.mkdir(parents=True)
    other.write_text("Mine.")

    code, error, _ = said(capsys, "jekyll", sites.old, sites.new)

    assert (code, error) == (
        2,
        f"presswork: {other} would be written over. Name another folder, or write over them by --force.",
    )
    assert sites.written() == {"articles/2019-03-04-port.md": "Mine."}
    assert sites.run("jekyll", "--force").code == 0
    assert sites.written() != {"articles/2019-03-04-port.md": "Mine."}


def test_nothing_is_written_through_a_link(sites: Sites, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sites.write({"_posts/2019-03-04-port.md": POST})
    (tmp_path / "elsewhere").mkdir()
    sites.new.mkdir()
    (sites.new / "articles").symlink_to(tmp_path / "elsewhere")

    code, error, _ = said(capsys, "jekyll", sites.old, sites.new, "--force")

    assert (code, error) == (
        2,
        f"presswork: {sites.new / 'articles'} is a link, and files belong below it. Move it away.",
    )
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_links_and_paths_that_leave_the_source_are_not_followed(sites: Sites, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    sites.write(
        {
            "_posts/2019-03-04-port.md": POST
            + "![x](/../secret.png) ![x](../../secret.png) ![x](/in.png) ![x](%2e%2e/secret.png)"
        }
    )
    (sites.old / "in.png").symlink_to(tmp_path / "secret.png")

    found = sites.run("jekyll")

    assert list(found.files) == ["articles/2019-03-04-port.md"]
    assert found.left_out == {"in.png": ("it is a link, and links are not followed", False)}


def test_names_that_collide_are_told_apart_and_told(sites: Sites) -> None:
    sites.write(
        {
            "_posts/2019-03-04-port.md": POST,
            "_posts/2019-03-05-port.md": POST.replace("04", "05"),
            "a/_posts/2019-03-04-port.md": POST,
        }
    )

    found = sites.run("jekyll")

    assert {each["source"]: (each["file"], each["address"]) for each in found.report["files"]} == {
        "_posts/2019-03-04-port.md": ("articles/2019-03-04-port.md", "/2019/03/port"),
        "a/_posts/2019-03-04-port.md": ("articles/2019-03-04-port-2.md", "/2019/03/port-2"),
        "_posts/2019-03-05-port.md": ("articles/2019-03-05-port-3.md", "/2019/03/port-3"),
    }
    assert ("guessed", "", "the name port-2, since port is another's") in found.notes("a/_posts/2019-03-04-port.md")


def test_settings_that_are_there_decide_and_stay(sites: Sites) -> None:
    sites.write(
        {"_config.yml": "title: Quay\n", "_posts/2019-03-04-port.md": POST + "[x]({% post_url 2019-03-04-port %})\n"}
    )
    sites.new.mkdir()
    (sites.new / "site.yaml").write_text("title: Tidings\npermalink: /{slug}\n")
    (sites.new / "mine.md").write_text("---\ntitle: Mine\n---\n")

    found = sites.run("jekyll")

    assert found.files["site.yaml"] == "title: Tidings\npermalink: /{slug}\n"
    assert found.files["2019-03-04-port.md"].endswith("\n---\nText.\n[x](/port)\n")


def test_the_report_is_a_line_a_file_then_what_was_left_out_then_a_sum(
    sites: Sites, capsys: pytest.CaptureFixture[str]
) -> None:
    sites.write(
        {
            "_posts/2019-03-04-port.md": POST.replace("---\nText", "mood: calm\n---\n![x](/a.png) ![y](/b.png)"),
            "_posts/2019-03-05-bad.md": "---\ntitle: [\n---\n",
            "_posts/2019-03-06-plain.md": POST,
        }
    )

    code, _, lines = said(capsys, "jekyll", sites.old, sites.new)

    assert code == 1
    assert lines == [
        (
            "_posts/2019-03-04-port.md -> articles/2019-03-04-port.md: dropped fields mood;"
            " dropped pictures: it is not among the files: /a.png, /b.png"
        ),
        (
            "not imported: _posts/2019-03-05-bad.md: failed: line 3: The YAML cannot be read: did not find expected"
            " node content. Close the list with ] or the map with }, or put the value in quotes."
        ),
        f"2 articles, 0 standing pages, 0 authors' files, 0 pictures in {sites.new}; 2 files written, 1 failed.",
    ]


def test_a_long_address_is_told_whole(sites: Sites) -> None:
    picture, page = f"/{'harbour/' * 12}crane.png", f"/{'harbour/' * 12}gone"
    sites.write({"_posts/2019-03-04-port.md": f"{POST}![A]({picture}) [b]({page}) ![c](/{'a' * 9_000}.png)\n"})

    notes = sites.run("jekyll").report["files"][0]["notes"]

    assert {picture, page} <= {each["text"] for each in notes}
    assert max(len(each["text"]) for each in notes) <= 2_001


def test_an_article_that_would_be_rejected_is_written_and_counted_as_failed(sites: Sites) -> None:
    sites.write({"_posts/2019-03-04-port.html": POST + "<div>" * 300})

    found = sites.run("jekyll")

    assert found.code == 1
    assert "nested more than 200 deep" in found.report["files"][0]["rejected"]
    assert "articles/2019-03-04-port.html" in found.files


@pytest.mark.parametrize(
    ("source", "folder", "message"),
    [
        ("missing", "new", "{0}/missing does not exist. Name the folder of the old site, or the file of its export."),
        ("old", "old/new", "{0}/old/new and the old site lie in each other. Name a folder of its own."),
        ("old", "file", "{0}/file is no folder. Name one, or one that does not exist yet."),
        ("old", "new", "{0}/old holds nothing that could be imported. Is it a site of the kind hugo?"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], source: str, folder: str, message: str
) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "file").write_text("")

    code, error, _ = said(capsys, "hugo", tmp_path / source, tmp_path / folder)

    assert (code, error) == (2, "presswork: " + message.format(tmp_path))
    assert not (tmp_path / "new").exists()


def test_an_old_front_page_that_is_no_url_is_refused(sites: Sites, capsys: pytest.CaptureFixture[str]) -> None:
    sites.write({"_posts/2019-03-04-port.md": POST})

    code, error, _ = said(capsys, "jekyll", sites.old, sites.new, "--url", "quay.example")

    assert code == 2
    assert error == (
        "presswork: --url: `quay.example` is not the absolute address of a site. Write it like https://example.com."
    )
    assert not sites.new.exists()


def test_what_was_imported_is_a_site_on_which_old_addresses_redirect(
    sites: Sites, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sites.write({"_posts/2019-03-04-port.md": POST})
    sites.run("jekyll")

    code = main(["build", str(sites.new), str(tmp_path / "out"), "--json", "--now", "2026-11-24T12:00:00Z"])

    assert (code, json.loads(capsys.readouterr().out)["published"]) == (0, 1)
    assert "/2019/03/04/port.html /2019/03/port 301!" in (tmp_path / "out" / "_redirects").read_text()
