"""Every page of the application that can be opened, found in its URL map, for the roles that may open it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from survey.accounts.models import Person
from survey.accounts.queries import signed_in
from survey.answering.models.reports import Report
from survey.answering.services.texts import take_in_missing_texts
from survey.answering.states import DRAFT
from survey.comparison.models import Quote
from survey.comparison.queries.texts import text_record
from survey.comparison.services import collect_quote
from survey.downloads.files import FILES
from survey.missions.models import Mission, Project
from survey.rounds.models import AskedProject, Round
from survey.web.roles import ADMINISTRATOR, EVERYBODY, MISSION_LEAD, MISSION_STAFF, WORKING_GROUP
from tests.benchmarks.installation import MISSION, QUESTION
from tests.support.app import EMAILS, writing
from tests.support.drafts import INSTRUMENT, add_question, make_draft, relabel
from tests.support.factories import link_for
from tests.support.rounds import CODE, fill_round

MISSION_SIDE, OTHER_SIDE = (MISSION_STAFF, MISSION_LEAD), (WORKING_GROUP, ADMINISTRATOR)
NOT_A_PAGE = "static.file"
VISITOR = "visitor"
TEXT = "Q1_AWARENESS.how"


@dataclass(frozen=True)
class Page:
    """A page of the application; `name` is its address with what stays the same in every installation."""

    name: str
    role: str
    path: str


def add_reports(app: Flask, reports: int) -> None:
    """A round with so many received reports, all of one mission, and a draft of version 3, beside the sample."""
    with writing(app) as session:
        round = fill_round(session, reports, mission=MISSION)
        take_in_missing_texts(session)
        add_quotes(session, round)
        make_draft(session, add_question, relabel)
        session.commit()


def add_quotes(session: Session, round: Round) -> None:
    """A quote of the same text from every report of a round."""
    person = signed_in(session.scalar(select(Person).where(Person.email == EMAILS[WORKING_GROUP])), "")
    own = select(Report.public_id).join(AskedProject).where(AskedProject.round_id == round.id)
    for public_id in session.scalars(own.order_by(Report.id)).all():
        answer = text_record(session, round.id, public_id, TEXT)
        collect_quote(session, round=round, answer=answer, text="The women", note="", person=person)


def pages(app: Flask) -> list[Page]:
    """All pages whose addresses can be filled in."""
    values = values_of(app)
    return [page for rule in rules(app) if not missing(rule, values) for page in _pages(app, rule, values)]


def unknown_addresses(app: Flask) -> list[str]:
    """The addresses that hold a variable for which `values_of` has no value yet."""
    values = values_of(app)
    return [rule.rule for rule in rules(app) if missing(rule, values)]


def rules(app: Flask) -> list[Rule]:
    """Reading addresses, but for those of static files."""
    reading = (rule for rule in app.url_map.iter_rules() if "GET" in rule.methods)
    found = (rule for rule in reading if rule.endpoint != NOT_A_PAGE)
    return sorted(found, key=lambda rule: (rule.endpoint, rule.rule))


def values_of(app: Flask) -> dict[str, dict[str, tuple[str, ...]]]:
    """What each variable of an address stands for, by view or, where all its views agree, by blueprint."""
    with app.extensions["database"].reading() as session:
        reports = (
            select(Report.public_id).join(AskedProject).join(Project).join(Mission).join(AskedProject.round)
        )
        received = session.scalar(reports.where(Round.code == CODE).limit(1))
        draft = session.scalar(reports.where(Report.state == DRAFT, Mission.name == MISSION).limit(1))
        quote = session.scalar(select(Quote.public_id).limit(1))
        quoted = session.scalar(select(Report.public_id).join(Quote, Quote.report_id == Report.id).limit(1))
    token = link_for(app, EMAILS[MISSION_STAFF], purpose="sign_in").rpartition("/")[2]
    code, questions = {"code": (CODE,)}, (QUESTION, "Q10_ACCESS")
    own = {
        "questionnaire": ("gender-mainstreaming",),
        "section_code": ("ADDED",),
        "question_code": ("Q10_ACCESS",),
    }
    own |= {"part_code": ("Q1_AWARENESS.how", "Q9_IMPACTDIFF.different"), "list_code": ("barriers",)}
    of_summary = {"part_code": (f"{QUESTION}.partners",), "bucket": ("due", "yes")}
    return {
        "accounts": {"token": (token,)},
        "answering.report": {"public_id": (draft,)},
        "answering.review": {"public_id": (received,)},
        "returning": {"public_id": (received,)},
        "changes": {"public_id": (received,)},
        "questions": {"public_id": (draft,), "code": questions},
        "history": {"public_id": (draft,), "part_code": (f"{QUESTION}.partners",)},
        "evidence.of_part": {"public_id": (draft,), "part_code": of_summary["part_code"]},
        "comparison": code | of_summary | {"question_code": questions},
        "patterns": code,
        "pattern_lists.awareness": code | {"partners": ("any",), "staff": ("yes",)},
        "pattern_lists.indicators": code | {"group": ("basic",), "extent": ("some",)},
        "pattern_lists.constraints": code | {"kind": ("none",)},
        "texts": code | {"question_code": questions},
        "groups": code | {"part_code": of_summary["part_code"]},
        "quotes": code | {"quote_id": (quote,), "report_id": (quoted,), "part_code": (TEXT,)},
        "downloads": code,
        "download_files": code | {"name": tuple(FILES), "ending": ("csv",)},
        "versions": {"questionnaire": (INSTRUMENT,), "number": ("2",)},
        "changes_of_draft": {"questionnaire": (INSTRUMENT,)},
        "impact": {"questionnaire": (INSTRUMENT,)},
        "preview": {"questionnaire": (INSTRUMENT,)},
        "fieldwork": code,
        "asking": code,
        "extensions": code,
        "board": code,
        **dict.fromkeys(("authoring", "draft_sections", "draft_parts", "draft_lists", "library"), own),
        "reminders": code,
    }


def _values(rule: Rule, values: dict) -> dict[str, tuple[str, ...]]:
    return values.get(rule.endpoint) or values.get(rule.endpoint.partition(".")[0], {})


def missing(rule: Rule, values: dict) -> set[str]:
    return rule.arguments - _values(rule, values).keys()


def _pages(app: Flask, rule: Rule, values: dict) -> Iterator[Page]:
    names = sorted(rule.arguments)
    adapter = app.url_map.bind("localhost")
    for chosen in product(*(_values(rule, values)[name] for name in names)):
        arguments = dict(zip(names, chosen, strict=True))
        name = rule.rule
        for variable, value in arguments.items():
            if len(_values(rule, values)[variable]) > 1:
                name = name.replace(f"<{variable}>", value)
        for role in roles_of(app.view_functions[rule.endpoint]):
            yield Page(name, role, adapter.build(rule.endpoint, arguments))


def roles_of(view) -> list[str]:
    """One of the missions' roles and one of the others', where they may open the page; or a visitor."""
    if view.allowed == EVERYBODY:
        return [VISITOR]
    sides = ([role for role in side if role in view.allowed] for side in (MISSION_SIDE, OTHER_SIDE))
    return [side[0] for side in sides if side]
