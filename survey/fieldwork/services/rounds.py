"""Runs a round: asks its projects, moves its end, gives single missions more time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ScalarSelect, delete, or_, select, update
from sqlalchemy.orm import Session

from survey.accounts.permissions import SignedIn
from survey.answering.models.reports import Report
from survey.answering.services.opening import open_all
from survey.answering.services.tallies import count_again
from survey.answering.states import RECEIVED
from survey.audit.services import record
from survey.data import clock
from survey.missions.models import Mission, Project
from survey.rounds.choosing import Choice
from survey.rounds.models import AskedProject, Extension, Round
from survey.rounds.plans import CHANGED, Plan, plan_of_projects
from survey.rounds.queries import asked_numbers, projects_to_ask
from survey.rounds.schedule import whole_minute
from survey.rounds.services import carry_out, change_round, create_round


def ask(session: Session, *, round: Round, plan: Plan, person: SignedIn) -> int:
    """Carries a plan out and opens the reports of the projects that are new in the round; returns how many."""
    added = carry_out(session, round=round, plan=plan, by=person.public_id)
    given = select(Extension.mission_id, Extension.closes_at).where(Extension.round_id == round.id)
    ends = dict(session.execute(given.order_by(Extension.mission_id)).all())
    own_ends = {asked_id: ends.get(mission_id) for asked_id, mission_id in added.items()}
    open_all(session, version_id=round.version_id, ends=own_ends)
    _count_changed(session, plan)
    return len(added)


def _count_changed(session: Session, plan: Plan) -> None:
    """Brings what is on record of changed projects and missions into the tallies of all rounds that ask them."""
    codes = [line.code for line in plan.of(CHANGED)]
    names = [mission.name for mission in plan.missions if mission.id]
    own = select(AskedProject.id).join(AskedProject.project).join(Project.mission)
    if codes or names:
        changed = own.where(or_(Project.code.in_(codes), Mission.name.in_(names)))
        count_again(session, session.scalars(changed).all(), answers=False)


def copy_round(session: Session, *, source: Round, values: dict, ask_same: bool, person: SignedIn) -> Round:
    """The next round: a new one with these values that asks, if wanted, the projects that `source` asks."""
    made = create_round(session, by=person.public_id, **values)
    if ask_same:
        numbers = asked_numbers(session, source.id)
        projects = projects_to_ask(session, made.id, Choice(round=source.code))
        plan = plan_of_projects(sorted(projects, key=lambda project: numbers[project.code]), frozenset())
        ask(session, round=made, plan=plan, person=person)
    return made


def move(session: Session, *, round: Round, values: dict, person: SignedIn) -> list[str]:
    """Gives a round other values; extensions that its new end makes needless are taken back.

    Returns the missions whose extension that was.
    """
    change_round(session, round=round, by=person.public_id, **values)
    return _end_needless(session, round, person)


def close_now(session: Session, *, round: Round, person: SignedIn) -> None:
    """Ends answering with this minute; missions with an extension keep theirs."""
    now = whole_minute(clock.now())
    change_round(session, round=round, by=person.public_id, action="close round", closes_at=now)


def reopen(session: Session, *, round: Round, closes_at: datetime, person: SignedIn) -> list[str]:
    """Takes answers again until `closes_at`; returns the missions whose extension is needless now."""
    change_round(session, round=round, by=person.public_id, action="reopen round", closes_at=closes_at)
    return _end_needless(session, round, person)


def extend(
    session: Session, *, round: Round, mission: Mission, closes_at: datetime, reason: str, person: SignedIn
) -> None:
    """Gives a mission more time in a round, or another time and reason than before."""
    own = (Extension.round_id == round.id, Extension.mission_id == mission.id)
    values = {
        "closes_at": closes_at,
        "reason": reason,
        "given_at": clock.now(),
        "person_id": person.person_id,
    }
    changed = session.execute(update(Extension).where(*own).values(**values)).rowcount  # type: ignore[attr-defined]
    if not changed:
        session.add(Extension(round_id=round.id, mission_id=mission.id, **values))
        session.flush()
    unsigned = Report.state.not_in(RECEIVED)
    reports = update(Report).where(*_main_reports(round, [mission.id]), unsigned)
    session.execute(reports.values(closes_at=closes_at))
    record(
        session,
        person=person.public_id,
        action="change extension" if changed else "extend",
        subject=round.code,
        mission=mission.name,
        closes_at=closes_at.isoformat(),
        reason=reason,
    )


def take_back(session: Session, *, round: Round, extensions: Sequence[Extension], person: SignedIn) -> None:
    """Lets the round's own end hold again for these missions."""
    missions = [extension.mission_id for extension in extensions]
    session.execute(update(Report).where(*_main_reports(round, missions)).values(closes_at=None))
    session.execute(delete(Extension).where(Extension.id.in_([extension.id for extension in extensions])))
    for extension in extensions:
        record(
            session,
            person=person.public_id,
            action="take back extension",
            subject=round.code,
            mission=extension.mission.name,
            closes_at=extension.closes_at.isoformat(),
            reason=extension.reason,
        )


def _end_needless(session: Session, round: Round, person: SignedIn) -> list[str]:
    own = select(Extension).join(Extension.mission).where(Extension.round_id == round.id)
    if round.closes_at is not None:
        own = own.where(Extension.closes_at <= round.closes_at)
    needless = session.scalars(own.order_by(Mission.name)).all()
    names = [extension.mission.name for extension in needless]
    if needless:
        take_back(session, round=round, extensions=needless, person=person)
    return names


def _main_reports(round: Round, mission_ids: Sequence[int]):
    """The tests for the reports of these missions in the round; what was asked afterwards keeps its own deadline."""
    asked: ScalarSelect = (
        select(AskedProject.id)
        .join(Project, Project.id == AskedProject.project_id)
        .where(AskedProject.round_id == round.id, Project.mission_id.in_(mission_ids))
        .scalar_subquery()
    )
    return Report.asked_project_id.in_(asked), Report.supplements_id.is_(None)
