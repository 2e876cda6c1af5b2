"""Reads missions and projects."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.missions.models import Mission


def missions(session: Session) -> list[Mission]:
    return list(session.scalars(select(Mission).order_by(Mission.name)))


def missions_named(session: Session, names: Collection[str]) -> list[Mission]:
    """The missions with these names; names that no mission has are simply not among them."""
    return list(session.scalars(select(Mission).where(Mission.name.in_(names)).order_by(Mission.name)))
