"""Random histories of a newsroom on the embedded AWS, with events that come twice, early, late and in any order."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote_plus

import pytest
from PIL import Image

from desk.pipeline import Verb
from presswork.article.model import Upload
from presswork.article.uploads import MEDIA, id_of
from tests import histories
from tests.end_to_end.press import Press, press
from tests.world import World

pytestmark = pytest.mark.stack

LONG_AGO = datetime(2020, 11, 24, 12, tzinfo=UTC)
"""Whatever is dated near it is past, wherever the clock stands: here only real time passes."""
LATEST_SECONDS = 2
"""How late an event may be."""
PAUSES: Sequence[Sequence[Verb]] = [(), (), ["validate"], ["validate", "index"], ["validate", "index", "render"]]
"""What may be done before the next act: the later the verb, the more has been shown to readers."""


@dataclass(kw_only=True)
class Newsroom(World):
    """A world whose uploads go to a press."""

    press: Press

    def upload(self, key: str, text: str | None) -> None:
        self.uploads.pop(key, None)
        if text is not None:
            self.uploads[key] = Upload(key, text.encode(), LONG_AGO)
        self._disturb(key)
        self.press.upload(key, picture(text) if text and key.startswith(MEDIA) else text)
        self._disturb(key)

    def pass_time(self, by: timedelta) -> None:  # noqa: ARG002 (nobody can make real time pass)
        self.press.pipeline.release()

    def _disturb(self, key: str) -> None:
        """Events and hints of what has happened before, will happen, or never did."""
        for _ in range(self.random.choice([0, 0, 1, 2])):
            event = {"Records": [{"s3": {"object": {"key": quote_plus(self.random.choice([key, *self.uploads]))}}}]}
            self.press.clients.sqs.send_message(
                QueueUrl=self.random.choice([self.press.stack.upload_queue, self.press.stack.media_queue]),
                MessageBody=json.dumps(event),
                DelaySeconds=self.random.randrange(LATEST_SECONDS + 1),
            )
        if self.random.random() < 0.2:
            known = sorted(self.uploads) or [key]
            self.press.pipeline.wakes.index([id_of(self.random.choice(known))])
        if self.random.random() < 0.1:
            self.press.pipeline.wakes.rebuild("", "")


def picture(text: str) -> bytes:
    """A real one for each text, but for one that says that it is none."""
    if text == "no picture":
        return text.encode()
    out = io.BytesIO()
    Image.new("RGB", (320, 200), (len(text), 60, 90)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("seed", range(1, 6))
def test_after_any_history_the_site_is_what_a_full_build_gives(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histories, "START", LONG_AGO)
    with press() as running, running.readers(seed):
        newsroom = Newsroom(seed=seed, press=running)
        running.pipeline.wakes.rebuild("", "")  # a new deployment
        kept: dict[str, str] = {}
        for number in range(newsroom.random.randrange(3, 11)):
            histories.anything(newsroom, newsroom.random, number, kept)
            running.pause(*newsroom.random.choice(PAUSES))
        running.settle()
        assert running.wrong() is None
