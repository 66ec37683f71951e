"""What readers see where no page is. The CDN shows it for every address that has no object."""

from __future__ import annotations

from presswork.pages.page import Page
from presswork.pages.press import Head, Press


def respond(press: Press) -> Page:
    """The notice. Its status is 200 in the bucket; the CDN gives 404 with it."""
    said = press.words
    head = Head(title=said.nothing, lang=press.settings.language)
    values = {"heading": said.nothing, "text": said.nothing_text, "to": None}
    return Page(press.print("notice.html", head, values))
