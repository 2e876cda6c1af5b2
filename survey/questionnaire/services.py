"""Publishes versions of the questionnaire."""

from collections.abc import Mapping

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from survey.data import clock
from survey.questionnaire.consistency import faults
from survey.questionnaire.instrument import BadInstrument, canonical, checksum
from survey.questionnaire.models import QuestionnaireVersion, RegisteredPart
from survey.questionnaire.structure import Questionnaire, questionnaire


def publish(session: Session, *, document: Mapping) -> list[QuestionnaireVersion]:
    """Publishes the versions of a document that are not published yet; returns the new ones.

    Published versions stay as they were, even where the document says something else about them by now.
    Raises BadInstrument when the document has faults.
    """
    reasons = faults(document)
    if reasons:
        raise BadInstrument(reasons)
    own = QuestionnaireVersion.code == document["code"]
    published = set(session.scalars(select(QuestionnaireVersion.number).where(own)))
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
