"""What docs/automation.md says, taken out of it."""

from __future__ import annotations

import json
import re
from typing import Any

import yaml

from desk.reference import DOCS

TEXT = (DOCS / "automation.md").read_text(encoding="utf-8")


def block(mark: str) -> str:
    """The block of code behind a mark."""
    found = re.search(rf"<!-- {re.escape(mark)} -->\n\n```\w+\n(.*?)```\n", TEXT, re.DOTALL)
    assert found, mark
    return found[1]


WORKFLOW: dict[Any, Any] = yaml.safe_load(block("workflow: .github/workflows/publish.yml"))
SYNC, REPORT, ROLE = block("script: aws-cli"), block("script: report"), block("template: role")
EVENTS: list[dict[str, Any]] = [json.loads(each) for each in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)]
