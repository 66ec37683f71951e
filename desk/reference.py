"""What docs/ says of fields, settings and commands, made from what reads them: tables, and schemas for editors.

python -m desk.reference
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import yaml
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from desk.main import parser
from presswork.article.authorfile import AuthorFile
from presswork.article.declared import Declaration, declared
from presswork.article.frontmatter import FrontMatter, PageMatter
from presswork.article.sitefile import SiteFile
from presswork.article.values import FLAGS
from presswork.aws.bus import SOURCE
from presswork.steps.events import Event

DOCS = Path(__file__).parents[1] / "docs"
TEMPLATE = Path(__file__).parents[1] / "template.yaml"


def files() -> dict[Path, str]:
    """Each file that is made here, in whole or in part, and what it should hold."""
    articles, pages, authors = DOCS / "articles.md", DOCS / "standing.md", DOCS / "authors.md"
    every, deploy = DOCS / "commands.md", DOCS / "deploy.md"
    text = _between("fields", articles.read_text(encoding="utf-8"), fields(FrontMatter))
    return {
        articles: _between("settings", text, settings(SiteFile)),
        pages: _between("fields", pages.read_text(encoding="utf-8"), fields(PageMatter)),
        authors: _between("fields", authors.read_text(encoding="utf-8"), fields(AuthorFile)),
        every: _between("commands", every.read_text(encoding="utf-8"), commands(parser())),
        deploy: _between(
            "parameters", deploy.read_text(encoding="utf-8"), parameters(TEMPLATE.read_text(encoding="utf-8"))
        ),
        DOCS / "article.schema.json": schema(FrontMatter, "Front matter of an article"),
        DOCS / "page.schema.json": schema(PageMatter, "Front matter of a standing page"),
        DOCS / "author.schema.json": schema(AuthorFile, "An author's file"),
        DOCS / "site.schema.json": schema(SiteFile, "site.yaml"),
        DOCS / "events.schema.json": events_schema(),
    }


# Tables


def fields(model: type[Declaration]) -> str:
    """The table of a model's fields, with those of the maps that stand in them."""
    rows = (
        (name, _also(name, each), f"{each.description}{_range(each)}", _most(name, each)) for name, each in _all(model)
    )
    return _table(("field", "also written", "meaning", "at most"), rows)


def settings(model: type[Declaration]) -> str:
    """The table of a model's fields, with their defaults."""
    rows = (
        (name, _also(name, each), f"{each.description}{_range(each)}", _default(each.default))
        for name, each in _all(model)
    )
    return _table(("setting", "also written", "meaning", "default"), rows)


def _default(value: object) -> str:
    if isinstance(value, tuple):
        value = f"[{', '.join(value)}]"
    if isinstance(value, bool):
        value = str(value).lower()
    return f"`{value}`" if value else "none"


def _all(model: type[Declaration], within: str = "") -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        yield within + name, field
        for inner in get_args(field.annotation):
            if isinstance(inner, type) and issubclass(inner, Declaration):
                yield from _all(inner, f"{name}.")


def _also(name: str, field: FieldInfo) -> str:
    return ", ".join(f"`{key}`" for key in declared(name, field).keys[1:])


def _most(name: str, field: FieldInfo) -> str:
    _, most, each = declared(name, field)
    if not most:
        return ""
    if field.annotation is str:
        return f"{most:,} characters"
    return f"{most:,}" + (f", each of {each:,} characters" if each else "")


def _range(field: FieldInfo) -> str:
    found = {name: getattr(each, name) for each in field.metadata for name in ("ge", "le") if hasattr(each, name)}
    return f"; from {found['ge']:,} to {found['le']:,}" if len(found) == 2 else ""


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, *((f"`{name}`", *others) for name, *others in rows)]
    first, *others = (re.sub(" +", " ", f"| {' | '.join(line)} |") for line in lines)
    return "\n".join((first, "|---" * len(head) + "|", *others))


def _between(mark: str, text: str, made: str) -> str:
    """The text, with what is made in place of what stands between the marks."""
    found = re.compile(rf"(<!-- {mark}: [^\n]* -->\n).*?(<!-- end -->)", re.DOTALL)
    return found.sub(lambda marks: f"{marks[1]}\n{made}\n\n{marks[2]}", text, count=1)


# Parameters


def parameters(template: str) -> str:
    """The table of the template's parameters."""
    section, _, _ = template.partition("\nParameters:\n")[2].partition("\n\n")
    rows = (
        (
            name,
            " ".join(each["Description"].split()),
            _choices(each),
            f"`{each['Default']}`" if each["Default"] else "none",
        )
        for name, each in yaml.safe_load(section).items()
    )
    return _table(("parameter", "is", "one of", "default"), rows)


def _choices(parameter: dict[str, Any]) -> str:
    return ", ".join(f"`{each}`" for each in parameter.get("AllowedValues", ()))


# Commands


_OF_ALL = ("json", "debug")
"""Options of every command: they come last."""


def commands(top: argparse.ArgumentParser) -> str:
    """A chapter for each command, in the order of `presswork --help`: what it is for, and all that it takes."""
    (choices,) = (each for each in top._actions if isinstance(each, argparse._SubParsersAction))  # noqa: SLF001
    return "\n\n".join(_command(each) for each in choices.choices.values())


def _command(command: argparse.ArgumentParser) -> str:
    actions = [each for each in command._actions if each.help not in {None, argparse.SUPPRESS}]  # noqa: SLF001
    named = [each for each in actions if not each.option_strings]
    options = [each for each in actions if each.option_strings and each.dest not in {"help", *_OF_ALL}]
    options += [each for each in actions if each.dest in _OF_ALL]
    usage = " ".join([command.prog, *map(_place, named), "[OPTIONS]"])
    rows = ((_spelled(each), str(each.help) % {**vars(each), "prog": command.prog}) for each in (*named, *options))
    return f"## {command.prog}\n\n    {usage}\n\n{command.description}\n\n{_table(('', ''), rows)}"


def _spelled(action: argparse.Action) -> str:
    """`--port PORT`, `FOLDER`."""
    value = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    if action.choices and not action.metavar:
        value = "|".join(map(str, action.choices))
    return f"{', '.join(action.option_strings)} {value}".strip()


def _place(action: argparse.Action) -> str:
    value = _spelled(action)
    return {"*": f"[{value} …]", "+": f"{value} …", "?": f"[{value}]"}.get(str(action.nargs), value)


# Schemas


def schema(model: type[Declaration], title: str) -> str:
    """A JSON Schema of what authors may write."""
    made = model.model_json_schema(schema_generator=AsWritten)
    first, _, _ = (model.__doc__ or "").partition("\n")
    made = {"$schema": AsWritten.schema_dialect, **made, "title": title, "description": first}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def events_schema() -> str:
    """A JSON Schema of the events that others are told, as EventBridge brings them."""
    kinds = get_args(Event)
    details, definitions = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    whole = [
        {
            "title": kind.__name__,
            "properties": {"source": {"const": SOURCE}, "detail-type": {"const": kind.__name__}, "detail": detail},
            "required": ["source", "detail-type", "detail"],
        }
        for kind, detail in zip(kinds, details, strict=True)
    ]
    made = {
        "$schema": AsWritten.schema_dialect,
        "title": "Events of Presswork",
        "description": "What EventBridge brings: the detail of each kind of event.",
        "type": "object",
        "oneOf": whole,
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


class AsWritten(GenerateJsonSchema):
    """Fields as authors write them, where the models have them as they were understood.

    The reader takes numbers for text, one value for a list of one, a text for a map with one key, and nothing at all
    for a field that is not there. Much that it refuses passes here, such as a date that is none.
    """

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        found = super().str_schema(schema)
        return found if "pattern" in found else {**found, "type": ["string", "number", "boolean"]}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:  # noqa: ARG002
        spelled = (spell(word) for word in FLAGS for spell in (str.lower, str.title, str.upper))
        return {"enum": [True, False, 1, 0, *dict.fromkeys(spelled)]}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        return {"anyOf": [super().int_schema(schema), {"type": "string", "pattern": r"^\d+$"}]}

    def datetime_schema(self, schema: core_schema.DatetimeSchema) -> JsonSchemaValue:  # noqa: ARG002
        return {"type": ["string", "integer"]}  # 20261124 is a date

    def tuple_schema(self, schema: core_schema.TupleSchema) -> JsonSchemaValue:
        one = self.generate_inner(schema["items_schema"][0])
        each: JsonSchemaValue = one
        if one.get("title") == "Name":
            named: JsonSchemaValue = {"type": "object", "properties": {"name": one}, "required": ["name"]}
            each = {"anyOf": [one, named]}
            one = {"anyOf": [{"type": one["type"]}, named]}  # of topics it may hold several, with commas between
        return {"anyOf": [one, {"type": "array", "items": _or_nothing(each), "maxItems": schema["max_length"]}]}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        return {"anyOf": [inner, {"type": "array", "items": inner}]} if "$ref" in inner else inner  # pictures

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        found = super().default_schema(schema)
        if found["default"] in (None, "", []):
            del found["default"]  # it says nothing
        return found

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        found = super().model_schema(schema)
        model: type[Declaration] = schema["cls"]
        own, properties = found["properties"], {}
        for name, field in model.model_fields.items():
            properties[name] = _or_nothing(own[name])
            bare = {key: each for key, each in properties[name].items() if key not in {"default", "examples"}}
            for key in declared(name, field).keys[1:]:
                properties[key] = {**bare, "description": f"The same as `{name}`."}
        found = {**found, "properties": properties}
        for name in found.pop("required", ()):
            keys = declared(name, model.model_fields[name]).keys
            return {"anyOf": [own[name], {**found, "anyOf": [{"required": [key]} for key in keys]}]}
        return found


def _or_nothing(schema: JsonSchemaValue) -> JsonSchemaValue:
    """A key without a value counts as not written."""
    if "enum" in schema:
        bare = {key: each for key, each in schema.items() if key != "type"}  # the values say it
        return {**bare, "enum": [*schema["enum"], None]}
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    return {**schema, "type": [*types, "null"]}


def main() -> int:
    """Write what has changed, and say so."""
    if not DOCS.is_dir():
        print("There is no docs/ here: run this in a checkout of Presswork.", file=sys.stderr)
        return 2
    for path, text in files().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
