"""Front matter and data files as plain texts, lists and maps, whatever the format."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from presswork.article import objects, yamlfront
from presswork.article.nodes import Absent, Entries, Items, Node, Text
from presswork.article.problems import Unreadable

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"
"""A null is an empty text; numbers and dates are texts as they were written."""
Members: TypeAlias = dict[str, Plain]

_OPENING = re.compile(r"\s*(---|\+\+\+)[ \t]*(json|toml|yaml)?[ \t]*\n", re.IGNORECASE)
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$\n?", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$\n?", re.MULTILINE),
}
_TOP_KEY = re.compile(r"^(?=[^\s#\-\]}][^\n]*:(?:\s|$))", re.MULTILINE)
_DOCUMENTS = re.compile(r"^---[ \t]*$\n?", re.MULTILINE)


def front_matter(text: str) -> tuple[Members | None, str]:
    """What stands above a body, and the body; None if nothing does. Unreadable."""
    opening = _OPENING.match(text)
    if not opening:
        return _json_above(text)
    closing = _CLOSING[opening[1]].search(text, opening.end())
    if not closing:
        return None, text
    front = text[opening.end() : closing.start()]
    written = (opening[2] or ("yaml" if opening[1] == "---" else "toml")).lower()
    first = text.count("\n", 0, opening.end()) + 1
    if written == "json":
        return members(objects.parse_json(front)), text[closing.end() :]
    parse = yamlfront.parse if written == "yaml" else objects.parse_toml
    return members(parse(front, first)), text[closing.end() :]


def _json_above(text: str) -> tuple[Members | None, str]:
    """Hugo's JSON front matter: an object that ends with a brace on a line of its own."""
    end = re.search(r"^\}[ \t]*$\n?", text, re.MULTILINE) if text.startswith("{\n") else None
    return (members(objects.parse_json(text[: end.end()])), text[end.end() :]) if end else (None, text)


def data(name: str, text: str) -> tuple[Members, list[str]]:
    """A file of settings or data, by its suffix, and what in it cannot be read.

    YAML is read key by key, so that one that we do not understand hides no other.
    """
    try:
        if name.endswith(".toml"):
            return members(objects.parse_toml(text)), []
        if name.endswith(".json"):
            return members(objects.parse_json(text)), []
        return members(yamlfront.parse(text)), []
    except Unreadable as error:
        if name.endswith((".toml", ".json")):
            return {}, [error.problem.message]
    found: Members = {}
    faults: list[str] = []
    for part in _TOP_KEY.split(text):
        try:
            found |= members(yamlfront.parse(part))
        except Unreadable as error:
            faults.append(f"{part.partition(':')[0].strip()[:40]}: {error.problem.message}")
    return found, faults


def documents(text: str) -> list[Members]:
    """The maps of a file of several YAML documents; those that cannot be read are left out."""
    return [found for part in _DOCUMENTS.split(text) if (found := data(".yaml", part)[0])]


def members(entries: Entries) -> Members:
    return {key: plain(entry.value) for key, entry in entries.entries.items()}


def plain(node: Node) -> Plain:
    match node:
        case Text():
            return node.text
        case Absent():
            return ""
        case Items():
            return [plain(each) for each in node.items]
        case Entries():
            return members(node)


def inner(found: Mapping[str, Plain], *keys: str) -> Members:
    """The map under some keys, one inside the other; an empty one if there is none."""
    here = dict(found)
    for key in keys:
        below = here.get(key)
        if not isinstance(below, dict):
            return {}
        here = below
    return here


def flat(members: Members, *keys: str) -> Members:
    """The members, among them those of the maps under some keys; what stands at the top comes first."""
    found = {key: value for key, value in members.items() if not (key in keys and isinstance(value, dict))}
    for key in keys:
        found = {**inner(members, key), **found}
    return found


def text_of(found: Mapping[str, Plain], *keys: str) -> str:
    """The text of the first of some keys that has one."""
    return next((value for key in keys if isinstance(value := found.get(key), str) and value), "")
