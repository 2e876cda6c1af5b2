"""The pages of patterns: what reports say to parts that belong together, counted side by side."""

from flask import Blueprint, request

from survey.comparison import indicators as kinds_of_data
from survey.comparison.crossed import ANY, CORE, IN_TABLE, VALID, crossed
from survey.comparison.patterns import summaries_by_group, summary_of, words_of
from survey.comparison.queries import patterns as queries
from survey.comparison.recorded import recorded
from survey.comparison.routes.frame import record_reading
from survey.comparison.routes.pattern_frame import Opened, opened, turned
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow, writes

blueprint = Blueprint("patterns", __name__, url_prefix="/rounds/<code>/patterns")
AWARENESS = "Q1_AWARENESS.partners", "Q1_AWARENESS.staff"
INDICATORS = "Q8_DATA.indicators"
CONSTRAINTS = "Q3_ENCOURAGE.constraints", "Q3_ENCOURAGE.constraint_kinds"
#: what a line of the heat map stands for
LINES = ("missions", "projects")


@blueprint.get("")
@allow(WORKING_GROUP)
def awareness(code: str) -> str:
    """The two halves of the first question, crossed."""
    here = opened(code, *AWARENESS)
    counted = here.counted()
    table = crossed(here.parts[0], here.parts[1], counted) if counted else None
    return here.page("awareness", counted, table=table, in_table=IN_TABLE, core=CORE, any=ANY, valid=VALID)


@blueprint.get("/indicators")
@allow(WORKING_GROUP)
@writes
def indicators(code: str) -> str:
    """Which data on persons were gathered, by mission or by project."""
    here = opened(code, INDICATORS)
    counted = here.counted()
    wanted = request.args.get("lines", "")
    by = wanted if wanted in LINES else LINES[0]
    figures = kinds_of_data.indicator_figures(here.parts[0], words_of(counted)) if counted else None
    page, lines = _lines(here, by, figures.summary.base.due) if figures else (None, [])
    record_reading(here.round, here.chosen, page="indicators")
    session().commit()
    return here.page(
        "indicators",
        counted,
        figures=figures,
        groups=kinds_of_data.indicator_groups(here.parts[0]) if here.parts else [],
        extents=kinds_of_data.EXTENTS,
        shares=kinds_of_data.SHARES,
        share_of=kinds_of_data.share_of,
        by=by,
        lines=lines,
        turned=page,
    )


def _lines(here: Opened, by: str, due: int):
    """A page of the heat map's lines."""
    (part,) = here.parts
    if by == "projects":
        page = turned(due)
        return page, kinds_of_data.report_lines(part, here.listed(page.start))
    missions = queries.mission_names(session(), here.round.id, here.chosen.filters)
    page = turned(len(missions))
    shown = page.cut(missions)
    return page, kinds_of_data.mission_lines(part, shown, here.counted("mission", shown))


@blueprint.get("/constraints")
@allow(WORKING_GROUP)
def constraints(code: str) -> str:
    """Which kinds of constraints reports name, and which are on record, by region."""
    here = opened(code, *CONSTRAINTS)
    counted = here.counted("region")
    on_record = (
        []
        if here.chosen.unknown
        else queries.recorded_constraints(session(), here.round.id, here.chosen.filters)
    )
    figures = {}
    if counted:
        verdict, kinds = here.parts
        figures = {
            "verdict": summary_of(verdict, counted),
            "named": summary_of(kinds, counted, 1),
            "regions": summaries_by_group(kinds, counted, 1),
        }
    return here.page(
        "constraints",
        counted,
        recorded=recorded(here.parts[1].option_labels if here.parts else {}, on_record),
        **figures,
    )
