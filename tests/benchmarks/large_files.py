"""How long the files of a large round take beside the database's own dump, and what they cost those who save."""

import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile

from flask import Flask

from survey.data.engine import Database
from survey.downloads.order import Order
from survey.downloads.products import PRODUCTS
from survey.downloads.queries import content_of, file_pieces
from survey.questionnaire.queries import part_ids
from survey.rounds.queries import round_by_code
from tests.benchmarks.dumps import dump, statements, tool
from tests.benchmarks.report import Figure, Table
from tests.support.app import EMAILS, build_app
from tests.support.load import Connection, Unexpected, connect, get
from tests.support.people import Writer, people_at_work
from tests.support.servers import ROOT, our_server, settings_of

LONG, SMALL = "answers_long", "questions"
MOST_RATIO, MOST_SECONDS, MOST_MB, MOST_SLOWER = 4, 1.0, 150, 2.0
PIECE = 2**20
#: `survey`, which says at its end how much memory it took at most
EXPORT = """
import atexit, sys
from pathlib import Path
status = Path("/proc/self/status")
atexit.register(lambda: sys.stderr.write(status.read_text() if status.exists() else ""))
from survey.__main__ import main
main()
"""
FIRST_PIECES, SAVES, WRITERS, PAUSE = 3, 60, 4, 0.05
AIM = f"at most {MOST_RATIO} times the dump, first byte within {MOST_SECONDS:.0f} s, under {MOST_MB} MB"


@dataclass(frozen=True)
class Made:
    """What making one file took, with the start of the program; `bare` is the database's dump of as many rows."""

    seconds: float
    start: float
    bare: float
    first: float
    megabytes: float
    size: int

    @property
    def ratio(self) -> float:
        return (self.seconds - self.start) / self.bare

    @property
    def holds(self) -> bool:
        return self.ratio <= MOST_RATIO and self.first <= MOST_SECONDS and self.megabytes < MOST_MB


def measure_large_files(kind: str, url: str, folder: Path, reports: int) -> tuple[list[Figure], list[Table]]:
    """The files of the round of so many reports, whose code is that number, on this database."""
    code = str(reports)
    database = Database(url)
    # what every command takes before it begins: importing, opening the database, the entry in the trail
    start = _exported(url, folder, SMALL, code)["seconds"]
    found = {
        name: Made(
            **_exported(url, folder, name, code),
            start=start,
            bare=dump(database.url, statement),
            first=_first_byte(database, name, code),
        )
        for name, statement in _statements(database, code).items()
    }
    bare = tool(database.url)
    database.close()
    usual, during, downloads = _saves(url, folder, code)
    figures = [
        _file_figure(f"answers_long.csv of {reports:,} reports, {kind}", {LONG: found[LONG]}, bare),
        _file_figure(f"The other CSV files of {reports:,} reports, {kind}", _others(found), bare),
        _save_figure(f"Saving during an export of {reports:,} reports, {kind}", usual, during, downloads),
    ]
    return figures, [_table(f"Files of {reports:,} reports, {kind}", found)]


def _others(found: dict[str, Made]) -> dict[str, Made]:
    return {name: made for name, made in found.items() if name != LONG}


def _statements(database: Database, code: str) -> dict[str, str]:
    with database.reading() as session:
        content = content_of(session, round_by_code(session, code), Order())
        sqlite = database.url.get_backend_name() == "sqlite"
        return statements(code, content.parts, part_ids(session), sqlite=sqlite)


def _exported(url: str, folder: Path, name: str, code: str) -> dict[str, float]:
    """Seconds, largest resident memory in MB and bytes of a command of its own, from its start to its end."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")}
    command = [sys.executable, "-c", EXPORT, "export", name, "--round", code]
    start, size = time.perf_counter(), 0
    with (
        TemporaryFile("w+") as peak,
        subprocess.Popen(
            command, cwd=ROOT, env=own | settings_of(url, folder), stdout=subprocess.PIPE, stderr=peak
        ) as process,
    ):
        while piece := process.stdout.read(PIECE):
            size += len(piece)
        process.wait()
        seconds = time.perf_counter() - start
        peak.seek(0)
        found = re.search(r"VmHWM:\s+(\d+) kB", peak.read())
    if process.returncode:
        raise RuntimeError(f"survey export {name} ended with {process.returncode}")
    return {"seconds": seconds, "megabytes": int(found[1]) * 1024 / 1e6 if found else 0.0, "size": size}


def _first_byte(database: Database, name: str, code: str) -> float:
    took = []
    for _ in range(FIRST_PIECES):
        start = time.perf_counter()
        pieces = file_pieces(database, PRODUCTS[f"{name}.csv"], round_code=code, order=Order())
        next(pieces)
        took.append(time.perf_counter() - start)
        pieces.close()
    return median(took)


def _saves(url: str, folder: Path, code: str) -> tuple[list[float], list[float], int]:
    """Seconds of saves before and after, of saves during exports, and how many exports began meanwhile."""
    app = build_app(url, folder)
    writers, cookie = people_at_work(app, WRITERS), _reader(app)
    app.extensions["database"].close()
    with our_server(url, folder) as server:
        _save(server.port, writers, SAVES // 4)
        usual = _save(server.port, writers, SAVES)
        with Downloads(server.port, f"/rounds/{code}/downloads/{LONG}.csv", cookie) as downloads:
            during = _save(server.port, writers, SAVES)
        usual += _save(server.port, writers, SAVES)
    return usual, during, downloads.begun


def _reader(app: Flask) -> str:
    return app.test_client().sign_in(EMAILS["working_group"]).cookie_header


def _save(port: int, writers: list[Writer], number: int) -> list[float]:
    """One save after the other, with a pause between them: so each meets the export alone."""
    took = []
    with connect(port) as socket:
        connection = Connection(socket)
        for _, writer in zip(range(number), cycle(writers), strict=False):
            time.sleep(PAUSE)
            start = time.perf_counter()
            answer = connection.answer_to(writer.request())
            took.append(time.perf_counter() - start)
            if answer.status != 200:
                raise Unexpected(f"a save was answered with {answer.status}")
            writer.saved += 1
    return took


class Downloads:
    """Somebody who downloads a file again and again, as fast as it comes, while the block runs."""

    def __init__(self, port: int, path: str, cookie: str):
        self.port, self.request = port, get(path, cookie, "Connection: close\r\n")
        self.begun, self.ended = 0, threading.Event()
        self.flows = threading.Event()
        self.thread = threading.Thread(target=self._download, daemon=True)

    def __enter__(self):
        self.thread.start()
        if not self.flows.wait(timeout=30):
            raise Unexpected("the export did not begin")
        return self

    def __exit__(self, *_fault):
        self.ended.set()
        self.thread.join(timeout=30)

    def _download(self) -> None:
        while not self.ended.is_set():
            with connect(self.port) as socket:
                socket.sendall(self.request)
                self.begun += 1
                while socket.recv(PIECE) and not self.ended.is_set():
                    self.flows.set()


def _file_figure(name: str, found: dict[str, Made], bare: str) -> Figure:
    worst = max(found.values(), key=lambda made: made.ratio)
    value = (
        f"{worst.ratio:.2f} times ({worst.seconds - worst.start:.1f} to {worst.bare:.1f} s); first byte "
        f"{max(made.first for made in found.values()):.2f} s; {max(made.megabytes for made in found.values()):.0f} MB"
    )
    how = (
        f"`survey export` as a process of its own, less the {worst.start:.1f} s that it takes for the file that does "
        f"not grow, beside {bare} of as many rows with the same values as far as the database has them, one run "
        f"each. First byte: of the same file made in this process, median of {FIRST_PIECES}. Memory: VmHWM of the "
        "export. The largest of each over the files."
    )
    return Figure(name, value, AIM, all(made.holds for made in found.values()), how)


def _save_figure(name: str, usual: list[float], during: list[float], downloads: int) -> Figure:
    slower = median(during) / median(usual)
    return Figure(
        name,
        f"{slower:.2f} times ({1000 * median(during):.1f} to {1000 * median(usual):.1f} ms)",
        f"at most {MOST_SLOWER:.0f} times",
        slower <= MOST_SLOWER,
        f"One save after the other over HTTP, {1000 * PAUSE:.0f} ms apart, by {WRITERS} people of one `survey run`: "
        f"{len(during)} while {LONG}.csv is downloaded from it as fast as it comes ({downloads} times), and "
        f"{len(usual)} before and after; medians.",
    )


def _table(title: str, found: dict[str, Made]) -> Table:
    rows = [
        (
            f"{name}.csv",
            f"{made.size / 1e6:,.1f}",
            f"{made.seconds - made.start:.1f}",
            f"{made.bare:.1f}",
            f"{made.ratio:.2f}",
            f"{made.first:.2f}",
            f"{made.megabytes:.0f}",
        )
        for name, made in found.items()
    ]
    return Table(
        title, ("file", "MB", "s", "s of the bare dump", "ratio", "s to the first byte", "MB of memory"), rows
    )
