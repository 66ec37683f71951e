"""Links by which readers pass an article on: plain ones, so that no other site learns who reads it.

Each pattern is the one that the network itself, or its documentation, gives to sites.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from presswork.pages.press import Link


class Target(NamedTuple):
    """Where an article can be passed on to."""

    name: str
    """As readers know it; empty for mail, which each language calls its own way."""
    pattern: str


TARGETS: Mapping[str, Target] = {
    "mail": Target("", "mailto:?subject={title}&body={url}"),
    "facebook": Target("Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}"),
    "x": Target("X", "https://x.com/intent/post?text={title}&url={url}"),
    "linkedin": Target("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"),
    "whatsapp": Target("WhatsApp", "https://wa.me/?text={title}%20{url}"),
    "telegram": Target("Telegram", "https://t.me/share/url?url={url}&text={title}"),
    "bluesky": Target("Bluesky", "https://bsky.app/intent/compose?text={title}%20{url}"),
    "mastodon": Target("Mastodon", "https://share.joinmastodon.org/#text={title}%20{url}"),
}
"""By the names of the setting `share`."""


def links(targets: Iterable[str], title: str, url: str, mail: str) -> list[Link]:
    """A link for each target that is known. `mail` is what the page calls it."""
    written = {"title": quote(title, safe=""), "url": quote(url, safe="")}
    known = (TARGETS[each] for each in targets if each in TARGETS)
    return [Link(each.pattern.format(**written), each.name or mail) for each in known]
