"""Makes messages of the reminders that are due, and keeps what became of them. Each is claimed before it is sent."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from survey.audit.services import record
from survey.data import clock
from survey.data.base import new_public_id, table_of
from survey.data.direct import write
from survey.fieldwork.letters import Letter
from survey.fieldwork.models.reminders import Reminder, ReminderMessage
from survey.fieldwork.outbox import FAILED, HANDED_OVER, MOST_TRIES, SENDING, SENT, WAITING, Result
from survey.fieldwork.queries.reminders import (
    in_round,
    known_keys,
    letters,
    not_delivered,
    outstanding,
    recipients,
    reminders_in,
)
from survey.fieldwork.reminders import Due, due
from survey.rounds.models import Round

MESSAGES, REMINDERS = table_of(ReminderMessage), table_of(Reminder)
MOVE = update(REMINDERS).where(REMINDERS.c.message_id == bindparam("old")).values(message_id=bindparam("new"))
MARK = update(MESSAGES).where(MESSAGES.c.id == bindparam("message"))


@dataclass(frozen=True)
class Prepared:
    """How much came to be said in this run that was not said yet."""

    people: int
    reports: int


def prepare(
    session: Session,
    *,
    days: Collection[int],
    by: str,
    round: Round | None = None,
    chosen: Collection[str] | None = None,
) -> Prepared:
    """Puts all that is due, of one round or of all, into messages that wait: one for each person.

    What already waits for the person, or was not delivered, goes into the same message. With `chosen`, reminds of
    these reports only, by hand. Two runs at once take turns; the database itself refuses the same reason twice.
    """
    now = clock.now()
    _take_turns(session, round)
    reports = [report for report in outstanding(session, now) if round is None or report.round_id == round.id]
    found = due(reports, recipients(session), now=now, days=days, known=known_keys(session), chosen=chosen)
    by_person = defaultdict(list)
    for one in found:
        by_person[one.person.id].append(one)
    messages = _messages_for(session, by_person, now)
    rows = [
        {
            "report_id": one.report.id,
            "person_id": one.person.id,
            "reason": one.reason,
            "key": one.key,
            "message_id": messages[one.person.id],
        }
        for one in found
    ]
    if rows:
        session.execute(insert(Reminder), rows)
        _record(session, found, by)
    return Prepared(len(by_person), len({one.report.id for one in found}))


def _take_turns(session: Session, round: Round | None) -> None:
    own = select(Round.id).order_by(Round.id).with_for_update(key_share=True)
    session.execute(own if round is None else own.where(Round.id == round.id)).all()


def _messages_for(session: Session, people: Collection[int], now: datetime) -> dict[int, int]:
    """A message for each of these people, by person: the one that waits, or a new one."""
    if not people:
        return {}
    # whoever sends at this moment has marked theirs as being sent: these are left alone
    renewed = (
        update(ReminderMessage)
        .where(ReminderMessage.person_id.in_(people), ReminderMessage.state.in_((WAITING, FAILED)))
        .values(
            state=WAITING, edition=ReminderMessage.edition + 1, tries=0, tried_at=None, failure="", reply=0
        )
        .returning(ReminderMessage.person_id, ReminderMessage.id)
        .execution_options(synchronize_session=False)
    )
    kept: dict[int, int] = {}
    merged = []
    for person_id, id in sorted(session.execute(renewed).all()):
        if kept.setdefault(person_id, id) != id:
            merged.append({"old": id, "new": kept[person_id]})
    if merged:
        write(session, MOVE, merged)
        session.execute(delete(ReminderMessage).where(ReminderMessage.id.in_([row["old"] for row in merged])))
    new = [
        {"public_id": new_public_id(), "person_id": person_id, "state": WAITING, "made_at": now}
        for person_id in people
        if person_id not in kept
    ]
    if new:
        added = insert(ReminderMessage).returning(ReminderMessage.person_id, ReminderMessage.id)
        kept.update((row[0], row[1]) for row in session.execute(added, new))
    return kept


def _record(session: Session, found: Sequence[Due], by: str) -> None:
    """One entry for each round: numbers and reasons, nobody's address."""
    rounds = defaultdict(list)
    for one in found:
        rounds[one.report.round_code].append(one)
    for code, ones in sorted(rounds.items()):
        numbers = {name: len({getattr(one, name).id for one in ones}) for name in ("report", "person")}
        details = {"reports": numbers["report"], "people": numbers["person"]}
        record(
            session,
            person=by,
            action="remind",
            subject=code,
            reasons=sorted({o.reason for o in ones}),
            **details,
        )


def take(
    session: Session, *, most: int, before: datetime, by: str, round_id: int | None = None
) -> list[tuple[int, Letter]] | None:
    """Takes the next messages that wait and marks them as being sent; nobody else can take them then.

    Those that failed are taken too, some times, when they were last tried `before` this moment. What is no longer
    needed, because the report was submitted or the person is gone, is left out and forgotten. None: no message waits.
    """
    now = clock.now()
    failed = (
        (ReminderMessage.state == FAILED)
        & (ReminderMessage.tries < MOST_TRIES)
        & (ReminderMessage.tried_at < before)
    )
    waiting = or_(ReminderMessage.state == WAITING, failed)
    next_ones = select(ReminderMessage.id).where(waiting, *in_round(round_id)).order_by(ReminderMessage.id)
    ids = session.scalars(next_ones.limit(most)).all()
    if not ids:
        return None
    taken = (
        update(ReminderMessage)
        .where(ReminderMessage.id.in_(ids), waiting)
        .values(state=SENDING, tried_at=now, tries=ReminderMessage.tries + 1)
        .returning(ReminderMessage)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    messages = sorted(session.scalars(taken), key=lambda message: message.id)
    said = letters(session, messages, outstanding(session, now), recipients(session), now=now)
    _forget(session, messages, said, by)
    return [(message.id, said[message.id]) for message in messages if message.id in said]


def _forget(
    session: Session, messages: Sequence[ReminderMessage], letters: dict[int, Letter], by: str
) -> None:
    """Deletes the reminders that the letters do not speak of, and the messages without a letter."""
    over = [
        reminder.id
        for reminder in reminders_in(session, [message.id for message in messages])
        if reminder.message_id not in letters or not letters[reminder.message_id].is_about(reminder.report_id)
    ]
    empty = [message.id for message in messages if message.id not in letters]
    if over or empty:
        session.execute(delete(Reminder).where(Reminder.id.in_(over)))
        session.execute(delete(ReminderMessage).where(ReminderMessage.id.in_(empty)))
        record(session, person=by, action="forget reminders", subject="reminders", reminders=len(over))


def mark(session: Session, results: Sequence[Result], *, by: str) -> None:
    """Keeps what became of messages that were taken.

    Where the mail server itself was at fault, the message waits again and the try does not count.
    """
    if not results:
        return
    messages = select(ReminderMessage.id, ReminderMessage.tries)
    tries = dict(
        session.execute(messages.where(ReminderMessage.id.in_([r.message_id for r in results]))).all()
    )
    now = clock.now()
    rows = []
    for result in results:
        failure, tried = result.failure, tries[result.message_id]
        row = {"message": result.message_id, "tries": tried, "failure": "", "reply": 0, "done_at": None}
        if failure is None:
            row |= {"state": SENT, "done_at": now}
        else:
            row |= {"state": FAILED, "failure": failure.kind, "reply": failure.reply}
            if failure.is_of_server:
                row |= {"state": WAITING, "tries": tried - 1}
        rows.append(row)
    write(session, MARK, rows)
    sent = sum(result.failure is None for result in results)
    record(
        session,
        person=by,
        action="send reminders",
        subject="reminders",
        sent=sent,
        failed=len(results) - sent,
    )


def hand_over(session: Session, *, keys: Collection[str], round: Round, by: str) -> int:
    """Marks messages as handed over by a person, by their keys; returns how many.

    A key holds the message's edition: what was added to after somebody had printed it still waits.
    """
    now = clock.now()
    ids = [key.partition(".")[0] for key in keys]
    open_ones = (ReminderMessage.public_id.in_(ids), not_delivered(now), *in_round(round.id))
    found = session.scalars(select(ReminderMessage).where(*open_ones).with_for_update()).all()
    own = [message.id for message in found if f"{message.public_id}.{message.edition}" in set(keys)]
    if own:
        done = {"state": HANDED_OVER, "done_at": now, "failure": "", "reply": 0}
        session.execute(update(ReminderMessage).where(ReminderMessage.id.in_(own)).values(**done))
        record(session, person=by, action="hand reminders over", subject=round.code, messages=len(own))
    return len(own)
