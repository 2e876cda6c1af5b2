"""People, their missions, their sign-ins, the links that let them in, their second factor and their access tokens."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.data.base import Base, new_public_id, one_of
from survey.missions.models import Mission
from survey.web.roles import ROLES

PURPOSES = ("invitation", "sign_in")


class PersonMission(Base):
    __tablename__ = "person_mission"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"), primary_key=True, index=True)


class Person(Base):
    """Somebody with an account. Without a password hash they can only come in by a one-time link."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint(one_of("role", ROLES), name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Text, unique=True, default=new_public_id)
    email: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text, default="")
    role: Mapped[str] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    writing_aid: Mapped[bool] = mapped_column(default=True)

    missions: Mapped[list[Mission]] = relationship(secondary="person_mission", order_by=Mission.name)


class SignIn(Base):
    """One signed-in browser. The cookie carries a random token; only its SHA-256 is stored.

    `browser` names it coarsely, as in Firefox on Windows; rows of earlier versions hold what it said of itself.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Text, unique=True, default=new_public_id)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    browser: Mapped[str] = mapped_column(Text, default="")
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    # by a one-time code of the person's second factor, besides the password
    confirmed: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship()


class OneTimeLink(Base):
    """A link that works once: an invitation to choose a password, also instead of a forgotten one, or a sign-in of a
    development machine."""

    __tablename__ = "one_time_link"
    __table_args__ = (CheckConstraint(one_of("purpose", PURPOSES), name="purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class FailedAttempt(Base):
    """A failed sign-in, counted by account and by address; both are stored as hashes only."""

    __tablename__ = "failed_attempt"
    __table_args__ = (Index(None, "account_hash", "at"), Index(None, "address_hash", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_hash: Mapped[str] = mapped_column(Text)
    address_hash: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class SecondFactor(Base):
    """What a person's app makes one-time codes with. Its secret is made of `seed` and of the installation's key.

    `last_step` counts the half minutes since 1970 up to that of the newest code taken: no code is taken twice.
    """

    __tablename__ = "second_factor"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seed: Mapped[str] = mapped_column(Text)
    last_step: Mapped[int]
    set_up_at: Mapped[datetime]


class RecoveryCode(Base):
    """A code that works once in place of the app's, hashed like a password."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(Text)
    used_at: Mapped[datetime | None]


class AccessToken(Base):
    """What a program of the person downloads with, instead of a sign-in; only the token's SHA-256 is stored.

    `name` is the person's own word for it. `used_at` lags behind by up to an hour; `ended_at` is set when it is ended
    before its time.
    """

    __tablename__ = "access_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Text, unique=True, default=new_public_id)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
