"""The verdicts of a round as bars, on one page."""

from flask import Blueprint

from survey.comparison.combined import combined
from survey.comparison.denominators import FEWEST_FOR_PERCENT, quantified
from survey.comparison.queries import records as queries
from survey.comparison.reading import verdict_parts
from survey.comparison.routes import drawing
from survey.comparison.routes.frame import chosen, due, opened, page
from survey.comparison.summary import summaries
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow

blueprint = Blueprint("charts", __name__, url_prefix="/rounds/<code>/charts")


@blueprint.get("")
@allow(WORKING_GROUP)
def charts(code: str) -> str:
    """Every verdict as a bar over all reports due, with the table of the same figures."""
    round = opened(code)
    filters = chosen(round)
    reports = due(round, filters)
    versions = queries.round_versions(session(), round)
    counted = queries.tallies(session(), round.id, filters.filters) if reports else []
    asked = combined(list(versions.values()))
    return page(
        "charts",
        round,
        filters,
        reports,
        questionnaire=asked,
        parts=verdict_parts(asked),
        summaries=summaries(counted, reports, versions),
        quantified=quantified,
        fewest=FEWEST_FOR_PERCENT,
        drawing=drawing,
    )
