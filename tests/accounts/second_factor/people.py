"""People with a second factor, and the codes of their apps."""

import pyotp
from sqlalchemy import select

from survey.accounts.models import Person
from survey.accounts.second_factor import services
from survey.accounts.second_factor.codes import secret_of
from survey.data import clock
from tests.support.app import writing

SEED = "a-seed"


def give_second_factor(app, email):
    """Sets somebody's second factor up; returns the recovery codes."""
    with writing(app) as session:
        person = session.scalar(select(Person).where(Person.email == email))
        codes = services.set_up(session, person=person, seed=SEED, step=0, token="none")
        session.commit()
    return codes


def code_of(app, email, seed=SEED):
    """The code that this person's app shows now."""
    with writing(app) as session:
        public_id = session.scalar(select(Person.public_id).where(Person.email == email))
    return pyotp.TOTP(secret_of(app.config["SECRET_KEY"], public_id, seed)).at(clock.now())


def another_code(code):
    """Six digits that are not this code."""
    return f"{(int(code) + 1) % 1_000_000:06d}"
