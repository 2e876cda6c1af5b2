"""Reads rounds and the projects that they ask."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from survey.missions.models import Project
from survey.rounds.models import AskedProject, Round


def rounds(session: Session) -> list[Round]:
    """All rounds, the newest first."""
    return list(session.scalars(select(Round).order_by(Round.opens_at.desc(), Round.id.desc())))


def round_by_code(session: Session, code: str) -> Round | None:
    """The round with this code. A code that no round can have is not looked for: PostgreSQL takes no NUL."""
    if not code.isprintable():
        return None
    return session.scalar(select(Round).where(Round.code == code))


def asked_projects(session: Session, round_id: int) -> list[AskedProject]:
    """The projects of a round in their order, with mission and service areas, by a constant number of statements."""
    return list(
        session.scalars(
            select(AskedProject)
            .where(AskedProject.round_id == round_id)
            .options(
                joinedload(AskedProject.project).joinedload(Project.mission),
                joinedload(AskedProject.project).subqueryload(Project.areas),
            )
            .order_by(AskedProject.number)
        )
    )
