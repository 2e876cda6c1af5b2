"""The verdicts of a round as bars, on one page."""

from flask import Blueprint

from survey.comparison.combined import combined
from survey.comparison.denominators import FEWEST_FOR_PERCENT, quantified
from survey.comparison.reading import verdict_parts
from survey.comparison.routes import drawing
from survey.comparison.routes.frame import chosen, opened, page
from survey.comparison.routes.standing import standing_of
from survey.web.roles import WORKING_GROUP, allow

blueprint = Blueprint("charts", __name__, url_prefix="/rounds/<code>/charts")


@blueprint.get("")
@allow(WORKING_GROUP)
def charts(code: str) -> str:
    """Every verdict as a bar over all reports due, with the table of the same figures."""
    round = opened(code)
    filters = chosen(round)
    standing = standing_of(round, filters)
    asked = combined(standing.versions)
    return page(
        "charts",
        round,
        filters,
        [],
        standing=standing,
        questionnaire=asked,
        parts=verdict_parts(asked),
        summaries=standing.summaries,
        quantified=quantified,
        fewest=FEWEST_FOR_PERCENT,
        drawing=drawing,
    )
