"""The file by which search engines know that an announcement comes from whoever owns the site: see indexnow.org."""

from __future__ import annotations

from presswork.pages.page import TEXT, Page
from presswork.pages.press import Press


def key_file(press: Press) -> Page | None:
    """The key that the settings give; None if they give none, and nothing is announced."""
    key = press.settings.indexnow
    return Page(key.encode(), content_type=TEXT) if key else None
