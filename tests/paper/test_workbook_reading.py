"""Workbooks as Excel, LibreOffice and people leave them."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from survey.paper.boxes import TEXT
from survey.web.uploads import packages
from survey.web.wording import BadInput
from tests.answering.examples import saved
from tests.paper.examples import BOXES, NAUGHTY, made, read
from tests.paper.forms import cells_of_workbook, fill_workbook, member, repack_files

HOW, EXPECTED = "Q1_AWARENESS.how", "S_STATUS.expected"
WOMEN = "Q10_ACCESS.reach:eligible:women"
SHEET = "xl/worksheets/sheet1.xml"


def read_filled(values):
    return read(fill_workbook(made("xlsx"), values))


def cell_xml(place, content, kind=""):
    return f'<c r="{place}" t="{kind}">{content}</c>' if kind else f'<c r="{place}">{content}</c>'


def read_cell(content, kind="", box=HOW):
    """What is read of a box whose cell was written so in the sheet's XML."""
    data = made("xlsx")
    place = read(fill_workbook(data, {box: "here"})).places[box]
    sheet = member(data, SHEET).decode()
    start = sheet.index(f'<c r="{place}"')
    end = sheet.index("/>", start) + 2
    return read(repack_files(data, {SHEET: sheet[:start] + cell_xml(place, content, kind) + sheet[end:]}))


def test_workbook_has_a_row_for_each_box():
    sheet = openpyxl.load_workbook(io.BytesIO(made("xlsx"))).worksheets[0]
    codes = [row[0].value for row in sheet.iter_rows()]
    assert [code for code in codes if code in {box.name for box in BOXES}] == [box.name for box in BOXES]


def test_workbook_shows_the_options_in_words_and_locks_all_but_the_answers():
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", saved(Q1_AWARENESS__partners="too_early"))))
    sheet, hidden = book.worksheets
    assert (hidden.sheet_state, sheet.protection.sheet) == ("veryHidden", True)
    row = next(row for row in sheet.iter_rows() if row[0].value == "Q1_AWARENESS.partners")
    assert [cell.protection.locked for cell in row[:4]] == [True, True, True, False]
    assert row[3].value == "Too early to say"
    [rule] = [rule for rule in sheet.data_validations.dataValidation if row[3].coordinate in rule.sqref]
    name, cells = rule.formula1.split("!")
    assert (rule.type, name) == ("list", "survey")
    options = [cell.value for line in hidden[cells.replace("$", "")] for cell in line]
    assert options == ["Yes", "Partly", "No", "Too early to say", "Not applicable", "Do not know"]


# openpyxl reads and writes such escapes as they are, which is not what Excel does
TYPED = [text for text in NAUGHTY if "_x0041_" not in text]


def test_texts_are_read_as_they_were_typed_and_as_they_were_saved():
    places = [box.name for box in BOXES if box.kind == TEXT]
    typed = dict(zip(places, TYPED, strict=True))
    assert texts_of(read_filled(typed)) == typed
    data = made("xlsx", saved(**{name.replace(".", "__"): text for name, text in typed.items()}))
    assert texts_of(read(data)) == typed
    assert {name: cells_of_workbook(data)[name] for name in places} == typed


def test_text_that_looks_like_an_escape_of_excel_is_read_as_it_was_saved():
    text = "_x0041_ _x005F_"
    assert read(made("xlsx", saved(Q1_AWARENESS__how=text))).texts[HOW] == text


def texts_of(filled):
    return {name: text for name, text in filled.texts.items() if text}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (84, "84"),
        (84.0, "84"),
        (0, "0"),
        (12.5, "12.5"),
        ("12a", "12a"),
        (1e6, "1000000"),
        (0.1 + 0.2, "0.3"),
        (True, "x"),
    ],
)
def test_numbers_are_read_as_one_writes_them(value, expected):
    assert read_filled({WOMEN: value}).texts[WOMEN] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2002, 3, 31), "2002-03-31"),
        (datetime.fromisoformat("2002-03-31T18:30"), "2002-03-31"),
        ("31.3.2002", "31.3.2002"),
        ("soon", "soon"),
        (99_999_999, "99999999"),
    ],
)
def test_days_are_read_from_cells_of_days_and_from_texts(value, expected):
    assert read_filled({EXPECTED: value}).texts[EXPECTED] == expected


def test_days_are_counted_from_1904_where_the_workbook_says_so():
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx")))
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    again = io.BytesIO()
    book.save(again)
    filled = fill_workbook(again.getvalue(), {EXPECTED: date(2002, 3, 31)})
    assert read(filled).texts[EXPECTED] == "2002-03-31"


def test_number_in_a_text_cell_is_no_day():
    assert read_filled({HOW: 37346}).texts[HOW] == "37346"


@pytest.mark.parametrize(
    ("content", "kind", "text", "formula"),
    [
        ("<f>40+44</f><v>84</v>", "", "84", None),
        ('<f>"a"&amp;"b"</f><v>ab</v>', "str", "ab", None),
        ("<f>abc</f><v>#NAME?</v>", "e", "#NAME?", "=abc"),
        ("<f>abc</f>", "", "", "=abc"),
        ("<v>#REF!</v>", "e", "#REF!", "#REF!"),
        ("<is><t>plain</t></is>", "inlineStr", "plain", None),
        (
            "<is><r><t>in </t></r><r><t>runs</t></r><rPh><t>reading</t></rPh></is>",
            "inlineStr",
            "in runs",
            None,
        ),
        ("<v>1</v>", "b", "x", None),
        ("<v>0</v>", "b", "", None),
    ],
)
def test_cells_are_read_as_they_show_themselves(content, kind, text, formula):
    found = read_cell(content, kind)
    assert (found.texts[HOW], found.formulas.get(HOW)) == (text, formula)


@pytest.mark.parametrize("number", ["99999", "-1", "x", ""])
def test_cell_that_names_a_text_that_is_not_there_is_damage(number):
    with pytest.raises(BadInput) as refused:
        read_cell(f"<v>{number}</v>", "s")
    assert refused.value.sentence == packages.DAMAGED


def test_sheet_with_too_many_cells_is_refused():
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 50_001))
    data = repack_files(
        made("xlsx"), {"xl/worksheets/sheet9.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>"}
    )
    with pytest.raises(BadInput) as refused:
        read(data)
    assert refused.value.sentence == packages.BOMB


def test_rows_that_were_sorted_are_read_by_their_code():
    book = openpyxl.load_workbook(io.BytesIO(fill_workbook(made("xlsx"), {HOW: "mine"})))
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for place, row in enumerate(reversed(rows), start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(place, column).value = value
    again = io.BytesIO()
    book.save(again)
    assert read(again.getvalue()).texts == read_filled({HOW: "mine"}).texts


def test_text_beside_the_answers_is_kept():
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx")))
    book.worksheets[0]["F30"] = "a remark"
    again = io.BytesIO()
    book.save(again)
    known = read(made("xlsx")).beside
    assert [text for text in read(again.getvalue()).beside if text not in known] == ["a remark"]
