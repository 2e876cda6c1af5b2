"""The page of a round's downloads."""

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from survey.comparison.filters import LABELS, Selection, selection
from survey.comparison.queries.records import filter_choices
from survey.comparison.suppression import smallest_shown
from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.downloads.products import in_groups
from survey.downloads.queries import content_of
from survey.rounds.models import Round
from survey.rounds.queries import round_by_code
from survey.web.database import session
from survey.web.roles import WORKING_GROUP, allow

blueprint = Blueprint("downloads", __name__, url_prefix="/rounds/<code>/downloads")


@blueprint.get("")
@allow(WORKING_GROUP)
def listing(code: str) -> str:
    """What can be downloaded of this round; no answers."""
    round = opened(code)
    chosen = asked_for(round)
    order = ordered(round, current_user.public_id)
    content = content_of(session(), round, order)
    return render_template(
        "downloads/listing.html",
        round=round,
        chosen=chosen,
        groups=list(in_groups()),
        due=FILES["matrix"].count(content),
        content=content,
        filters=chosen.filters,
        labels=LABELS,
        holds_fictitious=content.holds_fictitious,
        query=chosen.chosen | order.edition,
        for_others=order.for_others,
        hxl=order.hxl,
        smallest=smallest_shown(sensitive=round.sensitive),
    )


def opened(code: str) -> Round:
    return round_by_code(session(), code) or abort(404)


def asked_for(round: Round) -> Selection:
    return selection(request.args, filter_choices(session(), round.id))


def ordered(round: Round, person: str) -> Order:
    """The order of a download that this request is."""
    return Order.read(asked_for(round).filters, request.args, person=person)
