"""Reads the rounds and reports that a publication touches. The number of statements depends on neither."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from survey.answering.models.reports import Answer, Report
from survey.answering.states import RECEIVED
from survey.answering.statuses import ANSWERED
from survey.missions.models import Mission, Project
from survey.publishing.records import AskingRound, ReportGroup
from survey.questionnaire.models import QuestionnaireVersion, RegisteredPart
from survey.rounds.models import AskedProject, Round


class Publication(NamedTuple):
    code: str
    number: int
    published_at: datetime


def publications(session: Session) -> list[Publication]:
    """Every version as a whole that was ever published, the newest of each questionnaire first."""
    version = QuestionnaireVersion
    statement = select(version.code, version.number, version.published_at).where(version.after == "")
    ordered = statement.order_by(version.code, version.number.desc())
    return [Publication(*row) for row in session.execute(ordered)]


def asking_rounds(session: Session, code: str) -> list[AskingRound]:
    """The rounds that ask a version of this questionnaire, the newest first."""
    statement = (
        select(
            Round.id,
            Round.code,
            Round.title,
            QuestionnaireVersion.number,
            Round.opens_at,
            Round.closes_at,
            Round.time_zone,
        )
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Round.version_id)
        .where(QuestionnaireVersion.code == code)
        .order_by(Round.opens_at.desc(), Round.id.desc())
    )
    return [AskingRound(*row) for row in session.execute(statement)]


def report_groups(
    session: Session, round_ids: Collection[int], *, by_mission: bool = False
) -> list[ReportGroup]:
    """The reports of these rounds counted by position, and by mission if wanted."""
    position = (
        AskedProject.round_id,
        Report.state,
        Report.submitted_at.is_not(None),
        Report.supplements_id.is_not(None),
        Report.version_id,
    )
    missions = (Mission.name,) if by_mission else ()
    statement = _of_rounds(select(*position, func.count(), *missions), round_ids, by_mission)
    ordered = statement.group_by(*position, *missions).order_by(*missions, *position)
    return [ReportGroup(*row) for row in session.execute(ordered)]


def _of_rounds(statement: Select, round_ids: Collection[int], by_mission: bool) -> Select:
    statement = statement.select_from(Report).join(AskedProject, AskedProject.id == Report.asked_project_id)
    if by_mission:
        statement = statement.join(Project, Project.id == AskedProject.project_id).join(
            Mission, Mission.id == Project.mission_id
        )
    # the sum keeps SQLite from going through all reports once for each project of a round: from a project to its
    # reports there is only the index of those that are no supplements
    return statement.where((AskedProject.round_id + 0).in_(round_ids))


def answers_by_round(session: Session, codes: Collection[str]) -> dict[str, list[tuple[str, int]]]:
    """For each of these parts the rounds that hold answers to it, with their number; the newest round first.

    Only received reports count, as in every comparison.
    """
    statement = (
        select(RegisteredPart.code, Round.title, func.count())
        .select_from(Answer)
        .join(RegisteredPart, RegisteredPart.id == Answer.part_id)
        .join(Report, Report.id == Answer.report_id)
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .join(Round, Round.id == AskedProject.round_id)
        .where(RegisteredPart.code.in_(codes), Answer.status == ANSWERED, Report.state.in_(RECEIVED))
        .group_by(RegisteredPart.code, Round.id, Round.title, Round.opens_at)
        .order_by(Round.opens_at.desc(), Round.id.desc())
    )
    found: dict[str, list[tuple[str, int]]] = {code: [] for code in codes}
    for code, title, number in session.execute(statement):
        found[code].append((title, number))
    return found
