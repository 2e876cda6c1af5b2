"""The steps of a sign-in: the password, then the one-time code of whoever has a second factor, then the cookie.

Between the two steps the browser's signed cookie says whose password was right, for ten minutes and for as long as
that password is the person's. It opens nothing but the question for the code.
"""

from datetime import timedelta

from flask import current_app, request
from flask import session as cookie
from flask_babel import gettext as _

from survey.accounts import queries, services
from survey.accounts.forms import CodeForm, SignInForm
from survey.accounts.models import Person
from survey.accounts.second_factor.queries import second_factor_of
from survey.accounts.second_factor.services import forget_wrong_codes, note_wrong_code, take_code
from survey.accounts.tokens import hashed
from survey.data import clock
from survey.web.database import session
from survey.web.signed_in import begin

SECOND_STEP = "second_step"
MINUTES_FOR_CODE = timedelta(minutes=10)


def person_of(form: SignInForm) -> tuple[Person | None, str | None, int]:
    """Whoever the form's address and password belong to; else why not, with the status of the answer."""
    if not form.validate_on_submit():
        return None, None, 422 if form.errors else 200
    attempt = {"email": form.email.data or "", "address": request.remote_addr or ""}
    wait = queries.seconds_until_next_try(session(), **attempt)
    if wait:
        return None, too_many(wait), 429
    person = queries.person_by_email(session(), form.email.data or "")
    # asked in this order, an unknown person costs as much time as a known one
    if not services.password_fits(person, form.password.data or "") or person is None:
        services.note_failure(session(), **attempt)
        session().commit()
        return None, _("The e-mail address and the password do not fit together. Try again."), 422
    services.forget_failures(session(), email=person.email)
    return person, None, 200


def own_password_fault(person: Person, typed: str) -> str | None:
    """Why this is not the password of somebody who is signed in already; wrong ones are counted and committed."""
    attempt = {"email": person.email, "address": request.remote_addr or ""}
    wait = queries.seconds_until_next_try(session(), **attempt)
    if wait:
        return too_many(wait)
    if services.password_fits(person, typed):
        return None
    services.note_failure(session(), **attempt)
    session().commit()
    return _("This is not your password until now.")


def too_many(wait: int) -> str:
    return _("Too many attempts. Wait %(seconds)s seconds, then try again.", seconds=wait)


def code_fault(person: Person, form: CodeForm) -> tuple[str | None, int]:
    """Why the form's code does not open this account, with the status of the answer; None once it was taken.

    A wrong code is committed at once, so nothing else may have been written before.
    """
    if not form.validate_on_submit():
        return None, 422
    own = {"public_id": person.public_id, "address": request.remote_addr or ""}
    wait = queries.seconds_until_next_code(session(), **own)
    if wait:
        return too_many(wait), 429
    typed = form.one_time_code.data or ""
    if not take_code(session(), person=person, typed=typed, key=current_app.config["SECRET_KEY"]):
        note_wrong_code(session(), person=person, address=own["address"])
        session().commit()
        return _(
            "This code does not fit. Each code works once and for about a minute; take the one that your app shows now."
        ), 422
    forget_wrong_codes(session(), person=person)
    return None, 200


def needs_code(person: Person) -> bool:
    return second_factor_of(session(), person.id) is not None


def begin_second_step(person: Person) -> None:
    """Remembers in this browser that this person's password was right."""
    cookie[SECOND_STEP] = {
        "person": person.public_id,
        "password": _mark(person),
        "until": (clock.now() + MINUTES_FOR_CODE).timestamp(),
    }


def person_in_second_step() -> Person | None:
    """The person whose password this browser has shown, and who is still to show a code; None when it is too late."""
    begun = cookie.get(SECOND_STEP)
    if begun is None or begun["until"] < clock.now().timestamp():
        return None
    person = queries.person_by_public_id(session(), begun["person"])
    if person is None or not person.active or _mark(person) != begun["password"]:
        return None
    return person if needs_code(person) else None


def _mark(person: Person) -> str:
    """Changes with the password, and says nothing about it."""
    return hashed(f"{person.public_id} {person.password_hash}")[:16]


def start_sign_in(person: Person, *, confirmed: bool = False) -> None:
    """A new sign-in of this browser as `person`, `confirmed` by a one-time code; the view commits."""
    hours = current_app.config["SURVEY_SIGN_IN_HOURS"]
    own = {"hours": hours, "browser": request.user_agent.string, "confirmed": confirmed}
    token = services.sign_in(session(), person=person, **own)
    begin(queries.signed_in(person, token, confirmed=confirmed), person.language)
