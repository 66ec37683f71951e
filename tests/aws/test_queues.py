"""The queues on SQS: every hint arrives, and bursts for one address become one message."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import pytest

from presswork.article.model import Address, ArticleId
from presswork.aws import cause
from presswork.aws.queues import NotSent, Queue, SqsWakes
from tests.conftest import moto_client

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.literals import QueueAttributeNameType

FIFO: dict[QueueAttributeNameType, str] = {
    "FifoQueue": "true",
    "DeduplicationScope": "messageGroup",
    "FifoThroughputLimit": "perMessageGroupId",
}
"""As in template.yaml, but for the render queue's delay, for which tests would have to wait."""
LONG = "日" * 300


class Message(NamedTuple):
    body: dict[str, str]
    group: str
    deduplication: str


class Queues:
    """The queues of the template, and all that they hold."""

    def __init__(self, client: SQSClient) -> None:
        self.client = client
        self.urls: dict[Queue, str] = {
            "upload": client.create_queue(QueueName="upload")["QueueUrl"],
            "index": client.create_queue(QueueName="index.fifo", Attributes=FIFO)["QueueUrl"],
            "render": client.create_queue(QueueName="render.fifo", Attributes=FIFO)["QueueUrl"],
            "rebuild": client.create_queue(QueueName="rebuild")["QueueUrl"],
        }

    def sender(self) -> SqsWakes:
        return SqsWakes(self.client, self.urls.__getitem__)

    def take(self, queue: Queue) -> list[Message]:
        """Every message, in the order of arrival; the queue is empty afterwards."""
        found: list[Message] = []
        while messages := self.client.receive_message(
            QueueUrl=self.urls[queue], MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
        ).get("Messages"):
            for each in messages:
                attributes: Any = each["Attributes"]
                group, deduplication = (attributes.get(f"Message{id_}Id", "") for id_ in ("Group", "Deduplication"))
                found.append(Message(json.loads(each["Body"]), group, deduplication))
                assert each["Body"].isascii()
                self.client.delete_message(QueueUrl=self.urls[queue], ReceiptHandle=each["ReceiptHandle"])
        return found


@pytest.fixture
def queues(moto: None) -> Queues:  # noqa: ARG001
    return Queues(moto_client("sqs"))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The process's own clock, in seconds; it stands still until its one entry is changed."""
    time = [1000.0]
    monkeypatch.setattr("presswork.aws.queues.time.monotonic", lambda: time[0])
    return time


class TestWhatIsSent:
    def test_validate_is_told_the_keys(self, queues: Queues) -> None:
        queues.sender().validate(["articles/日本.md", "articles/a+b c#.md", "site.yaml"])
        assert [each.body for each in queues.take("upload")] == [
            {"upload": "articles/日本.md"},
            {"upload": "articles/a+b c#.md"},
            {"upload": "site.yaml"},
        ]

    def test_index_is_told_the_articles(self, queues: Queues) -> None:
        queues.sender().index([ArticleId("日本.md"), ArticleId("it's.md")])
        assert [each.body for each in queues.take("index")] == [{"article": "日本.md"}, {"article": "it's.md"}]

    def test_render_is_told_the_addresses(self, queues: Queues) -> None:
        queues.sender().render([Address("/"), Address("/2026/11/日本")])
        assert [each.body for each in queues.take("render")] == [{"address": "/"}, {"address": "/2026/11/日本"}]

    def test_a_walk_is_told_through_what_and_how_far_it_came(self, queues: Queues) -> None:
        queues.sender().walk("author:玲", "")
        queues.sender().walk("author:玲", "2026-11-24T04:00:00Z#日本.md")
        assert [each.body for each in queues.take("rebuild")] == [
            {"walk": "author:玲", "before": ""},
            {"walk": "author:玲", "before": "2026-11-24T04:00:00Z#日本.md"},
        ]

    def test_rebuild_is_told_how_far_it_came(self, queues: Queues) -> None:
        queues.sender().rebuild("", "")
        queues.sender().rebuild("articles/日本.md", "3-abc")
        assert [each.body for each in queues.take("rebuild")] == [
            {"after": "", "edition": ""},
            {"after": "articles/日本.md", "edition": "3-abc"},
        ]

    def test_characters_that_sqs_refuses_are_written_in_others(self, queues: Queues) -> None:
        """SQS takes what XML takes; an upload's key may hold more, and one such key must not stop its batch."""
        key = "articles/\x01\ufffe\uffff\x7f.md"
        queues.sender().validate([key])
        assert [each.body for each in queues.take("upload")] == [{"upload": key}]

    @pytest.mark.parametrize("number", [0, 1, 10, 11, 25])
    def test_more_than_a_batch_takes_are_sent_in_several(self, queues: Queues, number: int) -> None:
        calls: list[int] = []
        events = queues.client.meta.events
        events.register("before-call.sqs.SendMessageBatch", lambda **_: calls.append(1), "count")
        try:
            queues.sender().index(ArticleId(f"{each}.md") for each in range(number))
        finally:
            events.unregister("before-call.sqs.SendMessageBatch", unique_id="count")
        assert len(calls) == -(-number // 10)
        assert sorted(each.body["article"] for each in queues.take("index")) == sorted(
            f"{each}.md" for each in range(number)
        )


class TestGroupsAndDuplicates:
    def test_ids_are_short_enough_for_sqs_and_the_same_for_the_same_thing(self, queues: Queues) -> None:
        sender = queues.sender()
        sender.index([ArticleId(LONG), ArticleId(LONG + "x"), ArticleId(LONG)])
        first, second, third = queues.take("index")
        assert first.group == third.group != second.group
        sender.render([Address("/" + LONG)])
        for message in (first, second, third, *queues.take("render")):
            assert 0 < len(message.group) <= 128
            assert 0 < len(message.deduplication) <= 128
            assert message.group.isascii()
            assert message.deduplication.isascii()

    def test_no_hint_to_index_is_ever_dropped(self, queues: Queues, clock: list[float]) -> None:  # noqa: ARG002
        sender = queues.sender()
        for _ in range(3):
            sender.index([ArticleId("a.md"), ArticleId("a.md")])
        messages = queues.take("index")
        assert [each.body for each in messages] == [{"article": "a.md"}] * 6
        assert len({each.deduplication for each in messages}) == 6

    def test_wakes_of_one_second_for_one_address_become_one(self, queues: Queues, clock: list[float]) -> None:
        sender = queues.sender()
        for moment in (1000.0, 1000.4, 1000.999):
            clock[0] = moment
            sender.render([Address("/"), Address("/2026/11")])
        assert [each.body["address"] for each in queues.take("render")] == ["/", "/2026/11"]

    def test_what_they_are_for_makes_them_no_more(self, queues: Queues, clock: list[float]) -> None:  # noqa: ARG002
        sender = queues.sender()
        for version in ("v1", "v2"):
            with cause.working_for(version):
                sender.render([Address("/")])
                sender.hint({ArticleId("a.md"): 7})
        assert [each.body for each in queues.take("render")] == [{"address": "/", "cause": "v1"}]
        assert [each.body for each in queues.take("index")] == [{"article": "a.md", "cause": "v1"}]

    def test_wakes_of_two_seconds_stay_two(self, queues: Queues, clock: list[float]) -> None:
        sender = queues.sender()
        for moment in (1000.9, 1001.0):
            clock[0] = moment
            sender.render([Address("/")])
        assert [each.body["address"] for each in queues.take("render")] == ["/", "/"]

    def test_wakes_of_two_senders_stay_two(self, queues: Queues, clock: list[float]) -> None:  # noqa: ARG002
        for sender in (queues.sender(), queues.sender()):
            sender.render([Address("/")])
        assert [each.body["address"] for each in queues.take("render")] == ["/", "/"]

    def test_wakes_for_one_address_share_a_group_whoever_sends_them(self, queues: Queues) -> None:
        for sender in (queues.sender(), queues.sender()):
            sender.render([Address("/"), Address("/2026/11")])
        front, month, again, month_again = queues.take("render")
        assert [front.body["address"], month.body["address"]] == ["/", "/2026/11"]
        assert (front.group, month.group) == (again.group, month_again.group)
        assert front.group != month.group


def test_messages_that_sqs_refuses_are_raised() -> None:
    """SQS answers 200 to a batch of which it took a part."""

    class Full:
        def send_message_batch(self, *, QueueUrl: str, Entries: list[Any]) -> dict[str, Any]:  # noqa: N803
            assert QueueUrl == "url of render"
            return {
                "Successful": [{"Id": each["Id"]} for each in Entries[2:]],
                "Failed": [{"Id": each["Id"], "Message": "over capacity"} for each in Entries[:2]],
            }

    wakes = SqsWakes(cast("SQSClient", Full()), lambda queue: f"url of {queue}")
    with pytest.raises(NotSent, match=r"^2 of 3 messages to render: over capacity$"):
        wakes.render([Address("/a"), Address("/b"), Address("/c")])
