"""What a mission changed between its last two signatures."""

from flask import Blueprint, render_template

from survey.answering.changes import changed_questions, unchanged
from survey.answering.queries.clarifications import clarifications
from survey.answering.queries.snapshots import last_signed
from survey.answering.routes.reports import record_reading, signed_report
from survey.answering.states import STATE_NAMES
from survey.web.database import session
from survey.web.roles import MISSION_ROLES, WORKING_GROUP, allow, writes

blueprint = Blueprint("changes", __name__)


@blueprint.get("/reports/<id:public_id>/changes")
@allow(*MISSION_ROLES, WORKING_GROUP)
@writes
def changes(public_id: str):
    """Only the parts that differ, before and after, each with what was asked and said about it."""
    head, questionnaire = signed_report(public_id)
    record_reading(head)
    session().commit()
    signed = last_signed(session(), head.id, questionnaire.part.keys(), times=2)
    questions, asked = [], []
    if len(signed) == 2:
        after, before = signed
        asked = [c for c in clarifications(session(), head.id) if before.at <= c.at <= after.at]
        questions = changed_questions(questionnaire, before.answers, after.answers, asked)
    return render_template(
        "answering/changes.html",
        report=head,
        questionnaire=questionnaire,
        signed=signed,
        questions=questions,
        unchanged=unchanged(asked, questions),
        state_names=STATE_NAMES,
    )
