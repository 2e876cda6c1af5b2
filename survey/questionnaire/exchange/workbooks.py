"""Sheets as an Excel workbook. Every cell is written as text, so that nothing in it is ever run."""

import io
from collections.abc import Mapping
from datetime import datetime
from xml.etree.ElementTree import Element

from survey.questionnaire.exchange.findings import Finding
from survey.questionnaire.exchange.sheets import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_MUCH,
    Row,
    Rows,
    Sheet,
)
from survey.web.uploads.cells import cells_of, local, shared_texts
from survey.web.uploads.xml_reading import Package
from survey.web.wording import BadInput, sentence

WIDTH, WIDEST_TYPE = 40, 30
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
NO_RESULT = sentence("A formula without a result stands here; it was left out.")


def to_workbook(sheets: Mapping[str, Rows], now: datetime) -> bytes:
    """The sheets as a workbook; the same content at the same time gives the same bytes."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(made, options) as book:
        book.set_properties({"created": now.replace(tzinfo=None)})
        head = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, MOST_COLUMNS, WIDTH)
            sheet.set_column(0, 1, WIDEST_TYPE)
            for at, row in enumerate(rows):
                for column, text in enumerate(row):
                    if text:
                        sheet.write_string(at, column, text, None if at else head)
    return made.getvalue()


def from_workbook(package: Package) -> tuple[dict[str, Sheet], list[Finding]]:
    """The sheets by their names in small letters, and what in them cannot be read."""
    shared = shared_texts(package)
    findings: list[Finding] = []
    sheets: dict[str, Sheet] = {}
    for name, file in _files(package):
        sheet = Sheet(name.strip().lower(), has_cells=True)
        rows: dict[int, dict[int, str]] = {}
        for cell in cells_of(package.entries(file), shared, true="TRUE", false="FALSE"):
            row, column = int(cell.row), _number(cell.column)
            if row > MOST_ROWS or column > MOST_COLUMNS or len(cell.text) > LONGEST_CELL:
                raise BadInput(TOO_MUCH)
            if cell.formula:
                findings.append(Finding(sheet.place(row, column), NO_RESULT))
            elif cell.text.strip():
                rows.setdefault(row, {})[column] = cell.text.strip()
        for row in sorted(rows):
            if sheet.header:
                sheet.rows.append(Row(row, rows[row]))
            else:
                sheet.header, sheet.header_row = rows[row], row
        sheets.setdefault(sheet.name, sheet)
    return sheets, findings


def _files(package: Package) -> list[tuple[str, str]]:
    """Name and file of each sheet, in the workbook's order."""
    targets = {
        entry.get("Id", ""): entry.get("Target", "")
        for entry in package.entries("xl/_rels/workbook.xml.rels")
    }
    found = []
    for sheets in package.entries("xl/workbook.xml"):
        for entry in sheets if local(sheets) == "sheets" else ():
            target = targets.get(_relation(entry), "")
            found.append((entry.get("name", ""), target[1:] if target.startswith("/") else f"xl/{target}"))
    return found


def _relation(entry: Element) -> str:
    return entry.get(RELATION) or entry.get(STRICT_RELATION) or ""


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
