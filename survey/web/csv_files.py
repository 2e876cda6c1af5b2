"""Turns rows into the bytes of a CSV file (RFC 4180), piece by piece, so that no file is built in memory."""

import csv
from collections.abc import Generator, Iterable, Sequence
from itertools import chain

from survey.web.cells import Cell, written

PIECE = 64 * 1024  # characters that are collected before they are sent
BOM = "\ufeff"
END = "\r\n"

Pieces = Generator[bytes, None, None]


class _Echo:
    """What csv writes into; `writerow` then gives the line back."""

    def write(self, line: str) -> str:
        return line


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[Cell]], *, bom: bool = True) -> Pieces:
    """The file in pieces of about 64 kB: UTF-8, CRLF row ends, quotes where a cell needs them.

    With `bom` the file begins with U+FEFF, by which Excel recognises UTF-8.
    """
    return line_pieces(header, (line(row) for row in rows), bom=bom)


def line_pieces(header: Sequence[str], lines: Iterable[str], *, bom: bool = True) -> Pieces:
    """The same from lines, one or more at a time, as `line` and `stretch` make them."""
    return _pieces(chain([BOM if bom else "", line(header)], lines))


def plain_pieces(rows: Iterable[Sequence[str]]) -> Pieces:
    """The same from texts that are written as they are, unguarded: for programs, not for spreadsheets."""
    return _pieces(_line(row) for row in rows)


def line(row: Sequence[Cell]) -> str:
    """A row as a line with its end."""
    return _line([written(value) for value in row])


def stretch(cells: Sequence[Cell]) -> str:
    """Two cells or more as they stand within a line: a line is its stretches with commas between them."""
    return line(cells).removesuffix(END)


def _line(texts: Sequence[str]) -> str:
    return csv.writer(_Echo(), lineterminator=END).writerow(texts)


def _pieces(lines: Iterable[str]) -> Pieces:
    waiting: list[str] = []
    size = 0
    for text in lines:
        waiting.append(text)
        size += len(text)
        if size >= PIECE:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()
