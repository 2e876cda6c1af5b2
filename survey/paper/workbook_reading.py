"""Reads the boxes of a filled workbook, as Excel and LibreOffice write them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from survey.paper.boxes import DATE, TICKED, Box
from survey.paper.packages import BOMB, DAMAGED
from survey.paper.stamps import MARK
from survey.paper.xml_reading import Package
from survey.web.wording import BadInput

SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
CODE_COLUMN, ANSWER_COLUMN = "A", "D"
MOST_CELLS = 50_000
FIRST_DAY, FIRST_DAY_OF_MAC = date(1899, 12, 30), date(1904, 1, 1)
SERIAL = re.compile(r"[0-9]{1,7}(\.[0-9]+)?")


@dataclass(frozen=True)
class _Cell:
    column: str
    row: str
    text: str
    formula: str


def read_workbook(package: Package, boxes: Sequence[Box]) -> dict:
    """The mark, the texts in the answer cells by box name, their places, formulas without a result, and other texts.

    A row is known by the code in its first column, so sorted or moved rows are read all the same.
    """
    known, mark, total = {box.name for box in boxes}, "", 0
    read: dict = {"texts": {}, "places": {}, "formulas": {}, "beside": []}
    shared = _shared(package)
    for name in sorted(package):
        if SHEET.fullmatch(name):
            cells = list(_cells(package.entries(name), shared))
            total += len(cells)
            if total > MOST_CELLS:
                raise BadInput(BOMB)
            mark = mark or next((found[0] for cell in cells if (found := MARK.fullmatch(cell.text))), "")
            _collect(cells, known, read)
    for box in boxes:
        if box.kind == DATE and box.name in read["texts"]:
            read["texts"][box.name] = _day(read["texts"][box.name], _first_day(package))
    return read | {"mark": mark}


def _collect(cells: list[_Cell], known: set[str], read: dict) -> None:
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


def _shared(package: Package) -> list[str]:
    """The texts that cells refer to by their number."""
    return [_text(entry) for entry in package.entries("xl/sharedStrings.xml") if _local(entry) == "si"]


def _text(element: Element) -> str:
    """The text of a cell, in runs or not; readings of Chinese characters are no part of it."""
    pieces = []
    for below in element:
        if _local(below) == "t":
            pieces.append(below.text or "")
        elif _local(below) == "r":
            pieces += [run.text or "" for run in below if _local(run) == "t"]
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(pieces))


def _cells(sheet: list[Element], shared: list[str]) -> Iterator[_Cell]:
    for found in (below for entry in sheet for below in entry.iter()):
        if _local(found) == "c" and (address := ADDRESS.fullmatch(found.get("r", ""))):
            text, formula = _content(found, shared)
            if text or formula:
                yield _Cell(address[1], address[2], text, formula)


def _content(cell: Element, shared: list[str]) -> tuple[str, str]:
    """The text of a cell, and the formula behind it if that has no result that can be read."""
    below = {_local(child): child for child in cell}
    kind = cell.get("t", "n")
    raw = (below["v"].text or "") if "v" in below else ""
    formula = f"={below['f'].text or ''}" if "f" in below else ""
    if kind == "e" or (formula and not raw):
        return raw, formula or raw
    if kind == "s":
        if not raw.isdecimal() or int(raw) >= len(shared):
            raise BadInput(DAMAGED)
        return shared[int(raw)], ""
    if kind == "inlineStr":
        return _text(below["is"]) if "is" in below else "", ""
    if kind == "b":
        return (TICKED if raw == "1" else ""), ""
    return (_plain(raw) if kind == "n" else ESCAPED.sub(lambda found: chr(int(found[1], 16)), raw)), ""


def _plain(raw: str) -> str:
    """A number as one would write it: 84, not 84.0 or 8.4E1."""
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if not number.is_finite() or abs(number.adjusted()) > 20:
        return raw
    # the nearest number of 15 digits is what Excel shows of 0.1 + 0.2
    number = Decimal(f"{number:.15g}")
    return format(number.normalize() + 0, "f")


def _first_day(package: Package) -> date:
    """The day from which this workbook counts its days."""
    settings = [entry for entry in package.entries("xl/workbook.xml") if _local(entry) == "workbookPr"]
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


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
