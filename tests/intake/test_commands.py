"""`survey import`."""

import pytest

from survey.intake import commands
from tests.intake.rounds import empty, exported, state_of


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=["import", *map(str, arguments)])


@pytest.fixture
def file(sqlite_app, tmp_path):
    """The sample's file; its answers were taken away after the export."""
    path = tmp_path / "answers_long.csv"
    path.write_bytes(exported(sqlite_app))
    empty(sqlite_app, "2001")
    return path


def test_preview_writes_nothing_and_import_loads_all(sqlite_app, file):
    before = state_of(sqlite_app)
    looked = run(sqlite_app, file, "--round", "2001", "--preview")
    assert (looked.exit_code, looked.output) == (
        0,
        "5 reports would be loaded, 0 there already exactly so, 0 not received in the file and left as they are (344 "
        "rows).\n3 more, not received in the file, would only be marked as fictitious or not.\n",
    )
    assert state_of(sqlite_app) == before
    done = run(sqlite_app, file, "--round", "2001")
    assert done.output.startswith("5 reports loaded, ")
    assert exported(sqlite_app) == file.read_bytes()
    again = run(sqlite_app, file, "--round", "2001")
    assert again.output == (
        "0 reports loaded, 5 there already exactly so, 3 not received in the file and left as they are (344 rows).\n"
    )


def test_a_refused_file_is_told_line_by_line(sqlite_app, file):
    file.write_bytes(file.read_bytes()[:-2])
    before = state_of(sqlite_app)
    result = run(sqlite_app, file, "--round", "2001")
    assert result.exit_code == 2
    assert "The last line has no line break at its end, so the file was cut off on its way." in result.output
    assert result.output.endswith("Nothing was changed.\n")
    assert state_of(sqlite_app) == before


def test_wrong_words_end_in_a_sentence(sqlite_app, file, tmp_path, monkeypatch):
    assert run(sqlite_app, file, "--round", "1999").output == "There is no round '1999'.\n"
    assert run(sqlite_app, tmp_path, "--round", "2001").output == f"There is no file {tmp_path}.\n"
    monkeypatch.setattr(commands, "LARGEST_FILE", 10)
    assert "is larger than 1,900 MB. It was not read." in run(sqlite_app, file, "--round", "2001").output
