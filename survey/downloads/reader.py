"""Reads a downloaded CSV file and gives back every text exactly as it was written. Needs Python alone."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from survey.web.cells import restore


def read_rows(file: str | Path | TextIO) -> Iterator[list[str]]:
    """The rows of a downloaded file, header first: texts without their guard, numbers as they are.

    `file` is a path, or a file opened with encoding="utf-8-sig" and newline="". Raises OSError,
    UnicodeDecodeError or csv.Error where it cannot be read.
    """
    if isinstance(file, str | Path):
        with Path(file).open(encoding="utf-8-sig", newline="") as opened:
            yield from read_rows(opened)
        return
    for row in csv.reader(file, strict=True):
        yield [restore(cell) for cell in row]
