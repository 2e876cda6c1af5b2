import pytest

from survey.answering.beside import EarlierAnswer, evidence_wanted
from survey.questionnaire.kinds.registry import KINDS
from tests.support.factories import part


@pytest.mark.parametrize(
    ("then", "code"),
    [("evidence:Q7_SUCCESS.why", "Q7_SUCCESS.why"), ("evidence:", ""), ("next", ""), ("", "")],
)
def test_evidence_wanted_is_the_part_whose_button_was_pressed(then, code):
    assert evidence_wanted(then) == code


def test_earlier_answer_is_of_the_kind_of_its_part():
    answer = EarlierAnswer(part("date"), "2000-03-31", "en", "2000", None)
    assert answer.kind is KINDS["date"]
