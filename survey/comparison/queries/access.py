"""Reads the typed counts of persons: a page of projects, and what the database adds up over all of them."""

from sqlalchemy import Float, Select, and_, cast, func, select
from sqlalchemy.orm import Session

from survey.answering.models.persons import PersonCounts
from survey.answering.models.reports import Report
from survey.answering.persons import COMPARED, NOBODY_REACHED, SINGLE_SEX, TABLES, Persons
from survey.answering.queries.answers import ids_of_parts
from survey.comparison.access import DISAGREEING, SHOWN, ProjectRow, ReadingCount, TableRow
from survey.comparison.paging import SIZE
from survey.comparison.queries.filtering import filtered
from survey.comparison.records import UNFILTERED, Filters
from survey.data.base import table_of
from survey.missions.models import Mission, Project
from survey.questionnaire.models import RegisteredPart
from survey.rounds.models import AskedProject
from survey.statistics.stratified import Sums, terms

COUNTS = table_of(PersonCounts).c
FIELDS = tuple(Persons.__dataclass_fields__)


def person_parts(session: Session) -> dict[str, int]:
    """The keys of the tables of persons that any version ever had, by code."""
    known = select(RegisteredPart.code).where(RegisteredPart.code.in_(TABLES))
    return ids_of_parts(session, list(session.scalars(known)))


def _of_round(statement: Select, round_id: int, filters: Filters) -> Select:
    """Cut down to round and filters; without filters nothing but the counts is touched."""
    statement = statement.where(COUNTS.round_id == round_id)
    if not filters.chosen:
        return statement
    statement = (
        statement.join(AskedProject, AskedProject.id == COUNTS.asked_project_id)
        .join(Project, Project.id == AskedProject.project_id)
        .join(Mission, Mission.id == Project.mission_id)
        .join(Report, Report.id == COUNTS.report_id)
    )
    return filtered(statement, round_id, filters)


def reading_counts(session: Session, round_id: int, filters: Filters = UNFILTERED) -> list[ReadingCount]:
    """How many received reports read how, by table."""
    codes = {key: code for code, key in person_parts(session).items()}
    if not codes:
        return []
    groups = (COUNTS.part_id, COUNTS.reading, COUNTS.disagrees, COUNTS.fictitious)
    statement = select(*groups, func.count()).select_from(PersonCounts).group_by(*groups).order_by(*groups)
    statement = statement.where(COUNTS.part_id.in_(codes))
    rows = session.execute(_of_round(statement, round_id, filters))
    return [ReadingCount(codes[part_id], *rest) for part_id, *rest in rows]


def stratified_sums(session: Session, round_id: int, part_code: str, filters: Filters = UNFILTERED) -> Sums:
    """The sums over all projects in which women and men can be compared, made in the database."""
    key = person_parts(session).get(part_code)
    if key is None:
        return Sums()
    counts = (COUNTS.women, COUNTS.women_all, COUNTS.men, COUNTS.men_all)
    made = terms(*(cast(count, Float) for count in counts))
    fields = [func.count(), *map(func.sum, counts), *map(func.sum, made.values())]
    comparable = and_(COUNTS.part_id == key, COUNTS.reading.in_((*COMPARED, NOBODY_REACHED)))
    statement = select(*fields).select_from(PersonCounts).where(comparable)
    strata, *rest = session.execute(_of_round(statement, round_id, filters)).one()
    if not strata:
        return Sums()
    return Sums(strata, *map(int, rest[:4]), *map(float, rest[4:]))


def project_rows(
    session: Session,
    round_id: int,
    filters: Filters = UNFILTERED,
    *,
    shown: str = "",
    page: int = 1,
    rows: int = SIZE,
) -> list[ProjectRow]:
    """One page of the projects that `shown` leaves, in the order in which the round asked them."""
    part_code, readings = SHOWN[shown]
    keys = person_parts(session)
    if part_code not in keys:
        return []
    statement = (
        select(COUNTS.asked_project_id)
        .select_from(PersonCounts)
        .where(COUNTS.part_id == keys[part_code])
        .order_by(COUNTS.asked_project_id)
        .limit(rows)
        .offset((page - 1) * rows)
    )
    if not shown:
        # nearly all, and in their order: a list of the readings would make the database sort them first
        statement = statement.where(COUNTS.reading != SINGLE_SEX)
    elif readings:
        statement = statement.where(COUNTS.reading.in_(readings))
    if shown in DISAGREEING:
        statement = statement.where(COUNTS.disagrees)
    asked = list(session.scalars(_of_round(statement, round_id, filters)))
    return _rows(session, round_id, asked, keys) if asked else []


def _rows(session: Session, round_id: int, asked: list[int], keys: dict[str, int]) -> list[ProjectRow]:
    codes = {key: code for code, key in keys.items()}
    fields = (
        COUNTS.asked_project_id,
        Report.public_id,
        Mission.name,
        Project.title,
        COUNTS.fictitious,
        COUNTS.part_id,
        COUNTS.reading,
        COUNTS.verdict,
        COUNTS.disagrees,
        *(COUNTS[name] for name in FIELDS),
    )
    statement = (
        select(*fields)
        .select_from(PersonCounts)
        .join(Report, Report.id == COUNTS.report_id)
        .join(AskedProject, AskedProject.id == COUNTS.asked_project_id)
        .join(Project, Project.id == AskedProject.project_id)
        .join(Mission, Mission.id == Project.mission_id)
        .where(COUNTS.round_id == round_id, COUNTS.part_id.in_(codes), COUNTS.asked_project_id.in_(asked))
        .order_by(COUNTS.asked_project_id, COUNTS.part_id)
    )
    heads: dict[int, tuple[str, str, str, bool]] = {}
    tables: dict[int, dict[str, TableRow]] = {}
    for asked_id, public_id, mission, title, fictitious, part_id, *rest in session.execute(statement):
        heads.setdefault(asked_id, (public_id, mission, title, fictitious))
        reading, verdict, disagrees, *counts = rest
        row = TableRow(codes[part_id], Persons(*counts), reading, verdict, disagrees)
        tables.setdefault(asked_id, {})[row.part_code] = row
    return [ProjectRow(*heads[asked_id], tables[asked_id]) for asked_id in asked]


def projects_due(session: Session, round_id: int, filters: Filters = UNFILTERED) -> int:
    """How many projects the round asks within these filters."""
    statement = select(func.count()).select_from(AskedProject)
    if filters.chosen:
        statement = statement.join(Project, Project.id == AskedProject.project_id).join(
            Mission, Mission.id == Project.mission_id
        )
        return session.scalar(filtered(statement, round_id, filters)) or 0
    return session.scalar(statement.where(AskedProject.round_id == round_id)) or 0
