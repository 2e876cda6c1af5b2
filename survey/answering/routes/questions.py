"""One question a page: shown with what is saved, and saved without ever overwriting a colleague's newer text."""

import re
import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.accounts.services import switch_writing_aid
from survey.answering.asking import (
    NOT_RETURNED,
    AskedPart,
    Sent,
    asked_parts,
    needed_codes,
    read_sent,
    seen_version,
    show_as_typed,
)
from survey.answering.beside import WITHOUT_AID, evidence_wanted
from survey.answering.checks import warnings
from survey.answering.clarifications import Clarification, by_part, opened_parts, unsettled
from survey.answering.queries.answers import authored, saved_answers
from survey.answering.queries.clarifications import clarifications
from survey.answering.queries.colleagues import last_savings
from survey.answering.records import ReportHead
from survey.answering.routes.company import company
from survey.answering.routes.parts import rendered
from survey.answering.routes.reports import may_write, no_longer_open, own_report
from survey.answering.routes.shown import as_shown, moved_on, was_asked
from survey.answering.routes.writing import beside
from survey.answering.saving import ASIDE, CLOSED, CONFLICT
from survey.answering.services.answers import StateChanged, keep_aside, save_answers
from survey.questionnaire.kinds.kind import Fields, first
from survey.questionnaire.structure import Question, Questionnaire
from survey.web.database import session
from survey.web.languages import language
from survey.web.offline import kept_offline
from survey.web.roles import MISSION_ROLES, allow
from survey.web.wording import LONGEST_TEXT, sentence

blueprint = Blueprint("questions", __name__)
# what a page's own key is made of; nothing else is worth looking for
KEY = re.compile("[^A-Za-z0-9_-]")
JOINED = sentence("Both texts stand in the field now. Put together what should stay, then save.")
ADDRESS = "/reports/<id:public_id>/questions/<code>"


def request_key() -> str:
    """The key that a page gave this request, so that the same one again has no second effect."""
    return KEY.sub("", request.form.get("key", ""))[:64]


def _asked(head: ReportHead, questionnaire: Questionnaire, question: Question) -> list[AskedPart]:
    answers = saved_answers(session(), head.id, needed_codes(questionnaire, question.parts))
    return asked_parts(questionnaire, question.parts, answers)


@blueprint.get(ADDRESS)
@allow(*MISSION_ROLES)
@kept_offline
def question(public_id: str, code: str):
    head, questionnaire = own_report(public_id)
    question = questionnaire.question.get(code)
    if question is None:
        return _retired(public_id, questionnaire, code)
    if not may_write(head):
        return redirect(url_for("answering.review", public_id=public_id, _anchor=code))
    return question_page(head, questionnaire, question, _asked(head, questionnaire, question))


def _retired(public_id: str, questionnaire: Questionnaire, code: str):
    """The page of a question that the report was asked before it moved to another version."""
    if not was_asked(questionnaire, code):
        abort(404)
    flash(_("This question is no longer asked. What was written for it is kept."))
    return redirect(url_for("answering.report", public_id=public_id))


def question_page(
    head: ReportHead,
    questionnaire: Questionnaire,
    question: Question,
    asked: list[AskedPart],
    status: int = 200,
):
    before, after = questionnaire.around(question.code)
    gentle = warnings({part.part.code: part.value for part in asked if not part.changed})
    clarified = _clarified(head, questionnaire, asked)
    page = render_template(
        "answering/question.html",
        report=head,
        version=questionnaire.number,
        question=question,
        asked=asked,
        rendered={
            part.part.code: rendered(questionnaire, part, gentle.get(part.part.code)) for part in asked
        },
        before=before,
        after=after,
        place=questionnaire.questions.index(question) + 1,
        total=len(questionnaire.questions),
        beside=beside(head, asked),
        longest=LONGEST_TEXT,
        key=secrets.token_urlsafe(12),
        company=company(head, question.code),
        written=last_savings(session(), head.id, [part.part.code for part in asked]),
        threads=by_part(clarified),
    )
    return page, status


def _clarified(head: ReportHead, questionnaire: Questionnaire, asked: list[AskedPart]) -> list[Clarification]:
    """What is to be clarified in a returned report; closes the parts that may not be changed for it."""
    if not head.is_returned:
        return []
    clarified = unsettled(clarifications(session(), head.id))
    opened = opened_parts(questionnaire, {found.part_code for found in clarified})
    for part in asked:
        part.closed = part.part.code not in opened
    return clarified


@blueprint.post(ADDRESS)
@allow(*MISSION_ROLES)
def save(public_id: str, code: str):
    head, current = own_report(public_id)
    questionnaire = as_shown(head, current)
    question = questionnaire.question.get(code) or abort(404)
    fields = request.form.to_dict(flat=False)
    taken, joined = request.form.get("take", ""), request.form.get("join", "")
    sent = read_sent([part for part in question.parts if part.code not in (taken, joined)], fields)
    try:
        if not may_write(head):
            raise StateChanged
        outcomes = save_answers(
            session(),
            report=head,
            changes=sent.changes,
            person=current_user,
            language=language(),
            key=request_key(),
            question_version=questionnaire.number,
        )
        if request.form.get("then") == WITHOUT_AID:
            switch_writing_aid(session(), person=current_user, on=False)
        session().commit()
    except StateChanged:
        session().rollback()
        # a text that was to be joined with a colleague's is not in `sent`, but must not be lost
        typed = read_sent([part for part in question.parts if part.code != taken], fields)
        return too_late(head, questionnaire, typed)
    refused = {code: result for code, result in outcomes.items() if result in ASIDE}
    if joined in questionnaire.part:
        fields |= {joined: [both_texts(head, joined, fields)]}
        sent.faults[joined] = JOINED
    if sent.faults or refused or taken:
        return corrected_page(head, questionnaire, question, sent.faults, refused, fields)
    if questionnaire is not current:
        flash(moved_on())
    return _onward(public_id, current, question)


def both_texts(head: ReportHead, code: str, fields: Fields) -> str:
    """A colleague's text and below it the person's own, for putting together by hand."""
    theirs = saved_answers(session(), head.id, [code])[code].value
    return "\n\n".join(text for text in (theirs, first(fields, code)) if text)


def too_late(head: ReportHead, questionnaire: Questionnaire, sent: Sent):
    """The refused words are kept in the history, in a transaction of their own, and shown."""
    kept = keep_aside(session(), report=head, changes=sent.changes, person=current_user, language=language())
    session().commit()
    return no_longer_open(head, [questionnaire.part[code] for code in kept])


def corrected_page(
    head: ReportHead,
    questionnaire: Questionnaire,
    question: Question,
    faults: dict,
    refused: dict[str, str],
    fields: Fields,
):
    """The question again: what could be saved is saved, the rest stands as it was typed with what is wrong with it."""
    asked = _asked(head, questionnaire, question)
    for part in asked:
        code = part.part.code
        if refused.get(code) == CLOSED:
            part.fault = NOT_RETURNED
            part.unsaved = part.kind.typed(part.part, fields)
        elif code in faults or code in refused:
            show_as_typed(part, fields)
            part.shown = True
            part.fault = faults.get(code)
            if part.fault not in (None, JOINED):
                # a colleague's newer text was not shown, so it must meet a conflict when this one is mended
                part.version = seen_version(fields, part.part)
        if refused.get(code) == CONFLICT:
            part.conflict = authored(session(), head.id, code)
    status = 409 if refused else 422 if faults else 200
    return question_page(head, questionnaire, question, asked, status)


def _onward(public_id: str, questionnaire: Questionnaire, question: Question):
    if question.code not in questionnaire.question:
        # retired while somebody wrote: there is no place to go on from
        return redirect(url_for("answering.report", public_id=public_id))
    _before, after = questionnaire.around(question.code)
    then = request.form.get("then", "")
    if evidence_wanted(then) in [part.code for part in question.parts]:
        return redirect(url_for("evidence.of_part", public_id=public_id, part_code=evidence_wanted(then)))
    if then == "next" and after:
        return redirect(url_for("questions.question", public_id=public_id, code=after.code))
    if then in ("stay", WITHOUT_AID):
        flash(_("Saved."))
        return redirect(url_for("questions.question", public_id=public_id, code=question.code))
    if then == "next":
        return redirect(url_for("answering.review", public_id=public_id))
    flash(_("Saved."))
    return redirect(url_for("answering.report", public_id=public_id))
