import pytest
from sqlalchemy import func, select, update

from survey.accounts.models import Person
from survey.accounts.services import invite
from survey.answering.models.reports import Answer, AnswerHistory, Report, Snapshot
from survey.audit.queries import entries, first_broken
from survey.data.engine import Database
from survey.installation.services import set_up
from survey.missions.queries import missions_named
from survey.questionnaire.models import QuestionnaireVersion, RegisteredPart
from survey.rounds.models import AskedProject, Round
from tests.support.app import prepare_empty
from tests.support.factories import NOON

TABLES = (
    QuestionnaireVersion,
    RegisteredPart,
    Round,
    AskedProject,
    Report,
    Answer,
    AnswerHistory,
    Snapshot,
    Person,
)


@pytest.fixture
def installed(prepared_database):
    """A writing session on an installation without the sample."""
    database = Database(prepared_database("sqlite", prepare_empty))
    with database.writing() as session:
        yield session
    database.close()


def numbers(session):
    return [session.scalar(select(func.count(table.id))) for table in TABLES]


def reports(session):
    """State and whether fictitious, by the project's number."""
    found = select(AskedProject.number, Report.state, Report.fictitious)
    joined = found.join(Report, Report.asked_project_id == AskedProject.id)
    return {number: (state, invented) for number, state, invented in session.execute(joined)}


def test_set_up_publishes_both_versions_and_asks_the_eight_projects_for_the_newest(installed):
    assert numbers(installed) == [2, 43, 1, 8, 8, 0, 0, 0, 0]
    round = installed.scalar(select(Round))
    assert (round.code, round.title, round.version.number, round.closes_at) == ("2001", "2001", 2, None)
    assert reports(installed) == dict.fromkeys(range(1, 9), ("draft", False))


def test_set_up_twice_changes_nothing(installed):
    before, written = numbers(installed), len(entries(installed))
    set_up(installed)
    assert (numbers(installed), len(entries(installed))) == (before, written)


def test_sample_fills_reports_and_invites_one_person_for_each_role(installed):
    set_up(installed, sample=True)
    states = {number: state for number, (state, _invented) in reports(installed).items()}
    assert states == dict.fromkeys((1, 2, 3, 4, 6), "submitted") | {5: "draft", 7: "with_lead", 8: "draft"}
    assert all(invented for _state, invented in reports(installed).values())
    assert installed.scalar(select(func.count(Snapshot.id))) == 5
    roles = installed.scalars(select(Person.role).order_by(Person.role))
    assert list(roles) == ["administrator", "mission_lead", "mission_staff", "working_group"]
    assert set(installed.scalars(select(Person.password_hash))) == {None}
    assert first_broken(installed) is None


def test_sample_twice_changes_nothing(installed):
    set_up(installed, sample=True)
    before, written = numbers(installed), len(entries(installed))
    set_up(installed, sample=True)
    assert (numbers(installed), len(entries(installed))) == (before, written)


@pytest.mark.parametrize("touched", [{"saved_at": NOON}, {"state": "with_lead"}])
def test_sample_leaves_reports_alone_that_somebody_has_touched(installed, touched):
    own = select(Report.id).join(AskedProject).where(AskedProject.number == 3)
    installed.execute(update(Report).where(Report.id == installed.scalar(own)).values(**touched))
    set_up(installed, sample=True)
    assert reports(installed)[3] == (touched.get("state", "draft"), False)
    answers = select(func.count(Answer.id)).where(Answer.report_id == installed.scalar(own))
    assert installed.scalar(answers) == 0
    assert reports(installed)[4] == ("submitted", True)


def test_sample_leaves_people_alone_that_are_there(installed):
    missions = missions_named(installed, ["Manila"])
    invite(
        installed, email="group@example.org", role="mission_lead", missions=missions, name="Own", by="command"
    )
    set_up(installed, sample=True)
    person = installed.scalar(select(Person).where(Person.email == "group@example.org"))
    assert (person.name, person.role) == ("Own", "mission_lead")
