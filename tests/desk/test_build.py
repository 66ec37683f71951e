"""A folder of articles becomes a folder of pages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from desk.build import build
from desk.console import Console, DeskError, Outcome, Rejected
from desk.folder import MANIFEST
from desk.output import Output
from desk.work import FileProofs
from presswork.article.model import Digest, Heading, Problem, Proof
from presswork.pictures.renditions import hash_of

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
UPLOADED = NOW - timedelta(hours=1)


def article(root: Path, name: str, *front: str, title: str = "A title") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["---", f"title: {title}", *front, "---", "", f"The text of {name}.", ""]))
    return path


def pages(out: Path) -> list[str]:
    """The files of a built site, but for the theme's, whose names hold a hash."""
    found = (path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    return sorted(name for name in found if not name.startswith("assets/") and name != MANIFEST)


class Command:
    """`presswork build` on a folder, with what it says."""

    def __init__(self, folder: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.out = out
        self.capsys = capsys

    def __call__(self, now: datetime = NOW) -> tuple[int, Outcome, str]:
        for path in self.folder.rglob("*"):  # what gives no date has its file's
            os.utime(path, (UPLOADED.timestamp(), UPLOADED.timestamp()))
        code = build(self.folder, self.out, now, Console(machine=True))
        said = self.capsys.readouterr()
        assert said.out.count("\n") == 1
        outcome = msgspec.json.decode(said.out, type=Outcome)
        assert outcome.seconds > 0
        return code, msgspec.structs.replace(outcome, seconds=0), said.err


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    folder = tmp_path / "news"
    folder.mkdir()
    return Command(folder, tmp_path / "site", capsys)


def test_every_page_of_the_site_has_its_file(run: Command) -> None:
    article(
        run.folder, "2026-11-24-strike.md", "sections: [Harbour]", "authors: Ada Nox", "aliases: [/old/strike.html]"
    )
    article(run.folder, "later.md", "date: 2027-01-01")
    article(run.folder, "2026-11-01-draft.md", "draft: true")
    (run.folder / "picture.png").write_bytes(b"\x89PNG")

    code, outcome, said = run()

    written = pages(run.out)
    assert {
        "2026/11/24/index.html",
        "2026/11/index.html",
        "2026/11/strike/index.html",
        "404.html",
        "authors/ada-nox/2026/11/index.html",
        "authors/ada-nox/index.html",
        "index.html",
        "old/strike.html",
        "sections/harbour/2026/11/index.html",
        "sections/harbour/index.html",
        "sections/index.html",
        "topics/index.html",
    } <= set(written)
    assert [name for name in written if "later" in name or "draft" in name] == []
    assets = len(list((run.out / "assets").iterdir()))
    assert (code, outcome) == (0, Outcome(1, (), len(written) + assets - 1, 0, 0))  # _redirects is no page
    assert said.splitlines()[-1].startswith(f"1 article on {outcome.pages} pages in {run.out} (")
    assert (run.out / "_redirects").read_text() == "/old/strike.html /2026/11/strike 301!\n"
    assert b'<meta http-equiv="refresh" content="0; url=/2026/11/strike">' in (run.out / "old/strike.html").read_bytes()
    assert b"The text of 2026-11-24-strike.md." in (run.out / "2026/11/strike/index.html").read_bytes()


def test_standing_pages_and_authors_are_built_beside_the_articles(run: Command) -> None:
    article(run.folder, "2026-11-24-strike.md", "authors: [Ada Nox]")
    article(run.folder, "pages/about.md", title="About us")
    (run.folder / "authors").mkdir()
    (run.folder / "authors" / "ada.yaml").write_text("name: Ada Nox\nbio: Reports.\n")
    (run.folder / "authors" / "nox.yaml").write_text("name: ada nox\n")

    code, outcome, _ = run()

    assert (code, outcome.published) == (1, 1)
    assert [each.file for each in outcome.rejected] == ["authors/nox.yaml"]
    strike, about = ((run.out / each / "index.html").read_text() for each in ("2026/11/strike", "about"))
    assert all('<a href="/about"' in each for each in (strike, about))
    assert '<div class="bio"><p>Reports.</p></div>' in strike


def test_the_site_is_as_it_is_at_the_instant_given(run: Command) -> None:
    article(run.folder, "later.md", "date: 2027-01-01", "expires: 2028-01-01")

    assert run(NOW)[1].published == 0
    assert "2027/01/later/index.html" not in pages(run.out)
    assert run(NOW.replace(year=2027))[1].published == 1
    assert "2027/01/later/index.html" in pages(run.out)
    code, outcome, _ = run(NOW.replace(year=2028, month=2))
    assert (code, outcome.published) == (0, 0)
    assert b"/2027/01/later" not in (run.out / "index.html").read_bytes()


def test_site_yaml_gives_the_settings_and_a_bad_one_is_told(run: Command) -> None:
    article(run.folder, "2026-11-24-a.md")
    (run.folder / "site.yaml").write_text("title: The Tidings\npermalink: /{slug}\n")
    assert run()[:2] == (0, run()[1])
    assert b"The Tidings" in (run.out / "a/index.html").read_bytes()

    (run.folder / "site.yaml").write_text("title: The Tidings\ntime_zone: Europe/Nowhere\n")
    code, outcome, said = run()

    assert (code, [each.file for each in outcome.rejected]) == (1, ["site.yaml"])
    assert "site.yaml:2:12: error: " in said
    assert "2026/11/a/index.html" in pages(run.out)


def test_rejected_articles_are_told_with_place_and_cure_and_the_rest_is_built(run: Command) -> None:
    article(run.folder, "2026-11-24-good.md")
    article(run.folder, "2026-11-23-bad.md", "date: someday")

    code, outcome, said = run()

    (rejected,) = outcome.rejected
    (problem,) = rejected.problems
    assert (code, outcome.published, rejected.file) == (1, 1, "2026-11-23-bad.md")
    assert (problem.severity, problem.field, problem.line, problem.column) == ("error", "date", 3, 7)
    assert f"2026-11-23-bad.md:3:7: error: {problem.message} {problem.cure}" in said.splitlines()
    assert said.splitlines()[-1].endswith(" Rejected: 1 file.")


def test_of_two_that_want_an_address_the_first_by_path_has_it(run: Command) -> None:
    article(run.folder, "b.md", "date: 2026-11-24", "slug: strike")
    article(run.folder, "a.md", "date: 2026-11-02", "slug: strike", title="The first")

    code, outcome, _ = run()

    assert (code, outcome.published, [each.file for each in outcome.rejected]) == (1, 1, ["b.md"])
    assert b"The first" in (run.out / "2026/11/strike/index.html").read_bytes()


def test_an_address_that_no_file_can_have_is_told_and_the_article_stays(run: Command) -> None:
    alias = "/" + "x" * 300
    article(run.folder, "2026-11-24-a.md", f"aliases: [{alias}, /.presswork]")

    code, outcome, _ = run()

    assert (code, outcome.published) == (1, 1)
    assert outcome.rejected == (
        Rejected(
            "2026-11-24-a.md",
            (
                Problem("A build needs the name .presswork for itself.", "Give the article another address, or alias."),
                Problem(
                    f"The address {alias} has a part of 300 bytes, and a file system takes 255.",
                    "Give the article a shorter slug, permalink or alias.",
                ),
            ),
        ),
    )
    assert "2026/11/a/index.html" in pages(run.out)


def test_where_case_makes_no_difference_two_addresses_of_one_file_are_told(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    article(run.folder, "2026-11-24-strike.md", "aliases: [/2026/11/STRIKE]", title="The strike")
    assert run()[1].rejected == ()
    run.out = run.out.with_name("elsewhere")
    monkeypatch.setattr(Output, "folds_case", True)
    code, outcome, _ = run()

    assert (code, outcome.published, outcome.rejected) == (
        1,
        1,
        (
            Rejected(
                "2026-11-24-strike.md",
                (
                    Problem(
                        "The address /2026/11/STRIKE needs the file 2026/11/STRIKE/index.html, which another page has.",
                        "Give one of the two another address.",
                    ),
                ),
            ),
        ),
    )
    assert b"The text of" in (run.out / "2026/11/strike/index.html").read_bytes()


def test_a_topic_that_looks_like_a_file_is_a_page_all_the_same(run: Command) -> None:
    article(run.folder, "2026-11-24-a.md", "topics: [node.js, page.html]")

    run()

    assert {
        "topics/node.js/index.html",
        "topics/node.js/2026/11/index.html",
        "topics/page.html/index.html",
        "topics/page.html/2026/11/index.html",
    } <= set(pages(run.out))


def test_a_second_build_writes_what_changed_and_removes_what_is_gone(run: Command) -> None:
    kept = article(run.folder, "2026-11-24-kept.md")
    gone = article(run.folder, "2026-10-01-gone.md")
    run()
    before = {path: path.stat().st_mtime_ns for path in run.out.rglob("*") if path.is_file()}
    _, outcome, said = run()
    assert f"{outcome.pages} pages in {run.out} (0 written, 0 removed)" in said
    gone.unlink()
    kept.write_text(kept.read_text().replace("The text", "Another text"))
    run()

    assert "2026/10/gone/index.html" not in pages(run.out)
    assert not (run.out / "2026" / "10").exists()
    unchanged = [path for path, when in before.items() if path.exists() and path.stat().st_mtime_ns == when]
    assert run.out / "404.html" in unchanged
    assert run.out / "2026/11/kept/index.html" not in unchanged


def test_the_same_folder_gives_the_same_bytes(run: Command, tmp_path: Path) -> None:
    for number in range(12):
        article(run.folder, f"2026-11-{number + 1:02}-a{number}.md", "topics: [ships, harbour]", title=f"Ship {number}")
    run()
    first = {name: (run.out / name).read_bytes() for name in pages(run.out)}
    run.out = tmp_path / "again"
    run()

    assert {name: (run.out / name).read_bytes() for name in pages(run.out)} == first


def test_several_processes_write_what_one_writes_whatever_the_build_before_has_left(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    for number in range(60):
        name = f"2026-11-{number % 20 + 1:02}-a{number}.md"
        article(folder, name, f"topics: [ships, t{number}]", f"slug: a{number}")
    article(folder, "2026-11-01-moved.md", "aliases: [/.presswork, /old/b.html, /old/c.html/d, /was]")
    first = [built_by(processors, folder, tmp_path / str(processors)) for processors in (1, 3)]
    article(folder, "2026-11-01-moved.md", "aliases: [/old/b.html/a, /old/c.html]")
    (folder / "2026-11-05-a4.md").unlink()
    second = [built_by(processors, folder, tmp_path / str(processors)) for processors in (1, 3)]

    assert first[0] == first[1]
    assert second[0] == second[1]
    code, said, files = first[0]
    assert (code, "A build needs the name .presswork for itself." in said) == (1, True)
    assert {"old/b.html", "old/c.html/d/index.html", "was/index.html"} <= files.keys()
    assert {"old/b.html/a/index.html", "old/c.html"} <= second[0][2].keys()
    assert files.keys() - second[0][2].keys() >= {"was/index.html", "2026/11/a4/index.html"}


def built_by(processors: int, folder: Path, out: Path) -> tuple[int, str, dict[str, bytes]]:
    """The exit code, what is said but for the time and the folder, and all files. Pytest has threads."""
    begin = f"import os, sys; from desk.main import main; os.cpu_count = lambda: {processors}; sys.exit(main())"
    options = ["build", str(folder), str(out), "--now", "2026-11-24T12:00:00Z"]
    done = subprocess.run([sys.executable, "-c", begin, *options], capture_output=True, text=True, check=False)
    said = re.sub(r"\d+\.\d s", "", done.stdout + done.stderr).replace(str(out), "")
    found = (path for path in out.rglob("*") if path.is_file())
    return done.returncode, said, {path.relative_to(out).as_posix(): path.read_bytes() for path in found}


def test_the_site_may_be_written_into_the_folder_itself(run: Command) -> None:
    article(run.folder, "2026-11-24-a.md")
    run.out = run.folder / "public"
    first = run()
    second = run()

    assert first[:2] == second[:2]
    assert "Left out: public: a site that presswork has built." in second[2]


def test_what_is_left_out_is_told(run: Command) -> None:
    article(run.folder, "2026-11-24-a.md")
    article(run.folder, "_index.md")

    assert "Left out: _index.md: its name starts with _, by which other systems mark what is no article." in run()[2]


def test_without_articles_nothing_is_written(run: Command) -> None:
    with pytest.raises(DeskError, match="holds no articles"):
        run()

    assert not run.out.exists()


def test_a_report_on_a_terminal_moves_no_cursor(run: Command) -> None:
    article(run.folder, "2026-11-24-\x1b[2Jbad.md")

    said = run()[2]

    assert "\x1b" not in said
    assert "2026-11-24-\\x1b[2Jbad.md: error: " in said


def test_proofs_come_back_from_the_file_as_they_were() -> None:
    first = Proof("<p>é</p>", (Heading(2, "a", "A"),), 3)
    second = Proof("<p>two</p>")
    with FileProofs() as proofs:
        proofs.put(Digest("a"), first)
        proofs.put(Digest("b"), second)
        assert proofs.get(Digest("a")) == first
        proofs.put(Digest("c"), first)
        assert [proofs.get(Digest(each)) for each in "bca"] == [second, first, first]
        proofs.delete(Digest("a"))
        assert (proofs.get(Digest("a")), proofs.get(Digest("x"))) == (None, None)


def test_a_site_of_files_alone_has_no_search_form(run: Command) -> None:
    article(run.folder, "strike.md")
    run()
    texts = [path.read_text() for path in run.out.rglob("*.html")]
    assert any("A title" in text for text in texts)
    assert [text for text in texts if 'action="/search"' in text] == []


def test_the_pictures_that_articles_show_have_their_renditions(run: Command) -> None:
    article(run.folder, "2026-11-24-strike.md", "image: port.png")
    article(run.folder, "later.md", "date: 2027-01-01", "image: secret.png")
    media = run.folder / "media"
    media.mkdir()
    for name in ("port.png", "secret.png", "unused.png"):
        Image.new("RGB", (400, 300), (30, 60, 90)).save(media / name)
    code, outcome, _ = run()
    assert (code, outcome.rejected) == (0, ())
    at = f"media/port.png/{hash_of((media / 'port.png').read_bytes())}"
    pictures = [each for each in pages(run.out) if each.startswith("media/")]
    assert pictures == [f"{at}/{name}" for name in ("320.jpg", "320.webp", "400.jpg", "400.webp")]
    assert f"/{at}/400.jpg" in (run.out / "2026/11/strike/index.html").read_text()
    (media / "port.png").write_bytes(b"no picture")
    code, outcome, _ = run()
    assert code == 1
    assert [(each.file, each.problems[0].message) for each in outcome.rejected] == [
        ("media/port.png", "The file is not a picture that can be read.")
    ]
    assert [each for each in pages(run.out) if each.startswith("media/")] == []
