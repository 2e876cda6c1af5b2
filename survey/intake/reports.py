"""What a file says, report by report, and what the database already has of it, as plain records."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from survey.downloads.report_files import LONG, PLACE
from survey.intake.faults import Faults
from survey.intake.lines import Row
from survey.web.cells import restore
from survey.web.wording import sentence

PROJECT_CODE = LONG.index("project_code")
FACTS = len(PLACE)
VALUE = LONG.index("value")
FICTITIOUS = LONG.index("fictitious")


class Said(NamedTuple):
    """What a file says to one part of a report, every cell as a text without its guard."""

    line: int
    question: str
    part: str
    version: str
    value: str
    text: str
    status: str
    language: str
    submitted_at: str
    answered_at: str


@dataclass
class FileReport:
    """The rows of one report, which stand together in a file. `facts` are the columns of PLACE."""

    line: int
    facts: tuple[str, ...]
    fictitious: str
    said: list[Said] = field(default_factory=list)

    @property
    def code(self) -> str:
        return self.facts[PROJECT_CODE]


class Stored(NamedTuple):
    """What the database holds of one part of a report that has begun, in the same texts."""

    version: str
    value: str
    text: str
    status: str
    language: str
    submitted_at: str
    answered_at: str


@dataclass(frozen=True)
class Target:
    """An asked project of the round and its report, as the database has them; `facts` are the columns of PLACE.

    `report_id` is None where no report is open. `stored` holds what is there of a report that has begun, by part,
    None where nothing was ever saved.
    """

    asked_id: int
    report_id: int | None
    facts: tuple[str, ...]
    fictitious: str
    stored: Mapping[str, Stored] | None = None


class LoadedAnswer(NamedTuple):
    """An answer as it is to be stored. `answered_at` is None where a report holds no row for a part; `version` is 1
    where somebody saved it, 0 where the signature made the row.
    """

    part: str
    status: str
    value: str
    language: str
    question_version: int
    answered_at: datetime | None
    version: int


@dataclass(frozen=True)
class LoadedReport:
    """A report that can be loaded: every part of its version with its final status."""

    target: Target
    version_id: int
    version_number: int
    submitted_at: datetime
    fictitious: bool
    answers: Sequence[LoadedAnswer]

    @property
    def id(self) -> int:
        """The report that takes it."""
        if self.target.report_id is None:
            raise ValueError("no report is open")
        return self.target.report_id


def by_report(rows: Iterable[Row], faults: Faults) -> Iterator[FileReport]:
    """The reports of a file one after the other. Rows that do not agree with the first of their report are faults."""
    report: FileReport | None = None
    place: tuple[str, ...] = ()
    mark, agrees = "", True
    for line, cells in rows:
        if report is None or cells[PROJECT_CODE] != place[PROJECT_CODE]:
            if report is not None:
                yield report
            place, mark, agrees = cells[:FACTS], cells[FICTITIOUS], True
            report = FileReport(line, tuple(map(restore, place)), restore(mark))
        elif agrees and (cells[:FACTS] != place or cells[FICTITIOUS] != mark):
            agrees = False
            faults.add(line, _differs(cells, place, report.line))
        # only texts carry guards
        value, text = restore(cells[VALUE]), restore(cells[VALUE + 1])
        told = (line, *cells[FACTS:VALUE], value, text, *cells[VALUE + 2 : FICTITIOUS])
        report.said.append(Said._make(told))
    if report is not None:
        yield report


def _differs(cells: tuple[str, ...], place: tuple[str, ...], line: int):
    names = [name for name, one, other in zip(PLACE, cells, place, strict=False) if one != other]
    return sentence(
        "%(column)s is not the same as in line %(other)s, which belongs to the same report.",
        column=(names or ["fictitious"])[0],
        other=line,
    )
