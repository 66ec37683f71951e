"""plan: it says what the real steps then do, no more and no less, and leaves no trace."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from desk import plan as module
from desk.build import assemble
from desk.connect import Target
from desk.console import Console, DeskError
from desk.folder import look
from desk.plan import Files, Plan, keyed, made, offline, plan
from desk.rehearsal import Base
from desk.work import FileProofs
from presswork.article.model import Address
from presswork.pages import addresses
from presswork.pictures.renditions import hash_of
from tests.desk.site import Site, article, pointed_at

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FEEDS_CHANGE = {str(each): ("changed", ("feed, list: all articles",)) for each in addresses.FEEDS.values()}
BREAD = "Wheat, stone and water."
THIRD = "On the third night the crane drivers stay away, the harbour waits, and no end of the strike is near."
FIRST = "Before the strike, the harbour gave its crane drivers an hour less of night, and no word of it."
STRIKE = "The crane drivers of the harbour strike for the night shift."


def write(folder: Path, **articles: str) -> dict[str, Path]:
    """Files of articles by their keys in the bucket."""
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, text in articles.items():
        path = folder / f"{name}.md"
        path.write_text(text)
        found[f"articles/{name}.md"] = path
    return found


def base(site: Site) -> Base:
    return Base(site.deployment.index, site.deployment.uploads, site.deployment.site.at)


def steps(found: Plan) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {each.address: (each.action, each.why) for each in found.changes}


def objects(site: Site) -> dict[Address, str]:
    """The version of each object of the site bucket."""
    found = site.s3.list_object_versions(Bucket=site.stack.site_bucket).get("Versions", ())
    return {addresses.of_key(each["Key"]): each["VersionId"] for each in found if each["IsLatest"]}


def changed(before: Mapping[Address, str], after: Mapping[Address, str]) -> set[Address]:
    return {each for each in {*before, *after} if before.get(each) != after.get(each)}


@pytest.fixture
def paper(site: Site) -> Site:
    site.upload("articles/a.md", article("Drivers strike", "date: 2026-11-01", "topics: [Strike]", text=STRIKE))
    site.upload("articles/b.md", article("Flour by hand", "date: 2026-11-02", "authors: [Zoë Hallam]", text=BREAD))
    site.upload("articles/c.md", article("Still on strike", "date: 2026-11-03", "topics: [Strike]", text=THIRD))
    site.settle()
    return site


ON = ["date: 2026-11-03", "topics: [Strike]"]
CASES: dict[str, dict[str, str]] = {
    "new": {"d": article("Strike over", "date: 2026-11-02T12:00:00Z", "topics: [Strike]", text=STRIKE)},
    "older": {"z": article("How the strike began", "date: 2026-10-15", "topics: [Strike]", text=FIRST)},
    "edit": {"c": article("Still on strike", *ON, text=THIRD + "\n\nMore of it.")},
    "title": {"c": article("No end", *ON, text=THIRD)},
    "move": {"c": article("Still on strike", *ON, "slug: moved", "sections: [Harbour]", text=THIRD)},
    "backdate": {"c": article("Still on strike", "date: 2026-10-03", "topics: [Strike]", text=THIRD)},
    "draft": {"c": article("Still on strike", *ON, "draft: true", text=THIRD)},
    "delete": {"c": ""},
    "reject": {"d": article("Taken", "date: 2026-11-01", "slug: a")},
    "two at once": {"b": article("Flour", "date: 2026-11-09"), "d": article("Bread", "date: 2026-11-10")},
    "settings": {},
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_planned_is_what_then_happens(paper: Site, tmp_path: Path, case: str) -> None:
    named = write(tmp_path, **CASES[case])
    if case == "settings":
        named["site.yaml"] = tmp_path / "site.yaml"
        named["site.yaml"].write_text("title: The Pellmouth Tidings\npermalink: /news/{slug}\n")

    with paper.read_only():
        found = made(base(paper), named, case == "delete", NOW, "")
    before = objects(paper)
    for key, path in named.items():
        paper.remove(key) if case == "delete" else paper.upload(key, path.read_text())
    if case == "settings":
        paper.hints.validate([f"articles/{name}.md" for name in "abc"])
    paper.settle()

    assert {each.address for each in found.changes} == changed(before, objects(paper))
    assert (found.changes == ()) == (case == "reject")
    assert all(each.why for each in found.changes)


def test_each_address_says_why_it_changes(paper: Site, tmp_path: Path) -> None:
    text = article("No end", "date: 2026-11-03", "slug: moved", "topics: [Strike]", "sections: [Harbour]", text=THIRD)
    found = made(base(paper), write(tmp_path, c=text), False, NOW, "")
    assert steps(found) == {
        "/": ("changed", ("list: all articles",)),
        "/2026/11": ("changed", ("list: all articles, 2026-11",)),
        "/2026/11/03": ("changed", ("list: all articles, 2026-11-03",)),
        "/2026/11/a": ("changed", ("shows it as related",)),
        "/2026/11/b": ("changed", ("next article",)),
        "/2026/11/c": ("moved", ("redirect from its old address",)),
        "/2026/11/moved": ("new", ("the article itself",)),
        **FEEDS_CHANGE,
        "/feeds/sections/harbour.xml": ("new", ("feed, list: section Harbour",)),
        "/sections": ("changed", ("index of sections",)),
        "/sections/harbour": ("new", ("list: section Harbour",)),
        "/sections/harbour/2026/11": ("new", ("list: section Harbour, 2026-11",)),
        "/sitemaps/2026-11.xml": ("changed", ("month sitemap",)),
        "/topics/strike": ("changed", ("list: topic Strike",)),
        "/topics/strike/2026/11": ("changed", ("list: topic Strike, 2026-11",)),
    }
    assert [(each.outcome, each.address) for each in found.uploads] == [("accepted", "/2026/11/moved")]


def test_an_alias_and_a_list_that_is_empty_then_say_so(paper: Site, tmp_path: Path) -> None:
    text = article("Flour by hand", "date: 2026-11-02", "aliases: [/flour]", text=BREAD)
    found = steps(made(base(paper), write(tmp_path, b=text), False, NOW, ""))
    assert found["/flour"] == ("moved", ("redirect from its alias",))
    assert found["/authors/zoë-hallam"] == ("removed", ("list: author Zoë Hallam",))


def test_a_removal_says_what_is_gone_and_what_it_costs(paper: Site, tmp_path: Path) -> None:
    found = made(base(paper), write(tmp_path, b=""), True, NOW, "")
    assert steps(found) == {
        "/": ("changed", ("list: all articles",)),
        "/2026/11": ("changed", ("list: all articles, 2026-11",)),
        "/2026/11/01": ("changed", ("list: all articles, 2026-11-01",)),
        "/2026/11/02": ("removed", ("list: all articles, 2026-11-02",)),
        "/2026/11/03": ("changed", ("list: all articles, 2026-11-03",)),
        "/2026/11/a": ("changed", ("next article",)),
        "/2026/11/b": ("gone", ("the article itself: removed",)),
        "/2026/11/c": ("changed", ("previous article",)),
        "/authors/zoë-hallam": ("removed", ("list: author Zoë Hallam",)),
        "/authors/zoë-hallam/2026/11": ("removed", ("list: author Zoë Hallam, 2026-11",)),
        **FEEDS_CHANGE,
        "/feeds/authors/zoë-hallam.xml": ("removed", ("feed, list: author Zoë Hallam",)),
        "/sitemaps/2026-11.xml": ("changed", ("month sitemap",)),
    }
    assert (
        len(found.items) == 7
    )  # the front page, its month and the feeds go with the newest day, the author's with hers
    assert found.dollars == pytest.approx(0.035)


def test_an_article_that_waited_for_the_address_is_part_of_it(paper: Site, tmp_path: Path) -> None:
    paper.upload("articles/waits.md", article("Waits", "date: 2026-11-02", "slug: b"))
    paper.settle()
    found = made(base(paper), write(tmp_path, b=""), True, NOW, "")
    assert steps(found)["/2026/11/b"] == ("changed", ("taken over from b.md",))


def test_a_rejected_upload_shows_its_problems_and_changes_nothing(
    paper: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pointed_at(paper, monkeypatch, module)
    (path,) = write(tmp_path, d="---\ntitle: A\nslug: a\ndate: 2026-11-01\n---\nText.\n").values()
    assert plan(Files([path]), Target(), None, Console()) == 1
    said = capsys.readouterr()
    assert said.out == f"{path} as articles/d.md: rejected\nNo page changes.\n"
    assert said.err.startswith(f"{path}: error: The address /2026/11/a belongs to a.md.")


def test_for_machines_it_is_one_line_of_json(
    paper: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pointed_at(paper, monkeypatch, module)
    (path,) = write(
        tmp_path, c=article("Still on strike", "date: 2026-11-03", "topics: [Strike]", text="Other.")
    ).values()
    assert plan(Files([path]), Target(), None, Console(machine=True)) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert {"address": "/2026/11/c", "action": "changed", "why": ["the article itself"]} in found["changes"]
    assert found.keys() == {"uploads", "changes", "items", "dollars", "note"}


# Against a folder, without AWS


def test_a_folder_serves_as_the_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    news = tmp_path / "news"
    write(news, a=article("A", "date: 2026-11-01"), b=article("B", "date: 2026-11-02"))
    (tmp_path / "b.md").write_text(article("B, again", "date: 2026-11-02"))
    assert plan(Files([tmp_path / "b.md"]), Target(), news, Console()) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{tmp_path}/b.md as articles/b.md: accepted at /2026/11/b",
        "  changed  /               list: all articles",
        "  changed  /2026/11        list: all articles, 2026-11",
        "  changed  /2026/11/02     list: all articles, 2026-11-02",
        "  changed  /2026/11/a      next article",
        "  changed  /2026/11/b      the article itself",
        "  changed  /feed-atom.xml  feed, list: all articles",
        "  changed  /feed.json      feed, list: all articles",
        "  changed  /feed.xml       feed, list: all articles",
        (
            "8 addresses change; 3 items to invalidate: $0.015 beyond the first 1,000 of a month, which are free"
            " (prices of November 2026)."
        ),
    ]


def test_a_standing_page_changes_every_page_and_a_profile_those_of_its_author(tmp_path: Path) -> None:
    write(tmp_path, a=article("A", "date: 2026-11-01", "authors: [Ann]"), b=article("B", "date: 2026-11-02"))
    for key, text in {"pages/about.md": article("About us"), "authors/ann.yaml": "name: Ann\nbio: Sails.\n"}.items():
        (tmp_path / "new" / key).parent.mkdir(parents=True)
        (tmp_path / "new" / key).write_text(text)
    folder = look(tmp_path)._replace(left_out=())
    folder = folder._replace(files={key: path for key, path in folder.files.items() if "new" not in key})
    with FileProofs() as proofs:
        base = offline(assemble(folder, proofs, NOW, Console()), folder, NOW)
        page, profile = (
            made(base, keyed(Files([tmp_path / "new" / each]), folder), False, NOW, "")
            for each in ("pages/about.md", "authors/ann.yaml")
        )
    everywhere = {each.address for each in page.changes if "the navigation" in each.why}
    assert {"/", "/404.html", "/2026/11", "/2026/11/a", "/2026/11/b", "/authors/ann"} <= everywhere
    assert steps(page)["/about"] == ("new", ("the navigation", "the article itself"))
    assert steps(profile) == {
        "/2026/11/a": ("changed", ("tells of its authors",)),
        "/authors/ann": ("changed", ("list: author ann",)),
    }


def test_a_folder_against_itself_changes_nothing(tmp_path: Path) -> None:
    strikes = {
        f"a{number}": article(f"Strike {number}", f"date: 2026-11-{number:02}", text=STRIKE) for number in (1, 5, 9)
    }
    named = write(tmp_path, **strikes, gone=article("Gone", "draft: true"), later=article("Later", "date: 2027-01-01"))
    folder = look(tmp_path)
    with FileProofs() as proofs:
        found = made(offline(assemble(folder, proofs, NOW, Console()), folder, NOW), named, False, None, "")
    assert found.changes == ()


# Which key a file has


@pytest.mark.parametrize(
    ("file", "site", "key"),
    [
        ("news/a.md", None, "articles/a.md"),
        ("paper/articles/2026/a.md", None, "articles/2026/a.md"),
        ("paper/site.yaml", None, "site.yaml"),
        ("paper/articles/2026/a.md", "paper", "articles/2026/a.md"),
        ("elsewhere/a.md", "paper", "articles/2026/a.md"),
        ("elsewhere/new.md", "paper", "articles/new.md"),
    ],
)
def test_a_file_has_the_key_that_its_path_or_its_name_says(
    tmp_path: Path, file: str, site: str | None, key: str
) -> None:
    write(tmp_path / "paper" / "articles" / "2026", a=article("A"))
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.touch()
    assert keyed(Files([path]), look(tmp_path / site) if site else None) == {key: path}


def test_a_folder_has_the_keys_of_its_articles(tmp_path: Path) -> None:
    write(tmp_path / "articles" / "2026", a=article("A"))
    a = tmp_path / "articles" / "2026" / "a.md"
    for named in (tmp_path, tmp_path / "articles", tmp_path / "articles" / "2026"):
        assert keyed(Files([named]), None) == {"articles/2026/a.md": a}


def test_a_file_right_in_a_folder_of_pages_or_authors_is_what_it_is_there(tmp_path: Path) -> None:
    for name in ("pages/about.md", "authors/ann.yaml", "articles/pages/port.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
        assert keyed(Files([tmp_path / name]), None) == {name: tmp_path / name}


def test_a_removal_needs_no_file(tmp_path: Path) -> None:
    gone = Path("articles/2026/gone.md")
    assert keyed(Files([gone], delete=True), None) == {"articles/2026/gone.md": gone}
    assert keyed(Files([tmp_path / "x.md"], key="articles/y.md"), None) == {"articles/y.md": tmp_path / "x.md"}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (Files([Path("missing.md")]), "missing.md does not exist. Name a file, or a folder of articles;"),
        (Files([Path("a.md"), Path("b.md")], key="articles/a.md"), "--key is for a single file."),
        (Files([Path("a.md")], key="notes/a.md"), "notes/a.md is no key of an upload. Write one like articles/name.md"),
    ],
)
def test_what_cannot_be_planned_says_what_to_do(files: Files, message: str) -> None:
    with pytest.raises(DeskError) as caught:
        keyed(files, None)
    assert str(caught.value).startswith(message)


def test_a_folder_and_a_stack_are_not_named_together(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="--folder needs no deployed site"):
        plan(Files([tmp_path]), Target(stack="news"), tmp_path, Console())


def test_a_picture_is_planned_with_its_renditions_and_the_page_that_shows_it(paper: Site, tmp_path: Path) -> None:
    paper.upload("articles/d.md", article("Shown", "date: 2026-11-09", "image: port.png", text=BREAD))
    paper.settle()
    path = tmp_path / "media" / "port.png"
    path.parent.mkdir()
    Image.new("RGB", (320, 200), (30, 60, 90)).save(path)
    named = keyed(Files([path]), None)
    assert named == {"media/port.png": path}
    with paper.read_only():
        found = made(base(paper), named, False, NOW, "")
    before = objects(paper)
    paper.upload("media/port.png", path.read_bytes())
    paper.settle()
    at = f"/media/port.png/{hash_of(path.read_bytes())}"
    assert {each.address for each in found.changes} == changed(before, objects(paper))
    assert steps(found)[f"{at}/320.webp"] == ("new", ("picture media/port.png",))
    assert {f"{at}/320.jpg", "/2026/11/d", "/"} <= steps(found).keys()
    assert [(each.key, each.outcome) for each in found.uploads] == [("media/port.png", "accepted")]
