"""Writes drafts of the questionnaire and publishes versions of it."""

import json
from collections.abc import Mapping

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from survey.accounts.permissions import SignedIn
from survey.audit.services import record
from survey.data import clock
from survey.questionnaire.consistency import faults
from survey.questionnaire.drafts import Draft, next_document
from survey.questionnaire.instrument import BadInstrument, canonical, checksum
from survey.questionnaire.models import QuestionnaireDraft, QuestionnaireVersion, RegisteredPart
from survey.questionnaire.queries import draft_of, newest_document
from survey.questionnaire.structure import Questionnaire, questionnaire


def publish(session: Session, *, document: Mapping) -> list[QuestionnaireVersion]:
    """Publishes the versions of a document that are not published yet; returns the new ones.

    Published versions stay as they were, even where the document says something else about them by now.
    Raises BadInstrument when the document has faults.
    """
    own = QuestionnaireVersion.code == document.get("code"), QuestionnaireVersion.after == ""
    published = set(session.scalars(select(QuestionnaireVersion.number).where(*own)))
    # what is published stays as it is: the document may well say something else about it
    unpublished = {entry["number"] for entry in document.get("versions", ())} - published
    reasons = faults(document, unpublished)
    if reasons:
        raise BadInstrument(reasons)
    text, new = canonical(document), []
    for entry in document["versions"]:
        if entry["number"] not in published:
            new.append(
                QuestionnaireVersion(
                    code=document["code"],
                    number=entry["number"],
                    document=text,
                    checksum=checksum(text),
                    published_at=clock.now(),
                )
            )
            _register(session, questionnaire(document, entry["number"]))
    session.add_all(new)
    session.flush()
    return new


class DraftChanged(Exception):
    """Somebody else has changed or published the draft since it was read."""


def start_draft(session: Session, *, code: str, person_id: int | None) -> Draft:
    """The draft of the questionnaire's next version, begun from the newest published one where there is none.

    Raises LookupError for a questionnaire without a published version.
    """
    found = draft_of(session, code)
    if found:
        return found
    newest = newest_document(session, code)
    if newest is None:
        raise LookupError(code)
    number = newest[0] + 1
    draft = QuestionnaireDraft(
        code=code,
        number=number,
        document=canonical(next_document(newest[1], number)),
        revision=1,
        changed_at=clock.now(),
        person_id=person_id,
    )
    session.add(draft)
    session.flush()
    return Draft(code, number, json.loads(draft.document), draft.revision, draft.changed_at)


def change_draft(
    session: Session, *, code: str, document: Mapping, seen_revision: int, person_id: int | None
) -> int:
    """Replaces the draft that was read as `seen_revision`; returns its new revision. Faults are allowed in drafts.

    Raises DraftChanged when it is another one by now.
    """
    own = update(QuestionnaireDraft).where(
        QuestionnaireDraft.code == code, QuestionnaireDraft.revision == seen_revision
    )
    values = {
        "document": canonical(document),
        "revision": seen_revision + 1,
        "changed_at": clock.now(),
        "person_id": person_id,
    }
    if session.execute(own.values(**values)).rowcount == 0:  # type: ignore[attr-defined]
        raise DraftChanged
    return seen_revision + 1


def edit_draft(
    session: Session, *, draft: Draft, document: Mapping, person: SignedIn, what: str, element: str = ""
) -> int:
    """Replaces this draft, as `change_draft` does, and records what was done with which element."""
    revision = change_draft(
        session,
        code=draft.code,
        document=document,
        seen_revision=draft.revision,
        person_id=person.person_id,
    )
    details = {"what": what, "element": element, "version": draft.number}
    record(session, person=person.public_id, action="change_draft", subject=draft.code, **details)
    return revision


def begin_draft(session: Session, *, code: str, person: SignedIn) -> Draft:
    """The draft of the next version, begun and recorded where there is none. Raises LookupError."""
    # one after the other: of two who begin at once, the second one finds the draft of the first
    own = select(QuestionnaireVersion.id).where(QuestionnaireVersion.code == code)
    session.execute(own.order_by(QuestionnaireVersion.id).limit(1).with_for_update(key_share=True))
    known = draft_of(session, code)
    draft = known or start_draft(session, code=code, person_id=person.person_id)
    if known is None:
        record(session, person=person.public_id, action="begin_draft", subject=code, version=draft.number)
    return draft


def discard_draft(session: Session, *, draft: Draft, person: SignedIn) -> None:
    """Throws the draft away as it was read. Raises DraftChanged when it is another one by now."""
    own = delete(QuestionnaireDraft).where(
        QuestionnaireDraft.code == draft.code, QuestionnaireDraft.revision == draft.revision
    )
    if session.execute(own).rowcount == 0:  # type: ignore[attr-defined]
        raise DraftChanged
    record(session, person=person.public_id, action="discard_draft", subject=draft.code, version=draft.number)


def publish_draft(session: Session, *, code: str, seen_revision: int) -> QuestionnaireVersion:
    """Publishes the draft that was read as `seen_revision`, and ends it.

    Raises DraftChanged when it is another one by now, and BadInstrument when it has faults.
    """
    draft = draft_of(session, code)
    own = delete(QuestionnaireDraft).where(
        QuestionnaireDraft.code == code, QuestionnaireDraft.revision == seen_revision
    )
    if draft is None or session.execute(own).rowcount == 0:  # type: ignore[attr-defined]
        raise DraftChanged
    [version] = publish(session, document=draft.document)
    return version


def _register(session: Session, version: Questionnaire) -> None:
    known = dict(session.execute(select(RegisteredPart.code, RegisteredPart.kind)).all())
    for part in version.parts:
        if known.get(part.code, part.kind) != part.kind:
            raise BadInstrument(
                [f"{part.code} was a {known[part.code]} before; give the new part another code."]
            )
    rows = [
        {"code": part.code, "question_code": part.question_code, "kind": part.kind}
        for part in version.parts
        if part.code not in known
    ]
    if rows:
        session.execute(insert(RegisteredPart), rows)
