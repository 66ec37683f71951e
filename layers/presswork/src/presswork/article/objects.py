"""TOML and JSON to nodes. Their parsers tell no places, so each key is looked up in the text again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from presswork.article import limits
from presswork.article.nodes import Absent, Entries, Entry, Items, Node, Text
from presswork.article.problems import NOWHERE, Place, Unreadable, shown

_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_DOTS = 100
"""In a line of TOML. A key of 30,000 parts takes its parser twelve seconds."""
_TOO_DEEP = (f"Lists and maps go more than {limits.NESTING} levels deep.", "Write it flatter.")


def parse_toml(text: str, first_line: int = 1) -> Entries:
    """The table that `text` holds. Raises Unreadable, with the line counted from `first_line`."""
    import tomllib

    def place_of(key: str) -> Place:
        found = re.search(rf"^[ \t]*+\[*+[ \t]*+[\"']?{re.escape(key)}[\"']?[ \t]*[=.\]]", text, re.MULTILINE)
        return _place(text, found.start(), first_line) if found else NOWHERE

    for number, line in enumerate(text.split("\n"), first_line):
        if line.count(".") > _DOTS:
            raise Unreadable(f"The line has more than {_DOTS} dots.", "Break it up.", Place(number))
    try:
        return _entries(tomllib.loads(text, parse_float=str), place_of)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        found = _TOML_PLACE.search(message)
        at_end = (text.rstrip("\n").count("\n") + 1, 1)
        row, column = (int(found[1]), int(found[2])) if found and found[1] else at_end
        raise Unreadable(
            f"The TOML cannot be read: {_TOML_PLACE.sub('', message)[:200]}.",
            'Write key = "value", with text and dates as TOML wants them; text always in quotes.',
            Place(row + first_line - 1, column),
        ) from None
    except (RecursionError, ValueError):  # a number of thousands of digits is a ValueError
        raise Unreadable(
            "The TOML cannot be read.", "Put long numbers in quotes and nest less.", Place(first_line)
        ) from None


def parse_json(text: str) -> Entries:
    """The object that `text` holds. Raises Unreadable."""

    def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
        members: dict[str, object] = {}
        for key, value in found:
            if key in members:
                raise Unreadable(
                    f"`{shown(key)}` stands here twice.", "Remove one of the two.", place_of(key), shown(key)
                )
            members[key] = value
        return members

    def place_of(key: str) -> Place:
        found = re.search(rf"{re.escape(json.dumps(key, ensure_ascii=False))}\s*:", text)
        return _place(text, found.start()) if found else NOWHERE

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"The JSON cannot be read: {error.msg}.",
            "Check quotes, commas and brackets near this place.",
            Place(error.lineno, error.colno),
        ) from None
    except RecursionError:
        raise Unreadable(*_TOO_DEEP) from None
    if not isinstance(value, dict):
        raise Unreadable("The JSON holds no object.", 'Write {"title": "…", "text": "…"}.', Place(1, 1))
    return _entries(value, place_of)


def _entries(members: Mapping[str, object], place_of: Callable[[str], Place]) -> Entries:
    if len(members) > limits.KEYS:
        raise Unreadable(f"There are more than {limits.KEYS} keys.", "Remove those that are not needed.", Place(1, 1))
    return Entries(
        {key: Entry(place, _node(value, place, 1)) for key, value in members.items() for place in [place_of(key)]},
        Place(1, 1),
    )


def _node(value: object, place: Place, depth: int) -> Node:
    if depth > limits.NESTING:
        raise Unreadable(*_TOO_DEEP, place)
    match value:
        case None:
            return Absent(place)
        case bool():
            return Text("true" if value else "false", place)
        case datetime() | date() | time():
            return Text(value.isoformat(), place)
        case list():
            return Items(tuple(_node(each, place, depth + 1) for each in value), place)
        case dict():
            entries = {str(key): Entry(place, _node(each, place, depth + 1)) for key, each in value.items()}
            return Entries(entries, place)
        case _:
            return Text(str(value), place)


def _place(text: str, offset: int, first_line: int = 1) -> Place:
    start = text.rfind("\n", 0, offset) + 1
    return Place(text.count("\n", 0, offset) + first_line, offset - start + 1)
