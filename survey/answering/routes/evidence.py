"""Evidence for a part: its files and links, added and removed by the mission, given out as downloads only."""

from io import BytesIO

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from survey.answering.evidence import FILE, LARGEST_FILE, TOO_LARGE, Attached
from survey.answering.file_types import MEDIA_TYPES
from survey.answering.forms import EvidenceFileForm, EvidenceLinkForm
from survey.answering.queries.evidence import content_of, evidence_of
from survey.answering.records import ReportHead
from survey.answering.routes.reports import (
    evidence_to_read,
    may_write,
    may_write_part,
    no_longer_open,
    own_report,
    signed_report,
)
from survey.answering.services.answers import StateChanged
from survey.answering.services.evidence import add_file, add_link, remove_evidence
from survey.audit.services import record
from survey.questionnaire.structure import Part, Questionnaire
from survey.web.database import session
from survey.web.filters import say
from survey.web.requests import takes_at_most
from survey.web.roles import MISSION_ROLES, WORKING_GROUP, allow, writes
from survey.web.wording import BadInput

blueprint = Blueprint("evidence", __name__, url_prefix="/reports/<id:public_id>")
LARGEST_REQUEST = LARGEST_FILE + 100_000


def _part(public_id: str, part_code: str) -> tuple[ReportHead, Questionnaire, Part]:
    head, questionnaire = own_report(public_id)
    return head, questionnaire, questionnaire.part.get(part_code) or abort(404)


def _attached(public_id: str, evidence_id: str) -> tuple[ReportHead, Attached]:
    head, _questionnaire = signed_report(public_id)
    own = [attached for attached in evidence_to_read(head) if attached.public_id == evidence_id]
    return head, own[0] if own else abort(404)


@blueprint.get("/parts/<part_code>/evidence")
@allow(*MISSION_ROLES)
def of_part(public_id: str, part_code: str):
    return evidence_page(*_part(public_id, part_code))


def evidence_page(
    head: ReportHead,
    questionnaire: Questionnaire,
    part: Part,
    form: EvidenceFileForm | EvidenceLinkForm | None = None,
    status: int = 200,
):
    """The files and links of a part; `form` is the one of the two forms that was sent."""
    page = render_template(
        "answering/evidence.html",
        report=head,
        question=questionnaire.question[part.question_code],
        part=part,
        evidence=[
            attached for attached in evidence_of(session(), head.id) if attached.part_code == part.code
        ],
        may_write=may_write_part(head, part.code),
        file=form if isinstance(form, EvidenceFileForm) else EvidenceFileForm(formdata=None),
        link=form if isinstance(form, EvidenceLinkForm) else EvidenceLinkForm(formdata=None),
        largest=LARGEST_FILE,
        too_large=TOO_LARGE,
        accept=",".join(f".{extension}" for extension in MEDIA_TYPES),
    )
    return page, status


def too_large(public_id: str, part_code: str):
    """The page for a file that is so large that it was not read at all."""
    form = EvidenceFileForm(formdata=None)
    form.file.errors = [say(TOO_LARGE)]
    return evidence_page(*_part(public_id, part_code), form, 413)


@blueprint.post("/parts/<part_code>/evidence")
@allow(*MISSION_ROLES)
@takes_at_most(LARGEST_REQUEST, too_large)
def add(public_id: str, part_code: str):
    head, questionnaire, part = _part(public_id, part_code)
    if not may_write(head):
        return no_longer_open(head)
    form = EvidenceLinkForm() if "address" in request.form else EvidenceFileForm()
    if not form.validate():
        return evidence_page(head, questionnaire, part, form, 422)
    try:
        added = _keep(head, part, form)
        session().commit()
    except StateChanged:
        session().rollback()
        return no_longer_open(head)
    except BadInput as refusal:
        session().rollback()
        next(iter(form)).errors = [say(refusal.sentence)]
        return evidence_page(head, questionnaire, part, form, 422)
    flash(_("Added.") if added else _("This is here already; nothing was added a second time."))
    return redirect(url_for("evidence.of_part", public_id=public_id, part_code=part_code))


def _keep(head: ReportHead, part: Part, form: EvidenceFileForm | EvidenceLinkForm) -> bool:
    if isinstance(form, EvidenceLinkForm):
        return add_link(
            session(),
            report=head,
            part_code=part.code,
            person=current_user,
            address=form.address.data,
            description=form.about.data,
        )
    return add_file(
        session(),
        report=head,
        part_code=part.code,
        person=current_user,
        name=form.name,
        media_type=form.media_type,
        content=form.content,
        description=form.description.data,
    )


@blueprint.get("/evidence/<id:evidence_id>")
@allow(*MISSION_ROLES, WORKING_GROUP)
@writes
def file(public_id: str, evidence_id: str):
    """The file as a download, under its checked type; a browser shows nothing of it by itself."""
    head, attached = _attached(public_id, evidence_id)
    if attached.kind != FILE:
        abort(404)
    content = content_of(session(), attached)
    if current_user.is_working_group:
        person, subject = current_user.public_id, head.public_id
        record(session(), person=person, action="download evidence", subject=subject, evidence=evidence_id)
        session().commit()
    return send_file(
        BytesIO(content), mimetype=attached.media_type, as_attachment=True, download_name=attached.name
    )


@blueprint.post("/evidence/<id:evidence_id>/remove")
@allow(*MISSION_ROLES)
def remove(public_id: str, evidence_id: str):
    head, attached = _attached(public_id, evidence_id)
    if not may_write(head):
        return no_longer_open(head)
    try:
        remove_evidence(session(), report=head, attached=attached, person=current_user)
        session().commit()
    except StateChanged:
        session().rollback()
        return no_longer_open(head)
    flash(_("Removed: %(name)s", name=attached.name))
    return redirect(url_for("evidence.of_part", public_id=public_id, part_code=attached.part_code))
