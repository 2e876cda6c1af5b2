"""Adds to the audit trail."""

import json

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from survey.audit.models import AuditEntry, AuditHead
from survey.audit.seals import FIRST, seal
from survey.data import clock


def record(session: Session, *, person: str, action: str, subject: str, **details: object) -> None:
    """Adds an entry in the same transaction as what it tells of.

    `person` and `subject` are public ids or a command's name; `details` never hold answers, passwords or tokens.
    """
    before = session.scalar(select(AuditHead.seal).where(AuditHead.id == 1).with_for_update())
    if before is None:
        before = FIRST
        session.execute(insert(AuditHead).values(id=1, seal=FIRST))
    fields = {
        "at": clock.now(),
        "person": person,
        "action": action,
        "subject": subject,
        "details": json.dumps(details, ensure_ascii=False, sort_keys=True) if details else "",
    }
    newest = seal(before, **fields)
    session.execute(insert(AuditEntry).values(**fields, seal=newest))
    session.execute(update(AuditHead).where(AuditHead.id == 1).values(seal=newest))
