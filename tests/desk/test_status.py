"""status: what is on its way, and of what was given up the cause; dead letters stay where they are."""

from __future__ import annotations

import json
import time
from uuid import uuid4

import pytest

from desk import status as module
from desk.connect import Target
from desk.console import Console
from desk.status import Letter, Published, Refused, dead_letters, is_quiet, look, messages, queue_url, span, status
from tests.desk.site import Site, pointed_at

NOW = time.time()


def bury(site: Site, verb: module.Verb, *bodies: str, group: str = "g") -> None:
    """Put dead letters where the queue's own would go."""
    url = dead_letters(site.deployment, verb).url
    for body in bodies:
        fifo = {"MessageGroupId": group, "MessageDeduplicationId": uuid4().hex} if url.endswith(".fifo") else {}
        site.sqs.send_message(QueueUrl=url, MessageBody=body, **fifo)


def log(site: Site, verb: str, at: float, **fields: object) -> None:
    site.lines.setdefault(f"{verb.capitalize()}Log", []).append({"at": at, **fields})


def failed(site: Site, verb: str, at: float, body: str, error: str) -> None:
    trace = f'Traceback (most recent call last):\n  File "x.py", line 1\n{error}'
    log(site, verb, at, level="ERROR", message="failed: it will be delivered again", body=body, exception=trace)


def test_messages_are_counted_where_they_are(site: Site) -> None:
    assert is_quiet(site.deployment)
    upload = queue_url(site.deployment, "validate")
    for _ in range(3):
        site.sqs.send_message(QueueUrl=upload, MessageBody="{}")
    site.sqs.send_message(QueueUrl=upload, MessageBody="{}", DelaySeconds=60)
    site.sqs.receive_message(QueueUrl=upload, MaxNumberOfMessages=1, VisibilityTimeout=60)
    assert not is_quiet(site.deployment)
    line = look(site.deployment, NOW).queues[0]
    assert (line.verb, line.waiting, line.in_flight, line.delayed, line.dead, line.letters) == (
        "validate",
        2,
        1,
        1,
        0,
        (),
    )


@pytest.mark.parametrize("verb", ["index", "validate"])
def test_a_dead_letter_shows_its_cause_and_stays(site: Site, verb: module.Verb) -> None:
    bodies = ['{"article": "a.md"}', '{"article": "b.md"}']
    for group, body in enumerate(bodies):  # moto gives one of a group at a time
        bury(site, verb, body, group=str(group))
    failed(site, verb, NOW - 50, bodies[0], "Throttled: 2 reads left undone")
    failed(site, verb, NOW - 40, bodies[0], "Throttled: 3 reads left undone")
    failed(site, verb, NOW - 30, '{"article": "c.md"}', "Busy: articles/c.md")
    ages: list[dict[str, float]] = []
    for now in (NOW + 1000, NOW + 3000):
        line = next(each for each in look(site.deployment, now).queues if each.verb == verb)
        assert line.dead == 2
        found = {each.body: each.cause for each in line.letters}
        assert found == {bodies[0]: "Throttled: 3 reads left undone", bodies[1]: "Busy: articles/c.md"}
        assert all(each.received >= 1 for each in line.letters)
        ages.append({each.body: each.seconds for each in line.letters})
    assert [ages[1][body] - ages[0][body] for body in bodies] == pytest.approx([2000, 2000])
    url = dead_letters(site.deployment, verb).url
    assert messages(site.deployment, url) == 2
    assert site.sqs.receive_message(QueueUrl=url)["Messages"]  # visible to everyone, at once


def test_a_long_message_is_known_by_the_start_that_the_log_keeps(site: Site) -> None:
    body = json.dumps({"Records": ["x" * 3000]})
    bury(site, "validate", body)
    failed(site, "validate", NOW, body[:1000], "ClientError: AccessDenied")
    (letter,) = look(site.deployment, NOW).queues[0].letters
    assert letter.cause == "ClientError: AccessDenied"


def test_of_many_dead_letters_some_are_shown(site: Site) -> None:
    bury(site, "validate", *(f'{{"upload": "{number}"}}' for number in range(14)))
    line = look(site.deployment, NOW).queues[0]
    assert (line.dead, len(line.letters)) == (14, module.SHOWN)
    assert len({each.body for each in line.letters}) == module.SHOWN


def test_the_last_uploads_are_shown_the_last_first(site: Site) -> None:
    log(site, "render", NOW - 30, level="INFO", message="arrived", address="/2026/11/a", seconds=3.25)
    log(site, "render", NOW - 29, level="INFO", message="written", address="/2026/11/a")
    log(site, "render", NOW - 20, level="INFO", message="arrived", address="/2026/11/b", seconds=2.5)
    log(site, "render", NOW - 2 * module.DAY, level="INFO", message="arrived", address="/2026/11/old", seconds=2.5)
    log(site, "validate", NOW - 10, message="rejected", upload="articles/c.md", problems=["error: No title."])
    log(site, "validate", NOW - 9, message="accepted", upload="articles/d.md", problems=[])
    found = look(site.deployment, NOW)
    assert found.published == (Published("/2026/11/b", 2.5, 20.0), Published("/2026/11/a", 3.25, 30.0))
    assert found.rejected == (Refused("articles/c.md", ("error: No title.",), 10.0),)


def test_it_is_said_in_a_table_and_dead_letters_end_it_with_one(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pointed_at(site, monkeypatch, module)
    monkeypatch.setattr("desk.status.time.time", lambda: NOW)
    monkeypatch.setattr(module, "edition", lambda _: "1-abc")
    assert status(Target(), Console()) == 0
    assert capsys.readouterr().out.splitlines() == [
        "presswork, edition 1-abc",
        "A rebuild is under way, or due: all was last made as edition (never).",
        "             waiting  in hand  delayed given up",
        "validate           0        0        0        0",
        "images             0        0        0        0",
        "index              0        0        0        0",
        "render             0        0        0        0",
        "invalidate         0        0        0        0",
        "announce           0        0        0        0",
        "rebuild            0        0        0        0",
    ]
    letter = Letter('{"article": "a\x1b.md"}', 7200.0, 6, "Busy: a.md")
    line = module.Line("index", 0, 0, 0, 1, (letter,))
    monkeypatch.setattr(
        module, "_line", lambda _, verb, __: line if verb == "index" else module.Line(verb, 0, 0, 0, 0, ())
    )
    assert status(Target(), Console()) == 1
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "index has given up 1 message. Mend the cause, then: presswork redrive index",
        '    2 h old, received 6 times  {"article": "a\\x1b.md"}',
        "        Busy: a.md",
    ]


def test_for_machines_it_is_one_line_of_json(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pointed_at(site, monkeypatch, module)
    bury(site, "rebuild", "{}")
    assert status(Target(), Console(machine=True)) == 1
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert found.keys() == {"stack", "edition", "rebuilt", "queues", "published", "rejected"}
    assert [each["verb"] for each in found["queues"] if each["dead"]] == ["rebuild"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-3.0, "0 s"), (0.4, "0 s"), (119, "119 s"), (120, "2 min"), (7199, "120 min"), (7200, "2 h"), (200_000, "2 d")],
)
def test_a_span_is_said_in_short(seconds: float, said: str) -> None:
    assert span(seconds) == said
