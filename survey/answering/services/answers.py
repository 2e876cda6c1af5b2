"""Opens reports and writes answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from survey.accounts.permissions import SignedIn
from survey.answering.models.reports import Answer, AnswerHistory, Report, SaveKey
from survey.answering.queries.answers import answers_as_seen, ids_of_parts, saved_answers
from survey.answering.records import ReportHead, SavedAnswer
from survey.answering.saving import CONFLICT, SAVED, UNCHANGED, Change, digest, outcome
from survey.answering.states import WRITERS
from survey.audit.services import record
from survey.data import clock
from survey.data.base import table_of
from survey.data.direct import read, write

REPORTS, ANSWERS, KEYS = table_of(Report), table_of(Answer), table_of(SaveKey)
HOLD = (
    select(REPORTS.c.id)
    .where(REPORTS.c.id == bindparam("report"), REPORTS.c.state.in_(bindparam("states", expanding=True)))
    .with_for_update()
)
TOUCH = update(REPORTS).where(REPORTS.c.id == bindparam("own")).values(saved_at=bindparam("saved_at"))
KNOWN_KEY = select(KEYS.c.key).where(KEYS.c.key == bindparam("key"), KEYS.c.digest == bindparam("digest"))
KEEP_KEY = insert(KEYS)
REPLACE = update(ANSWERS).where(
    ANSWERS.c.report_id == bindparam("own_report"),
    ANSWERS.c.part_id == bindparam("own_part"),
    ANSWERS.c.version == bindparam("before"),
)
ADD = insert(ANSWERS)
HISTORY = table_of(AnswerHistory)
REMEMBER = insert(HISTORY)
KEPT = select(HISTORY.c.id).where(
    HISTORY.c.outcome == "kept_aside",
    *(
        HISTORY.c[name] == bindparam(name)
        for name in ("report_id", "part_id", "version", "status", "value", "person_id", "seen_version")
    ),
)


class StateChanged(Exception):
    """The report is no longer in a state in which this may be done."""


def open_report(
    session: Session, *, asked_project_id: int, version_id: int, fictitious: bool = False
) -> Report:
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
    request = {"key": key, "digest": digest(list(changes))}
    if key and read(session, KNOWN_KEY, request).scalar():
        return dict.fromkeys((change.part_code for change in changes), UNCHANGED)
    current = saved_answers(session, report.id, [change.part_code for change in changes])
    outcomes = _outcomes(session, report.id, changes, current)
    keys = ids_of_parts(session, outcomes.keys())
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
    # a request in conflict is not done: sent again, it must be answered with the conflict again
    if key and CONFLICT not in outcomes.values():
        write(session, KEEP_KEY, request | {"report_id": report.id, "at": at})
    touched = {code: result for code, result in outcomes.items() if result != UNCHANGED}
    if touched:
        write(session, TOUCH, {"own": report.id, "saved_at": at})
        record(session, person=person.public_id, action="save", subject=report.public_id, **touched)
    return outcomes


def _lock_for_writing(session: Session, report_id: int, role: str) -> None:
    """Holds the report until the commit, so that no submission can slip between reading and writing.

    On SQLite a writing session is alone anyway.
    """
    open_states = [state for state, roles in WRITERS.items() if role in roles]
    if read(session, HOLD, {"report": report_id, "states": open_states}).scalar() is None:
        raise StateChanged


def _outcomes(
    session: Session, report_id: int, changes: Sequence[Change], current: Mapping[str, SavedAnswer]
) -> dict[str, str]:
    stale = {c.part_code: c.seen_version for c in changes if c.seen_version != current[c.part_code].version}
    seen = answers_as_seen(session, report_id, stale) if stale else {}
    return {c.part_code: outcome(c, current[c.part_code], seen.get(c.part_code)) for c in changes}


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
    fields = {
        "report_id": report.id,
        "part_id": part_id,
        "version": version,
        "status": change.status,
        "value": change.value,
        "language": language,
        "person_id": person_id,
    }
    fields["seen_version"] = change.seen_version
    if kept_aside:
        # a script that lost the answer sends the same text again
        if read(session, KEPT, fields).first() is None:
            write(session, REMEMBER, fields | {"outcome": "kept_aside", "at": at})
        return
    write(session, REMEMBER, fields | {"outcome": SAVED, "at": at})
    del fields["seen_version"]
    _put(session, current.version, fields | {"question_version": report.version_number, "answered_at": at})


def _put(session: Session, before: int, fields: dict) -> None:
    """Replaces exactly the version that was read, or adds the first one."""
    place = {"own_report": fields["report_id"], "own_part": fields["part_id"], "before": before}
    if write(session, REPLACE, place | fields) == 0:
        write(session, ADD, fields)
