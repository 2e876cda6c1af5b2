"""The commands of an operator, as processes where it matters and in this process otherwise."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from survey.app import create_app
from survey.data.engine import Database
from survey.data.migrations import current, downgrade, head
from tests.support.app import KEY, prepare_empty, prepare_sample, settings_for
from tests.support.postgres import free_port

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch):
    for name in [name for name in os.environ if name.startswith("SURVEY_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def run(tmp_path):
    """`run(url, *arguments)` is (exit status, output, complaint) of a command of an installation."""
    folder = tmp_path / "instance"
    folder.mkdir()

    def ran(url, *arguments, **settings):
        app = create_app(settings_for(url, folder, **settings), check=False)
        result = app.test_cli_runner().invoke(args=arguments)
        app.extensions["database"].close()
        return result.exit_code, result.stdout, result.stderr

    return ran


@pytest.fixture
def sample(prepared_database):
    url = prepared_database("sqlite", prepare_sample)
    Path(url.removeprefix("sqlite:///")).chmod(0o600)
    return url


def environment(folder, **settings):
    own = {"SURVEY_INSTANCE": str(folder)}
    return (
        {name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")} | own | settings
    )


def survey(folder, *arguments, **settings):
    command = [sys.executable, "-m", "survey", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(folder, **settings), capture_output=True, text=True, timeout=60
    )


def test_init_makes_a_database_for_its_owner_only_and_twice_is_harmless(run, tmp_path):
    file = tmp_path / "new folder" / "survey.db"
    url = f"sqlite:///{file}"
    for _ in range(2):
        assert run(url, "init") == (0, f"The database is ready: {file}\n", "")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run(url, "doctor")[0] == 0


@pytest.mark.parametrize("database_kind", [pytest.param("postgres", marks=pytest.mark.postgres)])
def test_init_prepares_postgres_and_keeps_the_password_to_itself(run, database_url):
    url = database_url.replace("survey@", "survey:secret@")
    status, output, complaint = run(url, "init", "--sample")
    assert (status, complaint, "secret" in output) == (0, "", False)
    assert output.startswith("The database is ready: postgresql+psycopg://survey:***@127.0.0.1")
    assert run(url, "doctor")[1] == (
        "Nothing is wrong: the PostgreSQL database is whole and up to date, and the settings are safe.\n"
    )


def test_init_upgrades_an_older_database(run, prepared_database):
    url = prepared_database("sqlite", prepare_empty)
    database = Database(url)
    downgrade(database.engine, "0001")
    assert run(url, "init")[0] == 0
    assert current(database.engine) == head()
    database.close()


def test_init_into_a_folder_that_cannot_be_written_stops_with_a_sentence(run, tmp_path):
    (tmp_path / "file").touch()
    status, output, complaint = run(f"sqlite:///{tmp_path}/file/folder/survey.db", "init")
    assert (status, output) == (2, "")
    assert (
        complaint
        == f"The database file {tmp_path}/file/folder/survey.db cannot be written: Not a directory.\n"
    )


def test_init_of_a_damaged_database_stops_with_a_sentence_and_changes_nothing(run, tmp_path):
    file = tmp_path / "survey.db"
    file.write_bytes(b"no database at all" * 100)
    status, output, complaint = run(f"sqlite:///{file}", "init")
    assert (status, output) == (2, "")
    assert complaint == (
        f"The file {file} is damaged or is no database. Put it back from a backup; nothing was changed.\n"
    )
    assert file.read_bytes() == b"no database at all" * 100


def test_init_of_a_newer_database_stops_with_a_sentence(run, sample):
    make_newer(sample)
    assert run(sample, "init") == (
        2,
        "",
        f"The database is newer (9999) than this program ({head()}). Install the newer program.\n",
    )


def test_doctor_of_a_sound_installation_says_so(run, sample):
    assert run(sample, "doctor", SURVEY_MODE="production") == (
        0,
        "Nothing is wrong: the SQLite database is whole and up to date, and the settings are safe.\n",
        "",
    )


def make_missing(url):
    Path(url.removeprefix("sqlite:///")).unlink()


def make_damaged(url):
    Path(url.removeprefix("sqlite:///")).write_bytes(b"no database at all" * 100)


def make_empty(url):
    Path(url.removeprefix("sqlite:///")).write_bytes(b"")


def make_newer(url):
    database = Database(url)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    database.close()


def make_older(url):
    database = Database(url)
    downgrade(database.engine, "0001")
    database.close()


FAULTS = [
    (make_missing, "The database file {file} is missing. Run 'survey init', or put it back from a backup."),
    (
        make_damaged,
        "The file {file} is damaged or is no database. Put it back from a backup; nothing was changed.",
    ),
    (make_empty, "The database is empty. Run 'survey init'."),
    (make_newer, "The database is newer (9999) than this program ({head}). Install the newer program."),
    (make_older, "The database is older (0001) than this program ({head}). Run 'survey init' to upgrade it."),
]


@pytest.mark.parametrize(("spoil", "sentence"), FAULTS, ids=[spoil.__name__ for spoil, _ in FAULTS])
def test_doctor_and_run_say_what_is_wrong_with_the_database(run, sample, spoil, sentence):
    spoil(sample)
    sentence = sentence.format(file=sample.removeprefix("sqlite:///"), head=head()) + "\n"
    assert run(sample, "doctor") == (1, sentence, "")
    assert run(sample, "run", "--port", str(free_port())) == (2, "", sentence)


def test_run_on_a_port_in_use_stops_with_a_sentence(sample, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = survey(tmp_path, "run", "--port", str(port), SURVEY_DATABASE_URL=sample)
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        f"Port {port} is in use by another program; choose another one with --port {port + 1}.\n",
    )


def test_run_in_production_refuses_unsafe_settings(sample, tmp_path):
    done = survey(
        tmp_path, "run", SURVEY_MODE="production", SURVEY_DATABASE_URL=sample, SURVEY_SECRET_KEY="dev"
    )
    assert (done.returncode, done.stdout, done.stderr.splitlines()) == (
        2,
        "",
        [
            "SURVEY_SECRET_KEY is too easy to guess; use at least 32 random characters.",
            "SURVEY_BASE_URL is not set; links in invitations would lead nowhere.",
        ],
    )


def test_run_serves_the_sample_and_prints_a_link_for_each_role(sample, tmp_path):
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "survey", "run", "--port", str(port), "--sign-in-links"],
        cwd=ROOT,
        env=environment(tmp_path, SURVEY_DATABASE_URL=sample, PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        lines = [server.stdout.readline().rstrip("\n") for _ in range(6)]
        address = f"http://127.0.0.1:{port}"
        with urllib.request.urlopen(f"{address}/sign-in", timeout=20) as response:
            page = response.read().decode()
        links = [
            re.fullmatch(rf"  ([a-z ]+?) +({address}/links/[\w-]{{43}})  \(.*\)", line) for line in lines[2:]
        ]
        with urllib.request.urlopen(links[0].group(2), timeout=20) as response:
            welcome = response.read().decode()
    finally:
        server.send_signal(signal.SIGINT)
        _output, complaint = server.communicate(timeout=20)
    assert lines[:2] == [
        "Development mode: for this machine only. Do not put real answers in.",
        f"Serving on {address} (stop with Ctrl+C)",
    ]
    assert [link.group(1) for link in links] == [
        "mission staff",
        "mission lead",
        "working group",
        "administrator",
    ]
    assert '<p class="banner">' in page
    assert "Sign in as Sample Staff, San José" in welcome
    assert "Traceback" not in complaint
    assert links[0].group(2).rpartition("/")[2] not in complaint
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_run_outside_its_port_range_is_refused(run, sample):
    for port in ("0", "65536", "http"):
        status, _output, complaint = run(sample, "run", "--port", port)
        assert (status, "Invalid value for '--port'" in complaint) == (2, True)


def test_settings_that_cannot_be_read_stop_every_command(tmp_path):
    done = survey(tmp_path, "doctor", SURVEY_PROXIES="two", SURVEY_SECRET_KEY=KEY)
    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "SURVEY_PROXIES must be a whole number, not 'two'.\n",
    )
