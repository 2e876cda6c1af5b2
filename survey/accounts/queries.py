"""Reads people, sign-ins and links."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload

from survey.accounts.delays import FREE_FOR_ACCOUNT, FREE_FOR_ADDRESS, WINDOW, seconds_to_wait
from survey.accounts.models import FailedAttempt, OneTimeLink, Person, PersonMission, SignIn
from survey.accounts.permissions import SignedIn
from survey.accounts.tokens import hashed
from survey.data import clock
from survey.data.direct import read


def person_by_email(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email == email.casefold()))


def person_by_public_id(session: Session, public_id: str) -> Person | None:
    return session.scalar(select(Person).where(Person.public_id == public_id))


def people(session: Session) -> list[Person]:
    return list(session.scalars(select(Person).options(selectinload(Person.missions)).order_by(Person.email)))


# built once: putting a statement together costs more than running this one
LIVE = (
    select(
        Person.id,
        Person.public_id,
        Person.name,
        Person.email,
        Person.role,
        Person.language,
        Person.writing_aid,
        SignIn.seen_at,
        PersonMission.mission_id,
    )
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(PersonMission, PersonMission.person_id == Person.id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.ends_at > bindparam("now"),
        SignIn.seen_at > bindparam("idle_since"),
        Person.active,
    )
)


def live_sign_in(session: Session, token: str, *, idle_hours: int) -> tuple[SignedIn, datetime] | None:
    """The person behind a cookie's token and when they were last seen; None once the sign-in has ended.

    One statement: it runs for every page.
    """
    now = clock.now()
    values = {"token_hash": hashed(token), "now": now, "idle_since": now - timedelta(hours=idle_hours)}
    rows = read(session, LIVE, values).all()
    if not rows:
        return None
    missions = frozenset(row.mission_id for row in rows if row.mission_id is not None)
    person_id, public_id, name, email, role, language, writing_aid, seen_at, _mission = rows[0]
    own = (person_id, public_id, name, email, role, language)
    return SignedIn(*own, mission_ids=missions, token=token, writing_aid=writing_aid), seen_at


def signed_in(person: Person, token: str) -> SignedIn:
    """The same record from a person who has just signed in."""
    own = (person.id, person.public_id, person.name, person.email, person.role, person.language)
    missions = frozenset(mission.id for mission in person.missions)
    return SignedIn(*own, mission_ids=missions, token=token, writing_aid=person.writing_aid)


def sign_ins(session: Session, person_id: int, *, idle_hours: int) -> list[SignIn]:
    """The browsers in which this person is signed in now, newest first."""
    now = clock.now()
    live = (
        SignIn.person_id == person_id,
        SignIn.ended_at.is_(None),
        SignIn.ends_at > now,
        SignIn.seen_at > now - timedelta(hours=idle_hours),
    )
    return list(session.scalars(select(SignIn).where(*live).order_by(SignIn.seen_at.desc(), SignIn.id)))


def open_link(session: Session, token: str) -> OneTimeLink | None:
    """The link with this token while it can still be used."""
    waiting = (
        OneTimeLink.token_hash == hashed(token),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.ends_at > clock.now(),
    )
    link = session.scalar(select(OneTimeLink).options(joinedload(OneTimeLink.person)).where(*waiting))
    return link if link and link.person.active else None


def seconds_until_next_try(session: Session, *, email: str, address: str) -> int:
    """How long this account, or this address, has to wait before it may try to sign in again."""
    now = clock.now()

    def wait(column, value: str, free: int) -> int:
        recent = select(FailedAttempt.at).where(column == hashed(value), FailedAttempt.at > now - WINDOW)
        return seconds_to_wait(list(session.scalars(recent)), free=free, now=now)

    return max(
        wait(FailedAttempt.account_hash, email.casefold(), FREE_FOR_ACCOUNT),
        wait(FailedAttempt.address_hash, address, FREE_FOR_ADDRESS),
    )
