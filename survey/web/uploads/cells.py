"""Reads the cells of a workbook's sheets, as Excel and LibreOffice write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from survey.web.uploads.packages import DAMAGED
from survey.web.uploads.xml_reading import Package
from survey.web.wording import BadInput

ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Cell:
    """A cell that holds something; `formula` is the formula behind it if that has no result that can be read."""

    column: str
    row: str
    text: str
    formula: str


def shared_texts(package: Package) -> list[str]:
    """The texts that cells refer to by their number."""
    return [_text(entry) for entry in package.entries("xl/sharedStrings.xml") if local(entry) == "si"]


def cells_of(sheet: list[Element], shared: list[str], *, true: str, false: str) -> Iterator[Cell]:
    """The cells of a sheet in their order; `true` and `false` are the words for a cell that holds one of the two."""
    for found in (below for entry in sheet for below in entry.iter()):
        if local(found) == "c" and (address := ADDRESS.fullmatch(found.get("r", ""))):
            text, formula = _content(found, shared, {"1": true, "0": false})
            if text or formula:
                yield Cell(address[1], address[2], text, formula)


def _text(element: Element) -> str:
    """The text of a cell, in runs or not; readings of Chinese characters are no part of it."""
    pieces = []
    for below in element:
        if local(below) == "t":
            pieces.append(below.text or "")
        elif local(below) == "r":
            pieces += [run.text or "" for run in below if local(run) == "t"]
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(pieces))


def _content(cell: Element, shared: list[str], truths: dict[str, str]) -> tuple[str, str]:
    """The text of a cell, and the formula behind it if that has no result that can be read."""
    below = {local(child): child for child in cell}
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
        return truths.get(raw, ""), ""
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


def local(element: Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]
