"""Pages that compare come from the standby while there is one; what is written, and on record, is on the primary."""

import pytest
from sqlalchemy import select, text, update

from survey.accounts.models import Person
from survey.audit.models import AuditEntry
from survey.data import engine as engines
from tests.answering.examples import report_id, sign
from tests.holds.house import House
from tests.support import postgres
from tests.support.app import EMAILS, prepare_sample, writing
from tests.support.databases import new_name
from tests.support.standby import Pair

pytestmark = pytest.mark.postgres
# of the sample's projects, one whose report is still a draft
DRAFT = 8
FILE = "/rounds/2001/downloads/answers_long.csv"


@pytest.fixture(scope="module")
def pair():
    try:
        made = Pair()
    except postgres.Unavailable as problem:
        pytest.skip(str(problem))
    prepare_sample(postgres.create_database(made.primary.url, "sample"))
    yield made
    made.stop()


@pytest.fixture
def house(pair, tmp_path, monkeypatch):
    """An installation on both servers, whose connections to the copy are made anew each time."""
    monkeypatch.setattr(engines, "COPY_SECONDS", 0)
    name = new_name()
    postgres.create_database(pair.primary.url, name, "sample")
    pair.caught_up()
    made = House(pair.url(name), tmp_path, SURVEY_READING_URL=pair.url(name, standby_first=True))
    yield made
    made.close()
    postgres.drop_database(f"{pair.primary.url.rpartition('/')[0]}/{name}")


@pytest.fixture
def reader(house):
    """The working group's browser."""
    return house.app.test_client().sign_in(EMAILS["working_group"])


def signed_meanwhile(house):
    """The id of a report that its lead signs now."""
    with writing(house.app) as session:
        sign(session, DRAFT)
        session.commit()
    return report_id(house.app, DRAFT)


def knows(reader, report):
    """Whether the page of all verdicts, and the file of all answers, know the report as one that has come."""
    page, file = reader.get("/rounds/2001/matrix"), reader.get(FILE)
    assert (page.status_code, file.status_code) == (200, 200)
    own = [line for line in file.text.splitlines() if line.startswith(f"2001,2001-{DRAFT:02},")]
    return f"/reports/{report}/answers" in page.text, bool(own) and not any(
        ",not_reached," in line for line in own
    )


def trail(server, name):
    """What the working group did, as this server has it."""
    address = f"{server.url.rpartition('/')[0]}/{name}"
    database = engines.Database(address)
    with database.reading() as session:
        own = AuditEntry.action.in_(("read answers", "download"))
        found = list(session.scalars(select(AuditEntry.action).where(own).order_by(AuditEntry.id)))
    database.close()
    return found


def test_pages_and_files_are_as_the_standby_has_them_and_their_reading_is_on_record(pair, house, reader):
    report = report_id(house.app, DRAFT)
    assert knows(reader, report) == (False, False)
    pair.hold_back()
    signed_meanwhile(house)
    name = house.database.url.database
    before = trail(pair.primary, name)
    assert reader.get(f"/reports/{report}/answers").status_code == 200
    assert knows(reader, report) == (False, False)
    assert trail(pair.primary, name) == [*before, "read answers", "download"]
    assert trail(pair.standby, name) == before
    pair.go_on()
    assert knows(reader, report) == (True, True)


def test_whoever_signs_in_or_loses_the_role_is_known_at_once(pair, house):
    pair.hold_back()
    reader = house.app.test_client().sign_in(EMAILS["working_group"])
    assert reader.get("/rounds/2001/matrix").status_code == 200
    with writing(house.app) as session:
        session.execute(update(Person).where(Person.email == EMAILS["working_group"]).values(active=False))
        session.commit()
    assert reader.get("/rounds/2001/matrix").status_code == 302
    pair.go_on()


@pytest.mark.long
def test_whoever_has_just_written_finds_it_on_the_next_page(pair, house):
    administrator = house.app.test_client().sign_in(EMAILS["administrator"])
    pair.hold_back()
    assert administrator.send("/rounds/2001/sensitive", {"sensitive": "yes"}).status_code == 302
    own = administrator.get("/rounds/2001").text
    administrator.delete_cookie("wrote")
    assert administrator.get("/rounds/2001").text != own
    pair.go_on()
    assert administrator.get("/rounds/2001").text.count("sensitive") == own.count("sensitive")


def test_standby_that_is_away_is_replaced_by_the_primary_and_found_again(pair, house, reader):
    report = report_id(house.app, DRAFT)
    pair.release()
    pair.standby.end()
    assert knows(reader, report) == (False, False)
    signed_meanwhile(house)
    assert knows(reader, report) == (True, True)
    pair.standby.start()
    pair.wait_for_standby()
    assert knows(reader, report) == (True, True)
    with house.database.copy.reading() as session:
        assert session.scalar(text("SELECT pg_is_in_recovery()")) is True
