"""Real articles of four real sites go through the full build: none crashes it, and each rejection says what to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from desk.main import main

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
SITES = {
    "18f.gsa.gov": ("content/posts", 313, 0),
    "electronjs.org": ("blog", 122, 0),
    "html5rocks.com": ("content/tutorials", 27, 27),
    "wikinews": ("json", 100, 0),
}
"""Folder, articles, and how many of them hold no title."""


@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"the real articles are not there: {CORPUS}")
@pytest.mark.parametrize("site", SITES)
def test_real_articles_are_published_or_rejected_with_a_cure(
    site: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, articles, untitled = SITES[site]
    shutil.copytree(CORPUS / site / folder, tmp_path / "articles")
    code = main(["build", str(tmp_path), str(tmp_path / "out"), "--json"])
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (code, said["published"], len(said["rejected"])) == (untitled > 0, articles - untitled, untitled)
    problems = [problem for each in said["rejected"] for problem in each["problems"] if problem["severity"] == "error"]
    assert {(each["message"], each["cure"]) for each in problems} == (
        {("The article has no title.", "Write `title: …` in the front matter.")} if untitled else set()
    )
    assert len(list((tmp_path / "out").rglob("*.html"))) > articles - untitled
