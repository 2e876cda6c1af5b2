import pytest
from sqlalchemy import func, select

from survey.accounts.models import OneTimeLink, Person, SignIn
from survey.accounts.services import make_link, sign_in
from survey.answering.models.presence import Presence
from survey.audit.models import AuditEntry
from survey.data.base import Base
from survey.data.engine import Database
from survey.data.filling import TargetRefused
from survey.data.migrations import current, downgrade, head, upgrade
from survey.installation.moving.backup_file import BadBackup
from survey.installation.moving.services import back_up, fingerprint, move, restore, verify
from survey.installation.queries import database_faults
from tests.installation.moving.examples import kept, prepare_awkward, sums
from tests.support.app import KEY, prepare_empty, prepare_sample
from tests.support.rows import fill

OTHER = {"sqlite": "postgres", "postgres": "sqlite"}


@pytest.fixture
def new_database(databases, tmp_path):
    """`new_database(kind)` is the address of a database that is empty, or not there yet."""
    made = []

    def address(kind):
        made.append(databases.empty(kind, tmp_path))
        return made[-1]

    yield address
    for url in made:
        databases.drop(url)


@pytest.fixture
def source(database_kind, prepared_database):
    return prepared_database(database_kind, prepare_awkward)


def backup_of(url, path):
    database = Database(url)
    manifest = back_up(database, path, key=KEY)
    database.close()
    return manifest


@pytest.fixture
def small(database_kind, prepared_database):
    return prepared_database(database_kind, prepare_sample)


def moved(url, target):
    database = Database(url)
    try:
        return move(database, target)
    finally:
        database.close()


def faults(url):
    database = Database(url)
    found = database_faults(database)
    database.close()
    return found


def test_backup_lists_every_table_of_the_models_with_what_it_holds(source, tmp_path):
    path = tmp_path / "new folder" / "backup.zip"
    manifest = backup_of(source, path)
    found = {table.name: (table.columns, table.rows, table.sha256) for table in manifest.tables}
    assert found == {name: (one.columns, one.rows, one.sha256) for name, one in sums(source).items()}
    assert set(found) == set(Base.metadata.tables)
    assert [name for name, (_columns, rows, _sum) in found.items() if not rows] == []
    assert (manifest.revision, manifest.key) == (head(), fingerprint(KEY))
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["backup.zip"]
    assert verify(path) == manifest


@pytest.mark.postgres
def test_round_trip_through_both_databases_gives_the_same_tables(prepared_database, new_database, tmp_path):
    first = prepared_database("sqlite", prepare_awkward)
    second, third = new_database("postgres"), new_database("sqlite")
    backup_of(first, tmp_path / "first.zip")
    restore(tmp_path / "first.zip", second)
    backup_of(second, tmp_path / "second.zip")
    restore(tmp_path / "second.zip", third)
    assert kept(first) == kept(second) == kept(third)
    assert (faults(second), faults(third)) == ([], [])


def test_move_copies_every_table_and_changes_nothing_here(source, database_kind, new_database):
    before, target = sums(source), new_database(OTHER[database_kind])
    table = moved(source, target)
    assert {pair.source.name: (pair.source, pair.target) for pair in table} == {
        name: (total, total) for name, total in before.items()
    }
    assert sums(source) == before == sums(target)


def test_move_into_a_database_of_rows_is_refused(small, prepared_database, database_kind):
    target = prepared_database(OTHER[database_kind], prepare_sample)
    before = sums(target)
    with pytest.raises(TargetRefused, match="already holds data"):
        moved(small, target)
    assert sums(target) == before


@pytest.mark.long
def test_move_into_tables_without_rows_fills_them(small, database_kind, new_database):
    target = new_database(database_kind)
    database = Database(target, create=True)
    upgrade(database.engine)
    database.close()
    moved(small, target)
    assert sums(target) == sums(small)


def test_move_of_a_source_that_changes_meanwhile_is_refused_and_leaves_nothing(
    small, database_kind, new_database, monkeypatch
):
    """Somebody signs in between the copy and the comparison."""
    target = new_database(OTHER[database_kind])
    database = Database(small)
    reading, calls = database.reading, []

    def reading_later():
        calls.append(1)
        if len(calls) == 2:
            with database.writing() as session:
                sign_in(session, person=session.scalars(select(Person)).first(), hours=1)
                session.commit()
        return reading()

    monkeypatch.setattr(database, "reading", reading_later)
    with pytest.raises(
        TargetRefused, match=r"written to during the move \(audit_entry, audit_head, sign_in\)"
    ):
        move(database, target)
    database.close()
    empty = Database(target, create=True)
    assert current(empty.engine) is None
    empty.close()


def test_restore_ends_what_was_open_and_says_so_in_the_trail(small, new_database, database_kind, tmp_path):
    database = Database(small)
    with database.writing() as session:
        person = session.scalars(select(Person)).first()
        sign_in(session, person=person, hours=1)
        make_link(session, person=person, purpose="invitation", hours=1)
        session.commit()
        open_links = len(session.scalars(select(OneTimeLink).where(OneTimeLink.used_at.is_(None))).all())
        open_ones = len(session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all())
    manifest = backup_of(small, tmp_path / "backup.zip")
    target = new_database(database_kind)
    done = restore(tmp_path / "backup.zip", target)
    assert (done.sign_ins, done.links) == (open_ones, open_links)
    assert min(open_ones, open_links) >= 1
    restored = Database(target)
    with restored.reading() as session:
        assert session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all() == []
        assert session.scalars(select(OneTimeLink).where(OneTimeLink.used_at.is_(None))).all() == []
        assert session.scalars(select(Presence)).all() == []
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert (last.person, last.action, last.subject) == ("command", "restore", "installation")
        assert f'"made_at": "{manifest.made_at}"' in last.details
    restored.close()
    database.close()


@pytest.mark.long
def test_restore_into_a_database_of_rows_needs_to_be_told(small, prepared_database, database_kind, tmp_path):
    target = prepared_database(database_kind, prepare_sample)
    backup_of(small, tmp_path / "backup.zip")
    before = sums(target)
    with pytest.raises(TargetRefused, match="already holds data"):
        restore(tmp_path / "backup.zip", target)
    assert sums(target) == before
    restore(tmp_path / "backup.zip", target, replace=True)
    assert kept(target) == kept(small)
    assert faults(target) == []


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_replacing_is_seen_by_connections_that_stay_open(small, prepared_database, database_kind, tmp_path):
    target = prepared_database(database_kind, prepare_empty)
    backup_of(small, tmp_path / "backup.zip")
    database = Database(target)
    count = select(func.count()).select_from(Person)
    with database.reading() as session:
        assert session.scalar(count) == 0
    restore(tmp_path / "backup.zip", target, replace=True)
    with database.reading() as session:
        assert session.scalar(count) == sums(small)["person"].rows
    database.close()


@pytest.mark.parametrize(
    ("database_kind", "revision"),
    [
        ("sqlite", "0010"),
        pytest.param("postgres", "0010", marks=(pytest.mark.long, pytest.mark.postgres)),
        pytest.param("sqlite", "0001", marks=pytest.mark.long),
        pytest.param("postgres", "0001", marks=(pytest.mark.long, pytest.mark.postgres)),
    ],
)
def test_older_backup_is_restored_and_upgraded(database_url, database_kind, revision, new_database, tmp_path):
    database = Database(database_url, create=True)
    upgrade(database.engine, revision)
    fill(database.engine)
    back_up(database, tmp_path / "backup.zip", key=KEY)
    upgrade(database.engine)
    database.close()
    target = new_database(OTHER[database_kind])
    restore(tmp_path / "backup.zip", target)
    upgraded, expected = kept(target), kept(database_url)
    derived = {"answer_bitmap", "answer_text", "person_counts"}
    assert {n: t for n, t in upgraded.items() if n not in derived} == {
        n: t for n, t in expected.items() if n not in derived
    }
    opened = Database(target)
    assert current(opened.engine) == head()
    opened.close()


def test_newer_backup_is_refused(small, new_database, database_kind, tmp_path):
    database = Database(small)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    back_up(database, tmp_path / "backup.zip", key=KEY)
    database.close()
    target = new_database(database_kind)
    with pytest.raises(BadBackup, match=r"has a newer schema \(9999\)"):
        restore(tmp_path / "backup.zip", target)
    empty = Database(target, create=True)
    assert current(empty.engine) is None
    empty.close()


def test_newer_target_is_refused(small, prepared_database, database_kind, tmp_path):
    backup_of(small, tmp_path / "backup.zip")
    target = prepared_database(database_kind, prepare_sample)
    database = Database(target)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(TargetRefused, match=r"newer \(9999\)"):
        restore(tmp_path / "backup.zip", target)
    assert current(database.engine) == "9999"
    database.close()


def test_older_small_is_not_moved(small, new_database, database_kind):
    database = Database(small)
    downgrade(database.engine, "0013")
    with pytest.raises(TargetRefused, match="Run 'survey init' first"):
        move(database, new_database(database_kind))
    database.close()
