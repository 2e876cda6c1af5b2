"""The working group's pages: where a round stands, and what its reports say side by side."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from survey.answering.asking import needed_codes
from survey.answering.queries.clarifications import returned_reports
from survey.answering.states import RECEIVED
from survey.comparison.combined import combined
from survey.comparison.counted import summed
from survey.comparison.denominators import FEWEST_FOR_PERCENT, quantified
from survey.comparison.filters import Selection, fits
from survey.comparison.paging import Paging
from survey.comparison.queries import records as queries
from survey.comparison.queries.filtering import PROJECT_STATE, completions, states_of_reports
from survey.comparison.queries.selected import behind as reports_behind
from survey.comparison.queries.selected import counted, received_first, selected
from survey.comparison.reading import ReadReport, buckets, read_reports, verdict_parts
from survey.comparison.routes.frame import chosen, opened, page, page_of, record_reading, reports_on
from survey.comparison.states import progress_of
from survey.data import clock
from survey.questionnaire.structure import Part, Questionnaire
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
    due, fictitious = selected(session(), round.id, filters)
    shown = page_of(len(due))
    wanted = None if filters.unknown else filters.filters
    states, supplements = states_of_reports(session(), round.id, wanted)
    return page(
        "overview",
        round,
        filters,
        reports_on(round, due.between(shown.start, shown.stop)),
        fictitious=fictitious,
        paging=shown,
        progress=progress_of(states),
        supplements=(supplements.total(), sum(supplements[state] for state in RECEIVED)),
        returned=returned_reports(session(), round.id),
    )


@blueprint.get("/<code>/matrix")
@allow(WORKING_GROUP)
@writes
def matrix(code: str) -> str:
    """The verdicts of all reports, a line for each report."""
    round = opened(code)
    filters = chosen(round)
    due, fictitious = selected(session(), round.id, filters)
    shown = page_of(len(due))
    versions = queries.round_versions(session(), round)
    asked = combined(list(versions.values()))
    parts = verdict_parts(asked)
    rows = _read(round, due.between(shown.start, shown.stop), parts, [part.code for part in parts], versions)
    figures = counted(session(), round.id, filters)
    record_reading(round, filters, page="matrix", **_further(shown))
    session().commit()
    return page(
        "matrix",
        round,
        filters,
        [row.report for row in rows],
        fictitious=fictitious,
        paging=shown,
        none_received=figures.none_received,
        rows=rows,
        parts=parts,
        questionnaire=asked,
    )


def _read(
    round: Round,
    numbers: list[int],
    parts: Sequence[Part],
    needed: Sequence[str],
    versions: Mapping[int, Questionnaire],
) -> list[ReadReport]:
    """What the reports at these numbers of the round's list say to these parts."""
    reports = reports_on(round, numbers)
    answers = queries.answer_records(session(), round.id, parts=needed, numbers=numbers) if reports else ()
    return read_reports(reports, parts, answers, versions)


def _further(shown: Paging) -> dict[str, str]:
    """What the trail says of a page that is not a list's first."""
    return {"list_page": str(shown.number)} if shown.number > 1 else {}


@blueprint.get("/<code>/questions")
@allow(WORKING_GROUP)
def questions(code: str) -> str:
    """All questions of the round, by section."""
    round = opened(code)
    filters = chosen(round)
    _due, fictitious = selected(session(), round.id, filters)
    asked = questionnaire_of(round)
    return page("questions", round, filters, [], fictitious=fictitious, questionnaire=asked)


def questionnaire_of(round: Round) -> Questionnaire:
    return combined(list(queries.round_versions(session(), round).values()))


@blueprint.get("/<code>/questions/<question_code>")
@allow(WORKING_GROUP)
@writes
def question(code: str, question_code: str) -> str:
    """One question, and what every report says to it in full."""
    round = opened(code)
    filters = chosen(round)
    versions = queries.round_versions(session(), round)
    asked = combined(list(versions.values()))
    found = asked.question.get(question_code) or abort(404)
    received, open_, fictitious = received_first(session(), round.id, filters, found.parts)
    shown = page_of(len(received) + len(open_))
    numbers = received.between(shown.start, shown.stop)
    waited_for = open_.between(shown.start - len(received), shown.stop - len(received))
    needed = needed_codes(asked, found.parts)
    rows = _read(round, numbers + waited_for, found.parts, needed, versions)
    record_reading(round, filters, page="question", question=found.code, **_further(shown))
    session().commit()
    before, after = asked.around(found.code)
    return page(
        "question",
        round,
        filters,
        [row.report for row in rows],
        fictitious=fictitious,
        paging=shown,
        none_received=not len(received),
        waited_for=len(open_),
        question=found,
        rows=rows,
        before=before,
        after=after,
    )


@blueprint.get("/<code>/summary")
@allow(WORKING_GROUP)
def summary(code: str) -> str:
    """The counts of every part, each with all that it is counted from."""
    round = opened(code)
    filters = chosen(round)
    figures = counted(session(), round.id, filters)
    versions = queries.round_versions(session(), round)
    return page(
        "summary",
        round,
        filters,
        [],
        fictitious=figures.fictitious,
        counted=figures,
        questionnaire=combined(list(versions.values())),
        summaries=summed(figures, versions),
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
    versions = queries.round_versions(session(), round)
    asked = combined(list(versions.values()))
    part = asked.part.get(part_code) or abort(404)
    if bucket not in buckets(part):
        abort(404)
    group, fictitious = reports_behind(session(), round.id, filters, part, bucket)
    shown = page_of(len(group))
    numbers = group.between(shown.start, shown.stop)
    rows = _read(round, numbers, [part], needed_codes(asked, [part]), versions)
    further = _further(shown)
    record_reading(round, filters, page="reports behind a number", part=part.code, group=bucket, **further)
    session().commit()
    return page(
        "behind",
        round,
        filters,
        [row.report for row in rows],
        fictitious=fictitious,
        paging=shown,
        rows=rows,
        part=part,
        question=asked.question[part.question_code],
        bucket=bucket,
    )


@blueprint.get("/<code>/projects")
@allow(WORKING_GROUP, ADMINISTRATOR)
def projects(code: str) -> str:
    """The projects of the round, as Annex I lists them: facts on record, no answers."""
    round = opened(code)
    filters = chosen(round)
    said = completions(session(), round.id) if filters.filters.completion else {}
    listed = [
        asked
        for asked in asked_projects(session(), round.id)
        if _fits(filters, asked, said.get(asked.id, ""))
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
