"""People come and go: invitations, roles and missions, passwords, sign-ins."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from survey.accounts.access_tokens.services import end_access_tokens, end_for_other_role
from survey.accounts.browsers import coarse
from survey.accounts.delays import WINDOW
from survey.accounts.models import FailedAttempt, OneTimeLink, Person, SignIn
from survey.accounts.permissions import SignedIn
from survey.accounts.queries import person_by_email
from survey.accounts.tokens import hashed, new_token
from survey.audit.services import record
from survey.data import clock
from survey.data.direct import write
from survey.missions.models import Mission
from survey.web.roles import ADMINISTRATOR
from survey.web.wording import BadInput, sentence

# argon2id with the parameters that OWASP's password storage sheet gives for 19 MiB
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


LAST_ADMINISTRATOR = sentence(
    "This is the last survey administrator who can sign in. Make somebody else an administrator first, and let them "
    "choose a password."
)


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
    session: Session,
    *,
    email: str,
    role: str,
    missions: Sequence[Mission] = (),
    name: str = "",
    language: str | None = None,
    by: str,
) -> Person:
    """A person with this role and these missions; somebody invited before keeps their password, not their old role."""
    person = person_by_email(session, email)
    if person is None:
        made = {"name": name, "role": role, "language": language, "created_at": clock.now()}
        person = Person(email=email.casefold(), **made)
        session.add(person)
    elif role != ADMINISTRATOR:
        keep_an_administrator(session, without=person)
    person.role, person.active, person.missions = role, True, list(missions)
    session.flush()
    end_for_other_role(session, person=person)
    record(session, person=by, action="invite", subject=person.public_id, role=role)
    return person


def keep_an_administrator(session: Session, *, without: Person) -> None:
    """Refuses what would leave no administrator who can sign in: raises BadInput.

    The administrators are locked, so that two of them cannot take each other away at the same moment.
    """
    active = (Person.role == ADMINISTRATOR, Person.active)
    rows = session.execute(
        select(Person.id, Person.password_hash).where(*active).order_by(Person.id).with_for_update()
    ).all()
    if without.id not in {id for id, _password in rows}:
        return
    if not any(password for id, password in rows if id != without.id):
        raise BadInput(LAST_ADMINISTRATOR)


def change_role(
    session: Session, *, person: Person, role: str, missions: Sequence[Mission] = (), by: str
) -> None:
    """Gives the person this role and these missions, which counts from their next request on."""
    if role != ADMINISTRATOR:
        keep_an_administrator(session, without=person)
    before = {"role_before": person.role, "missions_before": [own.public_id for own in person.missions]}
    person.role, person.missions = role, list(missions)
    session.flush()
    end_for_other_role(session, person=person)
    now = {"role": role, "missions": [own.public_id for own in missions]}
    record(session, person=by, action="change role", subject=person.public_id, **before, **now)


def hand_over(session: Session, *, leaver: Person, successor: Person, role: str, by: str) -> None:
    """Gives the leaver's missions to the successor, beside their own and with this role, and closes the account.

    What the leaver wrote and signed keeps their name.
    """
    own = {mission.id: mission for mission in (*successor.missions, *leaver.missions)}
    change_role(session, person=successor, role=role, missions=list(own.values()), by=by)
    change_role(session, person=leaver, role=leaver.role, by=by)
    record(session, person=by, action="hand over", subject=leaver.public_id, successor=successor.public_id)
    deactivate(session, person=leaver, by=by)


def hours_setting(person: Person) -> str:
    """The setting that says how long a link may wait: shorter where it stands in for a password that is known."""
    return "SURVEY_RESET_HOURS" if person.password_hash else "SURVEY_LINK_HOURS"


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
    instead = {"instead_of_password": True} if person.password_hash and purpose == "invitation" else {}
    record(session, person=by, action="make link", subject=person.public_id, purpose=purpose, **instead)
    return token


def use_link(session: Session, *, link: OneTimeLink) -> bool:
    """Marks a link as used; False when somebody was quicker."""
    unused = (OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
    return write(session, update(OneTimeLink).where(*unused).values(used_at=clock.now())) == 1


def set_password(session: Session, *, person: Person, password: str) -> None:
    """Stores a new password and ends all sign-ins, links and access tokens of the person."""
    person.password_hash = HASHER.hash(password)
    end_sign_ins(session, person_id=person.id)
    end_links(session, person_id=person.id)
    end_access_tokens(session, person_id=person.id)
    record(session, person=person.public_id, action="set password", subject=person.public_id)


def sign_in(
    session: Session, *, person: Person, hours: int, browser: str = "", confirmed: bool = False
) -> str:
    """Starts a sign-in of at most `hours`; returns the token that the cookie carries.

    `browser` is what the browser says of itself, of which only a coarse name is kept; `confirmed` means by a second
    factor.
    """
    token, now = new_token(), clock.now()
    row = SignIn(
        token_hash=hashed(token),
        person_id=person.id,
        browser=coarse(browser),
        started_at=now,
        seen_at=now,
        ends_at=now + timedelta(hours=hours),
        confirmed=confirmed,
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


def end_sign_in(session: Session, *, sign_in: SignIn, by: str) -> None:
    """Signs one browser out."""
    sign_in.ended_at = clock.now()
    session.flush()
    record(session, person=by, action="end sign-in", subject=by)


def end_all_sign_ins(session: Session, *, person: Person, by: str) -> None:
    """Signs the person out everywhere."""
    end_sign_ins(session, person_id=person.id)
    record(session, person=by, action="end all sign-ins", subject=person.public_id)


def end_links(session: Session, *, person_id: int) -> None:
    """Ends every link of the person that still waits."""
    waiting = (OneTimeLink.person_id == person_id, OneTimeLink.used_at.is_(None))
    session.execute(update(OneTimeLink).where(*waiting).values(used_at=clock.now()))


def end_other_sign_ins(session: Session, *, person: SignedIn) -> None:
    """Signs the person out of all browsers but the one that asks."""
    end_sign_ins(session, person_id=person.person_id, keep=person.token)
    record(session, person=person.public_id, action="end other sign-ins", subject=person.public_id)


def mark_seen(session: Session, *, token: str) -> None:
    session.execute(update(SignIn).where(SignIn.token_hash == hashed(token)).values(seen_at=clock.now()))


def note_failure(session: Session, *, email: str, address: str) -> None:
    """Counts a failed sign-in, and forgets those that no longer count."""
    count_failure(session, account=email.casefold(), address=address)
    record(session, person="nobody", action="failed sign in", subject=hashed(email.casefold())[:16])


def count_failure(session: Session, *, account: str, address: str) -> None:
    now = clock.now()
    session.execute(delete(FailedAttempt).where(FailedAttempt.at < now - 4 * WINDOW))
    session.add(FailedAttempt(account_hash=hashed(account), address_hash=hashed(address), at=now))
    session.flush()


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
    """Ends the account's use at once; what the person wrote stays. Raises BadInput for the last administrator."""
    keep_an_administrator(session, without=person)
    person.active = False
    end_sign_ins(session, person_id=person.id)
    end_links(session, person_id=person.id)
    end_access_tokens(session, person_id=person.id)
    record(session, person=by, action="deactivate", subject=person.public_id)


def reactivate(session: Session, *, person: Person, by: str) -> None:
    """Opens a closed account again, with its role, missions and password; all that was ended stays so."""
    person.active = True
    session.flush()
    record(session, person=by, action="reactivate", subject=person.public_id)
