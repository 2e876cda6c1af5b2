import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from survey.comparison.records import Filters
from survey.downloads.files import FILES
from survey.downloads.order import Order
from survey.downloads.workbook import LONGEST, fitting, workbook_pieces, write_workbook
from tests.downloads.records import (
    INJECTIONS,
    NAUGHTY,
    SIGNED,
    answer,
    content,
    project,
    report,
    verdict,
    version,
)

DAY = datetime.fromisoformat("2002-03-31")
OTHERS = ["verdicts_in_words", "codes"]


def bytes_of(made, order=None):
    return b"".join(workbook_pieces(made, order or Order()))


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def rows_of(book, name):
    return [list(row) for row in book[name].iter_rows(values_only=True)]


def with_texts(texts):
    """A report for each of these texts, which is its answer, its project's title and its mission."""
    reports = [report(id, project=text, mission=text) for id, text in enumerate(texts, 1)]
    answers = [answer("X_TRIAL.first", text, report_id=id) for id, text in enumerate(texts, 1)]
    return content(reports, answers=answers, projects=[project(title=text) for text in texts])


def test_every_naughty_text_comes_back_and_none_is_a_formula_or_a_link():
    texts = [*INJECTIONS, *NAUGHTY, "_x0041_", "_x000D_", "mailto:a@example.org", "https://example.org"]
    data = bytes_of(with_texts(texts))
    book = opened(data)
    # openpyxl leaves the escapes for characters that XML cannot hold as they are
    long = [
        [unescape(cell) if isinstance(cell, str) else cell for cell in row]
        for row in rows_of(book, "answers_long")
    ]
    value, title, mission = (long[0].index(name) for name in ("value", "project", "mission"))
    for column in (value, title, mission):
        assert [row[column] or "" for row in long[1:]] == texts
    for name in ("answers_wide", "matrix", "projects"):
        titles = [unescape(row[1 if name == "matrix" else 2] or "") for row in rows_of(book, name)[1:]]
        assert titles == (texts if name != "projects" else ["Chad"] * len(texts))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert [cell.coordinate for cell in cells if cell.hyperlink] == []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert all(
            b"<f" not in package.read(name) for name in package.namelist() if "worksheets/sheet" in name
        )
        assert [name for name in package.namelist() if "sharedStrings" in name or "_rels/sheet" in name] == []


def test_a_sheet_for_each_file_behind_one_that_says_what_they_are():
    book = opened(bytes_of(content([report()])))
    assert book.sheetnames == ["about", *FILES, *OTHERS]
    for name in book.sheetnames[1:]:
        sheet = book[name]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
        assert all(cell.font.bold for cell in sheet[1])


def test_cells_have_the_types_of_their_values():
    parts = ({"code": "number", "kind": "number"}, {"code": "day", "kind": "date"}, {"code": "text"})
    answers = [
        answer("X_TRIAL.number", "-5.25"),
        answer("X_TRIAL.day", "2002-03-31"),
        answer("X_TRIAL.text", "007"),
    ]
    book = opened(bytes_of(content([report(fictitious=True)], {11: version(*parts)}, answers)))
    header, row = rows_of(book, "answers_wide")
    wide = dict(zip(header, row, strict=True))
    assert wide["funding_usd"] == 5000
    assert wide["submitted_at"] == SIGNED.replace(tzinfo=None)
    assert wide["fictitious"] == "yes"
    assert (wide["X_TRIAL.number"], wide["X_TRIAL.text"]) == (-5.25, "007")
    assert wide["X_TRIAL.day"] == DAY
    long = rows_of(book, "answers_long")
    values = [row[long[0].index("value")] for row in long[1:]]
    assert values == [-5.25, DAY, "007"]


def test_a_number_of_more_digits_than_a_cell_holds_is_a_text_of_all_of_them():
    parts = ({"code": "long", "kind": "number"}, {"code": "short", "kind": "number"})
    answers = [answer("X_TRIAL.long", "0.10000000000000000001"), answer("X_TRIAL.short", "0.1")]
    book = opened(bytes_of(content([report()], {11: version(*parts)}, answers)))
    assert rows_of(book, "answers_wide")[1][-4:] == ["0.10000000000000000001", "answered", 0.1, "answered"]


def test_sheets_hold_what_the_csv_files_hold():
    made = content(
        [report(1), report(2, "draft")],
        {11: version(verdict())},
        [answer("X_TRIAL.first", "yes")],
        [project()],
    )
    book = opened(bytes_of(made))
    for name, file in FILES.items():
        expected = [list(file.header(made)), *([shown(cell) for cell in row] for row in file.rows(made))]
        assert rows_of(book, name) == expected


def shown(value):
    """A cell's value as openpyxl gives it back."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    return None if value == "" else value


def test_a_text_that_is_too_long_says_that_it_was_cut():
    longest = "𝒳" * (LONGEST // 2)
    assert fitting(longest) == longest
    book = opened(bytes_of(with_texts([longest + "𝒳", "x" * LONGEST])))
    cut, whole = (row[12] for row in rows_of(book, "answers_long")[1:])
    assert cut.startswith("𝒳" * 16_000)
    assert cut.endswith(
        "𝒳 [… cut here: a cell of a workbook holds 32,767 characters; the whole text is in answers_long.csv]"
    )
    assert len(cut.encode("utf-16-le")) // 2 in (LONGEST - 1, LONGEST)
    assert whole == "x" * LONGEST


def test_a_full_sheet_continues_on_another_one(tmp_path):
    made = content([report(id) for id in range(1, 6)])
    write_workbook(tmp_path / "made.xlsx", made, Order(), most_rows=3)
    book = openpyxl.load_workbook(tmp_path / "made.xlsx")
    assert [name for name in book.sheetnames if name.startswith("answers_long")] == [
        "answers_long",
        "answers_long 2",
        "answers_long 3",
    ]
    sheets = [rows_of(book, name) for name in ("answers_long", "answers_long 2", "answers_long 3")]
    assert [[row[1] for row in rows] for rows in sheets] == [
        ["project_code", "2001-01", "2001-02"],
        ["project_code", "2001-03", "2001-04"],
        ["project_code", "2001-05"],
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["made.xlsx"]


def test_a_round_without_reports_has_all_sheets():
    book = opened(bytes_of(content([])))
    assert [len(rows_of(book, name)) for name in ("answers_long", "answers_wide", "projects")] == [1, 1, 1]


def test_the_first_sheet_says_what_this_is():
    made = content([report(fictitious=True)], {11: version(verdict())})
    filters = Filters(region="Africa", report_kind="final")
    about = dict(row[:2] for row in rows_of(opened(bytes_of(made, Order(filters, for_others=True))), "about"))
    assert about["Questionnaire"] == "Trial"
    assert about["Versions"] == "1"
    assert about["Filters"] == "Region: Africa; Kind of report: Final report"
    assert about["Edition"].startswith("For others: small counts of persons are suppressed")
    assert "invented" in about["Fictitious"]
    assert about["answers_long"] == str(FILES["answers_long"].about)


def test_the_same_content_is_the_same_bytes_whoever_asks():
    made = content([report()], {11: version(verdict())}, [answer("X_TRIAL.first", "yes")])
    first = bytes_of(made, Order(person="one"))
    assert first == bytes_of(made, Order(person="another", bom=False))
    assert first != bytes_of(made, Order(for_others=True))
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time[:3] for entry in package.infolist()} == {(1980, 1, 31)}


def test_verdicts_stand_in_words():
    reports = [report(1), report(2, "draft"), report(3)]
    answers = [answer("X_TRIAL.first", "partly"), answer("X_TRIAL.first", status="declined", report_id=3)]
    book = opened(bytes_of(content(reports, {11: version(verdict())}, answers)))
    assert rows_of(book, "verdicts_in_words") == [
        ["project_code", "mission", "project", "X_TRIAL.first: Short", "fictitious"],
        ["2001-01", "Chad", "Project 1", "partly", "no"],
        ["2001-02", "Chad", "Project 2", "[Not received]", "no"],
        ["2001-03", "Chad", "Project 3", "[Preferred not to answer]", "no"],
    ]


def test_codes_have_their_words_in_every_language():
    book = opened(bytes_of(content([report()], {11: version(verdict())})))
    header, *rows = rows_of(book, "codes")
    assert header == [
        "what",
        "part_code",
        "part",
        "code",
        "number_in_sav_and_dta",
        "label_en",
        "label_es",
        "label_fr",
    ]
    assert rows[0] == ["status", None, None, "answered", 1, "Answered", None, None]
    assert rows[6:] == [
        ["option", "X_TRIAL.first", "Label", code, number, code, f"{code} (es)", f"{code} (fr)"]
        for number, code in enumerate(("yes", "partly", "no"), 1)
    ]


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(1900, 3, 1), date(2200, 12, 31)])
def test_days_of_other_centuries_keep_their_place(day):
    made = content(
        [report()], {11: version({"code": "day", "kind": "date"})}, [answer("X_TRIAL.day", day.isoformat())]
    )
    assert rows_of(opened(bytes_of(made)), "answers_wide")[1][12].date() == day
