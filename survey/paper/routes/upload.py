"""A filled form comes back: uploaded, shown in full before anything is saved, then saved all together or not at all.

Nothing is kept on the server in between. The preview's page carries the form's texts and its sealed mark, and the
answers are made of them anew when the person agrees, so what is saved has passed the same checks as what is typed.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user

from survey.answering.records import ReportHead
from survey.answering.routes.questions import request_key
from survey.answering.routes.reports import may_write, no_longer_open, own_report
from survey.answering.saving import ASIDE
from survey.answering.services.answers import StateChanged, save_answers
from survey.answering.states import STATE_NAMES
from survey.paper.boxes import all_boxes
from survey.paper.filled import Filled, read_file, repacked
from survey.paper.preview import TO_DECIDE, Line
from survey.paper.routes.previews import (
    checked_stamp,
    lines_of,
    preview_page,
    without_the_forms_own_words,
)
from survey.paper.stamps import Stamp
from survey.questionnaire.structure import Questionnaire
from survey.web.database import session
from survey.web.languages import language
from survey.web.requests import takes_at_most
from survey.web.roles import MISSION_ROLES, allow, reads
from survey.web.uploads.packages import EMPTY, LARGEST_FILE, TOO_LARGE
from survey.web.wording import BadInput, Sentence

blueprint = Blueprint("upload", __name__, url_prefix="/reports/<id:public_id>/paper")
# a file with the form around it; the preview carries all texts of a file, which are far less
LARGEST_UPLOAD = LARGEST_FILE + 2**20


def too_large(public_id: str):
    """The page for a file that is so large that it was not read at all."""
    head, _questionnaire = own_report(public_id)
    return upload_page(head, TOO_LARGE, 413)


@blueprint.get("/upload")
@allow(*MISSION_ROLES)
def form(public_id: str):
    head, _questionnaire = own_report(public_id)
    if not may_write(head):
        return redirect(url_for("answering.review", public_id=public_id))
    return upload_page(head)


def upload_page(head: ReportHead, fault: Sentence | None = None, status: int = 200):
    return render_template("paper/upload.html", report=head, fault=fault, state_names=STATE_NAMES), status


@blueprint.post("/upload")
@allow(*MISSION_ROLES)
@takes_at_most(LARGEST_UPLOAD, too_large)
@reads
def upload(public_id: str):
    """Shows what the file would change; writes nothing."""
    head, questionnaire = own_report(public_id)
    if not may_write(head):
        return no_longer_open(head)
    sent = request.files.get("file")
    try:
        if sent is None:
            raise BadInput(EMPTY)
        filled = read_file(sent.read(), sent.filename or "", all_boxes(questionnaire.parts))
        stamp = checked_stamp(filled, head, questionnaire)
    except BadInput as refusal:
        return upload_page(head, refusal.sentence, 422)
    filled = without_the_forms_own_words(filled, stamp, head, questionnaire)
    return preview_page(head, filled, lines_of(head, questionnaire, filled, stamp))


@blueprint.post("/take")
@allow(*MISSION_ROLES)
@takes_at_most(LARGEST_UPLOAD, too_large)
def take(public_id: str):
    """Saves what the person chose in the preview: all of it, or nothing and the preview again."""
    head, questionnaire = own_report(public_id)
    if not may_write(head):
        return no_longer_open(head)
    try:
        filled = repacked(request.form.get("filled", ""))
        stamp = checked_stamp(filled, head, questionnaire)
    except BadInput as refusal:
        return upload_page(head, refusal.sentence, 422)
    chosen = {name.removeprefix("use:") for name, value in request.form.items() if value == "file"}
    taken = [line for line in lines_of(head, questionnaire, filled, stamp) if line.code in chosen]
    try:
        if not saved(head, taken):
            session().rollback()
            fresh = lines_of(head, questionnaire, filled, stamp)
            return preview_page(head, filled, fresh, chosen=chosen, moved=True)
        session().commit()
    except StateChanged:
        session().rollback()
        return no_longer_open(head)
    flash(ngettext("%(num)s answer was taken over.", "%(num)s answers were taken over.", len(taken)))
    return afterwards(*own_report(public_id), filled, stamp)


def saved(head: ReportHead, lines: list[Line]) -> bool:
    """Saves the file's answers; False if one of them cannot be changed as the preview said."""
    outcomes = save_answers(
        session(),
        report=head,
        changes=[line.change(seen_in_preview(line.code)) for line in lines if line.outcome in TO_DECIDE],
        person=current_user,
        language=language(),
        key=request_key(),
    )
    return not set(ASIDE) & set(outcomes.values())


def seen_in_preview(code: str) -> int:
    """The version that stood beside the file's answer; one that was never shown meets a conflict."""
    seen = request.form.get(f"seen:{code}", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1


def afterwards(head: ReportHead, questionnaire: Questionnaire, filled: Filled, stamp: Stamp):
    """Back to the report, or first what is left of the file: nothing that was written vanishes unseen."""
    lines = lines_of(head, questionnaire, filled, stamp)
    left = [line for line in lines if line.unread or line.outcome in TO_DECIDE]
    if left or filled.beside:
        return preview_page(head, filled, left, chosen=set(), left=True)
    return redirect(url_for("answering.report", public_id=head.public_id))
