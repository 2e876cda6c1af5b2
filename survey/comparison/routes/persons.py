"""Counts of persons as they may leave the working group, and the mark of a sensitive topic that decides about them."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from survey.answering.persons import TABLES
from survey.comparison.access import ALL, shown_counts
from survey.comparison.outside import ToldProject
from survey.comparison.queries.access import projects_due
from survey.comparison.queries.whole_round import added_up
from survey.comparison.routes.access import rows_of
from survey.comparison.routes.frame import chosen, opened, page, page_of, record_reading
from survey.comparison.routes.persons_drawing import told_of
from survey.comparison.suppression import smallest_shown
from survey.rounds.services import change_round
from survey.web.database import session
from survey.web.roles import ADMINISTRATOR, WORKING_GROUP, allow, writes

blueprint = Blueprint("persons", __name__, url_prefix="/rounds")


@blueprint.get("/<code>/persons")
@allow(WORKING_GROUP)
@writes
def persons(code: str) -> str:
    """The counts of persons with the small ones suppressed, to be passed on."""
    round = opened(code)
    filters = chosen(round)
    counts = [] if filters.unknown else added_up(session(), round.id, filters.filters).counts
    projects = shown_counts(counts)[ALL]
    on = page_of(projects)
    record_reading(round, filters, page="counts for others")
    rows = rows_of(round, filters, ALL, on.number)
    told = [ToldProject(row, sensitive=round.sensitive) for row in rows]
    session().commit()
    return page(
        "persons",
        round,
        filters,
        [],
        fictitious=any(one.fictitious for one in counts),
        smallest=smallest_shown(sensitive=round.sensitive),
        due=projects if projects or filters.unknown else projects_due(session(), round.id, filters.filters),
        projects=projects,
        rows=told,
        drawn={part_code: told_of(told, part_code) for part_code in TABLES},
        paging=on,
    )


@blueprint.post("/<code>/sensitive")
@allow(ADMINISTRATOR)
def sensitive(code: str) -> ResponseReturnValue:
    """Marks the round's topic as sensitive, or takes the mark away."""
    round = opened(code)
    wanted = request.form.get("sensitive") == "yes"
    if change_round(session(), round=round, by=current_user.public_id, sensitive=wanted):
        flash(_("The mark of the topic was changed."))
    session().commit()
    return redirect(url_for("fieldwork.edit", code=round.code))
