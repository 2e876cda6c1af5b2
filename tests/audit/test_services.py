import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from survey.audit.models import AuditEntry, AuditHead
from survey.audit.queries import entries, first_broken
from survey.audit.services import record
from survey.data.engine import Database
from survey.data.migrations import upgrade
from tests.support.factories import at


def prepare_tables(url):
    database = Database(url, create=True)
    upgrade(database.engine)
    database.close()


@pytest.fixture
def database(database_kind, prepared_database):
    made = Database(prepared_database(database_kind, prepare_tables))
    yield made
    made.close()


def test_record_holds_who_did_what_when_and_its_details(database, monkeypatch):
    moment = datetime(2001, 10, 12, 12, 0, tzinfo=UTC)
    at(monkeypatch, moment)
    with database.writing() as session:
        record(session, person="anna", action="save", subject="report", parts=2, outcome="é")
        session.commit()
        (entry,) = entries(session)
    assert (entry.at, entry.person, entry.action, entry.subject) == (moment, "anna", "save", "report")
    assert entry.details == '{"outcome": "é", "parts": 2}'


def test_record_without_details_has_none(database):
    with database.writing() as session:
        record(session, person="anna", action="sign out", subject="anna")
        assert [entry.details for entry in entries(session)] == [""]


def test_record_moves_the_head(database):
    with database.writing() as session:
        for _ in range(3):
            record(session, person="anna", action="save", subject="report")
        newest = entries(session)[-1]
        assert session.scalar(select(AuditHead.seal)) == newest.seal
        assert session.scalar(select(func.count(AuditHead.id))) == 1


def test_record_vanishes_with_its_transaction(database):
    with database.writing() as session:
        record(session, person="anna", action="save", subject="report")
        session.rollback()
        assert (entries(session), first_broken(session)) == ([], None)


def test_changed_entry_is_found(database):
    with database.writing() as session:
        for subject in ("one", "two", "three"):
            record(session, person="anna", action="save", subject=subject)
        session.execute(update(AuditEntry).where(AuditEntry.id == 2).values(person="bruno"))
        assert first_broken(session) == 2


def test_concurrent_writers_keep_one_chain(database):
    with database.writing() as session:
        record(session, person="anna", action="begin", subject="report")
        session.commit()
    faults = []

    def write(name):
        try:
            for number in range(25):
                with database.writing() as session:
                    record(session, person=name, action="save", subject=str(number))
                    session.commit()
        except OperationalError as fault:
            faults.append(fault)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("anna", "bruno", "carla")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with database.reading() as session:
        assert session.scalar(select(func.count(AuditEntry.id))) == 76
        assert first_broken(session) is None
