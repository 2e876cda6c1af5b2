"""One's own second factor: set up with an app for one-time codes, new recovery codes, and away with it."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from survey.accounts.forms import CodeForm, SetUpForm
from survey.accounts.models import Person
from survey.accounts.routes.account import own_person
from survey.accounts.routes.starting import code_fault, own_password_fault
from survey.accounts.second_factor import services
from survey.accounts.second_factor.codes import (
    address_for_apps,
    as_meant,
    fitting_step,
    is_seed,
    new_seed,
    secret_of,
    spelled,
)
from survey.accounts.second_factor.queries import recovery_codes_left, second_factor_of
from survey.data import clock
from survey.web.database import session
from survey.web.roles import allow_signed_in, without_second_factor

blueprint = Blueprint("second_factor", __name__, url_prefix="/account/second-factor")


@blueprint.get("")
@allow_signed_in
@without_second_factor
def form():
    person = own_person()
    if second_factor_of(session(), person.id):
        return present_page(person, CodeForm(formdata=None))
    return set_up_page(person, set_up_form(person), new_seed())


@blueprint.post("")
@allow_signed_in
@without_second_factor
def set_up():
    """Sets the second factor up once the app has shown a code that fits; shows the recovery codes, this once."""
    person = own_person()
    if second_factor_of(session(), person.id):
        return present_page(person, CodeForm(formdata=None)), 409
    form = set_up_form(person)
    seed = request.form.get("seed", "")
    if not is_seed(seed):
        return set_up_page(person, form, new_seed()), 422
    step = None
    if form.validate() and not password_fault(person, form):
        secret = secret_of(current_app.config["SECRET_KEY"], person.public_id, seed)
        step = fitting_step(secret, as_meant(form.one_time_code.data), now=clock.now())
        if step is None:
            form.one_time_code.errors = [
                _(
                    "This code does not fit. Take the one that the app shows now; if none fits, check that the clock "
                    "of your phone is right."
                )
            ]
    if step is None:
        return set_up_page(person, form, seed), 422
    codes = services.set_up(session(), person=person, seed=seed, step=step, token=current_user.token)
    session().commit()
    return render_template("accounts/recovery_codes.html", codes=codes, person=person, first=True)


def set_up_form(person: Person) -> SetUpForm:
    form = SetUpForm(formdata=request.form if request.method == "POST" else None)
    if not person.password_hash:
        del form.current
    return form


def password_fault(person: Person, form: SetUpForm) -> bool:
    """Whether the password is wrong, which the form then says."""
    if "current" not in form:
        return False
    fault = own_password_fault(person, form.current.data or "")
    if fault:
        form.current.errors = [fault]
    return fault is not None


def set_up_page(person: Person, form: SetUpForm, seed: str):
    secret = secret_of(current_app.config["SECRET_KEY"], person.public_id, seed)
    return render_template(
        "accounts/set_up_second_factor.html",
        form=form,
        seed=seed,
        picture=qr_code(address_for_apps(secret, person.email)),
        secret=spelled(secret),
        required=is_required(),
    )


def qr_code(text: str) -> Markup:
    """A picture for the page itself, as no address may carry the secret; dark on light in dark mode too."""
    import segno

    # the text holds nothing that a person wrote: the picture is paths alone
    look = {"scale": 4, "border": 4, "dark": "#000", "light": "#fff", "svgclass": None, "lineclass": None}
    return Markup(segno.make(text, error="m").svg_inline(title=_("QR code for your app"), **look))  # noqa: S704


def is_required() -> bool:
    return current_user.role in current_app.config["SECOND_FACTOR_ROLES"]


def present_page(person: Person, form: CodeForm, fault: str | None = None):
    """The page of somebody who has a second factor."""
    return render_template(
        "accounts/second_factor.html",
        form=form,
        fault=fault,
        own=second_factor_of(session(), person.id),
        left=recovery_codes_left(session(), person.id),
        required=is_required(),
    )


@blueprint.post("/recovery-codes")
@allow_signed_in
def renew_codes():
    """Ten new recovery codes, shown this once; the earlier ones no longer work."""
    person = own_person()
    refused = refusal(person)
    if refused:
        return refused
    codes = services.renew_recovery_codes(session(), person=person)
    session().commit()
    return render_template("accounts/recovery_codes.html", codes=codes, person=person, first=False)


@blueprint.post("/take-away")
@allow_signed_in
def take_away():
    """Takes the second factor away, for another phone or for good."""
    person = own_person()
    refused = refusal(person)
    if refused:
        return refused
    services.take_away(session(), person=person, by=person.public_id)
    session().commit()
    flash(_("The second factor is taken away."))
    return redirect(url_for("second_factor.form" if is_required() else "account.form"))


def refusal(person: Person):
    """What stands in the way of changing the second factor: none is there, or the code does not fit."""
    if not second_factor_of(session(), person.id):
        return redirect(url_for("second_factor.form"))
    form = CodeForm()
    fault, status = code_fault(person, form)
    return None if status == 200 else (present_page(person, form, fault), status)
