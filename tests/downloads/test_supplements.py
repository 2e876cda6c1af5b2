"""Supplements in the files: their answers stand with their report, under their own version and time."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest

from survey.comparison.records import SupplementRecord
from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.downloads.queries import content_of
from survey.downloads.report_files import long_header, long_rows, matrix_rows, wide_header, wide_rows
from survey.questionnaire.structure import questionnaire
from survey.questionnaire.supplements import restricted
from survey.rounds.queries import round_by_code
from tests.answering.supplements import answer_and_sign, asked_further, supplement
from tests.downloads.records import SIGNED, answer, content, report
from tests.support.app import writing
from tests.support.factories import document, verdict

LATER = datetime(2001, 12, 1, 8, 0, tzinfo=UTC)
WHOLE = document(verdict("seen"), verdict("new", since=2), versions=(1, 2))
VERSIONS = {11: questionnaire(WHOLE, 1), 12: questionnaire(WHOLE, 2)}
ASKED = {21: questionnaire(restricted(WHOLE, 2, after=[1], known={"X_TRIAL.seen"}, values={}), 2)}


def one_report(state="submitted"):
    """A report on version 1 and its supplement in this state, between two others."""
    further = SupplementRecord(9, "further", state, 21, 2, LATER, LATER if state == "submitted" else None)
    reports = [report(1), report(2, supplements=(further,)), report(3, version_id=12, version_number=2)]
    answers = [
        answer("X_TRIAL.seen", "yes", report_id=1),
        answer("X_TRIAL.seen", "no", report_id=2),
        answer("X_TRIAL.new", "partly", report_id=9, question_version=2),
        answer("X_TRIAL.new", "yes", report_id=3, question_version=2),
    ]
    if state != "submitted":
        del answers[2]
    return replace(content(reports, versions=VERSIONS, answers=answers), supplements=ASKED)


def long_of(made, *names):
    header = long_header(made)
    return [[row[header.index(name)] for name in names] for row in long_rows(made)]


def test_answers_of_a_supplement_stand_with_its_report_under_its_own_version_and_time():
    names = "project_code", "part_code", "question_version", "value", "status", "submitted_at"
    assert long_of(one_report(), *names)[2:4] == [
        ["2001-02", "X_TRIAL.seen", 1, "no", "answered", SIGNED],
        ["2001-02", "X_TRIAL.new", 2, "partly", "answered", LATER],
    ]


def test_report_waits_only_for_what_its_supplement_asks():
    names = "project_code", "part_code", "question_version", "status", "submitted_at"
    assert long_of(one_report("with_lead"), *names)[:4] == [
        ["2001-01", "X_TRIAL.seen", 1, "answered", SIGNED],
        ["2001-01", "X_TRIAL.new", None, "not_asked", SIGNED],
        ["2001-02", "X_TRIAL.seen", 1, "answered", SIGNED],
        ["2001-02", "X_TRIAL.new", None, "not_reached", None],
    ]


def test_line_of_a_report_holds_its_supplements_answers():
    made = one_report()
    header = wide_header(made)
    rows = [dict(zip(header, row, strict=True)) for row in wide_rows(made)]
    assert [row["X_TRIAL.new"] for row in rows] == ["", "partly", "yes"]
    assert [row["question_version"] for row in rows] == [1, 1, 2]
    assert [row[2:-1] for row in matrix_rows(made)] == [
        ["yes", "[not_asked]"],
        ["no", "partly"],
        ["[no_answer]", "yes"],
    ]


@pytest.mark.parametrize("name", list(FILES))
def test_files_hold_as_many_rows_as_the_page_says(sqlite_app, name):
    asked_further(sqlite_app)
    with writing(sqlite_app) as session:
        answer_and_sign(session, supplement(session, 8), {"Q10_ACCESS.equal": "no"})
        session.commit()
    with sqlite_app.extensions["database"].reading() as session:
        made = content_of(session, round_by_code(session, "2001"), Order())
        text = b"".join(FILES[name].pieces(made, Order(bom=False))).decode()
        assert len(list(csv.reader(StringIO(text, newline="")))) == 1 + FILES[name].count(made)


def test_questions_are_told_once_for_each_version_as_a_whole(sqlite_app):
    asked_further(sqlite_app)
    with sqlite_app.extensions["database"].reading() as session:
        made = content_of(session, round_by_code(session, "2001"), Order())
        assert [version.number for version in made.versions.values()] == [1, 2]
        assert [(version.number, version.after) for version in made.supplements.values()] == [(2, (1,))]
