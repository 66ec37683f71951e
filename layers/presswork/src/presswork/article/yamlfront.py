"""YAML to nodes, through the C parser's events.

Not PyYAML's loaders: they give no line for a value, take the last of two equal keys, turn `no` and `012` into other
things, and the C composer dies of a stack overflow on 60,000 brackets. Events come one at a time, so that reading stops
at the first that goes too deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from presswork.article import limits
from presswork.article.nodes import EMPTY, Absent, Entries, Entry, Items, Node, Text
from presswork.article.problems import Place, Unreadable, shown

_TAB_AFTER_DASH = re.compile(r"^( *+-[ ]*+)(\t++)", re.MULTILINE)
_NULLS = {"", "~", "null", "Null", "NULL"}
_CORE_TAGS = {
    None,
    "!",
    *(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")),
}

_CURES = (
    ("mapping values are not allowed", 'Put a value that holds a colon in quotes: title: "Ships: a history".'),
    ("cannot start any token", "Put the value in quotes; indent with spaces, not with tabs."),
    ("tab character", "Indent with spaces, not with tabs."),
    ("expected <document start>", "Let all keys begin in the same column."),
    ("expected node content", "Close the list with ] or the map with }, or put the value in quotes."),
    ("expected ',' or", "Close the list with ] or the map with }, or put the value in quotes."),
    ("could not find expected ':'", "Write `key: value` on the line, or indent it below the key it belongs to."),
    (
        "did not find expected key",
        'Check the indentation, and put a value with quotes inside in the other quotes: "It\'s over".',
    ),
    ("end of stream", "Close the quotes."),
    ("undefined alias", "Put a value that begins with * in quotes."),
    ("invalid Unicode", "Write the character itself."),
    ("escape character", "Write a backslash twice, or use single quotes."),
    ("sequence entries are not allowed", "Begin the list on a new line."),
)


def parse(text: str, first_line: int = 1) -> Entries:
    """The map that `text` holds; none if it is empty. Raises Unreadable, with the line counted from `first_line`."""
    text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))  # PyYAML fails on tabs at a line's end
    text = _TAB_AFTER_DASH.sub(lambda found: found[1] + " " * len(found[2]), text)
    try:
        node = _Reader(first_line).read(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        raise _explained(error, first_line) from None
    except yaml.YAMLError as error:
        raise Unreadable(
            f"The YAML holds a character that is not allowed: {_first_line(str(error))}",
            "Remove the invisible or unusual character.",
            Place(first_line),
        ) from None
    if isinstance(node, Absent):
        return EMPTY
    if not isinstance(node, Entries):
        raise Unreadable("This is not a list of `key: value` lines.", "Write one `key: value` a line.", node.place)
    return node


def _explained(error: yaml.MarkedYAMLError, first_line: int) -> Unreadable:
    problem = str(error.problem or error.context or "it cannot be read")
    mark = error.context_mark if "end of stream" in problem and error.context_mark else error.problem_mark
    place = Place(mark.line + first_line, mark.column + 1) if mark else Place(first_line)
    cure = next((cure for part, cure in _CURES if part in problem), "Put the value in quotes.")
    return Unreadable(f"The YAML cannot be read: {problem}.", cure, place)


def _first_line(text: str) -> str:
    return text.partition("\n")[0][:200]


class _Open:
    """A list or map whose end has not come yet."""

    __slots__ = ("anchor", "entries", "items", "key", "place")

    def __init__(self, place: Place, anchor: str | None, *, is_map: bool) -> None:
        self.place = place
        self.anchor = anchor
        self.items: list[Node] = []
        self.entries: dict[str, Entry] | None = {} if is_map else None
        self.key: Text | None = None

    def add(self, node: Node) -> None:
        if self.entries is None:
            self.items.append(node)
        elif self.key is None:
            self.key = _key(node)
            if self.key.text in self.entries:
                name = shown(self.key.text)
                raise Unreadable(f"`{name}` stands here twice.", "Remove one of the two.", node.place, name)
        else:
            self.entries[self.key.text] = Entry(self.key.place, node)
            self.key = None
            if len(self.entries) > limits.KEYS:
                raise Unreadable(
                    f"There are more than {limits.KEYS} keys.", "Remove those that are not needed.", node.place
                )

    def close(self) -> Node:
        if self.entries is None:
            return Items(tuple(self.items), self.place)
        return Entries(self.entries, self.place)


def _key(node: Node) -> Text:
    if isinstance(node, Text):
        return node
    if isinstance(node, Absent):
        return Text("null", node.place)
    raise Unreadable(
        "A key is a list or a map.", "Write a plain word before the colon; put a value in braces in quotes.", node.place
    )


class _Reader:
    """Builds the node of a document from the parser's events."""

    def __init__(self, first_line: int) -> None:
        self._first_line = first_line
        self._open: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._references = 0
        self._root: Node | None = None

    def read(self, events: Iterator[Any]) -> Node:
        for event in events:
            place = Place(event.start_mark.line + self._first_line, event.start_mark.column + 1)
            self._take(event, place)
        return self._root or Absent(Place(self._first_line, 1))

    def _take(self, event: Any, place: Place) -> None:  # PyYAML's stubs do not type events
        match event:
            case yaml.ScalarEvent():
                _check_tag(event.tag, place)
                empty = event.implicit[0] and event.value in _NULLS
                self._add(Absent(place) if empty else Text(event.value, place), event.anchor)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                _check_tag(event.tag, place)
                if len(self._open) >= limits.NESTING:
                    raise Unreadable(
                        f"Lists and maps go more than {limits.NESTING} levels deep.", "Write it flatter.", place
                    )
                self._open.append(_Open(place, event.anchor, is_map=isinstance(event, yaml.MappingStartEvent)))
            case yaml.CollectionEndEvent():
                closed = self._open.pop()
                self._add(closed.close(), closed.anchor)
            case yaml.AliasEvent():
                self._add(self._referred(event.anchor, place), None)
            case yaml.DocumentStartEvent() if self._root is not None:
                raise Unreadable("A second YAML document begins here.", "Keep one.", place)

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node
        if self._open:
            self._open[-1].add(node)
        else:
            self._root = node

    def _referred(self, anchor: str | None, place: Place) -> Node:
        self._references += 1
        if self._references > limits.REFERENCES:
            raise Unreadable(f"`*name` is used more than {limits.REFERENCES} times.", "Write the values out.", place)
        if anchor is None or anchor not in self._anchors:
            raise Unreadable(
                f"`*{shown(anchor or '')}` refers to nothing.", "Put a value that begins with * in quotes.", place
            )
        return self._anchors[anchor]


def _check_tag(tag: str | None, place: Place) -> None:
    if tag not in _CORE_TAGS:
        raise Unreadable(
            f"The YAML tag {shown(tag or '')} is not allowed.",
            "Remove it, or put a value that begins with ! in quotes.",
            place,
        )
