"""The application behind a real server on this machine, for tests that visit it with a browser."""

import pytest
from sqlalchemy import select

from survey.accounts.models import Person
from survey.accounts.services import make_link
from survey.answering.models.reports import Report
from survey.rounds.models import AskedProject
from tests.support.app import EMAILS, build_app, prepare_sample, writing
from tests.support.cable import Cable
from tests.support.servers import ServerHere

QUESTIONS = ("S_STATUS", "S_PRE_POST", "Q1_AWARENESS", "Q3_ENCOURAGE", "Q8_DATA", "Q10_ACCESS")
# parts with a text, a table and nothing in their history
PARTS = ("S_STATUS.summary", "Q10_ACCESS.reach", "Q4_LESSONS.lessons")
ROUND = "/rounds/2001"
VERSIONS = "/versions"
ROLES = ("visitor", "mission_staff", "mission_lead", "working_group", "administrator")
# for what hardly differs from page to page: mission staff in each run, all others in the long one
STAFF_FIRST = [
    role if role == "mission_staff" else pytest.param(role, marks=pytest.mark.long) for role in ROLES
]
LANGUAGES = ("en", "fr", "es")
# French has the longest words; for what differs by words only, the other languages are left to the long run
FRENCH_FIRST = [pytest.param("en", marks=pytest.mark.long), "fr", pytest.param("es", marks=pytest.mark.long)]
ROLES_AND_LANGUAGES = [
    pytest.param(
        role, language, marks=() if language == "fr" and role != "mission_lead" else pytest.mark.long
    )
    for role in ROLES
    for language in LANGUAGES
]


class Site:
    """A served application; `url` begins every address, `close` ends the server."""

    def __init__(self, app):
        self.app = app
        self.server = ServerHere(app)
        self.cable = Cable(self.server.port)
        self.url = app.config["SURVEY_BASE_URL"] = f"http://127.0.0.1:{self.cable.port}"
        app.config["TRUSTED_HOSTS"] = ["127.0.0.1"]

    def close(self):
        self.cable.cut()
        self.server.close()
        self.app.extensions["database"].close()

    def sign_in(self, page, role):
        """Signs the page's browser in as the sample's person with this role."""
        with writing(self.app) as session:
            person = session.scalar(select(Person).where(Person.email == EMAILS[role]))
            token = make_link(session, person=person, purpose="sign_in", hours=1)
            session.commit()
        page.goto(f"{self.url}/links/{token}")
        page.click("main button")
        return page

    def report(self, number):
        """The path of the report of this project of 2001."""
        with self.app.extensions["database"].reading() as session:
            own = AskedProject.number == number, Report.supplements_id.is_(None)
            found = select(Report.public_id).join(AskedProject).where(*own)
            return f"/reports/{session.scalar(found)}"

    def person(self, role):
        """The path of the page about the sample's person with this role."""
        with self.app.extensions["database"].reading() as session:
            return f"/people/{session.scalar(select(Person.public_id).where(Person.email == EMAILS[role]))}"

    def paths(self, role):
        """The pages that this role visits, each kind at least once."""
        mission = [
            "/projects",
            self.report(5),
            f"{self.report(5)}/answers",
            f"{self.report(5)}/paper/upload",
            *(f"{self.report(5)}/questions/{code}" for code in QUESTIONS),
            *(f"{self.report(5)}/parts/{code}/history" for code in PARTS),
            f"{self.report(5)}/parts/Q4_LESSONS.lessons/evidence",
            "/account",
        ]
        return {
            "visitor": ["/sign-in", "/links/no-such-link", "/nowhere"],
            "mission_staff": [*mission, self.report(3)],
            "mission_lead": mission,
            "working_group": [
                ROUND,
                f"{ROUND}/matrix",
                f"{ROUND}/questions",
                f"{ROUND}/questions/Q6_CAPACITY",
                f"{ROUND}/questions/Q10_ACCESS",
                f"{ROUND}/summary",
                f"{ROUND}/summary/Q7_SUCCESS.success/answered",
                f"{ROUND}/access",
                f"{ROUND}/before-after",
                f"{ROUND}/persons",
                f"{ROUND}/projects",
                f"{ROUND}/patterns",
                f"{ROUND}/patterns/indicators",
                f"{ROUND}/patterns/constraints",
                f"{ROUND}/patterns/awareness/yes/partly",
                f"{ROUND}/matrix?region=Asia",
                f"{ROUND}/summary?region=Atlantis",
                f"{ROUND}/charts",
                f"{ROUND}/groups",
                f"{ROUND}/groups/Q7_SUCCESS.success?by=mission",
                f"{ROUND}/against",
                f"{ROUND}/trend/Q10_ACCESS.equal",
                f"{ROUND}/downloads",
                f"{ROUND}/texts/Q7_SUCCESS",
                f"{ROUND}/search?q=women",
                f"{ROUND}/quotes",
                f"{ROUND}/quotes/new/{self.report(3).rpartition('/')[2]}/Q4_LESSONS.lessons",
                f"{self.report(6)}/answers",
                VERSIONS,
                "/account",
            ],
            "administrator": [
                ROUND,
                f"{ROUND}/projects",
                "/people",
                "/people/invite",
                f"{ROUND}/matrix",
                VERSIONS,
                f"{VERSIONS}/gender-mainstreaming/2",
                "/rounds",
                "/rounds/new",
                f"{ROUND}/board",
                f"{ROUND}/board?state=draft&quiet=x",
                f"{ROUND}/edit",
                f"{ROUND}/copy",
                f"{ROUND}/projects/choose",
                f"{ROUND}/extensions",
                f"{ROUND}/reminders",
                f"{ROUND}/reminders/choose",
                f"{ROUND}/reminders/print",
                "/people/invite-list",
                self.person("mission_lead"),
                "/account/second-factor",
                "/questionnaires/gender-mainstreaming/exchange",
                "/questionnaires/gender-mainstreaming/exchange/import",
            ],
        }[role]


@pytest.fixture
def site(prepared_database, tmp_path):
    """The sample on SQLite behind a real server."""
    opened = Site(build_app(prepared_database("sqlite", prepare_sample), tmp_path))
    yield opened
    opened.close()
