"""Tallies are kept up to date by whatever happens to reports, and are the same when they are made anew."""

import random

import pytest
from sqlalchemy import delete, select

from survey.answering.models.reports import Report
from survey.answering.models.tallies import AnswerBitmap
from survey.answering.queries.answers import saved_answers
from survey.answering.queries.reports import report_head
from survey.answering.queries.tallies import bitmaps, figures
from survey.answering.returning import Asked
from survey.answering.services.answers import save_answers
from survey.answering.services.returning import accept_report, return_report
from survey.answering.services.sample import EVERY_REPORT
from survey.answering.services.steps import submit, take_step
from survey.answering.services.tallies import count_again, count_uncounted, rebuild
from survey.comparison.counted import summed
from survey.comparison.filters import Selection
from survey.comparison.queries.records import due_reports, filter_choices, round_versions
from survey.comparison.queries.selected import counted
from survey.comparison.records import Filters
from survey.fieldwork.services.rounds import ask as ask_projects
from survey.fieldwork.services.rounds import extend
from survey.missions.models import Mission
from survey.questionnaire.queries import questionnaire_version
from survey.rounds.planning import plan_of_sheet
from survey.rounds.project_sheet import read_sheet
from survey.rounds.queries import known, round_by_code
from tests.answering.examples import DUE, change, person_of, report_number, send_back, sign
from tests.answering.supplements import UNTIL, added_question, ask, publish_next, supplement_ids
from tests.comparison.counting import summaries, tallies
from tests.support.factories import verdict

PARTS = {
    "Q7_SUCCESS.success": ("yes", "partly", "no", "too_early", ""),
    "Q3_ENCOURAGE.constraints": ("yes", "no", ""),
    "Q3_ENCOURAGE.constraint_kinds": ("funding;data", "other", ""),
    "S_STATUS.state": ("completed", "delayed"),
    "Q4_LESSONS.lessons": ("Evening classes.", ""),
}


LABEL = {"en": "Seen?", "fr": "Vu ?", "es": "¿Visto?"}


def stored(session, round_id=1):
    row = AnswerBitmap
    own = select(row.chunk, row.key, row.value, row.reports, row.bits).where(row.round_id == round_id)
    return {tuple(found[:3]): tuple(found[3:]) for found in session.execute(own)}


def assert_up_to_date(session):
    """The tallies are those made anew, and say for any one filter what counting all answers says."""
    round = round_by_code(session, "2001")
    kept = stored(session)
    rebuild(session, round.id)
    assert kept == stored(session)
    versions, choices = round_versions(session, round), filter_choices(session, round.id)
    for name, values in [("region", [""]), *choices.items()]:
        for value in values[:3]:
            filters = Filters(**{name: value})
            found = counted(session, round.id, Selection(filters, choices))
            reports = due_reports(session, round.id, filters)
            expected = summaries(tallies(session, round.id, filters), reports, versions)
            assert summed(found, versions) == expected
            assert found.due == len(reports)
            assert found.received == sum(report.received for report in reports)


def act(session, dice):
    """Something that may happen to a report or a supplement, as far as its state allows it."""
    public_ids = session.scalars(select(Report.public_id).order_by(Report.id)).all()
    report = report_head(session, dice.choice(public_ids), EVERY_REPORT)
    asked = questionnaire_version(session, report.version_id)
    if report.state in ("submitted", "resubmitted"):
        group = person_of(session, "working_group")
        if dice.random() < 0.7:
            questions = [Asked(None, "All of it.")]
            return return_report(session, report=report, asked=questions, due_on=DUE, person=group)
        return accept_report(session, report=report, person=group)
    lead = person_of(session, "mission_lead")
    if report.state == "accepted":
        return None
    if report.state in ("draft", "returned") and dice.random() < 0.2:
        return take_step(session, name="hand_over", report=report, person=lead)
    own = {code: dice.choice(values) for code, values in PARTS.items() if code in asked.part}
    own |= {code: dice.choice(("yes", "no")) for code in asked.part if code.startswith("X_")}
    seen = saved_answers(session, report.id, list(own))
    changes = [
        change(code, value, seen[code].version, "answered" if value else "no_answer")
        for code, value in own.items()
    ]
    save_answers(session, report=report, changes=changes, person=lead, language="en")
    if dice.random() < 0.7:
        submit(session, report=report, questionnaire=asked, person=lead, name="A.", function="B.")
    return None


@pytest.mark.parametrize("seed", [1, 2])
def test_tallies_are_right_after_whatever_happens(session, seed):
    dice = random.Random(seed)
    for turn in range(24):
        act(session, dice)
        if turn == 5:
            ask(session)
        if turn == 10:
            publish_next(session, added_question({**verdict("seen"), "label": LABEL, "short": LABEL}))
            ask(session, 3)
        if turn == 15:
            mission = session.scalars(select(Mission).where(Mission.name == "San José")).one()
            extend(
                session, round=round_by_code(session, "2001"), mission=mission, closes_at=UNTIL,
                reason="Flood.", person=person_of(session, "administrator"),
            )  # fmt: skip
    assert supplement_ids(session, 1)
    assert_up_to_date(session)


def test_sample_is_counted(session):
    assert_up_to_date(session)
    assert figures(session, 1)["due"] == {"": 8}


def test_return_takes_a_report_out_and_the_next_signature_puts_it_back(session):
    before = stored(session)
    send_back(session, 3, "Q7_SUCCESS.why")
    assert figures(session, 1)["received"] == {"": 4}
    sign(session, 3)
    assert stored(session) == before


def test_counting_twice_is_counting_once(session):
    before = stored(session)
    own = report_number(session, 3)
    asked_id = session.scalar(select(Report.asked_project_id).where(Report.id == own.id))
    for _ in range(2):
        count_again(session, [asked_id])
        count_again(session, [asked_id], answers=False)
    assert stored(session) == before


def test_changed_facts_of_projects_and_missions_reach_the_tallies(session):
    round = round_by_code(session, "2001")
    text = "code,title,mission,country,region\n2001-03,Another title,Manila,PHL,Oceania\n"
    sheet = read_sheet(text)
    plan = plan_of_sheet(sheet, known(session, round.id, ["2001-03"]))
    ask_projects(session, round=round, plan=plan, person=person_of(session, "administrator"))
    assert list(bitmaps(session, 1, keys=[("region", "Oceania")])["region", "Oceania"]) == [3]
    assert_up_to_date(session)


def test_rounds_without_tallies_are_counted_after_an_upgrade(session):
    before = stored(session)
    session.execute(delete(AnswerBitmap))
    count_uncounted(session)
    assert stored(session) == before


def test_command_counts_anew(app):
    with app.extensions["database"].writing() as session:
        before = stored(session)
        session.execute(delete(AnswerBitmap).where(AnswerBitmap.key == "due"))
        session.commit()
    result = app.test_cli_runner().invoke(args=["rebuild"])
    assert result.exit_code == 0
    with app.extensions["database"].reading() as session:
        assert stored(session) == before
