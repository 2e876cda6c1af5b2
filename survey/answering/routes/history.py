"""The history of an answer, and an older text as the answer again."""

import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.answering.asking import NOT_RETURNED
from survey.answering.history import Saving, entries, pages, rows_of, sittings
from survey.answering.queries.history import savings, values_of
from survey.answering.records import ReportHead
from survey.answering.routes.questions import request_key
from survey.answering.routes.reports import may_write, may_write_part, opens_later, own_report
from survey.answering.routes.shown import part_of_any_version
from survey.answering.saving import ASIDE, CLOSED, CONFLICT, UNCHANGED, Change
from survey.answering.services.answers import StateChanged, save_answers
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.queries import questionnaire_version
from survey.questionnaire.structure import Part
from survey.web.database import session
from survey.web.filters import say
from survey.web.offline import kept_offline
from survey.web.roles import MISSION_ROLES, allow
from survey.web.wording import sentence

blueprint = Blueprint("history", __name__)
ADDRESS = "/reports/<id:public_id>/parts/<part_code>"
HIGHEST_VERSION = 10**9
NO_LONGER_ASKED = sentence(
    "This part is no longer asked, so nothing was changed. What was written stays here."
)


def _part(public_id: str, part_code: str) -> tuple[ReportHead, Part]:
    """The part, also one that is no longer asked: what was written for it stays readable."""
    head, questionnaire = own_report(public_id)
    return head, part_of_any_version(questionnaire, part_code) or abort(404)


def _is_asked(head: ReportHead, part: Part) -> bool:
    return part.code in questionnaire_version(session(), head.version_id).part


@blueprint.get(ADDRESS + "/history")
@allow(*MISSION_ROLES)
@kept_offline
def history(public_id: str, part_code: str):
    return history_page(*_part(public_id, part_code))


def history_page(head: ReportHead, part: Part, problem: str = "", status: int = 200):
    """Everything that was ever written for the part, newest first; `problem` says why nothing was restored."""
    found = savings(session(), head.id, part.code)
    by_page = pages(sittings(found))
    number = min(max(request.args.get("page", 1, type=int), 1), len(by_page))
    shown = by_page[number - 1]
    values = values_of(session(), rows_of(shown))
    page = render_template(
        "answering/history.html",
        report=head,
        part={"part": part, "kind": kind_of(part)},
        entries=entries(shown, values, is_text=part.kind == "text"),
        current=max((saving.version for saving in found), default=0),
        page_number=number,
        page_count=len(by_page),
        is_asked=_is_asked(head, part),
        may_write=_is_asked(head, part) and may_write_part(head, part.code),
        problem=problem,
        key=secrets.token_urlsafe(12),
    )
    return page, status


@blueprint.post(ADDRESS + "/restore")
@allow(*MISSION_ROLES)
def restore(public_id: str, part_code: str):
    """Saves an older text as a new version, with all rules of any saving."""
    head, part = _part(public_id, part_code)
    found = savings(session(), head.id, part.code)
    number = request.form.get("entry", 0, type=int)
    if not 1 <= number <= len(found):
        return history_page(head, part, _("Choose one of the older texts below."), 422)
    if not _is_asked(head, part):
        return history_page(head, part, say(NO_LONGER_ASKED), 409)
    if not may_write(head):
        return _closed(public_id, part_code)
    try:
        outcome = _restore(head, part, found[number - 1])
        # a refused text need not be kept aside: it stands in the history already
        session().rollback() if outcome in ASIDE else session().commit()
    except StateChanged:
        session().rollback()
        return _closed(public_id, part_code)
    if outcome == CLOSED:
        return history_page(head, part, say(NOT_RETURNED), 409)
    if outcome == CONFLICT:
        return _overtaken(head, part)
    flash(
        _("This text was the answer already; nothing was changed.")
        if outcome == UNCHANGED
        else _("The older text is the answer again, as a new version. What it replaced stays below.")
    )
    return redirect(url_for("history.history", public_id=public_id, part_code=part_code))


def _restore(head: ReportHead, part: Part, saving: Saving) -> str:
    seen = request.form.get("seen", -1, type=int)
    change = Change(
        part_code=part.code,
        value=values_of(session(), [saving.row])[saving.row],
        status=saving.status,
        # a version that no page ever showed meets a conflict, which loses nothing
        seen_version=seen if 0 <= seen < HIGHEST_VERSION else -1,
    )
    outcomes = save_answers(
        session(),
        report=head,
        changes=[change],
        person=current_user,
        language=saving.language,
        key=request_key(),
    )
    return outcomes[part.code]


def _overtaken(head: ReportHead, part: Part):
    problem = _(
        "A colleague saved another answer after you had opened this page, so nothing was replaced. Read it below; "
        "if the older text should still stand, press its button again."
    )
    return history_page(head, part, problem, 409)


def _closed(public_id: str, part_code: str):
    """The same page, of the report as it stands now."""
    problem = _(
        "The report was handed over or submitted, or its round has closed, so nothing was changed. All texts stay here."
    )
    head, part = _part(public_id, part_code)
    if later := opens_later(head):
        problem = later + " " + _("Until then nothing is changed. All texts stay here.")
    return history_page(head, part, problem, 409)
