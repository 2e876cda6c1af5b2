"""Counts what reports say to a few parts at once, in the database, and lists the reports behind a count.

The figures of the pages of patterns come from here only. None of these statements reads more lines than there are
different combinations of words, or than fit on a page.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from survey.answering.models.reports import Answer, Report
from survey.answering.queries.reports import SHOWN_STATE
from survey.answering.scope import RECEIVED_REPORTS
from survey.answering.statuses import ANSWERED, NO_ANSWER, NOT_ASKED, NOT_REACHED
from survey.comparison.patterns import Counted, ListedReport, RecordedProject
from survey.comparison.queries.filtering import filtered, joined
from survey.comparison.queries.records import IN_ORDER
from survey.comparison.records import Filters
from survey.missions.models import Mission, Project
from survey.questionnaire.models import RegisteredPart
from survey.questionnaire.structure import Questionnaire
from survey.rounds.models import AskedProject

Versions = Mapping[int, Questionnaire]
GROUPS: Mapping[str, InstrumentedAttribute[str]] = {"region": Mission.region, "mission": Mission.name}


def counted_words(
    session: Session,
    round_id: int,
    filters: Filters,
    codes: Sequence[str],
    versions: Versions,
    *,
    by: str = "",
    among: Collection[str] | None = None,
) -> list[Counted]:
    """How many reports due say which words to these parts, over all reports or `by` region or mission.

    `among` leaves these groups only. The sum of all counts is the number of reports due.
    """
    group = GROUPS[by] if by else literal("")
    statement, words = _saying(codes, versions)
    fictitious = func.max(case((Report.fictitious, 1), else_=0))
    grouped = [GROUPS[by]] if by else []
    statement = statement.with_only_columns(group, func.count(), fictitious, *words)
    statement = statement.group_by(*grouped, *words).order_by(*grouped, *words)
    if among is not None:
        statement = statement.where(group.in_(among))
    rows = session.execute(filtered(statement, round_id, filters))
    return [Counted(name, tuple(said), number, bool(invented)) for name, number, invented, *said in rows]


def listed_reports(
    session: Session,
    round_id: int,
    filters: Filters,
    codes: Sequence[str],
    versions: Versions,
    *,
    wanted: Sequence[Collection[str] | None] = (),
    start: int,
    most: int,
) -> list[ListedReport]:
    """The reports due in the round's order, at most so many, with their words to these parts.

    `wanted` leaves those whose word to each part is one of these; None takes every word.
    """
    statement, words = _saying(codes, versions)
    fields = (
        Report.public_id,
        SHOWN_STATE,
        Report.fictitious,
        Report.submitted_at,
        Project.title,
        Mission.name,
    )
    statement = statement.with_only_columns(*fields, *words).order_by(*IN_ORDER).offset(start).limit(most)
    for word, some in zip(words, wanted, strict=False):
        if some is not None:
            statement = statement.where(word.in_(some))
    rows = session.execute(filtered(statement, round_id, filters))
    return [_listed(tuple(row)) for row in rows]


def _listed(row: tuple) -> ListedReport:
    public_id, state, fictitious, submitted_at, project, mission, *words = row
    return ListedReport(public_id, state, fictitious, submitted_at, project, mission, tuple(words))


def mission_names(session: Session, round_id: int, filters: Filters) -> list[str]:
    """The missions of the reports due, by name."""
    own = joined(select(Mission.name).select_from(Report)).where(Report.supplements_id.is_(None))
    return list(session.scalars(filtered(own.distinct().order_by(Mission.name), round_id, filters)))


def recorded_constraints(
    session: Session, round_id: int, filters: Filters
) -> list[tuple[str, tuple[str, ...], int]]:
    """How many projects of each region have which constraints on record: region, kinds, number."""
    kinds = AskedProject.constraint_kinds
    statement = _projects(Mission.region, kinds, func.count())
    statement = statement.group_by(Mission.region, kinds).order_by(Mission.region, kinds)
    rows = session.execute(filtered(statement, round_id, filters))
    return [(region, _several(text), number) for region, text, number in rows]


def recorded_projects(
    session: Session, round_id: int, filters: Filters, *, kind: str, start: int, most: int
) -> list[RecordedProject]:
    """The projects that have this constraint on record, none at all if `kind` is empty; at most so many."""
    kinds = AskedProject.constraint_kinds
    own = (";" + kinds + ";").contains(f";{kind};", autoescape=True) if kind else kinds == ""
    fields = (
        Project.code,
        Project.title,
        Mission.name,
        Mission.region,
        kinds,
        AskedProject.reason_not_completed,
    )
    statement = _projects(*fields).where(own).order_by(AskedProject.number, AskedProject.id)
    rows = session.execute(filtered(statement.offset(start).limit(most), round_id, filters))
    return [
        RecordedProject(code, title, mission, region, _several(text), reason)
        for code, title, mission, region, text, reason in rows
    ]


def _projects(*fields: Any) -> Select:
    listed = select(*fields).select_from(Report).where(Report.supplements_id.is_(None))
    return joined(listed)


def _several(text: str) -> tuple[str, ...]:
    return tuple(kind for kind in text.split(";") if kind)


def _saying(codes: Sequence[str], versions: Versions) -> tuple[Select, list[ColumnElement[str]]]:
    """A statement over all reports due, and for each part the column of what they say to it."""
    statement = joined(select(Report.id).select_from(Report)).where(Report.supplements_id.is_(None))
    words = []
    for code in codes:
        statement, word = _with_word(statement, code, versions)
        words.append(word)
    return statement, words


def _with_word(statement: Select, code: str, versions: Versions) -> tuple[Select, ColumnElement[str]]:
    """The word of each report to a part, as `states` says it: of the report or the supplement that asks the part."""
    asking = [id for id, version in versions.items() if code in version.covered]
    holder, later, given = aliased(Report), aliased(Report), aliased(Answer)
    supplement = (
        select(func.min(later.id))
        .where(later.supplements_id == Report.id, later.version_id.in_(asking))
        .correlate(Report)
        .scalar_subquery()
    )
    part = select(RegisteredPart.id).where(RegisteredPart.code == code).scalar_subquery()
    asks = case((Report.version_id.in_(asking), Report.id), else_=supplement)
    statement = statement.outerjoin(holder, holder.id == asks)
    statement = statement.outerjoin(given, and_(given.report_id == holder.id, given.part_id == part))
    received = RECEIVED_REPORTS.states or ()
    word = case(
        (func.coalesce(holder.state, Report.state).not_in(received), NOT_REACHED),
        (holder.id.is_(None), NOT_ASKED),
        (given.id.is_(None), NO_ANSWER),
        (given.status == ANSWERED, given.value),
        else_=given.status,
    )
    return statement, word
