"""A report with a supplement is refused whole, and left alone where it is here already."""

import pytest

from survey.intake.checking import NEW, UNCHANGED, UNTOUCHED
from tests.answering.supplements import answer_and_sign, asked_further, supplement
from tests.intake.rounds import empty, exported, load_file, looked_at, reasons, state_of
from tests.support.app import writing


@pytest.mark.parametrize("signed", [True, False])
def test_a_report_with_a_supplement_is_refused_or_known_again(sqlite_app, signed):
    asked_further(sqlite_app)
    if signed:
        with writing(sqlite_app) as session:
            answer_and_sign(session, supplement(session, 8), {"Q10_ACCESS.equal": "no"})
            session.commit()
    data = exported(sqlite_app)
    before = state_of(sqlite_app)
    again = load_file(sqlite_app, data)
    outcomes = again.outcomes[UNCHANGED], again.outcomes[UNTOUCHED], again.outcomes[NEW]
    assert (again.faults.shown, outcomes) == ([], (6, 2, 0))
    assert state_of(sqlite_app) == before


@pytest.mark.parametrize("signed", [True, False])
def test_its_parts_are_never_taken_for_one_report(sqlite_app, signed):
    report, further = asked_further(sqlite_app)
    assert report != further
    if signed:
        with writing(sqlite_app) as session:
            answer_and_sign(session, supplement(session, 8), {"Q10_ACCESS.equal": "no"})
            session.commit()
    data = exported(sqlite_app)
    empty(sqlite_app, "2001")
    found = reasons(looked_at(sqlite_app, data))
    assert found
    assert all("supplement" in reason for _, reason in found), found
