"""What the working group asks about a report that it returned, and what is said about it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey.data.base import Base


class Clarification(Base):
    """A question about a report as a whole (`part_id` is None) or about one part, asked with a return.

    Who asked and when stands in its event. It stays open until `settled_at`: the working group's next decision.
    """

    __tablename__ = "clarification"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("report_event.id"))
    part_id: Mapped[int | None] = mapped_column(ForeignKey("part.id"))
    reason: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    settled_at: Mapped[datetime | None]


class ClarificationNote(Base):
    """What somebody wrote in the thread of a clarification. Append-only."""

    __tablename__ = "clarification_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    clarification_id: Mapped[int] = mapped_column(ForeignKey("clarification.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_mission: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
