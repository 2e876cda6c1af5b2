"""The one way by which comparison, assessment and downloads read reports and answers."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from survey.answering.models.reports import Answer, Report
from survey.answering.queries.reports import SHOWN_STATE, within
from survey.answering.queries.tallies import values
from survey.answering.scope import RECEIVED_REPORTS, Scope
from survey.answering.states import RECEIVED
from survey.answering.statuses import ANSWERED
from survey.answering.tallied import AREA, MISSION, REGION, VERSION
from survey.comparison.names import COMPLETIONS
from survey.comparison.queries.filtering import PROJECT_STATE, filtered, joined
from survey.comparison.records import (
    UNFILTERED,
    AnswerRecord,
    Filters,
    ReportRecord,
    SupplementRecord,
)
from survey.missions.funding import BANDS
from survey.missions.models import Mission, Project, ServiceArea
from survey.questionnaire.kinds.registry import KINDS
from survey.questionnaire.models import QuestionnaireVersion, RegisteredPart
from survey.questionnaire.queries import questionnaire_version
from survey.questionnaire.structure import Questionnaire
from survey.rounds.models import AskedProject, Round

BATCH = 5_000
# a report is followed by its supplements
IN_ORDER = AskedProject.number, AskedProject.id, Report.id
# the value of what was declined or hidden in the end stays with the mission
SAID = (
    Answer.question_version,
    Answer.status,
    case((Answer.status == ANSWERED, Answer.value), else_=""),
    Answer.language,
    Answer.answered_at,
)
CODED = tuple(name for name, kind in KINDS.items() if kind.coded)


def due_reports(
    session: Session,
    round_id: int,
    filters: Filters = UNFILTERED,
    *,
    numbers: Collection[int] | None = None,
) -> list[ReportRecord]:
    """Every report that is due in the round, in the order of the round's list; states only, no answers.

    A supplement is not due by itself; it stands with its report. `numbers` are those of the round's list that are
    wanted, None: all of them. Nobody reads all of a large round at once.
    """
    fields = (
        Report.supplements_id,
        Report.closes_at,
        Report.id,
        Report.public_id,
        SHOWN_STATE,
        Report.fictitious,
        Report.version_id,
        QuestionnaireVersion.number,
        Report.saved_at,
        Report.submitted_at,
        AskedProject.report_kind,
        AskedProject.number,
        Project.code,
        Project.title,
        Mission.name,
        Mission.country,
        Mission.region,
        Project.funding_usd,
        Project.id,
        Round.code,
    )
    statement = (
        joined(select(*fields).select_from(Report))
        .join(Round, Round.id == AskedProject.round_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Report.version_id)
        .order_by(*IN_ORDER)
    )
    statement = numbered(statement, numbers)
    rows = session.execute(filtered(statement, round_id, filters)).all()
    areas = service_areas(session, round_id, numbers)
    supplements: dict[int, tuple[SupplementRecord, ...]] = {}
    for report_id, closes_at, *own in rows:
        if report_id is not None:
            made = _supplement(own, closes_at)
            supplements[report_id] = (*supplements.get(report_id, ()), made)
    return [
        _report(own, areas, supplements.get(own[0], ())) for report_id, _, *own in rows if report_id is None
    ]


def _report(
    fields: list, areas: dict[int, tuple[str, ...]], supplements: tuple[SupplementRecord, ...]
) -> ReportRecord:
    # the key of the project stands where the record has its service areas
    *before, project_id, round_code = fields
    whole = [*before, areas.get(project_id, ()), round_code, supplements]
    return ReportRecord(*whole)


def _supplement(fields: list, closes_at: datetime | None) -> SupplementRecord:
    id, public_id, state, _fictitious, version_id, number, saved_at, submitted_at = fields[:8]
    return SupplementRecord(id, public_id, state, version_id, number, saved_at, submitted_at, closes_at)


def numbered(statement: Select, numbers: Collection[int] | None) -> Select:
    """The statement cut down to these numbers of a round's list; None: all of them."""
    number = AskedProject.number
    if isinstance(numbers, range):
        # a batch of a file: two bounds instead of hundreds of numbers
        return statement.where(number.between(numbers.start, numbers.stop - 1))
    return statement if numbers is None else statement.where(number.in_(numbers))


def service_areas(
    session: Session, round_id: int, numbers: Collection[int] | None
) -> dict[int, tuple[str, ...]]:
    """The names of the areas of the round's projects, in their order, by the project's id."""
    own = numbered(select(AskedProject.project_id).where(AskedProject.round_id == round_id), numbers)
    statement = (
        select(ServiceArea.project_id, ServiceArea.name)
        .where(ServiceArea.project_id.in_(own))
        .order_by(ServiceArea.project_id, ServiceArea.position)
    )
    areas: dict[int, tuple[str, ...]] = {}
    for project_id, name in session.execute(statement):
        areas[project_id] = (*areas.get(project_id, ()), name)
    return areas


def answer_records(
    session: Session,
    round_id: int,
    filters: Filters = UNFILTERED,
    *,
    parts: Collection[str] | None = None,
    numbers: Collection[int] | None = None,
    scope: Scope = RECEIVED_REPORTS,
) -> Iterator[AnswerRecord]:
    """The answers of received reports and supplements, streamed, by report in the round's order and then by part.

    A report's own answers come before its supplements'. Drafts never. `numbers` as with `due_reports`. What it means
    that a part of a report yields nothing here, `status_of` in `states` says.
    """
    statement = (
        joined(
            select(Answer.report_id, RegisteredPart.code, *SAID)
            .select_from(Answer)
            .join(Report, Report.id == Answer.report_id)
        )
        .join(RegisteredPart, RegisteredPart.id == Answer.part_id)
        .order_by(*IN_ORDER, RegisteredPart.id)
    )
    if parts is not None:
        statement = statement.where(RegisteredPart.code.in_(parts))
    statement = numbered(statement, numbers)
    statement = within(filtered(statement, round_id, filters), scope)
    # closed here, so that a reader who goes away early leaves no cursor open on the server
    with session.execute(statement.execution_options(yield_per=BATCH)) as rows:
        for row in rows:
            yield AnswerRecord(*row)


def round_versions(session: Session, round: Round) -> dict[int, Questionnaire]:
    """What the round's reports and supplements answer, and the round's current version, by id.

    Of what a supplement asks, the version as a whole too, which has its order and its words.
    """
    used = [round.version_id, *answered_versions(session, round.id)]
    version, part_of = QuestionnaireVersion, aliased(QuestionnaireVersion)
    wholes = exists().where(
        part_of.id.in_(used), part_of.code == version.code, part_of.number == version.number
    )
    own = select(version.id).where(or_(version.id.in_(used), and_(version.after == "", wholes)))
    return {id: questionnaire_version(session, id) for id in session.scalars(own.order_by(version.id))}


def answered_versions(session: Session, round_id: int) -> list[int]:
    """The ids of what reports and supplements of the round answer."""
    return [int(value) for value in values(session, round_id, [VERSION])[VERSION]]


def progress_of_rounds(session: Session) -> dict[int, tuple[int, int]]:
    """How many reports are due and how many of them are received, by the round's id."""
    received = func.sum(case((Report.state.in_(RECEIVED), 1), else_=0))
    statement = (
        select(AskedProject.round_id, func.count(), received)
        .join(Report, Report.asked_project_id == AskedProject.id)
        .where(Report.supplements_id.is_(None))
        .group_by(AskedProject.round_id)
        .order_by(AskedProject.round_id)
    )
    return {round_id: (due, int(received)) for round_id, due, received in session.execute(statement)}


def filter_choices(session: Session, round_id: int) -> dict[str, list[str]]:
    """What each filter can be set to in this round, by the filter's name."""
    found = values(session, round_id, [REGION, AREA, MISSION, PROJECT_STATE])
    said = [value.removeprefix("=") for value in found[PROJECT_STATE] if value.startswith("=")]
    return {
        "region": found[REGION],
        "service_area": found[AREA],
        "mission": found[MISSION],
        "report_kind": ["final", "progress"],
        "funding_band": [band.code for band in BANDS],
        "completion": sorted(said, key=_place),
    }


def _place(completion: str) -> tuple[int, str]:
    known = list(COMPLETIONS)
    return (known.index(completion) if completion in known else len(known), completion)
