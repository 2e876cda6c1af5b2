"""Files and links that support an answer."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey.answering.evidence import EVIDENCE_KINDS
from survey.data.base import Base, new_public_id, one_of


class Evidence(Base):
    """A file or a link of a part of a report. Removing one only marks it: the row tells who did it, and when.

    The `name` of a link is its address. `size` is in bytes.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        Index(None, "report_id", "part_id"),
        CheckConstraint(one_of("kind", EVIDENCE_KINDS), name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Text, unique=True, default=new_public_id)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, default="")
    media_type: Mapped[str] = mapped_column(Text, default="")
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(Text, default="")
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]


class EvidenceContent(Base):
    """The bytes of a file, in a table of their own, so that no list ever loads them."""

    __tablename__ = "evidence_content"

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
