"""Reads reports, each within the reach of the person who asks."""

from functools import cache

from sqlalchemy import Select, and_, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from survey.answering.models.reports import Answer, Report
from survey.answering.records import ReportHead
from survey.answering.scope import Scope
from survey.answering.states import DRAFT
from survey.data.direct import read
from survey.missions.models import Mission, Project
from survey.questionnaire.models import QuestionnaireVersion
from survey.rounds.models import AskedProject, Extension, Round

SUPPLEMENTED = aliased(Report)
#: the state in the words of the people, as `shown_state` says it
SHOWN_STATE = case(
    (and_(Report.state == DRAFT, Report.saved_at.is_(None)), "not_started"), else_=Report.state
)
HEAD = (
    Report.id,
    Report.public_id,
    Report.state,
    Report.fictitious,
    Report.version_id,
    QuestionnaireVersion.number.label("version_number"),
    Report.saved_at,
    Report.submitted_at,
    Report.signed_name,
    Report.signed_function,
    AskedProject.report_kind,
    Project.code.label("project_code"),
    Project.title.label("project_title"),
    Mission.name.label("mission"),
    Round.code.label("round_code"),
    Round.title.label("round_title"),
    func.coalesce(Report.closes_at, Round.closes_at),
    Round.time_zone,
    Round.opens_at,
    Extension.reason.label("extension_reason"),
    SUPPLEMENTED.public_id.label("supplements"),
)
# an extension is for the reports of the round, not for what was asked afterwards
EXTENDED = and_(
    Extension.round_id == AskedProject.round_id,
    Extension.mission_id == Project.mission_id,
    Report.supplements_id.is_(None),
)


def within(statement: Select, scope: Scope) -> Select:
    """The statement, which selects from report and project, cut down to what the scope reaches."""
    if scope.missions is not None:
        statement = statement.where(
            Project.mission_id.in_(bindparam("missions", list(scope.missions), expanding=True))
        )
    if scope.states is not None:
        statement = statement.where(Report.state.in_(bindparam("states", list(scope.states), expanding=True)))
    if scope.signed:
        statement = statement.where(Report.submitted_at.is_not(None))
    return statement


def _heads() -> Select:
    return (
        select(*HEAD)
        .select_from(Report)
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .join(Project, Project.id == AskedProject.project_id)
        .join(Mission, Mission.id == Project.mission_id)
        .join(Round, Round.id == AskedProject.round_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Report.version_id)
        .outerjoin(SUPPLEMENTED, SUPPLEMENTED.id == Report.supplements_id)
        .outerjoin(Extension, EXTENDED)
    )


@cache
def _one_head(by_mission: bool, by_state: bool, signed: bool) -> Select:
    """The statement for one report, put together once for each shape of scope; its values come with each call."""
    shape = Scope(frozenset() if by_mission else None, () if by_state else None, signed)
    return within(_heads(), shape).where(Report.public_id == bindparam("public_id"))


def reach_of(scope: Scope) -> dict[str, object]:
    """The values of a statement that was put together for this shape of scope."""
    lists = {"missions": scope.missions, "states": scope.states}
    return {name: list(value) for name, value in lists.items() if value is not None}


def report_head(session: Session, public_id: str, scope: Scope) -> ReportHead | None:
    """The report with this id, or None: an unknown id and another mission's id are the same."""
    reach = reach_of(scope)
    statement = _one_head("missions" in reach, "states" in reach, scope.signed)
    row = read(session, statement, reach | {"public_id": public_id}).first()
    return ReportHead(*row) if row else None


def report_heads(session: Session, scope: Scope) -> list[ReportHead]:
    """All reports within reach, the newest round first, each before its supplements."""
    order = (Round.opens_at.desc(), Round.id, AskedProject.number, Report.id)
    return [ReportHead(*row) for row in session.execute(within(_heads(), scope).order_by(*order))]


def supplement_heads(session: Session, report: ReportHead, scope: Scope) -> list[ReportHead]:
    """The supplements of a report that are within reach, the first one first."""
    own = within(_heads(), scope).where(Report.supplements_id == report.id).order_by(Report.id)
    return [ReportHead(*row) for row in session.execute(own)]


def progress(session: Session, scope: Scope) -> dict[int, int]:
    """How many parts have something in them, by report, for all reports within reach."""
    counted = (
        select(Report.id, func.count(Answer.id))
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .join(Project, Project.id == AskedProject.project_id)
        .join(Answer, Answer.report_id == Report.id)
        .where(Answer.status.in_(("answered", "declined")))
        .group_by(Report.id)
        .order_by(Report.id)
    )
    return dict(session.execute(within(counted, scope)).all())
