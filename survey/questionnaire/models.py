"""Published versions of the questionnaire, and the register of all part codes ever used."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey.data.base import Base


class QuestionnaireVersion(Base):
    """A published version. `document` is the data file it was made from, as JSON; it never changes.

    `after` is empty for a version as a whole. Otherwise the row is what a supplement asks: only what version
    `number` has and none of the versions whose numbers stand in `after`, such as 1 or 1;2, had.
    """

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("code", "number", "after"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    document: Mapped[str] = mapped_column(Text)
    checksum: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]
    after: Mapped[str] = mapped_column(Text, default="")


class QuestionnaireDraft(Base):
    """The version that is being written, at most one of a questionnaire; `number` is the one it will get.

    `revision` counts its changes: whoever saves says which one they saw.
    """

    __tablename__ = "questionnaire_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    number: Mapped[int]
    document: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    changed_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class RegisteredPart(Base):
    """A part code. It is never deleted and never used again for something else."""

    __tablename__ = "part"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    question_code: Mapped[str] = mapped_column(Text, index=True)
    kind: Mapped[str] = mapped_column(Text)
