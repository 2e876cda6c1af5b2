"""A mission's reports: where they stand, all answers at a glance, handing over and signing."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.answering.checks import warnings
from survey.answering.clarifications import by_part, unsettled
from survey.answering.evidence import Attached, evidence_by_part
from survey.answering.forms import SignForm
from survey.answering.queries.answers import saved_answers
from survey.answering.queries.clarifications import (
    clarifications,
    steps_taken,
    unsettled_by_report,
    writable_parts,
)
from survey.answering.queries.colleagues import last_savings
from survey.answering.queries.evidence import evidence_of, signed_evidence_of
from survey.answering.queries.reports import progress, report_head, report_heads, supplement_heads
from survey.answering.queries.snapshots import last_signed
from survey.answering.records import ReportHead, SavedAnswer
from survey.answering.review import ReadSupplement, reviewed
from survey.answering.routes.company import company
from survey.answering.routes.shown import as_shown
from survey.answering.scope import scope_of, signed_scope_of
from survey.answering.services.answers import StateChanged
from survey.answering.services.steps import submit, take_step
from survey.answering.states import GIVING_BACK, RECEIVED, STATE_NAMES, STEPS, may_step, step_of
from survey.answering.tasks import task_list
from survey.audit.services import record
from survey.data import clock
from survey.questionnaire.kinds.tables import cells_of
from survey.questionnaire.queries import questionnaire_version
from survey.questionnaire.structure import Part, Questionnaire
from survey.web.database import session
from survey.web.filters import deadline, say
from survey.web.forms import EmptyForm
from survey.web.offline import kept_offline
from survey.web.roles import MISSION_LEAD, MISSION_ROLES, WORKING_GROUP, allow, writes
from survey.web.wording import sentence

blueprint = Blueprint("answering", __name__)
NOT_AS_READ = sentence(
    "The questionnaire was changed after you had opened this page. Read the answers again, those to new questions "
    "too, then sign."
)
blueprint.add_app_template_filter(cells_of, "cells")


def own_report(public_id: str) -> tuple[ReportHead, Questionnaire]:
    """The report within the person's reach with its questionnaire; 404 otherwise, whatever the reason."""
    head = report_head(session(), public_id, scope_of(current_user))
    if head is None:
        abort(404)
    return head, questionnaire_version(session(), head.version_id)


def signed_report(public_id: str) -> tuple[ReportHead, Questionnaire]:
    """The same for pages that show the working group a report as it was last signed, returned or not.

    Its answers are read with `answers_to_read`.
    """
    head = report_head(session(), public_id, signed_scope_of(current_user))
    if head is None:
        abort(404)
    return head, questionnaire_version(session(), head.version_id)


def answers_to_read(head: ReportHead, questionnaire: Questionnaire) -> dict[str, SavedAnswer]:
    """The answers as they stand, for the mission; as they were last signed, for the working group.

    What a mission writes into a returned report is its draft until it is signed again.
    """
    codes = questionnaire.part.keys()
    if current_user.is_mission:
        return saved_answers(session(), head.id, codes)
    [signed] = last_signed(session(), head.id, codes)
    return signed.answers


def supplements_to_read(head: ReportHead) -> list[ReportHead]:
    """What a signed report was asked later: all of it for the mission, what was signed for the working group."""
    if not head.was_signed or head.supplements:
        return []
    return supplement_heads(session(), head, signed_scope_of(current_user))


def evidence_to_read(head: ReportHead) -> list[Attached]:
    """The files and links as they stand, for the mission; as they were last signed, for the working group."""
    if head.is_returned and head.submitted_at and not current_user.is_mission:
        return signed_evidence_of(session(), head.id, head.submitted_at)
    return evidence_of(session(), head.id)


def record_reading(head: ReportHead) -> None:
    """Puts on record that the working group reads a mission's answers."""
    if current_user.is_working_group:
        record(session(), person=current_user.public_id, action="read report", subject=head.public_id)


def may_write(head: ReportHead) -> bool:
    return head.may_be_written(current_user.role, clock.now())


def may_write_part(head: ReportHead, code: str) -> bool:
    """The same for one part: of a returned report, only what was returned."""
    opened = writable_parts(session(), head)
    return may_write(head) and (opened is None or code in opened)


@blueprint.get("/projects")
@allow(*MISSION_ROLES)
@kept_offline
def home():
    scope = scope_of(current_user)
    heads = report_heads(session(), scope)
    given = progress(session(), scope)
    ids = {head.version_id for head in heads}
    questionnaires = {version_id: questionnaire_version(session(), version_id) for version_id in ids}
    supplements: dict[str, list[ReportHead]] = {}
    for head in heads:
        if head.supplements:
            supplements.setdefault(head.supplements, []).append(head)
    return render_template(
        "answering/home.html",
        heads=[head for head in heads if not head.supplements],
        supplements=supplements,
        now=clock.now(),
        given=given,
        questionnaires=questionnaires,
        asked=unsettled_by_report(session(), scope),
        state_names=STATE_NAMES,
    )


@blueprint.get("/reports/<id:public_id>")
@allow(*MISSION_ROLES)
@kept_offline
def report(public_id: str):
    head, questionnaire = own_report(public_id)
    if head.state in RECEIVED:
        return redirect(url_for("answering.review", public_id=public_id))
    answers = saved_answers(session(), head.id, [part.code for part in questionnaire.parts])
    return render_template(
        "answering/report.html",
        report=head,
        questionnaire=questionnaire,
        sections=task_list(questionnaire, answers),
        asked=unsettled(clarifications(session(), head.id)) if head.is_returned else [],
        may_write=may_write(head),
        state_names=STATE_NAMES,
        now=clock.now(),
        form=EmptyForm(),
        steps=possible_steps(head),
        company=company(head),
        supplements=supplements_to_read(head),
    )


def no_longer_open(head: ReportHead, kept: Sequence[Part] = ()):
    """The report was handed on or submitted, or its round closed or is still to open: the words stay visible.

    `kept` are the parts whose words are in the history of the answer.
    """
    ahead = head.is_ahead(clock.now())
    page = render_template("answering/no_longer_open.html", report=head, kept_parts=kept, ahead=ahead)
    return page, 409


def opens_later(head: ReportHead) -> str:
    """A sentence where the round is still to open, else nothing."""
    if not head.is_ahead(clock.now()):
        return ""
    return _("The round opens on %(time)s.", time=deadline(head.opens_at, head.time_zone))


def is_open(head: ReportHead) -> bool:
    return head.is_open(clock.now())


def possible_steps(head: ReportHead) -> set[str]:
    """The steps that this person may take now. The closing of a round ends what missions do, not the reading of it."""
    if current_user.is_mission and not is_open(head):
        return set()
    return {name for name in STEPS if may_step(name, head.state, current_user.role, signed=head.was_signed)}


@blueprint.get("/reports/<id:public_id>/answers")
@allow(*MISSION_ROLES, WORKING_GROUP)
@writes
@kept_offline
def review(public_id: str):
    """All answers of a report: to check before signing, and to read afterwards."""
    head, questionnaire = signed_report(public_id)
    for read in (head, *supplements_to_read(head)):
        record_reading(read)
    session().commit()
    return review_page(head, questionnaire)


def read_supplement(head: ReportHead) -> ReadSupplement:
    """A supplement as a block of its report's page; its answers once it was signed."""
    if not head.was_signed:
        return ReadSupplement(head)
    asked = questionnaire_version(session(), head.version_id)
    sections = reviewed(asked, answers_to_read(head, asked))
    return ReadSupplement(head, sections, evidence_by_part(evidence_to_read(head)))


def review_page(head: ReportHead, questionnaire: Questionnaire, sign: SignForm | None = None):
    codes = [part.code for part in questionnaire.parts]
    answers = answers_to_read(head, questionnaire)
    asked = clarifications(session(), head.id) if head.was_signed else []
    page = render_template(
        "answering/review.html",
        report=head,
        questionnaire=questionnaire,
        sections=reviewed(questionnaire, answers),
        warnings=warnings({code: answer.value for code, answer in answers.items()}),
        evidence=evidence_by_part(evidence_to_read(head)),
        may_write=may_write(head),
        steps=possible_steps(head),
        taken=steps_taken(session(), head.id),
        asked=asked,
        threads=by_part(asked),
        supplements=[read_supplement(supplement) for supplement in supplements_to_read(head)],
        now=clock.now(),
        sign=sign or SignForm(formdata=None, name=current_user.name),
        form=EmptyForm(),
        state_names=STATE_NAMES,
        later=opens_later(head),
        # the working group reads what the mission signed, not which colleague wrote it
        written=last_savings(session(), head.id, codes) if current_user.is_mission else {},
    )
    return page, 422 if sign and sign.errors else 200


@blueprint.post("/reports/<id:public_id>/hand-over")
@allow(*MISSION_ROLES)
def hand_over(public_id: str):
    head, _questionnaire = own_report(public_id)
    return _step(
        head, "hand_over", _("The report is with the mission lead, who reads, signs and submits it.")
    )


@blueprint.post("/reports/<id:public_id>/give-back")
@allow(MISSION_LEAD)
def give_back(public_id: str):
    head, _questionnaire = own_report(public_id)
    name = step_of(GIVING_BACK, signed=head.was_signed)
    return _step(head, name, _("The report is open again for all colleagues of the mission."))


def _step(head: ReportHead, name: str, done: str):
    if not is_open(head):
        return no_longer_open(head)
    try:
        take_step(session(), name=name, report=head, person=current_user)
        session().commit()
        flash(done)
    except StateChanged:
        session().rollback()
        flash(_("Somebody was quicker: the report has another state now. Nothing was changed."))
    return redirect(url_for("answering.report", public_id=head.public_id))


@blueprint.post("/reports/<id:public_id>/sign")
@allow(MISSION_LEAD)
def sign(public_id: str):
    head, questionnaire = own_report(public_id)
    if not is_open(head):
        return no_longer_open(head)
    form = SignForm()
    if as_shown(head, questionnaire) is not questionnaire:
        form.sure.data = False
        form.sure.errors = [say(NOT_AS_READ)]
        return review_page(head, questionnaire, form)
    if not form.validate():
        return review_page(head, questionnaire, form)
    try:
        submit(
            session(),
            report=head,
            questionnaire=questionnaire,
            person=current_user,
            name=form.name.data,
            function=form.function.data,
        )
        session().commit()
        flash(_("The report is signed and submitted. Thank you."))
    except StateChanged:
        session().rollback()
        flash(_("The report had been submitted or handed on before. Nothing was sent a second time."))
    return redirect(url_for("answering.review", public_id=public_id))
