"""Moves reports from state to state; a submission freezes what was signed."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from survey.accounts.permissions import SignedIn
from survey.answering.models.reports import Answer, Report, ReportEvent, Snapshot
from survey.answering.queries.answers import ids_of_parts, saved_answers
from survey.answering.queries.evidence import evidence_of
from survey.answering.records import ReportHead, SavedAnswer
from survey.answering.services.answers import StateChanged
from survey.answering.services.persons import keep_counts
from survey.answering.snapshots import snapshot
from survey.answering.states import SIGNING, STEPS, step_of
from survey.answering.statuses import final_status
from survey.audit.services import record
from survey.data import clock
from survey.data.direct import write
from survey.questionnaire.conditions import visible
from survey.questionnaire.instrument import checksum
from survey.questionnaire.structure import Questionnaire


def take_step(
    session: Session,
    *,
    name: str,
    report: ReportHead,
    person: SignedIn,
    at: datetime | None = None,
    values: Mapping[str, object] | None = None,
    details: Mapping[str, object] | None = None,
) -> int:
    """Moves a report by one of the `STEPS`, with the old state and the old signature in the WHERE.

    Returns the id of the event. `values` are set with the new state, `details` go into the audit trail. Raises
    StateChanged when the report has moved, to another state or version, or was signed again since it was read, or when
    the person's role may not take this step.
    """
    step, at = STEPS[name], at or clock.now()
    if person.role not in step.roles or step.signed not in (None, report.was_signed):
        raise StateChanged
    same_signature = Report.submitted_at == report.submitted_at
    if not report.was_signed:
        same_signature = Report.submitted_at.is_(None)
    moved = (
        update(Report)
        .where(
            Report.id == report.id,
            Report.state.in_(step.sources),
            # what somebody signs is what they were asked
            Report.version_id == report.version_id,
            same_signature,
        )
        .values(state=step.target, **(values or {}))
    )
    if write(session, moved) != 1:
        raise StateChanged
    event = {"report_id": report.id, "step": name, "state": step.target, "person_id": person.person_id}
    added = insert(ReportEvent).values(at=at, **event).returning(ReportEvent.id)
    event_id = session.execute(added).scalar_one()
    record(session, person=person.public_id, action=name, subject=report.public_id, **(details or {}))
    return event_id


def submit(
    session: Session,
    *,
    report: ReportHead,
    questionnaire: Questionnaire,
    person: SignedIn,
    name: str,
    function: str,
    at: datetime | None = None,
) -> None:
    """Signs and submits, for the first time or again: every part gets its final status.

    Another snapshot keeps what was signed; the earlier ones stay as they are.
    """
    at = at or clock.now()
    signature = {"signed_name": name, "signed_function": function, "submitted_at": at}
    step = step_of(SIGNING, signed=report.was_signed)
    take_step(session, name=step, report=report, person=person, at=at, values=signature)
    codes = list(questionnaire.covered)
    answers = saved_answers(session, report.id, codes)
    shown = visible(questionnaire.parts, {code: answer.value for code, answer in answers.items()})
    _freeze(session, report, answers, shown, at)
    frozen = saved_answers(session, report.id, codes)
    keep_counts(session, report.id, frozen)
    evidence = evidence_of(session, report.id)
    content = snapshot(report, frozen, name=name, function=function, at=at, evidence=evidence)
    session.execute(
        insert(Snapshot).values(report_id=report.id, at=at, content=content, checksum=checksum(content))
    )


def _freeze(
    session: Session, report: ReportHead, answers: dict[str, SavedAnswer], shown: frozenset[str], at: datetime
) -> None:
    """Gives every part its final status. A hidden part keeps its words here; no record, file or page counts them."""
    keys = ids_of_parts(session, answers)
    missing = []
    for code, answer in answers.items():
        status = final_status(answer.status if answer.version else None, shown=code in shown)
        if answer.version == 0 and answer.answered_at is None:
            missing.append({"part_id": keys[code], "status": status})
        elif status != answer.status:
            place = (Answer.report_id == report.id, Answer.part_id == keys[code])
            write(session, update(Answer).where(*place).values(status=status))
    same = {
        "report_id": report.id,
        "version": 0,
        "value": "",
        "language": "",
        "question_version": report.version_number,
        "person_id": None,
        "answered_at": at,
    }
    if missing:
        session.execute(insert(Answer), [row | same for row in missing])
