"""Whom a round asks: chosen from a list, by what projects have in common, or by a file; seen before it is done."""

from collections.abc import Collection, Mapping

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from survey.fieldwork.routes.rounds import held, opened
from survey.fieldwork.services import rounds as services
from survey.rounds.choosing import LABELS, read_choice
from survey.rounds.models import Round
from survey.rounds.planning import plan_of_sheet
from survey.rounds.plans import OUTCOMES, Plan, plan_of_projects
from survey.rounds.project_sheet import COLUMNS, LARGEST_FILE, TOO_LARGE, read_sheet, text_of
from survey.rounds.queries import asked_codes, known, projects_to_ask, values_to_choose
from survey.web.csv_files import csv_pieces
from survey.web.database import session
from survey.web.requests import takes_at_most
from survey.web.roles import ADMINISTRATOR, allow, reads
from survey.web.uploads.csv_text import IS_EMPTY
from survey.web.wording import BadInput, Sentence, sentence

blueprint = Blueprint("asking", __name__, url_prefix="/rounds/<code>/projects")
# a file's text with the form around it: UTF-8 may be half as long again as what was uploaded
LARGEST_REQUEST = 2 * LARGEST_FILE + 2**20
MOST_LISTED = 1_000
ALL, TICKED, FILE = "all", "ticked", "file"
NOTHING = sentence("No project is ticked. Tick some, or take all that are shown.")


def too_large(code: str):
    """The page for a file that is so large that it was not read at all."""
    return choose_page(opened(code), {}, TOO_LARGE, status=413)


@blueprint.get("/choose")
@allow(ADMINISTRATOR)
def choose(code: str):
    return choose_page(opened(code), request.args)


def choose_page(
    round: Round,
    given: Mapping[str, str],
    fault: Sentence | None = None,
    *,
    ticked: Collection[str] = (),
    field: str = "file",
    status: int = 200,
):
    """The projects that can be asked, cut down as `given` says, and the way to upload a file."""
    choice = read_choice(given)
    found = projects_to_ask(session(), round.id, choice)
    page = render_template(
        "fieldwork/choose_projects.html",
        round=round,
        choice=choice,
        values=values_to_choose(session()),
        labels=LABELS,
        projects=found[:MOST_LISTED],
        total=len(found),
        ticked=ticked,
        asked=len(asked_codes(session(), round.id)),
        columns=COLUMNS,
        fault=fault,
        fault_field=field,
    )
    return page, status


@blueprint.get("/template.csv")
@allow(ADMINISTRATOR)
def template(code: str) -> Response:
    """A file with nothing but the names of the columns."""
    round = opened(code)
    response = Response(csv_pieces(tuple(COLUMNS), []), mimetype="text/csv")
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"{round.code}-missions-and-projects.csv"
    )
    return response


def sent_plan(round: Round) -> tuple[Plan, str]:
    """What the form asks for, as it would be done now, and the text of the file. Raises BadInput."""
    way, sheet = request.form.get("way", ""), ""
    if way == FILE:
        sent = request.files.get("file")
        sheet = text_of(sent.read()) if sent and sent.filename else request.form.get("sheet", "")
        if not sheet:
            raise BadInput(IS_EMPTY)
        read = read_sheet(sheet)
        codes = {line.cells["code"] for line in read.lines}
        return plan_of_sheet(read, known(session(), round.id, codes)), sheet
    projects = projects_to_ask(session(), round.id, read_choice(request.form))
    if way != ALL:
        ticked = set(request.form.getlist("project"))
        projects = [project for project in projects if project.code in ticked]
    if not projects:
        raise BadInput(NOTHING)
    return plan_of_projects(projects, frozenset()), sheet


@blueprint.post("/preview")
@allow(ADMINISTRATOR)
@takes_at_most(LARGEST_REQUEST, too_large)
@reads
def preview(code: str):
    """Shows what would be created, changed and refused; writes nothing."""
    round = opened(code)
    try:
        return preview_page(round, *sent_plan(round))
    except BadInput as refusal:
        return refused_page(round, refusal.sentence)


def refused_page(round: Round, fault: Sentence):
    field = "file" if request.form.get("way") == FILE else "project"
    ticked = set(request.form.getlist("project"))
    return choose_page(round, request.form, fault, ticked=ticked, field=field, status=422)


def preview_page(round: Round, plan: Plan, sheet: str, *, moved: bool = False):
    page = render_template(
        "fieldwork/preview.html",
        round=round,
        plan=plan,
        outcomes=OUTCOMES,
        sheet=sheet,
        way=request.form.get("way", ""),
        choice=read_choice(request.form),
        chosen=request.form.getlist("project"),
        moved=moved,
    )
    return page, 409 if moved else 422 if plan.is_refused else 200


@blueprint.post("/ask")
@allow(ADMINISTRATOR)
@takes_at_most(LARGEST_REQUEST, too_large)
def ask(code: str):
    """Does what the preview showed: all of it, or nothing and the preview as it would be now."""
    round = held(code)
    try:
        plan, sheet = sent_plan(round)
    except BadInput as refusal:
        return refused_page(round, refusal.sentence)
    if plan.is_refused or plan.fingerprint != request.form.get("seen"):
        return preview_page(round, plan, sheet, moved=not plan.is_refused)
    try:
        number = services.ask(session(), round=round, plan=plan, person=current_user)
        session().commit()
    except IntegrityError:
        # in another round somebody made the same mission or project at this very moment
        session().rollback()
        round = opened(code)
        return preview_page(round, *sent_plan(round), moved=True)
    flash(
        ngettext(
            "%(num)s report is open for its mission.", "%(num)s reports are open for their missions.", number
        )
    )
    return redirect(url_for("board.board", code=code))
