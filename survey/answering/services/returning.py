"""The working group's decisions on a signed report, and what both sides write about what is to be clarified."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from survey.accounts.permissions import SignedIn
from survey.answering.clarifications import Clarification
from survey.answering.models.clarifications import Clarification as ClarificationRow
from survey.answering.models.clarifications import ClarificationNote
from survey.answering.models.reports import Answer, AnswerHistory, Report
from survey.answering.queries.answers import ids_of_parts
from survey.answering.records import ReportHead
from survey.answering.returning import Asked
from survey.answering.services.answers import StateChanged
from survey.answering.services.persons import forget_counts
from survey.answering.services.steps import take_step
from survey.answering.states import thread_states
from survey.answering.statuses import NO_ANSWER, NOT_SHOWN
from survey.audit.services import record
from survey.data import clock
from survey.data.direct import write

REPORT = "report"


def return_report(
    session: Session,
    *,
    report: ReportHead,
    asked: Sequence[Asked],
    due_on: date,
    person: SignedIn,
    at: datetime | None = None,
) -> None:
    """Gives a report back to its mission with what is to be clarified until the day `due_on`.

    Raises StateChanged when somebody decided before, or when the mission signed again since `report` was read.
    """
    at = at or clock.now()
    codes = [question.part_code for question in asked]
    details = {"parts": [code or REPORT for code in codes], "due_on": due_on.isoformat()}
    event_id = take_step(session, name="return", report=report, person=person, at=at, details=details)
    _settle(session, report, at)
    keys = ids_of_parts(session, [code for code in codes if code])
    same = {"report_id": report.id, "event_id": event_id, "due_on": due_on, "settled_at": None}
    rows = [
        same
        | {"part_id": keys[question.part_code] if question.part_code else None, "reason": question.reason}
        for question in asked
    ]
    session.execute(insert(ClarificationRow), rows)
    _show_again(session, report)
    forget_counts(session, report.id)


def accept_report(
    session: Session, *, report: ReportHead, person: SignedIn, at: datetime | None = None
) -> None:
    """Accepts what `report` held when it was read. Raises StateChanged as `return_report` does."""
    at = at or clock.now()
    take_step(session, name="accept", report=report, person=person, at=at)
    _settle(session, report, at)


def _settle(session: Session, report: ReportHead, at: datetime) -> None:
    own = (ClarificationRow.report_id == report.id, ClarificationRow.settled_at.is_(None))
    write(session, update(ClarificationRow).where(*own).values(settled_at=at))


def _show_again(session: Session, report: ReportHead) -> None:
    """Gives parts that the signature marked as not shown the status of their last saving again.

    Another answer may show them now.
    """
    saved = (
        select(func.max(AnswerHistory.status))
        .where(
            AnswerHistory.report_id == Answer.report_id,
            AnswerHistory.part_id == Answer.part_id,
            AnswerHistory.version == Answer.version,
            AnswerHistory.outcome == "saved",
        )
        .scalar_subquery()
    )
    hidden = (Answer.report_id == report.id, Answer.status == NOT_SHOWN)
    write(session, update(Answer).where(*hidden).values(status=func.coalesce(saved, NO_ANSWER)))


def write_note(
    session: Session,
    *,
    report: ReportHead,
    clarification: Clarification,
    text: str,
    person: SignedIn,
    at: datetime | None = None,
) -> None:
    """Adds to the thread of a clarification; the same text twice in a row by the same person is one note.

    Raises StateChanged when the report was signed again or, for the mission's staff, is with the lead.
    """
    own = (Report.id == report.id, Report.state.in_(thread_states(person.role)))
    held = select(Report.id).where(*own, Report.submitted_at.is_not(None)).with_for_update()
    if session.scalar(held) is None:
        raise StateChanged
    last = (
        select(ClarificationNote.person_id, ClarificationNote.text)
        .where(ClarificationNote.clarification_id == clarification.id)
        .order_by(ClarificationNote.id.desc())
        .limit(1)
    )
    if session.execute(last).first() == (person.person_id, text):
        return
    note = {
        "clarification_id": clarification.id,
        "person_id": person.person_id,
        "from_mission": person.is_mission,
        "text": text,
        "at": at or clock.now(),
    }
    session.execute(insert(ClarificationNote), [note])
    part = clarification.part_code or REPORT
    record(session, person=person.public_id, action="note", subject=report.public_id, part=part)
