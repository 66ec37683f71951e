"""Footnotes: a reference leads to its note, and the note back to where it is referred to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from presswork.article.allowed import NOTE_BACK

WAYS_BACK = 20
"""From one note; what refers to it more often is read on from where the reader is."""
BACK_NAME = "theme--back"
"""The element of the page that says where such a link leads, in the page's language, which a body does not know."""

_ARROW = "\u21a9\ufe0e"
"""As text, not as an emoji."""


class References:
    """Where a body refers to its notes."""

    def __init__(self) -> None:
        self._of: defaultdict[str, list[str]] = defaultdict(list)
        self._count = 0

    def marked(self, link: dict[str, str]) -> dict[str, str]:
        """What makes a link a reference: its role, and an id. Anchors of authors begin with `s-`, so it is none."""
        self._count += 1
        own = link.get("id") or f"ref-{self._count}"
        self._of[link["href"].removeprefix("#")].append(own)
        return {"id": own, "role": "doc-noteref"}

    def to(self, anchor: str) -> Sequence[str]:
        """The ids of the first references to a note."""
        return self._of.get(anchor, [])[:WAYS_BACK]


def lead_back(pieces: list[str], end: int, references: Sequence[str]) -> None:
    """Write the ways back into a note's last paragraph, or into one of their own. Its end tag stands at `end`."""
    if not references:
        return
    ways = " ".join(_way(each, number if len(references) > 1 else 0) for number, each in enumerate(references, 1))
    last = next(at for at in range(end - 1, -1, -1) if pieces[at].strip())
    if pieces[last] == "</p>":
        pieces[last] = f" {ways}</p>"
    else:
        pieces[end] = f"<p>{ways}</p>\n{pieces[end]}"


def _way(reference: str, number: int) -> str:
    """A link to a reference; of several, each with its number, which belongs to its name."""
    shown, name = _ARROW, BACK_NAME
    if number:
        shown, name = f'{_ARROW}<sup id="{reference}-back">{number}</sup>', f"{BACK_NAME} {reference}-back"
    return f'<a class="{NOTE_BACK}" href="#{reference}" role="doc-backlink" aria-labelledby="{name}">{shown}</a>'
