"""Loads a file of answers: all of it, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import SimpleNamespace
from typing import BinaryIO

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from survey.answering.models.reports import Answer, AnswerHistory, Report, ReportEvent, Snapshot
from survey.answering.records import SavedAnswer
from survey.answering.services.derived import keep_derived_of
from survey.answering.services.tallies import count_again
from survey.answering.snapshots import snapshot
from survey.answering.states import DRAFT, SUBMITTED
from survey.answering.statuses import NO_ANSWER, NOT_SHOWN
from survey.audit.services import record
from survey.data import clock
from survey.data.base import table_of
from survey.data.direct import write
from survey.intake.answers import MARKS
from survey.intake.checking import NEW
from survey.intake.examining import Preview
from survey.intake.queries import batches
from survey.intake.reports import LoadedReport, Target
from survey.questionnaire.instrument import checksum
from survey.questionnaire.queries import part_ids
from survey.rounds.models import Round

REPORTS = table_of(Report)
SIGN = (
    update(REPORTS)
    .where(REPORTS.c.id == bindparam("own"), REPORTS.c.state == DRAFT, REPORTS.c.submitted_at.is_(None))
    .values(
        version_id=bindparam("answered"),
        state=SUBMITTED,
        fictitious=bindparam("invented"),
        saved_at=bindparam("saved"),
        submitted_at=bindparam("signed"),
        signed_name=bindparam("name"),
        signed_function=bindparam("function"),
    )
)
MARK = (
    update(REPORTS)
    .where(REPORTS.c.id == bindparam("own"), REPORTS.c.state == DRAFT, REPORTS.c.saved_at.is_(None))
    .values(fictitious=bindparam("invented"))
)
ADD_ANSWERS, ADD_HISTORY = insert(table_of(Answer)), insert(table_of(AnswerHistory))
ADD_EVENTS, ADD_SNAPSHOTS = insert(table_of(ReportEvent)), insert(table_of(Snapshot))
AT_ONCE = 10_000
STEP = "import"


@dataclass(frozen=True)
class Importer:
    """Who loads which file; `person_id` is None for a command."""

    person_id: int | None
    public_id: str
    name: str
    file_name: str


class Moved(Exception):
    """A report has begun since it was looked at."""


def load(session: Session, *, round: Round, stream: BinaryIO, importer: Importer, preview: Preview) -> None:
    """Loads the reports of a file. `preview` comes with the file's checksum and says afterwards what was done.

    Where anything is wrong its faults say so, and the session must be rolled back: nothing of the file may stay.
    Every report gets the signature of whoever loaded it, not of a mission lead.
    """
    keys, asked = part_ids(session), []
    signature = (importer.name, f"loaded from {importer.file_name}, SHA-256 {preview.checksum}")
    for changes in batches(session, round, stream, preview):
        if preview.is_refused:
            continue
        _mark(session, [checked.marked for checked in changes if checked.marked])
        _store(session, round, [one.loaded for one in changes if one.loaded], importer, signature, keys)
        asked += [target.asked_id for one in changes if (target := one.target)]
    if preview.is_refused or not asked:
        return
    record(
        session,
        person=importer.public_id,
        action="import answers",
        subject=round.code,
        file=importer.file_name,
        sha256=preview.checksum,
        reports=preview.outcomes[NEW],
    )
    # after the trail, as everybody counts
    count_again(session, asked)


def _mark(session: Session, targets: Sequence[Target]) -> None:
    """Marks reports that nobody has begun as fictitious or not, as the file has them."""
    marks = [{"own": target.report_id, "invented": MARKS[target.fictitious]} for target in targets]
    if marks and write(session, MARK, marks) != len(marks):
        raise Moved


def _store(
    session: Session,
    round: Round,
    reports: Sequence[LoadedReport],
    importer: Importer,
    signature: tuple[str, str],
    keys: Mapping[str, int],
) -> None:
    if not reports:
        return
    now = clock.now()
    moves = [_move(report, signature) for report in reports]
    if write(session, SIGN, moves) != len(moves):
        raise Moved
    _add(session, ADD_ANSWERS, _answers(reports, keys, importer))
    _add(session, ADD_HISTORY, _history(reports, keys, importer, now))
    same = {"step": STEP, "state": SUBMITTED, "person_id": importer.person_id, "at": now}
    _add(session, ADD_EVENTS, ({"report_id": report.id} | same for report in reports))
    saved = {report.id: _saved(report) for report in reports}
    _add(session, ADD_SNAPSHOTS, (_snapshot(round, report, signature, saved) for report in reports))
    keep_derived_of(session, saved)


def _move(report: LoadedReport, signature: tuple[str, str]) -> dict[str, object]:
    times = [answer.answered_at for answer in report.answers if answer.answered_at]
    return {
        "own": report.id,
        "answered": report.version_id,
        "invented": report.fictitious,
        "saved": max(times, default=report.submitted_at),
        "signed": report.submitted_at,
        "name": signature[0],
        "function": signature[1],
    }


def _add(session: Session, statement, rows: Iterator[dict]) -> None:
    while some := list(islice(rows, AT_ONCE)):
        write(session, statement, some)


def _answers(
    reports: Sequence[LoadedReport], keys: Mapping[str, int], importer: Importer
) -> Iterator[dict[str, object]]:
    for report in reports:
        for answer in report.answers:
            if answer.answered_at:
                yield {
                    "report_id": report.id,
                    "part_id": keys[answer.part],
                    "version": answer.version,
                    "status": answer.status,
                    "value": answer.value,
                    "language": answer.language,
                    "question_version": answer.question_version,
                    "person_id": importer.person_id if answer.version else None,
                    "answered_at": answer.answered_at,
                }


def _history(
    reports: Sequence[LoadedReport], keys: Mapping[str, int], importer: Importer, now
) -> Iterator[dict[str, object]]:
    for report in reports:
        for answer in report.answers:
            if answer.version:
                yield {
                    "report_id": report.id,
                    "part_id": keys[answer.part],
                    "outcome": "saved",
                    "seen_version": 0,
                    "version": 1,
                    # what was hidden is open again after a return
                    "status": NO_ANSWER if answer.status == NOT_SHOWN else answer.status,
                    "value": answer.value,
                    "language": answer.language,
                    "person_id": importer.person_id,
                    "at": now,
                }


def _saved(report: LoadedReport) -> dict[str, SavedAnswer]:
    return {
        answer.part: SavedAnswer(
            answer.part,
            answer.version,
            answer.status,
            answer.value,
            answer.language,
            None,
            answer.answered_at,
        )
        for answer in report.answers
    }


def _snapshot(
    round: Round,
    report: LoadedReport,
    signature: tuple[str, str],
    saved: Mapping[int, dict[str, SavedAnswer]],
) -> dict[str, object]:
    head = SimpleNamespace(
        round_code=round.code,
        project_code=report.target.facts[1],
        version_number=report.version_number,
        supplements=None,
    )
    name, function = signature
    own = saved[report.id]
    content = snapshot(head, own, name=name, function=function, at=report.submitted_at)  # type: ignore[arg-type]
    return {
        "report_id": report.id,
        "at": report.submitted_at,
        "content": content,
        "checksum": checksum(content),
    }
