"""Sheets of a form: the same rows as a workbook, as comma-separated text and as Markdown tables."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from survey.questionnaire.exchange.texts import decoded
from survey.web.wording import BadInput, Sentence, sentence

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
NAMES = (SURVEY, CHOICES, SETTINGS)
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 200, 50_000
TOO_MUCH = sentence(
    "The file has more rows or columns than a form can have. Check that it is the right file."
)
NO_CSV = sentence("The file cannot be read as comma-separated text. Save it again as “CSV UTF-8”.")
NO_SHEET = sentence(
    "The file has no sheet “survey” with the columns “type” and “name”. Check that it is an XLSForm."
)
BETWEEN_CELLS = re.compile(r"(?<!\\)\|")
RULE = re.compile(r"[\s|:-]+")


@dataclass(frozen=True)
class Row:
    """A row of a sheet: its number in the file, and its cells by column."""

    number: int
    cells: Mapping[int, str]


@dataclass
class Sheet:
    """A sheet with its header by column. In a workbook a place is a cell, in a text file a line and a column's name."""

    name: str
    header: dict[int, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    has_cells: bool = False
    header_row: int = 1

    def place(self, row: int, column: int | None = None) -> Sentence:
        """Where a row or a cell stands, in words."""
        if column is None:
            if self.has_cells:
                return sentence("Sheet “%(sheet)s”, row %(row)s", sheet=self.name, row=str(row))
            return sentence("Line %(row)s", row=str(row))
        if self.has_cells:
            cell = f"{letters(column)}{row}"
            return sentence("Sheet “%(sheet)s”, cell %(cell)s", sheet=self.name, cell=cell, row=str(row))
        name = self.header.get(column, letters(column))
        return sentence("Line %(row)s, column “%(column)s”", row=str(row), column=name)


def letters(column: int) -> str:
    """The letters of a column, counted from 0."""
    found, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


# reading -----------------------------------------------------------------------------------------------------


def from_csv(data: bytes) -> dict[str, Sheet]:
    """Sheets in comma-separated text: their names in the first column, or only the survey sheet's rows.

    Raises BadInput where the text is no such file.
    """
    text = decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",;\t", key=first.count) if any(mark in first for mark in ",;\t") else ","
    lines = csv.reader(io.StringIO(text), delimiter=mark, strict=True)
    return _sheets(_records(lines))


def _records(lines) -> Iterator[tuple[int, list[str]]]:
    before = 0
    try:
        for record in lines:
            yield before + 1, record
            before = lines.line_num
    except csv.Error:
        raise BadInput(NO_CSV) from None


def from_markdown(data: bytes) -> dict[str, Sheet]:
    """Sheets in Markdown tables: the name in the first cell of a row, or as a heading above the table."""
    return _sheets(_table_rows(decoded(data)))


def _table_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    under_heading = False
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if line.startswith("#"):
            under_heading = True
            yield number, [line.strip("# ")]
        elif line.startswith("|") and not RULE.fullmatch(line):
            inside = line[1:-1] if line.endswith("|") and not line.endswith("\\|") else line[1:]
            cells = [cell.strip().replace("\\|", "|") for cell in BETWEEN_CELLS.split(inside)]
            is_plain = under_heading and not (cells[0] == "" or cells[0].lower() in NAMES)
            yield number, (["", *cells] if is_plain else cells)


def _sheets(records: Iterable[tuple[int, list[str]]]) -> dict[str, Sheet]:
    sheets: dict[str, Sheet] = {}
    current: Sheet | None = None
    shift = 1
    for number, record in records:
        if number > MOST_ROWS or len(record) > MOST_COLUMNS:
            raise BadInput(TOO_MUCH)
        cells = [cell.strip() for cell in record]
        name = cells[0].lower() if cells else ""
        if current is None and "type" in (cell.lower() for cell in cells):
            current, shift = sheets.setdefault(SURVEY, Sheet(SURVEY)), 0
        elif name and shift:
            current = sheets.setdefault(name, Sheet(name))
        if current and any(cells[shift:]):
            _add(current, number, {at: text for at, text in enumerate(cells[shift:]) if text})
    return sheets


def _add(sheet: Sheet, number: int, cells: dict[int, str]) -> None:
    if any(len(text) > LONGEST_CELL for text in cells.values()):
        raise BadInput(TOO_MUCH)
    if sheet.header:
        sheet.rows.append(Row(number, cells))
    else:
        sheet.header, sheet.header_row = cells, number


# writing -----------------------------------------------------------------------------------------------------

#: a sheet to write: its rows, the header first
Rows = Sequence[Sequence[str]]


def to_csv(sheets: Mapping[str, Rows]) -> bytes:
    """The sheets as one comma-separated text, in UTF-8 without a mark, which pyxform would not know."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    for name, rows in sheets.items():
        writer.writerow([name])
        writer.writerows(["", *row] for row in rows)
    return made.getvalue().encode()


def to_markdown(sheets: Mapping[str, Rows]) -> bytes:
    """The sheets as Markdown tables. A cell is one line there, so line breaks become spaces."""
    lines: list[str] = []
    for name, rows in sheets.items():
        lines.append(f"| {name} |")
        lines += [_line(["", *row]) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split("\n")).replace("|", "\\|") for cell in cells) + " |"
