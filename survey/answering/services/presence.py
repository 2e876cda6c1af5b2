"""Notes who is on a report at this moment."""

from sqlalchemy import bindparam, delete, insert, or_
from sqlalchemy.orm import Session

from survey.answering.colleagues import SEEN
from survey.answering.models.presence import Presence
from survey.data import clock
from survey.data.base import table_of
from survey.data.direct import write

PRESENCE = table_of(Presence)
# one statement for the old rows and the own one: two people who did it in two could wait for each other for ever
CLEAR = delete(PRESENCE).where(
    PRESENCE.c.report_id == bindparam("report"),
    or_(PRESENCE.c.person_id == bindparam("person"), PRESENCE.c.seen_at <= bindparam("seen_since")),
)
ADD = insert(PRESENCE)


def note_presence(session: Session, *, report_id: int, person_id: int, question: str) -> None:
    """Puts the person on this question of the report, in place of where they were, and removes who has left.

    The audit trail does not hear of it: nothing is written that outlives two minutes, and an entry for each person
    and minute would bury all others.
    """
    now = clock.now()
    write(session, CLEAR, {"report": report_id, "person": person_id, "seen_since": now - SEEN})
    own = {"report_id": report_id, "person_id": person_id, "question_code": question, "seen_at": now}
    write(session, ADD, own)
