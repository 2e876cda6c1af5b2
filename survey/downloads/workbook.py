"""All files of a round as one Excel workbook: a sheet for each, with typed cells, no formulas and no links.

Rows go to temporary files as they come, so that memory stays the same however many reports there are.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path

from survey.downloads.content import Content
from survey.downloads.files import FILES, File
from survey.downloads.order import Order
from survey.downloads.whole_files import kept, sent_whole
from survey.downloads.workbook_sheets import (
    TABLE_HEAD,
    about_rows,
    code_header,
    code_rows,
    words_header,
    words_rows,
)
from survey.web.cells import Cell, written
from survey.web.csv_files import Pieces
from survey.web.wording import sentence

MIMETYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ABOUT = sentence(
    "All files as one workbook for Excel and LibreOffice: a sheet for each, the verdicts in words, and all codes."
)
#: what Excel holds; both counted by Excel, which takes a character beyond U+FFFF for two
MOST_ROWS, LONGEST = 1_048_576, 32_767
#: the program's, whenever it is made: the same content gives the same bytes
CREATED = datetime(2001, 1, 1)  # noqa: DTZ001 - the library takes no time zone
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,
}
SAMPLE = 200  # rows by which a column's width is judged
NARROWEST, WIDEST = 9, 48
ABOUT_WIDTHS, LINE_HEIGHT = (22, 84, 32, 10), 15
Rows = Iterable[Sequence[Cell]]


def workbook_pieces(content: Content, order: Order) -> Pieces:
    """The workbook as bytes: the same for the same content and edition."""
    return sent_whole(lambda path: write_workbook(path, content, order))


def write_workbook(path: Path, content: Content, order: Order, *, most_rows: int = MOST_ROWS) -> None:
    """Writes it to `path`, beside which its rows lie meanwhile. `most_rows` is a sheet's, header included."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)}) as book:
        title = f"Gender Mainstreaming Survey, round {content.round_code}"
        book.set_properties({"title": title, "created": CREATED})
        about = book.add_worksheet("about")
        sheets = _Sheets(book, most_rows)
        told = []
        for name, holds, row, header, rows in _contents(content):
            told.append((name, holds, row, sheets.add(name, header, rows)))
        sheets.tell(about, about_rows(content, order, told, fictitious=sheets.holds_fictitious))


def _contents(content: Content) -> Iterator[tuple[str, str, str, Sequence[str], Rows]]:
    """Each sheet's name, what it holds, what a row is, its header and its rows."""
    for file in FILES.values():
        header = file.header(content)
        yield file.name, str(file.about), str(file.row), header, _dated(content, file, header)
    yield (
        "verdicts_in_words",
        "The verdicts as in the matrix, in words instead of codes; a status stands in brackets.",
        "a report",
        words_header(content),
        words_rows(content),
    )
    yield (
        "codes",
        "All codes that stand in the other sheets, with their words and their numbers in the SPSS and Stata files.",
        "a status, or an option, row or column of a part",
        code_header(content),
        code_rows(content),
    )


def _dated(content: Content, file: File, header: Sequence[str]) -> Rows:
    """The file's rows with answers that are dates as dates: what is stored is their text."""
    codes = {part.code for part in content.parts if part.kind == "date"}
    rows = file.rows(content)
    if file.name == "answers_wide":
        dated = [place for place, name in enumerate(header) if name in codes]
        return _with_dates(rows, lambda row: dated)
    if file.name == "answers_long":
        code, values = header.index("part_code"), [header.index("value"), header.index("value_text")]
        return _with_dates(rows, lambda row: values if row[code] in codes else ())
    return rows


def _with_dates(rows: Rows, places: Callable[[Sequence[Cell]], Iterable[int]]) -> Rows:
    for row in rows:
        made = list(row)
        for place in places(row):
            if made[place]:
                made[place] = date.fromisoformat(str(made[place]))
        yield made


class _Sheets:
    """Adds sheets to a workbook, one after the other."""

    def __init__(self, book, most_rows: int):
        self.book, self.most_rows = book, most_rows
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.holds_fictitious = False

    def add(self, name: str, header: Sequence[str], rows: Rows) -> int:
        """Writes a sheet, and further ones where it is full; returns how many rows there were."""
        stream, count, number = iter(rows), 0, 1
        fictitious = header.index("fictitious") if "fictitious" in header else None
        while True:
            sheet = self.book.add_worksheet(name if number == 1 else f"{name} {number}")
            at = 0
            widths = [_shown(title) + 3 for title in header]  # beside the button of the filter
            for column, title in enumerate(header):
                self.put(sheet, 0, column, title, self.bold)
            for at, row in enumerate(islice(stream, self.most_rows - 1), 1):
                for column, value in enumerate(row):
                    self.put(sheet, at, column, value)
                if at <= SAMPLE:
                    widths = [max(pair) for pair in zip(widths, map(_shown, row), strict=True)]
                if fictitious is not None and row[fictitious]:
                    self.holds_fictitious = True
            self._finish(sheet, at, widths)
            count += at
            waiting = next(stream, None)
            if waiting is None:
                return count
            stream, number = chain([waiting], stream), number + 1

    def _finish(self, sheet, last: int, widths: Sequence[int]) -> None:
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.autofilter(0, 0, last, len(widths) - 1)
        # texts such as 007 are meant as texts: no green corner says otherwise
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width, NARROWEST), WIDEST))

    def tell(self, sheet, rows: Rows) -> None:
        """Writes lines of words, which are to be read, into the first sheet."""
        for at, line in enumerate(rows):
            # neither Excel nor LibreOffice reckons how high a row must be that a program wrote
            lines = map(_lines, zip(map(_shown, line), ABOUT_WIDTHS, strict=False))
            sheet.set_row(at, LINE_HEIGHT * max(lines, default=1))
            for column, value in enumerate(line):
                is_head = column == 0 or line == TABLE_HEAD
                self.put(sheet, at, column, value, self.bold if is_head else self.wrapped)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate(ABOUT_WIDTHS):
            sheet.set_column(column, column, width)

    def put(self, sheet, row: int, column: int, value: Cell, look=None) -> None:
        """A cell of the value's own type; an empty text leaves it empty."""
        if value is None or value == "":
            return
        if isinstance(value, str):
            sheet.write_string(row, column, fitting(value), look)
        elif isinstance(value, bool):
            # LibreOffice makes a formula of a cell that is true or false
            sheet.write_string(row, column, written(value), look)
        elif isinstance(value, datetime):
            in_utc = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
            sheet.write_datetime(row, column, in_utc, self.moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.day)
        elif isinstance(value, Decimal) and not _holds(value):
            sheet.write_string(row, column, format(value, "f"), look)
        else:
            sheet.write_number(row, column, float(value), look)


def fitting(text: str) -> str:
    """The text as a cell holds it; one that is too long ends with a note that it was cut."""
    return kept(text, LONGEST, _characters, "a cell of a workbook holds 32,767 characters")


def _characters(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _holds(value: Decimal) -> bool:
    """Whether a cell gives back this very number: it holds 16 digits."""
    return Decimal(format(float(value), ".16G")) == value


def _lines(cell: tuple[int, int]) -> int:
    """How many lines a text of so many characters takes in a column as wide as so many digits, which are wider."""
    return -(-cell[0] // (cell[1] * 11 // 10)) or 1


def _shown(value: Cell) -> int:
    """About how wide a value is, in characters."""
    if isinstance(value, datetime):
        return 19
    return max(map(len, str(value).split("\n"))) + 1 if value is not None else 0
