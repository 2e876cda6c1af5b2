"""What the tests of reminders share: reports and people as plain records, and ways into the sample."""

from datetime import UTC, datetime

from sqlalchemy import select, update

from survey.answering.models.reports import Report
from survey.fieldwork.models.reminders import Reminder, ReminderMessage
from survey.fieldwork.reminders import Outstanding, Recipient
from survey.rounds.models import AskedProject
from survey.rounds.queries import round_by_code

NOW = datetime(2001, 11, 5, 12, 0, tzinfo=UTC)
END = datetime(2001, 11, 30, 16, 0, tzinfo=UTC)
DAYS = (1, 3, 7, 14)
STAFF = Recipient(1, "a" * 16, "staff@example.org", "Ana", "en", "mission_staff")
LEAD = Recipient(2, "b" * 16, "lead@example.org", "Luis", "es", "mission_lead")
PEOPLE = {1: [STAFF, LEAD]}


def report(**changes):
    fields = {
        "id": 1,
        "public_id": "0123456789abcdef",
        "state": "draft",
        "started": True,
        "signed": False,
        "is_supplement": False,
        "title": "Training",
        "mission_id": 1,
        "mission": "San José",
        "round_id": 1,
        "round_code": "2001",
        "round_title": "2001",
        "opens_at": datetime(2001, 9, 1, tzinfo=UTC),
        "closes_at": END,
        "time_zone": "UTC",
    }
    return Outstanding(**fields | changes)


def close_round(session, closes_at=END, code="2001"):
    """Gives the round of the sample an end. Only San José, with the projects 5 and 8, has people in it."""
    round = round_by_code(session, code)
    round.closes_at = closes_at
    session.flush()
    return round


def change_report(session, number, **values):
    own = select(AskedProject.id).where(AskedProject.number == number).scalar_subquery()
    session.execute(update(Report).where(Report.asked_project_id == own).values(**values))


def reminded(session):
    """Every reminder as number of the project, reason and key, in their order."""
    statement = (
        select(AskedProject.number, Reminder.reason, Reminder.key, Reminder.person_id)
        .join(Report, Report.id == Reminder.report_id)
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
    )
    return session.execute(statement.order_by(Reminder.id)).all()


def states(session):
    """The state of every message with its number of tries and its failure."""
    fields = (ReminderMessage.state, ReminderMessage.tries, ReminderMessage.failure)
    return [tuple(row) for row in session.execute(select(*fields).order_by(ReminderMessage.id))]
