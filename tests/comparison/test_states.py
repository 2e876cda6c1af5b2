import pytest

from survey.comparison.states import progress, status_of
from tests.comparison.examples import ACCESS, SUCCESS, VERSIONS, answer, report

PART = VERSIONS[2].part[SUCCESS]


@pytest.mark.parametrize("status", ["answered", "no_answer", "declined", "not_shown"])
def test_received_report_has_the_status_of_its_answer(status):
    assert status_of(report(), PART, answer(1, SUCCESS, status=status)) == status


def test_part_without_a_row_has_no_answer():
    assert status_of(report(), PART, None) == "no_answer"


def test_part_that_the_version_lacks_is_not_asked_even_with_an_old_answer():
    lacking = VERSIONS[1].part.get(ACCESS)
    assert status_of(report(version=1), lacking, None) == "not_asked"
    assert status_of(report(version=1), lacking, answer(1, ACCESS, "yes")) == "not_asked"


@pytest.mark.parametrize("state", ["not_started", "draft", "with_lead", "returned"])
def test_report_that_is_not_received_is_not_reached(state):
    assert status_of(report(state=state), PART, answer(1, SUCCESS, "yes")) == "not_reached"
    assert status_of(report(state=state), None, None) == "not_reached"


def test_progress_counts_every_report_once():
    states = ["not_started", "draft", "draft", "with_lead", "submitted", "resubmitted", "accepted"]
    found = progress([report(n, state) for n, state in enumerate(states)])
    assert found == {"due": 7, "not_started": 1, "draft": 2, "with_lead": 1, "submitted": 3}


def test_progress_shows_returned_reports_only_when_there_are_some():
    assert progress([report(1, "returned")]) == {
        "due": 1, "not_started": 0, "draft": 0, "with_lead": 0, "returned": 1, "submitted": 0,
    }  # fmt: skip


def test_progress_of_nothing_is_zero():
    assert progress([]) == {"due": 0, "not_started": 0, "draft": 0, "with_lead": 0, "submitted": 0}
