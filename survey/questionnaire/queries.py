"""Reads published versions and drafts."""

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.questionnaire.drafts import Draft
from survey.questionnaire.instrument import parsed
from survey.questionnaire.models import QuestionnaireDraft, QuestionnaireVersion, RegisteredPart
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
    """All versions of a questionnaire as a whole, oldest first."""
    version = QuestionnaireVersion
    found = session.execute(
        select(version.id, version.number)
        .where(version.code == code, version.after == "")
        .order_by(version.number)
    )
    return [PublishedVersion(id, number, questionnaire_version(session, id)) for id, number in found]


def newest_document(session: Session, code: str) -> tuple[int, str] | None:
    """Number and document, as JSON, of the newest published version; None where there is none."""
    version = QuestionnaireVersion
    own = select(version.number, version.document).where(version.code == code, version.after == "")
    found = session.execute(own.order_by(version.number.desc()).limit(1)).first()
    return (found.number, found.document) if found else None


def draft_of(session: Session, code: str) -> Draft | None:
    """The draft of a questionnaire's next version, None where nobody writes one."""
    draft = QuestionnaireDraft
    fields = draft.code, draft.number, draft.document, draft.revision, draft.changed_at
    row = session.execute(select(*fields).where(draft.code == code)).first()
    return (
        Draft(row.code, row.number, json.loads(row.document), row.revision, row.changed_at) if row else None
    )


def part_ids(session: Session) -> dict[str, int]:
    """The key of every part code."""
    return dict(
        session.execute(select(RegisteredPart.code, RegisteredPart.id).order_by(RegisteredPart.id)).all()
    )


def published_document(session: Session, code: str, number: int) -> dict | None:
    """The document that a published version was made from, None where there is no such version."""
    version = QuestionnaireVersion
    own = select(version.document).where(version.code == code, version.number == number, version.after == "")
    found = session.scalar(own)
    return None if found is None else json.loads(found)


def part_kinds(session: Session) -> dict[str, str]:
    """The kind of every part that was ever published, by its code."""
    return dict(
        session.execute(select(RegisteredPart.code, RegisteredPart.kind).order_by(RegisteredPart.id)).all()
    )
