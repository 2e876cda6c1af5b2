"""Reads reports and answers, each within the reach of the person who asks."""

from collections.abc import Collection
from functools import cache
from weakref import WeakKeyDictionary

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from survey.accounts.models import Person
from survey.answering.models import Answer, AnswerHistory, Report
from survey.answering.records import Authored, ReportHead, SavedAnswer
from survey.answering.scope import Scope
from survey.data.direct import read
from survey.missions.models import Mission, Project
from survey.questionnaire.models import QuestionnaireVersion
from survey.questionnaire.queries import part_ids
from survey.rounds.models import AskedProject, Round

HEAD = (
    Report.id,
    Report.public_id,
    Report.state,
    Report.fictitious,
    Report.version_id,
    QuestionnaireVersion.number.label("version_number"),
    Report.saved_at,
    Report.submitted_at,
    Report.signed_name,
    Report.signed_function,
    AskedProject.report_kind,
    Project.code.label("project_code"),
    Project.title.label("project_title"),
    Mission.name.label("mission"),
    Round.code.label("round_code"),
    Round.title.label("round_title"),
    Round.due_on,
    Round.closed_on,
)


def within(statement: Select, scope: Scope) -> Select:
    """The statement, which selects from report and project, cut down to what the scope reaches."""
    if scope.missions is not None:
        statement = statement.where(
            Project.mission_id.in_(bindparam("missions", list(scope.missions), expanding=True))
        )
    if scope.states is not None:
        statement = statement.where(Report.state.in_(bindparam("states", list(scope.states), expanding=True)))
    return statement


def _heads() -> Select:
    return (
        select(*HEAD)
        .select_from(Report)
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .join(Project, Project.id == AskedProject.project_id)
        .join(Mission, Mission.id == Project.mission_id)
        .join(Round, Round.id == AskedProject.round_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Report.version_id)
    )


@cache
def _one_head(by_mission: bool, by_state: bool) -> Select:
    """The statement for one report, put together once for each shape of scope; its values come with each call."""
    shape = Scope(frozenset() if by_mission else None, () if by_state else None)
    return within(_heads(), shape).where(Report.public_id == bindparam("public_id"))


def report_head(session: Session, public_id: str, scope: Scope) -> ReportHead | None:
    """The report with this id, or None: an unknown id and another mission's id are the same."""
    values: dict[str, object] = {"public_id": public_id}
    reach: dict[str, object] = {name: list(value) for name, value in vars(scope).items() if value is not None}
    row = read(session, _one_head("missions" in reach, "states" in reach), values | reach).first()
    return ReportHead(*row) if row else None


def report_heads(session: Session, scope: Scope) -> list[ReportHead]:
    """All reports within reach, the newest round first."""
    ordered = within(_heads(), scope).order_by(Round.opened_on.desc(), Round.id, AskedProject.number)
    return [ReportHead(*row) for row in session.execute(ordered)]


# part codes never change their number: one map for each database, read anew when a code is missing
_part_ids: WeakKeyDictionary = WeakKeyDictionary()


def ids_of_parts(session: Session, codes: Collection[str]) -> dict[str, int]:
    """The key of each of these part codes; after the first call without a statement."""
    pool = session.get_bind().engine.pool
    known = _part_ids.get(pool, {})
    if not known.keys() >= set(codes):
        known = _part_ids[pool] = part_ids(session)
    return {code: known[code] for code in codes}


OWN_ANSWERS = select(
    Answer.part_id,
    Answer.version,
    Answer.status,
    Answer.value,
    Answer.language,
    Answer.person_id,
    Answer.answered_at,
).where(Answer.report_id == bindparam("report_id"), Answer.part_id.in_(bindparam("parts", expanding=True)))


def answers(session: Session, report_id: int, codes: Collection[str]) -> dict[str, SavedAnswer]:
    """The current answer to each of these parts; a part that was never saved has version 0."""
    keys = ids_of_parts(session, codes)
    code_of = {key: code for code, key in keys.items()}
    found = read(session, OWN_ANSWERS, {"report_id": report_id, "parts": list(keys.values())})
    saved = {code_of[row[0]]: SavedAnswer(code_of[row[0]], *row[1:]) for row in found}
    return {code: saved.get(code) or SavedAnswer(code) for code in codes}


def answers_as_seen(session: Session, report_id: int, versions: dict[str, int]) -> dict[str, SavedAnswer]:
    """The answers to these parts as they were in these versions, from the history."""
    keys = ids_of_parts(session, versions.keys())
    code_of = {key: code for code, key in keys.items()}
    wanted = [
        and_(AnswerHistory.part_id == keys[code], AnswerHistory.version == version)
        for code, version in versions.items()
        if version
    ]
    seen = {code: SavedAnswer(code) for code, version in versions.items() if not version}
    if wanted:
        history = AnswerHistory
        fields = (history.part_id, history.version, history.status, history.value, history.language)
        own = (history.report_id == report_id, history.outcome == "saved", or_(*wanted))
        for row in session.execute(select(*fields).where(*own).order_by(history.id)):
            seen[code_of[row[0]]] = SavedAnswer(code_of[row[0]], *row[1:])
    return seen


def authored(session: Session, report_id: int, code: str) -> Authored:
    """The current answer to a part with the name of its author."""
    key = ids_of_parts(session, [code])[code]
    row = session.execute(
        select(Answer.value, Answer.status, func.coalesce(Person.name, ""), Answer.answered_at)
        .outerjoin(Person, Person.id == Answer.person_id)
        .where(Answer.report_id == report_id, Answer.part_id == key)
    ).one()
    return Authored(row[0], row[1] == "declined", row[2], row[3])


def progress(session: Session, scope: Scope) -> dict[int, int]:
    """How many parts have something in them, by report, for all reports within reach."""
    counted = (
        select(Report.id, func.count(Answer.id))
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .join(Project, Project.id == AskedProject.project_id)
        .join(Answer, Answer.report_id == Report.id)
        .where(Answer.status.in_(("answered", "declined")))
        .group_by(Report.id)
        .order_by(Report.id)
    )
    return dict(session.execute(within(counted, scope)).all())
