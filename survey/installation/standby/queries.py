"""Looks at what pages are read from beside the database: does it answer, is it a copy, and how far is it behind?"""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from survey.audit.models import AuditEntry
from survey.data import clock
from survey.data.copies import is_standby
from survey.data.engine import Copy, Database
from survey.data.migrations import current

LONGEST_LAG = timedelta(minutes=1)


def copy_faults(database: Database) -> list[str]:
    """One sentence for each fault of a whole database's copy; empty where it has none."""
    if database.copy is None:
        return []
    try:
        return _faults(database, database.copy)
    except DatabaseError:
        return [
            "No server of SURVEY_READING_URL answers, so the pages that compare and the downloads cannot be opened. "
            "Check the address and the standby, or leave SURVEY_READING_URL empty."
        ]


def _faults(database: Database, copy: Copy) -> list[str]:
    revision, expected = current(copy.engine), current(database.engine)
    if revision is None or not _is_same(database, copy):
        return [
            "The server of SURVEY_READING_URL holds another installation than that of SURVEY_DATABASE_URL; its pages "
            "would show other answers. Correct the address."
        ]
    if revision != expected:
        return [
            f"The standby has not taken over the upgrade of the database yet: it has {revision}, not {expected}."
        ]
    if not is_standby(copy.engine):
        return [
            "No standby of SURVEY_READING_URL answers; until one does, the pages are read from the primary."
        ]
    since = missing_since(database, copy)
    if since and clock.now() - since > LONGEST_LAG:
        return [
            f"The standby has nothing of what was written since {since:%Y-%m-%d %H:%M} (UTC), and the pages that "
            "compare show nothing of it. Check that the standby can reach the primary."
        ]
    return []


def _is_same(database: Database, copy: Copy) -> bool:
    """Whether the newest entry of the copy's audit trail is one of the database's: its seal speaks of all before."""
    with copy.reading() as there, database.reading() as here:
        newest = there.execute(select(AuditEntry.id, AuditEntry.seal).order_by(AuditEntry.id.desc())).first()
        if newest is None:
            return True
        return here.scalar(select(AuditEntry.seal).where(AuditEntry.id == newest.id)) == newest.seal


def missing_since(database: Database, copy: Copy) -> datetime | None:
    """When the oldest of what the copy has not got yet was written; None where it has everything."""
    with copy.reading() as there:
        newest = there.scalar(select(func.max(AuditEntry.id))) or 0
    with database.reading() as here:
        return _oldest_after(here, newest)


def _oldest_after(session: Session, number: int) -> datetime | None:
    return session.scalar(select(func.min(AuditEntry.at)).where(AuditEntry.id > number))


def said_of_copy(database: Database) -> str:
    """How far a copy without faults is behind, as a sentence; empty where the database has none."""
    if database.copy is None:
        return ""
    since = missing_since(database, database.copy)
    behind = f"{(clock.now() - since).total_seconds():.0f} s behind" if since else "up to date"
    return f"The pages that compare and the downloads are read from a standby, which is {behind}."
