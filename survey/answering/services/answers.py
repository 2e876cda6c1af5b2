"""Opens reports and writes answers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from survey.accounts.permissions import SignedIn
from survey.answering.clarifications import opened_parts
from survey.answering.models.reports import Answer, AnswerHistory, Report, SaveKey
from survey.answering.queries.answers import answers_as_seen, ids_of_parts, saved_answers
from survey.answering.queries.clarifications import open_codes
from survey.answering.records import ReportHead, SavedAnswer
from survey.answering.saving import ASIDE, SAVED, UNCHANGED, Change, digest, outcome
from survey.answering.services.tallies import count_again
from survey.answering.states import STATES, WRITERS
from survey.answering.statuses import DECLINED, NOT_SHOWN
from survey.audit.services import record
from survey.data import clock
from survey.data.base import table_of
from survey.data.direct import read, write
from survey.questionnaire.queries import questionnaire_version

REPORTS, ANSWERS, KEYS = table_of(Report), table_of(Answer), table_of(SaveKey)
HISTORY = table_of(AnswerHistory)
HOLD = (
    select(REPORTS.c.submitted_at)
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
REMEMBER = insert(HISTORY)
KEPT_ASIDE = "kept_aside"
KEPT = select(HISTORY.c.id).where(
    HISTORY.c.outcome == KEPT_ASIDE,
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
    own = Report.asked_project_id == asked_project_id, Report.supplements_id.is_(None)
    report = session.scalar(select(Report).where(*own))
    if report is None:
        report = Report(asked_project_id=asked_project_id, version_id=version_id, fictitious=fictitious)
        session.add(report)
        session.flush()
        count_again(session, [asked_project_id], answers=False)
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
    question_version: int | None = None,
) -> dict[str, str]:
    """Saves what a person sent; returns for each part whether it was unchanged, saved, in conflict or closed.

    Closed is every part but the returned ones while a report waits for clarification. A text in conflict or for a
    closed part is kept aside in the history, so that closing the browser loses nothing. The same request again,
    known by `key` and content, has no second effect. Raises StateChanged when the report was submitted or handed
    over meanwhile. `at` is when it was written, where that is not now; `question_version` is the version that the
    person saw, where the report has moved to another one since.
    """
    at = at or clock.now()
    writable = lock_for_writing(session, report, person.role)
    request = {"key": key, "digest": digest(report.public_id, changes)}
    if key and read(session, KNOWN_KEY, request).scalar():
        return dict.fromkeys((change.part_code for change in changes), UNCHANGED)
    current = saved_answers(session, report.id, [change.part_code for change in changes])
    outcomes = _outcomes(session, report.id, changes, current, writable)
    touched = {code: result for code, result in outcomes.items() if result != UNCHANGED}
    for change in changes:
        if change.part_code in touched:
            _write(
                session,
                report=report,
                change=change,
                current=current[change.part_code],
                kept_aside=touched[change.part_code] in ASIDE,
                person_id=person.person_id,
                language=language,
                at=at,
                question_version=question_version or report.version_number,
            )
    # a request in conflict is not done: sent again, it must be answered with the conflict again
    if key and not set(ASIDE) & set(outcomes.values()):
        write(session, KEEP_KEY, request | {"report_id": report.id, "at": at})
    if touched:
        write(session, TOUCH, {"own": report.id, "saved_at": at})
        record(session, person=person.public_id, action="save", subject=report.public_id, **touched)
    return outcomes


def keep_aside(
    session: Session,
    *,
    report: ReportHead,
    changes: Sequence[Change],
    person: SignedIn,
    language: str,
    at: datetime | None = None,
) -> list[str]:
    """Keeps in the history what came too late to be saved; returns the parts that are sent with another content.

    The report was fetched within the person's scope and refused the save (StateChanged); the refused transaction
    is over. The answers stay as they are, whatever state the report has.
    """
    at = at or clock.now()
    _hold(session, report.id, STATES)
    current = saved_answers(session, report.id, [change.part_code for change in changes])
    outcomes = _outcomes(session, report.id, changes, current, writable=())
    late = [
        change
        for change in changes
        if outcomes[change.part_code] != UNCHANGED and not _is_hidden(change, current[change.part_code])
    ]
    for change in late:
        _write(
            session,
            report=report,
            change=change,
            current=current[change.part_code],
            kept_aside=True,
            person_id=person.person_id,
            language=language,
            at=at,
            question_version=report.version_number,
        )
    codes = [change.part_code for change in late]
    if codes:
        kept = dict.fromkeys(codes, KEPT_ASIDE)
        record(session, person=person.public_id, action="keep aside", subject=report.public_id, **kept)
    return codes


def _is_hidden(change: Change, current: SavedAnswer) -> bool:
    """Whether the change holds what is saved already, and the signature has only marked it as not shown."""
    return current.status == NOT_SHOWN and change.value == current.value and change.status != DECLINED


def lock_for_writing(session: Session, report: ReportHead, role: str) -> frozenset[str] | None:
    """Holds the report until the commit, so that no submission can slip between reading and writing.

    Returns the parts that may be changed, None: all. On SQLite a writing session is alone anyway.
    """
    submitted_at = _hold(session, report.id, [state for state, roles in WRITERS.items() if role in roles])
    if submitted_at is None:
        return None
    return opened_parts(questionnaire_version(session, report.version_id), open_codes(session, report.id))


def _hold(session: Session, report_id: int, states: Collection[str]) -> datetime | None:
    """Locks the report while it is in one of these states; returns when it was last submitted."""
    row = read(session, HOLD, {"report": report_id, "states": list(states)}).first()
    if row is None:
        raise StateChanged
    return row.submitted_at


def _outcomes(
    session: Session,
    report_id: int,
    changes: Sequence[Change],
    current: Mapping[str, SavedAnswer],
    writable: Collection[str] | None,
) -> dict[str, str]:
    stale = {c.part_code: c.seen_version for c in changes if c.seen_version != current[c.part_code].version}
    seen = answers_as_seen(session, report_id, stale) if stale else {}

    def result(change: Change) -> str:
        code = change.part_code
        may_change = writable is None or code in writable
        return outcome(change, current[code], seen.get(code), writable=may_change)

    return {change.part_code: result(change) for change in changes}


def _write(
    session: Session,
    *,
    report: ReportHead,
    change: Change,
    current: SavedAnswer,
    kept_aside: bool,
    person_id: int,
    language: str,
    at: datetime,
    question_version: int,
) -> None:
    fields = {
        "report_id": report.id,
        "part_id": ids_of_parts(session, [change.part_code])[change.part_code],
        "version": current.version if kept_aside else current.version + 1,
        "status": change.status,
        "value": change.value,
        "language": language,
        "person_id": person_id,
    }
    fields["seen_version"] = change.seen_version
    if kept_aside:
        # a script that lost the answer sends the same text again
        if read(session, KEPT, fields).first() is None:
            write(session, REMEMBER, fields | {"outcome": KEPT_ASIDE, "at": at})
        return
    write(session, REMEMBER, fields | {"outcome": SAVED, "at": at})
    del fields["seen_version"]
    _put(session, current.version, fields | {"question_version": question_version, "answered_at": at})


def _put(session: Session, before: int, fields: dict) -> None:
    """Replaces exactly the version that was read, or adds the first one."""
    place = {"own_report": fields["report_id"], "own_part": fields["part_id"], "before": before}
    if write(session, REPLACE, place | fields) == 0:
        write(session, ADD, fields)
