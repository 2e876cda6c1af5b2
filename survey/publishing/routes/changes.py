"""What a draft changes, and what its author declares that each change means."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.publishing.declaring import DECLARED, NOTE, REST, Declaring, read_declarations
from survey.publishing.routes.drafts import OpenDraft, open_draft, seen_revision
from survey.publishing.services import declare_changes
from survey.questionnaire.declarations import DECLARATIONS
from survey.questionnaire.differences import HAPPENINGS
from survey.questionnaire.services import DraftChanged
from survey.web.database import session
from survey.web.forms import EmptyForm
from survey.web.roles import ADMINISTRATOR, allow

blueprint = Blueprint("changes_of_draft", __name__, url_prefix="/versions/<questionnaire>/draft")


@blueprint.get("")
@allow(ADMINISTRATOR)
def changes(questionnaire: str):
    opened = open_draft(questionnaire)
    return changes_page(opened, Declaring(opened.declared))


@blueprint.post("")
@allow(ADMINISTRATOR)
def declare(questionnaire: str):
    """Keeps what is declared so far; a change without a declaration may wait."""
    opened = open_draft(questionnaire)
    form = request.form.to_dict(flat=True)
    declaring = read_declarations(opened.differences, form)
    if declaring.faults:
        return changes_page(opened, declaring, status=422)
    try:
        declare_changes(
            session(),
            draft=opened.draft,
            seen_revision=seen_revision(),
            declared=declaring.declared.values(),
            person=current_user,
        )
        session().commit()
    except DraftChanged:
        session().rollback()
        return changes_page(open_draft(questionnaire), declaring, moved=True, status=409)
    flash(_("Saved."))
    onward = "impact.sheet" if form.get("then") == "impact" else "changes_of_draft.changes"
    return redirect(url_for(onward, questionnaire=questionnaire))


def changes_page(opened: OpenDraft, declaring: Declaring, *, moved: bool = False, status: int = 200):
    """`moved` says that somebody else changed the draft: what was declared stands there, not saved yet."""
    page = render_template(
        "publishing/draft.html",
        opened=opened,
        declaring=declaring,
        moved=moved,
        form=EmptyForm(),
        HAPPENINGS=HAPPENINGS,
        DECLARATIONS=DECLARATIONS,
        names={"declared": DECLARED, "note": NOTE, "rest": REST},
    )
    return page, status
