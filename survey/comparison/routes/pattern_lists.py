"""The reports and projects behind the figures of the pages of patterns."""

from flask import Blueprint, abort

from survey.comparison.crossed import ANY, VALID, words_meant
from survey.comparison.indicators import EXTENTS, indicator_groups, words_to_extent
from survey.comparison.patterns import reports_of, saying
from survey.comparison.queries import patterns as queries
from survey.comparison.recorded import NOTHING, recorded
from survey.comparison.routes.frame import record_reading
from survey.comparison.routes.pattern_frame import LINES_OF_A_PAGE, opened, turned
from survey.comparison.routes.patterns import AWARENESS, CONSTRAINTS, INDICATORS
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow, writes

blueprint = Blueprint("pattern_lists", __name__, url_prefix="/rounds/<code>/patterns")


@blueprint.get("/awareness/<partners>/<staff>")
@allow(WORKING_GROUP)
@writes
def awareness(code: str, partners: str, staff: str) -> str:
    """The reports that say these words to the two halves of the first question."""
    here = opened(code, *AWARENESS)
    if not here.parts:
        abort(404)
    wanted = [words_meant(part, name) for part, name in zip(here.parts, (partners, staff), strict=True)]
    if set() in wanted:
        abort(404)
    counted = saying(here.counted(), wanted)
    page = turned(reports_of(counted))
    record_reading(here.round, here.chosen, page="patterns", partners=partners, staff=staff)
    session().commit()
    return here.page(
        "awareness_list",
        counted,
        turned=page,
        listed=here.listed(page.start, wanted),
        names_chosen=(partners, staff),
        any=ANY,
        valid=VALID,
    )


@blueprint.get("/indicators/<group>/<extent>")
@allow(WORKING_GROUP)
@writes
def indicators(code: str, group: str, extent: str) -> str:
    """The reports that gathered data on all, some or none of a group of characteristics."""
    here = opened(code, INDICATORS)
    groups = {found.code: found for found in indicator_groups(here.parts[0])} if here.parts else {}
    if group not in groups or extent not in EXTENTS:
        abort(404)
    counted = here.counted()
    words = words_to_extent(here.parts[0], groups[group], extent, counted)
    counted = saying(counted, [words])
    page = turned(reports_of(counted))
    record_reading(here.round, here.chosen, page="indicators", group=group, extent=extent)
    session().commit()
    return here.page(
        "indicators_list",
        counted,
        turned=page,
        listed=here.listed(page.start, [words]) if words else [],
        group=groups[group],
        extent=EXTENTS[extent],
    )


@blueprint.get("/constraints/on-record/<kind>")
@allow(WORKING_GROUP)
def constraints(code: str, kind: str) -> str:
    """The projects that have a kind of constraint on record, with the reason that stands beside it."""
    here = opened(code, *CONSTRAINTS)
    own = session(), here.round.id, here.chosen.filters
    labels = here.parts[1].option_labels if here.parts else {}
    on_record = recorded(labels, [] if here.chosen.unknown else queries.recorded_constraints(*own))
    if not on_record.has(kind):
        abort(404)
    page = turned(on_record.k(kind))
    asked_for = "" if kind == NOTHING else kind
    listed = queries.recorded_projects(*own, kind=asked_for, start=page.start, most=LINES_OF_A_PAGE)
    return here.page(
        "on_record_list",
        [],
        turned=page,
        listed=[] if here.chosen.unknown else listed,
        kind=kind,
        kind_labels=labels,
        nothing=NOTHING,
    )
