"""Front matter before anyone has judged it: texts, lists and maps, each with its place in the file.

YAML, TOML and JSON all end up here. Scalars stay as they were written (`2014`, `true`, `2019-09-04`): what a text means
depends on the field, so that `title: 2014` is a title and `version: 1.10` is not 1.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from presswork.article.problems import Place


class Text(NamedTuple):
    text: str
    place: Place


class Absent(NamedTuple):
    """A null, or nothing after the colon: as good as not written."""

    place: Place


class Items(NamedTuple):
    items: tuple[Node, ...]
    place: Place


class Entries(NamedTuple):
    entries: Mapping[str, Entry]
    place: Place


Node: TypeAlias = Text | Absent | Items | Entries


class Entry(NamedTuple):
    """One key of a map, with the key's place."""

    place: Place
    value: Node


EMPTY = Entries({}, Place())


def as_map(node: Node, field: str) -> Entries:
    """A map as it is; what is none stands for one of its fields."""
    return node if isinstance(node, Entries) else Entries({field: Entry(node.place, node)}, node.place)


def kind(node: Node) -> str:
    """What a node is, in an author's words."""
    return {Text: "a text", Absent: "nothing", Items: "a list", Entries: "a map"}[type(node)]
