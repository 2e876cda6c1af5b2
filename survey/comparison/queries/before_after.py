"""Reads the counts of surveys before and after, a page of received reports at a time."""

from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from survey.answering.models.reports import Answer, Report
from survey.answering.queries.answers import ids_of_parts
from survey.answering.queries.reports import within
from survey.answering.scope import RECEIVED_REPORTS
from survey.answering.statuses import ANSWERED, NOT_SHOWN
from survey.comparison.before_after import COUNTS, DESIGN
from survey.comparison.paging import SIZE
from survey.comparison.queries.filtering import filtered, joined
from survey.comparison.records import UNFILTERED, Filters
from survey.missions.models import Mission, Project
from survey.questionnaire.kinds.tables import NOT_RECORDED
from survey.questionnaire.models import RegisteredPart
from survey.questionnaire.queries import questionnaire_version
from survey.rounds.models import AskedProject


@dataclass(frozen=True)
class SurveyedRow:
    """A received report that was asked for these counts. Values are as stored, empty unless answered."""

    public_id: str
    mission: str
    project: str
    fictitious: bool
    counts: str
    design: str


def surveyed_rows(
    session: Session, round_id: int, filters: Filters = UNFILTERED, *, page: int = 1
) -> list[SurveyedRow]:
    """A page of the received reports that were asked for the counts, those that give any first."""
    keys = _keys(session)
    if COUNTS not in keys:
        return []
    design = aliased(Answer)
    fields = (Report.public_id, Mission.name, Project.title, Report.fictitious)
    answers = (Answer.status, Answer.value, design.status, design.value)
    statement = select(*fields, *answers).select_from(Answer).join(Report, Report.id == Answer.report_id)
    own = and_(design.report_id == Report.id, design.part_id == keys.get(DESIGN, 0))
    statement = _asked(session, statement, round_id, filters, keys[COUNTS]).outerjoin(design, own)
    empty = or_(Answer.status != ANSWERED, Answer.value == NOT_RECORDED)
    statement = statement.order_by(empty, AskedProject.number, Report.id)
    rows = session.execute(statement.limit(SIZE).offset((page - 1) * SIZE))
    return [SurveyedRow(*row[:4], _given(row[4], row[5]), _given(row[6], row[7])) for row in rows]


def surveyed_count(session: Session, round_id: int, filters: Filters = UNFILTERED) -> int:
    """How many received reports were asked for the counts."""
    keys = _keys(session)
    if COUNTS not in keys:
        return 0
    statement = select(func.count()).select_from(Answer).join(Report, Report.id == Answer.report_id)
    return session.scalar(_asked(session, statement, round_id, filters, keys[COUNTS])) or 0


def _given(status: str | None, value: str | None) -> str:
    return value or "" if status == ANSWERED else ""


def _asked(session: Session, statement: Select, round_id: int, filters: Filters, part_id: int) -> Select:
    statement = filtered(joined(statement), round_id, filters)
    statement = statement.where(Answer.part_id == part_id, Answer.status != NOT_SHOWN)
    # a report may hold an answer to a part that its version does not ask in the end
    used = select(Report.version_id).join(AskedProject).where(AskedProject.round_id == round_id).distinct()
    versions = [id for id in session.scalars(used) if COUNTS in questionnaire_version(session, id).covered]
    return within(statement.where(Report.version_id.in_(versions)), RECEIVED_REPORTS)


def _keys(session: Session) -> dict[str, int]:
    known = select(RegisteredPart.code).where(RegisteredPart.code.in_((COUNTS, DESIGN)))
    return ids_of_parts(session, list(session.scalars(known)))
