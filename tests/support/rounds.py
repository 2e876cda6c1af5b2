"""Makes rounds of any size, with answers such as missions give, by a few bulk statements."""

import json
from datetime import UTC, datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from survey.answering.models.reports import Answer, Report, Snapshot
from survey.answering.services.tallies import rebuild
from survey.answering.states import DRAFT, RECEIVED, SUBMITTED
from survey.answering.statuses import ANSWERED, final_status
from survey.missions.models import Mission, Project, ServiceArea
from survey.missions.services import ensure_mission
from survey.questionnaire.conditions import visible
from survey.questionnaire.instrument import checksum
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.models import QuestionnaireVersion
from survey.questionnaire.queries import part_ids, questionnaire_version
from survey.questionnaire.structure import Part, Questionnaire
from survey.rounds.models import AskedProject, Round
from survey.rounds.services import ensure_round

CODE = "2002"
WRITTEN = datetime(2002, 10, 14, 9, 30, tzinfo=UTC)
REGIONS = ("Africa", "Americas", "Asia and Oceania", "Europe")
AREAS = ("Counter-trafficking", "Migration health", "Labour migration", "Return", "Capacity building")
PROJECTS_OF_A_MISSION = 10
TEXTS = ("S_STATUS.summary", "Q1_AWARENESS.how", "Q4_LESSONS.lessons")
CODED_PARTS = 12
LENGTH_OF_TEXT = 300
WORDS = "The women who took part asked for evening classes; the men came along once a room was found. " * 4


def fill_round(
    session: Session, reports: int, *, code: str = CODE, state: str = SUBMITTED, mission: str = ""
) -> Round:
    """A new round with so many reports in this state, each with three texts and twelve coded answers.

    All projects belong to the one `mission`, or to as many as ten projects each need.
    """
    wholes = select(QuestionnaireVersion).where(QuestionnaireVersion.after == "")
    newest = session.scalar(wholes.order_by(QuestionnaireVersion.number.desc()).limit(1))
    opens_at = datetime(int(code), 1, 1, tzinfo=UTC)
    round = ensure_round(session, code=code, title=code, version_id=newest.id, opens_at=opens_at)
    numbers = range(1, reports + 1)
    missions = _missions(session, reports, mission)
    projects = _new(session, Project, [_project(code, n, missions[(n - 1) % len(missions)]) for n in numbers])
    areas = [area for place, project in enumerate(projects) for area in _areas(place, project)]
    session.execute(insert(ServiceArea), areas)
    asked = [_asked(round, n, project) for n, project in zip(numbers, projects, strict=True)]
    opened = [_report(state, newest.id, id) for id in _new(session, AskedProject, asked)]
    reports_made = _new(session, Report, opened)
    _answer(session, reports_made, questionnaire_version(session, newest.id), state)
    if state in RECEIVED:
        _sign(session, reports_made, questionnaire_version(session, newest.id), state)
    rebuild(session, round.id)
    return round


def open_drafts(session: Session, reports: int, *, code: str = CODE, mission: str = "") -> list[str]:
    """The public ids of so many drafts in a round of their own."""
    round = fill_round(session, reports, code=code, state=DRAFT, mission=mission)
    own = select(Report.public_id).join(AskedProject).where(AskedProject.round_id == round.id)
    return list(session.scalars(own.order_by(AskedProject.number)))


def _new(session: Session, model, rows: list[dict]) -> list[int]:
    return list(session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True), rows))


def _missions(session: Session, reports: int, name: str) -> list[Mission]:
    if name:
        return [ensure_mission(session, name=name, country="CRI", region="Americas")]
    return [
        ensure_mission(session, name=f"Mission {n}", country="TCD", region=REGIONS[n % len(REGIONS)])
        for n in range(1, 2 + (reports - 1) // PROJECTS_OF_A_MISSION)
    ]


def _project(code: str, number: int, mission: Mission) -> dict:
    return {
        "code": f"{code}-{number:04d}",
        "title": f"Training and information, project {number}",
        "mission_id": mission.id,
        "target_group": "Women and men who migrate",
        "funding_usd": 10_000 + 100 * number,
    }


def _areas(place: int, project_id: int) -> list[dict]:
    names = (AREAS[place % len(AREAS)], AREAS[(place + 2) % len(AREAS)])
    return [{"project_id": project_id, "position": n, "name": name} for n, name in enumerate(names)]


def _asked(round: Round, number: int, project_id: int) -> dict:
    return {
        "round_id": round.id,
        "project_id": project_id,
        "number": number,
        "report_kind": "final" if number % 3 else "progress",
        "status": "completed",
        "constraint_kinds": "",
        "reason_not_completed": "",
        "results": "",
    }


def _report(state: str, version_id: int, asked_project_id: int) -> dict:
    signed = {"signed_name": "A. Example", "signed_function": "Chief of Mission", "submitted_at": WRITTEN}
    own = {"asked_project_id": asked_project_id, "version_id": version_id, "state": state}
    return own | {"saved_at": WRITTEN} | (signed if state in RECEIVED else {})


def _answer(session: Session, reports: list[int], questionnaire: Questionnaire, state: str) -> None:
    keys = part_ids(session)
    same = {"language": "en", "question_version": questionnaire.number, "answered_at": WRITTEN}
    rows = [
        same
        | {
            "report_id": report_id,
            "part_id": keys[code],
            "version": version,
            "status": status,
            "value": value,
        }
        for number, report_id in enumerate(reports)
        for code, version, status, value in _answers(questionnaire, number, state)
    ]
    session.execute(insert(Answer), rows)
    session.flush()


def _sign(session: Session, reports: list[int], questionnaire: Questionnaire, state: str) -> None:
    names = ("part", "version", "status", "value")
    rows = []
    for number, report_id in enumerate(reports):
        answers = [dict(zip(names, row, strict=True)) for row in _answers(questionnaire, number, state)]
        content = json.dumps({"answers": answers})
        rows.append(
            {"report_id": report_id, "at": WRITTEN, "content": content, "checksum": checksum(content)}
        )
    session.execute(insert(Snapshot), rows)
    session.flush()


def _answers(questionnaire: Questionnaire, number: int, state: str):
    """Part, version, status and value: what was given, and after a submission also every other part."""
    given = given_answers(questionnaire, number)
    for code, value in given.items():
        yield code, 1, ANSWERED, value
    if state in RECEIVED:
        shown = visible(questionnaire.parts, given)
        for part in questionnaire.parts:
            if part.code not in given:
                yield part.code, 0, final_status(None, shown=part.code in shown), ""


def given_answers(questionnaire: Questionnaire, number: int) -> dict[str, str]:
    """What the report at this place of the round says, by part code; no two reports in a row say the same."""
    always_shown = [part for part in questionnaire.parts if kind_of(part).coded and not part.when]
    places = enumerate(always_shown[:CODED_PARTS])
    coded = {part.code: _option(part, number + place) for place, part in places}
    return coded | dict.fromkeys(TEXTS, text(number))


def _option(part: Part, number: int) -> str:
    return part.options[number % len(part.options)].code


def text(number: int) -> str:
    """A text of 300 characters that is another one for each number."""
    return f"{number:06d} {WORDS}"[: LENGTH_OF_TEXT - 1] + "."


def count_rows(session: Session, model) -> int:
    return session.scalar(select(func.count()).select_from(model))
