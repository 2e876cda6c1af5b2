"""Reads what a file of answers is held against: the asked projects, and what has begun already."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from survey.answering.models.evidence import Evidence
from survey.answering.models.reports import Answer, Report
from survey.answering.states import DRAFT
from survey.answering.statuses import ANSWERED, NOT_ASKED, NOT_REACHED
from survey.comparison.queries.records import answer_records, due_reports
from survey.comparison.records import AnswerRecord, ReportRecord
from survey.comparison.states import Holders, status_of
from survey.intake.answers import Version
from survey.intake.checking import Checked
from survey.intake.examining import Preview, Targets, examined
from survey.intake.faults import Refused
from survey.intake.lines import checksum_of
from survey.intake.reports import Stored, Target
from survey.missions.models import Mission, Project, ServiceArea
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.queries import published_versions, questionnaire_version
from survey.questionnaire.structure import SOURCE_LANGUAGE
from survey.rounds.models import AskedProject, Round
from survey.web.cells import written

HAS_BEGUN = or_(
    Report.state != DRAFT,
    Report.saved_at.is_not(None),
    exists().where(Answer.report_id == Report.id),
    exists().where(Evidence.report_id == Report.id),
)


def preview_of(session: Session, round: Round, stream: BinaryIO) -> Preview:
    """What loading this file would do, or all that is wrong with it; nothing is written."""
    preview = Preview(checksum=checksum_of(stream))
    for _changes in batches(session, round, stream, preview):
        pass
    return preview


def batches(session: Session, round: Round, stream: BinaryIO, preview: Preview) -> Iterator[list[Checked]]:
    """The reports of a file that can be loaded or marked, see `examined`. A file that cannot be read on ends there."""
    versions = {
        version.number: Version(version.id, version.questionnaire)
        for version in published_versions(session, round.version.code)
    }
    known = _targets(session, round)
    # where it ends early, the reason stands in the preview
    with suppress(Refused):
        yield from examined(stream, round_code=round.code, versions=versions, targets=known, preview=preview)
    preview.faults.sort()


def _targets(session: Session, round: Round) -> Targets:
    return lambda codes: targets(session, round, codes)


def targets(session: Session, round: Round, codes: Collection[str]) -> Mapping[str, Target]:
    """The asked projects of a round with these codes; a writing session holds their reports until its commit."""
    # a code that no project can have is not looked for: PostgreSQL takes no NUL, no lone surrogate
    codes = [code for code in codes if code.isprintable() and len(code) < 1_000]
    if session.info.get("writing"):
        held = select(Report.id).join(AskedProject).join(Project).where(Project.code.in_(codes))
        held = held.where(AskedProject.round_id == round.id).order_by(Report.id)
        session.execute(held.with_for_update(of=Report)).all()
    asked = AskedProject
    fields = (
        asked.id, asked.number, asked.report_kind, Report.id, Report.fictitious, HAS_BEGUN, Project.id, Project.code,
        Project.title, Project.funding_usd, Mission.name, Mission.country, Mission.region,
    )  # fmt: skip
    rows = session.execute(
        select(*fields)
        .select_from(asked)
        .join(Project, Project.id == asked.project_id)
        .join(Mission, Mission.id == Project.mission_id)
        .outerjoin(Report, (Report.asked_project_id == asked.id) & Report.supplements_id.is_(None))
        .where(asked.round_id == round.id, Project.code.in_(codes))
        .order_by(asked.number)
    ).all()
    areas = _areas(session, [row[6] for row in rows])
    begun = _stored(session, round, [row[1] for row in rows if row[3] and row[5]])
    found = {}
    for asked_id, number, kind, report_id, fictitious, _, project_id, code, title, funding, *mission in rows:
        listed = "; ".join(areas.get(project_id, ()))
        facts = (round.code, code, title, *mission, listed, written(funding), kind)
        found[code] = Target(asked_id, report_id, facts, written(bool(fictitious)), begun.get(number))
    return found


def _areas(session: Session, project_ids: Collection[int]) -> dict[int, list[str]]:
    area = ServiceArea
    own = select(area.project_id, area.name).where(area.project_id.in_(project_ids))
    found: dict[int, list[str]] = {}
    for project_id, name in session.execute(own.order_by(area.project_id, area.position)):
        found.setdefault(project_id, []).append(name)
    return found


def _stored(session: Session, round: Round, numbers: Collection[int]) -> dict[int, dict[str, Stored]]:
    """What is there of reports that have begun, by their number in the round and by part, as a file would say it."""
    if not numbers:
        return {}
    reports = due_reports(session, round.id, numbers=numbers)
    ids = {one.version_id for report in reports for one in report.with_supplements}
    ids |= {version.id for version in published_versions(session, round.version.code)}
    holders = Holders({id: questionnaire_version(session, id) for id in sorted(ids)})
    parts = {code for id in ids for code in questionnaire_version(session, id).covered}
    answers: dict[int, list[AnswerRecord]] = {}
    for answer in answer_records(session, round.id, numbers=numbers):
        answers.setdefault(answer.report_id, []).append(answer)
    found = {}
    for report in reports:
        said = [answer for one in report.with_supplements for answer in answers.get(one.id, ())]
        own = holders.own(report, said)
        found[report.number] = {code: _as_in_a_file(holders, report, code, own.get(code)) for code in parts}
    return found


def _as_in_a_file(holders: Holders, report: ReportRecord, code: str, answer: AnswerRecord | None) -> Stored:
    holder, part = holders.of(report, code)
    status = status_of(holder, part, answer)
    submitted_at = _time(holder.submitted_at) if holder.received else ""
    if part is None or status in (NOT_REACHED, NOT_ASKED):
        return Stored("", "", "", status, "", submitted_at, "")
    version, value, text = holder.version_number, "", ""
    if answer and status == ANSWERED:
        version, value = answer.question_version, answer.value
        text = kind_of(part).written(part, value, SOURCE_LANGUAGE).text
    language, at = (answer.language, _time(answer.answered_at)) if answer else ("", "")
    return Stored(str(version), value, text, status, language, submitted_at, at)


def _time(at: datetime | None) -> str:
    return written(at) if at else ""
