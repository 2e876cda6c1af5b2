"""Reads the audit trail."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.audit.models import AuditEntry, AuditHead
from survey.audit.seals import FIRST, seal


def entries(session: Session) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def first_broken(session: Session) -> int | None:
    """The number of the first entry whose seal does not fit, or None when the chain is whole.

    A chain whose end was cut off is broken at the entry that would come next.
    """
    before, number = FIRST, 0
    ordered = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    with session.scalars(ordered) as trail:
        for entry in trail:
            number = entry.id
            expected = seal(
                before,
                at=entry.at,
                person=entry.person,
                action=entry.action,
                subject=entry.subject,
                details=entry.details,
            )
            if entry.seal != expected:
                return number
            before = entry.seal
    head = session.scalar(select(AuditHead.seal).where(AuditHead.id == 1))
    return None if head in (None, before) and (head or not number) else number + 1
