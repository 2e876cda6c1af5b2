"""Makes and ends access tokens, and counts those that open nothing."""

from datetime import timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from survey.accounts.access_tokens.limits import MAY_DOWNLOAD, USED_EVERY, tries_from
from survey.accounts.delays import WINDOW
from survey.accounts.models import AccessToken, FailedAttempt, Person
from survey.accounts.tokens import hashed, new_access_token
from survey.audit.services import record
from survey.data import clock
from survey.data.direct import write


def make_access_token(session: Session, *, person: Person, name: str, days: int) -> tuple[AccessToken, str]:
    """A new access token of this person, which ends after so many days; the token itself is kept nowhere."""
    token, now = new_access_token(), clock.now()
    made = AccessToken(
        token_hash=hashed(token),
        person_id=person.id,
        name=name,
        made_at=now,
        ends_at=now + timedelta(days=days),
    )
    session.add(made)
    session.flush()
    _record(session, "make access token", person=person.public_id, token=made.public_id, name=name, days=days)
    return made, token


def end_access_token(session: Session, *, token: AccessToken, by: str) -> None:
    """Lets nothing be downloaded with it any more."""
    token.ended_at = clock.now()
    session.flush()
    _record(session, "end access token", person=by, token=token.public_id, name=token.name)


def end_all_access_tokens(session: Session, *, person: Person, by: str) -> int:
    """Ends all of a person's tokens; how many there were."""
    number = end_access_tokens(session, person_id=person.id)
    record(session, person=by, action="end all access tokens", subject=person.public_id, number=number)
    return number


def end_access_tokens(session: Session, *, person_id: int) -> int:
    """The same as a part of something else, which is on record itself."""
    alive = (
        AccessToken.person_id == person_id,
        AccessToken.ended_at.is_(None),
        AccessToken.ends_at > clock.now(),
    )
    return write(session, update(AccessToken).where(*alive).values(ended_at=clock.now()))


def end_for_other_role(session: Session, *, person: Person) -> None:
    """Ends the tokens of somebody who now has a role that downloads nothing; they stay ended if the role comes back."""
    if person.role not in MAY_DOWNLOAD:
        end_access_tokens(session, person_id=person.id)


def mark_used(session: Session, *, token_id: str) -> None:
    """Keeps when the token with this public id was last used, to the hour: not every download writes it."""
    now = clock.now()
    stale = (
        AccessToken.public_id == token_id,
        or_(AccessToken.used_at.is_(None), AccessToken.used_at < now - USED_EVERY),
    )
    write(session, update(AccessToken).where(*stale).values(used_at=now))


def note_wrong_token(session: Session, *, token: str, address: str) -> None:
    """Counts a token that opened nothing for the address that it came from, apart from its sign-ins."""
    now = clock.now()
    session.execute(delete(FailedAttempt).where(FailedAttempt.at < now - 4 * WINDOW))
    # nobody's account: whose token it may have been says nothing about who tries
    tries = hashed(tries_from(address))
    session.add(FailedAttempt(account_hash=tries, address_hash=tries, at=now))
    session.flush()
    record(session, person="nobody", action="wrong access token", subject=hashed(token)[:16])


def _record(session: Session, action: str, *, person: str, token: str, **details: object) -> None:
    record(session, person=person, action=action, subject=token, **details)
