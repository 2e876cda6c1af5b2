"""The typed counts are those of the signed answers, whatever happens to a report."""

import json
from dataclasses import asdict

from sqlalchemy import delete, select, update

from survey.answering.models.persons import PersonCounts
from survey.answering.models.reports import Answer, Report
from survey.answering.persons import REACH, TABLES, signed_counts
from survey.answering.services.persons import count_missing, rebuild_counts
from survey.answering.states import RECEIVED
from survey.data.base import table_of
from survey.questionnaire.models import RegisteredPart
from survey.questionnaire.queries import questionnaire_version
from survey.rounds.models import AskedProject
from tests.answering.examples import report_number, save_one, send_back, sign

EQUAL = TABLES[REACH].verdict
ORDER = PersonCounts.report_id, PersonCounts.part_id


def kept(session):
    return [dict(row._mapping) for row in session.execute(select(table_of(PersonCounts)).order_by(*ORDER))]


def made_again(session):
    """The same from the answers, report by report."""
    codes = dict(session.execute(select(RegisteredPart.id, RegisteredPart.code)).all())
    keys = {code: key for key, code in codes.items()}
    rows = []
    for report in session.scalars(select(Report).where(Report.state.in_(RECEIVED)).order_by(Report.id)):
        asked = questionnaire_version(session, report.version_id).covered
        given = session.scalars(select(Answer).where(Answer.report_id == report.id))
        answers = {
            codes[one.part_id]: (one.status, one.value) for one in given if codes[one.part_id] in asked
        }
        project = session.get(AskedProject, report.asked_project_id)
        for one in signed_counts(answers):
            place = {"report_id": report.id, "round_id": project.round_id, "asked_project_id": project.id}
            place["fictitious"] = report.fictitious
            said = {"reading": one.reading, "verdict": one.verdict, "disagrees": one.disagrees}
            rows.append(place | {"part_id": keys[one.part_code]} | asdict(one.persons) | said)
    return sorted(rows, key=lambda row: (row["report_id"], row["part_id"]))


def test_counts_of_the_sample_are_those_of_its_answers(session):
    assert len(kept(session)) == 6
    assert kept(session) == made_again(session)


def test_counts_come_with_the_signature_and_not_before(session):
    before = kept(session)
    save_one(session, 5, REACH, table(women=84))
    assert kept(session) == before
    sign(session, 5)
    own = [row for row in kept(session) if row["report_id"] == report_number(session, 5).id]
    assert [(row["women"], row["women_all"], row["reading"]) for row in own] == [
        (None, None, "no_answer"),
        (84, 400, "under"),
    ]
    assert kept(session) == made_again(session)


def test_counts_go_with_a_return_and_come_back_as_they_are_signed_then(session):
    save_one(session, 5, REACH, table(women=84))
    sign(session, 5)
    send_back(session, 5, REACH)
    assert report_number(session, 5).id not in {row["report_id"] for row in kept(session)}
    assert kept(session) == made_again(session)
    save_one(session, 5, REACH, table(women=150))
    assert kept(session) == made_again(session)
    sign(session, 5)
    assert 150 in {row["women"] for row in kept(session)}
    assert kept(session) == made_again(session)


def table(**reached):
    eligible = {"women": 400, "men": 400}
    return json.dumps({"eligible": eligible, "reached": reached | {"men": 156}}, separators=(",", ":"))


def test_counts_are_made_again_for_what_was_signed_before(session):
    before = kept(session)
    session.execute(delete(PersonCounts).where(PersonCounts.report_id == before[0]["report_id"]))
    count_missing(session)
    assert kept(session) == before
    session.execute(update(PersonCounts).values(women=1))
    rebuild_counts(session)
    assert kept(session) == before == made_again(session)
