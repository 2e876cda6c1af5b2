"""Sends the files of a round."""

from itertools import chain

from flask import Blueprint, Response, abort
from flask_login import current_user

from survey.downloads.order import Order
from survey.downloads.products import PRODUCTS, Product
from survey.downloads.queries import file_pieces
from survey.downloads.routes.listing import opened, ordered
from survey.downloads.services import record_download
from survey.rounds.models import Round
from survey.web.database import database, session
from survey.web.roles import WORKING_GROUP, allow, writes
from survey.web.way import way

blueprint = Blueprint("download_files", __name__, url_prefix="/rounds/<code>/downloads")


@blueprint.get("/<name>.<ending>")
@allow(WORKING_GROUP)
@writes
def file(code: str, name: str, ending: str) -> Response:
    """Sends a file of the round."""
    product = PRODUCTS.get(f"{name}.{ending}") or abort(404)
    round = opened(code)
    return sent(product, round, ordered(round, current_user.public_id))


def sent(product: Product, round: Round, order: Order) -> Response:
    """The response that streams a file. The download is on record before its first byte leaves."""
    record_download(session(), product, round.code, order)
    session().commit()
    pieces = file_pieces(database(), product, round_code=round.code, order=order)
    # the first piece is made here, so that a fault still becomes a page and not half a file
    response = Response(chain([next(pieces)], way().given(pieces)), mimetype=product.mimetype)
    response.call_on_close(pieces.close)
    name = f"{round.code}-{product.name}{order.ending}.{product.ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
