"""What was written to the site bucket, by its versions, and whether the CDN was told to forget exactly that."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from desk.preview import named
from presswork.article.model import Address
from presswork.pages import addresses
from tests.world import paths

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

EVERYTHING = "/*"
"""What a rebuild may invalidate, though it leaves some pages as they are."""


class Version(NamedTuple):
    """What a write left at an address."""

    digest: str
    """Empty for a removal."""
    tags: frozenset[str]
    """Those under which the CDN keeps it."""


REMOVAL = Version("", frozenset())

Versions: TypeAlias = Mapping[Address, Sequence[Version]]
"""Of each address all that ever stood there, in order."""


class Written:
    """The versions of the site bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket
        self._known: dict[str, Version] = {}

    def versions(self) -> dict[Address, list[Version]]:
        found: list[tuple[str, datetime, Version]] = []
        for page in self._client.get_paginator("list_object_versions").paginate(Bucket=self._bucket):
            found += (
                (each["Key"], each["LastModified"], self._version(each["Key"], each["VersionId"]))
                for each in page.get("Versions", ())
            )
            found += ((each["Key"], each["LastModified"], REMOVAL) for each in page.get("DeleteMarkers", ()))
        versions: dict[Address, list[Version]] = {}
        for key, _, version in sorted(found, key=lambda each: each[:2]):
            versions.setdefault(addresses.of_key(key), []).append(version)
        return versions

    def _version(self, key: str, version: str) -> Version:
        if version not in self._known:
            noted = self._client.head_object(Bucket=self._bucket, Key=key, VersionId=version)["Metadata"]
            tags = {each for each in noted.get("cache-tag", "").split(",") if each}
            self._known[version] = Version(noted["digest"], frozenset(tags))
        return self._known[version]


def misjudged(before: Versions, after: Versions, items: Collection[str]) -> str | None:
    """What was written between two moments and not forgotten, or forgotten and not written; None if all is right.

    `items`: of all invalidations in between. A page where nothing was before may be named, and need not.
    """
    told = [*items]
    for address, versions in after.items():
        past = len(before.get(address, ()))
        if len(versions) == past:
            if told != [EVERYTHING] and _forgotten(address, versions[-1], told):
                return f"{address} was forgotten, but has not changed"
            continue
        since = versions[max(past - 1, 0) :]
        for old, new in pairwise(since):
            if old.digest == new.digest:
                return f"{address} was written in vain"
            if old.digest and _forgotten(address, old, told) < {*paths(address)}:
                return f"{address} was not forgotten: {old} became {new}, and the invalidations named {told}"
    return None


def _forgotten(address: Address, version: Version, items: Sequence[str]) -> set[str]:
    """The paths at which the CDN forgets a version."""
    return {path for path in paths(address) if version.digest and named(path, version.tags, items)}
