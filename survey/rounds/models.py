"""Rounds: which projects are asked, with which version, and what is on record about each."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.data.base import Base, one_of
from survey.missions.models import Mission, Project
from survey.questionnaire.models import QuestionnaireVersion
from survey.rounds.plans import REPORT_KINDS


class Round(Base):
    """One time of asking.

    `title` is its name without the word "round", which pages say in their language. `version` is what a report
    answers that starts now. Missions may answer from `opens_at` until `closes_at`, None: without an end; both are
    said in `time_zone`, a name such as Europe/Zurich. `sensitive`: its topic is, so that counts of persons up to 9 stay
    with the mission and the working group.
    """

    __tablename__ = "round"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    title: Mapped[str] = mapped_column(Text)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    time_zone: Mapped[str] = mapped_column(Text, default="UTC")
    sensitive: Mapped[bool] = mapped_column(default=False, server_default=false())

    version: Mapped[QuestionnaireVersion] = relationship()


class AskedProject(Base):
    """A project that a round asks, with what the institution's own status report says of it."""

    __tablename__ = "asked_project"
    __table_args__ = (
        UniqueConstraint("round_id", "project_id"),
        Index(None, "round_id", "number", unique=True),
        CheckConstraint(one_of("report_kind", REPORT_KINDS), name="report_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    number: Mapped[int]
    report_kind: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    constraint_kinds: Mapped[str] = mapped_column(Text)
    reason_not_completed: Mapped[str] = mapped_column(Text)
    results: Mapped[str] = mapped_column(Text)

    round: Mapped[Round] = relationship()
    project: Mapped[Project] = relationship()


class Extension(Base):
    """More time for one mission in one round, with the reason that the mission and the board read.

    What it means for the mission's reports stands in them, as their own end of answering.
    """

    __tablename__ = "extension"
    __table_args__ = (UniqueConstraint("round_id", "mission_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"), index=True)
    closes_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    mission: Mapped[Mission] = relationship()
