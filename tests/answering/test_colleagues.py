from datetime import timedelta

import pytest

from survey.answering.colleagues import Colleague, Trace, colleagues, is_noted
from tests.support.factories import NOON


def trace(person_id, question, seconds, name=""):
    return Trace(person_id, name or f"Person {person_id}", question, NOON + timedelta(seconds=seconds))


def test_colleagues_are_where_they_were_last_and_never_who_asks():
    found = [trace(1, "Q1", 0), trace(2, "Q2", 30), trace(2, "Q1", 10), trace(3, "Q1", 20), trace(3, "", 5)]
    assert colleagues(found, person_id=1, question="Q1") == [
        Colleague("Person 2", "Q2", False),
        Colleague("Person 3", "Q1", True),
    ]


def test_nobody_is_on_the_same_question_where_there_is_none():
    assert colleagues([trace(2, "", 0)], person_id=1, question="") == [Colleague("Person 2", "", False)]


def test_colleagues_of_the_same_name_are_two():
    found = [trace(2, "", 0, "María"), trace(3, "", 0, "María")]
    assert [other.name for other in colleagues(found, person_id=1, question="")] == ["María", "María"]


@pytest.mark.parametrize(
    ("question", "seconds", "noted"), [("Q1", 59, True), ("Q1", 60, False), ("Q2", 1, False)]
)
def test_being_here_is_noted_again_after_a_minute_or_elsewhere(question, seconds, noted):
    now = NOON + timedelta(seconds=seconds)
    assert is_noted([trace(1, "Q1", 0)], person_id=1, question=question, now=now) is noted
    assert is_noted([trace(2, "Q1", 0)], person_id=1, question="Q1", now=NOON) is False
