"""What the handlers make of messages: good ones among bad ones, such as nobody can read, and odd keys."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any
from urllib.parse import quote_plus

import pytest

from presswork.article.model import Address, ArticleId, Profile, Settings
from presswork.aws.cdn import CloudFrontCdn
from presswork.aws.queues import NotSent, SqsWakes
from presswork.aws.wiring import NotConfigured
from presswork.index import keys
from presswork.index.rows import Claim, Site
from presswork.index.table import Query
from presswork.pages import tags
from presswork.steps.ports import CdnBusy
from tests.functions.cloud import Cloud, Event, Function, changed, example, lines, messages
from tests.functions.conftest import Invoke


def text(title: str) -> str:
    return f"---\ntitle: {title}\ndate: 2026-11-24\n---\n\nThe port is open again.\n"


def publish(cloud: Cloud, invoke: Invoke, *names: str) -> None:
    """Upload and validate articles, each with its name as the title; the queues are empty afterwards."""
    for name in names:
        cloud.upload(f"articles/{name}.md", text(name))
    assert invoke("validate", messages(*({"upload": f"articles/{name}.md"} for name in names))) == []
    cloud.take("index")


def spoil(cloud: Cloud, name: str) -> None:
    """Leave a row in the table that nobody can read: whoever needs the article's record fails."""
    key = keys.record(ArticleId(f"{name}.md"))
    row = {"p": key.partition, "s": key.sort, "v": "{", "n": "spoilt"}
    cloud.dynamodb.put_item(TableName=cloud.names["Table"], Item={name: {"S": text} for name, text in row.items()})


def live(cloud: Cloud, *names: str) -> list[bool]:
    found = cloud.table.get_many([keys.standing(ArticleId(f"{name}.md")) for name in names])
    return [bool(each and each.state == "live") for each in found]


class TestBatches:
    def test_one_bad_upload_fails_alone(self, cloud: Cloud, invoke: Invoke, log: StringIO) -> None:
        for name in ("a", "bad", "c"):
            cloud.upload(f"articles/{name}.md", text(name))
        spoil(cloud, "bad")
        uploads = [changed("articles/a.md"), changed("articles/bad.md"), {"upload": "articles/c.md"}]
        assert invoke("validate", messages(*uploads)) == ["m2"]
        assert cloud.take("index") == [{"article": "a.md"}, {"article": "c.md"}]
        (failure,) = [each for each in lines(log.getvalue()) if each["level"] == "ERROR"]
        assert "articles/bad.md" in failure["body"]
        assert failure["exception_name"] == "DecodeError"

    def test_a_batch_may_fail_as_a_whole(self, cloud: Cloud, invoke: Invoke) -> None:
        spoil(cloud, "bad")
        assert invoke("validate", messages({"upload": "articles/bad.md"})) == ["m1"]
        assert invoke("index", messages({"article": "bad.md"}, groups=["bad"])) == ["m1"]

    def test_the_rest_of_a_failed_group_fails_and_no_other(self, cloud: Cloud, invoke: Invoke) -> None:
        publish(cloud, invoke, "a", "b", "c", "d")
        spoil(cloud, "bad")
        hints = [{"article": f"{name}.md"} for name in ("a", "bad", "b", "c", "d")]
        failed = invoke("index", messages(*hints, groups=["one", "two", "three", "two", "one"]))
        assert failed == ["m2", "m4"]
        assert live(cloud, "a", "b", "c", "d") == [True, True, False, True]

    def test_a_page_whose_proof_is_missing_is_tried_again(self, cloud: Cloud, invoke: Invoke) -> None:
        publish(cloud, invoke, "a", "b")
        assert invoke("index", messages({"article": "a.md"}, {"article": "b.md"}, groups=["a", "b"])) == []
        record = cloud.table.get(keys.record(ArticleId("a.md")))
        assert record
        assert record.article
        cloud.s3.delete_object(Bucket=cloud.names["WorkBucket"], Key=f"proofs/{record.article.proof}.json")
        pages = messages({"address": "/2026/11/a"}, {"address": "/2026/11/b"}, groups=["a", "b"])
        assert invoke("render", pages) == ["m1"]
        assert cloud.objects("SiteBucket") == ["2026/11/b"]

    def test_invalidations_fail_together(self, cloud: Cloud, invoke: Invoke) -> None:
        cloud.names["Distribution"] = "ENOTTHERE"
        with pytest.raises(Exception, match="NoSuchDistribution"):
            invoke("invalidate", messages(changed("2026/11/a"), changed("2026/11/b")))

    def test_while_the_cdn_is_busy_all_is_left_for_later(
        self, cloud: Cloud, invoke: Invoke, log: StringIO, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(*_: object) -> None:
            raise CdnBusy("TooManyInvalidationsInProgress")

        changes = messages(changed("2026/11/a"), {"Event": "s3:TestEvent"}, changed("2026/11/b"))
        with monkeypatch.context() as patch:
            patch.setattr(CloudFrontCdn, "invalidate", busy)
            assert invoke("invalidate", changes) == ["m1", "m2", "m3"]
        (told,) = lines(log.getvalue())
        assert (told["level"], told["addresses"]) == ("WARNING", ["/2026/11/a", "/2026/11/b"])
        assert cloud.invalidated() == []
        assert invoke("invalidate", changes) == []
        assert cloud.invalidated() == [["/2026/11/a", "/2026/11/b"]]

    def test_what_would_make_an_invalidation_too_large_is_left_for_the_next(self, cloud: Cloud, invoke: Invoke) -> None:
        half = [f"a{number}" for number in range(1500)]
        many = messages(changed(*half), changed(*half), changed("index.html", *half[:-2]), changed("one"))
        assert invoke("invalidate", many) == ["m2", "m4"]
        (items,) = cloud.invalidated()
        assert len(items) == 1502
        assert invoke("invalidate", messages(changed(*half), changed("one"))) == []

    def test_the_same_changes_delivered_again_have_the_same_reference(self, cloud: Cloud, invoke: Invoke) -> None:
        """CloudFront then makes no second invalidation."""
        for _ in range(2):
            invoke("invalidate", example("04-invalidate-changes"))
        invoke("invalidate", messages(changed("index.html")))
        distribution = cloud.names["Distribution"]
        listed = cloud.cloudfront.list_invalidations(DistributionId=distribution)["InvalidationList"]["Items"]
        found = [
            cloud.cloudfront.get_invalidation(DistributionId=distribution, Id=each["Id"])["Invalidation"]
            for each in listed
        ]
        assert len({each["InvalidationBatch"]["CallerReference"] for each in found}) == 2


class TestVersions:
    """What was replaced is read from the version that the event names."""

    def write(self, cloud: Cloud, key: str, **noted: str) -> str:
        """A version with these notes."""
        found: str = cloud.s3.put_object(Bucket=cloud.names["SiteBucket"], Key=key, Metadata=noted)["VersionId"]
        return found

    def test_a_list_and_its_month_are_one_item(self, cloud: Cloud, invoke: Invoke) -> None:
        tag = tags.of(Address("/topics/c++/2026/11"))
        written = [
            changed(quote_plus(key), version=self.write(cloud, key, digest="d", was=tag))
            for key in ("topics/c++", "topics/c++/2026/11")
        ]
        assert invoke("invalidate", messages(*written)) == []
        assert cloud.invalidated() == [[f"#{tag}"]]

    def test_a_page_where_nothing_was_needs_none_but_a_removal_does(self, cloud: Cloud, invoke: Invoke) -> None:
        new = self.write(cloud, "a", digest="d", was="new")
        assert invoke("invalidate", messages(changed("a", version=new))) == []
        assert cloud.invalidated() == []
        removed = changed("a", event="ObjectRemoved:DeleteMarkerCreated", version=new)
        assert invoke("invalidate", messages(removed)) == []
        assert cloud.invalidated() == [["/a"]]

    @pytest.mark.parametrize(
        ("event", "version"), [("ObjectRemoved:Delete", "gone for good"), ("ObjectRemoved:DeleteMarkerCreated", "null")]
    )
    def test_a_removal_that_left_no_mark_tells_of_nobody(
        self, cloud: Cloud, invoke: Invoke, event: str, version: str
    ) -> None:
        assert invoke("invalidate", messages(changed("a", event=event, version=version))) == []
        assert (cloud.invalidated(), cloud.told()) == ([["/a"]], [])

    @pytest.mark.parametrize("version", ["", "null", "expired"])
    def test_what_was_replaced_and_cannot_be_known_is_named_by_its_path(
        self, cloud: Cloud, invoke: Invoke, version: str
    ) -> None:
        self.write(cloud, "a", digest="d", was="new")
        assert invoke("invalidate", messages(changed("a", version=version))) == []
        assert cloud.invalidated() == [["/a"]]


class TestMessagesThatNobodyCanRead:
    """They are logged and let go: no retry would cure them."""

    @pytest.mark.parametrize("function", ["validate", "index", "render", "invalidate", "rebuild"])
    @pytest.mark.parametrize(
        "body",
        [
            "no JSON",
            "",
            "[]",
            "{}",
            {"article": 5},
            {"article": None, "address": ["/"], "upload": {}, "after": 0},
            {"Records": "none"},
            {"Records": [{"s3": {"object": {"key": 5}}}]},
            {"Records": [{"s3": {"object": {"key": "a", "versionId": 5}}}]},
            {"Records": [{"dynamodb": {}}]},
        ],
    )
    def test_is_let_go(self, invoke: Invoke, log: StringIO, function: Function, body: object) -> None:
        assert invoke(function, messages(body, groups=["one"])) == []
        (entry,) = [each for each in lines(log.getvalue()) if each["level"] == "ERROR"]
        assert entry["message"] == "unreadable message let go"
        assert entry["body"] == messages(body)["Records"][0]["body"]
        assert entry["reason"]

    def test_and_those_beside_them_are_done(self, cloud: Cloud, invoke: Invoke) -> None:
        publish(cloud, invoke, "a")
        assert invoke("index", messages("?", {"article": "a.md"}, groups=["one", "one"])) == []
        assert invoke("render", messages({"address": "2026/11/a"}, {"address": "/2026/11/a"}, groups=["1", "2"])) == []
        assert invoke("invalidate", messages("?", changed("2026/11/a"))) == []
        assert live(cloud, "a") == [True]
        assert cloud.objects("SiteBucket") == ["2026/11/a"]
        assert cloud.invalidated() == [["/2026/11/a"]]


class TestKeys:
    @pytest.mark.parametrize("function", ["validate", "invalidate"])
    def test_the_test_event_of_s3_changes_nothing(
        self, cloud: Cloud, invoke: Invoke, log: StringIO, function: Function
    ) -> None:
        test = {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "any", "Time": "2026-11-24T04:00:00.000Z"}
        assert invoke(function, messages(test)) == []
        assert [each for each in lines(log.getvalue()) if each["level"] == "ERROR"] == []
        assert cloud.invalidated() == []

    @pytest.mark.parametrize(
        ("encoded", "name"),
        [("%E6%97%A5+x.md", "日 x.md"), ("a%2Bb.md", "a+b.md"), ("c%23.md", "c#.md"), ("it%27s.md", "it's.md")],
    )
    def test_keys_come_encoded_and_are_decoded(self, cloud: Cloud, invoke: Invoke, encoded: str, name: str) -> None:
        cloud.upload(f"articles/{name}", text("Port"))
        assert invoke("validate", messages(changed(f"articles/{encoded}"))) == []
        record = cloud.table.get(keys.record(ArticleId(name)))
        assert record
        assert record.state == "published"
        assert cloud.take("index") == [{"article": name}]
        assert invoke("invalidate", messages(changed(f"2026/11/{encoded}"))) == []
        (paths,) = cloud.invalidated()
        assert len(paths) == 1
        assert "+" not in paths[0]

    def test_a_message_may_name_several_objects(self, cloud: Cloud, invoke: Invoke) -> None:
        for name in "ab":
            cloud.upload(f"articles/{name}.md", text(name))
        assert invoke("validate", messages(changed("articles/a.md", "articles/b.md"))) == []
        assert cloud.take("index") == [{"article": "a.md"}, {"article": "b.md"}]
        assert invoke("invalidate", messages(changed("2026/11/a", "index.html", "2026/11/a"))) == []
        assert cloud.invalidated() == [["/", "/2026/11/a", "/index.html"]]

    @pytest.mark.parametrize("key", ["articles/", "articles/2026/", "media/crane.jpg", "site.yaml.bak", "articles.md"])
    def test_what_is_no_article_is_left_alone(self, cloud: Cloud, invoke: Invoke, key: str) -> None:
        cloud.upload(key, "")
        assert invoke("validate", messages(changed(key))) == []
        assert cloud.objects("SourceBucket") == [key]
        assert cloud.take("index") == cloud.take("rebuild") == []

    def test_site_yaml_becomes_the_settings_and_starts_a_rebuild(self, cloud: Cloud, invoke: Invoke) -> None:
        cloud.upload("site.yaml", "title: The Pellmouth Tidings\n")
        assert invoke("validate", messages(changed("site.yaml"))) == []
        site = cloud.table.get(keys.site())
        assert site
        assert site.settings.title == "The Pellmouth Tidings"
        assert cloud.take("rebuild") == [{"after": "", "edition": ""}]

    def test_a_deployment_switches_reactions_and_a_rebuild_follows_each_switch(
        self, cloud: Cloud, invoke: Invoke
    ) -> None:
        cloud.upload("articles/a.md", text("a"))
        deployed = messages({"after": "", "edition": ""})
        woken = []
        for switch in ("on", "off", "off", "on"):
            cloud.names["Reactions"] = switch
            assert invoke("rebuild", deployed) == []
            site = cloud.table.get(keys.site()) or Site()
            woken.append((site.reactions, site.changed, len(cloud.take("upload"))))
        assert woken == [(True, 0, 1), (False, 1, 1), (False, 1, 0), (True, 2, 1)]

    def test_an_authors_file_becomes_a_profile_and_starts_a_walk(self, cloud: Cloud, invoke: Invoke) -> None:
        cloud.upload("authors/zoë.yaml", "name: Zoë Hallam\n")
        assert invoke("validate", messages(changed("authors/zoë.yaml"))) == []
        (row,) = cloud.table.query(Query(keys.profiles("zoë-hallam")))
        assert row == ("zoë.yaml", Profile("Zoë Hallam"))
        assert cloud.objects("SourceBucket") == ["authors/zoë.yaml", "reports/authors/zoë.yaml.json"]
        walk = {"walk": "author:zoë-hallam", "before": ""}
        assert cloud.take("rebuild") == [walk]
        assert invoke("rebuild", messages(walk)) == []
        assert cloud.take("render") == [{"address": "/authors/zoë-hallam"}]

    def test_a_standing_page_comes_into_the_navigation_and_starts_a_rebuild(self, cloud: Cloud, invoke: Invoke) -> None:
        cloud.upload("pages/about.md", "---\ntitle: About\n---\n\nWe print.\n")
        assert invoke("validate", messages(changed("pages/about.md"))) == []
        (hint,) = cloud.take("index")
        assert hint == {"article": "../pages/about.md"}
        assert invoke("index", messages(hint, groups=["about"])) == []
        site = cloud.table.get(keys.site())
        assert site
        assert [each.address for each in site.menu] == ["/about"]
        assert cloud.take("rebuild") == [{"after": "", "edition": ""}]
        assert sorted(each["address"] for each in cloud.take("render")) == [
            "/about",
            "/sitemap.xml",
            "/sitemaps/pages.xml",
        ]

    @pytest.mark.parametrize(
        "walk", [{"walk": "nobody:a", "before": ""}, {"walk": "author:a"}, {"walk": 1, "before": ""}]
    )
    def test_a_walk_through_no_list_is_let_go(self, cloud: Cloud, invoke: Invoke, walk: dict[str, object]) -> None:
        assert invoke("rebuild", messages(walk)) == []
        assert cloud.take("render") == []

    def test_a_removed_upload_takes_its_report_along(self, cloud: Cloud, invoke: Invoke) -> None:
        publish(cloud, invoke, "a")
        cloud.s3.delete_object(Bucket=cloud.names["SourceBucket"], Key="articles/a.md")
        assert invoke("validate", messages(changed("articles/a.md"))) == []
        record = cloud.table.get(keys.record(ArticleId("a.md")))
        assert record
        assert record.state == "removed"
        assert cloud.objects("SourceBucket") == []


def test_a_rejected_upload_is_told_outside_once(cloud: Cloud, invoke: Invoke) -> None:
    cloud.upload("articles/b.md", "---\ntitle:\n---\n")
    assert [invoke("validate", messages({"upload": "articles/b.md"})) for _ in range(2)] == [[], []]
    (told,) = cloud.told()
    assert (told["type"], told["file"]) == ("ArticleRejected", "articles/b.md")
    report = cloud.s3.get_object(Bucket=cloud.names["SourceBucket"], Key="reports/articles/b.md.json")
    assert told["version"] == json.loads(report["Body"].read())["version"]


def test_where_there_is_no_bus_nobody_is_told(cloud: Cloud, invoke: Invoke) -> None:
    cloud.names["EventBus"] = ""
    cloud.upload("articles/b.md", "---\ntitle:\n---\n")
    assert invoke("validate", messages({"upload": "articles/b.md"})) == []
    assert cloud.told() == []


def test_a_rejected_upload_is_reported_and_no_failure(cloud: Cloud, invoke: Invoke, log: StringIO) -> None:
    publish(cloud, invoke, "a")
    cloud.upload("articles/b.md", text("a").replace("title: a", "title: B\nslug: a"))
    assert invoke("validate", messages(changed("articles/b.md"))) == []
    record = cloud.table.get(keys.record(ArticleId("b.md")))
    assert record
    assert (record.state, record.rejected, record.wants) == ("absent", True, ("/2026/11/a",))
    assert cloud.table.get(keys.claim(Address("/2026/11/a"))) == Claim(ArticleId("a.md"), "present")
    told = list(lines(log.getvalue()))[-1]
    assert (told["message"], told["upload"]) == ("rejected", "articles/b.md")
    assert told["problems"] == ["error: The address /2026/11/a belongs to a.md."]


def test_an_upload_that_has_come_to_its_page_is_measured_once(
    cloud: Cloud, invoke: Invoke, log: StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(cloud, invoke, "a")
    assert invoke("index", messages({"article": "a.md"}, groups=["a"])) == []
    capsys.readouterr()
    page = messages({"address": "/2026/11/a"}, {"address": "/2026/11"}, groups=["a", "b"])
    for _ in range(2):
        assert invoke("render", page) == []
    told = [each for each in lines(log.getvalue()) if each["message"] == "arrived"]
    (metric,) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [each["address"] for each in told] == ["/2026/11/a"]
    assert metric["UploadToSite"] == [pytest.approx(told[0]["seconds"], abs=0.001)]
    assert metric["_aws"]["CloudWatchMetrics"] == [
        {
            "Namespace": "Presswork",
            "Dimensions": [["FunctionName"]],
            "Metrics": [{"Name": "UploadToSite", "Unit": "Seconds"}],
        }
    ]
    assert metric["FunctionName"] == "render"


VARIABLES: list[tuple[Function, str, Any]] = [
    ("validate", "TABLE", {"upload": "articles/a.md"}),
    ("validate", "SOURCE_BUCKET", {"upload": "articles/a.md"}),
    ("validate", "WORK_BUCKET", {"upload": "articles/a.md"}),
    ("validate", "INDEX_QUEUE", {"upload": "articles/a.md"}),
    ("validate", "REBUILD_QUEUE", {"upload": "site.yaml"}),
    ("index", "TABLE", {"article": "a.md"}),
    ("index", "RENDER_QUEUE", {"article": "a.md"}),
    ("index", "REBUILD_QUEUE", {"article": "../pages/about.md"}),
    ("render", "TABLE", {"address": "/2026/11/a"}),
    ("render", "WORK_BUCKET", {"address": "/2026/11/a"}),
    ("render", "SITE_BUCKET", {"address": "/2026/11/a"}),
    ("render", "CACHE_TAGS", {"address": "/2026/11/a"}),
    ("rebuild", "TABLE", {"after": "", "edition": ""}),
    ("rebuild", "SOURCE_BUCKET", {"after": "", "edition": ""}),
    ("rebuild", "UPLOAD_QUEUE", {"after": "", "edition": ""}),
    ("rebuild", "RENDER_QUEUE", {"after": "", "edition": ""}),
]


@pytest.mark.parametrize(("function", "variable", "body"), VARIABLES)
def test_a_missing_variable_is_named_in_the_log(
    cloud: Cloud, invoke: Invoke, log: StringIO, function: Function, variable: str, body: object
) -> None:
    publish(cloud, invoke, "a")
    cloud.upload("pages/about.md", text("About"))
    assert invoke("validate", messages({"upload": "pages/about.md"})) == []
    if function == "render":
        invoke("index", messages({"article": "a.md"}, groups=["a"]))
    assert invoke(function, messages(body, groups=["one"]), without=variable) == ["m1"]
    (failure,) = [each for each in lines(log.getvalue()) if each["level"] == "ERROR"]
    assert f"{variable} is not set" in failure["exception"]


@pytest.mark.parametrize(
    "variable", ["DISTRIBUTION", "SITE_BUCKET", "CACHE_TAGS", "ANNOUNCE", "TABLE", "ANNOUNCE_QUEUE"]
)
def test_invalidate_without_a_variable_says_so(cloud: Cloud, invoke: Invoke, variable: str) -> None:
    cloud.table.write({keys.site(): Site(1, Settings(indexnow="0123456789"))})
    with pytest.raises(NotConfigured, match=rf"^{variable} is not set"):
        invoke("invalidate", messages(changed("index.html", "2026/11/a")), without=variable)


@pytest.mark.parametrize("variable", ["TABLE", "INDEXNOW"])
def test_announce_without_a_variable_says_so(invoke: Invoke, variable: str) -> None:
    with pytest.raises(NotConfigured, match=rf"^{variable} is not set"):
        invoke("announce", example("10-announce"), without=variable)


def test_a_hint_to_announce_that_nobody_can_read_is_let_go(invoke: Invoke, log: StringIO) -> None:
    assert invoke("announce", messages("?", {"article": "a.md"})) == []
    assert [each["message"] for each in lines(log.getvalue())] == ["unreadable message let go"] * 2


class TestAnnounce:
    """Others are told after the CDN, and in any case."""

    def test_what_could_not_be_announced_comes_again(
        self, cloud: Cloud, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cloud.table.write({keys.site(): Site(1, Settings(indexnow="0123456789"))})
        with monkeypatch.context() as patch:
            patch.setattr(SqsWakes, "announce", lambda *_: (_ for _ in ()).throw(NotSent("the queue is away")))
            with pytest.raises(NotSent):
                invoke("invalidate", example("04-invalidate-changes"))
        assert invoke("invalidate", example("04-invalidate-changes")) == []
        assert len(cloud.take("announce")) == 2

    def test_nobody_is_told_while_the_cdn_is_busy(
        self, cloud: Cloud, invoke: Invoke, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(*_: object) -> None:
            raise CdnBusy

        cloud.table.write({keys.site(): Site(1, Settings(indexnow="0123456789"))})
        monkeypatch.setattr(CloudFrontCdn, "invalidate", busy)
        assert len(invoke("invalidate", example("04-invalidate-changes"))) > 0
        assert cloud.take("announce") == []


class TestReact:
    def test_nothing_of_a_reader_is_logged_or_kept(
        self, cloud: Cloud, invoke: Invoke, reacted: Callable[[Event], Event], log: StringIO
    ) -> None:
        publish(cloud, invoke, "2026-11-24-port-strike-ends")
        assert invoke("index", example("02-index-article")) == []
        answer = reacted(example("11-react"))
        assert (answer["statusCode"], json.loads(answer["body"])["mine"]) == (200, "happy")
        *_, told = lines(log.getvalue())
        assert (told["message"], told["status"]) == ("answered", 200)
        rows = cloud.dynamodb.scan(TableName=cloud.names["ReactionsTable"])["Items"]
        assert sorted(row["p"]["S"].partition("#")[0] for row in rows) == ["COUNT", "KEY", "VOTE"]
        assert [each for each in ("192.0.2.1", "Mozilla") if each in log.getvalue() + str(rows)] == []

    def test_what_is_no_article_is_a_problem(self, reacted: Callable[[Event], Event]) -> None:
        answer = reacted(example("11-react"))
        assert (answer["statusCode"], answer["headers"]["content-type"]) == (404, "application/problem+json")


class TestSearch:
    def test_a_wrong_method_hears_which_are_right(self, answered: Callable[[Event], Event]) -> None:
        asked = example("08-search")
        asked["requestContext"]["http"]["method"] = "DELETE"
        answer = answered(asked)
        assert (answer["statusCode"], answer["headers"]["allow"]) == (405, "GET, HEAD")

    def test_what_readers_look_for_is_logged_nowhere(self, answered: Callable[[Event], Event], log: StringIO) -> None:
        answered(example("08-search"))
        (told,) = lines(log.getvalue())
        assert (told["message"], told["status"]) == ("answered", 200)
        assert "strike" not in log.getvalue()
