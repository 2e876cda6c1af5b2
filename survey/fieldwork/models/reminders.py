"""Reminders: which were due, in which messages they went out, and what became of these."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey.data.base import Base, new_public_id, one_of
from survey.fieldwork.outbox import STATES
from survey.fieldwork.reminders import REASONS


class ReminderMessage(Base):
    """One message to one person. Its words are not stored: they are made when it is sent or printed.

    `edition` counts how often something was added to it before it went out; `tries` how often it was sent in vain.
    `failure` and `reply` say why it failed last. `done_at` is when it was sent or handed over.
    """

    __tablename__ = "reminder_message"
    __table_args__ = (CheckConstraint(one_of("state", STATES), name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Text, unique=True, default=new_public_id)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[str] = mapped_column(Text, index=True)
    edition: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(Text, default="")
    reply: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]


class Reminder(Base):
    """That somebody is reminded of a report for a reason; `key` is the reason with its date. Never twice the same."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("report_id", "person_id", "key"),
        CheckConstraint(one_of("reason", REASONS), name="reason"),
        Index(None, "message_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    message_id: Mapped[int] = mapped_column(ForeignKey("reminder_message.id"))
