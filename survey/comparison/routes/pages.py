"""The working group's pages: where a round stands, and what its reports say side by side."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from survey.answering.asking import needed_codes
from survey.answering.queries.clarifications import returned_reports
from survey.comparison.combined import combined
from survey.comparison.denominators import FEWEST_FOR_PERCENT, quantified
from survey.comparison.filters import Selection, fits
from survey.comparison.queries import records as queries
from survey.comparison.queries.records import PROJECT_STATE
from survey.comparison.reading import buckets, is_in, read_reports, verdict_parts
from survey.comparison.routes.frame import chosen, due, opened, page, record_reading
from survey.comparison.states import progress, supplements_received
from survey.comparison.summary import summaries
from survey.data import clock
from survey.questionnaire.structure import Questionnaire
from survey.rounds.models import AskedProject, Round
from survey.rounds.queries import asked_projects
from survey.rounds.queries import rounds as all_rounds
from survey.web.database import session
from survey.web.roles import ADMINISTRATOR, WORKING_GROUP, allow, writes

blueprint = Blueprint("comparison", __name__, url_prefix="/rounds")
CONSTRAINTS = "Q3_ENCOURAGE.constraint_kinds"


@blueprint.get("")
@allow(WORKING_GROUP, ADMINISTRATOR)
def rounds() -> ResponseReturnValue:
    found = all_rounds(session())
    # whoever makes rounds needs the page although there is only one
    if len(found) == 1 and not current_user.is_administrator:
        return redirect(url_for("comparison.overview", code=found[0].code))
    progress = queries.progress_of_rounds(session())
    return render_template("comparison/rounds.html", rounds=found, progress=progress, now=clock.now())


@blueprint.get("/<code>")
@allow(WORKING_GROUP, ADMINISTRATOR)
def overview(code: str) -> str:
    """Every report that is due and how far it is; no answers."""
    round = opened(code)
    filters = chosen(round)
    reports = due(round, filters)
    returned = returned_reports(session(), round.id)
    return page(
        "overview",
        round,
        filters,
        reports,
        progress=progress(reports),
        supplements=supplements_received(reports),
        returned=returned,
    )


@blueprint.get("/<code>/matrix")
@allow(WORKING_GROUP)
@writes
def matrix(code: str) -> str:
    """The verdicts of all reports, a line for each report."""
    round = opened(code)
    filters = chosen(round)
    reports = due(round, filters)
    versions = queries.round_versions(session(), round)
    asked = combined(list(versions.values()))
    parts = verdict_parts(asked)
    codes = [part.code for part in parts]
    answers = queries.answer_records(session(), round.id, filters.filters, parts=codes)
    rows = read_reports(reports, parts, answers if reports else (), versions)
    record_reading(round, filters, page="matrix")
    session().commit()
    return page("matrix", round, filters, reports, rows=rows, parts=parts, questionnaire=asked)


@blueprint.get("/<code>/questions")
@allow(WORKING_GROUP)
def questions(code: str) -> str:
    """All questions of the round, by section."""
    round = opened(code)
    filters = chosen(round)
    return page("questions", round, filters, due(round, filters), questionnaire=questionnaire_of(round))


def questionnaire_of(round: Round) -> Questionnaire:
    return combined(list(queries.round_versions(session(), round).values()))


@blueprint.get("/<code>/questions/<question_code>")
@allow(WORKING_GROUP)
@writes
def question(code: str, question_code: str) -> str:
    """One question, and what every report says to it in full."""
    round = opened(code)
    filters = chosen(round)
    reports = due(round, filters)
    versions = queries.round_versions(session(), round)
    asked = combined(list(versions.values()))
    shown = asked.question.get(question_code) or abort(404)
    needed = needed_codes(asked, shown.parts)
    answers = queries.answer_records(session(), round.id, filters.filters, parts=needed)
    rows = read_reports(reports, shown.parts, answers if reports else (), versions)
    record_reading(round, filters, page="question", question=shown.code)
    session().commit()
    before, after = asked.around(shown.code)
    return page("question", round, filters, reports, question=shown, rows=rows, before=before, after=after)


@blueprint.get("/<code>/summary")
@allow(WORKING_GROUP)
def summary(code: str) -> str:
    """The counts of every part, each with all that it is counted from."""
    round = opened(code)
    filters = chosen(round)
    reports = due(round, filters)
    versions = queries.round_versions(session(), round)
    counted = queries.tallies(session(), round.id, filters.filters) if reports else []
    return page(
        "summary",
        round,
        filters,
        reports,
        questionnaire=combined(list(versions.values())),
        summaries=summaries(counted, reports, versions),
        quantified=quantified,
        fewest=FEWEST_FOR_PERCENT,
    )


@blueprint.get("/<code>/summary/<part_code>/<bucket>")
@allow(WORKING_GROUP)
@writes
def behind(code: str, part_code: str, bucket: str) -> str:
    """The reports behind one number of the summary."""
    round = opened(code)
    filters = chosen(round)
    reports = due(round, filters)
    versions = queries.round_versions(session(), round)
    asked = combined(list(versions.values()))
    part = asked.part.get(part_code) or abort(404)
    if bucket not in buckets(part):
        abort(404)
    answers = queries.answer_records(session(), round.id, filters.filters, parts=needed_codes(asked, [part]))
    rows = read_reports(reports, [part], answers if reports else (), versions)
    rows = [row for row in rows if is_in(bucket, row.readings[0])]
    record_reading(round, filters, page="reports behind a number", part=part.code, group=bucket)
    session().commit()
    asked_in = asked.question[part.question_code]
    return page("behind", round, filters, reports, rows=rows, part=part, question=asked_in, bucket=bucket)


@blueprint.get("/<code>/projects")
@allow(WORKING_GROUP, ADMINISTRATOR)
def projects(code: str) -> str:
    """The projects of the round, as Annex I lists them: facts on record, no answers."""
    round = opened(code)
    filters = chosen(round)
    said = queries.completions(session(), round.id) if filters.filters.completion else {}
    listed = [
        asked for asked in asked_projects(session(), round.id) if _fits(filters, asked, said.get(asked.id, ""))
    ]
    parts = questionnaire_of(round).part
    return page(
        "projects",
        round,
        filters,
        [],
        projects=listed,
        total=sum(asked.project.funding_usd for asked in listed),
        constraints=parts[CONSTRAINTS].option_labels if CONSTRAINTS in parts else {},
        states=parts[PROJECT_STATE].option_labels if PROJECT_STATE in parts else {},
    )


def _fits(chosen: Selection, asked: AskedProject, completion: str) -> bool:
    project, mission = asked.project, asked.project.mission
    return not chosen.unknown and fits(
        chosen.filters,
        region=mission.region,
        service_areas=project.service_areas,
        mission=mission.name,
        report_kind=asked.report_kind,
        funding_usd=project.funding_usd,
        completion=completion,
    )
