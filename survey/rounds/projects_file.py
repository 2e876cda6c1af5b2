"""Reads the list of projects that a round asks."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE_2001 = Path(__file__).parent / "projects-2001.csv"


@dataclass(frozen=True)
class ListedProject:
    """A line of the list. `funding_usd` is in whole United States dollars."""

    number: int
    title: str
    mission: str
    country: str
    region: str
    service_areas: tuple[str, ...]
    target_group: str
    status: str
    report_kind: str
    constraint_kinds: tuple[str, ...]
    reason_not_completed: str
    results: str
    funding_usd: int

    def code(self, round_code: str) -> str:
        """The project's code, such as 2001-05."""
        return f"{round_code}-{self.number:02d}"


def read_projects(path: Path = FILE_2001) -> list[ListedProject]:
    """The lines of the file in their order."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [_listed(row) for row in csv.DictReader(file)]


def _listed(row: dict[str, str]) -> ListedProject:
    cells: dict[str, Any] = dict(row)
    for name in ("service_areas", "constraint_kinds"):
        cells[name] = tuple(_split(row[name]))
    for name in ("number", "funding_usd"):
        cells[name] = int(row[name])
    return ListedProject(**cells)


def _split(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(";") if word.strip()]
