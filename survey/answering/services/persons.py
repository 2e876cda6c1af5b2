"""Keeps the typed counts of persons as the signed answers are."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, delete, exists, insert, select
from sqlalchemy.orm import Session

from survey.answering.models.persons import PersonCounts
from survey.answering.models.reports import Answer, Report
from survey.answering.persons import TABLES, SignedCounts, signed_counts
from survey.answering.queries.answers import ids_of_parts, saved_answers
from survey.answering.records import SavedAnswer
from survey.answering.states import RECEIVED
from survey.data.base import table_of
from survey.data.direct import read, write
from survey.questionnaire.models import RegisteredPart
from survey.questionnaire.queries import questionnaire_version
from survey.rounds.models import AskedProject

COUNTS = table_of(PersonCounts)
PLACE = (
    select(AskedProject.round_id, AskedProject.id.label("asked_project_id"), Report.fictitious)
    .join(Report, Report.asked_project_id == AskedProject.id)
    .where(Report.id == bindparam("report_id"))
)
PLACES = select(Report.id, AskedProject.round_id, AskedProject.id, Report.fictitious).join(
    AskedProject, AskedProject.id == Report.asked_project_id
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
    write(session, KEEP, _rows(session, {"report_id": report_id, **place._mapping}, found))


def keep_counts_of(session: Session, signed: Mapping[int, Mapping[str, SavedAnswer]]) -> None:
    """The same for many reports by their id, none of which has any counts."""
    rows = []
    own = PLACES.where(Report.id.in_(signed)).order_by(Report.id)
    for report_id, *place in session.execute(own).all():
        answers = signed[report_id].items()
        found = signed_counts({code: (answer.status, answer.value) for code, answer in answers})
        same = dict(zip(("round_id", "asked_project_id", "fictitious"), place, strict=True))
        rows += _rows(session, {"report_id": report_id} | same, found)
    if rows:
        write(session, KEEP, rows)


def _rows(session: Session, same: Mapping[str, object], found: Sequence[SignedCounts]) -> list[dict]:
    keys = ids_of_parts(session, [one.part_code for one in found])
    return [
        dict(same)
        | vars(one.persons)
        | {
            "part_id": keys[one.part_code],
            "reading": one.reading,
            "verdict": one.verdict,
            "disagrees": one.disagrees,
        }
        for one in found
    ]


def rebuild_counts(session: Session) -> None:
    """Makes the counts of all received reports anew from their answers."""
    write(session, delete(COUNTS))
    count_missing(session)


def count_missing(session: Session) -> None:
    """Takes in received reports that have none: those that were signed before counts were kept."""
    codes = [code for table, of in TABLES.items() for code in (table, of.verdict)]
    tables = select(RegisteredPart.id).where(RegisteredPart.code.in_(TABLES))
    asks = exists().where(Answer.report_id == Report.id, Answer.part_id.in_(tables))
    has_none = ~exists().where(PersonCounts.report_id == Report.id)
    own = select(Report.id, Report.version_id).where(Report.state.in_(RECEIVED), asks, has_none)
    for report_id, version_id in session.execute(own.order_by(Report.id)).all():
        # a report may hold an answer to a part that its version does not ask in the end
        covered = questionnaire_version(session, version_id).covered
        keep_counts(
            session, report_id, saved_answers(session, report_id, [code for code in codes if code in covered])
        )


def forget_counts(session: Session, report_id: int) -> None:
    """Takes the counts of a report away that is no longer received."""
    write(session, FORGET, {"own": report_id})
