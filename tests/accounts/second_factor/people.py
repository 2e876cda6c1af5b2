"""People with a second factor, and the codes of their apps."""

import pyotp
from sqlalchemy import select, update

from survey.accounts.models import Person, RecoveryCode, SecondFactor, SignIn
from survey.accounts.second_factor.codes import as_meant, new_recovery_codes, secret_of
from survey.accounts.services import HASHER
from survey.data import clock
from tests.support.app import writing

SEED = "a-seed"


def give_second_factor(app, email):
    """Gives somebody a second factor; returns two recovery codes, since hashing all ten takes its time."""
    codes = new_recovery_codes()[:2]
    with writing(app) as session:
        own = session.scalar(select(Person.id).where(Person.email == email))
        session.add(SecondFactor(person_id=own, seed=SEED, last_step=0, set_up_at=clock.now()))
        session.execute(update(SignIn).where(SignIn.person_id == own).values(ended_at=clock.now()))
        for code in codes:
            session.add(RecoveryCode(person_id=own, code_hash=HASHER.hash(as_meant(code))))
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
