"""Lists of options that parts share: adding, changing and removing them in the draft."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _

from survey.questionnaire.editing.lists import (
    STILL_USED,
    WAS_PUBLISHED,
    added_by_users,
    list_fields,
    read_list,
    with_list,
    without_list,
)
from survey.questionnaire.editing.places import list_in, users_of
from survey.questionnaire.editing.rows import AT_ONCE, columns_of
from survey.questionnaire.routes.drafts import Form, OpenDraft, found_in, keep, open_draft, say_saved
from survey.web.filters import say
from survey.web.roles import ADMINISTRATOR, allow
from survey.web.wording import sentence

blueprint = Blueprint("draft_lists", __name__, url_prefix="/questionnaires/<questionnaire>/draft/lists")


@blueprint.route("/new", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def new(questionnaire: str):
    return _list(open_draft(questionnaire))


@blueprint.route("/<list_code>", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def options(questionnaire: str, list_code: str):
    return _list(open_draft(questionnaire), list_code)


def _list(opened: OpenDraft, code: str = ""):
    document = opened.document
    now = list_fields(found_in(opened.code, list_in, document, code)) if code else None
    kept = opened.published.lists.get(code, frozenset())
    context = {"code": code, "users": users_of(document, code) if code else [], "kept": kept}
    blank = {name: [""] * AT_ONCE for name in columns_of("options")}
    form = Form(opened, "questionnaire/options_list.html", now, blank, lambda _typed: context)
    if request.method != "POST":
        return form.shown()
    clashing = added_by_users(document, code) if code else ()
    return form.sent(
        lambda typed: read_list(typed, document, kept=kept, clashing=clashing, fixed=code),
        lambda entry: with_list(document, entry),
        lambda entry: _to_lists(opened),
        "list",
    )


@blueprint.post("/<list_code>/remove")
@allow(ADMINISTRATOR)
def remove(questionnaire: str, list_code: str):
    """Removes a list that no part uses and no version was published with."""
    opened = open_draft(questionnaire)
    found_in(opened.code, list_in, opened.document, list_code)
    users = users_of(opened.document, list_code)
    if users:
        flash(say(sentence(STILL_USED.text, parts=", ".join(users))))
    elif list_code in opened.published.lists:
        flash(say(WAS_PUBLISHED))
    else:
        keep(opened, without_list(opened.document, list_code), what="remove", element=list_code)
        flash(_("The list %(code)s was removed from the draft.", code=list_code))
    return redirect(url_for("authoring.outline", questionnaire=questionnaire, _anchor="lists"))


def _to_lists(opened: OpenDraft):
    say_saved()
    return redirect(url_for("authoring.outline", questionnaire=opened.code, _anchor="lists"))
