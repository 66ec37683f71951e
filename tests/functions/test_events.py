"""Each event of events/ through its real handler, in the order of the flow: the example article becomes a page."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from presswork.article.model import Address, ArticleId
from presswork.aws.queues import SqsWakes
from presswork.index import keys
from presswork.index.rows import Claim, Due, Rebuilt, Site
from presswork.pages import addresses, assets
from presswork.pages.edition import edition
from tests.functions.cloud import EVENTS, Cloud, Context, example
from tests.functions.conftest import Invoke

KEY = "articles/2026-11-24-port-strike-ends.md"
ARTICLE = ArticleId("2026-11-24-port-strike-ends.md")
ADDRESS = Address("/2026/11/port-strike-ends")
TEXT = (Path(__file__).parents[2] / "examples" / KEY).read_bytes()


def test_there_is_an_event_for_each_function_in_the_order_of_the_flow() -> None:
    assert sorted(path.name for path in EVENTS.iterdir()) == [
        "01-validate-upload.json",
        "02-index-article.json",
        "03-render-address.json",
        "04-invalidate-changes.json",
        "05-rebuild.json",
        "06-release.json",
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
    assert (standing.state, standing.article) == ("live", record.article)
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


def test_a_rebuild_hands_on_what_its_time_does_not_suffice_for(cloud: Cloud, invoke: Invoke) -> None:
    cloud.upload(KEY, TEXT)
    assert invoke("rebuild", example("05-rebuild"), Context("rebuild", left=iter([9_999]))) == []
    assert cloud.take("rebuild") == [{"after": KEY, "edition": edition(Site())}]
    assert (cloud.table.get(keys.rebuilt()) or Rebuilt("none yet")).edition == ""


def test_every_event_may_come_twice(cloud: Cloud, invoke: Invoke) -> None:
    cloud.upload(KEY, TEXT)
    for function, name in (
        ("validate", "01-validate-upload"),
        ("index", "02-index-article"),
        ("render", "03-render-address"),
    ):
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
