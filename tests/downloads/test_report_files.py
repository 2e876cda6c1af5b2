from decimal import Decimal

import pytest

from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.downloads.report_files import LONG, long_rows, matrix_header, matrix_rows, wide_header, wide_rows
from tests.downloads.records import SIGNED, answer, content, report, two_versions, verdict, version

PLACE = ["2001", "2001-01", "Project 1", "Chad", "TCD", "Africa", "research; migrant health", 5000, "final"]


def one_answer(part, value, status="answered"):
    """value, value_text and status of one answer in answers_long."""
    made = content([report()], {11: version(part)}, [answer("X_TRIAL.first", value, status)])
    [row] = long_rows(made)
    return row[12:15]


def test_a_long_row_says_everything():
    made = content([report(fictitious=True)], {11: version(verdict())}, [answer("X_TRIAL.first", "yes")])
    expected = [*PLACE, "X_TRIAL", "X_TRIAL.first", 1, "yes", "yes", "answered", "en", SIGNED, SIGNED, True]
    assert list(long_rows(made)) == [expected]
    assert len(LONG) == len(expected)


def test_exact_bytes_of_a_long_file():
    made = content([report()], {11: version({"code": "first"})}, [answer("X_TRIAL.first", "=1+1")])
    assert b"".join(FILES["answers_long"].pieces(made, Order(bom=False))).decode() == (
        "round,project_code,project,mission,country,region,service_areas,funding_usd,report_kind,question_code,"
        "part_code,question_version,value,value_text,status,language,submitted_at,answered_at,fictitious\r\n"
        "2001,2001-01,Project 1,Chad,TCD,Africa,research; migrant health,5000,final,X_TRIAL,X_TRIAL.first,1,"
        "'=1+1,'=1+1,answered,en,2001-10-12T09:30:00Z,2001-10-12T09:30:00Z,no\r\n"
    )


@pytest.mark.parametrize(
    ("part", "stored", "value", "text"),
    [
        ({"code": "first"}, "-5 degrees", "-5 degrees", "-5 degrees"),
        ({"code": "first", "kind": "number"}, "-5", Decimal("-5"), Decimal("-5")),
        (
            {"code": "first", "kind": "number"},
            "0.10000000000000000001",
            *[Decimal("0.10000000000000000001")] * 2,
        ),
        ({"code": "first", "kind": "date"}, "2002-03-31", "2002-03-31", "2002-03-31"),
        (
            {"code": "first", "kind": "many_choices", "options": "colours"},
            "red;blue",
            "red;blue",
            "red; blue",
        ),
    ],
)
def test_value_is_complete_and_text_is_in_words(part, stored, value, text):
    assert one_answer(part, stored) == [value, text, "answered"]


def test_a_table_is_json_and_words():
    places = {
        name: [{"code": code, "label": {"en": code.title()}}]
        for name, code in (("rows", "met"), ("columns", "men"))
    }
    part = {"code": "first", "kind": "table", **places}
    assert one_answer(part, '{"met":{"men":0}}') == ['{"met":{"men":0}}', "Met: Men 0", "answered"]
    assert one_answer(part, "not_recorded") == ["not_recorded", "not_recorded", "answered"]


@pytest.mark.parametrize("status", ["no_answer", "declined", "not_shown"])
def test_an_unanswered_part_has_a_status_and_no_value(status):
    assert one_answer(verdict(), "", status) == ["", "", status]


def test_a_number_is_never_guarded_and_a_text_always():
    parts = ({"code": "number", "kind": "number"}, {"code": "text"})
    answers = [answer("X_TRIAL.number", "-5"), answer("X_TRIAL.text", "-5")]
    made = content([report()], {11: version(*parts)}, answers)
    lines = b"".join(FILES["answers_wide"].pieces(made)).decode().splitlines()
    assert lines[1].endswith(",-5,answered,'-5,answered")


def test_every_due_report_has_a_row_for_every_part():
    reports = [report(1), report(2, "draft"), report(3, version_id=12, version_number=2)]
    answers = [answer("X_TRIAL.told", "a"), answer("X_ADDED.new", "no", report_id=3, question_version=2)]
    rows = list(long_rows(content(reports, two_versions(), answers)))
    assert len(rows) == 9
    assert [(row[1], row[10], row[11], row[14]) for row in rows] == [
        ("2001-01", "X_ADDED.new", None, "not_asked"),
        ("2001-01", "X_TRIAL.told", 1, "answered"),
        ("2001-01", "X_TRIAL.seen", 1, "no_answer"),
        ("2001-02", "X_ADDED.new", None, "not_reached"),
        ("2001-02", "X_TRIAL.told", None, "not_reached"),
        ("2001-02", "X_TRIAL.seen", None, "not_reached"),
        ("2001-03", "X_ADDED.new", 2, "answered"),
        ("2001-03", "X_TRIAL.told", 2, "no_answer"),
        ("2001-03", "X_TRIAL.seen", 2, "no_answer"),
    ]


def test_a_returned_report_is_not_received():
    made = content([report(state="returned", submitted_at=SIGNED)], {11: version(verdict())})
    [row] = long_rows(made)
    assert row[11:18] == [None, "", "", "not_reached", "", None, None]


def test_an_answer_of_a_report_that_is_not_received_is_never_written():
    made = content([report(state="draft")], {11: version()}, [answer("X_TRIAL.first", "secret")])
    for name in ("answers_long", "answers_wide", "matrix"):
        assert b"secret" not in b"".join(FILES[name].pieces(made))


def test_wide_has_value_and_status_of_every_part():
    reports = [report(1), report(2, "draft", version_id=12, version_number=2)]
    made = content(reports, two_versions(), [answer("X_TRIAL.seen", "partly")])
    codes = ["X_ADDED.new", "X_TRIAL.told", "X_TRIAL.seen"]
    header = [name for code in codes for name in (code, f"{code}_status")]
    assert wide_header(made)[9:] == ["question_version", "submitted_at", "fictitious", *header]
    first, second = wide_rows(made)
    assert first == [*PLACE, 1, SIGNED, False, "", "not_asked", "", "no_answer", "partly", "answered"]
    assert second[9:] == [2, None, False, "", "not_reached", "", "not_reached", "", "not_reached"]


def test_the_matrix_holds_codes_or_statuses_in_brackets():
    reports = [report(1), report(2, "with_lead"), report(3)]
    answers = [
        answer("X_TRIAL.told", "a text"),
        answer("X_TRIAL.seen", "yes"),
        answer("X_TRIAL.seen", status="declined", report_id=3),
    ]
    made = content(reports, two_versions(), answers)
    assert matrix_header(made) == ["mission", "project", "X_ADDED.new", "X_TRIAL.seen", "fictitious"]
    assert list(matrix_rows(made)) == [
        ["Chad", "Project 1", "[not_asked]", "yes", False],
        ["Chad", "Project 2", "[not_reached]", "[not_reached]", False],
        ["Chad", "Project 3", "[not_asked]", "[declined]", False],
    ]
