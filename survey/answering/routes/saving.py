"""Saves one part at a time, for the script that saves while somebody writes."""

from flask import Blueprint, abort, request
from flask_babel import gettext as _
from flask_login import current_user

from survey.answering.asking import (
    NOT_RETURNED,
    AskedPart,
    asked_parts,
    needed_codes,
    read_sent,
    show_as_typed,
)
from survey.answering.queries.answers import authored, saved_answers, version_with
from survey.answering.records import ReportHead
from survey.answering.routes.parts import rendered
from survey.answering.routes.questions import request_key
from survey.answering.routes.reports import may_write, opens_later, own_report
from survey.answering.routes.shown import as_shown
from survey.answering.saving import CLOSED, CONFLICT, SAVED, Change
from survey.answering.services.answers import StateChanged, keep_aside, save_answers
from survey.questionnaire.structure import Part, Questionnaire
from survey.web.database import session
from survey.web.filters import say
from survey.web.languages import language
from survey.web.roles import MISSION_ROLES, allow

blueprint = Blueprint("saving", __name__)


@blueprint.put("/reports/<id:public_id>/answers/<part_code>")
@allow(*MISSION_ROLES)
def save_part(public_id: str, part_code: str):
    """Saves what the form fields of one part hold, by version and key as the question's page does.

    Answers JSON: `outcome` is saved or unchanged with the `version` that holds the text; conflict with both texts
    as HTML; fault or closed with a sentence.
    """
    head, questionnaire = own_report(public_id)
    shown = as_shown(head, questionnaire)
    part = shown.part.get(part_code) or abort(404)
    sent = read_sent([part], request.form.to_dict(flat=False))
    if not may_write(head):
        return closed(head, sent.changes)
    if sent.faults:
        return {"outcome": "fault", "says": say(sent.faults[part.code])}, 422
    [change] = sent.changes or abort(400)
    try:
        outcomes = save_answers(
            session(),
            report=head,
            changes=[change],
            person=current_user,
            language=language(),
            key=request_key(),
            question_version=shown.number,
        )
        session().commit()
    except StateChanged:
        session().rollback()
        return closed(head, [change])
    outcome = outcomes[part.code]
    if outcome == CLOSED:
        return {"outcome": CLOSED, "says": say(NOT_RETURNED)}, 409
    if outcome == CONFLICT:
        return conflict(head, shown, part), 409
    return {"outcome": outcome, "version": _version(head, change, outcome)}


def _version(head: ReportHead, change: Change, outcome: str) -> int:
    """The version on which this person's next text builds."""
    if outcome == SAVED:
        return change.seen_version + 1
    return version_with(session(), head.id, change)


def closed(head: ReportHead, changes: list[Change]):
    """The report was handed over or submitted, or its round closed: the text stays with the person who wrote it.

    It is kept in the history too, in a transaction of its own.
    """
    kept = keep_aside(session(), report=head, changes=changes, person=current_user, language=language())
    session().commit()
    later = opens_later(head)
    says = later and _("Not saved yet.") + " " + later
    says = says or _(
        "Not saved: the report was handed over or submitted, or its round has closed. Copy your text and give it to "
        "your mission lead."
    )
    if kept:
        says += " " + _("What you wrote is kept in the history of the answer.")
    return {"outcome": CLOSED, "says": says}, 409


def conflict(head: ReportHead, questionnaire: Questionnaire, part: Part) -> dict:
    """Both texts: the part with the sent text and the colleague's beside it, and the part as the colleague left it."""
    mine, theirs = _asked(head, questionnaire, part), _asked(head, questionnaire, part)
    show_as_typed(mine, request.form.to_dict(flat=False))
    mine.shown, mine.conflict = True, authored(session(), head.id, part.code)
    return {
        "outcome": CONFLICT,
        "version": theirs.version,
        "mine": rendered(questionnaire, mine, None),
        "theirs": rendered(questionnaire, theirs, None),
    }


def _asked(head: ReportHead, questionnaire: Questionnaire, part: Part) -> AskedPart:
    answers = saved_answers(session(), head.id, needed_codes(questionnaire, [part]))
    return asked_parts(questionnaire, [part], answers)[0]
