"""connect: which site the commands are about, and what is said when there is none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from msgspec.json import encode

from desk import connect as module
from desk.connect import Deployment, Dev, Target, connected, explained, noted, other_edition, running
from desk.console import Console, DeskError
from desk.emulator import Gateway
from desk.main import main
from desk.stack import NAME, Clients, Stack, StackError
from desk.status import dead_letters
from presswork.article.model import Settings
from presswork.index import keys
from presswork.index.rows import Rebuilt
from presswork.index.rows import Site as SiteRow
from presswork.pages.edition import edition
from tests.desk.site import Site, article
from tests.end_to_end.press import Press, press

STACK = Stack(**{name: name for name in Stack.__struct_fields__})
GATEWAY = Gateway(4567, Path("emulator.log"))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who has never run anything, in an empty folder, with no settings of AWS."""
    for name in [each for each in os.environ if each.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "cache" / "presswork" / "dev"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str | None, str]]:
    """The stacks that were looked for: the emulator's URL (empty: AWS), the region, the name. All are there."""
    found: list[tuple[str, str | None, str]] = []

    def deployed(clients: Clients, name: str = "presswork") -> Stack:
        found.append((clients._endpoint or "", clients._session.region_name, name))
        return STACK

    monkeypatch.setattr(module, "deployed", deployed)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    return found


def connect(*target: Any, **named: Any) -> str:
    """Where readers find the site that is found."""
    with connected(Target(*target, **named), Console()) as deployment:
        return deployment.url


def test_a_running_dev_is_known_until_it_ends(tmp_path: Path, cache: Path) -> None:
    with noted(GATEWAY, tmp_path, "http://127.0.0.1:8080"):
        (dev,) = running()
        assert (dev.pid, dev.port, dev.folder) == (os.getpid(), 4567, str(tmp_path))
        assert dev.url == "http://127.0.0.1:8080"
        (note,) = cache.iterdir()
        assert (note.parent.stat().st_mode & 0o777) == 0o700
    assert running() == []
    assert [*cache.iterdir()] == []


def test_one_that_was_killed_is_forgotten(tmp_path: Path, cache: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    with noted(GATEWAY, tmp_path, ""):
        (cache / "killed.json").write_bytes(encode(Dev(int(ended.stdout), 1, "", "")))
        (cache / "spoiled.json").write_text("{")
        assert [each.pid for each in running()] == [os.getpid()]
        assert not (cache / "killed.json").exists()


def test_without_a_cache_folder_it_runs_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with noted(GATEWAY, tmp_path, ""):
        assert running() == []


def test_of_several_the_last_one_is_meant(
    tmp_path: Path, cache: Path, asked: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    with noted(GATEWAY, tmp_path, "http://127.0.0.1:8080"):
        later = Dev(os.getpid(), 5678, "", "/later", "http://127.0.0.1:8081", 9e9)
        (cache / "later.json").write_bytes(encode(later))
        assert connect(local=True) == "http://127.0.0.1:8081"
    assert asked == [("http://127.0.0.1:5678", "us-east-1", "presswork")]
    assert capsys.readouterr().err == "On this machine: presswork dev /later; 1 started earlier.\n"


def test_without_a_word_it_is_what_runs_here_and_else_aws(tmp_path: Path, asked: list[Any]) -> None:
    with noted(GATEWAY, tmp_path, ""):
        connect()
    connect()
    assert asked == [("http://127.0.0.1:4567", "us-east-1", "presswork"), ("", "eu-west-1", "presswork")]


@pytest.mark.parametrize(
    "target", [Target(stack="news"), Target(region="us-west-2"), Target(stack="a", region="us-west-2")]
)
def test_who_names_anything_of_aws_means_aws_whatever_runs_here(
    tmp_path: Path, asked: list[Any], target: Target
) -> None:
    with noted(GATEWAY, tmp_path, ""):
        assert connect(*target) == "site_url"
    assert asked == [("", target.region or "eu-west-1", target.stack or "presswork")]


@pytest.mark.parametrize(
    ("config", "name"),
    [
        ('[default.global.parameters]\nstack_name = "the-tidings"\n', "the-tidings"),
        ("[default.global.parameters]\nregion = 'x'\n", "presswork"),
        ("default = 5\n", "presswork"),
        ("", "presswork"),
    ],
)
def test_the_stack_is_that_of_samconfig(asked: list[Any], config: str, name: str) -> None:
    Path("samconfig.toml").write_text(config)
    connect()
    connect(stack="named")
    assert [each[2] for each in asked] == [name, "named"]


def problem(*target: Any, **named: Any) -> str:
    with pytest.raises(DeskError) as caught:
        connect(*target, **named)
    return str(caught.value)


def test_what_is_missing_is_one_line_with_a_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problem(local=True) == "No presswork dev is running here. Start one, or name a --stack on AWS."
    assert problem(stack="a", local=True).startswith(
        "--local is this machine; --stack, --profile and --region are AWS."
    )
    assert problem() == "No AWS region is set. Add --region, or set one with `aws configure`."
    assert problem(profile="nobody").startswith("The config profile (nobody) could not be found. Name one of ~/.aws")
    assert problem(region="eu-west-1").startswith("There are no AWS credentials. Log in with `aws configure`")
    Path("samconfig.toml").write_text("[")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    assert problem().startswith("samconfig.toml cannot be read: ")


def test_a_dev_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object) -> Stack:
        raise EndpointConnectionError(endpoint_url="http://127.0.0.1:4567")

    def empty(*_: object) -> Stack:
        raise StackError("No stack presswork.")

    for deployed in (silent, empty):
        monkeypatch.setattr(module, "deployed", deployed)
        with noted(GATEWAY, tmp_path, ""):
            said = problem(local=True)
        assert said == f"presswork dev {tmp_path} does not answer yet, or no more. Try again in a moment."


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            ClientError({"Error": {"Code": "AccessDenied", "Message": "no\x1b"}}, "Query"),
            (
                "AWS refused Query: AccessDenied: no\\x1b. Check --profile and --region, and that this identity may"
                " do it."
            ),
        ),
        (
            EndpointConnectionError(endpoint_url="https://s3.nowhere"),
            (
                'AWS cannot be reached: Could not connect to the endpoint URL: "https://s3.nowhere". Check the network'
                " and --region."
            ),
        ),
    ],
    ids=["refused", "not reached"],
)
def test_what_aws_refuses_within_the_work_is_one_line_too(error: Exception, said: str) -> None:
    with pytest.raises(DeskError) as caught, explained():
        raise error
    assert str(caught.value) == said


def test_a_site_of_another_edition_is_noticed(site: Site) -> None:
    index = site.deployment.index
    here = edition(index.site())
    assert other_edition(index) == ""
    index.table.write({keys.rebuilt(): Rebuilt(here)})
    assert other_edition(index) == ""
    index.table.write({keys.site(): SiteRow(2, Settings(title="Other"), changed=2)})
    assert other_edition(index).startswith(
        f"The site was last rebuilt as edition {here}, this code and its settings make 2-"
    )


@pytest.mark.stack
@pytest.mark.xdist_group("operations")
def test_all_commands_on_the_deployed_template(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One stack, one article, from its plan to its receipt."""

    def run(*command: str) -> tuple[int, dict[str, Any]]:
        code = main([*command, "--local", "--json"])
        return code, json.loads(capsys.readouterr().out)

    file = tmp_path / "strike.md"
    file.write_text(article("Port strike ends", "date: 2026-11-20", "sections: [Harbour]"))
    with press() as there, noted(there._gateway, tmp_path, there._server.url):
        there.pipeline.wakes.rebuild("", "")  # emulated deployments tell nobody of themselves
        there.settle()
        as_planned(run, there, file)
        audited_and_mended(run, there)
        redriven(run, there)
        gone(run, there)


Run = Callable[..., tuple[int, dict[str, Any]]]


def as_planned(run: Run, there: Press, file: Path) -> None:
    """What is planned is what then happens."""
    code, planned = run("plan", str(file), "--key", "articles/strike.md")
    assert (code, planned["note"]) == (0, "")
    before = there.site()
    there.upload("articles/strike.md", file.read_text())
    there.settle()
    after = there.site()
    changed = {each for each in {*before, *after} if before.get(each) != after.get(each)}
    assert {each["address"] for each in planned["changes"]} == changed
    compared = len(after) + 1  # the key file is looked for, and rightly not there
    assert run("audit", "--deep") == (0, {"compared": compared, "differences": [], "woken": 0, "note": ""})


def audited_and_mended(run: Run, there: Press) -> None:
    there.clients.s3.delete_object(Bucket=there.stack.site_bucket, Key="2026/11/strike")
    there.clients.s3.put_object(Bucket=there.stack.site_bucket, Key="by-hand", Body=b"Buy now")
    there.settle()
    code, found = run("audit", "--repair")
    kinds = [each["kind"] for each in found["differences"]]
    assert (code, found["woken"], kinds) == (1, 2, ["missing", "should not be there"])
    there.settle()
    assert run("audit")[0] == 0


def redriven(run: Run, there: Press) -> None:
    """A dead letter is shown, goes back, and is done."""
    body = '{"article": "strike.md"}'
    dead = dead_letters(Deployment(there.clients, there.stack, NAME, ""), "index").url
    there.clients.sqs.send_message(QueueUrl=dead, MessageBody=body, MessageGroupId="g", MessageDeduplicationId="d")
    (code, told), again = run("status"), run("status")
    assert (code, again[0]) == (1, 1)
    assert [each["body"] for line in told["queues"] for each in line["letters"]] == [body]
    assert "/2026/11/strike" in [each["address"] for each in told["published"]]
    assert run("redrive", "index") == (0, {"moved": {"index": 1}})
    there.settle()
    assert run("status")[0] == 0


def gone(run: Run, there: Press) -> None:
    assert run("receipt", "/2026/11/strike")[1]["state"] == "live"
    there.upload("articles/strike.md", None)
    there.settle()
    code, found = run("receipt", "/2026/11/strike")
    assert (code, found["state"], found["clear"]) == (0, "removed", True)
    at_cdn = {"where": "CDN: /2026/11/strike", "verdict": "clear", "what": "410 (Miss from preview)"}
    assert at_cdn in found["places"]
