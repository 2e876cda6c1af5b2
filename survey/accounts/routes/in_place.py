"""For scripts: who is signed in, and signing in again without leaving the page on which somebody writes."""

import base64
import hmac

from flask import Blueprint, current_app, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from survey.accounts.forms import CodeForm, SignInForm
from survey.accounts.models import Person
from survey.accounts.routes.sign_in import begin_again
from survey.accounts.routes.starting import (
    begin_second_step,
    code_fault,
    needs_code,
    person_in_second_step,
    person_of,
    start_sign_in,
)
from survey.web.database import session
from survey.web.roles import allow_everybody, allow_signed_in

blueprint = Blueprint("in_place", __name__, url_prefix="/session")


@blueprint.get("")
@allow_signed_in
def state():
    """Who is signed in, a fresh token for forms, and the key that locks what waits on this person's machine, with the
    hours after which pages locked with it may no longer be opened.

    The key belongs to the person, not to one sign-in: what was written before a sign-in ended can be read after the
    next one. It is kept nowhere; whoever has no live sign-in does not get it.
    """
    secret, own = current_app.config["SECRET_KEY"].encode(), current_user.public_id
    key = hmac.digest(secret, f"what waits for {own}".encode(), "sha256")
    return {
        "person": own,
        "token": generate_csrf(),
        "key": base64.b64encode(key).decode(),
        "hours": current_app.config["SURVEY_SIGN_IN_HOURS"],
    }


@blueprint.get("/sign-in")
@allow_everybody
def form():
    """The sign-in form as a piece of a page."""
    return render_template("accounts/_sign_in_again.html", form=SignInForm(formdata=None))


@blueprint.post("/sign-in")
@allow_everybody
def sign_in():
    """Signs in, or gives the form again with what is wrong.

    Texts on a page are saved in the name of the person who opened it: nobody else signs in there.
    """
    form = SignInForm()
    person, fault, status = person_of(form)
    if person and not is_of_the_page(person):
        person, fault, status = (
            None,
            _("This page belongs to somebody else. Use the account with which it was opened."),
            422,
        )
    if person is None:
        return render_template("accounts/_sign_in_again.html", form=form, fault=fault), status
    if needs_code(person):
        begin_second_step(person)
        session().commit()
        return render_template("accounts/_code_again.html", form=CodeForm(formdata=None))
    return signed_in(person)


@blueprint.post("/sign-in/code")
@allow_everybody
def second_step():
    """Signs in with a one-time code after the password, or gives the form again with what is wrong."""
    person = person_in_second_step()
    if person is None or not is_of_the_page(person):
        form = SignInForm(formdata=None)
        return render_template("accounts/_sign_in_again.html", form=form, fault=begin_again()), 422
    form = CodeForm()
    fault, status = code_fault(person, form)
    if status != 200:
        return render_template("accounts/_code_again.html", form=form, fault=fault), status
    return signed_in(person, confirmed=True)


def is_of_the_page(person: Person) -> bool:
    return person.public_id == request.form.get("person", person.public_id)


def signed_in(person: Person, *, confirmed: bool = False):
    start_sign_in(person, confirmed=confirmed)
    session().commit()
    return {"person": person.public_id, "token": generate_csrf()}
