"""The projects behind a number of the change between two rounds."""

from flask import Blueprint, abort

from survey.comparison.against import change, gone_from_to
from survey.comparison.meanings import asking
from survey.comparison.queries.against import changed_projects
from survey.comparison.routes.against import two, verdict
from survey.comparison.routes.frame import opened, page, page_of, record_reading
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow, writes

blueprint = Blueprint("against_lists", __name__, url_prefix="/rounds/<code>")


@blueprint.get("/against/<other>/<part_code>/<before>/<after>")
@allow(WORKING_GROUP)
@writes
def changed(code: str, other: str, part_code: str, before: str, after: str) -> str:
    """The projects that went from this outcome in the earlier round to that one in the later."""
    round, found = opened(code), two(code, other)
    part = verdict(found, part_code)
    said = found.said_twice(part)
    outcomes = change(said, part, found.versions, found.meanings).outcomes
    if not {before, after} <= {*outcomes}:
        abort(404)
    behind = gone_from_to(said, before, after, part, found.versions, found.meanings)
    on = page_of(sum(one.projects for one in behind))
    listed = changed_projects(
        session(),
        found.rounds[0].id,
        found.rounds[-1].id,
        part.code,
        asking(found.versions, part.code),
        found.chosen.filters,
        behind,
        start=on.start,
        most=on.size,
    )
    record_reading(
        round, found.chosen, page="change", part=part.code, against=other, before=before, after=after
    )
    session().commit()
    return page(
        "against_list",
        round,
        found.chosen,
        [],
        found=found,
        part=part,
        other=other,
        before=before,
        after=after,
        listed=listed,
        paging=on,
        fictitious=any(one.fictitious for one in listed),
    )
