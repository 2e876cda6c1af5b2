"""Reads an uploaded answers_long.csv row by row, so that no file is held in memory, and refuses what is no such file.

Only UTF-8 with commas is read, as the files are written here: guessing would change answers in silence.
"""

import csv
from collections.abc import Callable, Iterator
from hashlib import sha256
from operator import itemgetter
from typing import BinaryIO, NamedTuple

from survey.downloads.report_files import LONG
from survey.intake.faults import Faults
from survey.web.cells import restore
from survey.web.uploads.csv_text import IS_EMPTY
from survey.web.uploads.packages import OLD_OFFICE, PACKED, PDF
from survey.web.wording import Sentence, sentence

BOM = b"\xef\xbb\xbf"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
GZIP = b"\x1f\x8b"
#: no line of such a file is longer: a cell holds 20,000 characters of up to 4 bytes
LONGEST_LINE = 2**20
AT_ONCE = 2**20
HXL = "#"

IS_WORKBOOK = sentence(
    "This is a spreadsheet or a packed file, not a CSV file. It was not opened. Unpack it, or save the sheet as "
    "“CSV UTF-8 (comma delimited)”, and choose that file."
)
IS_PDF = sentence("This is a PDF file. Choose the file answers_long.csv.")
IS_UTF_16 = sentence(
    "The file seems to be in UTF-16 (“Unicode text”). Save it as “CSV UTF-8 (comma delimited)”, in LibreOffice with "
    "the character set “Unicode (UTF-8)”, and choose that file."
)
NOT_UTF_8 = sentence(
    "From here on the file is not in UTF-8; it seems to be in Windows-1252 or Latin-1. Save it as “CSV UTF-8 (comma "
    "delimited)”, in LibreOffice with the character set “Unicode (UTF-8)”, and choose that file."
)
HAS_NUL = sentence(
    "There is a character with the number 0, which no text has. The file is damaged, or it is no CSV file."
)
IS_CUT = sentence(
    "The last line has no line break at its end, so the file was cut off on its way. Download or copy it again."
)
QUOTES = sentence(
    "This row cannot be read: a cell that begins with a quotation mark must end with one, and quotation marks inside "
    "it are doubled. Nothing behind it was looked at."
)
TOO_LONG = sentence(
    "A cell of this row is far longer than 20,000 characters, or its quotation mark is never closed. Nothing behind it "
    "was looked at."
)
TAGGED = sentence(
    "This is the edition with HXL tags in its second line. Choose the one without, or take that line out."
)


class Row(NamedTuple):
    """A row of the file as it stands there; `line` is the line on which it begins, from 1."""

    line: int
    #: by the columns of LONG, in their order, guards against formulas still in place
    cells: tuple[str, ...]


def checksum_of(stream: BinaryIO) -> str:
    """SHA-256 of a whole file in hexadecimal; it stands at its beginning again afterwards."""
    digest = sha256()
    stream.seek(0)
    while piece := stream.read(AT_ONCE):
        digest.update(piece)
    stream.seek(0)
    return digest.hexdigest()


def rows(stream: BinaryIO, faults: Faults) -> Iterator[Row]:
    """The rows below the names of the columns. Rows with too few or too many cells are faults and left out.

    Raises Refused, with the faults found until then, where the file cannot be read on.
    """
    stream.seek(0)
    _refuse_other_kinds(stream.read(4096), faults)
    stream.seek(0)
    reader = csv.reader(_lines(stream, faults), strict=True)
    begin, take = 1, None
    try:
        for cells in reader:
            if take is None:
                take = _columns(cells, faults)
            elif len(cells) != len(LONG):
                faults.add(begin, _wrong_number(len(cells)))
            elif begin == 2 and cells[0].startswith(HXL):
                raise faults.refused(begin, TAGGED)
            else:
                yield Row(begin, take(cells))
            begin = reader.line_num + 1
    except csv.Error as fault:
        raise faults.refused(begin, TOO_LONG if "limit" in str(fault) else QUOTES) from None
    if take is None:
        raise faults.refused(None, IS_EMPTY)


def _refuse_other_kinds(start: bytes, faults: Faults) -> None:
    reason: Sentence | None = None
    if not start.removeprefix(BOM).strip():
        reason = IS_EMPTY
    elif start.startswith((PACKED, OLD_OFFICE, GZIP)):
        reason = IS_WORKBOOK
    elif start.startswith(PDF):
        reason = IS_PDF
    elif start.startswith(UTF_16) or b"\0" in (start[1:2], start[0:1]):
        reason = IS_UTF_16
    if reason:
        raise faults.refused(None, reason)


def _lines(stream: BinaryIO, faults: Faults) -> Iterator[str]:
    line = 0
    while raw := stream.readline(LONGEST_LINE):
        line += 1
        if line == 1:
            raw = raw.removeprefix(BOM)
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            raise faults.refused(line, NOT_UTF_8) from None
        if "\0" in text:
            raise faults.refused(line, HAS_NUL)
        if not text.endswith("\n"):
            raise faults.refused(line, TOO_LONG if len(raw) >= LONGEST_LINE - len(BOM) else IS_CUT)
        yield text


def _columns(names: list[str], faults: Faults) -> Callable[[list[str]], tuple[str, ...]]:
    """Takes the cells of a row in the order of LONG, whatever order the file has them in."""
    names = [restore(name.strip()) for name in names]
    for mark, called in ((";", sentence("semicolons")), ("\t", sentence("tabs"))):
        if len(names) == 1 and names[0].count(mark) > 2:
            raise faults.refused(
                1,
                sentence(
                    "The cells of this file stand between %(marks)s. Save it with commas between them, as “CSV UTF-8 "
                    "(comma delimited)”.",
                    marks=called,
                ),
            )
    missing = [name for name in LONG if name not in names]
    if missing:
        raise faults.refused(
            1,
            sentence(
                "These columns are missing: %(names)s. The file must have all columns of answers_long.csv.",
                names=", ".join(missing),
            ),
        )
    more = [name for name in names if name not in LONG] + [name for name in LONG if names.count(name) > 1]
    if more:
        raise faults.refused(
            1,
            sentence(
                "These columns are none of answers_long.csv, or stand there twice: %(names)s.",
                names=", ".join(name[:40] for name in more[:20]),
            ),
        )
    return itemgetter(*(names.index(name) for name in LONG))


def _wrong_number(number: int) -> Sentence:
    return sentence(
        "This row has %(number)s cells instead of %(right)s: it was cut, or a text with a comma or a line break has "
        "lost its quotation marks.",
        number=number,
        right=len(LONG),
    )
