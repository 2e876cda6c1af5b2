"""Opens rounds and puts projects into them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.missions.services import ensure_mission, ensure_project
from survey.rounds.models import AskedProject, Round
from survey.rounds.projects_file import ListedProject


def ensure_round(
    session: Session,
    *,
    code: str,
    title: str,
    version_id: int,
    opens_at: datetime,
    closes_at: datetime | None = None,
) -> Round:
    """The round with this code, opened if it is not there yet; an existing one stays as it is."""
    found = session.scalar(select(Round).where(Round.code == code))
    if found is None:
        found = Round(code=code, title=title, version_id=version_id, opens_at=opens_at, closes_at=closes_at)
        session.add(found)
        session.flush()
    return found


def ask_projects(session: Session, *, round: Round, projects: Iterable[ListedProject]) -> list[AskedProject]:
    """Asks these projects in the round, with their missions; those asked already stay as they are."""
    numbers = set(session.scalars(select(AskedProject.number).where(AskedProject.round_id == round.id)))
    new = [_asked(session, round, listed) for listed in projects if listed.number not in numbers]
    session.add_all(new)
    session.flush()
    return new


def _asked(session: Session, round: Round, listed: ListedProject) -> AskedProject:
    mission = ensure_mission(session, name=listed.mission, country=listed.country, region=listed.region)
    project = ensure_project(
        session,
        code=listed.code(round.code),
        title=listed.title,
        mission=mission,
        service_areas=listed.service_areas,
        target_group=listed.target_group,
        funding_usd=listed.funding_usd,
    )
    return AskedProject(
        round=round,
        project=project,
        number=listed.number,
        report_kind=listed.report_kind,
        status=listed.status,
        constraint_kinds=";".join(listed.constraint_kinds),
        reason_not_completed=listed.reason_not_completed,
        results=listed.results,
    )
