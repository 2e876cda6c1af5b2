"""The audit trail: append-only, each entry sealed with the one before."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from survey.data.base import Base


class AuditEntry(Base):
    """Who did what to which thing, and when. `seal` is the SHA-256 of this entry and of the seal before it."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    person: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    details: Mapped[str] = mapped_column(Text)
    seal: Mapped[str] = mapped_column(Text, unique=True)


class AuditHead(Base):
    """One row that holds the newest seal; writers lock it, so that the chain has no forks."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seal: Mapped[str] = mapped_column(Text)
