"""The order of the draft, and what is retired, restored or removed: one button each."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from survey.questionnaire.editing.order import moved, order_of
from survey.questionnaire.editing.places import NotThere, element_in
from survey.questionnaire.editing.retiring import removed, restored, retired
from survey.questionnaire.routes.drafts import OpenDraft, gone_page, keep, open_draft
from survey.questionnaire.routes.outline import outline_page
from survey.web.database import session
from survey.web.filters import say
from survey.web.roles import ADMINISTRATOR, allow
from survey.web.wording import BadInput

blueprint = Blueprint("draft_order", __name__, url_prefix="/questionnaires/<questionnaire>/draft")


@blueprint.post("/move")
@allow(ADMINISTRATOR)
def move(questionnaire: str):
    """Moves an element, unless its place among the others is not the one that the page showed any more."""
    opened, code = _asked_for(questionnaire)
    place = order_of(opened.document, code).index(code.rpartition(".")[2]) + 1
    if request.form.get("from", str(place)) != str(place):
        session().rollback()
        return outline_page(questionnaire, moved=True, status=409)
    try:
        document = moved(opened.document, code, request.form.get("to", ""), request.form.get("section", ""))
    except ValueError:
        flash(_("Write the place as a number, such as 2."))
        return _back(questionnaire, code)
    except NotThere:
        abort(gone_page(questionnaire))
    keep(opened, document, what="move", element=code)
    return _back(questionnaire, code)


@blueprint.post("/retire")
@allow(ADMINISTRATOR)
def retire(questionnaire: str):
    opened, code = _asked_for(questionnaire)
    try:
        document = retired(opened.document, code, opened.number, opened.published)
    except BadInput as refusal:
        return _refused(questionnaire, code, refusal)
    keep(opened, document, what="retire", element=code)
    flash(_("%(code)s is not asked any more from this version on. The answers given so far stay.", code=code))
    return _back(questionnaire, code)


@blueprint.post("/restore")
@allow(ADMINISTRATOR)
def restore(questionnaire: str):
    opened, code = _asked_for(questionnaire)
    keep(opened, restored(opened.document, code), what="restore", element=code)
    flash(_("%(code)s is asked again.", code=code))
    return _back(questionnaire, code)


@blueprint.post("/remove")
@allow(ADMINISTRATOR)
def remove(questionnaire: str):
    """Removes what only the draft has."""
    opened, code = _asked_for(questionnaire)
    try:
        document = removed(opened.document, code, opened.published)
    except BadInput as refusal:
        return _refused(questionnaire, code, refusal)
    keep(opened, document, what="remove", element=code)
    flash(_("%(code)s was removed from the draft.", code=code))
    return _back(questionnaire, code.rpartition(".")[0])


def _asked_for(questionnaire: str) -> tuple[OpenDraft, str]:
    """The draft, and the code that the button carries, of something that is in it."""
    opened, code = open_draft(questionnaire), request.form.get("element", "")
    try:
        element_in(opened.document, code)
    except NotThere:
        abort(gone_page(questionnaire))
    return opened, code


def _refused(questionnaire: str, code: str, refusal: BadInput):
    flash(say(refusal.sentence))
    return _back(questionnaire, code)


def _back(questionnaire: str, code: str):
    return redirect(url_for("authoring.outline", questionnaire=questionnaire, _anchor=code or None))
