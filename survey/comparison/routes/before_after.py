"""The page on surveys that projects ran before and after an activity."""

from flask import Blueprint, render_template

from survey.comparison.before_after import checked
from survey.comparison.filters import LABELS
from survey.comparison.queries import access
from survey.comparison.queries import before_after as queries
from survey.comparison.routes.frame import chosen, opened, record_reading
from survey.comparison.routes.paging import asked_page, pages_of
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
    number = asked_page()
    asked = 0 if filters.unknown else queries.surveyed_count(session(), round.id, filters.filters)
    pages = pages_of(asked, queries.ROWS_OF_A_PAGE, number)
    rows = queries.surveyed_rows(session(), round.id, filters.filters, page=number) if asked else []
    record_reading(round, filters, page="before and after")
    due = 0 if filters.unknown else access.projects_due(session(), round.id, filters.filters)
    session().commit()
    return render_template(
        "comparison/before_after.html",
        round=round,
        chosen=filters,
        labels=LABELS,
        fictitious=any(row.fictitious for row in rows),
        due=due,
        asked=asked,
        rows=[(row, checked(cells_of(row.counts), row.design)) for row in rows],
        number=number,
        pages=pages,
    )
