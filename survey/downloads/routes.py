"""The page of a round's downloads, and the files."""

from itertools import chain

from flask import Blueprint, Response, abort, render_template, request
from flask_login import current_user

from survey.audit.services import record
from survey.comparison.filters import LABELS, Selection, selection
from survey.comparison.queries.records import filter_choices
from survey.comparison.records import any_fictitious
from survey.comparison.suppression import smallest_shown
from survey.downloads.files import FILES
from survey.downloads.queries import content_of, file_pieces
from survey.rounds.models import Round
from survey.rounds.queries import round_by_code
from survey.web.database import database, session
from survey.web.roles import WORKING_GROUP, allow, writes

SUPPRESSED = "suppressed"
blueprint = Blueprint("downloads", __name__, url_prefix="/rounds/<code>/downloads")


@blueprint.get("")
@allow(WORKING_GROUP)
def listing(code: str) -> str:
    """What can be downloaded of this round; no answers."""
    round = opened(code)
    chosen = asked_for(round)
    content = content_of(session(), round, chosen.filters)
    others = {"counts": SUPPRESSED} if is_for_others() else {}
    return render_template(
        "downloads/listing.html",
        round=round,
        chosen=chosen,
        files=FILES.values(),
        content=content,
        filters=chosen.filters,
        labels=LABELS,
        holds_fictitious=any_fictitious(content.reports),
        query=chosen.chosen | ({} if wants_bom() else {"bom": "no"}) | others,
        for_others=bool(others),
        smallest=smallest_shown(sensitive=round.sensitive),
    )


@blueprint.get("/<name>.csv")
@allow(WORKING_GROUP)
@writes
def file(code: str, name: str) -> Response:
    """Sends a file. The download is on record before its first byte leaves."""
    found = FILES.get(name) or abort(404)
    round = opened(code)
    chosen = asked_for(round)
    person = current_user.public_id
    edition = {"counts": SUPPRESSED} if is_for_others() else {}
    details = chosen.chosen | edition
    record(session(), person=person, action="download", subject=round.code, file=name, **details)
    session().commit()
    pieces = file_pieces(
        database(),
        found,
        round_code=round.code,
        filters=chosen.filters,
        bom=wants_bom(),
        for_others=is_for_others(),
    )
    # the first piece is made here, so that a fault still becomes a page and not half a file
    response = Response(chain([next(pieces)], pieces), mimetype="text/csv")
    response.call_on_close(pieces.close)
    ending = "-for-others" if is_for_others() else ""
    response.headers.set("Content-Disposition", "attachment", filename=f"{round.code}-{name}{ending}.csv")
    return response


def opened(code: str) -> Round:
    return round_by_code(session(), code) or abort(404)


def asked_for(round: Round) -> Selection:
    return selection(request.args, filter_choices(session(), round.id))


def is_for_others() -> bool:
    """Whether the files are to be passed on outside the missions and the working group."""
    return request.args.get("counts") == SUPPRESSED


def wants_bom() -> bool:
    return request.args.get("bom") != "no"
