from dataclasses import replace
from datetime import date

import pytest

from survey.downloads.asked_parts import CHOSEN, RECORDED, WAYS
from survey.downloads.told import Suppression
from survey.downloads.variables import PLACE, STATUS_LABELS, WideVariables
from survey.questionnaire.kinds.registry import KINDS
from survey.questionnaire.structure import questionnaire
from tests.downloads.records import SIGNED, answer, content, report, two_versions, verdict, version
from tests.support.factories import document, words

COUNTED = {
    "code": "first",
    "kind": "table",
    "rows": [{"code": "met", "label": words("Met")}],
    "columns": [{"code": code, "label": words(code.title())} for code in ("women", "men")],
}


def told(*parts, answers=(), **fields):
    """The variables of a trial round with one report, and its values, without those that every round has."""
    made = content([report()], {11: version(*parts)}, answers)
    wide = WideVariables(replace(made, **fields))
    [row] = wide.rows()
    return wide.variables[len(PLACE) :], row[len(PLACE) :]


def test_every_kind_of_part_has_its_variables():
    assert set(WAYS) == set(KINDS)


def test_what_every_report_says():
    made = content([report(fictitious=True), report(2, "draft")])
    wide = WideVariables(made)
    first, second = ([*row[: len(PLACE)]] for row in wide.rows())
    names = [variable.name for variable in PLACE]
    assert dict(zip(names, first, strict=True)) == {
        "round": "2001",
        "project_code": "2001-01",
        "project": "Project 1",
        "mission": "Chad",
        "country": "TCD",
        "region": "Africa",
        "service_areas": "research; migrant health",
        "funding_usd": 5000,
        "report_kind": "final",
        "question_version": 1,
        "submitted_at": SIGNED,
        "fictitious": 1,
    }
    assert second[-2:] == [None, 0]
    assert wide.variables[: len(PLACE)] == list(PLACE)


def test_a_verdict_is_a_number_with_labels_and_has_a_status():
    variables, values = told(verdict(), answers=[answer("X_TRIAL.first", "partly")])
    assert values == [2, 1]
    assert [(one.name, one.label, one.labels) for one in variables] == [
        ("X_TRIAL_first", "Label (Title)", {1: "yes", 2: "partly", 3: "no"}),
        ("X_TRIAL_first_s", "Status – Label (Title)", STATUS_LABELS),
    ]


@pytest.mark.parametrize(
    ("part", "stored", "expected"),
    [
        ({"code": "first"}, "=1+1", "=1+1"),
        ({"code": "first", "kind": "number"}, "-5.25", -5.25),
        ({"code": "first", "kind": "date"}, "2002-03-31", date(2002, 3, 31)),
    ],
)
def test_a_value_has_its_own_type(part, stored, expected):
    variables, values = told(part, answers=[answer("X_TRIAL.first", stored)])
    assert values == [expected, 1]
    assert [one.labels for one in variables] == [{}, STATUS_LABELS]


def test_many_choices_are_a_variable_for_each_option():
    part = {"code": "first", "kind": "many_choices", "options": "colours"}
    variables, values = told(part, answers=[answer("X_TRIAL.first", "blue")])
    assert values == [0, 1, 1]
    assert [(one.name, one.label, one.labels) for one in variables[:2]] == [
        ("X_TRIAL_first_1", "red – Label (Title)", CHOSEN),
        ("X_TRIAL_first_2", "blue – Label (Title)", CHOSEN),
    ]


@pytest.mark.parametrize(
    ("stored", "expected"),
    [('{"met":{"women":0}}', [1, 0, None, 1]), ("not_recorded", [2, None, None, 1])],
)
def test_a_table_is_a_count_for_each_cell(stored, expected):
    variables, values = told(COUNTED, answers=[answer("X_TRIAL.first", stored)])
    assert values == expected
    assert [(one.name, one.label, one.labels) for one in variables[:3]] == [
        ("X_TRIAL_first", "Counts – Label (Title)", RECORDED),
        ("X_TRIAL_first_r1c1", "Met, Women – Label (Title)", {}),
        ("X_TRIAL_first_r1c2", "Met, Men – Label (Title)", {}),
    ]


def test_a_suppressed_count_is_missing_and_said_to_be_suppressed():
    answers = [answer("X_TRIAL.first", '{"met":{"women":2,"men":40}}')]
    _, values = told(COUNTED, answers=answers, suppression=Suppression(applies=True))
    assert values[0] == 3
    assert values[1] is None


@pytest.mark.parametrize(("status", "number"), [("no_answer", 2), ("declined", 3), ("not_shown", 4)])
@pytest.mark.parametrize("part", [verdict(), {"code": "first"}, COUNTED])
def test_what_is_not_answered_is_missing_and_has_a_status(part, status, number):
    _, values = told(part, answers=[answer("X_TRIAL.first", "", status)])
    assert values == [*[None] * (len(values) - 1), number]


def test_parts_that_a_report_was_not_asked_or_that_it_never_sent_have_a_status():
    reports = [report(1), report(2, "draft")]
    rows = list(WideVariables(content(reports, two_versions())).rows())
    assert [row[len(PLACE) :] for row in rows] == [[None, 5, None, 2, None, 2], [None, 6, None, 6, None, 6]]


def test_an_option_that_a_version_did_not_offer_is_missing_and_one_that_is_retired_keeps_its_number():
    def offering(*codes, number):
        made = document({"code": "first", "kind": "many_choices", "options": "own"}, versions=(number,))
        options = [{"code": code, "label": words(code)} for code in codes]
        return questionnaire(made | {"lists": [{"code": "own", "options": options}]}, number)

    versions = {11: offering("old", "kept", number=1), 12: offering("new", "kept", number=2)}
    reports = [report(1), report(2, version_id=12, version_number=2)]
    answers = [answer("X_TRIAL.first", "old"), answer("X_TRIAL.first", "new", report_id=2)]
    wide = WideVariables(content(reports, versions, answers))
    assert [one.name for one in wide.variables[len(PLACE) :]] == [
        "X_TRIAL_first_3",
        "X_TRIAL_first_2",
        "X_TRIAL_first_1",
        "X_TRIAL_first_s",
    ]
    assert [row[len(PLACE) :] for row in wide.rows()] == [[None, 0, 1, 1], [1, 0, None, 1]]


def test_an_answer_of_a_report_that_is_not_received_is_in_no_row():
    made = content([report(state="draft")], {11: version()}, [answer("X_TRIAL.first", "secret")])
    [row] = WideVariables(made).rows()
    assert row[len(PLACE) :] == [None, 6]
