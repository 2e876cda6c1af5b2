"""Counts of persons of received reports, typed, so that pages can add them up without reading answers."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey.answering.persons import READINGS
from survey.data.base import Base, one_of


class PersonCounts(Base):
    """One table of counts by sex of a received report or supplement: written when it is signed, gone when it is
    returned.

    The columns are those of `Persons`; `reading`, `verdict` and `disagrees` those of `SignedCounts`. All can be made
    again from the answers.
    """

    __tablename__ = "person_counts"
    __table_args__ = (
        Index(None, "round_id", "part_id", "asked_project_id"),
        Index(None, "round_id", "part_id", "reading", "asked_project_id"),
        CheckConstraint(one_of("reading", READINGS), name="reading"),
    )

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"), primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    asked_project_id: Mapped[int] = mapped_column(ForeignKey("asked_project.id"))
    women_all: Mapped[int | None]
    women: Mapped[int | None]
    men_all: Mapped[int | None]
    men: Mapped[int | None]
    girls_all: Mapped[int | None]
    girls: Mapped[int | None]
    boys_all: Mapped[int | None]
    boys: Mapped[int | None]
    unrecorded_all: Mapped[int | None]
    unrecorded: Mapped[int | None]
    reading: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(Text)
    disagrees: Mapped[bool]
    fictitious: Mapped[bool]
