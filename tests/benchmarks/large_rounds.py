"""Makes rounds of up to 100,000 reports as missions would write them: a pattern of 1,000, repeated by the database."""

import random
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Integer, Text, cast, func, insert, literal, select, text
from sqlalchemy.orm import Session, aliased

from survey.answering.models.reports import Answer, Report
from survey.answering.services.derived import derive_missing
from survey.answering.states import ACCEPTED, DRAFT, RECEIVED, RETURNED, SUBMITTED
from survey.answering.statuses import ANSWERED, DECLINED, final_status
from survey.data.base import table_of
from survey.missions.models import Project, ServiceArea
from survey.missions.services import ensure_mission
from survey.questionnaire.conditions import visible
from survey.questionnaire.kinds.registry import kind_of
from survey.questionnaire.kinds.tables import stored
from survey.questionnaire.models import QuestionnaireVersion
from survey.questionnaire.queries import part_ids, questionnaire_version
from survey.questionnaire.structure import Part, Questionnaire
from survey.rounds.models import AskedProject, Round
from survey.rounds.services import ensure_round
from tests.support.rounds import AREAS, CODED_PARTS, LENGTH_OF_TEXT, REGIONS, TEXTS

PATTERN = 1_000
MISSIONS = 120
STATES = 7 * (SUBMITTED,) + 2 * (ACCEPTED,) + (RETURNED, DRAFT)
FUNDING = (1_200, 4_000, 8_500, 20_000, 75_000)
WRITTEN = datetime(2002, 10, 14, 9, 30, tzinfo=UTC)
WORDS = {
    "en": [
        "women",
        "men",
        "migrants",
        "training",
        "access",
        "evening",
        "classes",
        "child",
        "care",
        "safe",
        "transport",
        "report",
        "village",
    ],
    "fr": [
        "femmes",
        "hommes",
        "migrantes",
        "formation",
        "accès",
        "cours",
        "du",
        "soir",
        "garde",
        "d’enfants",
        "transport",
        "sûr",
        "village",
    ],
    "es": [
        "mujeres",
        "hombres",
        "migrantes",
        "formación",
        "acceso",
        "clases",
        "nocturnas",
        "guardería",
        "transporte",
        "seguro",
        "niñez",
    ],
}
LANGUAGES = tuple(WORDS)
OWN_STATE, REACH = "S_STATUS.state", "Q10_ACCESS.reach"


def large_round(session: Session, reports: int, *, code: str) -> Round:
    """A new round with so many reports: three texts, twelve coded parts and a table of counts in each.

    They belong to 120 missions and are written in three languages; two of eleven are not received.
    Tallies, counts of persons and the words of the search are made as an upgrade makes them.
    """
    wholes = select(QuestionnaireVersion).where(QuestionnaireVersion.after == "")
    newest = session.scalar(wholes.order_by(QuestionnaireVersion.number.desc()).limit(1))
    round = ensure_round(
        session, code=code, title=code, version_id=newest.id, opens_at=datetime(2002, 1, 1, tzinfo=UTC)
    )
    size = min(reports, PATTERN)
    _make_pattern(session, round, questionnaire_version(session, newest.id), size)
    session.flush()
    # the planner has to know how the tables grow, or PostgreSQL joins each copy row by row
    session.execute(text("ANALYZE"))
    while size < reports:
        more = min(size, reports - size)
        _repeat(session, round, more, size)
        session.execute(text("ANALYZE"))
        size += more
    derive_missing(session)
    session.execute(text("ANALYZE"))
    return round


def _make_pattern(session: Session, round: Round, questionnaire: Questionnaire, size: int) -> None:
    dice, numbers = random.Random(2002), range(1, size + 1)
    missions = [
        ensure_mission(session, name=f"Mission {n:03}", country="TCD", region=REGIONS[n % len(REGIONS)])
        for n in range(MISSIONS)
    ]
    add = partial(_add, session)
    projects = add(
        Project,
        [
            {
                "code": f"{round.code}-{n}",
                "title": f"Training and information, project {n}",
                "mission_id": missions[n % MISSIONS].id,
                "target_group": "Women and men who migrate",
                "funding_usd": FUNDING[n % len(FUNDING)],
            }
            for n in numbers
        ],
    )
    areas = [
        {"project_id": project, "position": place, "name": AREAS[(n + 2 * place) % len(AREAS)]}
        for n, project in enumerate(projects)
        for place in (0, 1)
    ]
    session.execute(insert(ServiceArea), areas)
    same = {"round_id": round.id, "status": "completed"}
    same |= dict.fromkeys(("constraint_kinds", "reason_not_completed", "results"), "")
    asked = add(
        AskedProject,
        [
            same | {"project_id": project, "number": n, "report_kind": "final" if n % 3 else "progress"}
            for n, project in zip(numbers, projects, strict=True)
        ],
    )
    states = [dice.choice(STATES) for _ in numbers]
    opened = [
        {"asked_project_id": id, "version_id": round.version_id, "state": state, "saved_at": WRITTEN}
        | {"submitted_at": None if state == DRAFT else WRITTEN}
        for id, state in zip(asked, states, strict=True)
    ]
    reports = add(Report, opened)
    keys = part_ids(session)
    rows = [
        row | {"report_id": report, "part_id": keys[row["part_id"]], "question_version": questionnaire.number}
        for n, report, state in zip(numbers, reports, states, strict=True)
        for row in _answers(questionnaire, dice, LANGUAGES[n % 3], state)
    ]
    session.execute(insert(Answer), rows)


def _add(session: Session, model, rows: list[dict]) -> list[int]:
    return list(session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True), rows))


def _answers(questionnaire: Questionnaire, dice: random.Random, language: str, state: str):
    """What was given, and after a submission every other part too; `part_id` is the part's code as yet."""
    given = {OWN_STATE: dice.choice(("completed", "completed", "in_progress", "delayed"))}
    coded = [part for part in questionnaire.parts if kind_of(part).coded and part.code not in given]
    given |= {part.code: _choice(part, dice) for part in coded[:CODED_PARTS]}
    given |= {code: _text(language, dice) for code in TEXTS}
    given[REACH] = _counts(questionnaire.part[REACH], dice)
    shown = visible(questionnaire.parts, given)
    declined = dice.choice(coded[CODED_PARTS:]).code
    for part in questionnaire.parts:
        code = part.code
        if code in given and code in shown:
            saved = ANSWERED
        else:
            saved = DECLINED if code == declined else None
        if saved or state in RECEIVED:
            yield {
                "part_id": code,
                "version": 1 if saved else 0,
                "status": final_status(saved, shown=code in shown),
                "value": given[code] if saved == ANSWERED else "",
                "language": language if saved else "",
                "answered_at": WRITTEN,
            }


def _choice(part: Part, dice: random.Random) -> str:
    codes = [option.code for option in part.options]
    if part.kind != "many_choices":
        return dice.choice(codes)
    chosen = set(dice.sample(codes, min(len(codes), dice.randint(1, 3))))
    return ";".join(code for code in codes if code in chosen)


def _text(language: str, dice: random.Random) -> str:
    words = " ".join(dice.choices(WORDS[language], k=60))
    return words[: LENGTH_OF_TEXT - 1] + "."


def _counts(part: Part, dice: random.Random) -> str:
    eligible = {column.code: dice.randint(0, 900) for column in part.columns}
    cells = {("eligible", column): number for column, number in eligible.items()}
    return stored(part, cells | {("reached", column): n * 2 // 3 for column, n in eligible.items()})


def _repeat(session: Session, round: Round, size: int, offset: int) -> None:
    """Adds the pattern again, `offset` numbers further on in the round's list: a handful of statements."""
    first, again = aliased(AskedProject), aliased(AskedProject)
    old, new, made = aliased(Report), aliased(Report), aliased(Project)
    is_pattern = first.round_id == round.id, first.number <= size
    number = first.number + literal(offset, Integer)
    code = literal(f"{round.code}-", Text).concat(cast(number, Text))

    def copy(model, statement, **changed):
        names = [column.name for column in table_of(model).columns if column.name != "id"]
        statement, source = statement
        columns = [changed.get(name, getattr(source, name)) for name in names]
        session.execute(insert(model).from_select(names, statement(*columns).where(*is_pattern)))

    projects = (
        lambda *c: select(*c).select_from(first).join(Project, Project.id == first.project_id),
        Project,
    )
    copy(Project, projects, code=code, public_id=code)
    areas = (
        lambda *c: (
            select(*c)
            .select_from(first)
            .join(ServiceArea, ServiceArea.project_id == first.project_id)
            .join(made, made.code == code)
        ),
        ServiceArea,
    )
    copy(ServiceArea, areas, project_id=made.id)
    asked = (lambda *c: select(*c).select_from(first).join(made, made.code == code), first)
    copy(AskedProject, asked, project_id=made.id, number=number)
    both = (again.round_id == round.id) & (again.number == number)

    def beside(*columns):
        joined = select(*columns).select_from(first).join(again, both)
        return joined.join(old, old.asked_project_id == first.id)

    copy(Report, (beside, old), asked_project_id=again.id, public_id=code)
    answers = (
        lambda *c: (
            beside(*c)
            .join(new, (new.asked_project_id == again.id) & new.supplements_id.is_(None))
            .join(Answer, Answer.report_id == old.id)
            .where(old.supplements_id.is_(None))
        ),
        Answer,
    )
    copy(Answer, answers, report_id=new.id)


def rows_of(session: Session, round: Round) -> int:
    """How many answers the round's reports hold."""
    own = select(func.count()).select_from(Answer).join(Report).join(AskedProject)
    return session.scalar(own.where(AskedProject.round_id == round.id)) or 0
