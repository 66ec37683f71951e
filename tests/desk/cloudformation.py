"""The template as CloudFormation reads it: short tags such as !Ref written out as mappings, and what they come to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

TEXT = (Path(__file__).parents[2] / "template.yaml").read_text()


class _Loader(yaml.SafeLoader):
    pass


def _written_out(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    return {tag if tag in {"Ref", "Condition"} else f"Fn::{tag}": value}


_Loader.add_multi_constructor("!", _written_out)


def loaded(text: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(text, Loader=_Loader)  # noqa: S506 - it is a SafeLoader
    return found


TEMPLATE = loaded(TEXT)
RESOURCES: dict[str, dict[str, Any]] = TEMPLATE["Resources"]


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """The properties of all resources of a type, by name."""
    return {name: each["Properties"] for name, each in RESOURCES.items() if each["Type"] == kind}


def resolved(value: Any, **given: str) -> Any:
    """A value of the template, once its parameters are known: those that are not given have their defaults."""
    parameters = {name: each.get("Default", "") for name, each in TEMPLATE["Parameters"].items()} | given

    def resolve(value: Any) -> Any:
        match value:
            case {"Ref": name} if name in parameters:
                return parameters[name]
            case {"Fn::If": [condition, yes, no]}:
                return resolve(yes if _holds({"Condition": condition}, parameters) else no)
            case {"Fn::Sub": [str(text), dict(names)]}:
                return re.sub(r"\$\{(\w+)\}", lambda found: resolve(names[found[1]]), text)
            case dict():
                return {name: resolve(each) for name, each in value.items()}
            case list():
                return [resolve(each) for each in value]
        return value

    return resolve(value)


def _holds(condition: Any, parameters: dict[str, str]) -> bool:
    match condition:
        case {"Condition": name}:
            return _holds(TEMPLATE["Conditions"][name], parameters)
        case {"Fn::And": conditions}:
            return all(_holds(each, parameters) for each in conditions)
        case {"Fn::Not": [other]}:
            return not _holds(other, parameters)
        case {"Fn::Equals": [{"Ref": name}, value]}:
            return bool(parameters[name] == value)
    raise AssertionError(condition)
