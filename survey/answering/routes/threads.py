"""The thread of a clarification: read and answered by the mission and by the working group."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.answering.clarifications import LONGEST_NOTE, Clarification, by_part, unsettled
from survey.answering.queries.clarifications import clarifications
from survey.answering.records import ReportHead
from survey.answering.review import read_parts
from survey.answering.routes.reports import answers_to_read, may_write, record_reading, signed_report
from survey.answering.services.answers import StateChanged
from survey.answering.services.returning import write_note
from survey.answering.states import STATE_NAMES, thread_states
from survey.questionnaire.structure import Questionnaire
from survey.web.database import session
from survey.web.roles import MISSION_ROLES, WORKING_GROUP, allow, writes
from survey.web.wording import BadInput, Sentence, clean_text, sentence

blueprint = Blueprint("threads", __name__)
OF_REPORT, OF_PART = "/reports/<id:public_id>/thread", "/reports/<id:public_id>/parts/<part_code>/thread"
CLOSED = sentence(
    "Nothing can be added to this thread now: the report was handed over, signed again or decided on. "
    "What you wrote is shown below; copy it from there."
)
Opened = tuple[ReportHead, Questionnaire, list[Clarification]]


def opened(public_id: str, part_code: str | None) -> Opened:
    """The report with what was ever asked about this part, or as a whole; 404 where nothing was."""
    head, questionnaire = signed_report(public_id)
    asked = by_part(clarifications(session(), head.id)).get(part_code) or abort(404)
    return head, questionnaire, asked


def may_note(head: ReportHead) -> bool:
    return head.is_returned and head.state in thread_states(current_user.role)


def address(public_id: str, part_code: str | None) -> str:
    if part_code is None:
        return url_for("threads.of_report", public_id=public_id)
    return url_for("threads.of_part", public_id=public_id, part_code=part_code)


@blueprint.get(OF_REPORT)
@allow(*MISSION_ROLES, WORKING_GROUP)
@writes
def of_report(public_id: str):
    return _read(public_id, None)


@blueprint.get(OF_PART)
@allow(*MISSION_ROLES, WORKING_GROUP)
@writes
def of_part(public_id: str, part_code: str):
    return _read(public_id, part_code)


@blueprint.post(OF_REPORT)
@allow(*MISSION_ROLES, WORKING_GROUP)
def note_on_report(public_id: str):
    return _note(public_id, None)


@blueprint.post(OF_PART)
@allow(*MISSION_ROLES, WORKING_GROUP)
def note_on_part(public_id: str, part_code: str):
    return _note(public_id, part_code)


def _read(public_id: str, part_code: str | None):
    found = opened(public_id, part_code)
    record_reading(found[0])
    session().commit()
    return thread_page(found, part_code)


def thread_page(found: Opened, part_code: str | None, fault: Sentence | None = None, status: int = 200):
    head, questionnaire, asked = found
    read = read_parts(questionnaire, answers_to_read(head, questionnaire)) if part_code else {}
    page = render_template(
        "answering/thread.html",
        report=head,
        part=read.get(part_code or ""),
        question=questionnaire.question[part_code.split(".")[0]] if part_code else None,
        asked=asked,
        may_note=may_note(head),
        may_write=may_write(head),
        action=address(head.public_id, part_code),
        fault=fault,
        typed_note=request.form.get("note", "") if fault else "",
        state_names=STATE_NAMES,
    )
    return page, status


def _note(public_id: str, part_code: str | None):
    found = opened(public_id, part_code)
    head, _questionnaire, asked = found
    try:
        text = clean_text(request.form.get("note", ""), LONGEST_NOTE)
        if not text:
            raise BadInput(sentence("Write what you want to say."))
        latest = unsettled(asked)[-1:]
        if not latest:
            raise StateChanged
        write_note(session(), report=head, clarification=latest[0], text=text, person=current_user)
        session().commit()
    except BadInput as refusal:
        return thread_page(found, part_code, refusal.sentence, 422)
    except StateChanged:
        session().rollback()
        return thread_page(opened(public_id, part_code), part_code, CLOSED, 409)
    flash(_("Your note is in the thread."))
    return redirect(address(public_id, part_code))
