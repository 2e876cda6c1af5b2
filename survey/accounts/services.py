"""People come and go: invitations, passwords, sign-ins."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from survey.accounts.delays import WINDOW
from survey.accounts.models import FailedAttempt, OneTimeLink, Person, SignIn
from survey.accounts.permissions import SignedIn
from survey.accounts.queries import person_by_email
from survey.accounts.tokens import hashed, new_token
from survey.audit.services import record
from survey.data import clock
from survey.data.direct import write
from survey.missions.models import Mission

# argon2id with the parameters that OWASP's password storage sheet gives for 19 MiB
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _no_password() -> str:
    return HASHER.hash(secrets.token_hex(16))


def password_fits(person: Person | None, password: str) -> bool:
    """Whether the password is this person's. Takes the same time for unknown people and those without a password."""
    known = person.password_hash if person and person.active else None
    try:
        HASHER.verify(known or _no_password(), password)
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


def invite(
    session: Session, *, email: str, role: str, missions: Sequence[Mission] = (), name: str = "", by: str
) -> Person:
    """A person with this role and these missions; somebody invited before keeps their password, not their old role."""
    person = person_by_email(session, email)
    if person is None:
        person = Person(email=email.casefold(), name=name, role=role, created_at=clock.now())
        session.add(person)
    person.role, person.active, person.missions = role, True, list(missions)
    session.flush()
    record(session, person=by, action="invite", subject=person.public_id, role=role)
    return person


def make_link(session: Session, *, person: Person, purpose: str, hours: int, by: str = "command") -> str:
    """A new one-time token for this person. Links of the same purpose that still wait stop working."""
    token, now = new_token(), clock.now()
    waiting = (
        OneTimeLink.person_id == person.id,
        OneTimeLink.purpose == purpose,
        OneTimeLink.used_at.is_(None),
    )
    session.execute(update(OneTimeLink).where(*waiting).values(used_at=now))
    link = OneTimeLink(
        token_hash=hashed(token),
        person_id=person.id,
        purpose=purpose,
        created_at=now,
        ends_at=now + timedelta(hours=hours),
    )
    session.add(link)
    session.flush()
    record(session, person=by, action="make link", subject=person.public_id, purpose=purpose)
    return token


def use_link(session: Session, *, link: OneTimeLink) -> bool:
    """Marks a link as used; False when somebody was quicker."""
    unused = (OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
    return write(session, update(OneTimeLink).where(*unused).values(used_at=clock.now())) == 1


def set_password(session: Session, *, person: Person, password: str) -> None:
    """Stores a new password and ends all sign-ins of the person."""
    person.password_hash = HASHER.hash(password)
    end_sign_ins(session, person_id=person.id)
    record(session, person=person.public_id, action="set password", subject=person.public_id)


def sign_in(session: Session, *, person: Person, hours: int, browser: str = "") -> str:
    """Starts a sign-in of at most `hours`; returns the token that the cookie carries."""
    token, now = new_token(), clock.now()
    row = SignIn(
        token_hash=hashed(token),
        person_id=person.id,
        browser=browser[:200],
        started_at=now,
        seen_at=now,
        ends_at=now + timedelta(hours=hours),
    )
    session.add(row)
    session.flush()
    record(session, person=person.public_id, action="sign in", subject=person.public_id)
    return token


def sign_out(session: Session, *, token: str, person: str) -> None:
    session.execute(update(SignIn).where(SignIn.token_hash == hashed(token)).values(ended_at=clock.now()))
    record(session, person=person, action="sign out", subject=person)


def end_sign_ins(session: Session, *, person_id: int, keep: str = "") -> None:
    """Ends every sign-in of the person but the one with the token `keep`."""
    others = (SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.token_hash != hashed(keep))
    session.execute(update(SignIn).where(*others).values(ended_at=clock.now()))


def end_other_sign_ins(session: Session, *, person: SignedIn) -> None:
    """Signs the person out of all browsers but the one that asks."""
    end_sign_ins(session, person_id=person.person_id, keep=person.token)
    record(session, person=person.public_id, action="end other sign-ins", subject=person.public_id)


def mark_seen(session: Session, *, token: str) -> None:
    session.execute(update(SignIn).where(SignIn.token_hash == hashed(token)).values(seen_at=clock.now()))


def note_failure(session: Session, *, email: str, address: str) -> None:
    """Counts a failed sign-in, and forgets those that no longer count."""
    now = clock.now()
    session.execute(delete(FailedAttempt).where(FailedAttempt.at < now - 4 * WINDOW))
    session.add(FailedAttempt(account_hash=hashed(email.casefold()), address_hash=hashed(address), at=now))
    session.flush()
    record(session, person="nobody", action="failed sign in", subject=hashed(email.casefold())[:16])


def forget_failures(session: Session, *, email: str) -> None:
    session.execute(delete(FailedAttempt).where(FailedAttempt.account_hash == hashed(email.casefold())))


def choose_language(session: Session, *, person_id: int, language: str) -> None:
    session.execute(update(Person).where(Person.id == person_id).values(language=language))


def switch_writing_aid(session: Session, *, person: SignedIn, on: bool) -> None:
    """Shows the person help while they write, or no longer."""
    session.execute(update(Person).where(Person.id == person.person_id).values(writing_aid=on))
    record(session, person=person.public_id, action="switch writing aid", subject=person.public_id, on=on)


def change_profile(session: Session, *, person: Person, name: str, language: str) -> None:
    person.name, person.language = name, language
    record(session, person=person.public_id, action="change profile", subject=person.public_id)


def deactivate(session: Session, *, person: Person, by: str) -> None:
    """Ends the account's use at once; what the person wrote stays."""
    person.active = False
    end_sign_ins(session, person_id=person.id)
    links = (OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
    session.execute(update(OneTimeLink).where(*links).values(used_at=clock.now()))
    record(session, person=by, action="deactivate", subject=person.public_id)
