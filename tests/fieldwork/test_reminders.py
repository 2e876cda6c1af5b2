from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from survey.fieldwork.reminders import (
    Upcoming,
    due,
    owing,
    reasons,
    upcoming,
    without_people,
)
from tests.fieldwork.outstanding import DAYS, END, LEAD, NOW, PEOPLE, STAFF, report

RETURNED = {"state": "returned", "signed": True, "returned_at": NOW, "due_on": date(2001, 11, 12)}


def on(day, hour=12):
    return datetime(2001, 11, day, hour, tzinfo=UTC)


def due_now(*reports, now=NOW, known=(), chosen=None):
    found = due(reports, PEOPLE, now=now, days=DAYS, known=known, chosen=chosen)
    return [(one.report.id, one.person.name, one.key) for one in found]


@pytest.mark.parametrize(
    ("state", "people"),
    [
        ("draft", [STAFF, LEAD]),
        ("returned", [STAFF, LEAD]),
        ("with_lead", [LEAD]),
        ("submitted", []),
        ("resubmitted", []),
        ("accepted", []),
    ],
)
def test_who_is_reminded_is_who_can_act(state, people):
    assert owing(report(state=state), PEOPLE) == people
    assert owing(report(state=state, mission_id=2), PEOPLE) == []


@pytest.mark.parametrize(
    ("changes", "open_"),
    [
        ({}, True),
        ({"opens_at": NOW + timedelta(minutes=1)}, False),
        ({"opens_at": NOW}, True),
        ({"closes_at": NOW}, False),
        ({"closes_at": NOW + timedelta(seconds=1)}, True),
        ({"closes_at": None}, True),
        ({**RETURNED, "closes_at": NOW - timedelta(days=9)}, True),
        ({**RETURNED, "state": "with_lead", "closes_at": NOW - timedelta(days=9)}, True),
    ],
)
def test_report_is_open_between_opening_and_end_and_always_once_returned(changes, open_):
    assert report(**changes).is_open(NOW) == open_


@pytest.mark.parametrize(
    ("zone", "closes_at", "now", "left"),
    [
        ("UTC", END, on(30), 0),
        ("UTC", END, on(29, 0), 1),
        ("UTC", END, on(29, 23), 1),
        ("UTC", datetime(2001, 12, 1, tzinfo=UTC), on(29), 1),  # midnight ends the day before
        ("Pacific/Auckland", datetime(2001, 11, 30, 10, tzinfo=UTC), on(29, 12), 0),
        ("America/New_York", datetime(2001, 11, 30, 3, tzinfo=UTC), on(29, 3), 1),
        ("UTC", None, on(29), None),
    ],
)
def test_days_left_are_those_of_the_calendar_in_the_time_zone_of_the_round(zone, closes_at, now, left):
    assert report(time_zone=zone, closes_at=closes_at).days_left(now) == left


def test_a_returned_report_has_the_days_until_its_clarification_is_due():
    assert report(**RETURNED).days_left(NOW) == 7


@pytest.mark.parametrize(
    ("now", "changes", "keys"),
    [
        (NOW, {}, ["opened"]),
        (on(15), {}, ["opened"]),
        (on(16), {}, ["opened", "closing 2001-11-30 14"]),
        (on(24), {}, ["opened", "closing 2001-11-30 7", "closing 2001-11-30 14"]),
        (on(30), {}, ["opened", *(f"closing 2001-11-30 {number}" for number in DAYS)]),
        (on(16), {"started": False}, ["opened", "closing 2001-11-30 14"]),
        (
            on(23),
            {"started": False},
            ["opened", "closing 2001-11-30 7", "closing 2001-11-30 14", "not_started 2001-11-30"],
        ),
        (NOW, {"closes_at": None, "started": False}, ["opened"]),
        (NOW, {"is_supplement": True}, ["supplement"]),
        (
            NOW,
            RETURNED,
            ["returned 2001-11-05T12:00:00+00:00", "closing 2001-11-12 7", "closing 2001-11-12 14"],
        ),
        (on(13), RETURNED, ["returned 2001-11-05T12:00:00+00:00"]),
    ],
)
def test_reasons_that_have_come_by_now(now, changes, keys):
    assert [key for _reason, key in reasons(report(**changes), now, DAYS)] == keys


def test_what_was_said_is_not_said_again_and_a_new_deadline_is_news():
    known = {(1, person.id, key) for person in (STAFF, LEAD) for key in ("opened", "closing 2001-11-30 14")}
    assert due_now(report(), now=on(16), known=known) == []
    later = report(closes_at=END - timedelta(days=1))
    assert due_now(later, now=on(16), known=known) == [
        (1, "Ana", "closing 2001-11-29 14"),
        (1, "Luis", "closing 2001-11-29 14"),
    ]


def test_who_came_later_is_told_what_the_others_know():
    assert due_now(report(), known={(1, STAFF.id, "opened")}) == [(1, "Luis", "opened")]


def test_by_hand_only_chosen_reports_are_spoken_of_and_once_a_day():
    first, second = report(), replace(report(), id=2, public_id="f" * 16, state="with_lead")
    known = {(2, LEAD.id, "opened")}
    chosen = {second.public_id, "unknown", ""}
    assert due_now(first, second, known=known, chosen=chosen) == [(2, "Luis", "by_hand 2001-11-05")]
    known.add((2, LEAD.id, "by_hand 2001-11-05"))
    assert due_now(first, second, known=known, chosen=chosen) == []
    assert due_now(first, second, now=on(6), known=known, chosen=chosen) == [
        (2, "Luis", "by_hand 2001-11-06")
    ]


def test_reports_without_anybody_are_named():
    alone = replace(report(), id=2, mission_id=2, mission="Bern")
    closed = replace(alone, closes_at=NOW)
    assert without_people([report(), alone, closed], PEOPLE, NOW) == [alone]


def test_what_is_due_next_is_counted_by_day():
    unopened = report(opens_at=on(10), closes_at=None)
    reports = [report(), report(started=False), report(closes_at=None), unopened]
    assert upcoming(reports, now=NOW, days=(7, 14)) == [
        Upcoming(date(2001, 11, 10), "opened", 0, 1),
        Upcoming(date(2001, 11, 16), "closing", 14, 2),
        Upcoming(date(2001, 11, 23), "closing", 7, 2),
        Upcoming(date(2001, 11, 23), "not_started", 7, 1),
    ]


def test_days_before_the_opening_and_days_that_are_over_are_not_due_next():
    short = report(opens_at=on(20), closes_at=on(25))
    assert [one.day.day for one in upcoming([short], now=NOW, days=DAYS)] == [20, 22, 24]
    assert upcoming([report(closes_at=on(6))], now=NOW, days=DAYS) == []
