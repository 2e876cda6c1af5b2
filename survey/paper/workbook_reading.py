"""Reads the boxes of a filled workbook, as Excel and LibreOffice write them."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from survey.paper.boxes import DATE, TICKED, Box
from survey.paper.stamps import MARK
from survey.web.uploads.cells import Cell, cells_of, local, shared_texts
from survey.web.uploads.packages import BOMB
from survey.web.uploads.xml_reading import Package
from survey.web.wording import BadInput

SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
CODE_COLUMN, ANSWER_COLUMN = "A", "D"
MOST_CELLS = 50_000
FIRST_DAY, FIRST_DAY_OF_MAC = date(1899, 12, 30), date(1904, 1, 1)
SERIAL = re.compile(r"[0-9]{1,7}(\.[0-9]+)?")


def read_workbook(package: Package, boxes: Sequence[Box]) -> dict:
    """The mark, the texts in the answer cells by box name, their places, formulas without a result, and other texts.

    A row is known by the code in its first column, so sorted or moved rows are read all the same.
    """
    known, mark, total = {box.name for box in boxes}, "", 0
    read: dict = {"texts": {}, "places": {}, "formulas": {}, "beside": []}
    shared = shared_texts(package)
    for name in sorted(package):
        if SHEET.fullmatch(name):
            cells = list(cells_of(package.entries(name), shared, true=TICKED, false=""))
            total += len(cells)
            if total > MOST_CELLS:
                raise BadInput(BOMB)
            mark = mark or next((found[0] for cell in cells if (found := MARK.fullmatch(cell.text))), "")
            _collect(cells, known, read)
    for box in boxes:
        if box.kind == DATE and box.name in read["texts"]:
            read["texts"][box.name] = _day(read["texts"][box.name], _first_day(package))
    return read | {"mark": mark}


def _collect(cells: list[Cell], known: set[str], read: dict) -> None:
    codes = {cell.row: cell.text.strip() for cell in cells if cell.column == CODE_COLUMN}
    names = {row: code for row, code in codes.items() if code in known}
    read["texts"] |= {name: read["texts"].get(name, "") for name in names.values()}
    for cell in cells:
        name = names.get(cell.row)
        if cell.column == ANSWER_COLUMN and name:
            read["texts"][name] = cell.text
            read["places"][name] = f"{cell.column}{cell.row}"
            if cell.formula:
                read["formulas"][name] = cell.formula
        elif cell.text.strip() and not MARK.fullmatch(cell.text):
            read["beside"].append(cell.text.strip())


def _first_day(package: Package) -> date:
    """The day from which this workbook counts its days."""
    settings = [entry for entry in package.entries("xl/workbook.xml") if local(entry) == "workbookPr"]
    from_1904 = any(entry.get("date1904") in ("1", "true") for entry in settings)
    return FIRST_DAY_OF_MAC if from_1904 else FIRST_DAY


def _day(text: str, first: date) -> str:
    """A day that Excel keeps as a number, as year-month-day; a day that is written out as it is."""
    if not SERIAL.fullmatch(text):
        return text.partition("T")[0]
    try:
        return (first + timedelta(days=int(float(text)))).isoformat()
    except OverflowError:
        return text
