"""Keeps the typed counts of persons as the signed answers are."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from survey.answering.models.persons import PersonCounts
from survey.answering.models.reports import Report
from survey.answering.persons import signed_counts
from survey.answering.queries.answers import ids_of_parts
from survey.answering.records import SavedAnswer
from survey.data.base import table_of
from survey.data.direct import read, write
from survey.rounds.models import AskedProject

COUNTS = table_of(PersonCounts)
PLACE = (
    select(AskedProject.round_id, AskedProject.id.label("asked_project_id"), Report.fictitious)
    .join(Report, Report.asked_project_id == AskedProject.id)
    .where(Report.id == bindparam("report_id"))
)
FORGET = delete(COUNTS).where(COUNTS.c.report_id == bindparam("own"))
KEEP = insert(COUNTS)


def keep_counts(session: Session, report_id: int, answers: Mapping[str, SavedAnswer]) -> None:
    """Writes the counts of a report that is being signed; `answers` hold each of its parts as it is signed."""
    forget_counts(session, report_id)
    found = signed_counts({code: (answer.status, answer.value) for code, answer in answers.items()})
    if not found:
        return
    place = read(session, PLACE, {"report_id": report_id}).one()
    keys = ids_of_parts(session, [one.part_code for one in found])
    same = {"report_id": report_id, **place._mapping}
    rows = [
        same
        | asdict(one.persons)
        | {
            "part_id": keys[one.part_code],
            "reading": one.reading,
            "verdict": one.verdict,
            "disagrees": one.disagrees,
        }
        for one in found
    ]
    write(session, KEEP, rows)


def forget_counts(session: Session, report_id: int) -> None:
    """Takes the counts of a report away that is no longer received."""
    write(session, FORGET, {"own": report_id})
