"""Reads access tokens."""

from dataclasses import dataclass, field

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from survey.accounts.access_tokens.limits import LISTED_AFTER_END, tries_from
from survey.accounts.delays import ADDRESS, seconds_to_wait
from survey.accounts.models import AccessToken, FailedAttempt, Person, SecondFactor
from survey.accounts.tokens import hashed
from survey.data import clock
from survey.data.copies import on_primary
from survey.data.direct import read


@dataclass(frozen=True)
class Holder:
    """The person for whom a program asks, as far as a download and the log need to know.

    It is no sign-in: no page takes it for one. `token_id` is the public id of the token that was shown.
    """

    public_id: str
    role: str
    language: str | None
    has_second_factor: bool
    token_id: str = field(default="")

    is_authenticated = False
    is_active = True
    is_anonymous = True


# what was ended a moment ago must open nothing, whatever a copy of the database still says
LIVE = on_primary(
    select(
        Person.public_id,
        Person.role,
        Person.language,
        SecondFactor.person_id.is_not(None),
        AccessToken.public_id,
    )
    .join(Person, Person.id == AccessToken.person_id)
    .outerjoin(SecondFactor, SecondFactor.person_id == Person.id)
    .where(
        AccessToken.token_hash == bindparam("token_hash"),
        AccessToken.ended_at.is_(None),
        AccessToken.ends_at > bindparam("now"),
        Person.active,
    )
)


def holder_of(session: Session, token: str) -> Holder | None:
    """Whose living token this is; None for one that was ended, is over, or never was: one statement for all."""
    row = read(session, LIVE, {"token_hash": hashed(token), "now": clock.now()}).first()
    return Holder(*row) if row else None


def alive_access_tokens(session: Session, person_id: int) -> list[AccessToken]:
    """The person's tokens that open something, the newest first."""
    return [token for token in listed_access_tokens(session, person_id) if is_alive(token)]


def is_alive(token: AccessToken) -> bool:
    return token.ended_at is None and token.ends_at > clock.now()


def listed_access_tokens(session: Session, person_id: int) -> list[AccessToken]:
    """The person's tokens, also those that ended a short time ago; the newest first."""
    since = clock.now() - LISTED_AFTER_END
    recent = (
        AccessToken.person_id == person_id,
        AccessToken.ends_at > since,
        or_(AccessToken.ended_at.is_(None), AccessToken.ended_at > since),
    )
    newest_first = (AccessToken.made_at.desc(), AccessToken.id.desc())
    return list(session.scalars(select(AccessToken).where(*recent).order_by(*newest_first)))


def number_alive(session: Session, person_id: int) -> int:
    alive = (
        AccessToken.person_id == person_id,
        AccessToken.ended_at.is_(None),
        AccessToken.ends_at > clock.now(),
    )
    return session.scalar(select(func.count(AccessToken.id)).where(*alive)) or 0


def seconds_until_next_token(session: Session, *, address: str) -> int:
    """How long this address has to wait after too many wrong tokens."""
    now = clock.now()
    tries = FailedAttempt.address_hash == hashed(tries_from(address))
    recent = select(FailedAttempt.at).where(tries, FailedAttempt.at > now - ADDRESS.window)
    return seconds_to_wait(list(session.scalars(recent)), ADDRESS, now=now)
