"""Reads what was asked about returned reports, and the steps that reports have taken."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from survey.accounts.models import Person
from survey.answering.clarifications import Clarification, Note, StepTaken, opened_parts
from survey.answering.models.clarifications import Clarification as ClarificationRow
from survey.answering.models.clarifications import ClarificationNote
from survey.answering.models.reports import Report, ReportEvent
from survey.answering.queries.reports import within
from survey.answering.records import ReportHead
from survey.answering.scope import Scope
from survey.data.direct import read
from survey.missions.models import Project
from survey.questionnaire.models import RegisteredPart
from survey.questionnaire.queries import questionnaire_version
from survey.rounds.models import AskedProject

AUTHOR = func.coalesce(Person.name, "")
OPEN_CODES = (
    select(RegisteredPart.code)
    .select_from(ClarificationRow)
    .outerjoin(RegisteredPart, RegisteredPart.id == ClarificationRow.part_id)
    .where(ClarificationRow.report_id == bindparam("report"), ClarificationRow.settled_at.is_(None))
)


def _asked(*more) -> Select:
    return (
        select(
            *more,
            ClarificationRow.id,
            ClarificationRow.event_id,
            RegisteredPart.code,
            ClarificationRow.reason,
            ClarificationRow.due_on,
            AUTHOR,
            ReportEvent.at,
            ClarificationRow.settled_at,
        )
        .select_from(ClarificationRow)
        .join(ReportEvent, ReportEvent.id == ClarificationRow.event_id)
        .outerjoin(Person, Person.id == ReportEvent.person_id)
        .outerjoin(RegisteredPart, RegisteredPart.id == ClarificationRow.part_id)
        .order_by(ClarificationRow.id)
    )


def clarifications(session: Session, report_id: int) -> list[Clarification]:
    """All that was ever asked about a report, with the threads, by two statements."""
    own = ClarificationRow.report_id == report_id
    asked = [Clarification(*row) for row in session.execute(_asked().where(own))]
    notes: dict[int, tuple[Note, ...]] = {}
    written = (
        select(
            ClarificationNote.clarification_id,
            ClarificationNote.text,
            AUTHOR,
            ClarificationNote.from_mission,
            ClarificationNote.at,
        )
        .join(ClarificationRow, ClarificationRow.id == ClarificationNote.clarification_id)
        .outerjoin(Person, Person.id == ClarificationNote.person_id)
        .where(own)
        .order_by(ClarificationNote.id)
    )
    for clarification_id, text, author, from_mission, at in session.execute(written):
        note = Note(text, author, from_mission, at)
        notes[clarification_id] = (*notes.get(clarification_id, ()), note)
    return [replace(found, notes=notes.get(found.id, ())) for found in asked]


def unsettled_by_report(session: Session, scope: Scope) -> dict[int, list[Clarification]]:
    """What is asked at present about the reports within reach, by report, without the threads."""
    statement = (
        _asked(ClarificationRow.report_id)
        .join(Report, Report.id == ClarificationRow.report_id)
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .join(Project, Project.id == AskedProject.project_id)
        .where(ClarificationRow.settled_at.is_(None))
    )
    found: dict[int, list[Clarification]] = {}
    for report_id, *fields in session.execute(within(statement, scope)):
        found.setdefault(report_id, []).append(Clarification(*fields))
    return found


def returned_reports(session: Session, round_id: int) -> dict[int, tuple[datetime, date]]:
    """When each report of the round that is returned was returned, and until when the answer is due."""
    statement = (
        select(ClarificationRow.report_id, func.max(ReportEvent.at), func.max(ClarificationRow.due_on))
        .join(ReportEvent, ReportEvent.id == ClarificationRow.event_id)
        .join(Report, Report.id == ClarificationRow.report_id)
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .where(AskedProject.round_id == round_id, ClarificationRow.settled_at.is_(None))
        .group_by(ClarificationRow.report_id)
        .order_by(ClarificationRow.report_id)
    )
    return {report_id: (at, due_on) for report_id, at, due_on in session.execute(statement)}


def open_codes(session: Session, report_id: int) -> list[str | None]:
    """The parts that are asked about at present; None stands for the report as a whole."""
    return list(read(session, OPEN_CODES, {"report": report_id}).scalars())


def writable_parts(session: Session, report: ReportHead) -> frozenset[str] | None:
    """The parts that a mission may change in a report that it may write in; None: all of them."""
    if not report.is_returned:
        return None
    return opened_parts(questionnaire_version(session, report.version_id), open_codes(session, report.id))


def steps_taken(session: Session, report_id: int) -> list[StepTaken]:
    """Every change of the report's state, the first one first."""
    statement = (
        select(ReportEvent.id, ReportEvent.step, ReportEvent.state, ReportEvent.at, AUTHOR)
        .outerjoin(Person, Person.id == ReportEvent.person_id)
        .where(ReportEvent.report_id == report_id)
        .order_by(ReportEvent.id)
    )
    return [StepTaken(*row) for row in session.execute(statement)]
