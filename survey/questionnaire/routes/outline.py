"""The questionnaires, and each with its published versions and its draft: the page from which authors work."""

import json

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.questionnaire.consistency import advice
from survey.questionnaire.drafts import Draft
from survey.questionnaire.editing.kind_names import SHORT_KIND_NAMES
from survey.questionnaire.editing.outline import outline as outline_of
from survey.questionnaire.editing.places import users_of
from survey.questionnaire.editing.typed import LANGUAGES
from survey.questionnaire.missing_texts import missing_by_language, missing_by_place
from survey.questionnaire.queries import draft_of, findings_of, newest_document, questionnaires
from survey.questionnaire.routes.drafts import OpenDraft, open_draft, publications_of
from survey.questionnaire.services import begin_draft, discard_draft
from survey.questionnaire.structure import Words
from survey.questionnaire.structure import questionnaire as structure
from survey.web.database import session
from survey.web.forms import EmptyForm
from survey.web.languages import LANGUAGES as NAMES_OF_LANGUAGES
from survey.web.roles import ADMINISTRATOR, allow

blueprint = Blueprint("authoring", __name__, url_prefix="/questionnaires")


@blueprint.get("")
@allow(ADMINISTRATOR)
def listing():
    codes = questionnaires(session())
    if len(codes) == 1:
        return redirect(url_for("authoring.outline", questionnaire=codes[0]))
    found = []
    for code in codes:
        number, document = newest_document(session(), code) or abort(404)
        title = Words(json.loads(document)["title"])
        found.append({"code": code, "title": title, "number": number, "draft": draft_of(session(), code)})
    return render_template("questionnaire/listing.html", found=found)


@blueprint.get("/<questionnaire>")
@allow(ADMINISTRATOR)
def outline(questionnaire: str):
    return outline_page(questionnaire)


def outline_page(code: str, *, moved: bool = False, status: int = 200):
    """`moved` says that the order was changed by somebody else, so that nothing was moved."""
    found = publications_of(code)
    newest = json.loads(found[-1].document)
    draft = draft_of(session(), code)
    page = render_template(
        "questionnaire/outline.html",
        code=code,
        title=Words((draft.document if draft else newest)["title"]),
        versions=[_version(publication) for publication in reversed(found)],
        opened=OpenDraft(draft, found) if draft else None,
        moved=moved,
        LANGUAGE_NAMES=NAMES_OF_LANGUAGES,
        **(_checked(OpenDraft(draft, found)) if draft else {}),
    )
    return page, status


def _version(publication) -> dict:
    document = json.loads(publication.document)
    version = structure(document, publication.number)
    notes = {entry["number"]: Words(entry.get("note", {})) for entry in document["versions"]}
    return {
        "number": publication.number,
        "published_at": publication.published_at,
        "note": notes.get(publication.number, Words()),
        "questions": len(version.questions),
        "parts": len(version.parts),
    }


def _checked(opened: OpenDraft) -> dict:
    """The outline of a draft and everything that its check finds."""
    document, number, published = opened.document, opened.number, opened.published
    wrong = findings_of(session(), opened.draft)
    missing = missing_by_place(document, number, LANGUAGES)
    lists = [
        (entry, users_of(document, entry["code"]), missing.get(entry["code"], ()))
        for entry in document["lists"]
    ]
    return {
        "sections": outline_of(document, number, published, missing=missing, findings=wrong),
        "wrong": wrong,
        "advice": advice(document, number),
        "missing": missing_by_language(document, number, LANGUAGES),
        "missing_above": missing.get("", ()),
        "missing_at": {
            language: [place for place, lacking in missing.items() if place and language in lacking]
            for language in LANGUAGES
        },
        "lists": lists,
        "KIND_WORDS": SHORT_KIND_NAMES,
    }


@blueprint.post("/<questionnaire>/draft")
@allow(ADMINISTRATOR)
def begin(questionnaire: str):
    publications_of(questionnaire)
    begin_draft(session(), code=questionnaire, person=current_user)
    session().commit()
    return redirect(url_for("authoring.outline", questionnaire=questionnaire))


@blueprint.get("/<questionnaire>/draft/discard")
@allow(ADMINISTRATOR)
def confirm_discard(questionnaire: str):
    return _discard_page(open_draft(questionnaire).draft)


@blueprint.post("/<questionnaire>/draft/discard")
@allow(ADMINISTRATOR)
def discard(questionnaire: str):
    """Throws the draft away as it was shown; one that was changed since is shown again."""
    draft = open_draft(questionnaire).draft
    if request.form.get("revision") != str(draft.revision):
        return _discard_page(draft, changed=True, status=409)
    discard_draft(session(), draft=draft, person=current_user)
    session().commit()
    flash(_("The draft was discarded. What is published stays as it was."))
    return redirect(url_for("authoring.outline", questionnaire=questionnaire))


def _discard_page(draft: Draft, *, changed: bool = False, status: int = 200):
    page = render_template("questionnaire/discard.html", draft=draft, changed=changed, form=EmptyForm())
    return page, status
