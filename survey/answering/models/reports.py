"""Reports and their answers, with everything that was ever written."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.answering.states import STATES
from survey.answering.statuses import SAVED_STATUSES
from survey.data.base import Base, new_public_id, one_of
from survey.questionnaire.models import QuestionnaireVersion
from survey.rounds.models import AskedProject

OUTCOMES = ("saved", "kept_aside")


class Report(Base):
    """What one project answers in one round. `version_id` is the version of the questionnaire that it answers.

    A supplement is a report of its own, which asks only what was added after the one that it `supplements` was
    submitted. `closes_at` is its own end of answering, None: its round's.
    """

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint(one_of("state", STATES), name="state"),
        Index(
            "uq_report_asked_project_id",
            "asked_project_id",
            unique=True,
            sqlite_where=text("supplements_id IS NULL"),
            postgresql_where=text("supplements_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(Text, unique=True, default=new_public_id)
    asked_project_id: Mapped[int] = mapped_column(ForeignKey("asked_project.id"), index=True)
    supplements_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"), index=True)
    state: Mapped[str] = mapped_column(Text, default="draft", index=True)
    fictitious: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    signed_name: Mapped[str] = mapped_column(Text, default="")
    signed_function: Mapped[str] = mapped_column(Text, default="")
    closes_at: Mapped[datetime | None]

    asked_project: Mapped[AskedProject] = relationship()
    version: Mapped[QuestionnaireVersion] = relationship()


class Answer(Base):
    """The current answer of a report to a part. `version` counts its savings from 1."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("report_id", "part_id"),
        CheckConstraint(one_of("status", SAVED_STATUSES), name="status"),
        Index(None, "part_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    version: Mapped[int]
    status: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    question_version: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime]


class AnswerHistory(Base):
    """Every saving of an answer, and every text that was refused because a colleague had saved first. Append-only."""

    __tablename__ = "answer_history"
    __table_args__ = (
        Index(None, "report_id", "part_id", "version"),
        CheckConstraint(one_of("outcome", OUTCOMES), name="outcome"),
        CheckConstraint(one_of("status", SAVED_STATUSES), name="status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("part.id"))
    outcome: Mapped[str] = mapped_column(Text)
    seen_version: Mapped[int]
    version: Mapped[int]
    status: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class SaveKey(Base):
    """A request to save that was carried out; the same one again has no second effect."""

    __tablename__ = "save_key"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[str] = mapped_column(Text, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    at: Mapped[datetime]


class ReportEvent(Base):
    """A change of a report's state. Append-only."""

    __tablename__ = "report_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    step: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Snapshot(Base):
    """What was signed: all answers at the moment of a submission, with a checksum. Append-only."""

    __tablename__ = "snapshot"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    at: Mapped[datetime]
    content: Mapped[str] = mapped_column(Text)
    checksum: Mapped[str] = mapped_column(Text)
