"""`make bench`: measures the figures that the project holds itself to and writes them to RESULTS.md.

`python -m tests.benchmarks --only PART` measures one part, `--quick` is a short try that writes nothing.
"""

import argparse
import logging
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from survey.web.settings import INSTANCE
from tests.benchmarks import machine, report
from tests.benchmarks.cold_page import measure_cold_page
from tests.benchmarks.copies import measure_copies
from tests.benchmarks.installation import prepare
from tests.benchmarks.intake import measure_intake
from tests.benchmarks.large_pages import measure_large_rounds
from tests.benchmarks.many_people import measure_many_people
from tests.benchmarks.many_reports import measure_many_reports
from tests.benchmarks.memory import measure_memory
from tests.benchmarks.report import Figure, Table
from tests.benchmarks.statements import count_statements
from tests.benchmarks.throughput import compare_pages, compare_saves, pair_of_servers
from tests.benchmarks.workbooks import measure_workbooks

Results = tuple[list[Figure], list[Table]]


@dataclass(frozen=True)
class Extent:
    """How long to measure, with how many reports and how many people.

    `large` are the sizes of large rounds, `books` of those whose workbooks are made, `imported` is how many reports
    are imported.
    """

    rounds: int
    seconds: float
    sizes: tuple[int, ...]
    people: int
    turns: int
    reports: int
    large: tuple[int, ...]
    books: tuple[int, ...]
    imported: int


WHOLE = Extent(
    rounds=8,
    seconds=2,
    sizes=(1, 3, 1000),
    people=500,
    turns=3,
    reports=3000,
    large=(1_000, 10_000, 100_000),
    books=(1_000, 10_000),
    imported=10_000,
)
QUICK = Extent(
    rounds=4,
    seconds=0.7,
    sizes=(1, 3, 100),
    people=50,
    turns=1,
    reports=300,
    large=(100, 1000),
    books=(500, 1_000),
    imported=300,
)


def measure_one_installation(folder: Path, extent: Extent) -> Results:
    """Memory, pages and saves beside bare ones, and a cold page."""
    installation = prepare(folder)
    memory = measure_memory(installation)
    with pair_of_servers(installation) as pair:
        pages = compare_pages(installation, pair, extent.rounds, extent.seconds)
        saves = compare_saves(installation, pair, extent.rounds, extent.seconds)
        cold = measure_cold_page(installation, pair.ours)
    return [pages, saves, *memory, *cold], []


def measure_statements(folder: Path, extent: Extent) -> Results:
    figure, table = count_statements(folder, extent.sizes)
    return [figure], [table]


PARTS: dict[str, Callable[[Path, Extent], Results]] = {
    "one installation": measure_one_installation,
    "many people": lambda folder, extent: (measure_many_people(folder, extent.people, extent.turns), []),
    "copies": lambda folder, extent: measure_copies(folder, extent.people, extent.reports // 10),
    "many reports": lambda folder, extent: (measure_many_reports(folder, extent.reports), []),
    "statements": measure_statements,
    "large rounds": lambda folder, extent: measure_large_rounds(folder, extent.large),
    "workbooks": lambda folder, extent: measure_workbooks(folder, extent.books),
    "import of answers": lambda folder, extent: (measure_intake(folder, extent.imported), []),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--quick", action="store_true", help="some minutes, without writing RESULTS.md")
    parser.add_argument("--only", choices=list(PARTS), help="one part")
    wanted = parser.parse_args()
    logging.disable(logging.INFO)
    INSTANCE.mkdir(exist_ok=True)
    for part in [wanted.only] if wanted.only else PARTS:
        start = time.monotonic()
        print(f"Measuring {part} ...", flush=True)
        results = measure(part, QUICK if wanted.quick else WHOLE)
        print(f"{report.for_terminal(*results)}\n\nTook {time.monotonic() - start:.0f} s.\n", flush=True)
        if not wanted.quick:
            report.write(list(PARTS), part, report.section(part, *results))


def measure(part: str, extent: Extent) -> tuple[list[tuple[str, str]], list[Figure], list[Table]]:
    """The machine, the figures and the tables; in a folder of its own, which goes with its end."""
    # where an installation's data lies: a folder for temporary files may be memory, where saving is free
    with tempfile.TemporaryDirectory(prefix="benchmark-", dir=INSTANCE) as folder:
        # a PostgreSQL server runs as another user and has to reach its own folder below this one
        Path(folder).chmod(0o711)
        return machine.describe(Path(folder)), *PARTS[part](Path(folder), extent)


if __name__ == "__main__":
    main()
