"""Reads published versions and drafts."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.questionnaire.consistency import findings
from survey.questionnaire.drafts import Draft
from survey.questionnaire.editing.published import codes_in, published
from survey.questionnaire.findings import Finding
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


def questionnaires(session: Session) -> list[str]:
    """The codes of all questionnaires that have a published version, in their order."""
    return list(
        session.scalars(select(QuestionnaireVersion.code).distinct().order_by(QuestionnaireVersion.code))
    )


@dataclass(frozen=True)
class Publication:
    """A published version as a whole, with its document as JSON."""

    number: int
    published_at: datetime
    document: str


def publications(session: Session, code: str) -> list[Publication]:
    """All published versions of a questionnaire as a whole, oldest first."""
    version = QuestionnaireVersion
    own = select(version.number, version.published_at, version.document)
    found = session.execute(own.where(version.code == code, version.after == "").order_by(version.number))
    return [Publication(*row) for row in found]


def used_codes(session: Session) -> frozenset[str]:
    """Every question and part code of the register and of any draft: none of them can get another meaning."""
    part = RegisteredPart
    registered = session.execute(select(part.code, part.question_code).order_by(part.id))
    found = {code for row in registered for code in row}
    for document in session.scalars(select(QuestionnaireDraft.document).order_by(QuestionnaireDraft.id)):
        found |= codes_in(json.loads(document))
    # what supplements ask is cut out of these
    version = QuestionnaireVersion
    whole = select(version.document).where(version.after == "")
    for document in session.scalars(whole.order_by(version.id)):
        found |= _codes_of(document)
    return frozenset(found)


@lru_cache(maxsize=64)
def _codes_of(document: str) -> frozenset[str]:
    return codes_in(json.loads(document))


def registered_kinds(session: Session) -> dict[str, str]:
    """The kind of every part code that was ever published."""
    part = RegisteredPart
    return dict(session.execute(select(part.code, part.kind).order_by(part.id)).all())


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


def version_by_number(session: Session, code: str, number: int) -> Questionnaire | None:
    """The published version of a questionnaire as a whole with this number, or None."""
    version = QuestionnaireVersion
    own = select(version.id).where(version.code == code, version.number == number, version.after == "")
    found = session.scalar(own)
    return None if found is None else questionnaire_version(session, found)


def all_published(session: Session) -> list[PublishedVersion]:
    """All versions of all questionnaires as a whole, the newest first within each."""
    version = QuestionnaireVersion
    found = session.execute(
        select(version.id, version.number)
        .where(version.after == "")
        .order_by(version.code, version.number.desc())
    )
    return [PublishedVersion(id, number, questionnaire_version(session, id)) for id, number in found]


def newest_document(session: Session, code: str) -> tuple[int, str] | None:
    """Number and document, as JSON, of the newest published version; None where there is none."""
    version = QuestionnaireVersion
    own = select(version.number, version.document).where(version.code == code, version.after == "")
    found = session.execute(own.order_by(version.number.desc()).limit(1)).first()
    return (found.number, found.document) if found else None


def draft_of(session: Session, code: str, *, locked: bool = False) -> Draft | None:
    """The draft of a questionnaire's next version, None where nobody writes one.

    `locked` keeps it as it is until this session's transaction ends.
    """
    draft = QuestionnaireDraft
    fields = draft.code, draft.number, draft.document, draft.revision, draft.changed_at
    own = select(*fields).where(draft.code == code)
    row = session.execute(own.with_for_update() if locked else own).first()
    return (
        Draft(row.code, row.number, json.loads(row.document), row.revision, row.changed_at) if row else None
    )


def findings_of(session: Session, draft: Draft) -> list[Finding]:
    """Why this draft cannot be published yet, held against every code that was ever used; empty when it can."""
    documents = tuple(publication.document for publication in publications(session, draft.code))
    return findings(
        draft.document,
        draft.number,
        registered=registered_kinds(session),
        published=frozenset(published(documents).parts),
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
