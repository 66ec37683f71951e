"""The old addresses, from the patterns by which the kinds of sites make them."""

from __future__ import annotations

import re
from datetime import date

from presswork.article.addresses import slugify

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905


def expand(pattern: str, values: dict[str, str]) -> str:
    """A pattern like `/:year/:title/` filled in; empty if it holds a word without a value, or leads elsewhere."""
    known = "|".join(sorted(map(re.escape, values), key=len, reverse=True))
    found = re.sub(rf":({known})(?![a-z_])" if known else r"$^", lambda each: values[each[1]], pattern)
    if re.search(r":[a-z]", found):
        return ""
    return re.sub(r"/{2,}", "/", f"/{found}")


def of_day(day: date | None) -> dict[str, str]:
    """The words of all kinds for parts of a date; none without one, so that no pattern with a date can be filled in."""
    if day is None:
        return {}
    month, weekday = _MONTHS[day.month - 1], _DAYS[day.weekday()]
    iso = day.isocalendar()
    return {
        "year": f"{day.year:04d}",
        "short_year": f"{day.year % 100:02d}",
        "month": f"{day.month:02d}",
        "i_month": str(day.month),
        "short_month": month[:3],
        "long_month": month,
        "monthname": month.lower(),
        "day": f"{day.day:02d}",
        "i_day": str(day.day),
        "y_day": f"{day.timetuple().tm_yday:03d}",
        "yearday": str(day.timetuple().tm_yday),
        "w_year": f"{iso.year:04d}",
        "week": f"{iso.week:02d}",
        "w_day": str(iso.weekday),
        "weekday": str(iso.weekday % 7),
        "weekdayname": weekday.lower(),
        "short_day": weekday[:3],
        "long_day": weekday,
    }


def own(pattern: str, day: date | None, slug: str, sections: tuple[str, ...]) -> str:
    """The pattern that a person gave, filled in; empty if it cannot be."""
    return expand(
        pattern,
        of_day(day)
        | {
            "title": slug,
            "slug": slug,
            "categories": "/".join(map(slugify, sections)),
            "section": slugify(sections[0]) if sections else "",
        },
    )
