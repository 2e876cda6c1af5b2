"""Sections, questions and the version itself: adding and changing them in the draft."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _

from survey.questionnaire.editing.places import question_in, section_in
from survey.questionnaire.editing.sections import (
    question_fields,
    read_question,
    read_section,
    read_version,
    section_fields,
    version_fields,
    with_question,
    with_section,
    with_version,
)
from survey.questionnaire.routes.drafts import Form, OpenDraft, found_in, open_draft, say_saved
from survey.web.roles import ADMINISTRATOR, allow

blueprint = Blueprint("draft_sections", __name__, url_prefix="/questionnaires/<questionnaire>/draft")


@blueprint.route("/version", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def version(questionnaire: str):
    """The title of the questionnaire, and what is new in this version."""
    opened = open_draft(questionnaire)
    now = version_fields(opened.document, opened.number)
    form = Form(opened, "questionnaire/version.html", now, {}, lambda _typed: {})
    if request.method != "POST":
        return form.shown()
    return form.sent(
        read_version,
        lambda entry: with_version(opened.document, entry, opened.number),
        lambda _entry: _to_outline(opened),
        "version",
    )


@blueprint.route("/sections/new", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def new_section(questionnaire: str):
    return _section(open_draft(questionnaire))


@blueprint.route("/sections/<section_code>", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def section(questionnaire: str, section_code: str):
    return _section(open_draft(questionnaire), section_code)


def _section(opened: OpenDraft, code: str = ""):
    now = section_fields(found_in(opened.code, section_in, opened.document, code)) if code else None
    fixed = code if code in opened.published.sections else ""
    form = Form(opened, "questionnaire/section.html", now, {}, lambda _typed: {"code": code, "fixed": fixed})
    if request.method != "POST":
        return form.shown()
    return form.sent(
        lambda typed: read_section(typed, taken=opened.taken(code), fixed=fixed),
        lambda entry: with_section(opened.document, entry, code),
        lambda entry: _to_outline(opened, entry["code"]),
        "section",
    )


@blueprint.route("/questions/new", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def new_question(questionnaire: str):
    return _question(open_draft(questionnaire))


@blueprint.route("/questions/<question_code>", methods=["GET", "POST"])
@allow(ADMINISTRATOR)
def question(questionnaire: str, question_code: str):
    return _question(open_draft(questionnaire), question_code)


def _question(opened: OpenDraft, code: str = ""):
    entry = found_in(opened.code, question_in, opened.document, code) if code else None
    fixed = code if code in opened.published.questions else ""
    context = {"code": code, "fixed": fixed, "question": entry, "sections": opened.document["sections"]}
    form = Form(
        opened,
        "questionnaire/question.html",
        question_fields(opened.document, entry) if entry else None,
        {"section": [request.args.get("section", "")]},
        lambda _typed: context,
    )
    if request.method != "POST":
        return form.shown()
    return form.sent(
        lambda typed: read_question(typed, opened.document, taken=opened.taken(code), fixed=fixed),
        lambda read: with_question(opened.document, read, opened.number, code),
        lambda read: _after_question(opened, read["code"], is_new=not code),
        "question",
    )


def _after_question(opened: OpenDraft, code: str, *, is_new: bool):
    if not is_new:
        return _to_outline(opened, code)
    flash(
        _(
            "The question %(code)s is in the draft. Now add its parts: the boxes in which missions answer.",
            code=code,
        )
    )
    return redirect(url_for("draft_parts.new", questionnaire=opened.code, question_code=code))


def _to_outline(opened: OpenDraft, anchor: str | None = None):
    say_saved()
    return redirect(url_for("authoring.outline", questionnaire=opened.code, _anchor=anchor))
