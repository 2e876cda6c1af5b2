"""Who has a report open at this moment."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey.data.base import Base


class Presence(Base):
    """A sign of life of a person on a report; `question_code` is empty on its list of questions. No history.

    One row for each report and person. The database does not insist on it: two windows of one person may write at
    the same moment, the latest row counts, and the next writing leaves one.
    """

    __tablename__ = "presence"
    __table_args__ = (Index(None, "report_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    question_code: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[datetime]
