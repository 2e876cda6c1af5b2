"""Loads the invented answers, through the same services as everybody's."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from survey.accounts.permissions import SignedIn
from survey.answering.models.reports import Report
from survey.answering.queries.reports import report_head
from survey.answering.sample import SampleReport
from survey.answering.scope import Scope
from survey.answering.services.answers import save_answers
from survey.answering.services.steps import submit, take_step
from survey.answering.services.tallies import count_report_again
from survey.answering.states import WITH_LEAD
from survey.questionnaire.queries import PublishedVersion
from survey.web.roles import MISSION_LEAD

EVERY_REPORT = Scope(missions=None, states=None)
# the drafts of the sample were last touched in the autumn in which the others were submitted
DRAFTED = datetime(2001, 11, 5, 12, 0, tzinfo=UTC)
NOBODY = SignedIn(None, "sample", "", "", MISSION_LEAD, None)  # type: ignore[arg-type]


def load_sample(
    session: Session, *, report: Report, sample: SampleReport, versions: Mapping[int, PublishedVersion]
) -> None:
    """Fills an untouched report with a sample's answers and marks it as fictitious."""
    version = versions[sample.version]
    own = update(Report).where(Report.id == report.id)
    session.execute(own.values(fictitious=True, version_id=version.id))
    session.expire(report)
    head = report_head(session, report.public_id, EVERY_REPORT)
    if head is None:
        raise LookupError(report.public_id)
    at = sample.submitted or DRAFTED
    changes = sample.changes(version.questionnaire)
    if changes:
        save_answers(session, report=head, changes=changes, person=NOBODY, language=sample.language, at=at)
    if sample.state == WITH_LEAD:
        take_step(session, name="hand_over", report=head, person=NOBODY, at=at)
    elif sample.state == "submitted":
        submit(
            session,
            report=head,
            questionnaire=version.questionnaire,
            person=NOBODY,
            name=sample.signed_name,
            function=sample.signed_function,
            at=at,
        )
    count_report_again(session, report.id)
