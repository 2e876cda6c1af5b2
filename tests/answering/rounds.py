"""An earlier round of a project of the sample, with a report that was received."""

from datetime import UTC, datetime

from sqlalchemy import select, update

from survey.answering.models.reports import Report
from survey.answering.queries.reports import report_head
from survey.answering.services.answers import open_report, save_answers
from survey.answering.services.sample import EVERY_REPORT
from survey.rounds.models import AskedProject, Round
from survey.rounds.services import ensure_round
from tests.answering.examples import change, person_of

SUBMITTED = datetime(2000, 10, 12, 12, 0, tzinfo=UTC)


def earlier_round(
    session,
    number,
    answers,
    *,
    code="2000",
    opens_at=datetime(2000, 9, 1, tzinfo=UTC),
    state="submitted",
    declined=(),
):
    """The project with this number of 2001 was asked before, and answered this; returns its report's public id."""
    own = select(AskedProject).join(Round).where(AskedProject.number == number, Round.code == "2001")
    asked = session.scalars(own).one()
    asking = ensure_round(
        session, code=code, title=code, version_id=asked.round.version_id, opens_at=opens_at
    )
    before = AskedProject(
        round=asking,
        project_id=asked.project_id,
        number=number,
        report_kind="progress",
        status="ongoing",
        constraint_kinds="",
        reason_not_completed="",
        results="",
    )
    session.add(before)
    session.flush()
    report = open_report(session, asked_project_id=before.id, version_id=asking.version_id)
    head = report_head(session, report.public_id, EVERY_REPORT)
    changes = [change(part, value, 0) for part, value in answers.items()]
    changes += [change(part, "", 0, "declined") for part in declined]
    lead = person_of(session, "mission_lead")
    save_answers(session, report=head, changes=changes, person=lead, language="en")
    values = {"state": state, "submitted_at": SUBMITTED if state == "submitted" else None}
    session.execute(update(Report).where(Report.id == report.id).values(**values))
    return head.public_id
