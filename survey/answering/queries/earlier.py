"""Reads what the same project answered in earlier rounds."""

from collections.abc import Collection
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased

from survey.answering.beside import EarlierAnswer
from survey.answering.models.reports import Answer, Report
from survey.answering.queries.answers import ids_of_parts
from survey.answering.queries.reports import reach_of, within
from survey.answering.scope import Scope
from survey.answering.states import RECEIVED
from survey.answering.statuses import ANSWERED
from survey.data.direct import read
from survey.missions.models import Project
from survey.questionnaire.queries import questionnaire_version
from survey.rounds.models import AskedProject, Round


@cache
def _statement(by_mission: bool, by_state: bool) -> Select:
    """The answers of received reports of the same project in rounds that opened earlier, the newest first."""
    own_report, own_asked, own_round = aliased(Report), aliased(AskedProject), aliased(Round)
    shape = Scope(frozenset() if by_mission else None, () if by_state else None)
    fields = (
        Answer.part_id,
        Answer.value,
        Answer.language,
        Report.version_id,
        Round.title,
        Report.submitted_at,
    )
    statement = (
        select(*fields)
        .select_from(own_report)
        .join(own_asked, own_asked.id == own_report.asked_project_id)
        .join(own_round, own_round.id == own_asked.round_id)
        .join(AskedProject, AskedProject.project_id == own_asked.project_id)
        .join(Project, Project.id == AskedProject.project_id)
        .join(Round, Round.id == AskedProject.round_id)
        .join(Report, Report.asked_project_id == AskedProject.id)
        .join(Answer, Answer.report_id == Report.id)
        .where(
            own_report.id == bindparam("report_id"),
            Round.opens_at < own_round.opens_at,
            Report.state.in_(RECEIVED),
            Answer.part_id.in_(bindparam("parts", expanding=True)),
            Answer.status == ANSWERED,
        )
        .order_by(Round.opens_at.desc(), Round.id.desc(), Answer.part_id)
    )
    return within(statement, shape)


def earlier_answers(
    session: Session, report_id: int, codes: Collection[str], scope: Scope
) -> dict[str, EarlierAnswer]:
    """For each of these parts what the project answered last, in a received report of an earlier round, if ever.

    A part keeps its code as long as it keeps its meaning; its answer is told in the words of its own version.
    """
    keys = ids_of_parts(session, codes)
    code_of = {key: code for code, key in keys.items()}
    values: dict[str, object] = {"report_id": report_id, "parts": list(keys.values())}
    reach = reach_of(scope)
    found: dict[str, EarlierAnswer] = {}
    for part_id, value, language, version_id, title, submitted_at in read(
        session, _statement("missions" in reach, "states" in reach), values | reach
    ):
        code = code_of[part_id]
        part = questionnaire_version(session, version_id).part.get(code)
        if code not in found and part:
            found[code] = EarlierAnswer(part, value, language, title, submitted_at)
    return found
