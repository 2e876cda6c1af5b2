"""Counts what reports say to one part in several rounds, in the database; no answer is loaded one by one."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, and_, case, false, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from survey.answering.models.reports import Answer, Report
from survey.answering.scope import RECEIVED_REPORTS
from survey.answering.statuses import ANSWERED, NO_ANSWER, NOT_ASKED, NOT_REACHED
from survey.comparison.against import ChangedProject, Said, SaidTwice, Word
from survey.comparison.queries.filtering import filtered, joined
from survey.comparison.records import Filters
from survey.missions.models import Mission, Project
from survey.questionnaire.models import QuestionnaireVersion, RegisteredPart
from survey.questionnaire.queries import questionnaire_version
from survey.questionnaire.structure import Questionnaire
from survey.rounds.models import AskedProject, Round

WORD = "version_id", "status", "value"


def versions_of(session: Session, codes: Collection[str]) -> dict[int, Questionnaire]:
    """All that was ever published of these questionnaires, and all that their supplements ask, by id."""
    own = select(QuestionnaireVersion.id).where(QuestionnaireVersion.code.in_(codes))
    ids = session.scalars(own.order_by(QuestionnaireVersion.id))
    return {id: questionnaire_version(session, id) for id in ids}


def rounds_of(session: Session, code: str) -> list[Round]:
    """The rounds that ask this questionnaire, the oldest first."""
    own = select(Round).join(QuestionnaireVersion).where(QuestionnaireVersion.code == code)
    return list(session.scalars(own.order_by(Round.opens_at, Round.id)))


def said(
    session: Session, round_ids: Sequence[int], part_code: str, asking: Collection[int], filters: Filters
) -> list[Said]:
    """How many of the reports due in these rounds say what to a part; `asking` are the versions that have it."""
    sides = [_side(id, part_code, asking, filters) for id in round_ids]
    if not sides:
        return []
    side = union_all(*sides).subquery()
    keys = (side.c.round_id, *(side.c[name] for name in WORD))
    counted = select(*keys, func.count(), func.max(side.c.fictitious)).group_by(*keys).order_by(*keys)
    return [
        Said(round_id, Word(*word), reports, bool(fictitious))
        for round_id, *word, reports, fictitious in session.execute(counted)
    ]


def said_twice(
    session: Session,
    before_id: int,
    after_id: int,
    part_code: str,
    asking: Collection[int],
    filters: Filters,
) -> list[SaidTwice]:
    """How many projects that both rounds ask say what in the one and what in the other."""
    before, after = (_side(id, part_code, asking, filters).subquery() for id in (before_id, after_id))
    keys = tuple(side.c[name] for side in (before, after) for name in WORD)
    counted = (
        select(*keys, func.count())
        .select_from(before.join(after, before.c.project_id == after.c.project_id))
        .group_by(*keys)
        .order_by(*keys)
    )
    return [SaidTwice(Word(*row[:3]), Word(*row[3:6]), row[6]) for row in session.execute(counted)]


def changed_projects(
    session: Session,
    before_id: int,
    after_id: int,
    part_code: str,
    asking: Collection[int],
    filters: Filters,
    said: Sequence[SaidTwice],
    *,
    start: int,
    most: int,
) -> list[ChangedProject]:
    """A page of the projects that say one of these things, in the order in which they were entered."""
    if not said:
        return []
    before, after = (_side(id, part_code, asking, filters).subquery() for id in (before_id, after_id))
    behind = [
        and_(
            *(
                side.c[name] == getattr(word, name)
                for side, word in ((before, one.before), (after, one.after))
                for name in WORD
            )
        )
        for one in said
    ]
    asked = [aliased(AskedProject), aliased(AskedProject)]
    reports = [aliased(Report), aliased(Report)]
    statement = (
        select(
            Project.title,
            Mission.name,
            *(one.public_id for one in reports),
            *(one.fictitious for one in reports),
        )
        .select_from(before.join(after, before.c.project_id == after.c.project_id))
        .join(Project, Project.id == before.c.project_id)
        .join(Mission, Mission.id == Project.mission_id)
        .where(or_(*behind))
        .order_by(Project.id)
        .offset(start)
        .limit(most)
    )
    for round_id, own, report in zip((before_id, after_id), asked, reports, strict=True):
        statement = statement.join(own, and_(own.project_id == Project.id, own.round_id == round_id))
        statement = statement.join(
            report, and_(report.asked_project_id == own.id, report.supplements_id.is_(None))
        )
    return [
        ChangedProject(project, mission, first, second, any(fictitious))
        for project, mission, first, second, *fictitious in session.execute(statement)
    ]


def _side(round_id: int, part_code: str, asking: Collection[int], filters: Filters) -> Select:
    """A line for each report due in the round: its project, and its word to the part, as `states.status_of` has it.

    Where the report's own version does not ask the part and a supplement of it does, that one answers for it. Only
    answers of received reports are read.
    """
    later, part = aliased(Report), select(RegisteredPart.id).where(RegisteredPart.code == part_code)
    asks = Report.version_id.in_(asking) if asking else false()
    answers_for_it = and_(later.supplements_id == Report.id, later.version_id.in_(asking), ~asks)
    of_holder = and_(
        Answer.report_id == func.coalesce(later.id, Report.id), Answer.part_id == part.scalar_subquery()
    )
    received = func.coalesce(later.state, Report.state).in_(RECEIVED_REPORTS.states or ())
    is_asked = or_(asks, later.id.is_not(None))
    status = case(
        (~received, NOT_REACHED),
        (~is_asked, NOT_ASKED),
        else_=func.coalesce(Answer.status, NO_ANSWER),
    )
    counts = and_(received, is_asked, Answer.status == ANSWERED)
    statement = joined(
        select(
            AskedProject.round_id.label("round_id"),
            Project.id.label("project_id"),
            func.coalesce(later.version_id, Report.version_id).label("version_id"),
            status.label("status"),
            case((counts, Answer.value), else_="").label("value"),
            case((Report.fictitious, 1), else_=0).label("fictitious"),
        ).select_from(Report)
    )
    statement = statement.outerjoin(later, answers_for_it).outerjoin(Answer, of_holder)
    return filtered(statement.where(Report.supplements_id.is_(None)), round_id, filters)
