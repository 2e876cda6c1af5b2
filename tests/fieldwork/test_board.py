from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from survey.fieldwork.board import BOARD_COLUMNS, counts, file_rows, rows_of, shown_rows, view_of
from survey.fieldwork.records import BoardLine

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
OPENS = NOW - timedelta(days=50)
END = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def line(id, state, mission="Chad", region="Africa", *, seen=None, **fields):
    made = BoardLine(
        id=id,
        is_supplement=False,
        state=state,
        returned=False,
        report_kind="final",
        number=id,
        project_code=f"2026-0{id}",
        project=f"Project {id}",
        mission=mission,
        country="TCD",
        region=region,
        closes_at=END,
        own_end=False,
        last_activity=NOW - seen * DAY if seen is not None else None,
    )
    return replace(made, **fields)


LINES = [
    line(1, "not_started"),
    line(2, "draft", "Manila", "Asia", seen=3),
    line(3, "with_lead", "Brussels", "Europe", seen=20, closes_at=NOW - DAY),
    line(4, "submitted", seen=30),
    line(5, "returned", "Manila", "Asia", seen=1, returned=True),
    line(6, "draft", seen=8, closes_at=END + 7 * DAY, own_end=True),
    line(7, "not_started", "Manila", "Asia", is_supplement=True, closes_at=None),
]
DUE = {5: date(2026, 11, 20)}


def shown(**arguments):
    view = view_of({name: str(value) for name, value in arguments.items()}, LINES)
    rows = shown_rows(rows_of(LINES, DUE, NOW, "Europe/Zurich"), view, NOW, OPENS)
    return [row.line.id for row in rows]


def test_rows_say_until_when_and_how_many_days_are_left():
    rows = rows_of(LINES, DUE, NOW, "Europe/Zurich")
    assert [(row.until, row.left, row.late) for row in rows] == [
        (END, 6, False),
        (END, 6, False),
        (NOW - DAY, None, True),
        (None, None, False),
        (date(2026, 11, 20), None, True),
        (END + 7 * DAY, 13, False),
        (None, None, False),
    ]


def test_returned_report_is_waited_for_until_the_day_of_its_clarification():
    [row] = rows_of(LINES[4:5], {5: date(2026, 11, 24)}, NOW, "UTC")
    assert (row.left, row.late) == (0, False)
    [row] = rows_of(LINES[4:5], {}, NOW, "UTC")
    assert (row.until, row.late) == (None, False)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7]),
        ({"state": "draft"}, [2, 6]),
        ({"region": "Asia"}, [2, 5, 7]),
        ({"mission": " Manila ", "state": "returned"}, [5]),
        ({"late": "yes"}, [3, 5]),
        # what was not begun counts from the opening; what was submitted waits for nobody
        ({"quiet": 7}, [1, 3, 6, 7]),
        ({"quiet": 51}, []),
        ({"quiet": 3}, [1, 2, 3, 6, 7]),
        ({"quiet": 7, "late": "1"}, [3]),
        ({"state": "lost"}, []),
        ({"region": "Atlantis"}, []),
        ({"mission": "\0"}, []),
        ({"quiet": "x"}, [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_filters_leave_what_fits(arguments, expected):
    assert shown(**arguments) == expected


@pytest.mark.parametrize("days", ["x", "0", "-1", "1000", "1" * 5000, "٣", "1.5"])
def test_number_of_days_that_is_none_is_said_and_filters_nothing(days):
    view = view_of({"quiet": days}, LINES)
    assert (view.quiet, [str(says)[:30] for says in view.refusals]) == (0, ["Write the days without activit"])


@pytest.mark.parametrize(
    ("sort", "expected", "descending"),
    [
        ("number", [1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1]),
        ("mission", [3, 1, 4, 6, 2, 5, 7], [7, 5, 2, 6, 4, 1, 3]),
        ("region", [1, 4, 6, 2, 5, 7, 3], [3, 7, 5, 2, 6, 4, 1]),
        ("state", [1, 7, 2, 6, 3, 4, 5], [5, 4, 3, 6, 2, 7, 1]),
        # whoever has no such value stands last both times
        ("activity", [4, 3, 6, 2, 5, 1, 7], [5, 2, 6, 3, 4, 1, 7]),
        ("until", [5, 3, 1, 2, 6, 4, 7], [6, 1, 2, 3, 5, 4, 7]),
        ("left", [1, 2, 6, 3, 4, 5, 7], [6, 1, 2, 3, 4, 5, 7]),
        ("nothing", [1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1]),
    ],
)
def test_rows_are_sorted_both_ways(sort, expected, descending):
    assert shown(sort=sort) == expected
    assert shown(sort=sort, order="descending") == descending


def test_head_of_a_column_sorts_by_it_and_pressed_again_the_other_way():
    view = view_of({"region": "Asia", "sort": "mission"}, LINES)
    assert view.sorting == {"sort": "mission"}
    assert view.sorted_by("mission") == {"region": "Asia", "sort": "mission", "order": "descending"}
    assert view.sorted_by("state") == {"region": "Asia", "sort": "state"}
    assert view_of({}, LINES).sorting == {}


def test_counts_are_by_state_and_supplements_apart():
    assert [(state, n) for state, _words, n in counts(LINES, supplements=False)] == [
        ("not_started", 1),
        ("draft", 2),
        ("with_lead", 1),
        ("submitted", 1),
        ("returned", 1),
    ]
    assert [(state, n) for state, _words, n in counts(LINES, supplements=True)] == [("not_started", 1)]


def test_file_has_a_row_for_each_line_and_codes_in_place_of_words():
    rows = list(file_rows(rows_of(LINES, DUE, NOW, "Europe/Zurich"), "2026"))
    assert [len(row) for row in rows] == [len(BOARD_COLUMNS)] * 7
    by_name = dict(zip(BOARD_COLUMNS, rows[5], strict=True))
    assert by_name == {
        "round": "2026",
        "project_code": "2026-06",
        "project": "Project 6",
        "supplement": False,
        "report_kind": "final",
        "mission": "Chad",
        "country": "TCD",
        "region": "Africa",
        "state": "draft",
        "last_activity": NOW - 8 * DAY,
        "answers_until": END + 7 * DAY,
        "own_end": True,
        "days_left": 13,
        "late": False,
    }
