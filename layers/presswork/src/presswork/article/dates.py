"""Dates as people and programs write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from presswork.article import limits

_CLOCK = r"""
    (?P<hour>\d{1,2}) (?: :(?P<minute>\d{2}) (?: :(?P<second>\d{2}) (?:[.,]\d+)? )? )?
    \s* (?P<half>[ap]\.?m\.?)?
    \s* (?P<zone> Z | UTC | GMT | UT | [ECMP][SD]T | [+-]\d{1,2}(?::?\d{2})? )?
"""
_FORMS = tuple(
    re.compile(form, re.VERBOSE | re.IGNORECASE | re.ASCII)
    for form in (
        # 2019-09-04, 2019/9/4, 2019-09-04T10:00:00.5+02:00, 2019-09-04 10:00 -4
        rf"(?P<year>\d{{4}}) ([-/.]) (?P<month>\d{{1,2}}) \2 (?P<day>\d{{1,2}}) (?: (?: T | \s+ ) {_CLOCK} )?",
        # 20190904, 20190904T100000Z
        r"""(?P<year>\d{4}) (?P<month>\d{2}) (?P<day>\d{2})
            (?: T (?P<hour>\d{2}) (?P<minute>\d{2}) (?P<second>\d{2})? (?P<zone> Z | [+-]\d{2}:?(?:\d{2})? )? )?""",
        # September 4, 2019; Sept. 4th 2019, 10:00 p.m.
        rf"""(?: [a-z]{{3,9}}\.?,?\s+ )?? (?P<name>[a-z]{{3,9}})\.? \s+ (?P<day>\d{{1,2}})(?:st|nd|rd|th)? ,? \s+
            (?P<year>\d{{4}}) (?: ,? \s+ (?:at\s+)? {_CLOCK} )?""",
        # 4 September 2019; Wed, 04 Sep 2019 10:00:00 +0200
        rf"""(?: [a-z]{{3,9}}\.?,?\s+ )? (?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)? \s+ (?P<name>[a-z]{{3,9}})\.? ,? \s+
            (?P<year>\d{{4}}) (?: ,? \s+ (?:at\s+)? {_CLOCK} )?""",
    )
)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_HOURS = {"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
_IN_NAME = re.compile(r"\A(\d{4})-(\d{1,2})-(\d{1,2})(?:[-_. ]+|$)")
_IN_FOLDERS = re.compile(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})/")


def parse(text: str, zone: tzinfo) -> datetime:
    """The instant, in UTC, to the second. A date without a time is its midnight, and none names its zone: `zone`.

    ValueError if it is no date, or none of the years 1000 to 9999 in UTC.
    """
    text = " ".join(text.split())
    for form in _FORMS:
        if found := form.fullmatch(text[:100]):
            return instant(_moment(found.groupdict(), zone))
    return instant(_local(datetime.fromisoformat(text), zone))  # rarer forms of ISO 8601: 2019-W36-3


def instant(moment: datetime) -> datetime:
    """In UTC, to the second. ValueError outside the years 1000 to 9999."""
    try:
        utc = moment.astimezone(UTC).replace(microsecond=0)
    except OverflowError as error:
        raise ValueError(str(error)) from None
    if utc.year not in limits.YEARS:
        raise ValueError(f"year {utc.year} is out of range")
    return utc


def from_key(key: str, zone: tzinfo) -> datetime | None:
    """The date in an upload's name (`2026-11-24-port-strike.md`) or folders (`2026/11/24/port-strike.md`), if any."""
    found = _IN_NAME.match(key.rpartition("/")[2]) or _IN_FOLDERS.search(key)
    if not found:
        return None
    try:
        return instant(datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=zone))
    except ValueError:
        return None


def without_date(name: str) -> str:
    """A file's name without the date that it begins with."""
    return _IN_NAME.sub("", name, count=1) or name


def _moment(parts: dict[str, str | None], zone: tzinfo) -> datetime:
    name = (parts.get("name") or "").lower()
    month = _month(name) if name else int(parts["month"] or 0)
    hour = int(parts["hour"] or 0)
    if half := (parts.get("half") or "").lower():
        if not 1 <= hour <= 12:
            raise ValueError("no such hour")
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    second = min(int(parts["second"] or 0), 60)
    leap = second == 60  # a leap second is the last that we have
    if (parts["second"] or "") > "60":
        raise ValueError("no such second")
    return datetime(
        int(parts["year"] or 0),
        month,
        int(parts["day"] or 0),
        hour,
        int(parts["minute"] or 0),
        second - leap,
        tzinfo=_zone(parts["zone"], zone),
    )


def _month(name: str) -> int:
    for number, month in enumerate(_MONTHS, 1):
        if month.startswith(name[:9]) or (name == "sept" and number == 9):
            return number
    raise ValueError(f"{name} is no month")


def _zone(written: str | None, default: tzinfo) -> tzinfo:
    if not written:
        return default
    if written[0] in "+-":
        digits = written[1:].replace(":", "")
        hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(-offset if written[0] == "-" else offset)
    return timezone(timedelta(hours=_HOURS.get(written.lower(), 0)))


def _local(moment: datetime, zone: tzinfo) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
