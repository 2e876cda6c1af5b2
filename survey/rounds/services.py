"""Opens rounds and puts projects into them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from survey.audit.services import record
from survey.missions.models import Mission, Project, ServiceArea
from survey.missions.services import ensure_mission, ensure_project
from survey.rounds.models import AskedProject, Round
from survey.rounds.plans import ASKED, CHANGED, NEW, Plan, PlannedProject
from survey.rounds.projects_file import ListedProject
from survey.rounds.queries import asked_codes


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


def create_round(
    session: Session,
    *,
    code: str,
    title: str,
    version_id: int,
    opens_at: datetime,
    closes_at: datetime | None,
    time_zone: str,
    by: str,
) -> Round:
    """A new round that asks nobody yet. `by` is the public id of who opens it."""
    round = Round(
        code=code,
        title=title,
        version_id=version_id,
        opens_at=opens_at,
        closes_at=closes_at,
        time_zone=time_zone,
    )
    session.add(round)
    session.flush()
    record(session, person=by, action="create round", subject=code, **_on_record(round))
    return round


def change_round(session: Session, *, round: Round, by: str, action: str = "change round", **values) -> bool:
    """Gives a round these values; False where it has them already. The trail keeps those from before."""
    before = _on_record(round)
    for name, value in values.items():
        setattr(round, name, value)
    session.flush()
    after = _on_record(round)
    if after == before:
        return False
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    record(session, person=by, action=action, subject=round.code, **changed)
    return True


def remove_round(session: Session, *, round: Round, by: str) -> None:
    """Takes away a round that asks nobody."""
    session.delete(round)
    session.flush()
    record(session, person=by, action="remove round", subject=round.code, **_on_record(round))


def _on_record(round: Round) -> dict[str, object]:
    return {
        "title": round.title,
        "sensitive": round.sensitive,
        "version": round.version_id,
        "opens_at": round.opens_at.isoformat(),
        "closes_at": round.closes_at.isoformat() if round.closes_at else None,
        "time_zone": round.time_zone,
    }


def carry_out(session: Session, *, round: Round, plan: Plan, by: str) -> dict[int, int]:
    """Does what a plan says, by a handful of statements whatever its size; the plan must not be refused.

    Returns the ids of the asked projects that are new in the round, each with its mission's id.
    """
    missions = _write_missions(session, plan)
    new = [line.project for line in plan.of(NEW) if line.project]
    changed = [line.project for line in plan.of(CHANGED) if line.project]
    ids = {project.code: project.id for line in plan.lines if (project := line.project) and project.id}
    ids |= _write_projects(session, new, changed, missions)
    already = asked_codes(session, round.id)
    asked = [
        line.project
        for line in plan.lines
        if line.project and line.outcome in (NEW, ASKED, CHANGED) and line.code not in already
    ]
    _change_on_record(session, round, [project for project in changed if project.code in already])
    added = _ask(session, round, asked, ids)
    if plan.does_something:
        record(
            session,
            person=by,
            action="ask projects",
            subject=round.code,
            new_missions=[mission.name for mission in plan.new_missions],
            changed_missions=[mission.name for mission in plan.missions if mission.id],
            new_projects=[project.code for project in new],
            changed_projects=[project.code for project in changed],
            asked=[project.code for project in asked],
        )
    return {id: missions[project.mission] for id, project in zip(added, asked, strict=True)}


def _write_missions(session: Session, plan: Plan) -> dict[str, int]:
    """Creates and changes missions; returns the ids of all, by name."""
    new = plan.new_missions
    if new:
        rows = [{"name": m.name, "country": m.country, "region": m.region} for m in new]
        session.execute(insert(Mission), rows)
    changed = [mission for mission in plan.missions if mission.id]
    if changed:
        own = [{"id": m.id, "country": m.country, "region": m.region} for m in changed]
        session.execute(update(Mission), own)
    return dict(session.execute(select(Mission.name, Mission.id).order_by(Mission.name)).all())


def _write_projects(
    session: Session,
    new: Sequence[PlannedProject],
    changed: Sequence[PlannedProject],
    missions: Mapping[str, int],
) -> dict[str, int]:
    """Creates and changes projects with their service areas; returns the ids of the new ones, by code."""
    ids: dict[str, int] = {}
    if new:
        rows = [
            _fields(project) | {"code": project.code, "mission_id": missions[project.mission]}
            for project in new
        ]
        session.execute(insert(Project), rows)
        own_codes = Project.code.in_([project.code for project in new])
        created = select(Project.code, Project.id).where(own_codes).order_by(Project.code)
        ids = dict(session.execute(created).all())
    if changed:
        session.execute(update(Project), [_fields(project) | {"id": project.id} for project in changed])
        own = [project.id for project in changed]
        session.execute(delete(ServiceArea).where(ServiceArea.project_id.in_(own)))
    areas = [
        {"project_id": project.id or ids[project.code], "position": position, "name": name}
        for project in [*new, *changed]
        for position, name in enumerate(project.service_areas)
    ]
    if areas:
        session.execute(insert(ServiceArea), areas)
    return ids


def _fields(project: PlannedProject) -> dict[str, object]:
    return {
        "title": project.title,
        "target_group": project.target_group,
        "funding_usd": project.funding_usd,
    }


def _change_on_record(session: Session, round: Round, projects: Sequence[PlannedProject]) -> None:
    by_state: dict[tuple[str, str], list[int | None]] = {}
    for project in projects:
        by_state.setdefault((project.status, project.report_kind), []).append(project.id)
    for (status, report_kind), ids in by_state.items():
        own = update(AskedProject).where(AskedProject.round_id == round.id, AskedProject.project_id.in_(ids))
        session.execute(own.values(status=status, report_kind=report_kind))


def _ask(
    session: Session, round: Round, projects: Sequence[PlannedProject], ids: Mapping[str, int]
) -> Sequence[int]:
    if not projects:
        return []
    last = select(func.coalesce(func.max(AskedProject.number), 0)).where(AskedProject.round_id == round.id)
    first = (session.scalar(last) or 0) + 1
    rows = [
        {
            "round_id": round.id,
            "project_id": ids[project.code],
            "number": number,
            "report_kind": project.report_kind,
            "status": project.status,
            "constraint_kinds": "",
            "reason_not_completed": "",
            "results": "",
        }
        for number, project in enumerate(projects, first)
    ]
    # asked for afterwards: a database may give ids back row by row only
    session.execute(insert(AskedProject), rows)
    created = select(AskedProject.id).where(AskedProject.round_id == round.id, AskedProject.number >= first)
    return session.scalars(created.order_by(AskedProject.number)).all()
