"""Reads what was signed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.answering.models.reports import Snapshot
from survey.answering.records import SavedAnswer
from survey.answering.snapshots import signed_answers


@dataclass(frozen=True)
class Signed:
    """The answers of a report as they were signed at one time."""

    at: datetime
    answers: dict[str, SavedAnswer]


def last_signed(session: Session, report_id: int, codes: Collection[str], *, times: int = 1) -> list[Signed]:
    """What was signed the last `times` times, the newest first; fewer where it was not signed so often."""
    newest = (
        select(Snapshot.at, Snapshot.content)
        .where(Snapshot.report_id == report_id)
        .order_by(Snapshot.id.desc())
        .limit(times)
    )
    return [Signed(at, signed_answers(content, codes)) for at, content in session.execute(newest)]
