"""The texts of received reports, folded for searching."""

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey.data.base import Base


class AnswerText(Base):
    """What a received report, or a received supplement, answers to a part in words of its own.

    There as long as the report is received: a signature writes its rows, a return takes them away. Later signatures
    have higher ids. `main_id` is the report itself or the one that it supplements. `words` holds the folded words
    between single spaces, with a space at both ends, behind the marks of `survey.answering.texts`; the index of words
    follows it by triggers of the database (`survey.data.word_index`).
    """

    __tablename__ = "answer_text"
    __table_args__ = (
        Index(None, "report_id"),
        # one question's texts, page by page
        Index(None, "round_id", "part_id", "main_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    main_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    words: Mapped[str] = mapped_column(Text)
