"""`make bench`: measures the figures that the project holds itself to and writes them to RESULTS.md.

`python -m tests.benchmarks --quick` is a short try that writes nothing.
"""

import argparse
import logging
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from survey.web.settings import INSTANCE
from tests.benchmarks import machine, report
from tests.benchmarks.cold_page import measure_cold_page
from tests.benchmarks.installation import prepare
from tests.benchmarks.intake import measure_intake
from tests.benchmarks.large_pages import measure_large_rounds
from tests.benchmarks.many_people import measure_many_people
from tests.benchmarks.many_reports import measure_many_reports
from tests.benchmarks.memory import measure_memory
from tests.benchmarks.statements import count_statements
from tests.benchmarks.throughput import compare_pages, compare_saves, pair_of_servers


@dataclass(frozen=True)
class Extent:
    """How long to measure, with how many reports and how many people; `large` are the sizes of large rounds,
    `imported` is how many reports are imported.
    """

    rounds: int
    seconds: float
    sizes: tuple[int, ...]
    people: int
    turns: int
    reports: int
    large: tuple[int, ...]
    imported: int


LARGE = (1_000, 10_000, 100_000)
WHOLE = Extent(
    rounds=8, seconds=2, sizes=(1, 3, 1000), people=500, turns=3, reports=3000, large=LARGE, imported=10_000
)
QUICK = Extent(
    rounds=4, seconds=0.7, sizes=(1, 3, 100), people=50, turns=1, reports=300, large=(100, 1000), imported=300
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--quick", action="store_true", help="two minutes, without writing RESULTS.md")
    quick = parser.parse_args().quick
    logging.disable(logging.INFO)
    start = time.monotonic()
    INSTANCE.mkdir(exist_ok=True)
    # where an installation's data lies: a folder for temporary files may be memory, where saving is free
    with tempfile.TemporaryDirectory(prefix="benchmark-", dir=INSTANCE) as folder:
        results = measure(Path(folder), QUICK if quick else WHOLE)
    print(report.for_terminal(*results))
    if not quick:
        report.write(*results)
    print(f"\nTook {time.monotonic() - start:.0f} s.")


def measure(folder: Path, extent: Extent) -> tuple[list, list, list]:
    """The machine, the figures and the tables."""
    about = machine.describe(folder)
    installation = prepare(folder)
    say("memory")
    memory = measure_memory(installation)
    with pair_of_servers(installation) as pair:
        say("pages")
        figures = [compare_pages(installation, pair, extent.rounds, extent.seconds)]
        say("saves")
        figures.append(compare_saves(installation, pair, extent.rounds, extent.seconds))
        say("a cold page")
        cold = measure_cold_page(installation, pair.ours)
    say("many people")
    figures += measure_many_people(folder, extent.people, extent.turns)
    say("many reports")
    figures += measure_many_reports(folder, extent.reports)
    say("statements")
    statements, table = count_statements(folder, extent.sizes)
    say("import of answers")
    intake = measure_intake(folder, extent.imported)
    say("large rounds")
    large, tables = measure_large_rounds(folder, extent.large)
    return about, [*figures, statements, *intake, *large, *memory, *cold], [table, *tables]


def say(what: str) -> None:
    print(f"Measuring {what} ...", flush=True)


if __name__ == "__main__":
    main()
