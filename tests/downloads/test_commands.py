import csv
import json
import stat

import pytest
from sqlalchemy import select

from survey.audit.models import AuditEntry
from survey.downloads.files import FILES
from survey.downloads.products import PRODUCTS, names
from survey.downloads.reader import read_rows
from survey.web.csv_files import csv_pieces
from tests.downloads.archives import common
from tests.downloads.records import INJECTIONS, NAUGHTY
from tests.downloads.test_queries import made
from tests.support.app import writing


def run(app, *arguments):
    return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])


@pytest.mark.parametrize("name", list(FILES))
def test_page_and_command_give_the_same_bytes(app, client_for, name):
    sent = client_for("working_group").get(f"/rounds/2001/downloads/{name}.csv").data
    result = run(app, "export", name, "--round", "2001")
    assert result.exit_code == 0
    assert result.stdout_bytes == sent == made(app, name)


@pytest.mark.parametrize("name", [name for name, product in PRODUCTS.items() if product.ending != "csv"])
def test_page_and_command_give_the_same_bytes_of_everything_else(sqlite_app, client_for, name):
    query = {"mission": "San José", "bom": "no", "counts": "suppressed", "hxl": "yes"}
    sent = client_for("working_group").get(f"/rounds/2001/downloads/{name}", query_string=query)
    assert sent.status_code == 200
    edition = ("--filter", "mission=San José", "--no-bom", "--for-others", "--hxl")
    result = run(sqlite_app, "export", name, "--round", "2001", *edition)
    assert result.exit_code == 0
    assert common(result.stdout_bytes) == common(sent.data)


def test_a_whole_archive_is_said_to_be_whole_and_a_cut_one_not(sqlite_app, tmp_path):
    path = tmp_path / "archive.zip"
    assert run(sqlite_app, "export", "archive.zip", "--round", "2001", "--output", path).exit_code == 0
    result = run(sqlite_app, "check", path)
    assert (result.exit_code, result.output) == (
        0,
        f"{path} is whole: 10 files, each as it was when the archive was made.\n",
    )
    path.write_bytes(path.read_bytes()[:-100])
    result = run(sqlite_app, "check", path)
    assert (result.exit_code, result.stderr) == (
        2,
        f"{path} is not whole: it is no archive, or its end is missing. Download it again.\n",
    )
    missing = run(sqlite_app, "check", tmp_path / "none.zip")
    assert (missing.exit_code, missing.stderr) == (
        2,
        f"{tmp_path / 'none.zip'} cannot be read: No such file or directory.\n",
    )


def test_a_file_is_written_whole_and_for_its_owner_only(sqlite_app, tmp_path):
    path = tmp_path / "out" / "wide.csv"
    path.parent.mkdir()
    path.write_text("before")
    result = run(sqlite_app, "export", "answers_wide", "--round", "2001", "--no-bom", "--output", path)
    assert (result.exit_code, result.output) == (0, "")
    assert path.read_bytes() == made(sqlite_app, "answers_wide", bom=False)
    assert [file.name for file in path.parent.iterdir()] == ["wide.csv"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_download_is_on_record(sqlite_app):
    run(sqlite_app, "export", "matrix", "--round", "2001")
    with writing(sqlite_app) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "download")).one()
        assert (entry.person, entry.subject, json.loads(entry.details)) == (
            "command",
            "2001",
            {"file": "matrix"},
        )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("answers", "--round", "2001"),
            f"There is no file 'answers'; choose one of {', '.join(names())}.",
        ),
        (("matrix", "--round", "1999"), "There is no round '1999'."),
        (("matrix", "--round", "2001\n"), "There is no round '2001\n'."),
        (
            ("matrix", "--round", "2001", "--output", "{}/none/x.csv"),
            "{}/none/x.csv cannot be written: No such file or directory.",
        ),
        (("matrix", "--round", "2001", "--output", "{}"), "{} is not a file that can be written."),
        (
            ("matrix", "--round", "2001", "--output", "/dev/full"),
            "/dev/full is not a file that can be written.",
        ),
    ],
)
def test_wrong_input_is_one_sentence_and_exit_2(sqlite_app, tmp_path, arguments, sentence):
    result = run(sqlite_app, "export", *(argument.format(tmp_path) for argument in arguments))
    assert (result.exit_code, result.stderr, result.stdout) == (2, sentence.format(tmp_path) + "\n", "")


def test_read_gives_back_the_exact_texts(sqlite_app, tmp_path):
    rows = [[text, -5] for text in (*INJECTIONS, *NAUGHTY)]
    path, output = tmp_path / "guarded.csv", tmp_path / "exact.csv"
    path.write_bytes(b"".join(csv_pieces(["=text", "number"], rows)))
    assert run(sqlite_app, "read", path, "--output", output).exit_code == 0
    # the apostrophes that are left are the texts' own
    with output.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["=text", "number"], *([text, "-5"] for text, _ in rows)]
    assert run(sqlite_app, "read", path).stdout_bytes == output.read_bytes()


def test_read_of_an_export_is_what_the_function_reads(sqlite_app, tmp_path):
    path = tmp_path / "projects.csv"
    run(sqlite_app, "export", "projects", "--round", "2001", "--output", path)
    shown = run(sqlite_app, "read", path).stdout
    assert shown.splitlines()[0].split(",") == next(read_rows(path))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,\xe9", "is not a text in UTF-8; choose a CSV file that was downloaded here."),
        (b'a,"b', "cannot be read as CSV: unexpected end of data."),
        (None, "cannot be read: No such file or directory."),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(sqlite_app, tmp_path, content, sentence):
    path = tmp_path / "file.csv"
    if content is not None:
        path.write_bytes(content)
    result = run(sqlite_app, "read", path, "--output", tmp_path / "out.csv")
    assert (result.exit_code, result.stderr) == (2, f"{path} {sentence}\n")
    assert not (tmp_path / "out.csv").exists()


def test_the_help_says_what_spreadsheets_show(sqlite_app):
    assert "show that apostrophe" in " ".join(run(sqlite_app, "read", "--help").output.split())


def test_a_file_can_be_cut_down_by_filters(sqlite_app):
    result = run(sqlite_app, "export", "matrix", "--round", "2001", "--filter", "mission=San José")
    assert result.stdout_bytes == made(sqlite_app, "matrix", mission="San José")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("mission=Atlantis", "This round has no mission of this name."),
        ("planet=Mars", "'planet' is none of region, service_area, mission"),
    ],
)
def test_a_filter_that_fits_nothing_is_refused(sqlite_app, given, sentence):
    result = run(sqlite_app, "export", "matrix", "--round", "2001", "--filter", given)
    assert result.exit_code != 0
    assert sentence in result.output
    assert result.stdout_bytes.count(b"\r\n") == 0
