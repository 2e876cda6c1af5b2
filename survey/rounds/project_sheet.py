"""Reads a CSV file of missions and projects, in any of the ways in which spreadsheets write one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from survey.web.cells import guard
from survey.web.uploads.csv_text import DELIMITERS, decoded, filled_rows
from survey.web.wording import BadInput, Sentence, clean_text, sentence

LARGEST_FILE = 2 * 2**20
MOST_LINES = 5_000
LONGEST_CELL = 500
#: what a column holds, by its name; the page that takes the file shows these sentences
COLUMNS: dict[str, Sentence] = {
    "code": sentence(
        "The project's code, such as 2026-05. Needed in every line; it is how a project is known again."
    ),
    "title": sentence("The project's title. Needed for a new project."),
    "mission": sentence(
        "The name of the mission that runs it, always written the same way. Needed for a new project."
    ),
    "country": sentence(
        "The mission's country in three letters (ISO 3166), such as KEN. Needed for a new mission."
    ),
    "region": sentence("The mission's region, such as Africa. Needed for a new mission."),
    "service_areas": sentence(
        "The fields of work that the project belongs to, with semicolons between them."
    ),
    "target_group": sentence("Whom the project is for."),
    "funding_usd": sentence("Its funding in whole United States dollars, digits only, such as 12500."),
    "status": sentence(
        "One of: completed, in_progress, delayed, not_started, cancelled. Left empty: in_progress."
    ),
    "report_kind": sentence(
        "final or progress. Left empty: final for a completed project, otherwise progress."
    ),
}
NEEDED = "code"
TOO_LARGE = sentence(
    "The file is larger than 2 MB. Split it in two, or check that it is the right one. Nothing was read."
)
TOO_MANY = sentence("The file has more than %(most)s lines. Split it in two.", most=MOST_LINES)
NO_LINES = sentence("The file names the columns, but below them there is no line.")


@dataclass(frozen=True)
class SheetLine:
    """A line of the file: its number, its cells by column, and what is wrong with single cells."""

    number: int
    cells: dict[str, str]
    faults: list[Sentence] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """The lines of a file, and the columns in it that are none of ours and were not read."""

    lines: list[SheetLine]
    unread: list[str] = field(default_factory=list)


def text_of(data: bytes) -> str:
    """The file's text, whatever a spreadsheet wrote it in. Raises BadInput."""
    if len(data) > LARGEST_FILE:
        raise BadInput(TOO_LARGE)
    return decoded(data)


def read_sheet(text: str) -> Sheet:
    """The lines below the names of the columns. Raises BadInput where the file as a whole cannot be taken."""
    text = text.removeprefix("\ufeff")
    names, delimiter = _columns(text)
    lines: list[SheetLine] = []
    for row in filled_rows(text, delimiter):
        if row.line == 1:
            continue
        if len(lines) == MOST_LINES:
            raise BadInput(TOO_MANY)
        lines.append(_line(row.line, names, row.cells))
    if not lines:
        raise BadInput(NO_LINES)
    return Sheet(lines, [name for name in names if name and name not in COLUMNS])


def _columns(text: str) -> tuple[list[str], str]:
    """The names in the first line, and the mark between them: the one by which most of our names come out."""
    found = []
    for delimiter in DELIMITERS:
        row = next(filled_rows(text, delimiter), None)
        names = [_name(cell) for cell in row.cells] if row and row.line == 1 else []
        found.append((len({*names} & {*COLUMNS}), names, delimiter))
    _known, names, delimiter = max(found, key=lambda entry: entry[0])
    if NEEDED not in names:
        raise BadInput(
            sentence("Line 1: the first line must name the columns, and one of them must be “code”.")
        )
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if twice:
        raise BadInput(sentence("Line 1: the column “%(name)s” is there twice.", name=twice[0]))
    return names, delimiter


def _name(cell: str) -> str:
    return cell.strip().lower().replace(" ", "_")[:40] if cell.isprintable() else ""


def _line(number: int, names: Iterable[str], row: Sequence[str]) -> SheetLine:
    names = list(names)
    cells: dict[str, str] = dict.fromkeys(COLUMNS, "")
    faults = []
    if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
        faults.append(
            sentence(
                "There are more cells than columns: a text with a comma or semicolon needs quotation marks."
            )
        )
    for name, cell in zip(names, row, strict=False):
        if name not in COLUMNS:
            continue
        try:
            cells[name] = _unguarded(clean_text(cell, LONGEST_CELL)).replace("\n", " ")
        except BadInput as refusal:
            faults.append(sentence("%(column)s: %(reason)s", column=name, reason=refusal.sentence))
    return SheetLine(number, cells, faults)


def _unguarded(text: str) -> str:
    """The text without the apostrophe that our own files put before what a spreadsheet could run."""
    return text[1:] if text.startswith("'") and guard(text[1:]) == text else text
