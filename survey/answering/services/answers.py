"""Opens reports and writes answers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from survey.accounts.permissions import SignedIn
from survey.answering import queries
from survey.answering.models import Answer, AnswerHistory, Report, SaveKey
from survey.answering.records import ReportHead, SavedAnswer
from survey.answering.saving import CONFLICT, SAVED, UNCHANGED, Change, digest, outcome
from survey.answering.states import WRITERS
from survey.audit.services import record
from survey.data import clock


class StateChanged(Exception):
    """The report is no longer in a state in which this may be done."""


def open_report(session: Session, *, asked_project_id: int, version_id: int, fictitious: bool = False) -> Report:
    """The report of an asked project, created if it is not there yet."""
    report = session.scalar(select(Report).where(Report.asked_project_id == asked_project_id))
    if report is None:
        report = Report(asked_project_id=asked_project_id, version_id=version_id, fictitious=fictitious)
        session.add(report)
        session.flush()
    return report


def save_answers(
    session: Session,
    *,
    report: ReportHead,
    changes: Sequence[Change],
    person: SignedIn,
    language: str,
    key: str = "",
    at: datetime | None = None,
) -> dict[str, str]:
    """Saves what a person sent; returns for each part whether it was unchanged, saved or in conflict.

    A conflicting text is kept aside in the history, so that closing the browser loses nothing. The same request
    again, known by `key` and content, has no second effect. Raises StateChanged when the report was submitted or
    handed over meanwhile. `at` is when it was written, where that is not now.
    """
    at = at or clock.now()
    _lock_for_writing(session, report.id, person.role)
    mark = digest(list(changes))
    if key and not _first_time(session, key, mark, report.id, at):
        return dict.fromkeys((change.part_code for change in changes), UNCHANGED)
    current = queries.answers(session, report.id, [change.part_code for change in changes])
    stale = {c.part_code: c.seen_version for c in changes if c.seen_version != current[c.part_code].version}
    seen = queries.answers_as_seen(session, report.id, stale) if stale else {}
    outcomes = {c.part_code: outcome(c, current[c.part_code], seen.get(c.part_code)) for c in changes}
    keys = queries.ids_of_parts(session, outcomes.keys())
    for change in changes:
        if outcomes[change.part_code] != UNCHANGED:
            _write(
                session,
                report=report,
                change=change,
                current=current[change.part_code],
                kept_aside=outcomes[change.part_code] == CONFLICT,
                part_id=keys[change.part_code],
                person_id=person.person_id,
                language=language,
                at=at,
            )
    touched = {code: result for code, result in outcomes.items() if result != UNCHANGED}
    if touched:
        session.execute(update(Report).where(Report.id == report.id).values(saved_at=at))
        record(session, person=person.public_id, action="save", subject=report.public_id, **touched)
    return outcomes


def _lock_for_writing(session: Session, report_id: int, role: str) -> None:
    """Holds the report until the commit, so that no submission can slip between reading and writing.

    On SQLite a writing session is alone anyway.
    """
    open_states = [state for state, roles in WRITERS.items() if role in roles]
    held = select(Report.id).where(Report.id == report_id, Report.state.in_(open_states)).with_for_update()
    if session.scalar(held) is None:
        raise StateChanged


def _first_time(session: Session, key: str, mark: str, report_id: int, at: datetime) -> bool:
    known = session.scalar(select(SaveKey.key).where(SaveKey.key == key, SaveKey.digest == mark))
    if known is None:
        session.execute(insert(SaveKey).values(key=key, digest=mark, report_id=report_id, at=at))
    return known is None


def _write(
    session: Session,
    *,
    report: ReportHead,
    change: Change,
    current: SavedAnswer,
    kept_aside: bool,
    part_id: int,
    person_id: int,
    language: str,
    at: datetime,
) -> None:
    version = current.version if kept_aside else current.version + 1
    fields = {"status": change.status, "value": change.value, "language": language, "person_id": person_id}
    if not kept_aside:
        written = fields | {"version": version, "question_version": report.version_number, "answered_at": at}
        _put(session, report.id, part_id, current.version, written)
    session.execute(
        insert(AnswerHistory).values(
            report_id=report.id,
            part_id=part_id,
            outcome="kept_aside" if kept_aside else SAVED,
            seen_version=change.seen_version,
            version=version,
            at=at,
            **fields,
        )
    )


def _put(session: Session, report_id: int, part_id: int, before: int, fields: dict) -> None:
    """Replaces exactly the version that was read, or adds the first one."""
    place = (Answer.report_id == report_id, Answer.part_id == part_id, Answer.version == before)
    statement = update(Answer).where(*place).values(**fields).execution_options(synchronize_session=False)
    if session.execute(statement).rowcount == 0:
        session.execute(insert(Answer).values(report_id=report_id, part_id=part_id, **fields))
