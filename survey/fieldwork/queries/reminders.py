"""Reads what there is to remind of, and what became of the messages. Each is a constant number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from survey.accounts.models import Person, PersonMission
from survey.answering.models.clarifications import Clarification
from survey.answering.models.reports import Report, ReportEvent
from survey.answering.states import WRITERS
from survey.fieldwork.letters import Letter
from survey.fieldwork.models.reminders import Reminder, ReminderMessage
from survey.fieldwork.outbox import FAILED, LONGEST_SENDING, SENDING, WAITING, Posted
from survey.fieldwork.reminders import Outstanding, People, Recipient, owing
from survey.missions.models import Mission, Project
from survey.rounds.models import AskedProject, Round
from survey.web.roles import MISSION_ROLES

CLOSES_AT = func.coalesce(Report.closes_at, Round.closes_at)


def outstanding(session: Session, now: datetime) -> list[Outstanding]:
    """All reports of all rounds that can still be answered, now or from some later moment on; rounds in their order."""
    return [Outstanding(*row) for row in session.execute(_outstanding(now))]


def _outstanding(now: datetime) -> Select:
    asked = (
        select(
            Clarification.report_id,
            func.max(ReportEvent.at).label("at"),
            func.max(Clarification.due_on).label("due_on"),
        )
        .join(ReportEvent, ReportEvent.id == Clarification.event_id)
        .where(Clarification.settled_at.is_(None))
        .group_by(Clarification.report_id)
        .subquery()
    )
    return (
        select(
            Report.id,
            Report.public_id,
            Report.state,
            Report.saved_at.is_not(None),
            Report.submitted_at.is_not(None),
            Report.supplements_id.is_not(None),
            Project.title,
            Mission.id,
            Mission.name,
            Round.id,
            Round.code,
            Round.title,
            Round.opens_at,
            CLOSES_AT,
            Round.time_zone,
            asked.c.at,
            asked.c.due_on,
        )
        .select_from(Report)
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .join(Project, Project.id == AskedProject.project_id)
        .join(Mission, Mission.id == Project.mission_id)
        .join(Round, Round.id == AskedProject.round_id)
        .outerjoin(asked, asked.c.report_id == Report.id)
        .where(
            Report.state.in_(WRITERS),
            or_(CLOSES_AT.is_(None), now < CLOSES_AT, Report.submitted_at.is_not(None)),
        )
        .order_by(Round.opens_at, Round.id, AskedProject.number, Report.id)
    )


def recipients(session: Session) -> dict[int, list[Recipient]]:
    """The staff and the leads of each mission whose accounts are active."""
    statement = (
        select(
            PersonMission.mission_id,
            Person.id,
            Person.public_id,
            Person.email,
            Person.name,
            func.coalesce(Person.language, "en"),
            Person.role,
        )
        .join(Person, Person.id == PersonMission.person_id)
        .where(Person.active, Person.role.in_(MISSION_ROLES))
        .order_by(Person.id, PersonMission.mission_id)
    )
    found = defaultdict(list)
    for row in session.execute(statement):
        found[row[0]].append(Recipient(*row[1:]))
    return dict(found)


def known_keys(session: Session) -> set[tuple[int, int, str]]:
    """Report, person and key of every reason that was written about, for reports that are not submitted."""
    statement = (
        select(Reminder.report_id, Reminder.person_id, Reminder.key)
        .join(Report, Report.id == Reminder.report_id)
        .where(Report.state.in_(WRITERS))
    )
    return {tuple(row) for row in session.execute(statement)}  # type: ignore[misc]


def in_round(round_id: int | None) -> list[ColumnElement[bool]]:
    """Messages that speak of a report of this round; without one, all."""
    if round_id is None:
        return []
    own = (
        select(Reminder.message_id)
        .join(Report, Report.id == Reminder.report_id)
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .where(AskedProject.round_id == round_id)
    )
    return [ReminderMessage.id.in_(own)]


def not_delivered(now: datetime) -> ColumnElement[bool]:
    """Messages that are in nobody's hands, as far as is known, and are not just being sent."""
    interrupted = and_(ReminderMessage.state == SENDING, ReminderMessage.tried_at < now - LONGEST_SENDING)
    return or_(ReminderMessage.state.in_((WAITING, FAILED)), interrupted)


def undelivered(session: Session, round_id: int, now: datetime) -> Sequence[ReminderMessage]:
    """The messages of a round that are to be sent or handed over, the first one first."""
    statement = select(ReminderMessage).where(not_delivered(now), *in_round(round_id))
    return session.scalars(statement.order_by(ReminderMessage.id)).all()


def reminders_in(session: Session, message_ids: Collection[int]) -> list[Reminder]:
    """What these messages are about."""
    statement = select(Reminder).where(Reminder.message_id.in_(message_ids))
    return list(session.scalars(statement.order_by(Reminder.id)))


def letters(
    session: Session,
    messages: Iterable[ReminderMessage],
    reports: Iterable[Outstanding],
    people: People,
    *,
    now: datetime,
) -> dict[int, Letter]:
    """The letter of each message, about what still waits for its person; one with nothing left to say has none.

    `reports` and `people` are all that `outstanding` and `recipients` give.
    """
    wanted = {
        (report.id, person.id): (report, person)
        for report in reports
        if report.is_open(now)
        for person in owing(report, people)
    }
    keys = {message.id: f"{message.public_id}.{message.edition}" for message in messages}
    said = defaultdict(list)
    for reminder in reminders_in(session, keys):
        if (reminder.report_id, reminder.person_id) in wanted:
            said[reminder.message_id].append(reminder)
    found = {}
    for id, reminders in said.items():
        own = {reminder.report_id: wanted[reminder.report_id, reminder.person_id] for reminder in reminders}
        person = next(iter(own.values()))[1]
        reports = [report for report, _person in own.values()]
        found[id] = Letter(keys[id], person, reports, {reminder.reason for reminder in reminders})
    return found


def last_reminded(session: Session, round_id: int) -> dict[int, datetime]:
    """When somebody was last reminded of each report of a round, by the report's id."""
    statement = (
        select(Reminder.report_id, func.max(ReminderMessage.done_at))
        .join(ReminderMessage, ReminderMessage.id == Reminder.message_id)
        .join(Report, Report.id == Reminder.report_id)
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .where(AskedProject.round_id == round_id, ReminderMessage.done_at.is_not(None))
        .group_by(Reminder.report_id)
        .order_by(Reminder.report_id)
    )
    return {report_id: at for report_id, at in session.execute(statement) if at}


def posted(session: Session, round_id: int, *, limit: int, skip: int) -> list[Posted]:
    """The messages that speak of reports of a round, the newest first, with what they say of this round."""
    statement = (
        select(
            ReminderMessage.id,
            Person.name,
            Person.email,
            ReminderMessage.state,
            ReminderMessage.made_at,
            ReminderMessage.tries,
            ReminderMessage.tried_at,
            ReminderMessage.failure,
            ReminderMessage.reply,
            ReminderMessage.done_at,
        )
        .join(Person, Person.id == ReminderMessage.person_id)
        .where(*in_round(round_id))
        .order_by(ReminderMessage.id.desc())
        .limit(limit)
        .offset(skip)
    )
    rows = session.execute(statement).all()
    said = session.execute(_said(round_id, [row[0] for row in rows])).all()
    about: dict[int, tuple[dict[str, None], dict[str, None]]] = defaultdict(lambda: ({}, {}))
    for message_id, reason, title in said:
        why, what = about[message_id]
        why[reason], what[title] = None, None
    return [Posted(*row, *(tuple(names) for names in about[row[0]])) for row in rows]


def _said(round_id: int, message_ids: list[int]) -> Select:
    return (
        select(Reminder.message_id, Reminder.reason, Project.title)
        .join(Report, Report.id == Reminder.report_id)
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .join(Project, Project.id == AskedProject.project_id)
        .where(AskedProject.round_id == round_id, Reminder.message_id.in_(message_ids))
        .order_by(Reminder.id)
    )
