"""Supplements are asked while others ask or sign: each part is asked once, and signed as it was asked."""

import json

import pytest
from sqlalchemy import func, select

from survey.answering.models.reports import Answer, Report, Snapshot
from survey.answering.services.answers import StateChanged
from survey.answering.services.steps import submit
from survey.answering.services.supplements import ask_supplements
from survey.questionnaire.queries import questionnaire_version
from survey.rounds.queries import round_by_code
from tests.answering.examples import person_of
from tests.answering.services.test_returns_at_once import at_once
from tests.answering.supplements import (
    UNTIL,
    added_question,
    answer_and_sign,
    ask,
    asked_further,
    publish_next,
    supplement,
    supplement_ids,
    whole,
)
from tests.support.app import writing


def ask_newest(session, number=2):
    ask_supplements(
        session,
        version=whole(session, number),
        round_ids=[round_by_code(session, "2001").id],
        closes_at=UNTIL,
        person=person_of(session, "administrator"),
    )


def test_reports_are_asked_once_however_many_ask(app):
    assert at_once(app, ask_newest, ask_newest, ask_newest) == [True, True, True]
    with writing(app) as session:
        supplements = select(func.count()).where(Report.supplements_id.is_not(None))
        assert session.scalar(supplements) == 2
        assert [len(supplement_ids(session, number)) for number in (1, 4)] == [1, 1]


def test_supplement_that_moved_on_is_not_signed_as_it_was_read(session):
    ask(session)
    read, lead = supplement(session, 4), person_of(session, "mission_lead")
    publish_next(session, added_question())
    ask(session, 3)
    asked = questionnaire_version(session, read.version_id)
    with pytest.raises(StateChanged):
        submit(session, report=read, questionnaire=asked, person=lead, name="A. Lead", function="Chief")
    assert supplement(session, 4).state == "draft"


def test_signature_holds_what_was_asked_whoever_comes_first(app):
    asked_further(app)
    with writing(app) as session:
        publish_next(session, added_question())
        session.commit()

    def sign(session):
        answer_and_sign(session, supplement(session, 8, 0), {})

    at_once(app, sign, lambda session: ask_newest(session, 3))
    with writing(app) as session:
        first = supplement(session, 8, 0)
        asked = questionnaire_version(session, first.version_id)
        rows = session.scalar(select(func.count()).where(Answer.report_id == first.id))
        signed = session.scalars(select(Snapshot.content).where(Snapshot.report_id == first.id)).all()
        later = supplement_ids(session, 8)[1:]
    if first.was_signed:
        assert [answer["part"] for answer in json.loads(signed[0])["answers"]] == list(asked.covered)
        assert rows == len(asked.covered)
        assert (first.version_number, len(later)) in ((2, 1), (3, 0))
    else:
        assert (first.version_number, rows, signed, later) == (3, 0, [], [])
