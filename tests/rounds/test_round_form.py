from datetime import UTC, datetime

import pytest

from survey.rounds.round_form import read_extension, read_round

VERSIONS = {"gender:2": 22, "gender:1": 11}
SENT = {
    "title": "2026",
    "code": "2026",
    "version": "gender:2",
    "time_zone": "Europe/Zurich",
    **{"opens:day": "1", "opens:month": "10", "opens:year": "2026", "opens:time": "09:00"},
    **{"closes:day": "30", "closes:month": "11", "closes:year": "2026", "closes:time": "17:00"},
}
NO_END = dict.fromkeys(("closes:day", "closes:month", "closes:year", "closes:time"), "")


def read(versions=VERSIONS, *, is_new=True, **changes):
    fields = {name: [text] for name, text in (SENT | changes).items()}
    return read_round(fields, versions=versions, is_new=is_new)


def test_round_is_what_the_form_says():
    assert read().values == {
        "title": "2026",
        "code": "2026",
        "version_id": 22,
        "time_zone": "Europe/Zurich",
        "opens_at": datetime(2026, 10, 1, 7, 0, tzinfo=UTC),
        "closes_at": datetime(2026, 11, 30, 16, 0, tzinfo=UTC),
    }
    assert read(**NO_END).values["closes_at"] is None
    assert read().faults == {}


def test_code_and_version_of_a_round_that_asks_somebody_are_not_read():
    sent = read(None, is_new=False, code="other", version="nothing")
    assert (sent.faults, {"code", "version_id"} & set(sent.values)) == ({}, set())


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"code": ""}, "code", "Write a short code"),
        ({"code": "new"}, "code", "Write a short code"),
        ({"code": "a/b"}, "code", "Write a short code"),
        ({"code": "-1"}, "code", "Write a short code"),
        ({"code": "x" * 21}, "code", "Write a short code"),
        ({"title": " "}, "title", "Write the name of the round"),
        ({"title": "\x00"}, "title", "The text contains a character that cannot be stored"),
        ({"title": "x" * 121}, "title", "The text has 121 characters"),
        ({"version": "gender:9"}, "version", "Choose a published version of the list."),
        ({"time_zone": "Europe/Atlantis"}, "time_zone", "Choose a time zone of the list."),
        (
            {"opens:day": "", "opens:month": "", "opens:year": "", "opens:time": ""},
            "opens",
            "Write when the round",
        ),
        ({"opens:day": "31", "opens:month": "2"}, "opens", "This is not a day of the calendar."),
        ({"closes:year": "2025"}, "closes", "The round would close before it opens."),
        (
            {"closes:day": "1", "closes:month": "10", "closes:time": "9:00"},
            "closes",
            "The round would close before",
        ),
        (
            {"closes:day": "29", "closes:month": "3", "closes:year": "2027", "closes:time": "0230"},
            "closes",
            "Write the time as hours",
        ),
        (
            {"closes:day": "28", "closes:month": "3", "closes:year": "2027", "closes:time": "02:30"},
            "closes",
            "There is no 02:30 on this day in Europe/Zurich",
        ),
    ],
)
def test_field_that_cannot_be_taken_is_said_and_the_others_are_not(changes, field, says):
    faults = read(**changes).faults
    assert list(faults) == [field]
    assert str(faults[field]).startswith(says)


def test_empty_form_has_a_fault_for_each_field_that_is_needed_in_the_order_of_the_page():
    sent = read_round({}, versions=VERSIONS, is_new=True)
    assert list(sent.faults) == ["title", "code", "version", "time_zone", "opens"]


NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
END = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
LATER = {
    "until:day": "7",
    "until:month": "12",
    "until:year": "2026",
    "until:time": "17:00",
    "reason": "Storm",
}


def extension(*, closes_at=END, now=NOW, **changes):
    fields = {name: [text] for name, text in (LATER | changes).items()}
    sent = read_extension(fields, closes_at=closes_at, zone="Europe/Zurich", now=now)
    return sent, {name: str(fault) for name, fault in sent.faults.items()}


def test_extension_is_a_later_end_with_a_reason():
    sent, faults = extension(reason=" The\noffice was closed ")
    assert (sent.closes_at, sent.reason, faults) == (
        datetime(2026, 12, 7, 16, 0, tzinfo=UTC),
        "The office was closed",
        {},
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"reason": ""}, {"reason": "Write the reason; the mission and the board show it."}),
        (
            {"until:day": "30", "until:month": "11"},
            {"until": "The round itself takes answers until then. Write a later time."},
        ),
        ({"closes_at": None}, {"until": "The round itself takes answers until then. Write a later time."}),
        (
            {"now": datetime(2026, 12, 7, 16, 0, tzinfo=UTC)},
            {"until": "This time is over already. Write one that lies ahead."},
        ),
        (
            dict.fromkeys(("until:day", "until:month", "until:year", "until:time"), ""),
            {"until": "Write until when answers are taken."},
        ),
    ],
)
def test_extension_that_gives_no_more_time_is_refused(changes, expected):
    assert extension(**changes)[1] == expected
