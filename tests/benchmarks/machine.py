"""On what the figures were measured."""

import os
import platform
import sqlite3
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from tests.support.servers import ROOT

WRITES = 100


def describe(folder: Path) -> list[tuple[str, str]]:
    """The machine, the versions, and how long its disk takes to keep something: pairs of name and value."""
    return [
        ("date", datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")),
        ("commit", commit()),
        ("cores", str(os.cpu_count())),
        ("memory", f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 1e9:.0f} GB"),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("load when it began", f"{os.getloadavg()[0]:.1f}"),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
        ("write and fsync of 4 kB", f"{fsync_milliseconds(folder):.2f} ms (median of {WRITES})"),
    ]


def commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    try:
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def fsync_milliseconds(folder: Path) -> float:
    took = []
    descriptor = os.open(folder / "fsync", os.O_WRONLY | os.O_CREAT)
    for _ in range(WRITES):
        start = time.perf_counter()
        os.write(descriptor, bytes(4096))
        os.fsync(descriptor)
        took.append(time.perf_counter() - start)
    os.close(descriptor)
    return 1000 * median(took)
