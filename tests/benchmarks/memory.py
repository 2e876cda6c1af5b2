"""What a server that has just started holds in memory."""

import re
from pathlib import Path

from tests.benchmarks.installation import Installation
from tests.benchmarks.report import Figure, not_measured
from tests.support.load import Unexpected, ask_once, get
from tests.support.servers import Server, our_server

LARGEST_MB = 100
HEAVY = ("pandas", "scipy")
NAMES = ("Memory at rest", "pandas and SciPy at rest")
AIMS = (f"under {LARGEST_MB} MB", "not loaded")


def measure_memory(installation: Installation) -> list[Figure]:
    """Resident memory, and whether the slow libraries are loaded, after one request for the sign-in page."""
    with our_server(installation.url, installation.folder) as server:
        answer = ask_once(server.port, get("/sign-in", ""))
        if answer.status != 200:
            raise Unexpected(f"/sign-in answered {answer.status}")
        if not (Path("/proc") / str(server.pid) / "status").exists():
            reason = "This system has no /proc."
            return [not_measured(name, aim, reason) for name, aim in zip(NAMES, AIMS, strict=True)]
        megabytes, loaded = resident_megabytes(server), loaded_libraries(server)
    return [
        Figure(
            NAMES[0],
            f"{megabytes:.0f} MB",
            AIMS[0],
            megabytes < LARGEST_MB,
            "VmRSS of a fresh `python -m survey run` after one request to /sign-in.",
        ),
        Figure(
            NAMES[1],
            ", ".join(loaded) or "not loaded",
            AIMS[1],
            not loaded,
            "The compiled modules that the same process has mapped; neither library loads without its own.",
        ),
    ]


def resident_megabytes(server: Server) -> float:
    status = (Path("/proc") / str(server.pid) / "status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024 / 1e6


def loaded_libraries(server: Server) -> list[str]:
    maps = (Path("/proc") / str(server.pid) / "maps").read_text()
    return [name for name in HEAVY if f"/site-packages/{name}/" in maps]
