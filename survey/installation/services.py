"""Sets an installation up: questionnaire, round 2001, and on request the sample."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.accounts.models import Person
from survey.accounts.services import invite
from survey.answering.models.reports import Report
from survey.answering.sample import read_sample
from survey.answering.services.answers import open_report
from survey.answering.services.derived import derive_missing
from survey.answering.services.sample import load_sample
from survey.missions.queries import missions_named
from survey.questionnaire.instrument import read_file
from survey.questionnaire.queries import published_versions
from survey.questionnaire.services import publish
from survey.rounds.projects_file import read_projects
from survey.rounds.queries import asked_projects
from survey.rounds.services import ask_projects, ensure_round
from survey.web.roles import ADMINISTRATOR, MISSION_LEAD, MISSION_STAFF, WORKING_GROUP

#: the people of the sample: address, name, role, missions
SAMPLE_PEOPLE = (
    ("staff@sanjose.example.org", "Sample Staff, San José", MISSION_STAFF, ("San José",)),
    ("lead@sanjose.example.org", "Sample Lead, San José", MISSION_LEAD, ("San José",)),
    ("group@example.org", "Sample Member, working group", WORKING_GROUP, ()),
    ("administrator@example.org", "Sample Administrator", ADMINISTRATOR, ()),
)


def set_up(session: Session, *, sample: bool = False) -> None:
    """Publishes the questionnaire, opens the round 2001 with its projects; what is there already stays as it is.

    Texts that were signed before they were kept for searching are taken in.
    """
    document = read_file()
    publish(session, document=document)
    versions = {version.number: version for version in published_versions(session, document["code"])}
    newest = versions[max(versions)]
    round = ensure_round(
        session, code="2001", title="2001", version_id=newest.id, opens_at=datetime(2001, 1, 1, tzinfo=UTC)
    )
    ask_projects(session, round=round, projects=read_projects())
    reports = {
        asked.number: open_report(session, asked_project_id=asked.id, version_id=newest.id)
        for asked in asked_projects(session, round.id)
    }
    if sample:
        add_sample(session, reports, versions)
    derive_missing(session)


def add_sample(session: Session, reports: dict[int, Report], versions: dict) -> None:
    """Adds the invented answers to reports that nobody has touched, and one person for each role."""
    for entry in read_sample():
        report = reports[entry.project]
        if not report.fictitious and report.state == "draft" and report.saved_at is None:
            load_sample(session, report=report, sample=entry, versions=versions)
    known = set(session.scalars(select(Person.email)))
    for email, name, role, names in SAMPLE_PEOPLE:
        if email not in known:
            invite(
                session, email=email, name=name, role=role, missions=missions_named(session, names), by="init"
            )
