"""Published versions of the questionnaire, and the register of all part codes ever used."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey.data.base import Base


class QuestionnaireVersion(Base):
    """A published version. `document` is the data file it was made from, as JSON; it never changes."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("code", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    number: Mapped[int]
    document: Mapped[str] = mapped_column(Text)
    checksum: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]


class RegisteredPart(Base):
    """A part code. It is never deleted and never used again for something else."""

    __tablename__ = "part"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    question_code: Mapped[str] = mapped_column(Text, index=True)
    kind: Mapped[str] = mapped_column(Text)
