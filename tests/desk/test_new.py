"""new: a file whose front matter says what was asked for, and which the pipeline accepts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from desk.console import Console, DeskError
from desk.new import Wish, new
from presswork.article.accept import Accepted, accept
from presswork.article.model import Settings, Upload

NOW = datetime(2026, 11, 24, 23, 30, 15, 999, tzinfo=UTC)


def write(root: Path, title: str, *, machine: bool = False) -> None:
    assert new(Wish(title, ["World: A"], ["[x]"], ["Ann O'Hara"]), root, NOW, Console(machine=machine)) == 0


def test_the_front_matter_is_filled_in_with_the_settings_of_the_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "site.yaml").write_text("language: de\ntime_zone: Europe/Berlin\n")

    write(tmp_path, 'Ann said:  "no" – #1')

    file = tmp_path / "articles" / "2026-11-25-ann-said-no-1.md"
    assert capsys.readouterr() == (f"{file}\n", "")
    assert file.read_text() == (
        "---\n"
        'title: "Ann said: \\"no\\" – #1"\n'
        "date: 2026-11-25T00:30:15+01:00\n"
        'lang: "de"\n'
        'sections: ["World: A"]\n'
        'topics: ["[x]"]\n'
        'authors: ["Ann O\'Hara"]\n'
        "draft: true # take this line out to publish it\n"
        "---\n\n"
    )


@pytest.mark.parametrize(
    "title", ["true", "- a: b # c", "2026-11-24", "'\"\\x", "Größe 港 \u2028\x85\x00 {{x}}", "a" * 300]
)
def test_whatever_the_title_the_pipeline_reads_it_as_it_was_given(tmp_path: Path, title: str) -> None:
    write(tmp_path, title)

    (file,) = tmp_path.iterdir()
    judged = accept(Upload(f"articles/{file.name}", file.read_bytes(), NOW, ""), Settings(), NOW)
    assert isinstance(judged, Accepted)
    card = judged.article.card
    shown = " ".join(title.replace("\x00", "").split())
    assert (card.title, card.sections, card.topics, card.authors) == (shown, ("World: A",), ("[x]",), ("Ann O'Hara",))
    assert judged.article.draft
    assert [each.message for each in judged.problems] == ["The article has no text."]


def test_programs_read_the_file_and_its_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "Port", machine=True)

    assert capsys.readouterr().out == f'{{"file":"{tmp_path}/2026-11-24-port.md","address":"/2026/11/port"}}\n'


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "2026-11-24-port.md").write_text("mine")

    with pytest.raises(DeskError, match=r"is there already, and stays. Choose another title, or edit it."):
        write(tmp_path, "Port")
    assert (tmp_path / "2026-11-24-port.md").read_text() == "mine"


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("?!", "No address can be made of a title without a letter or a digit. Write one that has some."),
        pytest.param("a" * 301, "`title` has 301 characters; 300 are allowed. Shorten it.", id="long"),
    ],
)
def test_a_title_that_no_article_can_have_is_refused(tmp_path: Path, title: str, message: str) -> None:
    with pytest.raises(DeskError) as refused:
        write(tmp_path, title)
    assert str(refused.value) == message
    assert [*tmp_path.iterdir()] == []


def test_settings_with_an_error_and_a_folder_that_is_not_there_are_told(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text("language: '!'\n")
    with pytest.raises(DeskError, match=r"site.yaml: `!` is not a language tag. Write a tag like en"):
        write(tmp_path, "Port")
    with pytest.raises(DeskError, match=r"nowhere is no folder. Name that of your articles with --folder."):
        write(tmp_path / "nowhere", "Port")
