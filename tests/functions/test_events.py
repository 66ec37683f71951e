"""Each event of events/ through its real handler, in the order of the flow: the example article becomes a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from presswork.article.model import Address, ArticleId, Settings
from presswork.aws.queues import SqsWakes
from presswork.index import keys
from presswork.index.rows import Claim, Due, Rebuilt, Site
from presswork.pages import addresses, assets
from presswork.pages.edition import edition
from presswork.pictures.renditions import names
from tests.functions.cloud import EVENTS, Cloud, Context, Event, Function, changed, example, lines, messages
from tests.functions.conftest import Invoke
from tests.servers import serving

KEY = "articles/2026-11-24-port-strike-ends.md"
ARTICLE = ArticleId("2026-11-24-port-strike-ends.md")
ADDRESS = Address("/2026/11/port-strike-ends")
EXAMPLES = Path(__file__).parents[2] / "examples"
TEXT = (EXAMPLES / KEY).read_bytes()
PICTURE = "media/graving-point.jpg"
FLOW: tuple[tuple[Function, str], ...] = (
    ("validate", "01-validate-upload"),
    ("index", "02-index-article"),
    ("render", "03-render-address"),
)


def test_there_is_an_event_for_each_function_in_the_order_of_the_flow() -> None:
    assert sorted(path.name for path in EVENTS.iterdir()) == [
        "01-validate-upload.json",
        "02-index-article.json",
        "03-render-address.json",
        "04-invalidate-changes.json",
        "05-rebuild.json",
        "06-release.json",
        "07-make-picture.json",
        "08-search.json",
        "09-walk-author.json",
        "10-announce.json",
        "11-react.json",
    ]


def test_an_upload_is_validated_indexed_rendered_and_invalidated(cloud: Cloud, invoke: Invoke) -> None:
    cloud.upload(KEY, TEXT)

    assert invoke("validate", example("01-validate-upload")) == []
    record = cloud.table.get(keys.record(ARTICLE))
    assert record
    assert record.article
    assert (record.state, record.article.card.address) == ("published", ADDRESS)
    assert cloud.table.get(keys.claim(ADDRESS)) == Claim(ARTICLE, "present")
    assert cloud.objects("WorkBucket") == [f"proofs/{record.article.proof}.json"]
    assert cloud.objects("SourceBucket") == [KEY, f"reports/{KEY}.json"]
    assert report(cloud)["outcome"] == "accepted"
    assert cloud.take("index") == [{"article": ARTICLE}]

    assert invoke("index", example("02-index-article")) == []
    standing = cloud.table.get(keys.standing(ARTICLE))
    assert standing
    assert (standing.state, standing.article) == ("live", record.article)  # its picture is not there yet
    woken = {each["address"] for each in cloud.take("render")}
    assert {ADDRESS, "/", "/2026/11", "/sections/harbour"} <= woken

    assert invoke("render", example("03-render-address")) == []
    assert cloud.objects("SiteBucket") == ["2026/11/port-strike-ends"]
    page = cloud.s3.get_object(Bucket=cloud.names["SiteBucket"], Key="2026/11/port-strike-ends")
    assert page["ContentType"] == "text/html; charset=utf-8"
    assert "Port strike ends after three weeks" in page["Body"].read().decode()

    assert invoke("invalidate", example("04-invalidate-changes")) == []
    assert cloud.invalidated() == [
        ["/", "/2026/11/port-strike-ends", "/2026/11/withdrawn", "/authors/zo%C3%AB-hallam", "/index.html"]
    ]


def test_others_are_told_of_the_article_when_it_has_come_and_when_it_has_left(cloud: Cloud, invoke: Invoke) -> None:
    cloud.upload(KEY, TEXT)
    for function, name in FLOW:
        assert invoke(function, example(name)) == []
    assert cloud.told() == []
    url = "https://news.example.com/2026/11/port-strike-ends"
    assert invoke("invalidate", messages(written(cloud))) == []
    (published,) = cloud.told()
    assert (published["type"], published["file"], published["url"]) == ("ArticlePublished", KEY, url)
    assert (published["address"], published["title"]) == (ADDRESS, "Port strike ends after three weeks")

    cloud.s3.delete_object(Bucket=cloud.names["SourceBucket"], Key=KEY)
    for function, name in FLOW:
        assert invoke(function, example(name)) == []
    assert invoke("invalidate", messages(written(cloud))) == []
    (removed,) = cloud.told()
    assert removed == {
        **published,
        "type": "ArticleRemoved",
        "id": published["id"].replace("published", "removed"),
        "moved_to": None,
    }


def written(cloud: Cloud) -> Event:
    """The notification of the last write of the article's page."""
    page = cloud.s3.head_object(Bucket=cloud.names["SiteBucket"], Key="2026/11/port-strike-ends")
    return changed("2026/11/port-strike-ends", version=page["VersionId"])


def test_a_picture_is_made_and_comes_to_the_article_that_shows_it(cloud: Cloud, invoke: Invoke) -> None:
    cloud.upload(KEY, TEXT)
    cloud.upload(PICTURE, (EXAMPLES / PICTURE).read_bytes())
    for function, name in (("validate", "01-validate-upload"), ("index", "02-index-article")):
        assert invoke(function, example(name)) == []
    cloud.take("index")
    cloud.take("render")

    assert invoke("images", example("07-make-picture")) == []
    made = cloud.table.get(keys.made("graving-point.jpg"))
    assert made
    assert made.stored
    assert (made.settled, made.stored.rendered.widths) == (True, (320, 640, 960, 1280, 1600))
    stored = f"renditions/{made.stored.name}/"
    assert [each for each in cloud.objects("WorkBucket") if each.startswith("renditions/")] == sorted(
        stored + name for name in names(made.stored.rendered)
    )
    told = cloud.s3.get_object(Bucket=cloud.names["SourceBucket"], Key=f"reports/{PICTURE}.json")
    assert json.loads(told["Body"].read())["outcome"] == "accepted"
    assert cloud.take("index") == [{"article": ARTICLE}]
    woken = sorted(each["address"] for each in cloud.take("render"))
    assert woken == sorted(addresses.renditions(made.stored.rendered))

    assert invoke("index", example("02-index-article")) == []
    cloud.take("render")
    rendition = messages(*({"address": each} for each in woken), groups=woken)
    assert invoke("render", rendition) == []
    page = cloud.s3.get_object(Bucket=cloud.names["SiteBucket"], Key=woken[0].removeprefix("/"))
    assert (page["ContentType"], page["CacheControl"]) == ("image/jpeg", "public, max-age=31536000, immutable")
    assert invoke("render", example("03-render-address")) == []
    article = cloud.s3.get_object(Bucket=cloud.names["SiteBucket"], Key="2026/11/port-strike-ends")["Body"].read()
    assert woken[0].encode() in article

    assert invoke("images", example("07-make-picture")) == []  # a second time, nothing is left to do
    assert (cloud.take("index"), cloud.take("render")) == ([], [])


def test_a_picture_that_is_replaced_leaves_nothing_in_the_work_bucket(cloud: Cloud, invoke: Invoke) -> None:
    for name in ("graving-point.jpg", "wasen.jpg"):
        cloud.upload(PICTURE, (EXAMPLES / "media" / name).read_bytes())
        assert invoke("images", messages({"upload": PICTURE})) == []
    made = cloud.table.get(keys.made("graving-point.jpg"))
    assert made
    assert made.stored
    assert cloud.objects("WorkBucket") == sorted(
        f"renditions/{made.stored.name}/{name}" for name in names(made.stored.rendered)
    )


def test_what_is_no_picture_is_told_or_left_alone(cloud: Cloud, invoke: Invoke) -> None:
    cloud.upload("media/notes.pdf", "%PDF")
    assert invoke("images", messages({"upload": "media/notes.pdf"}, {"upload": "media/"}, {"upload": KEY})) == []
    assert cloud.objects("SourceBucket") == ["media/notes.pdf", "reports/media/notes.pdf.json"]


def test_a_rebuild_wakes_pictures_too(cloud: Cloud, invoke: Invoke) -> None:
    cloud.upload(KEY, TEXT)
    cloud.upload(PICTURE, b"picture")
    assert invoke("rebuild", example("05-rebuild")) == []
    assert (cloud.take("upload"), cloud.take("media")) == ([{"upload": KEY}], [{"upload": PICTURE}])


def test_a_rebuild_wakes_the_fixed_pages_and_every_upload(cloud: Cloud, invoke: Invoke) -> None:
    cloud.upload(KEY, TEXT)
    assert invoke("rebuild", example("05-rebuild")) == []
    assert sorted(each["address"] for each in cloud.take("render")) == sorted(addresses.fixed(assets.load().values()))
    assert cloud.take("upload") == [{"upload": KEY}]
    assert cloud.take("rebuild") == []
    there = tuple(sorted(each.address for each in assets.load().values()))
    assert cloud.table.get(keys.rebuilt()) == Rebuilt(edition(Site()), there)


def test_the_clock_wakes_what_is_due(cloud: Cloud, released: Callable[[], object]) -> None:
    due, later = keys.instant(datetime.now(UTC) - timedelta(minutes=1)), keys.instant(datetime(2999, 1, 1, tzinfo=UTC))
    cloud.table.write({keys.due().at(f"{due}#{ARTICLE}"): Due(), keys.due().at(f"{later}#later.md"): Due()})
    assert released() == {"woken": 1}
    assert cloud.take("index") == [{"article": ARTICLE}]


def test_a_reader_finds_the_article_as_soon_as_it_is_indexed(
    cloud: Cloud, invoke: Invoke, answered: Callable[[Event], Event]
) -> None:
    cloud.upload(KEY, TEXT)
    asked = example("08-search")
    headers = {"content-type": "text/html; charset=utf-8", "cache-control": "no-cache"}
    assert invoke("validate", example("01-validate-upload")) == []
    nothing = answered(asked)
    assert (nothing["statusCode"], nothing["headers"]) == (200, headers)
    assert "Nothing was found" in nothing["body"]
    assert invoke("index", example("02-index-article")) == []
    found = answered(asked)
    assert f'<h2><a href="{ADDRESS}">Port strike ends after three weeks</a></h2>' in found["body"]


def test_the_articles_of_an_author_are_made_again_with_what_is_told_of_them(cloud: Cloud, invoke: Invoke) -> None:
    cloud.upload(KEY, TEXT)
    for function, name in (("validate", "01-validate-upload"), ("index", "02-index-article")):
        assert invoke(function, example(name)) == []
    cloud.take("render")
    assert invoke("rebuild", example("09-walk-author")) == []
    assert sorted(each["address"] for each in cloud.take("render")) == [ADDRESS, "/authors/zoë-hallam"]


def test_changes_are_announced_if_the_settings_say_so(cloud: Cloud, invoke: Invoke) -> None:
    with serving() as server:
        cloud.names["IndexNow"] = f"{server.url}/indexnow"
        settings = Settings(base_url="https://tidings.example", indexnow="0123456789", websub=f"{server.url}/hub")
        cloud.table.write({keys.site(): Site(1, settings)})
        assert invoke("invalidate", example("04-invalidate-changes")) == []
        assert cloud.take("announce") == [{"address": ADDRESS}, {"address": "/2026/11/withdrawn"}]
        assert invoke("announce", example("10-announce")) == []
        (to_engines, to_hub) = server.sent
        assert (to_engines.path, json.loads(to_engines.body)["urlList"]) == (
            "/indexnow",
            ["https://tidings.example/2026/11/port-strike-ends", "https://tidings.example/2026/11/withdrawn"],
        )
        assert (to_hub.path, to_hub.body) == (
            "/hub",
            "hub.mode=publish&hub.url=https%3A%2F%2Ftidings.example%2Ffeed.xml",
        )


@pytest.mark.parametrize(
    ("status", "failed", "level"), [(503, ["1", "2", "3"], "WARNING"), (403, [], "ERROR"), (200, [], "INFO")]
)
def test_an_announcement_comes_again_if_that_may_help(
    cloud: Cloud, invoke: Invoke, log: StringIO, status: int, failed: list[str], level: str
) -> None:
    with serving() as server:
        server.status = status
        cloud.names["IndexNow"] = f"{server.url}/indexnow"
        settings = Settings(indexnow="0123456789", websub=f"{server.url}/hub")
        cloud.table.write({keys.site(): Site(1, settings)})
        assert [each[-1] for each in invoke("announce", example("10-announce"))] == failed
        assert [each["level"] for each in lines(log.getvalue())] == [level] * 2


@pytest.mark.parametrize("off", ["by the settings", "by the template"])
def test_nothing_is_announced_unless_it_is_switched_on(cloud: Cloud, invoke: Invoke, off: str) -> None:
    if off == "by the template":
        cloud.names["Announce"] = "off"
        cloud.table.write({keys.site(): Site(1, Settings(indexnow="0123456789"))})
    assert invoke("invalidate", example("04-invalidate-changes")) == []
    assert cloud.take("announce") == []


def test_a_reader_says_what_the_article_makes_of_him(
    cloud: Cloud, invoke: Invoke, reacted: Callable[[Event], Event]
) -> None:
    cloud.upload(KEY, TEXT)
    asked = example("11-react")
    assert invoke("validate", example("01-validate-upload")) == []
    assert reacted(asked)["statusCode"] == 404
    assert invoke("index", example("02-index-article")) == []
    found = reacted(asked)
    assert (found["statusCode"], found["headers"]["content-type"]) == (200, "application/json")
    none = dict.fromkeys(("happy", "sad", "excited", "sleepy", "angry", "surprise"), 0)
    assert json.loads(found["body"]) == {"counts": none | {"happy": 1}, "mine": "happy"}
    asked["headers"]["cloudfront-viewer-address"] = "192.0.2.1:40000"  # the same reader, another connection
    assert json.loads(reacted(asked)["body"])["counts"] == none | {"happy": 1}
    asked["headers"]["cloudfront-viewer-address"] = "2001:db8::1:40000"
    assert json.loads(reacted(asked)["body"])["counts"] == none | {"happy": 2}


def test_a_rebuild_hands_on_what_its_time_does_not_suffice_for(cloud: Cloud, invoke: Invoke) -> None:
    cloud.upload(KEY, TEXT)
    assert invoke("rebuild", example("05-rebuild"), Context("rebuild", left=iter([9_999]))) == []
    assert cloud.take("rebuild") == [{"after": KEY, "edition": edition(Site())}]
    assert (cloud.table.get(keys.rebuilt()) or Rebuilt("none yet")).edition == ""


def test_every_event_may_come_twice(cloud: Cloud, invoke: Invoke) -> None:
    cloud.upload(KEY, TEXT)
    for function, name in FLOW:
        assert [invoke(function, example(name)) for _ in range(2)] == [[], []]
    assert cloud.take("index") == [{"article": ARTICLE}] * 2
    assert cloud.objects("SiteBucket") == ["2026/11/port-strike-ends"]


def test_the_groups_of_the_events_are_those_that_the_queues_are_given(cloud: Cloud) -> None:
    wakes = SqsWakes(cloud.sqs, lambda queue: cloud.names[f"{queue.capitalize()}Queue"])
    wakes.index([ARTICLE])
    wakes.render([ADDRESS])
    for name, queue in (("02-index-article", "IndexQueue"), ("03-render-address", "RenderQueue")):
        (record,) = example(name)["Records"]
        (sent,) = cloud.sqs.receive_message(QueueUrl=cloud.names[queue], MessageSystemAttributeNames=["All"])[
            "Messages"
        ]
        assert record["attributes"]["MessageGroupId"] == sent["Attributes"]["MessageGroupId"]
        assert record["body"] == sent["Body"]


def report(cloud: Cloud) -> dict[str, object]:
    found = cloud.s3.get_object(Bucket=cloud.names["SourceBucket"], Key=f"reports/{KEY}.json")
    text: dict[str, object] = json.loads(found["Body"].read())
    return text
