"""Cuts statements over reports down to a round and to filters; what the database alone can count within them."""

from collections import Counter

from sqlalchemy import ColumnElement, Select, and_, false, func, select, true
from sqlalchemy.orm import Session, aliased

from survey.answering.models.reports import Answer, Report
from survey.answering.queries.reports import SHOWN_STATE
from survey.answering.states import RECEIVED
from survey.answering.statuses import ANSWERED
from survey.comparison.records import UNFILTERED, Filters
from survey.missions.funding import BY_CODE, Band
from survey.missions.models import Mission, Project, ServiceArea
from survey.questionnaire.models import RegisteredPart
from survey.rounds.models import AskedProject

PROJECT_STATE = "S_STATUS.state"


def filtered(statement: Select, round_id: int, filters: Filters) -> Select:
    """The statement, which selects from all tables of a report, cut down to round and filters."""
    statement = statement.where(AskedProject.round_id == round_id)
    if filters.region:
        statement = statement.where(Mission.region == filters.region)
    if filters.mission:
        statement = statement.where(Mission.name == filters.mission)
    if filters.report_kind:
        statement = statement.where(AskedProject.report_kind == filters.report_kind)
    if filters.funding_band:
        band = BY_CODE.get(filters.funding_band)
        statement = statement.where(_in_band(band) if band else false())
    if filters.completion:
        said = _completions().where(Answer.value == filters.completion)
        statement = statement.where(AskedProject.id.in_(said))
    if filters.service_area:
        # a list made once: SQLite would look a project's areas up again for every report
        own = select(ServiceArea.project_id).where(ServiceArea.name == filters.service_area)
        statement = statement.where(Project.id.in_(own))
    return statement


def _in_band(band: Band) -> ColumnElement[bool]:
    funding = Project.funding_usd
    return and_(funding >= band.lower, funding < band.upper if band.upper is not None else true())


def _completions() -> Select:
    """The asked projects whose received report, or a supplement of it, says how far its project is."""
    one, state = aliased(Report), RegisteredPart.code == PROJECT_STATE
    return (
        select(one.asked_project_id)
        .join(Answer, Answer.report_id == one.id)
        .join(RegisteredPart, RegisteredPart.id == Answer.part_id)
        .where(state, Answer.status == ANSWERED, one.state.in_(RECEIVED))
    )


def completions(session: Session, round_id: int) -> dict[int, str]:
    """What received reports of the round say of their project's state, by the id of the asked project."""
    said = _completions().add_columns(Answer.value)
    own = said.join(AskedProject).where(AskedProject.round_id == round_id)
    return dict(session.execute(own.order_by(AskedProject.id)).all())


def joined(statement: Select) -> Select:
    return (
        statement.join(AskedProject, AskedProject.id == Report.asked_project_id)
        .join(Project, Project.id == AskedProject.project_id)
        .join(Mission, Mission.id == Project.mission_id)
    )


def states_of_reports(
    session: Session, round_id: int, filters: Filters | None = UNFILTERED
) -> tuple[Counter[str], Counter[str]]:
    """How many reports that are due are in which state, and how many supplements of them, counted in the database.

    Filters None: of no report.
    """
    if filters is None:
        return Counter(), Counter()
    is_main = Report.supplements_id.is_(None)
    statement = joined(select(is_main, SHOWN_STATE, func.count()).select_from(Report))
    statement = filtered(statement, round_id, filters).group_by(is_main, SHOWN_STATE)
    main: Counter[str] = Counter()
    supplements: Counter[str] = Counter()
    for of_main, state, number in session.execute(statement):
        (main if of_main else supplements)[state] += number
    return main, supplements
