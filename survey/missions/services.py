"""Creates missions and projects."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.missions.models import Mission, Project, ServiceArea


def ensure_mission(session: Session, *, name: str, country: str, region: str) -> Mission:
    """The mission of this name, created if it is not there yet; an existing one stays as it is."""
    mission = session.scalar(select(Mission).where(Mission.name == name))
    if mission is None:
        mission = Mission(name=name, country=country, region=region)
        session.add(mission)
        session.flush()
    return mission


def ensure_project(
    session: Session,
    *,
    code: str,
    title: str,
    mission: Mission,
    service_areas: Sequence[str] = (),
    target_group: str = "",
    funding_usd: int = 0,
) -> Project:
    """The project with this code, created if it is not there yet; an existing one stays as it is."""
    project = session.scalar(select(Project).where(Project.code == code))
    if project is None:
        areas = [ServiceArea(position=place, name=name) for place, name in enumerate(service_areas)]
        project = Project(
            code=code,
            title=title,
            mission=mission,
            areas=areas,
            target_group=target_group,
            funding_usd=funding_usd,
        )
        session.add(project)
        session.flush()
    return project
