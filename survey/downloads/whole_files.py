"""Sends a file that its library writes as a whole: into a folder of its own first, from there piece by piece."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from survey.web.csv_files import Pieces

PIECE = 64 * 1024  # bytes


def sent_whole(write: Callable[[Path], None]) -> Pieces:
    """The bytes of the file that `write` makes at the path that it is given.

    The folder around it, readable by this program only, is removed with whatever else was put there as soon as the
    last piece is taken, or the reader goes away.
    """
    with tempfile.TemporaryDirectory(prefix="download-") as folder:
        path = Path(folder) / "file"
        write(path)
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


def kept(text: str, longest: int, size: Callable[[str], int], place: str) -> str:
    """A text as a cell holds it that takes `longest` at most, by its `size`.

    What is too long is cut, and says so itself: nobody takes it for the whole text.
    """
    if len(text) * 4 <= longest or size(text) <= longest:
        return text
    ending = f" [… cut here: {place}; the whole text is in answers_long.csv]"
    fits, beyond = 0, len(text)
    while beyond - fits > 1:
        middle = (fits + beyond) // 2
        if size(text[:middle]) + size(ending) <= longest:
            fits = middle
        else:
            beyond = middle
    return text[:fits] + ending
