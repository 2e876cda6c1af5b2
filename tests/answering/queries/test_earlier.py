from datetime import UTC, datetime

import pytest

from survey.answering.queries.earlier import earlier_answers
from survey.answering.queries.reports import report_head
from survey.answering.scope import NOTHING, RECEIVED_REPORTS, Scope
from survey.answering.services.sample import EVERY_REPORT
from survey.missions.models import Mission
from survey.rounds.queries import round_by_code
from tests.answering.examples import person_of, report_number
from tests.answering.rounds import SUBMITTED, earlier_round
from tests.answering.supplements import answer_and_sign, ask, signed_on_version_one, supplement

EQUAL = "Q10_ACCESS.equal"
WHY, VERDICT = "Q7_SUCCESS.why", "Q7_SUCCESS.success"


def earlier(session, number=8, scope=EVERY_REPORT):
    found = earlier_answers(session, report_number(session, number).id, [VERDICT, WHY], scope)
    return {code: (answer.value, answer.round_title) for code, answer in found.items()}


def test_earlier_answers_of_the_first_round_are_none(session):
    assert earlier(session) == {}


def test_earlier_answer_comes_with_its_round_its_time_and_its_part(session):
    earlier_round(session, 8, {WHY: "Then", VERDICT: "partly"})
    found = earlier_answers(session, report_number(session, 8).id, [WHY], EVERY_REPORT)
    [answer] = found.values()
    assert (answer.value, answer.language, answer.round_title) == ("Then", "en", "2000")
    assert (answer.submitted_at, answer.part.code, answer.kind.name) == (SUBMITTED, WHY, "text")


def test_earlier_answer_is_that_of_the_newest_round_that_has_one(session):
    earlier_round(
        session, 8, {WHY: "oldest", VERDICT: "no"}, code="1999", opens_at=datetime(1999, 9, 1, tzinfo=UTC)
    )
    earlier_round(session, 8, {WHY: "newer"}, code="2000", declined=[VERDICT])
    assert earlier(session) == {WHY: ("newer", "2000"), VERDICT: ("no", "1999")}


@pytest.mark.parametrize("opens_at", [datetime(2002, 9, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)])
def test_later_rounds_are_not_earlier_ones(session, opens_at):
    earlier_round(session, 8, {WHY: "later"}, code="2002", opens_at=opens_at)
    assert earlier(session) == {}


@pytest.mark.parametrize("state", ["draft", "with_lead", "returned"])
def test_report_that_is_not_received_is_no_answer(session, state):
    earlier_round(session, 8, {WHY: "unfinished"}, state=state)
    assert earlier(session) == {}


def test_answers_of_another_project_are_not_offered(session):
    earlier_round(session, 5, {WHY: "of project 5"})
    assert earlier(session, 8) == {}
    assert earlier(session, 5) == {WHY: ("of project 5", "2000")}


def test_earlier_answers_are_read_within_the_scope_only(session):
    earlier_round(session, 8, {WHY: "Then"})
    own = person_of(session, "mission_staff").mission_ids
    other = frozenset(session.scalars(Mission.__table__.select().with_only_columns(Mission.id))) - own
    assert earlier(session, scope=Scope(own, None)) == {WHY: ("Then", "2000")}
    assert earlier(session, scope=RECEIVED_REPORTS) == {WHY: ("Then", "2000")}
    assert earlier(session, scope=Scope(other, None)) == {}
    assert earlier(session, scope=NOTHING) == {}


def test_answer_of_a_supplement_is_an_earlier_answer_too(session):
    signed_on_version_one(session)
    ask(session)
    answer_and_sign(session, supplement(session, 8), {EQUAL: "partly"})
    # the round of 2001 becomes the earlier one
    round_by_code(session, "2001").opens_at = datetime(1990, 1, 1, tzinfo=UTC)
    session.flush()
    later = earlier_round(session, 8, {}, code="2000", state="draft")
    head = report_head(session, later, EVERY_REPORT)
    found = earlier_answers(session, head.id, [EQUAL], RECEIVED_REPORTS)
    assert (found[EQUAL].value, found[EQUAL].round_title) == ("partly", "2001")
