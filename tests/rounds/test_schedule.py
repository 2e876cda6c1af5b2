from datetime import UTC, date, datetime, time, timedelta

import pytest

from survey.rounds.schedule import (
    FIRST_ZONES,
    days_left,
    is_zone,
    moment_fields,
    moment_in,
    moved_on,
    next_code,
    read_moment,
    years_later,
    zones,
)
from survey.web.wording import BadInput

ZURICH = "Europe/Zurich"


def fields(day="30", month="11", year="2026", at="17:00", name="closes"):
    written = {"day": day, "month": month, "year": year, "time": at}
    return {f"{name}:{field}": [text] for field, text in written.items()}


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def refusal(call, *arguments):
    with pytest.raises(BadInput) as caught:
        call(*arguments)
    return str(caught.value.sentence)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (date(2026, 11, 30), time(17, 0), ZURICH, utc(2026, 11, 30, 16, 0)),
        (date(2026, 7, 1), time(0, 0), ZURICH, utc(2026, 6, 30, 22, 0)),
        (date(2026, 3, 29), time(1, 59), ZURICH, utc(2026, 3, 29, 0, 59)),
        (date(2026, 3, 29), time(3, 0), ZURICH, utc(2026, 3, 29, 1, 0)),
        (date(2026, 10, 25), time(1, 59), ZURICH, utc(2026, 10, 24, 23, 59)),
        (date(2026, 10, 25), time(3, 0), ZURICH, utc(2026, 10, 25, 2, 0)),
        (date(2026, 1, 1), time(0, 0), "Asia/Kathmandu", utc(2025, 12, 31, 18, 15)),
        (date(2026, 11, 30), time(17, 0), "UTC", utc(2026, 11, 30, 17, 0)),
    ],
)
def test_moment_is_what_clocks_in_the_zone_show(day, at, zone, expected):
    assert moment_in(day, at, zone) == expected
    shown = moment_fields("closes", expected, zone)
    assert read_moment({name: [text] for name, text in shown.items()}, "closes", zone) == expected


@pytest.mark.parametrize(
    ("day", "at", "zone", "beginning", "other"),
    [
        (date(2026, 3, 29), time(2, 30), ZURICH, "There is no 02:30 on this day in Europe/Zurich", "03:30"),
        (date(2026, 3, 29), time(2, 0), ZURICH, "There is no 02:00 on this day in Europe/Zurich", "03:00"),
        (date(2026, 10, 25), time(2, 30), ZURICH, "There are two times 02:30 on this day", "03:30"),
        (date(2026, 4, 5), time(1, 45), "Australia/Lord_Howe", "There are two times 01:45", "02:15"),
    ],
)
def test_time_that_clocks_skip_or_show_twice_is_refused_with_another_one(day, at, zone, beginning, other):
    says = refusal(moment_in, day, at, zone)
    assert says.startswith(beginning)
    assert says.endswith(f"such as {other}.")


@pytest.mark.parametrize("written", ["17:00", "17.00", "17h00", "17 00", " 17:00 "])
def test_time_is_read_as_people_write_it(written):
    assert read_moment(fields(at=written), "closes", "UTC") == utc(2026, 11, 30, 17, 0)


@pytest.mark.parametrize(
    "written", ["", "5 pm", "24:00", "17:60", "17", "1700", "１７:００", "-1:00", "9" * 10]
)
def test_time_that_is_none_is_refused(written):
    assert refusal(read_moment, fields(at=written), "closes", "UTC").startswith("Write the time as hours")


def test_empty_fields_are_no_moment():
    assert read_moment(fields("", "", "", ""), "closes", ZURICH) is None
    assert read_moment({}, "closes", ZURICH) is None


@pytest.mark.parametrize(
    "changes", [{"day": "31"}, {"month": "x"}, {"year": "26"}, {"year": "99999"}, {"day": "\0"}]
)
def test_day_that_is_none_is_refused(changes):
    assert refusal(read_moment, fields(**changes), "closes", ZURICH)


def test_time_without_a_day_is_refused():
    assert (
        refusal(read_moment, fields("", "", ""), "closes", ZURICH) == "Write the day too: day, month, year."
    )


def test_zones_are_those_of_places_and_the_first_ones_are_among_them():
    assert set(FIRST_ZONES) - set(zones()) == {"UTC"}
    assert all("/" in name for name in zones())
    assert [is_zone(name) for name in ("UTC", "Asia/Manila", "Etc/GMT+5", "CET", "", "../etc/passwd")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_years_later_is_the_same_time_of_the_clock():
    assert years_later(utc(2026, 11, 30, 16, 0), 1, ZURICH) == utc(2027, 11, 30, 16, 0)
    # summer time begins a day earlier in 2027 than the same date in 2026
    assert years_later(utc(2026, 3, 28, 8, 0), 1, ZURICH) == utc(2027, 3, 28, 7, 0)
    assert years_later(utc(2024, 2, 29, 12, 0), 1, "UTC") == utc(2025, 3, 1, 12, 0)


@pytest.mark.parametrize(
    ("opens_at", "closes_at", "expected"),
    [
        (utc(2025, 10, 1, 7), utc(2025, 11, 30, 16), (2, utc(2027, 10, 1, 7), utc(2027, 11, 30, 16))),
        (utc(2026, 12, 1, 8), utc(2027, 1, 31, 16), (1, utc(2027, 12, 1, 8), utc(2028, 1, 31, 16))),
        (utc(2001, 1, 1, 8), utc(2026, 12, 15, 16), (26, utc(2027, 1, 1, 8), utc(2028, 12, 15, 16))),
        (utc(2001, 1, 1, 8), None, (26, utc(2027, 1, 1, 8), None)),
    ],
)
def test_next_round_lies_ahead_and_ends_as_long_after_its_opening(opens_at, closes_at, expected):
    assert moved_on(opens_at, closes_at, ZURICH, utc(2026, 11, 24)) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [("2001", "2003"), ("round-2026", "round-2028"), ("first", "first-2"), ("9999", "9999-2")],
)
def test_next_code_counts_on_a_year(code, expected):
    assert next_code(code, 2) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (utc(2026, 11, 20, 12), 10),
        # still the day before in UTC, the day itself in Zurich
        (utc(2026, 11, 29, 22, 59), 1),
        (utc(2026, 11, 29, 23, 1), 0),
        (utc(2026, 11, 30, 15, 59), 0),
        (utc(2026, 11, 30, 16, 0), None),
        (utc(2026, 11, 30, 16, 0) + timedelta(days=1), None),
    ],
)
def test_days_left_go_by_the_calendar_of_the_zone(now, expected):
    assert days_left(utc(2026, 11, 30, 16, 0), now, ZURICH) == expected
