"""The page on surveys that projects ran before and after an activity."""

from flask import Blueprint

from survey.comparison.before_after import checked
from survey.comparison.queries import access
from survey.comparison.queries import before_after as queries
from survey.comparison.routes.frame import chosen, opened, page, page_of, record_reading
from survey.questionnaire.kinds.tables import cells_of
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow, writes

blueprint = Blueprint("before_after", __name__, url_prefix="/rounds")


@blueprint.get("/<code>/before-after")
@allow(WORKING_GROUP)
@writes
def before_after(code: str) -> str:
    """What each survey before and after shows, or why it cannot be checked."""
    round = opened(code)
    filters = chosen(round)
    asked = 0 if filters.unknown else queries.surveyed_count(session(), round.id, filters.filters)
    on = page_of(asked)
    rows = queries.surveyed_rows(session(), round.id, filters.filters, page=on.number) if asked else []
    record_reading(round, filters, page="before and after")
    due = 0 if filters.unknown else access.projects_due(session(), round.id, filters.filters)
    session().commit()
    return page(
        "before_after",
        round,
        filters,
        [],
        fictitious=any(row.fictitious for row in rows),
        due=due,
        asked=asked,
        rows=[(row, checked(cells_of(row.counts), row.design)) for row in rows],
        paging=on,
    )
