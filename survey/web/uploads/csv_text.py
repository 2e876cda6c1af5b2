"""Reads an uploaded CSV file as spreadsheets write it: in any of their encodings, with commas or semicolons."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from survey.web.wording import BadInput, Sentence, sentence

BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
WORKBOOK = b"PK\x03\x04"
DELIMITERS = (",", ";", "\t")
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
    """The text of a file in UTF-8, UTF-16 or Windows-1252. Raises BadInput with the line where it is none of them."""
    if not content.strip():
        raise BadInput(IS_EMPTY)
    if content.startswith(WORKBOOK):
        raise BadInput(IS_WORKBOOK)
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as fault:
        text = _from_windows(content, fault)
    if "\0" in text:
        raise BadInput(_unreadable(text[: text.index("\0")]))
    return text


def _from_windows(content: bytes, fault: UnicodeDecodeError) -> str:
    """Text of Windows-1252, unless it has the mark or letters of another encoding: one would come out wrong."""
    before = content[: fault.start].decode(fault.encoding, "ignore")
    others = content.decode("utf-8", "replace").replace("\ufffd", "")
    if fault.encoding != "utf-8" or not others.isascii():
        raise BadInput(_unreadable(before))
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as second:
        raise BadInput(_unreadable(content[: second.start].decode("cp1252"))) from None


def _unreadable(before: str) -> Sentence:
    return sentence(
        "Line %(line)s: the file cannot be read as text from here on. Save it as “CSV UTF-8” and upload it again.",
        line=before.count("\n") + 1,
    )


def _encoding(content: bytes) -> str:
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return encoding
    # without a mark, every second byte of Latin letters is 0
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if content[start::2].count(0) * 4 > len(content):
            return encoding
    return "utf-8"


def rows(text: str) -> list[Row]:
    """The rows that hold something. Cells stand between commas, semicolons or tabs, whichever the first line has most.

    Raises BadInput where quotation marks do not fit.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    found = list(filled_rows(text, max(DELIMITERS, key=first.count)))
    if not found:
        raise BadInput(IS_EMPTY)
    return found


def filled_rows(text: str, delimiter: str) -> Iterator[Row]:
    """The rows that hold something, one after the other as they are asked for. Raises BadInput as `rows` does."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begin = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(begin, tuple(cells))
            begin = reader.line_num + 1
    except csv.Error:
        raise BadInput(
            sentence(
                "Line %(line)s cannot be read: a cell that begins with a quotation mark must end with one, and "
                "quotation marks inside it are doubled.",
                line=begin,
            )
        ) from None
