"""Turns rows into the bytes of a CSV file (RFC 4180), piece by piece, so that no file is built in memory."""

import csv
from collections.abc import Generator, Iterable, Sequence
from io import StringIO
from itertools import chain

from survey.web.cells import Cell, written

PIECE = 64 * 1024  # characters that are collected before they are sent
BOM = "\ufeff"

Pieces = Generator[bytes, None, None]


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, bom: bool = True) -> Pieces:
    """The file in pieces of about 64 kB: UTF-8, CRLF row ends, quotes where a cell needs them.

    With `bom` the file begins with U+FEFF, by which Excel recognises UTF-8.
    """
    texts = ([written(value) for value in row] for row in chain([header], rows))
    return _pieces(texts, BOM if bom else "")


def plain_pieces(rows: Iterable[Sequence[str]]) -> Pieces:
    """The same from texts that are written as they are, unguarded: for programs, not for spreadsheets."""
    return _pieces(rows, "")


def _pieces(rows: Iterable[Sequence[str]], start: str) -> Pieces:
    buffer = StringIO(newline="")
    buffer.write(start)
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow(row)
        if buffer.tell() >= PIECE:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _emptied(buffer: StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
