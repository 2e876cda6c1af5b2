"""What the working group keeps while it compares."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey.accounts.models import Person
from survey.data.base import Base, new_public_id


class Quote(Base):
    """A passage of an answer, or the whole of it (`whole`), collected for all of the working group.

    `text` is what the answer said in its version `answer_version`, and stays that when the answer is changed later.
    `edition` counts the changes of the note, which is the working group's own.
    """

    __tablename__ = "quote"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Text, unique=True, default=new_public_id)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    answer_version: Mapped[int]
    question_version: Mapped[int]
    language: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    whole: Mapped[bool]
    note: Mapped[str] = mapped_column(Text, default="")
    edition: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    collected_at: Mapped[datetime]
