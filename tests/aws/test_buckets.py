"""The buckets on S3: whole objects go out, whole values come back, whatever letters a key has."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError
from msgspec.structs import replace

from presswork.article.limits import UPLOAD_BYTES
from presswork.article.model import Address, Digest, Heading, Problem, Proof, Report, Upload
from presswork.aws.buckets import KEY_BYTES, S3Proofs, S3Renditions, S3SiteBucket, S3Uploads, report_key
from presswork.pages.addresses import object_key
from presswork.pages.page import FOREVER, FRESH, Issue, Page, moved
from presswork.steps.ports import Busy, Replaced, SiteObject, Write
from tests.conftest import HERE, moto_client

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

NAMES = ["日本語 のニュース", "c#", "a+b c", "it's", "100%", "what?&=", "e\u0301", "\U0001f5de", "a//b"]
"""Each of them means something in a URL, in XML or in a header."""


@pytest.fixture
def s3(moto: None) -> S3Client:  # noqa: ARG001
    """A client, and the buckets `source` (versioned), `work` and `site` (versioned)."""
    client: S3Client = moto_client("s3")
    for bucket in ("source", "work", "site"):
        client.create_bucket(Bucket=bucket, CreateBucketConfiguration=HERE)
    for bucket in ("source", "site"):
        client.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return client


def keys_in(client: S3Client, bucket: str) -> list[str]:
    return [each["Key"] for each in client.list_objects_v2(Bucket=bucket).get("Contents", ())]


class TestUploads:
    @pytest.mark.parametrize("name", NAMES)
    def test_an_upload_is_the_object_as_it_is_now(self, s3: S3Client, name: str) -> None:
        key = f"articles/{name}.md"
        s3.put_object(Bucket="source", Key=key, Body=b"first")
        version = s3.put_object(Bucket="source", Key=key, Body="# Zweite Fassung: Öl".encode())["VersionId"]
        modified = s3.head_object(Bucket="source", Key=key)["LastModified"]
        expected = Upload(key, "# Zweite Fassung: Öl".encode(), modified.replace(microsecond=0), version, 21)
        assert S3Uploads(s3, "source").get(key) == expected
        assert modified.tzinfo is not None

    def test_without_versions_the_content_is_the_version(self, s3: S3Client) -> None:
        tag = s3.put_object(Bucket="work", Key="articles/a.md", Body=b"a")["ETag"]
        upload = S3Uploads(s3, "work").get("articles/a.md")
        assert upload
        assert upload.version == tag

    def test_nothing_is_there_before_an_upload_and_after_its_deletion(self, s3: S3Client) -> None:
        assert S3Uploads(s3, "source").get("articles/a.md") is None
        s3.put_object(Bucket="source", Key="articles/a.md", Body=b"a")
        s3.delete_object(Bucket="source", Key="articles/a.md")
        assert S3Uploads(s3, "source").get("articles/a.md") is None

    def test_a_bucket_that_is_not_there_is_no_missing_upload(self, s3: S3Client) -> None:
        with pytest.raises(ClientError, match="NoSuchBucket"):
            S3Uploads(s3, "elsewhere").get("articles/a.md")

    @pytest.mark.parametrize(("size", "read"), [(UPLOAD_BYTES, UPLOAD_BYTES), (UPLOAD_BYTES + 1, 0)])
    def test_an_upload_over_the_limit_is_not_read(self, s3: S3Client, size: int, read: int) -> None:
        s3.put_object(Bucket="source", Key="articles/a.md", Body=b"a" * size)
        upload = S3Uploads(s3, "source").get("articles/a.md")
        assert upload
        assert (len(upload.body), upload.size) == (read, size)

    def test_the_articles_are_listed_in_pages(self, s3: S3Client) -> None:
        keys = sorted(f"articles/{name}.md" for name in NAMES[:5])
        for key in (*keys, "articles.md", "reports/articles/c#.md.json", "site.yaml"):
            s3.put_object(Bucket="source", Key=key, Body=b"")
        with hooked(s3, "provide-client-params.s3.ListObjectsV2", two_keys):
            uploads = S3Uploads(s3, "source")
            assert uploads.list("") == keys[:2]
            assert uploads.list(keys[1]) == keys[2:4]
            assert uploads.list(keys[3]) == keys[4:]
            assert uploads.list(keys[4]) == []

    def test_a_folder_is_listed_after_the_other(self, s3: S3Client) -> None:
        keys = ["articles/a.md", "articles/b.md", "articles/c.md", "authors/ann.yaml", "media/a.jpg", "pages/about.md"]
        keys += ["pages/z.md"]
        for key in (*keys, "pages.md", "reports/pages/about.md.json", "site.yaml"):
            s3.put_object(Bucket="source", Key=key, Body=b"")
        with hooked(s3, "provide-client-params.s3.ListObjectsV2", two_keys):
            uploads, found = S3Uploads(s3, "source"), [""]
            while following := uploads.list(found[-1]):
                found += following
        assert found == ["", *keys]


class TestReports:
    REPORT = Report(
        "articles/日本.md",
        "rejected",
        problems=(Problem("the date is in no form that we know", "Write 2026-11-24.", field="date", line=3),),
        version="v7",
    )

    def test_a_report_stands_beside_the_articles_as_readable_json(self, s3: S3Client) -> None:
        S3Uploads(s3, "source").put_report("articles/日本.md", self.REPORT)
        found = s3.get_object(Bucket="source", Key="reports/articles/日本.md.json")
        text = found["Body"].read().decode()
        assert found["ContentType"] == "application/json"
        assert "\n" in text
        assert json.loads(text) == {
            "file": "articles/日本.md",
            "outcome": "rejected",
            "address": None,
            "problems": [
                {
                    "message": "the date is in no form that we know",
                    "cure": "Write 2026-11-24.",
                    "severity": "error",
                    "field": "date",
                    "line": 3,
                    "column": 0,
                }
            ],
            "version": "v7",
        }

    def test_a_report_goes_with_its_upload(self, s3: S3Client) -> None:
        uploads = S3Uploads(s3, "source")
        uploads.put_report("articles/a.md", self.REPORT)
        uploads.put_report("articles/a.md", None)
        uploads.put_report("articles/a.md", None)
        assert keys_in(s3, "source") == []

    def test_the_report_on_the_longest_key_has_a_key_that_s3_takes(self, s3: S3Client) -> None:
        longest = ["articles/" + letter * (KEY_BYTES - len("articles/")) for letter in "ab"]
        for key in longest:
            S3Uploads(s3, "source").put_report(key, self.REPORT)
        keys = keys_in(s3, "source")
        assert keys == [report_key(key) for key in longest]
        assert [len(key.encode()) for key in keys] == [KEY_BYTES, KEY_BYTES]

    def test_reports_on_different_keys_never_share_a_place(self) -> None:
        stem = "articles/" + "日" * 330
        assert report_key(stem + "本" * 8) != report_key(stem + "本" * 7 + "木")
        assert report_key("articles/a.md") == "reports/articles/a.md.json"


class TestProofs:
    PROOF = Proof("<p>Häfen & Schiffe: 日本</p>", (Heading(2, "häfen", "Häfen"),), 3)

    def test_a_proof_comes_back_as_it_was(self, s3: S3Client) -> None:
        S3Proofs(s3, "work").put(Digest("abc.2"), self.PROOF)
        assert keys_in(s3, "work") == ["proofs/abc.2.json"]
        assert S3Proofs(s3, "work").get(Digest("abc.2")) == self.PROOF

    def test_a_proof_that_went_is_none(self, s3: S3Client) -> None:
        proofs = S3Proofs(s3, "work")
        assert proofs.get(Digest("abc.2")) is None
        proofs.put(Digest("abc.2"), self.PROOF)
        proofs.delete(Digest("abc.2"))
        proofs.delete(Digest("abc.2"))
        assert proofs.get(Digest("abc.2")) is None

    def test_a_bucket_that_is_not_there_is_no_missing_proof(self, s3: S3Client) -> None:
        with pytest.raises(ClientError, match="NoSuchBucket"):
            S3Proofs(s3, "elsewhere").get(Digest("abc.2"))


class TestSite:
    @pytest.mark.parametrize("name", NAMES)
    def test_a_page_is_an_object_whose_key_is_its_address(self, s3: S3Client, name: str) -> None:
        address, page = Address(f"/2026/11/{name}"), Page("<!doctype html>日本".encode(), tags=("t1", "t2"))
        site_of(s3).put(address, page, "edition", over=None)
        assert keys_in(s3, "site") == [f"2026/11/{name}"]
        assert object_at(s3, f"2026/11/{name}") == {
            "body": page.body,
            "type": "text/html; charset=utf-8",
            "cache": FRESH,
            "metadata": {"digest": page.digest, "edition": "edition", "was": "new", "cache-tag": "t1,t2"},
        }
        found = s3.head_object(Bucket="site", Key=f"2026/11/{name}")
        there = SiteObject(page.digest, frozenset({"t1", "t2"}), "edition", found["ETag"], found["LastModified"])
        assert site_of(s3).at(address) == there

    def test_the_front_page_is_index_html(self, s3: S3Client) -> None:
        site_of(s3).put(ROOT, Page(b"front"), "edition", over=None)
        assert keys_in(s3, "site") == ["index.html"]
        assert digest_at(s3, ROOT) == Page(b"front").digest

    def test_a_redirect_says_so_in_its_metadata(self, s3: S3Client) -> None:
        page = moved(b"moved", Address("/2026/11/港 ストライキ"))
        site_of(s3).put(OLD, page, "edition", over=None)
        location = "/2026/11/%E6%B8%AF%20%E3%82%B9%E3%83%88%E3%83%A9%E3%82%A4%E3%82%AD"
        assert object_at(s3, "old")["metadata"] == {
            "digest": page.digest,
            "edition": "edition",
            "was": "new",
            "status": "301",
            "location": location,
        }

    def test_a_gone_page_says_so_in_its_metadata(self, s3: S3Client) -> None:
        page = Page(b"gone", status=410)
        site_of(s3).put(OLD, page, "edition", over=None)
        noted = {"digest": page.digest, "edition": "edition", "was": "new", "status": "410"}
        assert object_at(s3, "old")["metadata"] == noted

    def test_a_page_takes_the_place_of_a_redirect_with_nothing_left_of_it(self, s3: S3Client) -> None:
        page = Page(b"body{}", content_type="text/css", cache_control=FOREVER)
        site_of(s3).put(OLD, moved(b"moved", Address("/new")), "edition", over=None)
        write_over(s3, OLD, page, "edition")
        assert object_at(s3, "old") == {
            "body": b"body{}",
            "type": "text/css",
            "cache": FOREVER,
            "metadata": {"digest": page.digest, "edition": "edition", "was": "none"},
        }

    def test_nothing_stands_at_an_address_before_and_after(self, s3: S3Client) -> None:
        site, address = site_of(s3), Address("/2026/11/a")
        assert site.at(address) is None
        site.put(address, Page(b"a"), "edition", over=None)
        site.put(Address("/2026/11"), Page(b"the month, beside it"), "edition", over=None)
        site.delete(address)
        site.delete(address)
        assert site.at(address) is None
        assert keys_in(s3, "site") == ["2026/11"]

    def test_an_object_that_others_put_has_a_digest_like_no_page(self, s3: S3Client) -> None:
        s3.put_object(Bucket="site", Key="a", Body=b"by hand")
        found = s3.head_object(Bucket="site", Key="a")
        assert site_of(s3).at(Address("/a")) == SiteObject("", frozenset(), "", found["ETag"], found["LastModified"])

    def test_a_forbidden_bucket_is_no_missing_page(self, s3: S3Client) -> None:
        with hooked(s3, "before-parse.s3.HeadObject", forbid), pytest.raises(ClientError, match="403"):
            site_of(s3).at(Address("/a"))
        with hooked(s3, "before-parse.s3.HeadObject", forbid), pytest.raises(ClientError, match="403"):
            site_of(s3).replaced([Write(Address("/a"), "v1")])

    def test_a_page_is_written_only_over_what_was_seen_there(self, s3: S3Client) -> None:
        site = site_of(s3)
        site.put(OLD, Page(b"first"), "edition", over=None)
        seen = site.at(OLD)
        with pytest.raises(Busy, match=r"^/old$"):
            site.put(OLD, Page(b"late"), "edition", over=None)
        site.put(OLD, Page(b"second"), "edition", over=seen)
        with pytest.raises(Busy, match=r"^/old$"):
            site.put(OLD, Page(b"late"), "edition", over=seen)
        assert digest_at(s3, OLD) == Page(b"second").digest


class TestReplaced:
    """What the versions of the site bucket note of what they took the place of."""

    @pytest.mark.parametrize("name", NAMES)
    def test_each_version_knows_the_one_before(self, s3: S3Client, name: str) -> None:
        address = Address(f"/2026/11/{name}")
        pages = [Page(b"1", tags=("t1", "t2")), Page(b"2"), Page(b"3", tags=("t3",)), Page(b"4")]
        for page, edition in zip(pages, ["e1", "e1", "e2", "e2"], strict=True):
            write_over(s3, address, page, edition)
        site_of(s3).delete(address)
        write_over(s3, address, Page(b"5"), "e2")
        assert site_of(s3).replaced([Write(address, each) for each in versions(s3, address)]) == [
            Replaced(new=True, tags=frozenset(), rebuilt=False),
            Replaced(new=False, tags=frozenset({"t1", "t2"}), rebuilt=False),
            Replaced(new=False, tags=frozenset(), rebuilt=True),
            Replaced(new=False, tags=frozenset({"t3"}), rebuilt=False),
            Replaced(new=True, tags=frozenset(), rebuilt=False),
        ]

    def test_each_version_tells_which_article_came_and_which_left(self, s3: S3Client) -> None:
        first, edited = own_page("a", 1), own_page("a", 2)
        pages = [first, own_page("a", 1, b"a neighbour changed"), edited, own_page("b", 1), moved(b"", ROOT)]
        for page in [*pages, own_page("b", 2)]:
            write_over(s3, OLD, page, "edition")
        removal = deleted(s3, OLD)
        told = site_of(s3).replaced([*(Write(OLD, each) for each in versions(s3, OLD)), removal])
        assert [(each.went, each.came, each.moved_to) for each in told if each] == [
            (None, first.issue, ""),
            (None, None, ""),
            (None, edited.issue, ""),
            (edited.issue, pages[3].issue, ""),
            (pages[3].issue, None, "/"),
            (None, own_page("b", 2).issue, ""),
            (own_page("b", 2).issue, None, ""),
        ]

    def test_a_removal_tells_of_the_version_just_before_it_at_that_very_address(self, s3: S3Client) -> None:
        write_over(s3, Address("/older"), own_page("longer", 1), "edition")
        removals = []
        for page in (own_page("a", 1), Page(b"no article"), own_page("b", 1)):
            write_over(s3, OLD, page, "edition")
            removals.append(deleted(s3, OLD))
        twice = deleted(s3, OLD)
        told = site_of(s3).replaced([*removals, twice])
        assert [each and each.went and each.went.file for each in told] == ["a", None, "b", None]

    @pytest.mark.parametrize("file", ["港" * 170, '"' * 512, "\x01" * 512])
    def test_the_longest_file_name_and_title_find_room_beside_the_rest(self, s3: S3Client, file: str) -> None:
        page = own_page(file, 12345, title="港" * 300)
        write_over(s3, OLD, own_page("other", 1), "e" * 32)
        write_over(s3, OLD, page, "f" * 32)
        found = site_of(s3).at(OLD)
        assert found
        assert found.issue
        assert page.issue
        assert replace(found.issue, title="") == replace(page.issue, title="")
        assert re.fullmatch("港{20,}…", found.issue.title)
        noted = s3.head_object(Bucket="site", Key="old")["Metadata"]
        assert sum(len(name) + len(value) for name, value in noted.items()) < 2048

    @pytest.mark.parametrize("noted", ["", "no Base64", "e30=", "gA=="])
    def test_what_others_put_is_nobodys_own_page(self, s3: S3Client, noted: str) -> None:
        s3.put_object(Bucket="site", Key="old", Body=b"by hand", Metadata={"issue": noted, "was": "new"})
        found = site_of(s3).at(OLD)
        assert found
        assert found.issue is None

    def test_what_cannot_be_known_is_none(self, s3: S3Client) -> None:
        by_hand = s3.put_object(Bucket="site", Key="old", Body=b"by hand")["VersionId"]
        s3.delete_object(Bucket="site", Key="old", VersionId=by_hand)
        present = s3.put_object(Bucket="site", Key="old", Body=b"by hand")["VersionId"]
        asked = [Write(OLD, each) for each in ("", by_hand, present)] + [Write(Address("/nothing"), present)]
        assert site_of(s3).replaced(asked) == [None] * 4
        assert site_of(s3).replaced([]) == []

    def test_where_the_cdn_knows_no_tags_pages_get_none_and_are_said_to_have_had_none(self, s3: S3Client) -> None:
        site = S3SiteBucket(s3, "site", tagged=False)
        for body in (b"1", b"2"):
            site.put(OLD, Page(body, tags=("t1",)), "edition", over=site.at(OLD))
        assert object_at(s3, "old")["metadata"] == {
            "digest": Page(b"2").digest,
            "edition": "edition",
            "was": "none",
        }
        site_of(s3).put(ROOT, Page(b"1", tags=("t1",)), "edition", over=None)
        write_over(s3, ROOT, Page(b"2"), "edition")
        asked = [Write(ROOT, each) for each in versions(s3, ROOT)]
        assert site.replaced(asked)[1] == Replaced(new=False, tags=frozenset(), rebuilt=False)


ROOT, OLD = Address("/"), Address("/old")


def own_page(file: str, revision: int, body: bytes = b"", title: str = "T") -> Page:
    """The own page of an article."""
    day = datetime(2026, 11, 24, tzinfo=UTC)
    return Page(body or f"{file} {revision}".encode(), issue=Issue(file, revision, title, "en", day, uploaded=day))


def deleted(client: S3Client, address: Address) -> Write:
    """Delete a page; the write as its event tells of it."""
    marked = client.delete_object(Bucket="site", Key=object_key(address))
    return Write(address, marked["VersionId"], removal=True)


def site_of(client: S3Client) -> S3SiteBucket:
    return S3SiteBucket(client, "site", tagged=True)


def digest_at(client: S3Client, address: Address) -> str:
    there = site_of(client).at(address)
    assert there
    return there.digest


def write_over(client: S3Client, address: Address, page: Page, edition: str) -> None:
    """As render does it."""
    site = site_of(client)
    site.put(address, page, edition, over=site.at(address))


def versions(client: S3Client, address: Address) -> list[str]:
    """The versions of an object, oldest first, without removals."""
    found = client.list_object_versions(Bucket="site", Prefix=object_key(address))["Versions"]
    return [each["VersionId"] for each in reversed(found)]


def object_at(client: S3Client, key: str) -> dict[str, object]:
    """All that the CDN gets of an object."""
    found = client.get_object(Bucket="site", Key=key)
    return {
        "body": found["Body"].read(),
        "type": found["ContentType"],
        "cache": found["CacheControl"],
        "metadata": found["Metadata"],
    }


def test_the_time_of_an_upload_is_that_of_s3_in_whole_seconds(s3: S3Client) -> None:
    s3.put_object(Bucket="source", Key="articles/a.md", Body=b"a")
    with hooked(s3, "after-call.s3.GetObject", almost_two):
        upload = S3Uploads(s3, "source").get("articles/a.md")
    assert upload
    assert upload.modified == datetime(2026, 11, 24, 4, 0, 1, tzinfo=UTC)


# What moto does not do by itself


@contextmanager
def hooked(client: S3Client, event: str, hook: Callable[..., Any]) -> Iterator[None]:
    """Calls of the client pass through the hook."""
    client.meta.events.register(event, hook, "hooked")
    try:
        yield
    finally:
        client.meta.events.unregister(event, unique_id="hooked")


def two_keys(params: dict[str, Any], **_: object) -> dict[str, Any]:
    """A page of keys is two, in place of a thousand."""
    return {**params, "MaxKeys": 2}


def forbid(response_dict: dict[str, Any], **_: object) -> None:
    response_dict["status_code"] = 403


def almost_two(parsed: dict[str, Any], **_: object) -> None:
    parsed["LastModified"] = datetime(2026, 11, 24, 4, 0, 1, 999_999, tzinfo=UTC)


class TestRenditions:
    def test_they_are_stored_under_the_name_of_their_picture(self, moto: None) -> None:  # noqa: ARG002
        s3 = moto_client("s3")
        s3.create_bucket(Bucket="work", CreateBucketConfiguration=HERE)
        renditions = S3Renditions(s3, "work")
        assert renditions.get("a.jpg/hash.1", "320.webp") is None
        renditions.put("a.jpg/hash.1", {"320.webp": b"webp", "320.jpg": b"jpeg"})
        renditions.put("a.jpg/hash.2", {"320.webp": b"newer"})
        assert renditions.get("a.jpg/hash.1", "320.webp") == b"webp"
        renditions.delete("a.jpg/hash.1", ["320.webp", "320.jpg", "never.jpg"])
        assert [each["Key"] for each in s3.list_objects_v2(Bucket="work")["Contents"]] == [
            "renditions/a.jpg/hash.2/320.webp"
        ]


class TestFolders:
    def test_all_uploads_are_listed_folder_by_folder_and_nothing_else(self, moto: None) -> None:  # noqa: ARG002
        s3 = moto_client("s3")
        s3.create_bucket(Bucket="source", CreateBucketConfiguration=HERE)
        for key in ("articles/a.md", "articles/b.md", "media/a.jpg", "reports/media/a.jpg.json", "site.yaml"):
            s3.put_object(Bucket="source", Key=key, Body=b"x")
        uploads = S3Uploads(s3, "source")
        assert uploads.list("") == ["articles/a.md", "articles/b.md"]
        assert uploads.list("articles/b.md") == ["media/a.jpg"]
        assert uploads.list("media/a.jpg") == []

    def test_a_version_is_told_without_reading(self, moto: None) -> None:  # noqa: ARG002
        s3 = moto_client("s3")
        s3.create_bucket(Bucket="source", CreateBucketConfiguration=HERE)
        s3.put_bucket_versioning(Bucket="source", VersioningConfiguration={"Status": "Enabled"})
        version = s3.put_object(Bucket="source", Key="media/a.jpg", Body=b"xyz")["VersionId"]
        uploads = S3Uploads(s3, "source")
        assert (uploads.version("media/a.jpg"), uploads.version("media/b.jpg")) == (version, "")
        found = uploads.get("media/a.jpg", 2)
        assert found
        assert (found.body, found.size, found.version) == (b"", 3, version)
