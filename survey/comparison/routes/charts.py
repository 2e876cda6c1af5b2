"""The verdicts of a round as bars, on one page."""

from flask import Blueprint

from survey.comparison.combined import combined
from survey.comparison.counted import summed
from survey.comparison.denominators import FEWEST_FOR_PERCENT, quantified
from survey.comparison.queries import records as queries
from survey.comparison.queries.selected import counted
from survey.comparison.reading import verdict_parts
from survey.comparison.routes import drawing
from survey.comparison.routes.frame import chosen, opened, page
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow

blueprint = Blueprint("charts", __name__, url_prefix="/rounds/<code>/charts")


@blueprint.get("")
@allow(WORKING_GROUP)
def charts(code: str) -> str:
    """Every verdict as a bar over all reports due, with the table of the same figures."""
    round = opened(code)
    filters = chosen(round)
    figures = counted(session(), round.id, filters)
    versions = queries.round_versions(session(), round)
    asked = combined(list(versions.values()))
    return page(
        "charts",
        round,
        filters,
        [],
        fictitious=figures.fictitious,
        counted=figures,
        questionnaire=asked,
        parts=verdict_parts(asked),
        summaries=summed(figures, versions),
        quantified=quantified,
        fewest=FEWEST_FOR_PERCENT,
        drawing=drawing,
    )
