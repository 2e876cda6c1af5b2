"""One's own access tokens: for files that Excel, Power BI, R, Stata or Python fetch by themselves."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from survey.accounts.access_tokens import services
from survey.accounts.access_tokens.limits import MAY_DOWNLOAD, MOST_ALIVE
from survey.accounts.access_tokens.queries import alive_access_tokens, is_alive, listed_access_tokens
from survey.accounts.forms import AccessTokenForm
from survey.accounts.models import Person
from survey.accounts.routes.account import own_person
from survey.accounts.routes.starting import own_password_fault
from survey.comparison.filters import LABELS
from survey.downloads.order import EDITIONS
from survey.downloads.products import PRODUCTS, Product
from survey.rounds.models import Round
from survey.rounds.queries import round_by_code, rounds
from survey.web.database import session
from survey.web.roles import allow

blueprint = Blueprint("access_tokens", __name__, url_prefix="/account/access-tokens")
#: stands for the token in an example
PLACE = "TOKEN"


@dataclass(frozen=True)
class ReadyAddress:
    """The address at which a program finds a file."""

    product: Product
    address: str


@blueprint.get("")
@allow(*MAY_DOWNLOAD)
def listing():
    person = own_person()
    return tokens_page(person, form_for(person))


@blueprint.post("")
@allow(*MAY_DOWNLOAD)
def make():
    """A new token, shown this once with the address of each file."""
    person = own_person()
    form = form_for(person)
    fault = None
    alive = alive_access_tokens(session(), person.id)
    if len(alive) >= MOST_ALIVE:
        fault = _(
            "You have %(most)s access tokens already. End one that you no longer need first.", most=MOST_ALIVE
        )
    if not is_ready(form, person, {token.name for token in alive}) or fault:
        return tokens_page(person, form, fault), 422
    name, days = form.name.data or "", int(form.days.data)
    made, token = services.make_access_token(session(), person=person, name=name, days=days)
    session().commit()
    round = round_of_page()
    page = {
        "made": made,
        "token": token,
        "round": round,
        "ready": ready(round, token),
        "narrowed": narrowed(),
    }
    return render_template("downloads/access_token_made.html", **page, example=example(round, token))


def is_ready(form: AccessTokenForm, person: Person, names: set[str]) -> bool:
    """Whether the form can be carried out, which it says itself where not. A wrong password is counted at once."""
    if not form.validate_on_submit():
        return False
    if form.name.data in names:
        form.name.errors = [_("You have a token of this name already. Choose another name, or end that one.")]
        return False
    wrong = own_password_fault(person, form.current.data or "") if "current" in form else None
    if wrong:
        form.current.errors = [wrong]
    return wrong is None


@blueprint.post("/<id:public_id>/end")
@allow(*MAY_DOWNLOAD)
def end(public_id: str):
    person = own_person()
    alive = alive_access_tokens(session(), person.id)
    ended = next((token for token in alive if token.public_id == public_id), None) or abort(404)
    services.end_access_token(session(), token=ended, by=person.public_id)
    session().commit()
    flash(_("“%(name)s” no longer opens anything.", name=ended.name))
    return redirect(url_for("access_tokens.listing"))


def form_for(person: Person) -> AccessTokenForm:
    form = AccessTokenForm(formdata=request.form if request.method == "POST" else None)
    if not person.password_hash:
        del form.current
    return form


def tokens_page(person: Person, form: AccessTokenForm, fault: str | None = None) -> str:
    round = round_of_page()
    return render_template(
        "downloads/access_tokens.html",
        form=form,
        fault=fault,
        tokens=listed_access_tokens(session(), person.id),
        is_alive=is_alive,
        round=round,
        narrowed=narrowed(),
        example=example(round, PLACE),
        most=MOST_ALIVE,
    )


def round_of_page() -> Round | None:
    """The round that the page came from, else the newest one."""
    return round_by_code(session(), request.args.get("round", "")) or next(iter(rounds(session())), None)


def narrowed() -> dict[str, str]:
    """The filters and the edition that the page came from."""
    return {name: request.args[name] for name in (*LABELS, *EDITIONS) if request.args.get(name)}


def ready(round: Round | None, token: str) -> list[ReadyAddress]:
    """The address of each file of a round."""
    if round is None:
        return []
    return [
        ReadyAddress(product, address_of(round, product, token, **narrowed()))
        for product in PRODUCTS.values()
    ]


def example(round: Round | None, token: str) -> dict[str, str]:
    """The addresses of one file that the instructions name: with the token in it, and without."""
    if round is None:
        return {}
    product = PRODUCTS["answers_long.csv"]
    return {
        "path": address_of(round, product, token),
        "plain": address_of(round, product, token, bom="no"),
        "header": address_of(round, product, None),
    }


def address_of(round: Round, product: Product, token: str | None, **query: str) -> str:
    """Begins with the configured address, never with the request's host."""
    base = current_app.config["SURVEY_BASE_URL"].rstrip("/")
    own: dict[str, Any] = {"code": round.code, "name": product.name, "ending": product.ending, **query}
    if token is None:
        return base + url_for("files_by_token.by_header", **own)
    return base + url_for("files_by_token.by_path", token=token, **own)
