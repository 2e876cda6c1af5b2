"""Reads people, sign-ins and links."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from survey.accounts.delays import ACCOUNT, ADDRESS, CODE, Limit, seconds_to_wait
from survey.accounts.listing import ACTIVE, CLOSED, INVITED, PAGE_SIZE, PersonLine, Wanted, state_of
from survey.accounts.models import FailedAttempt, OneTimeLink, Person, PersonMission, SignIn
from survey.accounts.permissions import SignedIn
from survey.accounts.tokens import hashed
from survey.data import clock
from survey.data.copies import on_primary
from survey.data.direct import read
from survey.missions.models import Mission


def person_by_email(session: Session, email: str) -> Person | None:
    return session.scalar(select(Person).where(Person.email == email.casefold()))


def person_by_public_id(session: Session, public_id: str) -> Person | None:
    return session.scalar(select(Person).where(Person.public_id == public_id))


def people(session: Session) -> list[Person]:
    return list(session.scalars(select(Person).options(selectinload(Person.missions)).order_by(Person.email)))


def people_by_email(session: Session, emails: Collection[str]) -> dict[str, Person]:
    """The people with these addresses, which are in small letters, by address."""
    found = select(Person).where(Person.email.in_(emails)).order_by(Person.email)
    return {person.email: person for person in session.scalars(found)}


def successors(session: Session, *, roles: Collection[str], but: Person) -> list[Person]:
    """Everybody else with one of these roles whose account is open, by name."""
    others = (Person.active, Person.role.in_(roles), Person.id != but.id)
    return list(session.scalars(select(Person).where(*others).order_by(Person.name, Person.email)))


def people_lines(session: Session, wanted: Wanted) -> tuple[list[PersonLine], int]:
    """A page of the people who are looked for, by address, and how many there are on all pages.

    The number of statements does not grow with that of the people.
    """
    shown = _looked_for(select(Person), wanted).options(selectinload(Person.missions)).order_by(Person.email)
    page = shown.limit(PAGE_SIZE).offset((wanted.page - 1) * PAGE_SIZE)
    found = list(session.scalars(page))
    number = session.scalar(_looked_for(select(func.count(Person.id)), wanted)) or 0
    ids = [person.id for person in found]
    seen = _newest(session, SignIn.person_id, SignIn.started_at, SignIn.person_id.in_(ids))
    ends = _newest(session, OneTimeLink.person_id, OneTimeLink.ends_at, *waiting_links(ids))
    lines = [
        PersonLine(
            public_id=person.public_id,
            name=person.name,
            email=person.email,
            role=person.role,
            missions=tuple(mission.name for mission in person.missions),
            state=state_of(active=person.active, has_password=person.password_hash is not None),
            last_sign_in=seen.get(person.id),
            link_ends_at=ends.get(person.id),
        )
        for person in found
    ]
    return lines, number


def _looked_for(statement: Select, wanted: Wanted) -> Select:
    if wanted.words:
        parts = (Person.name, Person.email)
        statement = statement.where(or_(*(part.icontains(wanted.words, autoescape=True) for part in parts)))
    if wanted.role:
        statement = statement.where(Person.role == wanted.role)
    if wanted.mission:
        statement = statement.where(Person.missions.any(Mission.public_id == wanted.mission))
    if wanted.state:
        statement = statement.where(*IN_STATE[wanted.state])
    return statement


IN_STATE = {
    ACTIVE: (Person.active, Person.password_hash.is_not(None)),
    INVITED: (Person.active, Person.password_hash.is_(None)),
    CLOSED: (Person.active.is_(False),),
}


def _newest(session: Session, by, moment, *where) -> dict[int, datetime]:
    statement = select(by, func.max(moment)).where(*where).group_by(by).order_by(by)
    return dict(session.execute(statement).all())


def waiting_links(person_ids: Collection[int]) -> tuple:
    """The conditions for links of these people that can still be used."""
    return (
        OneTimeLink.person_id.in_(person_ids),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.ends_at > clock.now(),
    )


def link_ends_at(session: Session, person: Person) -> datetime | None:
    """When the newest link of the person that still waits ends."""
    return session.scalar(select(func.max(OneTimeLink.ends_at)).where(*waiting_links([person.id])))


def last_sign_in(session: Session, person: Person) -> datetime | None:
    return session.scalar(select(func.max(SignIn.started_at)).where(SignIn.person_id == person.id))


# built once: putting a statement together costs more than running this one
LIVE = on_primary(
    select(
        Person.id,
        Person.public_id,
        Person.name,
        Person.email,
        Person.role,
        Person.language,
        Person.writing_aid,
        SignIn.confirmed,
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
    person_id, public_id, name, email, role, language, writing_aid, confirmed, seen_at, _mission = rows[0]
    own = (person_id, public_id, name, email, role, language, missions, token, writing_aid, confirmed)
    return SignedIn(*own), seen_at


def signed_in(person: Person, token: str, *, confirmed: bool = False) -> SignedIn:
    """The same record from a person who has just signed in."""
    own = (person.id, person.public_id, person.name, person.email, person.role, person.language)
    missions = frozenset(mission.id for mission in person.missions)
    return SignedIn(*own, missions, token, person.writing_aid, confirmed)


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
    return max(
        _wait(session, FailedAttempt.account_hash, email.casefold(), ACCOUNT),
        _wait(session, FailedAttempt.address_hash, address, ADDRESS),
    )


def seconds_until_next_code(session: Session, *, public_id: str, address: str) -> int:
    """The same for one-time codes, which are counted for themselves: a right password forgets no wrong code."""
    return max(
        _wait(session, FailedAttempt.account_hash, codes_of(public_id), CODE),
        _wait(session, FailedAttempt.address_hash, address, ADDRESS),
    )


def codes_of(public_id: str) -> str:
    """The name under which a person's wrong codes are counted; no e-mail address can be it."""
    return f"codes of {public_id}"


def _wait(session: Session, column, value: str, limit: Limit) -> int:
    now = clock.now()
    recent = select(FailedAttempt.at).where(column == hashed(value), FailedAttempt.at > now - limit.window)
    return seconds_to_wait(list(session.scalars(recent)), limit, now=now)
