"""Reads the tallies of a round: figures, and the sets of reports behind them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from survey.answering.bitmaps import Bitmap, unpacked
from survey.answering.models.reports import Answer, Report
from survey.answering.models.tallies import AnswerBitmap
from survey.answering.states import RECEIVED
from survey.answering.statuses import ANSWERED
from survey.answering.tallied import DUE, OF_PROJECTS, RECEIVED_KEY, DueReport, Holding, Key
from survey.missions.models import Mission, Project, ServiceArea
from survey.questionnaire.kinds.registry import KINDS
from survey.questionnaire.models import RegisteredPart
from survey.rounds.models import AskedProject, Round

CODED = tuple(name for name, kind in KINDS.items() if kind.coded)
BATCH = 5_000


def figures(session: Session, round_id: int) -> dict[str, dict[str, int]]:
    """How many reports of the round stand under each key."""
    row = AnswerBitmap
    counted = select(row.key, row.value, func.sum(row.reports)).where(row.round_id == round_id)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for key, value, reports in session.execute(counted.group_by(row.key, row.value)):
        found[key][value] = int(reports)
    return found


def figures_within(session: Session, round_id: int, wanted: Bitmap) -> dict[str, dict[str, int]]:
    """The same for parts, of these reports only."""
    row = AnswerBitmap
    own = select(row.key, row.value, row.chunk, row.bits).where(
        row.round_id == round_id, row.key.not_in(OF_PROJECTS), row.chunk.in_(wanted.chunks)
    )
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, value, chunk, bits in session.execute(own):
        found[key][value] += (unpacked(bits) & wanted.chunks[chunk]).bit_count()
    return found


def bitmaps(
    session: Session, round_id: int, *, keys: Collection[Key] = (), parts: Collection[str] = ()
) -> dict[Key, Bitmap]:
    """The sets of reports under these keys, and under all keys of these parts; a set without any may be missing."""
    row = AnswerBitmap
    wanted = [and_(row.key == key, row.value == value) for key, value in keys]
    own = select(row.key, row.value, row.chunk, row.bits).where(
        row.round_id == round_id, or_(row.key.in_(parts), *wanted)
    )
    chunks: dict[Key, dict[int, int]] = defaultdict(dict)
    for key, value, chunk, bits in session.execute(own):
        chunks[key, value][chunk] = unpacked(bits)
    return {key: Bitmap(found) for key, found in chunks.items()}


def values(session: Session, round_id: int, keys: Sequence[str]) -> dict[str, list[str]]:
    """Which values these keys have in the round, in their order."""
    row = AnswerBitmap
    own = select(row.key, row.value).where(row.round_id == round_id, row.key.in_(keys)).distinct()
    found: dict[str, list[str]] = {key: [] for key in keys}
    for key, value in session.execute(own):
        found[key].append(value)
    return {key: sorted(own) for key, own in found.items()}


def places(session: Session, asked_ids: Collection[int]) -> list[tuple[int, int, int]]:
    """Round, number and id of these asked projects, in the order of their rounds and lists."""
    asked = AskedProject
    own = select(asked.round_id, asked.number, asked.id).where(asked.id.in_(asked_ids))
    rows = session.execute(own.order_by(asked.round_id, asked.number))
    return [(round_id, number, asked_id) for round_id, number, asked_id in rows]


def counted_reports(session: Session, asked_ids: Collection[int]) -> list[DueReport]:
    """The reports of these asked projects, as they are to be counted; not of those that have none yet."""
    fields = (
        AskedProject.id, AskedProject.number, Project.id, Mission.region, Mission.name,
        AskedProject.report_kind, Project.funding_usd, Report.fictitious, Report.version_id, Report.state,
        Report.supplements_id,
    )  # fmt: skip
    own = (
        select(*fields)
        .select_from(Report)
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .join(Project, Project.id == AskedProject.project_id)
        .join(Mission, Mission.id == Project.mission_id)
        .where(AskedProject.id.in_(asked_ids))
        .order_by(AskedProject.number, Report.id)
    )
    rows = session.execute(own).all()
    areas = _areas(session, asked_ids)
    supplements: dict[int, tuple[Holding, ...]] = defaultdict(tuple)
    for row in rows:
        if row.supplements_id is not None:
            supplements[row[0]] += (Holding(row.version_id, row.state),)
    return [
        DueReport(
            number=row.number,
            main=Holding(row.version_id, row.state),
            supplements=supplements[row[0]],
            fictitious=row.fictitious,
            region=row.region,
            mission=row.name,
            report_kind=row.report_kind,
            funding_usd=row.funding_usd,
            service_areas=areas.get(row[2], ()),
        )
        for row in rows
        if row.supplements_id is None
    ]


def _areas(session: Session, asked_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    projects = select(AskedProject.project_id).where(AskedProject.id.in_(asked_ids))
    own = select(ServiceArea.project_id, ServiceArea.name).where(ServiceArea.project_id.in_(projects))
    areas: dict[int, tuple[str, ...]] = {}
    for project_id, name in session.execute(own.order_by(ServiceArea.project_id, ServiceArea.position)):
        areas[project_id] = (*areas.get(project_id, ()), name)
    return areas


def counted_answers(
    session: Session, asked_ids: Collection[int], codes: Mapping[int, str]
) -> Iterator[tuple[int, int, str, str, str]]:
    """Number, version, part, status and value of every answer of a received report or supplement of these projects.

    The value is empty where answers are not counted by option.
    """
    coded = select(RegisteredPart.id).where(RegisteredPart.kind.in_(CODED)).scalar_subquery()
    value = case((and_(Answer.status == ANSWERED, Answer.part_id.in_(coded)), Answer.value), else_="")
    one = aliased(Report)
    own = (
        select(AskedProject.number, one.version_id, Answer.part_id, Answer.status, value)
        .select_from(one)
        .join(AskedProject, AskedProject.id == one.asked_project_id)
        .join(Answer, Answer.report_id == one.id)
        .where(AskedProject.id.in_(asked_ids), one.state.in_(RECEIVED))
    )
    with session.execute(own.execution_options(yield_per=BATCH)) as rows:
        for number, version_id, part_id, status, given in rows:
            yield number, version_id, codes[part_id], status, given


def rounds_out_of_step(session: Session) -> list[str]:
    """The codes of rounds whose tallies are of another number of reports, due or received, than they have."""
    row = AnswerBitmap
    received = func.sum(case((Report.state.in_(RECEIVED), 1), else_=0))
    there = (
        select(Round.code, func.count(), received)
        .join(AskedProject, AskedProject.round_id == Round.id)
        .join(Report, Report.asked_project_id == AskedProject.id)
        .where(Report.supplements_id.is_(None))
        .group_by(Round.code)
    )
    sums = [func.sum(case((row.key == key, row.reports), else_=0)) for key, _ in (DUE, RECEIVED_KEY)]
    kept = select(Round.code, *sums).join(row, row.round_id == Round.id).group_by(Round.code)
    counted = {code: (due, number) for code, due, number in session.execute(kept)}
    return sorted(code for code, *n in session.execute(there) if counted.get(code) != tuple(n))
