"""docs/automation.md: a workflow, a role and commands that fit what is there; tests/desk/test_stack.py runs them."""

from __future__ import annotations

import json
import re
import shlex
from itertools import pairwise
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from desk import main
from desk.reference import DOCS
from presswork.article.uploads import FOLDERS, SITE_YAML
from presswork.pages.theme.own import FOLDER as THEME
from tests.desk.automation import EVENTS, ROLE, SYNC, WORKFLOW
from tests.desk.cloudformation import TEMPLATE, loaded

MANAGED = {*(f"{folder}*" for folder in (*FOLDERS, THEME)), SITE_YAML}
RUN = [step["run"] for job in WORKFLOW["jobs"].values() for step in job["steps"] if "run" in step]
COMMANDS = [shlex.split(each)[1:] for each in RUN if each.startswith("presswork ")]


def test_the_workflow_checks_what_is_proposed_and_publishes_what_is_merged() -> None:
    jobs: dict[str, Any] = WORKFLOW["jobs"]
    assert set(WORKFLOW[True]) == {"pull_request", "push"}  # to YAML, `on` is a truth value
    assert (jobs["publish"]["needs"], jobs["publish"]["if"]) == ("check", "github.ref == 'refs/heads/main'")
    assert WORKFLOW["permissions"] == {"contents": "read", "id-token": "write"}
    assert [each[0] for each in COMMANDS] == ["check", "push"]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_command_line_knows_the_workflows_commands(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main([command[0], "--help"])
    if ended.value.code:
        pytest.skip(f"there is no presswork {command[0]} here")
    offered = capsys.readouterr().out
    assert [each for each in command if each.startswith("--") and each not in offered] == []


def test_the_aws_cli_sends_what_is_read_and_leaves_the_rest_of_the_bucket_alone() -> None:
    words = shlex.split(SYNC.replace("\\\n", ""))
    included = {each for option, each in pairwise(words) if option == "--include"}
    assert included == MANAGED
    assert words.index("--exclude") < words.index("--include")


def test_the_role_may_upload_what_is_read_and_read_reports_alone() -> None:
    role = loaded(ROLE)["Resources"]["Publisher"]["Properties"]
    (policy,) = role["Policies"]
    bucket = "arn:${AWS::Partition}:s3:::${UploadBucket}"
    allowed = {
        action: _paths(each["Resource"], bucket)
        for each in policy["PolicyDocument"]["Statement"]
        for action in ([each["Action"]] if isinstance(each["Action"], str) else each["Action"])
    }
    assert allowed == {
        "s3:ListBucket": {""},
        "s3:PutObject": MANAGED,
        "s3:DeleteObject": MANAGED,
        "s3:AbortMultipartUpload": MANAGED,
        "s3:GetObject": {"reports/*"},
    }
    (trusted,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trusted["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"] == {
        "Fn::Sub": "repo:${Repository}:ref:refs/heads/main"
    }


def test_the_outputs_and_parameters_that_it_names_are_there() -> None:
    text = (DOCS / "automation.md").read_text(encoding="utf-8")
    assert {"UploadBucket", "RejectionTopic"} <= set(TEMPLATE["Outputs"]) & set(re.findall(r"`(\w+)`", text))
    assert {"EventBus", "RejectionEmail"} <= set(TEMPLATE["Parameters"]) & set(re.findall(r"`(\w+)`", text))


def test_the_example_of_an_event_is_one() -> None:
    schema = Draft202012Validator(json.loads((DOCS / "events.schema.json").read_text(encoding="utf-8")))
    Draft202012Validator.check_schema(schema.schema)
    (event,) = EVENTS
    schema.validate(event)
    assert not schema.is_valid({**event, "detail-type": "ArticleRejected"})


def _paths(resources: Any, bucket: str) -> set[str]:
    found = resources if isinstance(resources, list) else [resources]
    return {each["Fn::Sub"].removeprefix(bucket).removeprefix("/") for each in found}
