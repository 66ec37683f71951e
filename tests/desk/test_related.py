"""`presswork related`: the lists that pages have, what could be known on the day, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desk.console import Console, DeskError
from desk.related import Candidate, Explained, Seen, Wanted, related

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ADA = "The dredger Ada widens the northern channel for container ships. " * 9
SPOIL = "Crews of the dredger dump its spoil on the sand bank, and anglers complain to the council. " * 9
BEA = "A second dredger joins: the harbour board hires the Bea to deepen the southern channel by night. " * 9
BREAD = "Rye bread wants a sour dough that is three days old, and an oven as hot as it gets. " * 9


class Command:
    """`presswork related` on a folder, with what it says."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys

    def write(self, name: str, text: str, *front: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(["---", f"title: {path.stem[11:].title()}", *front, "---", "", text, ""]))

    def listed(self, *, older_only: bool = False, ignore_links: bool = False) -> dict[str, list[str]]:
        """The JSON of a run in which nothing is rejected."""
        assert related(self.folder, Wanted(older_only, ignore_links), None, NOW, Console(machine=True)) == 0
        said = self.capsys.readouterr()
        assert said.out.count("\n") == 1
        return msgspec.json.decode(said.out, type=dict[str, list[str]])

    def explained(self, file: str, **wanted: bool) -> Explained:
        assert related(self.folder, Wanted(**wanted), Path(file), NOW, Console(machine=True)) == 0
        return msgspec.json.decode(self.capsys.readouterr().out, type=Explained)

    def told(self, **options: Any) -> tuple[int, list[str], list[str]]:
        """Exit code, and the lines for people on both streams."""
        code = related(self.folder, Wanted(), options.get("explain"), NOW, Console())
        said = self.capsys.readouterr()
        return code, said.out.splitlines(), said.err.splitlines()


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(tmp_path, capsys)


@pytest.fixture
def harbour(run: Command) -> Command:
    """Three that are about dredging, and one that is not."""
    run.write("2026-11-01-bread.md", BREAD)
    run.write("2026-11-02-spoil.md", SPOIL)
    run.write("2026-11-03-bea.md", BEA)
    run.write("2026-11-04-ada.md", f"[Bea](/2026/11/bea) came. {ADA}")
    return run


def test_paths_are_listed_best_first_with_follow_ups_and_with_what_the_body_links_to(harbour: Command) -> None:
    assert harbour.listed() == {
        "2026-11-01-bread.md": [],
        "2026-11-02-spoil.md": ["2026-11-03-bea.md", "2026-11-04-ada.md"],
        "2026-11-03-bea.md": ["2026-11-04-ada.md", "2026-11-02-spoil.md"],
        "2026-11-04-ada.md": ["2026-11-03-bea.md", "2026-11-02-spoil.md"],
    }


def test_with_older_only_there_are_neither_follow_ups_nor_pins(harbour: Command) -> None:
    harbour.write("2026-11-02-spoil.md", SPOIL, "related: [2026-11-01-bread.md]")

    assert harbour.listed()["2026-11-02-spoil.md"] == ["2026-11-01-bread.md", "2026-11-03-bea.md", "2026-11-04-ada.md"]
    assert harbour.listed(older_only=True) == {
        "2026-11-01-bread.md": [],
        "2026-11-02-spoil.md": [],
        "2026-11-03-bea.md": ["2026-11-02-spoil.md"],
        "2026-11-04-ada.md": ["2026-11-03-bea.md", "2026-11-02-spoil.md"],
    }


def test_with_ignore_links_no_word_comes_from_the_text_of_a_link(run: Command) -> None:
    run.write("2026-11-01-bread.md", BREAD)
    run.write("2026-11-02-shoes.md", "Mended. [Sour dough, and rye bread](/2026/11/bread). ![Rye](r.jpg)")

    assert run.listed()["2026-11-02-shoes.md"] == ["2026-11-01-bread.md"]
    assert run.listed(ignore_links=True)["2026-11-02-shoes.md"] == []
    words = [term.word for term in run.explained("2026-11-02-shoes.md", ignore_links=True).terms]
    assert words == ["shoe", "mend"]


@pytest.mark.parametrize("folder", ["articles", "content/posts", "blog"])
def test_paths_are_those_from_the_folder_on_wherever_the_articles_lie(run: Command, folder: str) -> None:
    run.write(f"{folder}/2026-11-02-spoil.md", SPOIL)
    run.write(f"{folder}/2026/2026-11-03-bea.md", BEA)

    expected = {
        f"{folder}/2026-11-02-spoil.md": [f"{folder}/2026/2026-11-03-bea.md"],
        f"{folder}/2026/2026-11-03-bea.md": [f"{folder}/2026-11-02-spoil.md"],
    }
    assert run.listed() == expected
    assert run.explained(f"{folder}/2026-11-02-spoil.md").path == f"{folder}/2026-11-02-spoil.md"
    assert run.explained(str(run.folder / folder / "2026-11-02-spoil.md")).path == f"{folder}/2026-11-02-spoil.md"


def test_what_is_not_live_is_not_listed(run: Command) -> None:
    run.write("2026-11-02-spoil.md", SPOIL)
    run.write("2026-11-03-draft.md", BEA, "draft: true")
    run.write("2026-11-04-gone.md", BEA, "expires: 2026-11-20")
    run.write("2027-01-01-later.md", BEA)

    assert run.listed() == {"2026-11-02-spoil.md": []}


def test_at_most_ten_are_listed(run: Command) -> None:
    for day in range(10, 24):
        run.write(f"2026-11-{day}-dredger-{day}.md", " ".join(f"dredger{number * day % 97}" for number in range(40)))
    found = run.listed()

    assert len(found) == 14
    assert max(map(len, found.values())) == 10


def test_people_read_the_same_and_what_was_rejected_is_named_last(harbour: Command) -> None:
    harbour.write("2026-11-05-bad.md", BEA, "date: someday")
    code, out, err = harbour.told()

    assert code == 1
    assert out == [
        "2026-11-01-bread.md",
        "2026-11-02-spoil.md",
        "  2026-11-03-bea.md",
        "  2026-11-04-ada.md",
        "2026-11-03-bea.md",
        "  2026-11-04-ada.md",
        "  2026-11-02-spoil.md",
        "2026-11-04-ada.md",
        "  2026-11-03-bea.md",
        "  2026-11-02-spoil.md",
    ]
    assert err[0].startswith("2026-11-05-bad.md:3:7: error: ")
    assert err[1:] == ["Rejected: 1 file."]


def test_an_explanation_tells_terms_weights_and_candidates_with_what_was_left_out(run: Command) -> None:
    run.write("2026-11-01-agency.md", BEA)
    run.write("2026-11-02-copied.md", BEA + "More.")
    run.write("2026-11-03-hafen.md", SPOIL, "translation_of: 2026-11-10-ada.md")
    run.write("2026-11-04-spoil.md", SPOIL)
    run.write("2026-11-10-ada.md", "Dredger.", "blocked: [2026-11-04-spoil.md]")

    assert run.explained("2026-11-10-ada.md") == Explained(
        "2026-11-10-ada.md",
        ("2026-11-02-copied.md",),
        (Seen("ada", 2.05, None), Seen("dredger", 1.0, 2.25)),
        (
            Candidate("2026-11-04-spoil.md", 3.19, 0.087546, "blocked"),
            Candidate("2026-11-03-hafen.md", 3.19, 0.083484, "translation"),
            Candidate("2026-11-02-copied.md", 3.19, 0.078959, ""),
            Candidate("2026-11-01-agency.md", 3.19, 0.077261, "near-duplicate"),
        ),
    )


def test_an_explanation_reads_as_columns(run: Command) -> None:
    run.write("2026-11-01-bea.md", "The dredger Bea.")
    run.write("2026-11-03-ada.md", "The dredger Ada.")
    code, out, err = run.told(explain=Path("2026-11-03-ada.md"))

    assert (code, err) == (0, [])
    assert out == [
        "2026-11-03-ada.md",
        "",
        "Related, best first:",
        "  2026-11-01-bea.md",
        "",
        "Terms, of which the first 40 are looked up: weight, and days between two older articles",
        "   3.12              ada",
        "   1.00        2.00  dredger",
        "",
        "Older articles that were compared: share of the terms looked up, and score",
        "  1.000  0.288  2026-11-01-bea.md",
    ]


def test_what_cannot_be_explained_is_told_with_a_cure(run: Command) -> None:
    run.write("2026-11-01-bea.md", BEA)
    run.write("2026-11-02-draft.md", BEA, "draft: true")
    run.write("2026-11-03-bad.md", BEA, "date: someday")
    for name, message in (
        ("nowhere.md", "nowhere.md is no article of .*. Name one of its files."),
        ("2026-11-02-draft.md", "2026-11-02-draft.md is not live, so nothing is related to it. "),
        ("2026-11-03-bad.md", "2026-11-03-bad.md is not live, so nothing is related to it. "),
    ):
        with pytest.raises(DeskError, match=message):
            related(run.folder, Wanted(), Path(name), NOW, Console())
