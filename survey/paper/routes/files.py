"""A report's papers: printed as PDF, or as a form to fill in without a connection."""

from flask import Blueprint, Response, current_app, redirect, url_for
from flask_login import current_user

from survey.answering.queries.answers import saved_answers
from survey.answering.records import ReportHead, SavedAnswer
from survey.answering.routes.reports import may_write, own_report
from survey.audit.services import record
from survey.data import clock
from survey.paper import printed
from survey.paper.form_words import HOW_IN_WORD, HOW_IN_WORKBOOK, opening
from survey.paper.layout import laid_out
from survey.paper.pdf import BLANK, REPORT, pdf
from survey.paper.queries import newest_checksum
from survey.paper.routes.voices import voice
from survey.paper.stamps import Stamp, stamped
from survey.paper.voice import Voice
from survey.paper.word_form import word_form
from survey.paper.workbook import workbook
from survey.questionnaire.structure import Questionnaire
from survey.web.database import session
from survey.web.roles import MISSION_ROLES, WORKING_GROUP, allow, writes

blueprint = Blueprint("paper", __name__, url_prefix="/reports/<id:public_id>/paper")
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMS = {"docx": (word_form, HOW_IN_WORD), "xlsx": (workbook, HOW_IN_WORKBOOK)}


@blueprint.get("/blank.pdf")
@allow(*MISSION_ROLES)
def blank(public_id: str):
    """The empty questionnaire, for reading and for writing by hand."""
    head, questionnaire = own_report(public_id)
    content = printed.blank(questionnaire, head, voice())
    return _file(pdf(BLANK, content, clock.now()), head, "questionnaire", "pdf")


@blueprint.get("/report.pdf")
@allow(*MISSION_ROLES, WORKING_GROUP)
@writes
def report(public_id: str):
    """All answers, for the files or for a signature by hand."""
    head, questionnaire = own_report(public_id)
    answers = all_answers(head, questionnaire)
    checksum = newest_checksum(session(), head.id)
    _record(head, "report.pdf")
    session().commit()
    content = printed.report(questionnaire, head, answers, checksum, voice(), clock.now())
    return _file(pdf(REPORT, content, clock.now()), head, "report", "pdf")


@blueprint.get("/form.docx", defaults={"format": "docx"})
@blueprint.get("/form.xlsx", defaults={"format": "xlsx"})
@allow(*MISSION_ROLES)
@writes
def form(public_id: str, format: str):
    """The form with what is saved so far, for filling in without a connection."""
    head, questionnaire = own_report(public_id)
    if not may_write(head):
        return redirect(url_for("answering.review", public_id=public_id))
    answers = all_answers(head, questionnaire)
    _record(head, f"form.{format}")
    session().commit()
    return _file(made_form(format, head, questionnaire, answers, voice()), head, "form", format)


def all_answers(head: ReportHead, questionnaire: Questionnaire) -> dict[str, SavedAnswer]:
    return saved_answers(session(), head.id, [part.code for part in questionnaire.parts])


def made_form(
    format: str,
    head: ReportHead,
    questionnaire: Questionnaire,
    answers: dict[str, SavedAnswer],
    voice: Voice,
) -> bytes:
    """A form in this format, filled with these answers and stamped as this report's."""
    make, how = FORMS[format]
    versions = tuple(answers[part.code].version for part in questionnaire.parts)
    stamp = Stamp(head.public_id, head.version_number, voice.language, versions)
    mark = stamped(stamp, str(current_app.secret_key))
    sections = laid_out(questionnaire, answers, voice)
    return make(sections, opening(questionnaire, head, mark, how, voice), voice, clock.now())


def _record(head: ReportHead, file: str) -> None:
    person = current_user.public_id
    record(session(), person=person, action="download", subject=head.public_id, file=file)


def _file(data: bytes, head: ReportHead, name: str, format: str) -> Response:
    response = Response(data, mimetype=TYPES[format])
    supplement = f"supplement-{head.version_number}-" if head.supplements else ""
    filename = f"{head.project_code}-{supplement}{name}.{format}"
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
