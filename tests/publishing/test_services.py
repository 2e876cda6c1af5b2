import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from survey.answering.models.reports import Answer, Report
from survey.answering.queries.answers import saved_answers
from survey.answering.services.answers import StateChanged
from survey.answering.services.steps import take_step
from survey.answering.services.tallies import rebuild
from survey.audit.queries import entries, first_broken
from survey.publishing.services import NotDeclared, NothingChanged, declare_changes
from survey.questionnaire.declarations import Declaration
from survey.questionnaire.instrument import BadInstrument
from survey.questionnaire.models import QuestionnaireVersion
from survey.questionnaire.queries import draft_of, newest_document
from survey.questionnaire.services import DraftChanged
from survey.rounds.models import AskedProject, Round
from tests.answering.examples import person_of, report_number, returned, save_one
from tests.answering.services.test_tallies import stored
from tests.benchmarks.statements import counted_statements
from tests.support.app import build_app, prepare_sample, writing
from tests.support.drafts import (
    ADDED,
    INSTRUMENT,
    RELABELLED,
    add_question,
    declare,
    make_draft,
    part_in,
    publish_draft_in,
    relabel,
    retire,
)
from tests.support.rounds import fill_round

TOMORROW = datetime(2100, 1, 1, tzinfo=UTC)
LESSONS = "Q4_LESSONS.lessons"


def versions_of_reports(session, round="2001"):
    """The state of each report of a round, whether it was signed, and the version that it answers."""
    statement = (
        select(
            AskedProject.number, Report.state, Report.submitted_at.is_not(None), QuestionnaireVersion.number
        )
        .join(Report, Report.asked_project_id == AskedProject.id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Report.version_id)
        .join(Round, Round.id == AskedProject.round_id)
        .where(Round.code == round)
        .order_by(AskedProject.number)
    )
    return [tuple(row) for row in session.execute(statement)]


def all_answers(session):
    fields = Answer.report_id, Answer.part_id, Answer.version, Answer.value, Answer.question_version
    return session.execute(select(*fields).order_by(Answer.id)).all()


def test_unsigned_reports_of_the_chosen_rounds_move_and_all_others_stay(app, session):
    session.rollback()
    returned(app, 4, "Q7_SUCCESS.success")
    with writing(app) as session:
        fill_round(session, 3, code="2002", state="draft")
        before, answers = versions_of_reports(session), all_answers(session)
        done = publish_draft_in(session, make_draft(session, add_question), "2001")
        moved = [row for row in before if row[1] in ("draft", "with_lead") and not row[2]]
        assert {row[1] for row in before} >= {"draft", "with_lead", "submitted", "returned"}
        assert versions_of_reports(session) == [
            (number, state, signed, 3 if (number, state, signed, version) in moved else version)
            for number, state, signed, version in before
        ]
        assert (done.version.number, done.moved, done.asked) == (3, len(moved), 0)
        assert {row[3] for row in versions_of_reports(session, "2002")} == {2}
        assert all_answers(session) == answers
        rounds = select(Round.code, QuestionnaireVersion.number).join(QuestionnaireVersion)
        assert dict(session.execute(rounds).all()) == {"2001": 3, "2002": 2}
        kept = stored(session)
        assert ("version", str(done.version.id)) in {(key, value) for _chunk, key, value in kept}
        rebuild(session, 1)
        assert stored(session) == kept


def test_returned_report_that_is_with_the_lead_stays_on_its_version(app, session):
    session.rollback()
    returned(app, 4, "Q7_SUCCESS.success")
    with writing(app) as session:
        lead = person_of(session, "mission_lead")
        take_step(session, name="hand_over", report=report_number(session, 4), person=lead)
        publish_draft_in(session, make_draft(session, add_question), "2001")
        assert versions_of_reports(session)[3] == (4, "with_lead", True, 1)


def test_answers_to_retired_parts_stay_and_keep_the_version_that_they_saw(session):
    save_one(session, 8, LESSONS, "Ask both.")
    publish_draft_in(session, make_draft(session, retire("Q4_LESSONS")), "2001")
    report = report_number(session, 8)
    assert report.version_number == 3
    assert saved_answers(session, report.id, [LESSONS])[LESSONS].value == "Ask both."
    own = select(Answer.question_version).where(Answer.report_id == report.id, Answer.value == "Ask both.")
    assert session.scalar(own) == 2


def test_publication_is_on_record(session):
    publish_draft_in(session, make_draft(session, add_question), "2001")
    entry = entries(session)[-1]
    administrator = person_of(session, "administrator")
    assert (entry.person, entry.action, entry.subject) == (
        administrator.public_id,
        "publish version",
        INSTRUMENT,
    )
    assert json.loads(entry.details)["number"] == 3
    assert json.loads(entry.details)["rounds"] == ["2001"]
    assert first_broken(session) is None


def test_submitted_reports_are_asked_only_if_the_author_says_so(session):
    done = publish_draft_in(session, make_draft(session, add_question), "2001", ask_until=TOMORROW)
    submitted = [row for row in versions_of_reports(session) if row[1] == "submitted"]
    assert done.asked == len(submitted) > 0


def test_change_without_a_declaration_cannot_be_published(session):
    revision = make_draft(session, add_question, relabel)
    with pytest.raises(NotDeclared) as refused:
        publish_draft_in(session, revision, "2001")
    assert [difference.code for difference in refused.value.differences] == [RELABELLED]
    assert draft_of(session, INSTRUMENT).revision == revision
    revision = declare_changes(
        session,
        draft=draft_of(session, INSTRUMENT),
        seen_revision=revision,
        declared=[Declaration(RELABELLED, "clarification", "Shorter")],
        person=person_of(session, "administrator"),
    )
    publish_draft_in(session, revision, "2001")
    number, document = newest_document(session, INSTRUMENT)
    assert (number, json.loads(document)["versions"][-1]["changes"]) == (
        3,
        [{"code": RELABELLED, "declared": "clarification", "note": "Shorter"}],
    )


def test_draft_that_changes_nothing_or_has_faults_cannot_be_published(session):
    revision = make_draft(session)
    with pytest.raises(NothingChanged):
        publish_draft_in(session, revision, "2001")
    revision = make_draft(
        session, add_question, lambda given: part_in(given, f"{ADDED}.who").update(kind="odd")
    )
    with pytest.raises(BadInstrument):
        publish_draft_in(session, revision, "2001")


def test_second_publication_of_one_draft_is_refused(session):
    revision = make_draft(session, add_question)
    with pytest.raises(DraftChanged):
        publish_draft_in(session, revision - 1, "2001")
    publish_draft_in(session, revision, "2001")
    with pytest.raises(DraftChanged):
        publish_draft_in(session, revision, "2001")


def test_declarations_of_a_draft_that_somebody_changed_are_refused(session):
    draft_before = make_draft(session, relabel)
    with pytest.raises(DraftChanged):
        declare_changes(
            session,
            draft=draft_of(session, INSTRUMENT),
            seen_revision=draft_before - 1,
            declared=[],
            person=person_of(session, "administrator"),
        )


def test_report_that_moved_since_it_was_read_is_not_signed(session):
    report, lead = report_number(session, 8), person_of(session, "mission_lead")
    publish_draft_in(session, make_draft(session, relabel, declare(RELABELLED)), "2001")
    with pytest.raises(StateChanged):
        take_step(session, name="submit", report=report, person=lead)


def test_publication_takes_as_many_statements_for_thirty_reports_as_for_three(prepared_database, tmp_path):
    counted = []
    for reports in (3, 30):
        app = build_app(prepared_database("sqlite", prepare_sample), tmp_path)
        with writing(app) as session:
            fill_round(session, reports, code="2002", state="draft")
            fill_round(session, reports, code="2003")
            revision = make_draft(session, add_question)
            with counted_statements(app) as statements:
                publish_draft_in(session, revision, "2001", "2002", "2003", ask_until=TOMORROW)
        counted.append(len(statements))
        app.extensions["database"].close()
    assert counted[0] == counted[1]
