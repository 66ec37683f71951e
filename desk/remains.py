"""What is left of an article where readers do not come: rows of the table, proofs, uploads, older versions of pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from botocore.exceptions import ClientError
from msgspec import Struct
from msgspec.structs import asdict, replace

from desk.connect import Deployment
from desk.console import count
from presswork.article.model import Address, Article, ArticleId
from presswork.article.uploads import key_of
from presswork.aws.buckets import report_key
from presswork.index import keys, owned
from presswork.index.choose import choose
from presswork.index.rows import Indexed, Record, Standing
from presswork.index.site import Index
from presswork.index.table import Query
from presswork.pages import addresses
from presswork.steps.react import REACTIONS

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import ObjectVersionTypeDef

Verdict: TypeAlias = Literal["clear", "found", "kept"]
"""`kept`: there is something, where readers do not come and where the design keeps it."""

_KINDS = {
    "LIST": "list entries",
    "TERM": "postings",
    "REFERENCE": "references",
    "PICTURE": "pictures it shows",
    "DUE": "dates",
    "GONE": "the removed",
    "PAGES": "the standing pages",
}


class Place(Struct, frozen=True):
    """A place that was looked at, and what was found there."""

    where: str
    verdict: Verdict
    what: str


class Subject(NamedTuple):
    """An article that should be gone, as far as anything is known of it."""

    id: ArticleId
    record: Record
    article: Article
    """Its last accepted version."""
    indexed: Indexed
    standing: Standing
    own: frozenset[Address]
    """Every address that it has, or had."""


def rows(index: Index, subject: Subject) -> Iterator[Place]:
    """What it would own if it were live, by the code that writes it, and what others keep of it."""
    live = Standing("live", subject.article, subject.record.former)
    fresh = subject.article.card.date  # when it would own the most: it is news then
    would = replace(owned.owned(subject.record, live, fresh), cites=choose(subject.article, index))
    every = [would, *subject.indexed.committed, *subject.indexed.pending]
    mine = owned.own_keys(subject.id, every)
    rightful = owned.own_keys(subject.id, [owned.owned(subject.record, subject.standing, fresh)])
    by_kind: dict[str, set[keys.Key[Any]]] = {}
    for key in mine:
        by_kind.setdefault(key.partition.partition("#")[0], set()).add(key)
    for kind, wanted in sorted(by_kind.items()):
        yield _rows(_KINDS.get(kind, kind), wanted, rightful, index)
    yield _rows("citations of others", owned.citation_keys(subject.id, every), set(), index)
    citing = [row.value.id for row in index.table.query(Query(keys.cited(subject.id)))]
    said = f"chosen as related by {', '.join(citing)}" if citing else "none"
    yield Place("table: citations of it", "found" if citing else "clear", said)
    shows = subject.standing.article is not None
    said = "it shows the article" if shows else f"{subject.standing.state}, without a word of it"
    yield Place("table: its standing", "found" if shows else "clear", said)
    pending = subject.indexed.pending != ()
    said = "index has not ended: look again when the queues are empty" if pending else "none"
    yield Place("table: unfinished work", "found" if pending else "clear", said)


def files(deployment: Deployment, subject: Subject) -> Iterator[Place]:
    """Its proofs, the report on it, and what the record and the buckets keep of it on purpose."""
    removed = subject.record.state == "removed"
    names = sorted({subject.article.proof, *subject.indexed.proofs})
    left = [each for each in names if deployment.index.proofs.get(each)]
    said = f"{', '.join(left)} {'for as long as there is the upload' if not removed else ''}".strip()
    yield Place("work bucket: proofs", _verdict(left, removed), said or "none")
    reported = _exists(deployment, report_key(key_of(subject.id)))
    said = "the report on its upload" if reported else "none"
    yield Place("source bucket: report", _verdict(reported, removed), said)
    kept = sorted({*_said(subject.article), *_said(subject.article.card)} - {"card"})
    said = f"its record keeps {', '.join(kept)}, so that its addresses can answer 410. Only the functions read it."
    yield Place("table: its record", "kept", said)
    counts = deployment.reactions.counts(subject.id)
    said = ", ".join(f"{each} {counts[each]}" for each in REACTIONS if counts.get(each))
    yield Place("table of reactions: its counts", "kept" if said else "clear", said or "none")
    versions = upload_versions(deployment, subject.id)
    if versions:
        older = f"{count(len(versions), 'version')} of its upload, the last of {versions[0]['LastModified']:%Y-%m-%d}"
        yield Place("source bucket: its upload", "kept", f"{older}: delete them to forget its text for good")
    pages = sum(len(_older(deployment, address)) for address in subject.own)
    if pages:
        said = f"{count(pages, 'older version')} of its pages, which S3 deletes a day after"
        yield Place("site bucket: older versions", "kept", said)


def upload_versions(deployment: Deployment, article: ArticleId) -> list[ObjectVersionTypeDef]:
    """The versions of an upload that the source bucket keeps, the last first."""
    return _versions(deployment, deployment.stack.upload_bucket, key_of(article))


def _rows(name: str, wanted: set[keys.Key[Any]], rightful: set[keys.Key[Any]], index: Index) -> Place:
    """Whether any of the rows is there that should not be."""
    asked = sorted(wanted, key=lambda key: key[:2])
    there = [key for key, value in zip(asked, index.table.get_many(asked), strict=True) if value is not None]
    wrong = [key for key in there if key not in rightful]
    if wrong:
        return Place(f"table: {name}", "found", "; ".join(f"{each.partition} {each.sort}" for each in wrong))
    if there:
        return Place(f"table: {name}", "kept", f"{count(len(there), 'row')}, by which the functions know of it")
    return Place(f"table: {name}", "clear", f"none of {len(asked)}")


def _verdict(left: object, removed: bool) -> Verdict:
    """Of what goes with the upload."""
    if not left:
        return "clear"
    return "found" if removed else "kept"


def _said(value: Struct) -> dict[str, object]:
    """The fields of a value that say anything."""
    return {name: each for name, each in asdict(value).items() if each}


def _exists(deployment: Deployment, key: str) -> bool:
    try:
        deployment.clients.s3.head_object(Bucket=deployment.stack.upload_bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in {"404", "NoSuchKey"}:
            return False
        raise
    return True


def _older(deployment: Deployment, address: Address) -> list[ObjectVersionTypeDef]:
    found = _versions(deployment, deployment.stack.site_bucket, addresses.object_key(address))
    return [each for each in found if not each["IsLatest"]]


def _versions(deployment: Deployment, bucket: str, key: str) -> list[ObjectVersionTypeDef]:
    pages = deployment.clients.s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=key)
    found = [each for page in pages for each in page.get("Versions", ()) if each["Key"] == key]
    return sorted(found, key=lambda each: each["LastModified"], reverse=True)
