"""What making a workbook, and a file for SPSS or Stata, takes in memory and time as a round grows."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.large_rounds import large_round
from tests.benchmarks.report import Figure, Table, not_measured
from tests.support.app import build_app, prepare_sample, writing
from tests.support.servers import ROOT, settings_of

WORKBOOK = "workbook.xlsx"
FILES = (WORKBOOK, "answers.sav", "answers.dta")
MOST_RATIO = 1.25
# what a process was started by counts into its ru_maxrss, but not into this figure
EXPORT = """
import atexit, pathlib, re, sys
from survey.__main__ import main

def keep(path=pathlib.Path(sys.argv.pop(1))):
    path.write_text(re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())[1])

atexit.register(keep)
main()
"""
NAME = "Workbook of a large round, peak memory"


@dataclass(frozen=True)
class Made:
    """A file that a process of its own made: megabytes at their highest, seconds, bytes."""

    megabytes: float
    seconds: float
    size: int


def measure_workbooks(folder: Path, sizes: Sequence[int]) -> tuple[list[Figure], list[Table]]:
    """`sizes` are numbers of reports in a round, the smallest first. On SQLite: all the work is the program's."""
    aim = f"with {sizes[-1]:,} reports at most {MOST_RATIO} times that with {sizes[0]:,}"
    if not Path("/proc/self/status").exists():
        return [not_measured(NAME, aim, "This system has no /proc.")], []
    place = folder / "workbooks"
    place.mkdir(mode=0o700)
    url = f"sqlite:///{place / 'ours.sqlite'}"
    prepare_sample(url)
    app = build_app(url, place)
    for size in sizes:
        with writing(app) as session:
            large_round(session, size, code=str(size))
            session.commit()
    app.extensions["database"].close()
    found = {name: {size: made(url, place, name, size) for size in sizes} for name in FILES}
    smallest, largest = (found[WORKBOOK][size] for size in (sizes[0], sizes[-1]))
    figure = Figure(
        NAME,
        f"{largest.megabytes:.0f} MB, {largest.megabytes / smallest.megabytes:.2f} times",
        aim,
        largest.megabytes <= MOST_RATIO * smallest.megabytes,
        "VmHWM of `survey export workbook.xlsx`, in a process of its own, on SQLite.",
    )
    header = ("file", *(f"{what} with {size:,}" for size in sizes for what in ("MB", "s", "MB on disk")))
    rows = [(name, *(cell for size in sizes for cell in cells(found[name][size]))) for name in FILES]
    return [figure], [Table("Workbook, SPSS and Stata: peak memory, seconds and size", header, rows)]


def made(url: str, folder: Path, name: str, size: int) -> Made:
    output, peak = folder / name, folder / "peak"
    command = [
        sys.executable,
        "-c",
        EXPORT,
        str(peak),
        "export",
        name,
        "--round",
        str(size),
        "--output",
        str(output),
    ]
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=os.environ | settings_of(url, folder), check=True, timeout=3_600)
    seconds = time.perf_counter() - start
    return Made(int(peak.read_text()) * 1024 / 1e6, seconds, output.stat().st_size)


def cells(one: Made) -> tuple[str, str, str]:
    return f"{one.megabytes:.0f}", f"{one.seconds:.1f}", f"{one.size / 1e6:.1f}"
