"""Front matter that cannot be read: each mistake is told with its place and its cure."""

from __future__ import annotations

import pytest

from presswork.article import objects, yamlfront
from presswork.article.nodes import Absent, Entries, Items, Node, Text
from presswork.article.problems import Unreadable

Plain = str | None | list["Plain"] | dict[str, "Plain"]


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


def test_scalars_stay_as_they_were_written() -> None:
    text = "a: 2014\nb: 007\nc: yes\nd: 2019-09-04\ne: 1.10\nf: ~\ng:\nh: 'null'\ni: \"x\\ty\"\nj: !!str 5\n"
    assert plain(yamlfront.parse(text)) == {
        "a": "2014",
        "b": "007",
        "c": "yes",
        "d": "2019-09-04",
        "e": "1.10",
        "f": None,
        "g": None,
        "h": "null",
        "i": "x\ty",
        "j": "5",
    }


def test_yaml_toml_and_json_of_the_same_fields_are_the_same() -> None:
    expected = {
        "title": "T",
        "n": "5",
        "draft": "true",
        "date": "2019-09-04T10:00:00+00:00",
        "list": ["a", ["b"]],
        "map": {"k": "v"},
    }
    yaml = "title: T\nn: 5\ndraft: true\ndate: 2019-09-04T10:00:00+00:00\nlist: [a, [b]]\nmap: {k: v}"
    toml = 'title = "T"\nn = 5\ndraft = true\ndate = 2019-09-04T10:00:00Z\nlist = ["a", ["b"]]\n[map]\nk = "v"'
    json = (
        '{"title": "T", "n": 5, "draft": true, "date": "2019-09-04T10:00:00+00:00", '
        '"list": ["a", ["b"]], "map": {"k": "v"}}'
    )
    assert (
        plain(yamlfront.parse(yaml)) == plain(objects.parse_toml(toml)) == plain(objects.parse_json(json)) == expected
    )


def test_each_value_knows_its_place() -> None:
    front = yamlfront.parse("title: T\ntags:\n  - a\n", first_line=2)
    assert front.entries["title"].value == Text("T", (2, 8))  # type: ignore[arg-type]
    assert front.entries["tags"].value == Items((Text("a", (4, 5)),), (4, 3))  # type: ignore[arg-type]
    toml = objects.parse_toml('a = "x"\n  title = "T"\n[map]\nk = 1', first_line=2)
    assert [tuple(entry.place) for entry in toml.entries.values()] == [(2, 1), (3, 1), (4, 1)]
    json = objects.parse_json('{"a": 1,\n "title": "T"}')
    assert [tuple(entry.place) for entry in json.entries.values()] == [(1, 2), (2, 2)]


def test_stray_tabs_and_blanks_of_real_files_do_no_harm() -> None:
    assert plain(yamlfront.parse("tags:\n- melody\t\t\n- \tport \n-\tship\ntitle: T\t\n")) == {
        "tags": ["melody", "port", "ship"],
        "title": "T",
    }


def test_a_reference_is_what_it_refers_to() -> None:
    assert plain(yamlfront.parse("a: &x [1]\nb: *x")) == {"a": ["1"], "b": ["1"]}


@pytest.mark.parametrize(
    ("text", "line", "column", "cure"),
    [
        ("title: a: b", 2, 9, 'Put a value that holds a colon in quotes: title: "Ships: a history".'),
        ("title: @x", 2, 8, "Put the value in quotes; indent with spaces, not with tabs."),
        ("\ttitle: x", 2, 1, "Put the value in quotes; indent with spaces, not with tabs."),
        ('title: "x', 2, 8, "Close the quotes."),
        (
            "title: 'it's'",
            2,
            12,
            'Check the indentation, and put a value with quotes inside in the other quotes: "It\'s over".',
        ),
        ("tags: [a", 3, 1, "Close the list with ] or the map with }, or put the value in quotes."),
        ("title: x\nport", 4, 1, "Write `key: value` on the line, or indent it below the key it belongs to."),
        (" a: 1\nb: 2", 3, 1, "Let all keys begin in the same column."),
        ("title: *x", 2, 8, "Put a value that begins with * in quotes."),
        ("title: !x y", 2, 8, "Remove it, or put a value that begins with ! in quotes."),
        ("a: !!python/object:os.system x", 2, 4, "Remove it, or put a value that begins with ! in quotes."),
        ('title: "\\ud800"', 2, 11, "Write the character itself."),
        ("title: a\nTitle: b\ntitle: c", 4, 1, "Remove one of the two."),
        ("title: {{ site.title }}", 2, 9, "Write a plain word before the colon; put a value in braces in quotes."),
        ("- a", 2, 1, "Write one `key: value` a line."),
        ("just text", 2, 1, "Write one `key: value` a line."),
        ("a: 1\n--- x\n", 3, 1, "Keep one."),
        ("a: " + "[" * 20 + "]" * 20, 2, 23, "Write it flatter."),
        ("\n".join(f"k{number}: x" for number in range(101)), 102, 7, "Remove those that are not needed."),
        ("a: &x y\nb: [" + "*x, " * 21 + "]", 3, 85, "Write the values out."),
    ],
)
def test_a_mistake_in_yaml_is_told_with_its_place_and_cure(text: str, line: int, column: int, cure: str) -> None:
    with pytest.raises(Unreadable) as caught:
        yamlfront.parse(text, first_line=2)
    problem = caught.value.problem
    assert (problem.line, problem.column, problem.cure) == (line, column, cure)


def test_limits_are_not_reached_below_them() -> None:
    assert len(yamlfront.parse("\n".join(f"k{number}: x" for number in range(100))).entries) == 100
    assert plain(yamlfront.parse("a: &x y\nb: [" + "*x, " * 20 + "]")) == {"a": "y", "b": ["y"] * 20}
    assert "a" in yamlfront.parse("a: " + "[" * 19 + "]" * 19).entries


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("title = x", 2, 9, "The TOML cannot be read: Invalid value."),
        ('a = "x"\na = "y"', 3, 1, "The TOML cannot be read: Cannot overwrite a value."),
        ("a = " + "[" * 5000, 2, 0, "The TOML cannot be read."),
        ("a = " + "[" * 30 + "]" * 30, 2, 1, "Lists and maps go more than 20 levels deep."),
        ("a." * 101 + "b = 1", 2, 0, "The line has more than 100 dots."),
        ("a = " + "1" * 5000, 2, 0, "The TOML cannot be read."),
        ("a = 0x" + "1" * 5000, 2, 0, "The TOML cannot be read."),
    ],
)
def test_a_mistake_in_toml_is_told_with_its_place(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        objects.parse_toml(text, first_line=2)
    problem = caught.value.problem
    assert (problem.line, problem.column, problem.message) == (line, column, message)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('{"title":\n "x"', 2, 5, "The JSON cannot be read: Expecting ',' delimiter."),
        ('{"a": 1,\n "a": 2}', 1, 2, "`a` stands here twice."),
        ("[]", 1, 1, "The JSON holds no object."),
        ("[" * 100_000, 0, 0, "Lists and maps go more than 20 levels deep."),
        ('{"a": ' + "[" * 30 + "]" * 30 + "}", 1, 2, "Lists and maps go more than 20 levels deep."),
        ("{" + ",".join(f'"k{number}": 1' for number in range(101)) + "}", 1, 1, "There are more than 100 keys."),
    ],
)
def test_a_mistake_in_json_is_told_with_its_place(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        objects.parse_json(text)
    problem = caught.value.problem
    assert (problem.line, problem.column, problem.message) == (line, column, message)


def test_numbers_of_json_are_texts_however_long_they_are() -> None:
    assert plain(objects.parse_json('{"title": ' + "9" * 5000 + ', "v": 1.10, "n": NaN}')) == {
        "title": "9" * 5000,
        "v": "1.10",
        "n": "NaN",
    }
