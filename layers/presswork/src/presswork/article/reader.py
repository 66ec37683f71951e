"""Reads the fields of a map in which anything may stand, and tells what does not fit, where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from presswork.article import names
from presswork.article.nodes import Absent, Entries, Entry, Items, Node, Text, kind
from presswork.article.problems import Place, Problems, Unfit, shown

T = TypeVar("T")
N = TypeVar("N", bound=Node)


class Declared(NamedTuple):
    """How a field is written, and how much it may hold."""

    keys: tuple[str, ...]
    """As they are usually written; of texts under several, the first in this order counts."""
    most: int = 0
    """Characters of a text, entries of a list."""
    each: int = 0
    """Characters of each entry of a list."""


class Shape:
    """The fields of a map. Case, `-` and `_` make no difference in their keys."""

    __slots__ = ("fields", "keys", "known")

    def __init__(self, fields: Mapping[str, Declared]) -> None:
        self.fields = fields
        self.keys = {field: tuple(map(_plain, each.keys)) for field, each in fields.items()}
        self.known = {_plain(key): key for each in fields.values() for key in each.keys}
        """Each key as it is compared, and as it is usually written."""


def _plain(key: str) -> str:
    return key.strip().lower().replace("-", "").replace("_", "")


class Reader:
    """Reads fields of a map, and tells what does not fit where it stands.

    `told`: what the author knows a field as, where that is not its name here.
    """

    def __init__(self, front: Entries, shape: Shape, problems: Problems, told: Mapping[str, str] | None = None) -> None:
        self.problems = problems
        self._front = front
        self._shape = shape
        self._told = told or {}
        self._given: dict[str, Entry] = {}
        for key, entry in front.entries.items():
            if not isinstance(entry.value, Absent):
                self._given.setdefault(_plain(key), entry)

    def warn_of_unknown(self, what: str, also: tuple[str, ...] = ()) -> None:
        """A warning for each key that stands for no `what`, with the nearest that does; `also` are keys of others."""
        known = self._shape.known
        for key, entry in self._front.entries.items():
            if _plain(key) not in known and key not in also:
                name = shown(key)
                self.problems.warn(
                    f"`{name}` is no {what}, and is left out.", _suggestion(key, known), field=name, place=entry.place
                )

    def found(self, field: str) -> Iterator[Node]:
        """What is given under the field's keys, in the order of its spellings."""
        for key in self._shape.keys[field]:
            if entry := self._given.get(key):
                yield entry.value

    def text(self, field: str) -> str:
        """A text on one line; empty if there is none, cut if it is too long."""
        limit = self._shape.fields[field].most
        for node in self.found(field):
            if not isinstance(node, Text):
                self._misfit(field, node, "a text", "Write one text; put it in quotes if it begins with [ or {.")
                return ""
            if text := names.tidy(node.text):
                if len(text) > limit:
                    self._too_long(field, node.place, len(text), limit)
                return text[:limit]
        return ""

    def parsed(self, field: str, parse: Callable[[str], T]) -> T | None:
        """A text that `parse` understands; it raises Unfit if not."""
        for node in self.found(field):
            if not isinstance(node, Text):
                self._misfit(field, node, "a text", "Write one value after the colon.")
                return None
            if node.text.strip():
                return self._understood(field, node, parse)
        return None

    def list(self, field: str, parse: Callable[[str], T]) -> Iterator[T]:
        """Texts that `parse` understands, of all of the field's keys."""
        found = [each for each in self.texts(field) if each.text.strip()]
        for each in self.allowed(field, found):
            value = self._understood(field, each, parse)
            if value is not None:
                yield value

    def map(self, field: str, parse: Callable[[str], T]) -> Iterator[tuple[str, T]]:
        """The entries of a map: each key on one line, and its text if `parse` understands it."""
        for node in self.found(field):
            if not isinstance(node, Entries):
                self._misfit(field, node, "a map", "Write `label: address` on lines of their own below it.")
                return
            given = [Text(key, entry.place) for key, entry in node.entries.items()]
            for key in self.allowed(field, given):
                yield from self._entry(field, key, node.entries[key.text].value, parse)

    def _entry(self, field: str, key: Text, value: Node, parse: Callable[[str], T]) -> Iterator[tuple[str, T]]:
        label, most = names.tidy(key.text), self._shape.fields[field].each
        if len(label) > most:
            self._too_long(field, key.place, len(label), most)
        elif isinstance(value, Text):
            found = self._understood(field, value, parse)
            if label and found is not None:
                yield label, found
        elif not isinstance(value, Absent):
            self._misfit(field, value, "a text", "Write one value after the colon.")

    def allowed(self, field: str, found: Sequence[N]) -> Sequence[N]:
        """As many as the field may have of what was found under it."""
        limit = self._shape.fields[field].most
        if len(found) > limit:
            self._too_many(field, found[limit].place, len(found), limit)
        return found[:limit]

    def names(self, field: str, *, split: bool = False) -> tuple[str, ...]:
        """Names, one spelling of each; `split`: a single text may hold several, with commas between."""
        _, limit, characters = self._shape.fields[field]
        found: list[str] = []
        place = Place()
        for each in self.texts(field, part="name", split=split):
            name = names.tidy(each.text)
            if len(name) > characters:
                self._too_long(field, each.place, len(name), characters)
            elif name:
                found.append(name)
                place = each.place
        kept = names.unique(found)
        if len(kept) > limit:
            self._too_many(field, place, len(kept), limit)
        return kept[:limit]

    def texts(self, field: str, *, part: str = "", split: bool = False) -> Iterator[Text]:
        """The texts given under a field, alone or in lists; `part`: of a map, the text under that key."""
        for node in self.found(field):
            if split and isinstance(node, Text):
                yield from (Text(each, node.place) for each in node.text.split(","))
                continue
            for each in node.items if isinstance(node, Items) else (node,):
                inner = each
                if part and isinstance(each, Entries) and part in each.entries:
                    inner = each.entries[part].value
                if isinstance(inner, Text):
                    yield inner
                elif not isinstance(inner, Absent):
                    self._misfit(field, inner, "a text or a list of texts", "Write one text after each `- `.")

    def _understood(self, field: str, node: Text, parse: Callable[[str], T]) -> T | None:
        try:
            return parse(node.text.strip())
        except Unfit as error:
            self.problems.error(error.message, error.cure, field=self._told.get(field, field), place=node.place)
            return None

    def _misfit(self, field: str, node: Node, wanted: str, cure: str) -> None:
        field = self._told.get(field, field)
        self.problems.error(f"`{field}` is {kind(node)}, not {wanted}.", cure, field=field, place=node.place)

    def _too_long(self, field: str, place: Place, length: int, limit: int) -> None:
        field = self._told.get(field, field)
        self.problems.error(
            f"`{field}` has {length:,} characters; {limit:,} are allowed.", "Shorten it.", field=field, place=place
        )

    def _too_many(self, field: str, place: Place, count: int, limit: int) -> None:
        self.problems.error(
            f"`{field}` has {count:,} entries; {limit:,} are allowed.",
            "Keep the most important.",
            field=field,
            place=place,
        )


def _suggestion(key: str, known: dict[str, str]) -> str:
    import difflib

    near = difflib.get_close_matches(_plain(key)[:40], known, n=1, cutoff=0.75)
    return f"Did you mean `{known[near[0]]}`?" if near else "Remove it, or leave it: it does no harm."
