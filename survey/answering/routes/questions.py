"""One question a page: shown with what is saved, and saved without ever overwriting a colleague's newer text."""

import re
import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.answering.asking import AskedPart, asked_parts, needed_codes, read_sent, show_as_typed
from survey.answering.checks import warnings
from survey.answering.queries.answers import authored, saved_answers
from survey.answering.queries.colleagues import last_savings
from survey.answering.records import ReportHead
from survey.answering.routes.company import company
from survey.answering.routes.parts import rendered
from survey.answering.routes.reports import may_write, no_longer_open, own_report
from survey.answering.saving import CONFLICT
from survey.answering.services.answers import StateChanged, save_answers
from survey.questionnaire.kinds.kind import Fields, first
from survey.questionnaire.structure import Question, Questionnaire
from survey.web.database import session
from survey.web.languages import language
from survey.web.offline import kept_offline
from survey.web.roles import MISSION_ROLES, allow
from survey.web.wording import sentence

blueprint = Blueprint("questions", __name__)
# what a page's own key is made of; nothing else is worth looking for
KEY = re.compile("[^A-Za-z0-9_-]")
JOINED = sentence("Both texts stand in the field now. Put together what should stay, then save.")
ADDRESS = "/reports/<id:public_id>/questions/<code>"


def request_key() -> str:
    """The key that a page gave this request, so that the same one again has no second effect."""
    return KEY.sub("", request.form.get("key", ""))[:64]


def _question(public_id: str, code: str) -> tuple[ReportHead, Questionnaire, Question]:
    head, questionnaire = own_report(public_id)
    return head, questionnaire, questionnaire.question.get(code) or abort(404)


def _asked(head: ReportHead, questionnaire: Questionnaire, question: Question) -> list[AskedPart]:
    answers = saved_answers(session(), head.id, needed_codes(questionnaire, question.parts))
    return asked_parts(questionnaire, question.parts, answers)


@blueprint.get(ADDRESS)
@allow(*MISSION_ROLES)
@kept_offline
def question(public_id: str, code: str):
    head, questionnaire, question = _question(public_id, code)
    if not may_write(head):
        return redirect(url_for("answering.review", public_id=public_id, _anchor=code))
    return question_page(head, questionnaire, question, _asked(head, questionnaire, question))


def question_page(
    head: ReportHead,
    questionnaire: Questionnaire,
    question: Question,
    asked: list[AskedPart],
    status: int = 200,
):
    before, after = questionnaire.around(question.code)
    gentle = warnings({part.part.code: part.value for part in asked if not part.changed})
    page = render_template(
        "answering/question.html",
        report=head,
        question=question,
        asked=asked,
        rendered={
            part.part.code: rendered(questionnaire, part, gentle.get(part.part.code)) for part in asked
        },
        before=before,
        after=after,
        place=questionnaire.questions.index(question) + 1,
        total=len(questionnaire.questions),
        key=secrets.token_urlsafe(12),
        company=company(head, question.code),
        written=last_savings(session(), head.id, [part.part.code for part in asked]),
    )
    return page, status


@blueprint.post(ADDRESS)
@allow(*MISSION_ROLES)
def save(public_id: str, code: str):
    head, questionnaire, question = _question(public_id, code)
    if not may_write(head):
        return no_longer_open(head)
    fields = request.form.to_dict(flat=False)
    taken, joined = request.form.get("take", ""), request.form.get("join", "")
    sent = read_sent([part for part in question.parts if part.code not in (taken, joined)], fields)
    try:
        outcomes = save_answers(
            session(),
            report=head,
            changes=sent.changes,
            person=current_user,
            language=language(),
            key=request_key(),
        )
        session().commit()
    except StateChanged:
        session().rollback()
        return no_longer_open(head)
    conflicts = [code for code, result in outcomes.items() if result == CONFLICT]
    if joined in questionnaire.part:
        fields |= {joined: [both_texts(head, joined, fields)]}
        sent.faults[joined] = JOINED
    if sent.faults or conflicts or taken:
        return corrected_page(head, questionnaire, question, sent.faults, conflicts, fields)
    return _onward(public_id, questionnaire, question)


def both_texts(head: ReportHead, code: str, fields: Fields) -> str:
    """A colleague's text and below it the person's own, for putting together by hand."""
    theirs = saved_answers(session(), head.id, [code])[code].value
    return "\n\n".join(text for text in (theirs, first(fields, code)) if text)


def corrected_page(
    head: ReportHead,
    questionnaire: Questionnaire,
    question: Question,
    faults: dict,
    conflicts: list,
    fields: Fields,
):
    """The question again: what could be saved is saved, the rest stands as it was typed with what is wrong with it."""
    asked = _asked(head, questionnaire, question)
    for part in asked:
        code = part.part.code
        if code in faults or code in conflicts:
            show_as_typed(part, fields)
            part.shown = True
            part.fault = faults.get(code)
        if code in conflicts:
            part.conflict = authored(session(), head.id, code)
    status = 409 if conflicts else 422 if faults else 200
    return question_page(head, questionnaire, question, asked, status)


def _onward(public_id: str, questionnaire: Questionnaire, question: Question):
    _before, after = questionnaire.around(question.code)
    if request.form.get("then") == "next" and after:
        return redirect(url_for("questions.question", public_id=public_id, code=after.code))
    if request.form.get("then") == "stay":
        flash(_("Saved."))
        return redirect(url_for("questions.question", public_id=public_id, code=question.code))
    if request.form.get("then") == "next":
        return redirect(url_for("answering.review", public_id=public_id))
    flash(_("Saved."))
    return redirect(url_for("answering.report", public_id=public_id))
