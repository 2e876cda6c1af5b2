"""Reads rounds and the projects that they ask."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from survey.missions.models import Mission, Project, ServiceArea
from survey.missions.queries import missions as all_missions
from survey.rounds.choosing import Choice
from survey.rounds.models import AskedProject, Round
from survey.rounds.plans import Known, PlannedMission, PlannedProject

#: status and kind of report of a project that no round has asked yet
NOTHING_ON_RECORD = ("in_progress", "progress")


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


def held_round(session: Session, code: str) -> Round | None:
    """The round with this code, held until the commit, so that what two people do to it comes one after the other."""
    if not code.isprintable():
        return None
    return session.scalar(select(Round).where(Round.code == code).with_for_update())


def has_projects(session: Session, round_id: int) -> bool:
    return bool(session.scalar(select(exists().where(AskedProject.round_id == round_id))))


def numbers_of_projects(session: Session) -> dict[int, int]:
    """How many projects each round asks, by the round's id."""
    counted = select(AskedProject.round_id, func.count()).group_by(AskedProject.round_id)
    return dict(session.execute(counted.order_by(AskedProject.round_id)).all())


def known(session: Session, round_id: int, codes: Collection[str]) -> Known:
    """All missions, and the projects with these codes, by a constant number of statements."""
    missions = {
        mission.name: PlannedMission(mission.id, mission.name, mission.country, mission.region)
        for mission in all_missions(session)
    }
    projects = _planned(session, round_id, Project.code.in_(codes))
    return Known(missions, {project.code: project for project in projects}, asked_codes(session, round_id))


def asked_codes(session: Session, round_id: int) -> frozenset[str]:
    """The codes of the projects that the round asks."""
    own = select(Project.code).join(AskedProject, AskedProject.project_id == Project.id)
    return frozenset(session.scalars(own.where(AskedProject.round_id == round_id).order_by(Project.code)))


def asked_numbers(session: Session, round_id: int) -> dict[str, int]:
    """The place of each project in the round's list, by the project's code."""
    own = select(Project.code, AskedProject.number).join(AskedProject, AskedProject.project_id == Project.id)
    return dict(
        session.execute(own.where(AskedProject.round_id == round_id).order_by(AskedProject.number)).all()
    )


def projects_to_ask(session: Session, round_id: int, chosen: Choice) -> list[PlannedProject]:
    """The projects that fit the choice and that the round does not ask yet, by mission and code."""
    asked = exists().where(AskedProject.project_id == Project.id, AskedProject.round_id == round_id)
    tests: list[ColumnElement[bool]] = [~asked]
    if chosen.region:
        tests.append(Mission.region == chosen.region)
    if chosen.mission:
        tests.append(Mission.name == chosen.mission)
    if chosen.service_area:
        tests.append(
            exists().where(ServiceArea.project_id == Project.id, ServiceArea.name == chosen.service_area)
        )
    if chosen.round:
        earlier = aliased(AskedProject)
        of_round = select(Round.id).where(Round.code == chosen.round).scalar_subquery()
        tests.append(exists().where(earlier.project_id == Project.id, earlier.round_id == of_round))
    return _planned(session, round_id, *tests)


def _planned(session: Session, round_id: int, *tests: ColumnElement[bool]) -> list[PlannedProject]:
    """The projects, each with what was last put on record about it, in this round before all others."""
    own = select(Project.id).join(Mission, Mission.id == Project.mission_id).where(*tests)
    areas: dict[int, list[str]] = {}
    listed = select(ServiceArea.project_id, ServiceArea.name).where(ServiceArea.project_id.in_(own))
    for project_id, name in session.execute(listed.order_by(ServiceArea.project_id, ServiceArea.position)):
        areas.setdefault(project_id, []).append(name)
    records = (
        select(AskedProject.project_id, AskedProject.status, AskedProject.report_kind)
        .join(Round, Round.id == AskedProject.round_id)
        .where(AskedProject.project_id.in_(own))
        # the last one stays
        .order_by(AskedProject.round_id == round_id, Round.opens_at, Round.id)
    )
    on_record = {row.project_id: (row.status, row.report_kind) for row in session.execute(records)}
    fields = (
        Project.id,
        Project.code,
        Project.title,
        Mission.name,
        Project.target_group,
        Project.funding_usd,
    )
    projects = select(*fields).join(Mission, Mission.id == Project.mission_id).where(*tests)
    return [
        PlannedProject(
            id,
            code,
            title,
            mission,
            tuple(areas.get(id, ())),
            target_group,
            funding_usd,
            *on_record.get(id, NOTHING_ON_RECORD),
        )
        for id, code, title, mission, target_group, funding_usd in session.execute(
            projects.order_by(Mission.name, Project.code)
        )
    ]


def values_to_choose(session: Session) -> dict[str, list[str]]:
    """What projects can be chosen by, by the name of the field."""
    missions = session.execute(
        select(Mission.name, Mission.region).where(Mission.projects.any()).order_by(Mission.name)
    ).all()
    areas = select(ServiceArea.name).distinct().order_by(ServiceArea.name)
    return {
        "region": sorted({row.region for row in missions}),
        "mission": [row.name for row in missions],
        "service_area": list(session.scalars(areas)),
        "round": [round.code for round in rounds(session)],
    }


def asked_missions(session: Session, round_id: int) -> list[Mission]:
    """The missions whose projects the round asks, by name."""
    asked = exists().where(
        Project.mission_id == Mission.id,
        AskedProject.project_id == Project.id,
        AskedProject.round_id == round_id,
    )
    return list(session.scalars(select(Mission).where(asked).order_by(Mission.name)))
