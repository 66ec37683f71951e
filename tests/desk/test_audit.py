"""audit: what differs is found, whatever way it differs, and nothing else; and what it wakes mends it."""

from __future__ import annotations

import json

import pytest

from desk import audit as module
from desk.audit import Difference, articles, audit, compare
from desk.connect import Target
from desk.console import Console
from presswork.article.model import Address
from presswork.index import keys
from presswork.pages.addresses import object_key
from tests.desk.site import Site, article, pointed_at

A, B, OLD = Address("/2026/11/a"), Address("/2026/11/b"), Address("/2026/11/moved-from")


@pytest.fixture
def published(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Two live articles, of which one has moved, and one that was removed."""
    pointed_at(site, monkeypatch, module)
    site.upload("articles/2026-11-01-a.md", article("The first", "sections: [Harbour]"))
    site.upload("articles/2026-11-02-b.md", article("The second", "slug: moved-from"))
    site.upload("articles/2026-11-03-c.md", article("The third"))
    site.settle()
    site.upload("articles/2026-11-02-b.md", article("The second"))
    site.remove("articles/2026-11-03-c.md")
    site.settle()
    return site


def found(site: Site, *, deep: bool = False) -> list[Difference]:
    return compare(site.deployment, deep, Console())[1]


def put(site: Site, address: Address, **changes: object) -> None:
    """Write an object as it is, but for some of it."""
    bucket, key = site.stack.site_bucket, object_key(address)
    there = site.s3.get_object(Bucket=bucket, Key=key)
    kept = {name: there[name] for name in ("ContentType", "CacheControl", "Metadata")}
    site.s3.put_object(Bucket=bucket, Key=key, **{**kept, "Body": there["Body"].read(), **changes})


def test_a_site_that_is_what_it_should_be_has_no_differences(published: Site) -> None:
    compared, differences = compare(published.deployment, deep=True, console=Console())
    objects = published.cloud.objects("SiteBucket")
    assert (compared, differences) == (len(objects) + 1, [])  # the key file is looked for, and rightly not there
    assert {"2026/11/c", "2026/11/moved-from"} < {*objects}


def test_nothing_is_written_by_looking(published: Site) -> None:
    with published.read_only() as called:
        assert found(published) == []
    assert {"HeadObject", "ListObjectsV2", "Query", "BatchGetItem"} <= {*called}
    assert not {"GetObject"} - {*called}  # of proofs


def test_what_is_missing_what_is_stale_and_what_should_not_be_there_is_told(published: Site) -> None:
    bucket = published.stack.site_bucket
    published.s3.delete_object(Bucket=bucket, Key="2026/11/a")
    published.s3.delete_object(Bucket=bucket, Key="2026/11/c")
    published.s3.put_object(Bucket=bucket, Key="by-hand", Body=b"Buy now")
    published.s3.put_object(Bucket=bucket, Key="2026/11/b", Body=b"Hacked")
    assert found(published) == [
        Difference(A, "missing"),
        Difference(B, "stale"),
        Difference(Address("/2026/11/c"), "missing"),
        Difference(Address("/by-hand"), "should not be there"),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"Body": b"other bytes"},
        {"ContentType": "text/plain"},
        {"CacheControl": "no-store"},
        {"Metadata": {"digest": "0" * 32}},
        {"Metadata": {}},
    ],
    ids=["bytes", "content type", "cache control", "digest", "no metadata"],
)
def test_every_part_of_an_object_counts(published: Site, changes: dict[str, object]) -> None:
    put(published, A, **changes)
    assert found(published) == [Difference(A, "stale")]


@pytest.mark.parametrize("lost", ["status", "location"])
def test_what_makes_a_redirect_counts(published: Site, lost: str) -> None:
    metadata = published.s3.head_object(Bucket=published.stack.site_bucket, Key=object_key(OLD))["Metadata"]
    put(published, OLD, Metadata={name: value for name, value in metadata.items() if name != lost})
    assert found(published) == [Difference(OLD, "stale")]


def test_a_tag_counts_where_pages_carry_tags(published: Site) -> None:
    metadata = published.s3.head_object(Bucket=published.stack.site_bucket, Key="index.html")["Metadata"]
    put(published, Address("/"), Metadata={**metadata, "cache-tag": "another"})
    assert found(published) == [Difference(Address("/"), "stale")]
    put(published, Address("/"), Metadata={name: value for name, value in metadata.items() if name != "cache-tag"})
    assert found(published) == []


def test_repair_wakes_what_differs_and_that_mends_it(published: Site, capsys: pytest.CaptureFixture[str]) -> None:
    bucket = published.stack.site_bucket
    put(published, A, Body=b"other bytes under the same digest")
    put(published, OLD, ContentType="text/plain")
    published.s3.delete_object(Bucket=bucket, Key="2026/11/c")
    published.s3.put_object(Bucket=bucket, Key="by-hand", Body=b"Buy now")

    assert audit(Target(), deep=False, repair=True, console=Console(machine=True)) == 1

    said = capsys.readouterr()
    differences = [
        {"address": "/2026/11/a", "kind": "stale"},
        {"address": "/2026/11/c", "kind": "missing"},
        {"address": "/2026/11/moved-from", "kind": "stale"},
        {"address": "/by-hand", "kind": "should not be there"},
    ]
    assert json.loads(said.out) == {"compared": 26, "differences": differences, "woken": 4, "note": ""}
    assert "Render was woken" in said.err
    redirect = published.s3.head_object(Bucket=bucket, Key=object_key(OLD))["Metadata"]
    assert redirect == {"status": "301", "location": "/2026/11/b"}  # readers are still sent on until then
    assert published.woken() == [each["address"] for each in differences]
    assert found(published, deep=True) == []
    assert audit(Target(), deep=True, repair=True, console=Console()) == 0
    assert capsys.readouterr().out == "25 addresses compared: the site is what it should be.\n"


def test_what_was_being_published_meanwhile_is_no_difference(
    published: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Between the first look and the second, when the queues are empty, render has come to it."""
    published.s3.delete_object(Bucket=published.stack.site_bucket, Key="2026/11/a")
    looks = iter([False, False, True])

    def is_quiet(_: object) -> bool:
        quiet = next(looks)
        if quiet:
            published.hints.render([A])
            published.settle()
        return quiet

    monkeypatch.setattr(module, "is_quiet", is_quiet)
    monkeypatch.setattr("desk.audit.time.sleep", lambda _: None)
    assert audit(Target(), deep=False, repair=False, console=Console()) == 0
    assert capsys.readouterr() == ("25 addresses compared: the site is what it should be.\n", "")
    assert next(looks, None) is None


def test_a_site_that_is_never_quiet_is_told_so(
    published: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    published.s3.delete_object(Bucket=published.stack.site_bucket, Key="2026/11/a")
    monkeypatch.setattr(module, "is_quiet", lambda _: False)
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr("desk.audit.time.sleep", lambda _: None)
    assert audit(Target(), deep=False, repair=False, console=Console()) == 1
    said = capsys.readouterr()
    assert said.out == "/2026/11/a: missing\n25 addresses compared: 1 difference. --repair has them made again.\n"
    assert said.err.startswith("Articles are being published all the time")


def test_an_article_is_found_by_its_upload_by_its_removal_and_in_the_lists(
    published: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STRETCH", 1)
    found = [*articles(published.deployment.index, published.deployment.uploads)]
    assert found == [
        ["2026-11-01-a.md", "2026-11-02-b.md"],
        ["2026-11-03-c.md"],
        ["2026-11-01-a.md"],
        ["2026-11-02-b.md"],
    ]
    assert published.deployment.index.table.get(keys.rebuilt()) is None
