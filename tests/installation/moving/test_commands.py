"""Backup, verify, restore and move as an operator types them, and the application on what they made."""

import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import select

from survey.app import create_app
from survey.audit.models import AuditEntry
from survey.data.engine import Database
from survey.data.migrations import current, downgrade, head
from survey.installation.moving.backup_file import BadBackup
from survey.installation.moving.services import fingerprint, restore, verify
from tests.holds.house import House
from tests.holds.saves import DONE, FORM, Save
from tests.installation.moving.examples import kept, sums
from tests.support.app import EMAILS, KEY, build_app, prepare_empty, prepare_sample, settings_for
from tests.support.load import ask_once


@pytest.fixture
def instance(tmp_path):
    (tmp_path / "instance").mkdir()
    return tmp_path / "instance"


@pytest.fixture
def run(instance):
    """`run(url, *arguments)` is (exit status, output, complaint) of a command of an installation."""

    def ran(url, *arguments, **settings):
        app = create_app(settings_for(url, instance, **settings), check=False)
        result = app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])
        app.extensions["database"].close()
        return result.exit_code, result.stdout, result.stderr

    return ran


@pytest.fixture
def sample(prepared_database):
    return prepared_database("sqlite", prepare_sample)


@pytest.fixture
def backup(run, sample, tmp_path):
    assert run(sample, "backup", "--to", tmp_path / "backup.zip")[0] == 0
    return tmp_path / "backup.zip"


@pytest.fixture
def target(databases, database_kind, tmp_path):
    url = databases.empty(database_kind, tmp_path)
    yield url
    databases.drop(url)


def test_backup_says_where_it_is_and_which_key_belongs_to_it(run, sample, instance):
    status, output, complaint = run(sample, "backup")
    (file,) = (instance / "backups").iterdir()
    assert (status, complaint) == (0, "")
    assert re.fullmatch(r"survey-\d{8}-\d{6}\.zip", file.name)
    assert output == (
        f"{file} holds {sum(one.rows for one in sums(sample).values()):,} rows of {len(sums(sample))} tables, "
        f"schema {head()}, as of {verify(file).made_at}.\n"
        "The settings are not in it, nor is SURVEY_SECRET_KEY: keep both elsewhere, and safe. "
        f"The key that belongs to it has the fingerprint {fingerprint(KEY)}.\n"
    )
    assert KEY not in output


def test_backup_stands_in_the_trail_and_in_the_backup_itself(sample, backup):
    database = Database(sample)
    with database.reading() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    database.close()
    assert (last.person, last.action, last.subject) == ("command", "backup", "installation")
    (listed,) = (table for table in verify(backup).tables if table.name == "audit_entry")
    assert listed.sha256 == sums(sample)["audit_entry"].sha256


def test_backup_into_a_folder_gets_a_name_there(run, sample, tmp_path):
    (tmp_path / "drive").mkdir()
    assert run(sample, "backup", "--to", tmp_path / "drive")[0] == 0
    (file,) = (tmp_path / "drive").iterdir()
    assert file.name.startswith("survey-")


def test_backup_over_another_file_is_refused(run, sample, backup):
    before = backup.read_bytes()
    assert run(sample, "backup", "--to", backup) == (
        2,
        "",
        f"{backup} is there already. Nothing was written; choose another name.\n",
    )
    assert backup.read_bytes() == before


def test_backup_to_where_nothing_can_be_written_says_so(run, sample, tmp_path):
    (tmp_path / "file").touch()
    assert run(sample, "backup", "--to", tmp_path / "file" / "backup.zip") == (
        2,
        "",
        f"{tmp_path}/file/backup.zip cannot be written: Not a directory. There is no backup.\n",
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "The database file {file} is missing. Run 'survey init', or put it back from a backup."),
        (b"", "The database is empty. Run 'survey init'."),
        (
            b"no database at all" * 100,
            "The file {file} is damaged or is no database. Put it back from a backup; nothing was changed.",
        ),
    ],
)
@pytest.mark.parametrize("command", [("backup",), ("move", "--to", "sqlite:////nowhere/survey.db")])
def test_what_cannot_be_read_is_neither_backed_up_nor_moved(run, tmp_path, content, sentence, command):
    file = tmp_path / "survey.db"
    if content is not None:
        file.write_bytes(content)
    assert run(f"sqlite:///{file}", *command) == (2, "", sentence.format(file=file) + "\n")


def test_verify_tells_a_whole_backup_from_a_damaged_one(run, sample, backup):
    assert run(sample, "verify", backup)[:2] == (
        0,
        f"The backup is whole. {run(sample, 'verify', backup)[1].removeprefix('The backup is whole. ')}",
    )
    backup.write_bytes(backup.read_bytes()[:-100])
    assert run(sample, "verify", backup) == (1, f"{backup} is not whole: its end is missing.\n", "")


def test_damaged_backup_is_refused_at_every_place_and_the_target_is_untouched(run, sample, backup):
    target = Path(sample.removeprefix("sqlite:///"))
    before, whole = target.read_bytes(), backup.read_bytes()
    cut = [whole[: len(whole) * part // 16] for part in range(16)]
    changed = [
        whole[:place] + bytes([whole[place] ^ 16]) + whole[place + 1 :]
        for place in range(0, len(whole), len(whole) // 40)
    ]
    for content in changed + cut:
        backup.write_bytes(content)
        with pytest.raises(BadBackup, match=r"damaged|not whole|not a backup"):
            restore(backup, sample, replace=True)
    status, output, complaint = run(sample, "restore", backup, "--replace")
    assert (status, output) == (2, "")
    assert complaint == f"{backup} is not whole: its end is missing. Nothing was changed.\n"
    assert target.read_bytes() == before


def test_restored_application_opens_and_saves(database_kind, run, sample, backup, target, tmp_path):
    status, output, complaint = run(target, "restore", backup)
    assert (status, complaint) == (0, "")
    assert re.search(
        r"now holds the backup of .*\n\d+ sign-ins, \d+ open links and \d+ access tokens were ended\.\n$",
        output,
    )
    assert run(target, "doctor", SURVEY_MODE="development")[0] == 0
    house = House(target, tmp_path)
    (report,) = house.open_reports()
    part = "Q4_LESSONS.lessons"
    save = Save(report, part, "a new text", house.answer(report, part).version, "a-key-of-the-page")
    with house.serve_here() as port:
        assert FORM.outcome(ask_once(port, FORM.request(house.staff, save))) == DONE
    assert house.answer(report, part).value == save.text
    assert house.faults() == []
    house.close()
    group = build_app(target, tmp_path)
    page = group.test_client().sign_in(EMAILS["working_group"]).get("/rounds/2001/matrix")
    assert (page.status_code, "<h1>" in page.text or "<h1 " in page.text) == (200, True)
    group.extensions["database"].close()


def test_restored_file_is_its_owners_only_and_another_key_is_named(run, backup, tmp_path):
    other, file = "another key, as long as one must be in production", tmp_path / "new folder" / "survey.db"
    output = run(f"sqlite:///{file}", "restore", backup, SURVEY_SECRET_KEY=other)[1]
    assert file.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == ["survey.db"]
    assert output.endswith(
        f"The secret key of this installation is not that of the backup ({fingerprint(KEY)}): with another key, "
        "second factors have to be set up anew.\n"
    )


def test_restore_over_a_database_that_is_being_written_gives_up(run, sample, backup, monkeypatch):
    monkeypatch.setattr("survey.data.filling.BUSY_SECONDS", 0)
    before, writer = sums(sample), Database(sample)
    with writer.writing() as session:
        session.connection()
        status, output, complaint = run(sample, "restore", backup, "--replace")
    writer.close()
    assert (status, output) == (2, "")
    assert complaint == (
        f"{sample.removeprefix('sqlite:///')} cannot be replaced (database is locked). Nothing was changed; "
        "if the service runs, stop it.\n"
    )
    assert sums(sample) == before


def test_restore_takes_the_place_of_a_damaged_file_which_is_kept(run, sample, backup, tmp_path):
    file = tmp_path / "survey.db"
    file.write_bytes(b"no database at all" * 100)
    status, _output, complaint = run(f"sqlite:///{file}", "restore", backup)
    assert (status, complaint) == (
        2,
        f"{file} is damaged or is no database. Nothing was changed. 'survey restore --replace' puts it aside.\n",
    )
    assert run(f"sqlite:///{file}", "restore", backup, "--replace")[0] == 0
    assert kept(f"sqlite:///{file}") == kept(sample)
    (aside,) = tmp_path.glob("survey.db.damaged-*")
    assert aside.read_bytes() == b"no database at all" * 100


def test_restore_beside_the_rest_of_a_removed_database_is_refused(run, backup, tmp_path):
    (tmp_path / "survey.db-wal").write_bytes(b"rest")
    status, output, complaint = run(f"sqlite:///{tmp_path}/survey.db", "restore", backup)
    assert (status, output) == (2, "")
    assert complaint.startswith(f"{tmp_path}/survey.db-wal was left by a database that is gone")
    assert not (tmp_path / "survey.db").exists()


@pytest.mark.parametrize("command", [("restore", "file"), ("move",)])
def test_address_that_is_none_is_refused(run, sample, command):
    status, output, complaint = run(sample, *command, "--to", "mysql://host/name")
    assert (status, output) == (2, "")
    assert complaint == "The database 'mysql' is not supported; use SQLite or PostgreSQL.\n"


@pytest.mark.postgres
def test_server_that_does_not_answer_is_no_target(run, sample):
    status, output, complaint = run(sample, "move", "--to", "postgresql://survey@127.0.0.1:1/nowhere")
    assert (status, output) == (2, "")
    assert re.fullmatch(r"The target cannot be written \(.*\)\. Nothing was changed\.\n", complaint)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_move_prints_a_table_and_what_to_do_then(run, sample, target):
    status, output, complaint = run(sample, "move", "--to", target)
    tables = sums(sample)
    head_line, *lines, last = output.splitlines()
    assert (status, complaint, head_line.split()[:2]) == (0, "", ["table", "rows"])
    assert {tuple(line.split()) for line in lines} == {
        (name, f"{one.rows:,}", one.sha256[:16], one.sha256[:16]) for name, one in tables.items()
    }
    assert last.startswith(
        f"All {len(tables)} tables are the same on both sides. Now set SURVEY_DATABASE_URL to "
    )


def test_init_of_an_older_database_backs_it_up_first(run, prepared_database, instance):
    url = prepared_database("sqlite", prepare_empty)
    database = Database(url)
    downgrade(database.engine, "0010")
    before = kept(url)
    status, output, _complaint = run(url, "init")
    (file,) = (instance / "backups").iterdir()
    assert (status, current(database.engine)) == (0, head())
    assert output.startswith(f"What was there before the upgrade is kept in {file}\n")
    assert file.name.startswith("before-upgrade-from-0010-survey-")
    found = {one.name: (one.rows, one.sha256) for one in verify(file).tables}
    assert {name: found[name] for name in before} == {n: (t.rows, t.sha256) for n, t in before.items()}
    run(url, "init")
    assert len(list((instance / "backups").iterdir())) == 1
    database.close()


def test_init_does_not_upgrade_when_the_backup_fails(run, prepared_database, instance):
    url = prepared_database("sqlite", prepare_empty)
    database = Database(url)
    downgrade(database.engine, "0010")
    (instance / "backups").touch()
    status, output, complaint = run(url, "init")
    assert (status, output) == (2, "")
    assert complaint.endswith("cannot be written: Not a directory. The database was not upgraded.\n")
    assert current(database.engine) == "0010"
    assert run(url, "init", "--no-backup")[0] == 0
    assert current(database.engine) == head()
    database.close()


def test_backup_of_a_file_that_is_damaged_inside_leaves_none(run, sample, tmp_path):
    file = Path(sample.removeprefix("sqlite:///"))
    connection = sqlite3.connect(file)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'answer'").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with file.open("r+b") as stream:
        stream.seek((page - 1) * size)
        stream.write(b"\xff" * size)
    status, output, complaint = run(sample, "backup", "--to", tmp_path / "backup.zip")
    assert (status, output) == (2, "")
    assert (
        complaint
        == "The database cannot be read to its end; 'survey doctor' says more. There is no backup.\n"
    )
    assert list(tmp_path.glob("*backup.zip*")) == []
