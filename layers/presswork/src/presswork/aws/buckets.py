"""The three buckets: uploads come in, proofs are kept, the site goes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from msgspec import json

from presswork.article import names
from presswork.article.limits import UPLOAD_BYTES
from presswork.article.model import Address, Digest, Proof, Report, Upload
from presswork.pages import addresses
from presswork.pages.page import Page

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

REPORTS = "reports/"
KEY_BYTES = 1024
"""What S3 takes."""
_MISSING = {"NoSuchKey", "NoSuchVersion", "404", "NotFound"}


class S3Uploads:
    """The source bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def get(self, key: str) -> Upload | None:
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if _missing(error):
                return None
            raise
        size = found["ContentLength"]
        with found["Body"] as stream:
            body = stream.read() if size <= UPLOAD_BYTES else b""
        version = found.get("VersionId") or found["ETag"]
        return Upload(key, body, found["LastModified"].replace(microsecond=0), version, size)

    def list(self, after: str) -> Sequence[str]:
        from presswork.steps.validate import ARTICLES  # it reads front matter: rebuild alone pays for that here

        found = self._client.list_objects_v2(Bucket=self._bucket, Prefix=ARTICLES, StartAfter=after)
        return [each["Key"] for each in found.get("Contents", ())]

    def put_report(self, key: str, report: Report | None) -> None:
        place = report_key(key)
        if report is None:
            self._client.delete_object(Bucket=self._bucket, Key=place)
            return
        body = json.format(json.encode(report), indent=2)
        self._client.put_object(Bucket=self._bucket, Key=place, Body=body, ContentType="application/json")


class S3Proofs:
    """The work bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def get(self, digest: Digest) -> Proof | None:
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=_proof_key(digest))
        except ClientError as error:
            if _missing(error):
                return None
            raise
        with found["Body"] as stream:
            return json.decode(stream.read(), type=Proof)

    def put(self, digest: Digest, proof: Proof) -> None:
        self._client.put_object(Bucket=self._bucket, Key=_proof_key(digest), Body=json.encode(proof))

    def delete(self, digest: Digest) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=_proof_key(digest))


class S3SiteBucket:
    """The site bucket. An object's key is its address; its metadata tells the CDN the status (see edge/status.js)."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def digest(self, address: Address) -> str | None:
        try:
            found = self._client.head_object(Bucket=self._bucket, Key=addresses.object_key(address))
        except ClientError as error:
            if _missing(error):
                return None
            raise
        return found["Metadata"].get("digest", "")

    def put(self, address: Address, page: Page) -> None:
        metadata = {"digest": page.digest}
        if page.status != 200:
            metadata["status"] = str(page.status)
        if page.location:
            metadata["location"] = page.location
        self._client.put_object(
            Bucket=self._bucket,
            Key=addresses.object_key(address),
            Body=page.body,
            ContentType=page.content_type,
            CacheControl=page.cache_control,
            Metadata=metadata,
        )

    def delete(self, address: Address) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=addresses.object_key(address))


def report_key(key: str) -> str:
    """Where the report on an upload stands, e.g. `reports/articles/port-strike.md.json`: the longest keys are cut."""
    return f"{REPORTS}{names.shorten(key, KEY_BYTES - len(REPORTS) - len('.json'))}.json"


def _proof_key(digest: Digest) -> str:
    return f"proofs/{digest}.json"


def _missing(error: ClientError) -> bool:
    return error.response["Error"]["Code"] in _MISSING
