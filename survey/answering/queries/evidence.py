"""Reads the evidence of a report that somebody's scope has reached; contents only one by one."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from survey.accounts.models import Person
from survey.answering.evidence import Attached
from survey.answering.models.evidence import Evidence, EvidenceContent
from survey.answering.queries.answers import ids_of_parts
from survey.data.direct import read
from survey.questionnaire.models import RegisteredPart

COUNTS = (
    select(Evidence.part_id, func.count())
    .where(
        Evidence.report_id == bindparam("report_id"),
        Evidence.part_id.in_(bindparam("parts", expanding=True)),
        Evidence.removed_at.is_(None),
    )
    .group_by(Evidence.part_id)
    .order_by(Evidence.part_id)
)
ALL = (
    select(
        Evidence.id,
        Evidence.public_id,
        RegisteredPart.code,
        Evidence.kind,
        Evidence.name,
        Evidence.description,
        Evidence.media_type,
        Evidence.size,
        Evidence.sha256,
        func.coalesce(Person.name, ""),
        Evidence.added_at,
    )
    .join(RegisteredPart, RegisteredPart.id == Evidence.part_id)
    .outerjoin(Person, Person.id == Evidence.added_by)
    .where(Evidence.report_id == bindparam("report_id"))
    .order_by(Evidence.part_id, Evidence.id)
)
LISTED = ALL.where(Evidence.removed_at.is_(None))
SIGNED = ALL.where(
    Evidence.added_at <= bindparam("at"),
    or_(Evidence.removed_at.is_(None), Evidence.removed_at > bindparam("at")),
)


def evidence_counts(session: Session, report_id: int, codes: Collection[str]) -> dict[str, int]:
    """How many files and links each of these parts has; parts without any are not named."""
    keys = ids_of_parts(session, codes)
    code_of = {key: code for code, key in keys.items()}
    found = read(session, COUNTS, {"report_id": report_id, "parts": list(keys.values())})
    return {code_of[part_id]: number for part_id, number in found}


def evidence_of(session: Session, report_id: int) -> list[Attached]:
    """All files and links of a report, by part and then in the order in which they were added."""
    return [Attached(*row) for row in read(session, LISTED, {"report_id": report_id})]


def signed_evidence_of(session: Session, report_id: int, at: datetime) -> list[Attached]:
    """The same as it was when the report was signed at this time; what was removed since then is still kept."""
    return [Attached(*row) for row in read(session, SIGNED, {"report_id": report_id, "at": at})]


def content_of(session: Session, attached: Attached) -> bytes:
    """The bytes of a file."""
    own = select(EvidenceContent.content).where(EvidenceContent.evidence_id == attached.id)
    return session.scalars(own).one()
