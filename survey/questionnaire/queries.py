"""Reads published versions."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.questionnaire.instrument import parsed
from survey.questionnaire.models import QuestionnaireVersion, RegisteredPart
from survey.questionnaire.structure import Questionnaire

# published versions never change: their text is read once for each database and version
_documents: dict[tuple[str, int], tuple[str, int]] = {}


def questionnaire_version(session: Session, version_id: int) -> Questionnaire:
    """A published version as objects; after the first call without a statement."""
    key = (str(session.get_bind().engine.url), version_id)
    if key not in _documents:
        version = QuestionnaireVersion
        found = session.execute(
            select(version.document, version.number).where(version.id == version_id)
        ).one()
        _documents[key] = (found.document, found.number)
    return parsed(*_documents[key])


@dataclass(frozen=True)
class PublishedVersion:
    id: int
    number: int
    questionnaire: Questionnaire


def published_versions(session: Session, code: str) -> list[PublishedVersion]:
    """All versions of a questionnaire, oldest first."""
    version = QuestionnaireVersion
    found = session.execute(
        select(version.id, version.number).where(version.code == code).order_by(version.number)
    )
    return [PublishedVersion(id, number, questionnaire_version(session, id)) for id, number in found]


def part_ids(session: Session) -> dict[str, int]:
    """The key of every part code."""
    return dict(
        session.execute(select(RegisteredPart.code, RegisteredPart.id).order_by(RegisteredPart.id)).all()
    )
