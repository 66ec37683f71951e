from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presswork.article import dates

BERLIN = ZoneInfo("Europe/Berlin")


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2019-09-04", utc(2019, 9, 3, 22)),
        ("2019-12-04", utc(2019, 12, 3, 23)),
        ("2019-9-4", utc(2019, 9, 3, 22)),
        ("2019/09/04", utc(2019, 9, 3, 22)),
        ("2019-09-04 10:00", utc(2019, 9, 4, 8)),
        ("2019-09-04T10:00:07", utc(2019, 9, 4, 8, 0, 7)),
        ("2019-09-04t10:00:07.999Z", utc(2019, 9, 4, 10, 0, 7)),
        ("2019-09-04 10:00:00 +0200", utc(2019, 9, 4, 8)),
        ("2019-09-04 10:00:00+05:30", utc(2019, 9, 4, 4, 30)),
        ("2019-09-04 10:00:00 -4", utc(2019, 9, 4, 14)),
        ("2019-09-04 10:00:00 UTC", utc(2019, 9, 4, 10)),
        ("2019-09-04T10Z", utc(2019, 9, 4, 10)),
        ("20190904", utc(2019, 9, 3, 22)),
        ("20190904T100000Z", utc(2019, 9, 4, 10)),
        ("2019-W36-3", utc(2019, 9, 3, 22)),
        ("2016-12-31T23:59:60Z", utc(2016, 12, 31, 23, 59, 59)),
        ("September 4, 2019", utc(2019, 9, 3, 22)),
        ("Sept. 4th, 2019", utc(2019, 9, 3, 22)),
        ("Wednesday, September 4, 2019", utc(2019, 9, 3, 22)),
        ("Sep 4 2019 10:30 pm", utc(2019, 9, 4, 20, 30)),
        ("September 4, 2019 at 12:05 a.m. EST", utc(2019, 9, 4, 5, 5)),
        ("4 September 2019", utc(2019, 9, 3, 22)),
        ("Wed, 04 Sep 2019 10:00:00 +0200", utc(2019, 9, 4, 8)),
        ("Wed, 04 Sep 2019 10:00:00 GMT", utc(2019, 9, 4, 10)),
        ("2026-03-29 02:30", utc(2026, 3, 29, 1, 30)),  # an hour that the clocks skip
        ("1000-01-01T00:00Z", utc(1000, 1, 1)),
        ("9999-12-31T23:59:59Z", utc(9999, 12, 31, 23, 59, 59)),
    ],
)
def test_a_date_is_understood_however_it_is_written(text: str, moment: datetime) -> None:
    assert dates.parse(text, BERLIN) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2019",
        "2019-02-29",
        "2019-13-01",
        "2019-09-04 25:00",
        "2019-09-04 10:61",
        "2019-09-04 13:00 pm",
        "2019-09-04 10:00:61",
        "2019-09-04 10:00 +25:00",
        "Foo 4, 2019",
        "0999-12-31",
        "1000-01-01T00:00+01:00",
        "9999-12-31T23:59-01:00",
        "10000-01-01",
        "2019-09-04; drop",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the sentence for the author is made where the field is known)
        dates.parse(text, UTC)


MOMENTS = st.datetimes(
    datetime(1000, 1, 3),  # noqa: DTZ001 (Hypothesis adds the zone)
    datetime(9999, 12, 29),  # noqa: DTZ001
    timezones=st.builds(timezone, st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))),
)


@given(MOMENTS)
def test_iso_8601_comes_back_to_the_second_in_utc(moment: datetime) -> None:
    assert dates.parse(moment.isoformat(), BERLIN) == moment.replace(microsecond=0)


@given(st.text(st.sampled_from("0123456789-/:. TZamprSeptJan+,"), max_size=40))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        found = dates.parse(text, BERLIN)
    except ValueError:
        return
    assert found.tzinfo is UTC
    assert found.microsecond == 0


@pytest.mark.parametrize(
    ("key", "moment"),
    [
        ("articles/2026-11-24-port-strike.md", utc(2026, 11, 23, 23)),
        ("articles/2026-11-24.md", utc(2026, 11, 23, 23)),
        ("articles/2026/11/24/port-strike.md", utc(2026, 11, 23, 23)),
        ("articles/2026/11/port-strike.md", None),
        ("articles/2026-02-30-port.md", None),
        ("articles/12026-11-24-port.md", None),
        ("articles/port-2026-11-24-strike.md", None),
    ],
)
def test_a_file_name_or_its_folders_give_the_date(key: str, moment: datetime | None) -> None:
    assert dates.from_key(key, BERLIN) == moment


def test_the_slug_is_made_without_the_date() -> None:
    names = ["2026-11-24-port", "2026-11-24_port", "port-2026-11-24-x", "2026-11-24"]
    assert [dates.without_date(name) for name in names] == ["port", "port", "port-2026-11-24-x", "2026-11-24"]
