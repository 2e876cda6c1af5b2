"""Reads the reports of a round for those who run it: states and times, no answers."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from survey.answering.models.reports import Report
from survey.answering.queries.reports import SHOWN_STATE
from survey.answering.states import RECEIVED
from survey.fieldwork.records import BoardLine, OpenReport
from survey.missions.models import Mission, Project
from survey.rounds.models import AskedProject, Extension, Round

CLOSES_AT = func.coalesce(Report.closes_at, Round.closes_at)
IS_SUPPLEMENT = Report.supplements_id.is_not(None)
LAST_ACTIVITY = case((Report.submitted_at > Report.saved_at, Report.submitted_at), else_=Report.saved_at)


def _of_round(statement: Select, round_id: int) -> Select:
    return (
        statement.select_from(Report)
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .join(Project, Project.id == AskedProject.project_id)
        .join(Mission, Mission.id == Project.mission_id)
        .join(Round, Round.id == AskedProject.round_id)
        .where(AskedProject.round_id == round_id)
        .order_by(AskedProject.number, Report.id)
    )


def open_reports(session: Session, round_id: int, now: datetime) -> Iterator[OpenReport]:
    """The reports and supplements of a round that take answers at this moment and were never signed.

    In the order of the round's list. None before the round opens, none whose own end is over.
    """
    fields = (
        Report.id,
        Report.public_id,
        IS_SUPPLEMENT,
        SHOWN_STATE,
        Project.code,
        Project.title,
        Mission.id,
        Mission.name,
        CLOSES_AT,
        Round.time_zone,
        Report.saved_at,
    )
    statement = _of_round(select(*fields), round_id).where(
        Report.submitted_at.is_(None), Round.opens_at <= now, or_(CLOSES_AT.is_(None), now < CLOSES_AT)
    )
    for row in session.execute(statement):
        yield OpenReport(*row)


def board_lines(session: Session, round_id: int) -> list[BoardLine]:
    """Every report and supplement of a round, in the order of the round's list, by one statement."""
    fields = (
        Report.id,
        IS_SUPPLEMENT,
        SHOWN_STATE,
        and_(Report.submitted_at.is_not(None), Report.state.not_in(RECEIVED)),
        AskedProject.report_kind,
        AskedProject.number,
        Project.code,
        Project.title,
        Mission.name,
        Mission.country,
        Mission.region,
        CLOSES_AT,
        Report.closes_at.is_not(None),
        LAST_ACTIVITY,
    )
    return [BoardLine(*row) for row in session.execute(_of_round(select(*fields), round_id))]


def extensions(session: Session, round_id: int) -> list[Extension]:
    """The extensions of a round, by mission."""
    own = select(Extension).join(Extension.mission).where(Extension.round_id == round_id)
    return list(session.scalars(own.order_by(Mission.name)))
