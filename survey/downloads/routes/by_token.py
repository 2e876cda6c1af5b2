"""The files of a round for programs, which show an access token: in the address, or in a header."""

from flask import Blueprint, Response, current_app, request
from flask_babel import gettext as _
from flask_login import current_user

from survey.accounts.access_tokens.limits import MAY_DOWNLOAD
from survey.accounts.access_tokens.queries import Holder, holder_of, seconds_until_next_token
from survey.accounts.access_tokens.services import mark_used, note_wrong_token
from survey.accounts.routes.starting import too_many
from survey.downloads.asked import refusals
from survey.downloads.products import PRODUCTS
from survey.downloads.routes.files import sent
from survey.downloads.routes.listing import asked_for, ordered
from survey.rounds.queries import round_by_code
from survey.web.by_token import Refused, door, shown
from survey.web.database import database, session
from survey.web.filters import say
from survey.web.roles import allow_by_token, writes

blueprint = Blueprint("files_by_token", __name__, url_prefix="/files")


@door.loader
def holder_for(token: str, allowed: frozenset[str]) -> Holder | None:
    """Whose living token this is, for a view with these roles. All that open nothing take the same way.

    The lookup holds up nobody who writes; a wrong token is counted, and after many of them the address has to wait.
    """
    address = request.remote_addr or ""
    with database().reading() as own:
        wait = seconds_until_next_token(own, address=address)
        holder = None if wait else holder_of(own, token)
    if wait:
        raise Refused(429, too_many(wait), (("Retry-After", str(wait)),))
    if holder and holder.role in allowed and not lacks_second_factor(holder):
        return holder
    with database().writing() as own:
        note_wrong_token(own, token=token, address=address)
        own.commit()
    return None


def lacks_second_factor(holder: Holder) -> bool:
    """Whether the holder's role asks for a second factor that is not there any more, such as after a lost phone."""
    return holder.role in current_app.config["SECOND_FACTOR_ROLES"] and not holder.has_second_factor


@blueprint.get("/<token>/<code>/<name>.<ending>")
@allow_by_token(*MAY_DOWNLOAD)
@writes
def by_path(token: str, code: str, name: str, ending: str) -> Response:
    """For programs that take an address and nothing else."""
    return asked_file(code, f"{name}.{ending}")


@blueprint.get("/<code>/<name>.<ending>")
@allow_by_token(*MAY_DOWNLOAD)
@writes
def by_header(code: str, name: str, ending: str) -> Response:
    """For programs that can send a header: the token then stands in no log of a server in between."""
    return asked_file(code, f"{name}.{ending}")


def asked_file(code: str, file_name: str) -> Response:
    round, product = round_by_code(session(), code), PRODUCTS.get(file_name)
    if round is None:
        raise Refused(404, _("There is no round of this name."))
    if product is None:
        raise Refused(
            404, _("There is no file of this name; there are %(names)s.", names=", ".join(PRODUCTS))
        )
    if lacks := product.lacks():
        raise Refused(501, say(lacks))
    faults = refusals(request.args.to_dict(flat=False), asked_for(round))
    if faults:
        raise Refused(422, " ".join(map(say, faults)))
    if request.method != "HEAD":
        mark_used(session(), token_id=current_user.token_id)
    order = ordered(round, current_user.public_id)
    return sent(product, round, order, token=current_user.token_id, shown=shown()[1])
