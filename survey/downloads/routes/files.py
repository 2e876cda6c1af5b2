"""Sends the files of a round."""

from flask import Blueprint, Response, abort, make_response, request
from flask_babel import gettext as _
from flask_login import current_user

from survey.downloads.order import Order
from survey.downloads.products import PRODUCTS, Product
from survey.downloads.queries import file_pieces
from survey.downloads.routes.listing import opened, ordered
from survey.downloads.routes.sending import headers_only, whole_or_streamed
from survey.downloads.services import record_download
from survey.rounds.models import Round
from survey.web.database import session, source
from survey.web.errors import page
from survey.web.filters import say
from survey.web.roles import WORKING_GROUP, allow, writes

blueprint = Blueprint("download_files", __name__, url_prefix="/rounds/<code>/downloads")


@blueprint.get("/<name>.<ending>")
@allow(WORKING_GROUP)
@writes
def file(code: str, name: str, ending: str) -> Response:
    """Sends a file of the round; where a library is missing that it needs, a page that says so."""
    product = PRODUCTS.get(f"{name}.{ending}") or abort(404)
    round = opened(code)
    if lacks := product.lacks():
        return make_response(page(501, _("This file cannot be made here"), say(lacks)))
    return sent(product, round, ordered(round, current_user.public_id))


def sent(product: Product, round: Round, order: Order, **how: str) -> Response:
    """The response that sends a file. The download is on record before its first byte leaves, and who asks for the
    headers alone downloads nothing. `how` goes on record too."""
    if request.method == "HEAD":
        response = headers_only(product.mimetype)
    else:
        record_download(session(), product, round.code, order, **how)
        session().commit()
        pieces = file_pieces(source(), product, round_code=round.code, order=order)
        response = whole_or_streamed(pieces, product.mimetype)
    name = f"{round.code}-{product.name}{order.ending}.{product.ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
