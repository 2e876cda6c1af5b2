from copy import deepcopy

import pytest

from survey.publishing.impact import breaks, new_columns
from survey.publishing.records import ReportGroup, counted
from survey.questionnaire.declarations import Declaration
from survey.questionnaire.structure import questionnaire
from tests.support.factories import document, verdict, words

COLOURS = {"code": "first", "kind": "one_choice", "options": "colours"}


def broken(old, new, *declared):
    """Each part that breaks, with the reason in English."""
    found = breaks(
        questionnaire(old, 1),
        questionnaire(new, 2),
        {code: Declaration(code, meaning) for code, meaning in declared},
    )
    return [(entry.part.code, entry.reason.text, entry.reason.values.get("codes")) for entry in found]


def test_new_parts_and_other_words_break_nothing():
    old = document(COLOURS)
    new = document(COLOURS | {"label": words("Other")}, {"code": "added", "since": 2})
    assert broken(old, new, ("X_TRIAL.first", "wording")) == []


@pytest.mark.parametrize("code", ["X_TRIAL", "X_TRIAL.first"])
def test_new_meaning_of_a_part_or_of_its_question_breaks(code):
    assert broken(document(), document(), (code, "new meaning")) == [
        ("X_TRIAL.first", "Declared as a new meaning: answers before and after cannot be compared.", None)
    ]


def test_retired_part_and_other_choices_break():
    old = document(COLOURS, {"code": "gone"})
    new = deepcopy(document(COLOURS, {"code": "gone", "retired": 2}))
    new["lists"][1]["options"] = [{"code": c, "label": words(c)} for c in ("red", "green")]
    assert broken(old, new) == [
        ("X_TRIAL.first", "Choices that go: %(codes)s.", ("blue",)),
        ("X_TRIAL.first", "Choices that come: %(codes)s.", ("green",)),
        ("X_TRIAL.gone", "No longer asked: its trend ends.", None),
    ]


def test_another_condition_or_polarity_breaks():
    when = [{"part": "X_TRIAL.first", "in": ["yes"]}]
    old = document(verdict(), verdict("second"))
    new = document(verdict(), verdict("second", when=when, polarity="adverse"))
    assert [reason for _code, reason, _codes in broken(old, new)] == [
        "Another condition: it is asked of other reports than before.",
        "Another polarity: a yes is read otherwise than before.",
    ]


def test_files_get_columns_for_what_is_new():
    old = document(verdict())
    new = document(verdict(), verdict("second", since=2), {"code": "why", "since": 2})
    assert new_columns([questionnaire(old, 1)], questionnaire(new, 2)) == {
        "answers_wide": ["X_TRIAL.second", "X_TRIAL.second_status", "X_TRIAL.why", "X_TRIAL.why_status"],
        "matrix": ["X_TRIAL.second"],
    }
    assert new_columns([questionnaire(old, 1)], questionnaire(old, 2)) == {}


def group(state, *, signed=False, supplement=False, version=1, number=1):
    return ReportGroup(1, state, signed, supplement, version, number)


def test_what_happens_to_a_report_follows_from_its_state_and_its_past():
    groups = [
        group("draft", number=2),
        group("with_lead", number=3),
        group("with_lead", signed=True, number=4),
        group("returned", signed=True, number=5),
        group("submitted", signed=True, number=6),
        group("resubmitted", signed=True, number=7),
        group("accepted", signed=True, number=8),
        group("draft", supplement=True, number=9),
        group("submitted", signed=True, supplement=True, number=10),
    ]
    assert counted(groups) == {
        "moves": 2,
        "moves with lead": 3,
        "returned": 9,
        "submitted": 21,
        "supplement": 19,
    }
