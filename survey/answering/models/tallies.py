"""Which reports of a round give which answer, as bits, so that no page counts answers one by one."""

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey.data.base import Base


class AnswerBitmap(Base):
    """A set of reports of a round within one chunk of its list, see `survey.answering.tallied` for the keys.

    It follows from reports and answers and can be made anew at any time. `reports` is how many bits are set; a row
    without any is not kept, but for the one of the reports due, which writers lock.
    """

    __tablename__ = "answer_bitmap"
    __table_args__ = (Index(None, "round_id", "key"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), primary_key=True)
    chunk: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text, primary_key=True)
    reports: Mapped[int]
    bits: Mapped[bytes] = mapped_column(LargeBinary)
