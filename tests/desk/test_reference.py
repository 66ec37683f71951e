"""docs/ says what the models say, and the schemas judge as the reader does."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TypeAlias

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from desk import reference
from desk.main import parser
from presswork.article import formats, yamlfront
from presswork.article.authorfile import AuthorFile
from presswork.article.declared import Declaration, declared
from presswork.article.frontmatter import FrontMatter, PageMatter
from presswork.article.nodes import Absent, Entries, Items, Node, Text
from presswork.article.settings import settings
from presswork.article.sitefile import SiteFile
from tests.article.uploads import accepted, faults

Plain: TypeAlias = str | list["Plain"] | dict[str, "Plain"] | None

EXAMPLES = Path(__file__).parents[2] / "examples"
ARTICLE, PAGE, AUTHOR, SITE = (
    Draft202012Validator(json.loads((reference.DOCS / f"{name}.schema.json").read_text(encoding="utf-8")))
    for name in ("article", "page", "author", "site")
)
VALIDATORS = {"article": ARTICLE, "page": PAGE, "author": AUTHOR, "site": SITE}
RENEWED = ("articles.md", "standing.md", "article.schema.json", "page.schema.json")


def plain(node: Node) -> Plain:
    match node:
        case Text():
            return node.text
        case Absent():
            return None
        case Items():
            return [plain(each) for each in node.items]
        case Entries():
            return {key: plain(entry.value) for key, entry in node.entries.items()}


@pytest.mark.parametrize("path", reference.files(), ids=lambda path: path.name)
def test_what_docs_say_of_fields_and_settings_is_current(path: Path) -> None:
    text = reference.files()[path]
    assert path.read_text(encoding="utf-8") == text, "Renew it: python -m desk.reference"


def test_both_tables_are_made() -> None:
    text = (reference.DOCS / "articles.md").read_text(encoding="utf-8")
    assert "| `topics` | `topic`, `tags`, `tag` | names; a single text may hold several with commas between |" in text
    assert "| `image.src` | `source`, `url`, `path` |" in text
    assert "| `language` | `lang` | language tag of the site, and of articles that name none | `en` |" in text


def test_the_command_renews_what_is_stale_and_leaves_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in reference.files()}
    for name, text in written.items():
        (tmp_path / name).write_text(text.replace("redirect_from", "moved_from"), encoding="utf-8")
    monkeypatch.setattr(reference, "DOCS", tmp_path)
    assert reference.main() == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == written
    assert capsys.readouterr().out.split() == [str(tmp_path / name) for name in RENEWED]


def test_without_docs_the_command_says_where_it_belongs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reference, "DOCS", tmp_path / "docs")
    assert reference.main() == 2
    assert capsys.readouterr().err == "There is no docs/ here: run this in a checkout of Presswork.\n"


@pytest.mark.parametrize("validator", [*VALIDATORS.values()], ids=VALIDATORS)
def test_a_schema_is_one(validator: Draft202012Validator) -> None:
    Draft202012Validator.check_schema(validator.schema)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("articles/*")), ids=lambda path: path.name)
def test_the_schema_lets_the_example_articles_pass(path: Path) -> None:
    ARTICLE.validate(plain(formats.opened(path.name, path.read_bytes()).front))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("pages/*")), ids=lambda path: path.name)
def test_the_schema_lets_the_example_pages_pass(path: Path) -> None:
    PAGE.validate(plain(formats.opened(path.name, path.read_bytes()).front))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("authors/*")), ids=lambda path: path.name)
def test_the_schema_lets_the_example_authors_pass(path: Path) -> None:
    AUTHOR.validate(plain(yamlfront.parse(path.read_text(encoding="utf-8"))))


def test_the_schema_lets_the_example_site_pass() -> None:
    SITE.validate(plain(yamlfront.parse((EXAMPLES / "site.yaml").read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    ("model", "validator"),
    [*zip((FrontMatter, PageMatter, AuthorFile, SiteFile), VALIDATORS.values(), strict=True)],
    ids=VALIDATORS,
)
def test_the_schemas_let_every_example_of_a_field_pass(
    model: type[Declaration], validator: Draft202012Validator
) -> None:
    for name, field in model.model_fields.items():
        for key in declared(name, field).keys:
            for example in field.examples or ():
                validator.validate({key: example})


@pytest.mark.parametrize(
    "front",
    [
        {"title": 2014, "summary": True},
        {"date": 20261124, "updated": None},
        {"draft": "Yes", "published": 0},
        {"author": {"name": "Ann", "url": "x"}},
        {"authors": [{"name": "Ann"}, "Ben", None]},
        {"tags": ", ".join(f"topic-{number}" for number in range(40))},
        {"images": ["/a.jpg", "/b.jpg"]},
        {"image": {"path": "/a.jpg", "lqip": "x"}},
        {"corrections": [{"text": "It was Tuesday."}, "It was Wednesday."]},
        {"alias": "/old/port", "permalink": "/"},
        {"layout": "post"},
    ],
    ids=json.dumps,
)
def test_what_the_reader_takes_the_schema_lets_pass(front: dict[str, object]) -> None:
    text = json.dumps({"title": "T", "text": "x", **front})
    assert accepted(text, "articles/port.json").article.card.title
    ARTICLE.validate(front)


@pytest.mark.parametrize(
    ("field", "front"),
    [
        ("title", {"title": ["a"]}),
        ("title", {"title": "x" * 301}),
        ("date", {"date": ["2026-11-24"]}),
        ("draft", {"draft": "perhaps"}),
        ("lang", {"language": "english!"}),
        ("permalink", {"permalink": "https://x.example/"}),
        ("aliases", {"redirect_from": ["/ok", "/~ann"]}),
        ("topics", {"tags": [["a", "b"]]}),
        ("topics", {"tags": ["x" * 101]}),
        ("authors", {"author": {"nom": "A"}}),
        ("sections", {"categories": [str(number) for number in range(21)]}),
        ("image", {"image": {"alt": "A"}}),
        ("corrections", {"corrections": [{"date": "2020-01-01"}]}),
    ],
)
def test_what_is_wrong_by_the_schema_is_wrong_to_the_reader(field: str, front: dict[str, object]) -> None:
    assert [each.path[0] for each in ARTICLE.iter_errors(front)] == list(front)
    text = json.dumps({"title": "T", "text": "x", **front})
    assert {found for found, *_ in faults(text, "articles/port.json")} == {field}


@pytest.mark.parametrize(
    "site",
    [
        {"title": ["x"]},
        {"url": "gazette.example"},
        {"lang": "!"},
        {"permalink": "/{year}"},
        {"permalink": "/~ann/{slug}"},
        {"words_a_minute": 49},
        {"words_a_minute": "many"},
        {"description": "x" * 2001},
    ],
    ids=json.dumps,
)
def test_a_setting_that_is_wrong_by_the_schema_is_wrong_to_the_reader(site: dict[str, object]) -> None:
    assert [each.path[0] for each in SITE.iter_errors(site)] == list(site)
    assert settings(json.dumps(site).encode())[0] is None


def help_of(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit):
        parser().parse_args([*command.split(), "--help"])
    return " ".join(capsys.readouterr().out.split())


def test_the_reference_of_commands_says_what_their_help_says(capsys: pytest.CaptureFixture[str]) -> None:
    chapters = (reference.DOCS / "commands.md").read_text(encoding="utf-8").split("\n## presswork ")[1:]
    named = [chapter.partition("\n")[0] for chapter in chapters]
    (commands,) = re.findall(r"commands: COMMAND (.*)", help_of("", capsys))
    assert [name for name in named if f"{name} " not in commands] == []
    for name, chapter in zip(named, chapters, strict=True):
        said = help_of(name, capsys)
        rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", chapter, re.MULTILINE)
        assert [text for _, text in rows if text not in said] == []
        usage, _, _ = said.partition(" positional arguments:")
        options = {*re.findall(r"(?<=\[)--[a-z-]+", usage.partition(" options:")[0])}
        assert {spelled.partition(" ")[0] for spelled, _ in rows if spelled.startswith("--")} == options, name


def test_every_document_has_its_place_in_the_list_of_contents() -> None:
    contents = tomllib.loads((reference.DOCS.parent / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]
    listed = re.findall(r"'([^']+\.md)'", str(contents))
    assert sorted(listed) == sorted(
        each.relative_to(reference.DOCS).as_posix() for each in reference.DOCS.rglob("*.md")
    )
