"""The command `survey` from outside."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from survey.__main__ import cli
from survey.app import create_app
from tests.support.app import settings_for

ROOT = Path(__file__).parents[1]


def survey(*arguments, cwd=ROOT, **environment):
    command = [sys.executable, "-m", "survey", *arguments]
    own = {"PYTHONPATH": str(ROOT)} | environment
    return subprocess.run(command, cwd=cwd, env=os.environ | own, capture_output=True, text=True, timeout=60)


def commands(group, path=()):
    """Every command with the words that call it, groups included."""
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.fixture
def own_commands(tmp_path):
    app = create_app(settings_for(f"sqlite:///{tmp_path}/survey.db", tmp_path))
    yield app, dict(commands(app.cli))
    app.extensions["database"].close()


def test_help_names_every_command_and_nothing_else():
    done = survey("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: survey [OPTIONS] COMMAND [ARGS]...\n")
    listed = done.stdout.partition("Commands:\n")[2].splitlines()
    names = [line.split()[0] for line in listed if line[2:3] != " "]
    assert names == [
        "backup",
        "check",
        "doctor",
        "export",
        "import",
        "init",
        "move",
        "people",
        "questionnaire",
        "read",
        "rebuild",
        "remind",
        "restore",
        "run",
        "verify",
    ]
    assert "--app" not in done.stdout


def test_every_command_has_help_of_its_own(own_commands):
    app, known = own_commands
    assert {("init",), ("run",), ("doctor",), ("people",), ("people", "invite"), ("people", "list")} <= set(
        known
    )
    for words, command in known.items():
        result = app.test_cli_runner().invoke(args=[*words, "--help"])
        assert (words, result.exit_code, bool(command.help)) == (words, 0, True)
        assert command.help[:30] in result.stdout
        options = [option for option in command.params if isinstance(option, click.Option)]
        assert [option.name for option in options if not option.help and not option.is_eager] == []


def test_wrong_option_of_any_command_ends_with_2(own_commands):
    app, known = own_commands
    for words in known:
        result = app.test_cli_runner().invoke(args=[*words, "--nonsense"])
        assert (words, result.exit_code, "No such option" in result.stderr) == (words, 2, True)


def test_wrong_call_ends_with_2_and_no_trace(tmp_path):
    done = survey("--app", "other", "doctor", SURVEY_INSTANCE=str(tmp_path))
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)


def test_command_runs_from_any_folder_and_reads_no_env_file(tmp_path):
    (tmp_path / ".env").write_text("SURVEY_PROXIES=two\n")
    done = survey(
        "doctor", cwd=tmp_path, SURVEY_INSTANCE=str(tmp_path / "instance"), SURVEY_MODE="development"
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(f"The database file {tmp_path}/instance/survey.db is missing. ")
    assert not (tmp_path / "instance").exists()


def test_command_is_a_group_without_options_of_its_own():
    assert cli.params == []
