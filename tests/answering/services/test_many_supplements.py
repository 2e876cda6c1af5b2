import json
from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, select

from survey.answering.models.reports import Report
from survey.answering.queries.supplements import supplements_to_ask
from survey.answering.services.supplements import ask_supplements
from survey.comparison.queries.records import due_reports, round_versions
from survey.questionnaire.models import QuestionnaireVersion
from survey.rounds.queries import round_by_code
from tests.answering.examples import person_of
from tests.answering.supplements import UNTIL, added_question, publish_next
from tests.comparison.counting import summaries, tallies
from tests.support.factories import verdict
from tests.support.rounds import fill_round

WHO, PROUD = "X_NOTICED.who", "X_NOTICED.proud"


@contextmanager
def statements(session):
    sent, engine = [], session.get_bind().engine

    def note(_connection, _cursor, statement, *_more):
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def rounds_of(session, **sizes):
    """Rounds with so many signed reports each, and a version after them; one of its two parts hangs on question 1."""
    rounds = {code: fill_round(session, reports, code=code) for code, reports in sizes.items()}
    if_aware = [{"part": "Q1_AWARENESS.partners", "in": ["yes", "partly"]}]
    question = added_question(verdict("proud", when=if_aware), {"code": "who"})
    return publish_next(session, question), rounds


def ask_of(session, version, round):
    """Asks the reports of a round; returns how many statements it took to count them and to ask them."""
    own = {"round_ids": [round.id]}
    document, person = json.loads(version.document), person_of(session, "administrator")
    with statements(session) as counting:
        foretold = supplements_to_ask(session, document=document, number=version.number, **own)
    with statements(session) as asking:
        asked = ask_supplements(session, version=version, closes_at=UNTIL, person=person, **own)
    supplements = select(func.count()).select_from(Report).where(Report.supplements_id.is_not(None))
    made = session.scalar(supplements.where(Report.asked_project.has(round_id=round.id)))
    assert made == asked == foretold == len(due_reports(session, round.id))
    return len(counting), len(asking)


def test_number_of_statements_does_not_grow_with_the_reports(session):
    version, rounds = rounds_of(session, **{"2002": 12, "2003": 12, "2004": 60})
    _first, few, many = (ask_of(session, version, round) for round in rounds.values())
    assert few == many
    assert few[0] < 6
    groups = select(func.count()).where(QuestionnaireVersion.after != "")
    assert session.scalar(groups) == 2


@pytest.mark.long
def test_three_thousand_signed_reports_are_asked_at_once_and_their_summary_knows(session):
    version, rounds = rounds_of(session, **{"2002": 12, "2003": 12, "2004": 3000})
    _first, few, many = (ask_of(session, version, round) for round in rounds.values())
    assert few == many
    round = round_by_code(session, "2004")
    versions = round_versions(session, round)
    with statements(session) as sent:
        reports = due_reports(session, round.id)
        found = summaries(tallies(session, round.id), reports, versions)
    assert len(sent) == 3
    assert (len(reports), found[WHO].base.due, found[WHO].base.received, found[WHO].base.not_asked) == (
        3000, 3000, 0, 0,
    )  # fmt: skip
    assert found["Q4_LESSONS.lessons"].base.answered == 3000
    assert PROUD in found
