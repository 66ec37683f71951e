"""check: what the pipeline would say of files, offline, for people, programs and code scanning."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from desk.main import main

CLASH = (
    "The address /b belongs to b.md. Give it another slug or date, or move the other one: this one is then published"
    " by itself."
)
DATE = "`2026-13-45` is not a date from 1000 to 9999. Write it like 2026-11-24 or 2026-11-24 18:30 +0100."
PICTURE = "There is no picture media/a b.jpg. Put it there, or correct its name."


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with an article that is right, and others that are not; the current folder is the one above it."""
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "site"
    write(root / "articles" / "a.md", "title: A", "date: 2026-13-45")
    write(root / "articles" / "b.md", "title: B", "permalink: /b", text="Text ![x](/media/a%20b.jpg)")
    write(root / "articles" / "c.md", "title: C", "permalink: /b")
    write(root / "articles" / "d.md", "title: D")
    return root


def write(file: Path, *front: str, text: str = "Text.") -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(["---", *front, "---", text, ""]))


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    """The exit code, and what is said of the files."""
    code = main(["check", *arguments])
    said = capsys.readouterr()
    assert said.err == ""
    return code, said.out.splitlines()


def test_each_problem_is_a_line_with_its_place_and_cure(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expected = [
        f"site/articles/a.md:3:7: error: {DATE}",
        f"site/articles/b.md:5:1: warning: {PICTURE}",
        f"site/articles/c.md: error: {CLASH}",
        "4 files checked: 2 errors, 1 warning.",
    ]
    assert checked(capsys, "site") == (1, expected)
    assert checked(capsys, "site/articles") == (1, expected)
    assert site.is_dir()


def test_only_what_is_named_is_checked_and_warnings_are_no_errors(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(capsys, "site/articles/c.md", "site/articles/d.md") == (
        0,
        ["2 files checked: 0 errors, 0 warnings."],
    )
    (site / "media").mkdir()
    assert checked(capsys, "site/articles/b.md") == (
        0,
        [f"site/articles/b.md:5:1: warning: {PICTURE}", "1 file checked: 0 errors, 1 warning."],
    )
    (site / "media" / "a b.jpg").touch()
    assert checked(capsys, "site/articles/b.md") == (0, ["1 file checked: 0 errors, 0 warnings."])


def test_the_settings_of_the_site_are_checked_as_well(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "site.yaml").write_text("titl: x\n")
    assert checked(capsys, "site/articles/d.md") == (
        0,
        [
            "site/site.yaml:1:1: warning: `titl` is no setting, and is left out. Did you mean `title`?",
            "2 files checked: 0 errors, 1 warning.",
        ],
    )


def test_standing_pages_authors_and_the_theme_are_checked(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site / "pages" / "about.md", "title: About", "order: many")
    (site / "authors").mkdir()
    (site / "authors" / "ann.yaml").write_text("nam: Ann\n")
    (site / "theme").mkdir()
    (site / "theme" / "article.html").write_text("{% if %}")

    code, lines = checked(capsys, "site/pages/about.md", "site/authors/ann.yaml", "site/theme/article.html")

    assert code == 1
    assert [line.partition(": `")[0] for line in lines] == [
        "site/authors/ann.yaml:1:1: warning",
        "site/authors/ann.yaml: error: The author has no name. Write `name: …` as articles name the author.",
        "site/pages/about.md:3:8: error",
        "site/theme: error",
        "3 files checked: 3 errors, 1 warning.",
    ]


def test_a_file_by_itself_has_no_pictures_to_lack(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lone = site.parent / "lone.md"
    lone.write_text((site / "articles" / "b.md").read_text())
    assert checked(capsys, "lone.md") == (0, ["1 file checked: 0 errors, 0 warnings."])


@pytest.mark.parametrize("options", [["--json"], ["--format", "json"]])
def test_programs_read_one_object(site: Path, capsys: pytest.CaptureFixture[str], options: list[str]) -> None:
    code, (line,) = checked(capsys, "site/articles/b.md", "site/articles/d.md", *options)
    assert (code, json.loads(line)) == (
        0,
        {
            "checked": 2,
            "errors": 0,
            "warnings": 1,
            "files": [
                {
                    "file": "site/articles/b.md",
                    "problems": [
                        {
                            "message": "There is no picture media/a b.jpg.",
                            "cure": "Put it there, or correct its name.",
                            "severity": "warning",
                            "field": "",
                            "line": 5,
                            "column": 1,
                        }
                    ],
                }
            ],
        },
    )
    assert site.is_dir()


def test_code_scanning_reads_a_sarif_log(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "articles" / "c.md").rename(site / "articles" / "c ü.md")

    code, (line,) = checked(capsys, "site", "--format", "sarif")

    def result(file: str, rule: str, level: str, text: str, region: dict[str, int] | None = None) -> dict[str, Any]:
        place = {"artifactLocation": {"uri": f"site/articles/{file}"}} | ({"region": region} if region else {})
        message = {"text": text}
        return {"ruleId": rule, "level": level, "message": message, "locations": [{"physicalLocation": place}]}

    assert code == 1
    assert json.loads(line) == {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "presswork",
                        "version": version("presswork"),
                        "rules": [{"id": "date"}, {"id": "file"}, {"id": "slug"}],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    result("a.md", "date", "error", DATE, {"startLine": 3, "startColumn": 7}),
                    result("b.md", "file", "warning", PICTURE, {"startLine": 5, "startColumn": 1}),
                    result("c%20%C3%BC.md", "slug", "error", CLASH),
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nope.md", "nope.md does not exist. Name a file, or a folder of articles."),
        ("empty", "empty: there is nothing to check. Name articles, or a folder that holds some."),
    ],
)
def test_what_cannot_be_checked_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], path: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert main(["check", path]) == 2
    assert capsys.readouterr() == ("", f"presswork: {message}\n")
