"""Adds to the audit trail."""

import json
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from survey.audit.models import AuditEntry, AuditHead
from survey.audit.seals import FIRST, seal
from survey.data import clock
from survey.data.base import table_of
from survey.data.copies import on_primary
from survey.data.direct import read, write

ENTRY, HEADS = table_of(AuditEntry), table_of(AuditHead)
# locked until the commit, so that two writers cannot continue from the same seal
HEAD = on_primary(select(HEADS.c.seal).where(HEADS.c.id == 1).with_for_update())
BEGIN = insert(HEADS).values(id=1)
MOVE_HEAD = update(HEADS).where(HEADS.c.id == 1).values(seal=bindparam("newest"))
APPEND = insert(ENTRY)


def record(session: Session, *, person: str, action: str, subject: str, **details: object) -> None:
    """Adds an entry in the same transaction as what it tells of.

    `person` and `subject` are public ids or a command's name; `details` never hold answers, passwords or tokens.
    """
    before = read(session, HEAD).scalar()
    if before is None:
        before = FIRST
        write(session, BEGIN, {"seal": FIRST})
    fields: dict[str, Any] = {
        "at": clock.now(),
        "person": person,
        "action": action,
        "subject": subject,
        "details": json.dumps(details, ensure_ascii=False, sort_keys=True) if details else "",
    }
    newest = seal(before, **fields)
    write(session, APPEND, fields | {"seal": newest})
    write(session, MOVE_HEAD, {"newest": newest})
