"""Every function as Lambda gets it, in a container, by `sam local invoke`, with its event of events/: judged.

    python -m tests.sam_local IMAGE

`make sam-local` sees to the image and to the build. The containers work on the embedded AWS, at this machine's address
on Docker's bridge. What counts is what a function answers and what it leaves behind: `sam` ends with 0 also when a
handler has raised.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from desk.emulator import Gateway, emulator
from tests.conftest import CREDENTIALS, client_of
from tests.functions.cloud import EVENTS, Cloud, Function
from tests.functions.test_cold_start import IN_ORDER
from tests.functions.test_events import ADDRESS, EXAMPLES, KEY, PICTURE

BUILT = Path(".aws-sam/build")
SAM = ".tools/sam/bin/sam"
SECONDS = 120
"""After so long, an invocation has failed."""
PROCESSORS = {"aarch64": "arm64"}
"""What Lambda calls them, where that differs from what Linux does."""

LEFT: Mapping[Function, Callable[[Cloud], object]] = {
    "validate": lambda cloud: f"reports/{KEY}.json" in cloud.objects("SourceBucket"),
    "index": lambda cloud: {"address": ADDRESS} in cloud.take("render"),
    "render": lambda cloud: cloud.objects("SiteBucket") == [ADDRESS.lstrip("/")],
    "invalidate": lambda cloud: len(cloud.invalidated()) == 1,
    "rebuild": lambda cloud: {"upload": KEY} in cloud.take("upload"),
    "images": lambda cloud: any(each.startswith("renditions/") for each in cloud.objects("WorkBucket")),
    # The day's key, the vote, and its count.
    "react": lambda cloud: cloud.dynamodb.scan(TableName=cloud.names["ReactionsTable"])["Count"] == 3,
}
"""What must be so after an event, of functions that leave something behind."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="sam_local", description=__doc__)
    parser.add_argument("image", help="in which functions run")
    image: str = parser.parse_args(arguments).image
    failed = 0
    with emulator(host=_bridge()) as gateway, _template(gateway) as template:
        cloud = Cloud(lambda service: client_of(gateway, service))
        for key in (KEY, PICTURE):
            cloud.upload(key, (EXAMPLES / key).read_bytes())
        for function, event in IN_ORDER.items():
            started = time.monotonic()
            found = wrong(function, _invoke(function, event, cloud, template, image), cloud)
            failed += bool(found)
            print(f"{function}: {found or 'as it should be'} ({time.monotonic() - started:.0f} s)", flush=True)
    return int(failed > 0)


def _bridge() -> str:
    """Where containers find this machine: the first address of Docker's bridge."""
    command = ["docker", "network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Subnet}}"]
    subnet = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    return str(ip_network(subnet)[1])


@contextmanager
def _template(gateway: Gateway) -> Iterator[Path]:
    """The built template, whose functions know where AWS is: `sam` takes values only for variables that it names."""
    template = yaml.safe_load((BUILT / "template.yaml").read_text())
    template["Globals"]["Function"]["Environment"]["Variables"]["AWS_ENDPOINT_URL"] = gateway.url
    path = BUILT / "here.yaml"
    path.write_text(yaml.safe_dump(template))
    try:
        yield path
    finally:
        path.unlink()


def _invoke(
    function: Function, event: str, cloud: Cloud, template: Path, image: str
) -> subprocess.CompletedProcess[str]:
    resource = f"{function.capitalize()}Function"
    with TemporaryDirectory(prefix="presswork-sam-") as folder:
        variables = Path(folder, "variables.json")
        variables.write_text(json.dumps({resource: cloud.environment(function)}))
        processor = platform.machine()
        command = [
            *(SAM, "local", "invoke", resource, "--template", str(template)),
            *("--event", str(EVENTS / f"{event}.json"), "--env-vars", str(variables)),
            *("--parameter-overrides", f"Architecture={PROCESSORS.get(processor, processor)}"),
            *("--skip-pull-image", "--invoke-image", image),
        ]
        account = {name.upper(): value for name, value in CREDENTIALS.items()}
        account["AWS_DEFAULT_REGION"] = account.pop("REGION_NAME")
        return subprocess.run(
            command, env={**os.environ, **account}, check=False, capture_output=True, text=True, timeout=SECONDS
        )


def wrong(function: Function, ended: subprocess.CompletedProcess[str], cloud: Cloud) -> str:
    """What is wrong with what a function answered, or left behind; empty if all is right."""
    said = ended.stdout.strip().rpartition("\n")[2]
    try:
        answer = json.loads(said)
    except ValueError:
        return f"no answer: sam ended with {ended.returncode} and said:\n{ended.stderr[-3000:]}"
    fine = isinstance(answer, dict) and "errorType" not in answer and answer.get("statusCode", 200) == 200
    if not fine or answer.get("batchItemFailures"):
        return f"it answered {said[:1000]} and said:\n{ended.stderr[-3000:]}"
    if function in LEFT and not LEFT[function](cloud):
        return "it answered well, and has not done its work"
    return ""


if __name__ == "__main__":
    sys.exit(main())
