"""Files that are not taken: every fault with its line and a sentence, and nothing is changed."""

import csv
import io
import zipfile

import pytest

from survey.downloads.report_files import LONG
from survey.intake.faults import MOST_SHOWN
from tests.intake.rounds import exported, load_file, looked_at, reasons, state_of
from tests.support.app import build_app, prepare_empty, prepare_sample

COLUMN = {name: place for place, name in enumerate(LONG)}
HEADER = ",".join(LONG)


@pytest.fixture
def second(prepared_database, tmp_path):
    """An installation that waits for the sample's answers."""
    made = build_app(prepared_database("sqlite", prepare_empty), tmp_path)
    yield made
    made.extensions["database"].close()


@pytest.fixture(scope="module")
def sample(databases, tmp_path_factory):
    """The bytes of the sample's file; no test of this file changes the sample."""
    folder = tmp_path_factory.mktemp("sample")
    app = build_app(databases.copy("sqlite", prepare_sample, folder), folder)
    yield exported(app)
    app.extensions["database"].close()


def table(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def file_of(rows):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def place_of(rows, **wanted):
    """The index of the first row with these cells."""
    return next(
        n for n, row in enumerate(rows) if all(row[COLUMN[name]] == cell for name, cell in wanted.items())
    )


def line_of(rows, place):
    """The line on which a row begins: cells hold line breaks too."""
    return 1 + sum(1 + sum(cell.count("\n") for cell in row) for row in rows[:place])


def changed(data, where, **cells):
    """The file with some cells of one row changed, and the line of that row."""
    rows = table(data)
    place = place_of(rows, **where)
    for name, cell in cells.items():
        rows[place][COLUMN[name]] = cell
    return file_of(rows), line_of(rows, place)


FIRST = {"project_code": "2001-01"}
VERDICT = FIRST | {"part_code": "Q1_AWARENESS.partners"}
TEXT = FIRST | {"part_code": "Q7_SUCCESS.why"}
WRONG_CELLS = [
    (FIRST, {"round": "2099"}, "This row is of the round “2099”, not of “2001”."),
    (
        FIRST,
        {"project_code": "1999-77"},
        "The round asks no project “1999-77”. Choose its projects first, then load the answers.",
    ),
    (VERDICT, {"part_code": "Q1_AWARENESS.nobody"}, "There is no part “Q1_AWARENESS.nobody”."),
    (VERDICT, {"question_code": "Q2_SPINOFF"}, "question_code does not fit part_code."),
    (VERDICT, {"question_version": "7"}, "There is no version “7” of it here."),
    (VERDICT, {"question_version": "one"}, "There is no version “one” of it here."),
    (VERDICT, {"status": "maybe"}, "There is no status “maybe”."),
    (VERDICT, {"language": "de"}, "language must be one of en, fr, es."),
    (
        VERDICT,
        {"value": "perhaps", "value_text": ""},
        "“perhaps” cannot be the answer to Q1_AWARENESS.partners. This is not one of the answers that can be chosen "
        "here. Choose one of the list.",
    ),
    (
        VERDICT,
        {"value": "yes", "value_text": "No"},
        "value is “yes”, which means “Yes”, but value_text says “No”.",
    ),
    (VERDICT, {"value": "", "value_text": ""}, "The part is answered, but its value is empty."),
    (VERDICT, {"status": "declined"}, "A part that is declined has no value and no value_text."),
    (
        VERDICT,
        {"status": "not_asked"},
        "A part that is not_asked has no version, value, language or answered_at.",
    ),
    (
        VERDICT,
        {"answered_at": "12/10/2001"},
        "answered_at must be a time in UTC such as 2001-10-12T09:30:00Z.",
    ),
    (
        VERDICT,
        {"answered_at": ""},
        "answered_at is missing. Only a part that nobody ever saved may be without it.",
    ),
    (
        VERDICT,
        {"fictitious": "maybe"},
        "fictitious is not the same as in line 2, which belongs to the same report.",
    ),
    (
        TEXT,
        {"value": "x" * 20_001, "value_text": ""},
        "The text has 20001 characters; at most 20000 fit. Shorten it by 1.",
    ),
    (TEXT, {"value_text": "Something else"}, "value_text is another text than value."),
    (FIRST, {"mission": "Kenya"}, "mission is “Kenya” in the file and "),
    (FIRST, {"funding_usd": "1"}, "funding_usd is “1” in the file and "),
]


@pytest.mark.parametrize(("where", "cells", "sentence"), WRONG_CELLS)
def test_a_wrong_cell_is_told_with_its_line(second, sample, where, cells, sentence):
    data, line = changed(sample, where, **cells)
    found = reasons(looked_at(second, data))
    assert any(at == line and reason.startswith(sentence) for at, reason in found), found


def test_a_part_that_is_missing_comes_twice_or_contradicts_its_condition(second, sample):
    rows = table(sample)
    place = place_of(rows, **VERDICT)
    missing = reasons(looked_at(second, file_of(rows[:place] + rows[place + 1 :])))
    assert missing == [(2, "Parts of this report are missing in the file: Q1_AWARENESS.partners.")]
    twice = reasons(looked_at(second, file_of([*rows[: place + 1], *rows[place:]])))
    assert [reason for _, reason in twice] == [
        f"Q1_AWARENESS.partners came before in this report, in line {line_of(rows, place)}."
    ]
    hidden = place_of(rows, status="not_shown")
    rows[hidden][COLUMN["status"]] = "no_answer"
    part = rows[hidden][COLUMN["part_code"]]
    contradicts = reasons(looked_at(second, file_of(rows)))
    assert contradicts == [
        (
            line_of(rows, hidden),
            f"{part} does not belong to what this report was shown: its condition does not hold. It must be not_shown.",
        )
    ]


def test_a_project_that_comes_again_is_refused(second, sample):
    rows = table(sample)
    again = [row for row in rows if row[COLUMN["project_code"]] == "2001-01"]
    found = reasons(looked_at(second, file_of(rows + again)))
    assert [reason for _, reason in found] == [
        "This project came before, in line 2. All rows of a report must stand together."
    ]


def test_parts_that_were_signed_at_another_time_are_a_supplement(second, sample):
    data, _line = changed(sample, VERDICT, submitted_at="2002-01-01T00:00:00Z")
    (fault,) = reasons(looked_at(second, data))
    assert "in a supplement. Such a report cannot be loaded." in fault[1]


def bomb():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 5_000_000)
    return held.getvalue()


def bodies(sample):
    text = sample.decode("utf-8-sig")
    return {
        "empty": (b"", None, "The file is empty, or no file was chosen."),
        "mark only": (b"\xef\xbb\xbf", None, "The file is empty, or no file was chosen."),
        "spreadsheet": (bomb(), None, "This is a spreadsheet or a packed file, not a CSV file."),
        "old spreadsheet": (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99,
            None,
            "This is a spreadsheet or a packed file, not a CSV file.",
        ),
        "PDF": (b"%PDF-1.7\n", None, "This is a PDF file."),
        "UTF-16": (text.encode("utf-16"), None, "The file seems to be in UTF-16"),
        "UTF-16 unmarked": (text.encode("utf-16-le"), None, "The file seems to be in UTF-16"),
        "Latin-1": (
            f"{HEADER}\r\n2001,é".encode("latin-1"),
            2,
            "From here on the file is not in UTF-8; it seems to be in Windows-1252 or Latin-1.",
        ),
        "semicolons": (
            text.replace(",", ";").encode(),
            1,
            "The cells of this file stand between semicolons.",
        ),
        "other columns": (
            b"round,project\r\n2001,x\r\n",
            1,
            "These columns are missing: project_code, mission, country,",
        ),
        "a column more": (
            f"{HEADER},remark\r\n".encode(),
            1,
            "These columns are none of answers_long.csv, or stand there twice: remark.",
        ),
        "tags": (
            f"{HEADER}\r\n#meta+id{',' * (len(LONG) - 1)}\r\n".encode(),
            2,
            "This is the edition with HXL tags in its second line.",
        ),
        "no rows": (
            f"{HEADER}\r\n".encode(),
            None,
            "The file names the columns, but below them there is no row.",
        ),
        "cut line": (f"{HEADER}\r\n2001,2001-01\r\n".encode(), 2, "This row has 2 cells instead of 19"),
        "NUL": (f"{HEADER}\r\n2001,\0\r\n".encode(), 2, "There is a character with the number 0"),
        "quotes": (f'{HEADER}\r\n2001,"x"y\r\n'.encode(), 2, "This row cannot be read: a cell that begins"),
        "open quote": (
            f'{HEADER}\r\n2001,"{"x" * 200_000}\r\n'.encode(),
            2,
            "A cell of this row is far longer than 20,000 characters",
        ),
        "one endless line": (b"x" * 3_000_000, 1, "A cell of this row is far longer than 20,000 characters"),
        "cut file": (sample[:-5], sample.count(b"\n"), "The last line has no line break at its end"),
        "cut at a break": (sample[:-1], sample.count(b"\n"), "The last line has no line break at its end"),
    }


BODIES = [
    "empty", "mark only", "spreadsheet", "old spreadsheet", "PDF", "UTF-16", "UTF-16 unmarked", "Latin-1", "semicolons",
    "other columns", "a column more", "tags", "no rows", "cut line", "NUL", "quotes", "open quote", "one endless line",
    "cut file", "cut at a break",
]  # fmt: skip


def test_what_is_no_such_file_is_refused_whole_and_changes_nothing(second, sample):
    made = bodies(sample)
    assert list(made) == BODIES
    before = state_of(second)
    for name, (data, line, sentence) in made.items():
        at, reason = reasons(load_file(second, data))[-1]
        assert (name, at) == (name, line)
        assert reason.startswith(sentence), (name, reason)
    for where, cells, _sentence in WRONG_CELLS:
        assert load_file(second, changed(sample, where, **cells)[0]).is_refused
    assert state_of(second) == before


def test_the_first_hundred_faults_are_shown_and_the_others_counted(second, sample):
    rows = table(sample)
    for row in rows[1:]:
        row[COLUMN["part_code"]] = "X_NO.part"
    preview = looked_at(second, file_of(rows))
    assert len(preview.faults.shown) == MOST_SHOWN
    assert preview.faults.more == preview.faults.number - MOST_SHOWN > 0


def test_a_report_that_has_begun_is_never_overwritten(second, sample):
    load_file(second, sample)
    before = state_of(second)
    data, _line = changed(sample, TEXT, value="Another reason", value_text="Another reason")
    found = reasons(load_file(second, data))
    assert [reason for _, reason in found] == [
        "This report already has answers here, and the file says something else. A report that has begun is never "
        "overwritten."
    ]
    assert state_of(second) == before


def test_faults_before_the_place_where_reading_ends_are_told_too(second, sample):
    data, line = changed(sample, VERDICT, status="maybe")
    found = reasons(looked_at(second, data[:-2]))
    cut = "The last line has no line break at its end, so the file was cut off on its way. Download or copy it again."
    assert found == [(line, "There is no status “maybe”."), (data.count(b"\n"), cut)]
