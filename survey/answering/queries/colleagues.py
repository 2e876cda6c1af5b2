"""Reads who is on a report, and who saved which part last."""

from collections.abc import Collection

from sqlalchemy import CompoundSelect, bindparam, func, select, union_all
from sqlalchemy.orm import Session

from survey.accounts.models import Person
from survey.answering.colleagues import SAVED, SEEN, Trace
from survey.answering.models.presence import Presence
from survey.answering.models.reports import Answer
from survey.answering.queries.answers import ids_of_parts
from survey.answering.records import LastSaving
from survey.data import clock
from survey.data.direct import read
from survey.questionnaire.models import RegisteredPart

TRACES: CompoundSelect = union_all(
    select(Presence.person_id, Person.name, Presence.question_code, Presence.seen_at)
    .join(Person, Person.id == Presence.person_id)
    .where(Presence.report_id == bindparam("report_id"), Presence.seen_at > bindparam("seen_since")),
    select(Answer.person_id, Person.name, RegisteredPart.question_code, Answer.answered_at)
    .join(Person, Person.id == Answer.person_id)
    .join(RegisteredPart, RegisteredPart.id == Answer.part_id)
    .where(Answer.report_id == bindparam("report_id"), Answer.answered_at > bindparam("saved_since")),
).order_by("seen_at")

LAST_SAVINGS = (
    select(Answer.part_id, Answer.version, func.coalesce(Person.name, ""), Answer.answered_at)
    .outerjoin(Person, Person.id == Answer.person_id)
    .where(
        Answer.report_id == bindparam("report_id"),
        Answer.part_id.in_(bindparam("parts", expanding=True)),
        Answer.version > 0,
    )
    .order_by(Answer.part_id)
)


def traces(session: Session, report_id: int) -> list[Trace]:
    """The traces of everybody who is on the report now, oldest first: signs of life and savings."""
    now = clock.now()
    values = {"report_id": report_id, "seen_since": now - SEEN, "saved_since": now - SAVED}
    return [Trace(*row) for row in read(session, TRACES, values)]


def last_savings(session: Session, report_id: int, codes: Collection[str]) -> dict[str, LastSaving]:
    """Who saved each of these parts last, and when; parts that were never saved are missing."""
    code_of = {key: code for code, key in ids_of_parts(session, codes).items()}
    found = read(session, LAST_SAVINGS, {"report_id": report_id, "parts": list(code_of)})
    return {code_of[row[0]]: LastSaving(*row[1:]) for row in found}
