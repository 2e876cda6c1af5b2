"""The working group's decisions on a signed report: accepted, or returned for clarification."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.answering.records import ReportHead
from survey.answering.returning import SentReturn, field_of, read_return
from survey.answering.review import reviewed
from survey.answering.routes.reports import answers_to_read, record_reading, signed_report
from survey.answering.services.answers import StateChanged
from survey.answering.services.returning import accept_report, return_report
from survey.answering.states import STATE_NAMES, may_step
from survey.data import clock
from survey.questionnaire.structure import Questionnaire
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow, writes

blueprint = Blueprint("returning", __name__)
ADDRESS = "/reports/<id:public_id>/return"


def may_decide(head: ReportHead) -> bool:
    return may_step("return", head.state, current_user.role, signed=head.was_signed)


def signature(head: ReportHead) -> str:
    """Which signature of the report a page shows, so that nobody decides on one that they have not read."""
    return head.submitted_at.isoformat() if head.submitted_at else ""


def is_read(head: ReportHead) -> bool:
    """Whether the form that was sent stood beside the report as it is signed now, and still waits for a decision."""
    return may_decide(head) and request.form.get("signature") == signature(head)


@blueprint.get(ADDRESS)
@allow(WORKING_GROUP)
@writes
def choose(public_id: str):
    """The form by which a report is returned, with every answer to refer to."""
    head, questionnaire = signed_report(public_id)
    if not may_decide(head):
        return redirect(url_for("answering.review", public_id=public_id))
    record_reading(head)
    session().commit()
    return return_page(head, questionnaire)


def return_page(head: ReportHead, questionnaire: Questionnaire, sent: SentReturn | None = None):
    page = render_template(
        "answering/return.html",
        report=head,
        sections=reviewed(questionnaire, answers_to_read(head, questionnaire)),
        faults=sent.faults if sent else {},
        signature=signature(head),
        field_of=field_of,
        state_names=STATE_NAMES,
    )
    return page, 422 if sent else 200


@blueprint.post(ADDRESS)
@allow(WORKING_GROUP)
def send_back(public_id: str):
    head, questionnaire = signed_report(public_id)
    if not is_read(head):
        return decided(head)
    sent = read_return(questionnaire, request.form.to_dict(flat=False), clock.now().date())
    if sent.faults or sent.due_on is None:
        return return_page(head, questionnaire, sent)
    try:
        return_report(session(), report=head, asked=sent.asked, due_on=sent.due_on, person=current_user)
        session().commit()
    except StateChanged:
        session().rollback()
        return decided(head)
    flash(_("The report is returned. The mission sees what you asked and until when you need the answer."))
    return redirect(url_for("answering.review", public_id=public_id))


@blueprint.post("/reports/<id:public_id>/accept")
@allow(WORKING_GROUP)
def accept(public_id: str):
    head, _questionnaire = signed_report(public_id)
    if not is_read(head):
        return decided(head)
    try:
        accept_report(session(), report=head, person=current_user)
        session().commit()
    except StateChanged:
        session().rollback()
        return decided(head)
    flash(_("The report is accepted."))
    return redirect(url_for("answering.review", public_id=public_id))


def decided(head: ReportHead):
    """Somebody decided before, or the mission signed again: nothing happens, and what was typed stays visible."""
    return render_template("answering/decided.html", report=head), 409
