"""Reads what a report's papers say beside its answers."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.accounts.models import Person
from survey.answering.models.reports import Snapshot


def newest_checksum(session: Session, report_id: int) -> str:
    """The checksum of what was signed last; empty where nothing was."""
    own = select(Snapshot.checksum).where(Snapshot.report_id == report_id).order_by(Snapshot.id.desc())
    return session.scalar(own.limit(1)) or ""


def names_of_people(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """The names of these people by their keys."""
    found = select(Person.id, Person.name).where(Person.id.in_(person_ids)).order_by(Person.id)
    return {row.id: row.name for row in session.execute(found)}
