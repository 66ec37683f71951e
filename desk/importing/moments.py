"""Dates in all the forms that sites have, in one that articles take."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from desk.importing.entry import Note, dropped, guessed
from presswork.article import dates
from presswork.article.problems import shown

_LEADING = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")


def moment(written: str) -> tuple[str, tuple[Note, ...]]:
    """The date as it is written, if articles take that; else what it seems to mean. Empty if it means nothing."""
    text = " ".join(written.split())
    if not text:
        return "", ()
    try:
        dates.parse(text, UTC)
    except ValueError:
        found = _guess(text)
        if not found:
            return "", (dropped(f"the date `{shown(text)}`, which cannot be understood"),)
        return found, (guessed(f"that `{shown(text)}` means {found}"),)
    return text, ()


def day_of(written: str) -> date | None:
    """The day that a date names on its writer's calendar."""
    try:
        if found := _LEADING.match(written):
            return date(int(found[1]), int(found[2]), int(found[3]))
        return dates.parse(written, UTC).date()
    except ValueError:
        return None


def _guess(text: str) -> str:
    from dateutil import parser

    try:
        if _EPOCH.fullmatch(text):
            seconds = float(text) / (1000 if len(text.partition(".")[0]) > 10 else 1)
            found = datetime.fromtimestamp(seconds, UTC)
        else:
            found = parser.parse(text[:100], default=datetime(2000, 1, 1))  # noqa: DTZ001 (without a zone it is the site's)
            if not re.search(r"\d{4}|'\d\d", text):
                return ""  # the year would be ours
        dates.instant(found if found.tzinfo else found.replace(tzinfo=UTC))
    except (ValueError, OverflowError, TypeError, AttributeError):
        return ""
    return found.isoformat(" ", "seconds")
