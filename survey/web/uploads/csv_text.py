"""Reads an uploaded CSV file as spreadsheets write it: in any of their encodings, with commas or semicolons."""

import csv
from dataclasses import dataclass
from io import StringIO

from survey.web.wording import BadInput, sentence

BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
WORKBOOK = b"PK\x03\x04"
DELIMITERS = (",", ";", "\t")
NO_TEXT = sentence(
    "This is no text file that we can read. In Excel choose “Save as”, then “CSV UTF-8”, and upload that file."
)
IS_WORKBOOK = sentence(
    "This is a workbook, not a CSV file. In Excel choose “Save as”, then “CSV UTF-8”, and upload that file."
)
IS_EMPTY = sentence("The file is empty, or no file was chosen.")


@dataclass(frozen=True)
class Row:
    """A row of the file; `line` is the line on which it begins, counted from 1."""

    line: int
    cells: tuple[str, ...]


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252. Raises BadInput."""
    if not content.strip():
        raise BadInput(IS_EMPTY)
    if content.startswith(WORKBOOK):
        raise BadInput(IS_WORKBOOK)
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput(NO_TEXT)


def _encodings(content: bytes) -> tuple[str, ...]:
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return (encoding,)
    # without a mark, every second byte of Latin letters is 0
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if content[start::2].count(0) * 4 > len(content):
            return (encoding,)
    return ("utf-8", "cp1252")


def rows(text: str) -> list[Row]:
    """The rows that hold something. Cells stand between commas, semicolons or tabs, whichever the first line has most.

    Raises BadInput where quotation marks do not fit.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    found, begin = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(Row(begin, tuple(cells)))
            begin = reader.line_num + 1
    except csv.Error:
        raise BadInput(
            sentence(
                "Line %(line)s cannot be read: a cell that begins with a quotation mark must end with one, and "
                "quotation marks inside it are doubled.",
                line=begin,
            )
        ) from None
    if not found:
        raise BadInput(IS_EMPTY)
    return found


def _delimiter(text: str) -> str:
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(DELIMITERS, key=first.count)
