"""What is wrong with a database, in the sentences that doctor and run say."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import text, update

from survey.answering.models.reports import Report
from survey.audit.models import AuditEntry
from survey.data.engine import Database, sqlite_file
from survey.data.migrations import downgrade, head, revisions
from survey.installation.queries import Finding, database_faults, faults_beyond_init, findings
from tests.support.app import prepare_sample, settings_for


@pytest.fixture
def database(database_kind, prepared_database):
    made = Database(prepared_database(database_kind, prepare_sample))
    yield made
    made.close()


sqlite_only = pytest.mark.parametrize("database_kind", ["sqlite"])


def execute(database, statement):
    with database.writing() as session:
        session.execute(statement)
        session.commit()


def test_whole_database_has_no_fault(database):
    assert database_faults(database) == []


def test_empty_database_is_named(database_url):
    database = Database(database_url, create=True)
    with database.writing() as session:
        session.execute(text("SELECT 1"))
    found = database_faults(database)
    database.close()
    assert found == ["The database is empty. Run 'survey init'."]


def test_older_database_is_named_with_what_to_do(database):
    older = revisions()[-2]
    downgrade(database.engine, older)
    assert database_faults(database) == [
        f"The database is older ({older}) than this program ({head()}). Run 'survey init' to upgrade it."
    ]


def test_newer_database_is_named_with_what_to_do(database):
    execute(database, text("UPDATE alembic_version SET version_num = '9999'"))
    assert database_faults(database) == [
        f"The database is newer (9999) than this program ({head()}). Install the newer program."
    ]


def test_changed_audit_trail_is_named_with_its_first_entry(database):
    execute(database, update(AuditEntry).where(AuditEntry.id == 3).values(person="eve"))
    assert database_faults(database) == ["The audit trail was changed from outside, first at entry 3."]


@sqlite_only
def test_missing_file_is_named_and_not_created(database):
    database.close()
    file = sqlite_file(database.url)
    file.unlink()
    assert database_faults(database) == [
        f"The database file {file} is missing. Run 'survey init', or put it back from a backup."
    ]
    assert not file.exists()


@sqlite_only
def test_sqlite_without_full_text_search_is_named_before_anything_is_done(database, monkeypatch):
    class WithoutFts5(sqlite3.Connection):
        def execute(self, statement, *values):
            raise sqlite3.OperationalError("no such module: fts5")

    monkeypatch.setattr(sqlite3, "connect", lambda place: WithoutFts5(place))
    (fault,) = database_faults(database)
    assert fault.startswith(f"The SQLite {sqlite3.sqlite_version} of this Python was built without FTS5")
    assert faults_beyond_init(database) == [fault]


@sqlite_only
def test_file_that_is_no_database_is_named(database):
    database.close()
    file = sqlite_file(database.url)
    file.write_bytes(b"no database at all" * 100)
    assert database_faults(database) == [
        f"The file {file} is damaged or is no database. Put it back from a backup; nothing was changed."
    ]


@sqlite_only
def test_damaged_page_is_named(database):
    database.close()
    file = sqlite_file(database.url)
    content = bytearray(file.read_bytes())
    with closing(sqlite3.connect(file)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'answer'").fetchone()
    content[4096 * (root - 1) : 4096 * root] = b"\xff" * 4096
    file.write_bytes(content)
    assert database_faults(database) == [
        "The database file is damaged. Stop the service and put it back from a backup."
    ]


def test_server_that_does_not_answer_is_named(tmp_path):
    settings = settings_for("postgresql://survey@127.0.0.1:1/survey", tmp_path)
    assert findings(settings) == [
        Finding(
            "The database server does not answer. Check SURVEY_DATABASE_URL and that the server runs.",
            stops=True,
        )
    ]


def test_unknown_kind_of_database_is_named(tmp_path):
    assert findings(settings_for("mysql://host/survey", tmp_path)) == [
        Finding("The database 'mysql' is not supported; use SQLite or PostgreSQL.", stops=True)
    ]


@sqlite_only
def test_reasons_of_production_do_not_stop_a_look(database, tmp_path):
    url = database.url.render_as_string()
    settings = settings_for(
        url, tmp_path, SURVEY_MODE="production", SURVEY_SECRET_KEY="", SURVEY_DATABASE_URL=url
    )
    sqlite_file(database.url).chmod(0o600)
    reason = (
        "Not ready for production: SURVEY_SECRET_KEY is not set; set it to at least 32 random characters."
    )
    assert findings(settings) == [Finding(reason, stops=False)]
    assert findings(settings | {"SURVEY_MODE": "development"}) == []


def test_tallies_that_do_not_fit_are_named_and_stop_nothing(database, tmp_path):
    execute(database, update(Report).where(Report.state == "submitted").values(state="accepted"))
    url = database.url.render_as_string(hide_password=False)
    assert findings(settings_for(url, tmp_path)) == []
    execute(database, update(Report).where(Report.state == "accepted").values(state="returned"))
    assert findings(settings_for(url, tmp_path)) == [
        Finding("The tallies do not fit the reports of these rounds: 2001. Run 'survey rebuild'.", False)
    ]
