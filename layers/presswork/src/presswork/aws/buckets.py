"""The three buckets: uploads come in, proofs are kept, the site goes out."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from msgspec import DecodeError, json, msgpack
from msgspec.structs import replace

from presswork.article import names
from presswork.article.limits import UPLOAD_BYTES
from presswork.article.model import Address, Digest, Proof, Report, Upload
from presswork.article.uploads import FOLDERS
from presswork.aws import cause
from presswork.pages import addresses
from presswork.pages.page import Issue, Page, came, left
from presswork.steps.ports import Busy, Replaced, SiteObject, Write

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import (
        GetObjectOutputTypeDef,
        HeadObjectOutputTypeDef,
        ObjectIdentifierTypeDef,
        PutObjectRequestTypeDef,
    )

REPORTS = "reports/"
KEY_BYTES = 1024
"""What S3 takes."""
SIDE_BY_SIDE = 16
"""Calls at once."""
ISSUE_BYTES = 1200
"""Of an issue in MessagePack. A third more in Base64, it leaves room for what else stands in the metadata of a page."""
_CAME, _LEFT = "came", "left"
_MISSING = {"NoSuchKey", "NoSuchVersion", "404", "NotFound"}
_OVERTAKEN = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}


class NotDeleted(Exception):
    """S3 left some objects where they were. A retry of the step asks again."""


class S3Uploads:
    """The source bucket."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def get(self, key: str, most: int = UPLOAD_BYTES) -> Upload | None:
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if _missing(error):
                return None
            raise
        size = found["ContentLength"]
        with found["Body"] as stream:
            body = stream.read() if size <= most else b""
        return Upload(key, body, found["LastModified"].replace(microsecond=0), _version(found), size)

    def version(self, key: str) -> str:
        try:
            return _version(self._client.head_object(Bucket=self._bucket, Key=key))
        except ClientError as error:
            if _missing(error):
                return ""
            raise

    def list(self, after: str) -> Sequence[str]:
        for folder in FOLDERS:
            if after < folder or after.startswith(folder):
                found = self._client.list_objects_v2(Bucket=self._bucket, Prefix=folder, StartAfter=after)
                if keys := [each["Key"] for each in found.get("Contents", ())]:
                    return keys
        return []

    def under(self, folder: str, most: int) -> Sequence[Upload]:
        found = self._client.list_objects_v2(Bucket=self._bucket, Prefix=folder, MaxKeys=most)
        named = [each["Key"] for each in found.get("Contents", ()) if not each["Key"].endswith("/")]
        return [upload for key in named if (upload := self.get(key))]

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


class S3Renditions:
    """Pictures in the work bucket, e.g. `renditions/2026/port.jpg/<hash>.3/640.webp`."""

    def __init__(self, client: S3Client, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def get(self, of: str, name: str) -> bytes | None:
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=_rendition_key(of, name))
        except ClientError as error:
            if _missing(error):
                return None
            raise
        with found["Body"] as stream:
            return stream.read()

    def put(self, of: str, files: Mapping[str, bytes]) -> None:
        """All have ended when this returns or raises: a late one could not be told from one of a retry."""
        with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="renditions") as pool:
            calls = [pool.submit(self._put, _rendition_key(of, name), body) for name, body in files.items()]
        for call in calls:
            call.result()

    def delete(self, of: str, names: Iterable[str]) -> None:
        places: list[ObjectIdentifierTypeDef] = [{"Key": _rendition_key(of, name)} for name in names]
        answer = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": places, "Quiet": True})
        if failed := answer.get("Errors"):
            raise NotDeleted(f"{len(failed)} of {len(places)} renditions of {of}: {failed[0].get('Message', '')}")

    def _put(self, key: str, body: bytes) -> None:
        self._client.put_object(Bucket=self._bucket, Key=key, Body=body)


class S3SiteBucket:
    """The site bucket. An object's key is its address; what else there is to say of it stands in its metadata.

    | metadata    | says                                                     | for                        |
    |-------------|----------------------------------------------------------|----------------------------|
    | `digest`    | the page's digest                                        | render                     |
    | `status`    | 301 or 410, else nothing                                 | the CDN (edge/status.js)   |
    | `location`  | with 301: where to                                       | the CDN (edge/status.js)   |
    | `cache-tag` | its tags, if any                                         | the CDN, and render        |
    | `edition`   | the edition of the site with which it was made           | render                     |
    | `was`       | of what it took the place of: the tags, `none`, or `new` | invalidate                 |
    | `rebuilt`   | `yes` if that was of another edition                     | invalidate                 |
    | `cause`     | what it was written for                                  | the log of invalidate      |
    | `issue`     | of an article's own page: the issue, in Base64           | render, invalidate         |
    | `tells`     | `came`, `left` or both: what this write did to articles  | invalidate                 |
    """

    def __init__(self, client: S3Client, bucket: str, *, tagged: bool) -> None:
        """`tagged`: the CDN knows cache tags. If not, pages get none, and are said to have had none."""
        self._client = client
        self._bucket = bucket
        self._tagged = tagged
        self.causes: Mapping[str, Collection[Address]] = {}
        """What the writes that were last looked at by `replaced` were made for."""

    def at(self, address: Address) -> SiteObject | None:
        try:
            found = self._client.head_object(Bucket=self._bucket, Key=addresses.object_key(address))
        except ClientError as error:
            if _missing(error):
                return None
            raise
        noted = found["Metadata"]
        tags, written = _tags(noted, "cache-tag"), found["LastModified"]
        issue = issue_in(noted)
        return SiteObject(noted.get("digest", ""), tags, noted.get("edition", ""), found["ETag"], written, issue)

    def put(self, address: Address, page: Page, edition: str, over: SiteObject | None) -> None:
        request: PutObjectRequestTypeDef = {
            "Bucket": self._bucket,
            "Key": addresses.object_key(address),
            "Body": page.body,
            "ContentType": page.content_type,
            "CacheControl": page.cache_control,
            "Metadata": self._metadata(page, edition, over),
        }
        # What it notes of the one before must be true, also when a call that seemed lost lands late.
        if over:
            request["IfMatch"] = over.etag
        else:
            request["IfNoneMatch"] = "*"
        try:
            self._client.put_object(**request)
        except ClientError as error:
            if _code(error) in _OVERTAKEN:
                raise Busy(address) from error
            raise

    def delete(self, address: Address) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=addresses.object_key(address))

    def replaced(self, writes: Sequence[Write]) -> list[Replaced | None]:
        with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="site") as pool:
            found = list(pool.map(self._replaced, writes))
        causes: dict[str, set[Address]] = {}
        for write, (_, made_for) in zip(writes, found, strict=True):
            if made_for:
                causes.setdefault(made_for, set()).add(write.address)
        self.causes = causes
        return [each for each, _ in found]

    def _replaced(self, write: Write) -> tuple[Replaced | None, str]:
        """What a write took the place of, and what it was made for; None, and nothing, where that cannot be had."""
        if not write.version:
            return None, ""
        key = addresses.object_key(write.address)
        if write.removal:
            is_article = isinstance(addresses.parse(write.address), addresses.ArticlePage)
            went = self._issue_before(key, write.version) if is_article else None
            return Replaced(new=False, tags=frozenset(), rebuilt=False, went=went), ""
        noted = self._noted(key, write.version)
        made_for = cause.fit(noted.get(cause.NAME)) if noted else ""
        if noted is None or "was" not in noted:
            return None, made_for
        tells = noted.get("tells", "")
        replaced = Replaced(
            noted["was"] == "new",
            _tags(noted, "was") if self._tagged else frozenset(),
            "rebuilt" in noted,
            came=issue_in(noted) if _CAME in tells else None,
            went=self._issue_before(key, write.version) if _LEFT in tells else None,
            moved_to=noted.get("location", ""),
        )
        return replaced, made_for

    def _issue_before(self, key: str, version: str) -> Issue | None:
        """Of the version that another one, or the mark of a removal, took the place of."""
        older = self._client.list_object_versions(
            Bucket=self._bucket, Prefix=key, KeyMarker=key, VersionIdMarker=version, MaxKeys=1
        )
        found = next((each for each in older.get("Versions", ()) if each["Key"] == key), None)
        noted = self._noted(key, found["VersionId"]) if found else None
        return issue_in(noted) if noted else None

    def _noted(self, key: str, version: str) -> dict[str, str] | None:
        """What stands in a version's metadata; None if it went."""
        try:
            return self._client.head_object(Bucket=self._bucket, Key=key, VersionId=version)["Metadata"]
        except ClientError as error:
            if _missing(error):
                return None
            raise

    def _metadata(self, page: Page, edition: str, over: SiteObject | None) -> dict[str, str]:
        noted = {"digest": page.digest, "edition": edition, "was": "new"}
        if over:
            noted["was"] = ",".join(sorted(over.tags)) or "none"
            if over.edition != edition:
                noted["rebuilt"] = "yes"
        if page.tags and self._tagged:
            noted["cache-tag"] = ",".join(page.tags)
        if page.status != 200:
            noted["status"] = str(page.status)
        if page.location:
            noted["location"] = page.location
        if present := cause.present():
            noted[cause.NAME] = present
        if page.issue:
            noted["issue"] = _in_short(page.issue)
        before = over.issue if over else None
        tells = {_CAME: came(page.issue, before), _LEFT: left(page.issue, before)}
        if any(tells.values()):
            noted["tells"] = ",".join(name for name, is_so in tells.items() if is_so)
        return noted


def report_key(key: str) -> str:
    """Where the report on an upload stands, e.g. `reports/articles/port-strike.md.json`: the longest keys are cut."""
    return f"{REPORTS}{names.shorten(key, KEY_BYTES - len(REPORTS) - len('.json'))}.json"


def _proof_key(digest: Digest) -> str:
    return f"proofs/{digest}.json"


def _rendition_key(of: str, name: str) -> str:
    return f"renditions/{of}/{name}"


def _version(found: GetObjectOutputTypeDef | HeadObjectOutputTypeDef) -> str:
    return found.get("VersionId") or found["ETag"]


def _tags(metadata: Mapping[str, str], name: str) -> frozenset[str]:
    found = metadata.get(name, "")
    return frozenset() if found in ("", "new", "none") else frozenset(found.split(","))


def _in_short(issue: Issue) -> str:
    """As metadata, which must be ASCII, and has room for 2 KB in all: a title that is too long for it is cut.

    MessagePack, where a character takes as many bytes as in UTF-8, whatever it is: so the longest file name has room.
    """
    data = msgpack.encode(issue)
    if len(data) > ISSUE_BYTES:
        room = len(issue.title.encode()) - (len(data) - ISSUE_BYTES) - len("…".encode())
        data = msgpack.encode(replace(issue, title=names.cut(issue.title, room) + "…"))
    return b64encode(data).decode()


def issue_in(noted: Mapping[str, str]) -> Issue | None:
    """Of an object's metadata. None also where it is not one: whoever puts pages by hand may say what they like."""
    if "issue" not in noted:
        return None
    try:
        return msgpack.decode(b64decode(noted["issue"]), type=Issue)
    except (ValueError, DecodeError):
        return None


def _missing(error: ClientError) -> bool:
    return _code(error) in _MISSING


def _code(error: ClientError) -> str:
    return error.response["Error"]["Code"]
