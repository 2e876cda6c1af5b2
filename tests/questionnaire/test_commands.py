"""The questionnaire as a file, from the command line."""

import pytest

from survey.questionnaire.exchange.data_file import to_json
from survey.questionnaire.queries import draft_of
from survey.questionnaire.services import start_draft
from tests.questionnaire.exchange.examples import FORM, questions_of
from tests.support.app import writing

CODE = "gender-mainstreaming"


@pytest.fixture
def app(sqlite_app):
    return sqlite_app


@pytest.fixture
def run(app):
    def run(*args):
        result = app.test_cli_runner().invoke(args=["questionnaire", *map(str, args)])
        return result.exit_code, result.stdout, result.stderr

    return run


def draft(app):
    with app.extensions["database"].reading() as session:
        return draft_of(session, CODE)


def test_export_writes_the_newest_version_and_says_what_is_not_carried(run, tmp_path):
    file = tmp_path / "form.csv"
    code, _out, err = run("export", file)
    assert (code, "Q1_AWARENESS.how: The other label" in err) == (0, True)
    assert "Q11_NEEDS_accounted" in file.read_text(encoding="utf-8")
    run("export", file, "--version", 1)
    assert "Q11_NEEDS_accounted" not in file.read_text(encoding="utf-8")


def test_export_of_the_draft_needs_one(app, run, tmp_path):
    file = tmp_path / "draft.json"
    assert run("export", file, "--draft") == (2, "", "There is no draft at the moment.\n")
    with writing(app) as session:
        begun = start_draft(session, code=CODE, person_id=None)
        session.commit()
    assert run("export", file, "--draft")[0] == 0
    assert file.read_bytes() == to_json(begun.document)


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("export", "a.pdf"), "The name must end in one of: .xlsx, .csv, .md, .toml, .json.\n"),
        (("export", "/nowhere/a.csv"), "/nowhere/a.csv cannot be written: No such file or directory.\n"),
        (("export", "a.csv", "--version", 9), "There is no version 9.\n"),
        (("import", "/nowhere/a.csv"), "/nowhere/a.csv cannot be read: No such file or directory.\n"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run, args, reason):
    assert run(*args) == (2, "", reason)


def test_import_looks_first_and_takes_over_on_yes(app, run, tmp_path):
    file = tmp_path / "form.md"
    file.write_text(FORM, encoding="utf-8")
    code, out, err = run("import", file, "--mode", "append")
    assert (code, out, draft(app)) == (0, "Nothing was changed. Say --yes to take the file over.\n", None)
    assert "Line 15, column “type”: “image” has no counterpart here." in err
    code, out, _err = run("import", file, "--mode", "append", "--yes")
    assert (code, out) == (0, "The file was taken over into the draft of version 3.\n")
    assert list(questions_of(draft(app).document))[-2:] == ["X_REACHED", "X_WHEN"]


def test_import_of_a_broken_file_changes_nothing(app, run, tmp_path):
    file = tmp_path / "form.xlsx"
    file.write_bytes(b"PK")
    code, _out, err = run("import", file, "--yes")
    assert (code, err, draft(app)) == (
        2, "The file is damaged and cannot be read. Save it again and upload that.\n", None,
    )  # fmt: skip
