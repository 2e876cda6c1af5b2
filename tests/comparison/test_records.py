import pytest

from survey.comparison.records import Filters, any_fictitious
from tests.comparison.examples import report


@pytest.mark.parametrize("state", ["submitted", "resubmitted", "accepted"])
def test_submitted_report_is_received(state):
    assert report(state=state).received


@pytest.mark.parametrize("state", ["not_started", "draft", "with_lead", "returned"])
def test_draft_is_not_received(state):
    assert not report(state=state).received


def test_chosen_filters_are_those_that_are_set():
    assert Filters(region="Asia", mission="").chosen == {"region": "Asia"}


def test_one_fictitious_report_is_enough():
    assert any_fictitious([report(1), report(2, fictitious=True)])
    assert not any_fictitious([report(1)])
