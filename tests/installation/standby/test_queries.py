"""What `survey doctor` says of the server that pages are read from."""

from datetime import timedelta

import pytest

from survey.audit.services import record
from survey.data import clock
from survey.data.engine import Database
from survey.data.migrations import downgrade, head, revisions
from survey.installation.queries import Finding, findings
from survey.installation.standby import queries
from survey.installation.standby.queries import copy_faults, missing_since, said_of_copy
from tests.support.app import build_app, prepare_empty, settings_for

pytestmark = pytest.mark.postgres
NOTHING_ANSWERS = (
    "No server of SURVEY_READING_URL answers, so the pages that compare and the downloads cannot be opened. "
    "Check the address and the standby, or leave SURVEY_READING_URL empty."
)
ANOTHER = (
    "The server of SURVEY_READING_URL holds another installation than that of SURVEY_DATABASE_URL; its pages "
    "would show other answers. Correct the address."
)


@pytest.fixture
def url(prepared_database):
    return prepared_database("postgres", prepare_empty)


@pytest.fixture
def both(url, prepared_database):
    """A database and, for its copy, another one that was the same a moment ago."""
    made = Database(url, reading_url=prepared_database("postgres", prepare_empty))
    yield made
    made.close()


@pytest.fixture
def following(monkeypatch):
    """No second server is there to follow the first, but the copy says that it does."""
    monkeypatch.setattr(queries, "is_standby", lambda _engine: True)


def write_down(session, action):
    record(session, person="anna", action=action, subject="2001")
    session.commit()


def test_database_without_a_copy_has_no_fault_and_nothing_is_said_of_one(url, tmp_path):
    database = Database(url)
    assert (copy_faults(database), said_of_copy(database)) == ([], "")
    database.close()
    assert findings(settings_for(url, tmp_path)) == []


def test_copy_that_does_not_answer_is_named_and_stops_nothing(url, tmp_path):
    settings = settings_for(url, tmp_path, SURVEY_READING_URL="postgresql://survey@127.0.0.1:1/survey")
    assert findings(settings) == [Finding(NOTHING_ANSWERS, stops=False)]


def test_primary_that_stands_in_for_the_standby_is_named(both):
    assert copy_faults(both) == [
        "No standby of SURVEY_READING_URL answers; until one does, the pages are read from the primary."
    ]


@pytest.mark.usefixtures("following")
def test_copy_that_has_everything_has_no_fault(both):
    assert copy_faults(both) == []
    assert said_of_copy(both) == (
        "The pages that compare and the downloads are read from a standby, which is up to date."
    )


@pytest.mark.usefixtures("following")
def test_doctor_says_how_far_the_copy_is_behind(url, tmp_path):
    app = build_app(url, tmp_path, SURVEY_READING_URL=url)
    done = app.test_cli_runner().invoke(args=["doctor"])
    app.extensions["database"].close()
    assert (done.exit_code, done.output.splitlines()) == (
        0,
        [
            "Nothing is wrong: the PostgreSQL database is whole and up to date, and the settings are safe.",
            "The pages that compare and the downloads are read from a standby, which is up to date.",
        ],
    )


@pytest.mark.usefixtures("following")
def test_copy_that_is_behind_is_named_after_a_minute(both, monkeypatch):
    with both.writing() as session:
        write_down(session, "first")
        write_down(session, "second")
    since = missing_since(both, both.copy)
    monkeypatch.setattr(clock, "now", lambda: since + timedelta(seconds=60))
    assert copy_faults(both) == []
    assert said_of_copy(both).endswith("which is 60 s behind.")
    monkeypatch.setattr(clock, "now", lambda: since + timedelta(seconds=61))
    assert copy_faults(both) == [
        f"The standby has nothing of what was written since {since:%Y-%m-%d %H:%M} (UTC), and the pages that "
        "compare show nothing of it. Check that the standby can reach the primary."
    ]


@pytest.mark.usefixtures("following")
def test_copy_of_another_installation_is_named(both):
    # as many entries, but not the same ones
    other = Database(both.copy.url.render_as_string(hide_password=False))
    for database in (both, other):
        with database.writing() as session:
            write_down(session, f"of {database.url.database}")
    other.close()
    assert copy_faults(both) == [ANOTHER]


@pytest.mark.usefixtures("following")
def test_copy_without_tables_is_named(url, databases):
    empty = databases.empty("postgres")
    database = Database(url, reading_url=empty)
    assert copy_faults(database) == [ANOTHER]
    database.close()
    databases.drop(empty)


@pytest.mark.usefixtures("following")
def test_copy_before_an_upgrade_is_named(both):
    downgrade(both.copy.engine, revisions()[-2])
    assert copy_faults(both) == [
        f"The standby has not taken over the upgrade of the database yet: it has {revisions()[-2]}, not {head()}."
    ]
