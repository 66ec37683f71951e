"""`presswork audit`: the site bucket against the definition, address by address: what `respond` gives must stand there.

Memory stays the same whatever the size of the site: the addresses at which something should stand are put in order in a
temporary file, and the bucket lists its keys in that same order, so the two are walked side by side.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from hashlib import md5
from heapq import merge
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

from botocore.exceptions import ClientError
from msgspec import Struct

from desk.connect import Deployment, Target, connected, other_edition
from desk.console import Console, count, printable
from desk.status import is_quiet
from desk.together import side_by_side
from presswork.article.model import Address, ArticleId
from presswork.article.uploads import has_id, id_of
from presswork.index import keys
from presswork.index.site import Index, ProofMissing
from presswork.index.table import Query
from presswork.pages import addresses
from presswork.pages.page import Page
from presswork.pages.respond import respond
from presswork.steps.build import all_addresses
from presswork.steps.ports import Uploads

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import GetObjectOutputTypeDef, HeadObjectOutputTypeDef

Kind: TypeAlias = Literal["missing", "stale", "should not be there"]

STRETCH = 1000
"""Articles that are looked up together."""
QUIET_SECONDS = 60.0
"""How long to wait for the queues before what differs is looked at again."""
LOOK_SECONDS = 0.5


class Difference(Struct, frozen=True):
    """An address at which the bucket is not what it should be."""

    address: Address
    kind: Kind


class Audited(Struct, frozen=True):
    """What an audit came to, for machines."""

    compared: int
    """Addresses: those at which something should stand, and those at which something does."""
    differences: tuple[Difference, ...]
    woken: int
    """Addresses that render was sent to."""
    note: str
    """What else may make pages differ; empty if nothing is known to."""


class Held(Struct, frozen=True):
    """An object of the site bucket: all of it that reaches the CDN, and the digest that render goes by."""

    digest: str
    status: str
    location: str
    content_type: str
    cache_control: str
    tags: str
    """As CloudFront reads them; empty if the object carries none."""
    md5: str
    """Of its bytes, in hexadecimal; empty where S3 does not say."""
    body: bytes | None
    """None if it was not read."""

    def is_page(self, page: Page) -> bool:
        """Whether it is the page. Tags count only where it carries some: they are switched off and on for all."""
        return (
            (self.digest, self.status, self.location) == (page.digest, str(page.status), page.location)
            and (self.content_type, self.cache_control) == (page.content_type, page.cache_control)
            and self.tags in ("", ",".join(page.tags))
            and self.md5 in ("", md5(page.body, usedforsecurity=False).hexdigest())
            and self.body in (None, page.body)
        )


def audit(target: Target, *, deep: bool, repair: bool, console: Console) -> int:
    """Tell every difference, and with `repair` wake what mends it. Returns the exit code: 1 if anything differs.

    `deep`: read every object, not only what S3 says of it. DeskError.
    """
    with connected(target, console) as deployment:
        note = other_edition(deployment.index)
        if note:
            console.problem(note)
        compared, suspects = compare(deployment, deep, console)
        found = _still(deployment, suspects, deep, console)
        if repair and found:
            mend(deployment, found)
    for each in found:
        console.say(f"{printable(each.address)}: {each.kind}")
    woken = len(found) if repair else 0
    console.say(_summary(compared, len(found), woken))
    console.outcome(Audited(compared, tuple(found), woken, note))
    return 1 if found else 0


def compare(deployment: Deployment, deep: bool, console: Console) -> tuple[int, list[Difference]]:
    """How many addresses there are, and those at which the bucket was not what the index said when both were read."""
    differences: list[Difference] = []
    compared = 0
    with closing(_ordered(_wanted(deployment.index, deployment.uploads))) as wanted:
        (total,) = wanted.execute("SELECT count(*) FROM wanted").fetchone()
        should = (key for (key,) in wanted.execute("SELECT key FROM wanted ORDER BY key"))
        union = (addresses.of_key(key) for key, _ in groupby(merge(should, _listed(deployment))))
        with console.progress("Comparing", total) as done:
            for found in side_by_side(lambda address: judge(deployment, address, deep), union):
                compared += 1
                differences += [found] if found else []
                done()
    return compared, differences


def judge(deployment: Deployment, address: Address, deep: bool) -> Difference | None:
    """What is wrong at an address; None if nothing is. The bucket is read first: a page that is on its way is stale."""
    held = read(deployment, address, body=deep)
    try:
        page = respond(address, deployment.index)
    except ProofMissing:  # a newer version is just being indexed
        return Difference(address, "stale")
    if page is None:
        return Difference(address, "should not be there") if held else None
    if held is None:
        return Difference(address, "missing")
    return None if held.is_page(page) else Difference(address, "stale")


def read(deployment: Deployment, address: Address, *, body: bool) -> Held | None:
    """What stands at an address; None if nothing does."""
    s3, bucket, key = deployment.clients.s3, deployment.stack.site_bucket, addresses.object_key(address)
    try:
        if not body:
            return _held(s3.head_object(Bucket=bucket, Key=key), None)
        found = s3.get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in {"404", "NoSuchKey"}:
            return None
        raise
    with found["Body"] as stream:
        return _held(found, stream.read())


def mend(deployment: Deployment, differences: Sequence[Difference]) -> None:
    """Wake render for each. It goes by the digest: where that is right and the rest is not, the digest goes first."""
    for each in differences:
        if each.kind == "stale":
            _distrust(deployment, each.address)
    deployment.wakes.render([each.address for each in differences])


def articles(site: Index, uploads: Uploads) -> Iterator[list[ArticleId]]:
    """Every article and standing page of which something may stand anywhere, some twice: uploaded, removed, or live."""
    after = ""
    while found := uploads.list(after):
        yield [id_of(key) for key in found if has_id(key)]
        after = found[-1]
    for shelf in (keys.gone(), keys.entries("all"), keys.pages()):
        after = keys.FIRST
        while rows := site.table.query(Query(shelf, after=after, limit=STRETCH)):
            yield [row.value.id if hasattr(row.value, "id") else ArticleId(row.sort) for row in rows]
            after = rows[-1].sort


def _wanted(site: Index, uploads: Uploads) -> Iterator[Address]:
    """Every address at which something may stand, many of them again and again."""
    yield from all_addresses(site, ())
    for found in articles(site, uploads):
        records = site.table.get_many([keys.record(each) for each in found])
        yield from all_addresses(site, [each for each in records if each])


def _ordered(wanted: Iterable[Address]) -> sqlite3.Connection:
    """A table `wanted` of the addresses' object keys, each once, in a temporary file that goes when it is closed.

    SQLite compares text by its UTF-8, as S3 does, which is the order of code points.
    """
    database = sqlite3.connect("", isolation_level=None)
    database.execute("CREATE TABLE wanted (key TEXT PRIMARY KEY) WITHOUT ROWID")
    database.execute("BEGIN")
    put = "INSERT OR IGNORE INTO wanted VALUES (?)"
    database.executemany(put, ((addresses.object_key(address),) for address in wanted))
    database.execute("COMMIT")
    return database


def _listed(deployment: Deployment) -> Iterator[str]:
    pages = deployment.clients.s3.get_paginator("list_objects_v2").paginate(Bucket=deployment.stack.site_bucket)
    for page in pages:
        yield from (each["Key"] for each in page.get("Contents", ()))


def _still(deployment: Deployment, suspects: Sequence[Difference], deep: bool, console: Console) -> list[Difference]:
    """Those that still differ when nothing is on its way: an article may have been published between the two reads."""
    if not suspects:
        return []
    deadline = time.monotonic() + QUIET_SECONDS
    while not is_quiet(deployment):
        if time.monotonic() > deadline:
            console.problem(
                "Articles are being published all the time: some of what follows may be of this moment only."
            )
            break
        time.sleep(LOOK_SECONDS)
    again = side_by_side(lambda each: judge(deployment, each.address, deep), suspects)
    return [each for each in again if each]


def _distrust(deployment: Deployment, address: Address) -> None:
    """Take the digest from an object, so that render writes it anew. What readers see stays until then."""
    s3, bucket, key = deployment.clients.s3, deployment.stack.site_bucket, addresses.object_key(address)
    found = s3.head_object(Bucket=bucket, Key=key)
    s3.copy_object(
        Bucket=bucket,
        Key=key,
        CopySource={"Bucket": bucket, "Key": key},
        CopySourceIfMatch=found["ETag"],
        MetadataDirective="REPLACE",
        Metadata={name: found["Metadata"][name] for name in ("status", "location") if name in found["Metadata"]},
        ContentType=found["ContentType"],
        CacheControl=found.get("CacheControl", ""),
    )


def _held(found: HeadObjectOutputTypeDef | GetObjectOutputTypeDef, body: bytes | None) -> Held:
    metadata, etag = found["Metadata"], found["ETag"].strip('"')
    is_md5 = found.get("ServerSideEncryption", "AES256") == "AES256" and "-" not in etag
    return Held(
        digest=metadata.get("digest", ""),
        status=metadata.get("status", "200"),
        location=metadata.get("location", ""),
        content_type=found.get("ContentType", ""),
        cache_control=found.get("CacheControl", ""),
        tags=metadata.get("cache-tag", ""),
        md5=etag if is_md5 else "",
        body=body,
    )


def _summary(compared: int, differences: int, woken: int) -> str:
    if not differences:
        return f"{count(compared, 'address', 'addresses')} compared: the site is what it should be."
    said = f"{count(compared, 'address', 'addresses')} compared: {count(differences, 'difference')}."
    if woken:
        return f"{said} Render was woken for them; run it again when the queues are empty (presswork status)."
    return f"{said} --repair has them made again."
