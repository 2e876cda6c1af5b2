"""The page on equal access and different impact."""

from flask import Blueprint, abort, request

from survey.answering.persons import TABLES
from survey.comparison.access import FINDINGS, SHOWN, SHOWN_NAMES, shown_counts
from survey.comparison.filters import Selection
from survey.comparison.queries import access as queries
from survey.comparison.queries.whole_round import AddedUp, added_up
from survey.comparison.routes.frame import chosen, opened, page, page_of, record_reading
from survey.comparison.routes.persons_drawing import access_of
from survey.comparison.together import together
from survey.rounds.models import Round
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow, writes

blueprint = Blueprint("access", __name__, url_prefix="/rounds")


@blueprint.get("/<code>/access")
@allow(WORKING_GROUP)
@writes
def access(code: str) -> str:
    """Whether women and men were reached alike, and whether it turned out alike for them, project by project."""
    round = opened(code)
    filters = chosen(round)
    shown = asked_list()
    found = AddedUp([], {}) if filters.unknown else added_up(session(), round.id, filters.filters)
    numbers = shown_counts(found.counts)
    on = page_of(numbers[shown])
    record_reading(round, filters, page="access")
    rows = rows_of(round, filters, shown, on.number)
    session().commit()
    return page(
        "access",
        round,
        filters,
        [],
        fictitious=any(one.fictitious for one in found.counts),
        due=0 if filters.unknown else queries.projects_due(session(), round.id, filters.filters),
        numbers=numbers,
        counted=[code for code in TABLES if any(one.part_code == code for one in found.counts)],
        lists=SHOWN_NAMES,
        shown=shown,
        paging=on,
        rows=rows,
        drawn={part_code: access_of(rows, part_code) for part_code in TABLES},
        together={code: together(code, sums) for code, sums in found.sums.items() if sums.strata},
        findings=FINDINGS,
    )


def asked_list() -> str:
    """Which projects the address asks for; 404 for what is no list."""
    shown = request.args.get("show", "")
    return shown if shown in SHOWN else abort(404)


def rows_of(round: Round, filters: Selection, shown: str, number: int) -> list:
    if filters.unknown:
        return []
    return queries.project_rows(session(), round.id, filters.filters, shown=shown, page=number)
