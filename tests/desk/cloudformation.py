"""The template as CloudFormation reads it: short tags such as !Ref written out as mappings."""

from __future__ import annotations

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

TEMPLATE: dict[str, Any] = yaml.load(TEXT, Loader=_Loader)  # noqa: S506 - it is a SafeLoader
RESOURCES: dict[str, dict[str, Any]] = TEMPLATE["Resources"]


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    """The properties of all resources of a type, by name."""
    return {name: each["Properties"] for name, each in RESOURCES.items() if each["Type"] == kind}
