"""How the commands that look after a site find it: a stack in an AWS account, or a `presswork dev` on this machine.

`dev` notes in a small file where its emulator answers. The file goes when it ends; one that it could not take along is
known by the process, which is no more, and is removed by whoever finds it.
"""

from __future__ import annotations

import os
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, NoRegionError, ProfileNotFound
from msgspec import DecodeError, Struct, json

from desk.console import Console, DeskError, printable
from desk.emulator import Gateway
from desk.stack import NAME, Clients, Stack, StackError, deployed
from presswork.aws.buckets import S3Proofs, S3Renditions, S3SiteBucket, S3Uploads
from presswork.aws.queues import Queue, SqsWakes
from presswork.aws.reactions import DynamoReactions
from presswork.aws.table import DynamoTable
from presswork.index import keys
from presswork.index.site import Index
from presswork.pages.edition import edition

SAMCONFIG = "samconfig.toml"
_REGION_CURE = "Add --region, or set one with `aws configure`"
_CREDENTIALS_CURE = "Log in with `aws configure` or `aws sso login`, or name a --profile"


class Target(NamedTuple):
    """What a person has said about where the site is."""

    stack: str = ""
    profile: str = ""
    region: str = ""
    local: bool = False


class Dev(Struct, frozen=True):
    """A `presswork dev` that is running."""

    pid: int
    port: int
    """Of the emulator's gateway."""
    log: str
    """The emulator's own."""
    folder: str
    url: str = ""
    """Where readers find the site; empty if it is not served."""
    started: float = 0.0
    """Seconds since 1970."""


class Deployment:
    """A deployed site: the clients of its services, and the ports of the steps on them."""

    def __init__(self, clients: Clients, stack: Stack, name: str, url: str) -> None:
        """`url`: where readers find the site; empty if nowhere."""
        self.clients = clients
        self.stack = stack
        self.name = name
        self.url = url
        self.index = Index(
            DynamoTable(clients.dynamodb, stack.table),
            S3Proofs(clients.s3, stack.work_bucket),
            S3Renditions(clients.s3, stack.work_bucket),
        )
        self.reactions = DynamoReactions(clients.dynamodb, stack.reactions_table)
        self.uploads = S3Uploads(clients.s3, stack.upload_bucket)
        self.site = S3SiteBucket(clients.s3, stack.site_bucket, tagged=True)

    @property
    def wakes(self) -> SqsWakes:
        """A new sender for each piece of work (see SqsWakes)."""
        queues: dict[Queue, str] = {
            "upload": self.stack.upload_queue,
            "media": self.stack.media_queue,
            "index": self.stack.index_queue,
            "render": self.stack.render_queue,
            "rebuild": self.stack.rebuild_queue,
            "announce": self.stack.announce_queue,
        }
        return SqsWakes(self.clients.sqs, queues.__getitem__)


@contextmanager
def connected(target: Target, console: Console) -> Iterator[Deployment]:
    """The site that is meant. Within the block, what AWS refuses is a DeskError with a cure."""
    with explained():
        yield _local(console) if _is_local(target) else _on_aws(target)


@contextmanager
def explained() -> Iterator[None]:
    """What AWS refuses, or what keeps us from asking it, is one line with a cure. StackError, DeskError."""
    try:
        yield
    except NoCredentialsError:
        raise DeskError(f"There are no AWS credentials. {_CREDENTIALS_CURE}.") from None
    except NoRegionError:
        raise DeskError(f"No AWS region is set. {_REGION_CURE}.") from None
    except ProfileNotFound as error:
        raise DeskError(f"{error}. Name one of ~/.aws/config with --profile.") from None
    except ClientError as error:
        said = error.response["Error"]
        raise DeskError(
            f"AWS refused {error.operation_name}: {said.get('Code', '')}: {printable(said.get('Message', ''))}."
            " Check --profile and --region, and that this identity may do it."
        ) from error
    except BotoCoreError as error:
        raise DeskError(f"AWS cannot be reached: {printable(str(error))}. Check the network and --region.") from error


def other_edition(index: Index) -> str:
    """What a person must know if the site was made with other code than this; else empty.

    Then pages differ for that reason alone, and what this code says of them is not what the functions say.
    """
    rebuilt = index.table.get(keys.rebuilt())
    here = edition(index.site())
    if rebuilt is None or rebuilt.edition in ("", here):
        return ""
    return (
        f"The site was last rebuilt as edition {rebuilt.edition}, this code and its settings make {here}: a rebuild is"
        " under way, or another version is deployed. Wait for the one, or check the other out."
    )


# Where a `presswork dev` runs


@contextmanager
def noted(gateway: Gateway, folder: Path, url: str) -> Iterator[None]:
    """Within the block, this process is known as a running `presswork dev`. `url` is empty if it serves no site.

    Who has no cache folder that can be written has a site all the same; the commands do not find it then.
    """
    here = Dev(os.getpid(), gateway.port, str(gateway.log), str(folder.resolve()), url, time.time())
    place = _notes() / f"{here.pid}.json"
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.write_bytes(json.encode(here))
    try:
        yield
    finally:
        with suppress(OSError):
            place.unlink(missing_ok=True)


def running() -> list[Dev]:
    """Every `presswork dev` of this user that runs, the one that was started last first."""
    found = []
    for place in sorted(_notes().glob("*.json")):
        try:
            dev = json.decode(place.read_bytes(), type=Dev)
        except (OSError, DecodeError):
            continue
        if _alive(dev.pid):
            found.append(dev)
        else:
            place.unlink(missing_ok=True)
    return sorted(found, key=lambda each: each.started, reverse=True)


def _notes() -> Path:
    """Of the user, not of a folder: the commands find a site from wherever they are called."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "presswork" / "dev"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's, which has the number now
        return False
    return True


def _is_local(target: Target) -> bool:
    """Who names a stack, a profile or a region means AWS; who names nothing, what runs here, if anything does."""
    if target.local and any(target[:3]):
        raise DeskError("--local is this machine; --stack, --profile and --region are AWS. Give the one or the other.")
    return target.local or (not any(target[:3]) and bool(running()))


def _local(console: Console) -> Deployment:
    devs = running()
    if not devs:
        raise DeskError("No presswork dev is running here. Start one, or name a --stack on AWS.")
    dev = devs[0]
    others = f"; {len(devs) - 1} started earlier" if len(devs) > 1 else ""
    console.problem(f"On this machine: presswork dev {printable(dev.folder)}{others}.")
    clients = Clients(Gateway(dev.port, Path(dev.log)))
    try:
        return Deployment(clients, deployed(clients), NAME, dev.url)
    except (BotoCoreError, StackError):
        raise DeskError(f"presswork dev {dev.folder} does not answer yet, or no more. Try again in a moment.") from None


def _on_aws(target: Target) -> Deployment:
    name = target.stack or _configured() or NAME
    clients = Clients(profile=target.profile or None, region=target.region or None)
    stack = deployed(clients, name)
    return Deployment(clients, stack, name, stack.site_url)


def _configured() -> str:
    """The stack that `sam deploy` would take in this folder; empty if it has none."""
    try:
        config = tomllib.loads(Path(SAMCONFIG).read_text())
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DeskError(f"{SAMCONFIG} cannot be read: {error}. Mend it, or name a --stack.") from error
    found = config
    for part in ("default", "global", "parameters"):
        found = found.get(part, {})
        if not isinstance(found, dict):
            return ""
    return str(found.get("stack_name", ""))
