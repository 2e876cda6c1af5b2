"""Reads the history of an answer."""

from collections.abc import Collection

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from survey.accounts.models import Person
from survey.answering.history import Saving
from survey.answering.models.reports import AnswerHistory
from survey.answering.queries.answers import ids_of_parts
from survey.data.direct import read

SAVINGS = (
    select(
        AnswerHistory.id,
        AnswerHistory.outcome,
        AnswerHistory.version,
        AnswerHistory.status,
        AnswerHistory.language,
        AnswerHistory.person_id,
        func.coalesce(Person.name, ""),
        AnswerHistory.at,
    )
    .outerjoin(Person, Person.id == AnswerHistory.person_id)
    .where(AnswerHistory.report_id == bindparam("report_id"), AnswerHistory.part_id == bindparam("part_id"))
    .order_by(AnswerHistory.id)
)
VALUES = select(AnswerHistory.id, AnswerHistory.value).where(
    AnswerHistory.id.in_(bindparam("rows", expanding=True))
)


def savings(session: Session, report_id: int, code: str) -> list[Saving]:
    """Everything that was ever saved or kept for a part, oldest first, without the words."""
    values = {"report_id": report_id, "part_id": ids_of_parts(session, [code])[code]}
    return [Saving(number, *row) for number, row in enumerate(read(session, SAVINGS, values), 1)]


def values_of(session: Session, rows: Collection[int]) -> dict[int, str]:
    """The values of these rows of `savings`."""
    return dict(read(session, VALUES, {"rows": list(rows)}).all())
