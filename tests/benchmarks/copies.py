"""What a standby costs those who save, and what it spares them while others compare and download."""

import http.client
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.many_people import AIM, EVERY, ms
from tests.benchmarks.report import Figure, Table, not_measured
from tests.support import postgres
from tests.support.app import EMAILS, build_app, prepare_sample, writing
from tests.support.people import Office, Writer, people_at_work
from tests.support.rounds import fill_round
from tests.support.servers import HOST, gunicorn_server, our_server
from tests.support.standby import Pair

TITLE = "Saves and comparison pages with a standby on the same machine"
HEADER = (
    "PostgreSQL",
    "saves: median",
    "p95",
    "slowest",
    "pages: median",
    "p95",
    "file of all answers: median",
)
CODE = "2003"
PAGES = (f"/rounds/{CODE}/matrix", f"/rounds/{CODE}/summary", f"/rounds/{CODE}/texts/Q4_LESSONS")
FILE = f"/rounds/{CODE}/downloads/answers_long.csv"
ALONE = "no standby"
ASYNCHRONOUS = "asynchronous standby, pages read from it"
SYNCHRONOUS = "synchronous standby (remote_apply), pages read from it"


@dataclass
class Measured:
    """Seconds that saves, pages and files took, and what went wrong."""

    saves: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    files: list[float] = field(default_factory=list)
    errors: int = 0

    def row(self, name: str) -> tuple[str, ...]:
        saves = [ms(self.saves, share) for share in (0.5, 0.95, 1)]
        return (
            name,
            *saves,
            ms(self.pages, 0.5),
            ms(self.pages, 0.95),
            ms(self.files, 0.5),
        )


class Group(threading.Thread):
    """Somebody of the working group who opens one page after the other, and a file at times, until told to stop."""

    def __init__(self, port: int, cookie: str, measured: Measured):
        super().__init__(daemon=True)
        self.port, self.cookie, self.measured, self.enough = port, cookie, measured, threading.Event()

    def run(self) -> None:
        while not self.enough.is_set():
            for path in (*PAGES, FILE):
                start = time.perf_counter()
                status = self.status_of(path)
                took = self.measured.files if path == FILE else self.measured.pages
                took.append(time.perf_counter() - start)
                self.measured.errors += status != 200
                # reads for a while, as people do
                self.enough.wait(0.2)

    def status_of(self, path: str) -> int:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Host": "localhost", "Cookie": self.cookie})
            response = connection.getresponse()
            response.read()
            return response.status
        except OSError:
            return 0
        finally:
            connection.close()


def measure_copies(folder: Path, people: int, reports: int) -> tuple[list[Figure], list[Table]]:
    """The figures of saving with and without a standby, and all of them side by side."""
    # PostgreSQL runs as another user, who has to get as far as its own folder
    folder.chmod(0o711)
    place = folder / "copies"
    place.mkdir(mode=0o755)
    try:
        pair = Pair("remote_apply", place=place)
    except postgres.Unavailable as reason:
        name = f"{people} people saving every {EVERY} s while others compare, PostgreSQL with a standby"
        return [not_measured(name, AIM, f"{reason}.")], []
    try:
        found = dict(measure_ways(pair, place, people, reports))
    finally:
        pair.stop()
    figures = [figure(people, reports, way, measured) for way, measured in found.items()]
    return figures, [Table(TITLE, HEADER, [measured.row(way) for way, measured in found.items()])]


def measure_ways(pair: Pair, folder: Path, people: int, reports: int) -> Iterator[tuple[str, Measured]]:
    """The same people on the same database: first the primary alone, then with what follows it."""
    pair.release()
    url = postgres.create_database(pair.primary.url, "ours")
    both, reading = pair.url("ours"), pair.url("ours", standby_first=True)
    office, cookie = prepare(url, folder, people, reports)
    pair.caught_up()
    pair.standby.end()
    yield ALONE, measure(url, "", folder, office, cookie)
    pair.standby.start()
    pair.caught_up()
    yield ASYNCHRONOUS, measure(both, reading, folder, office, cookie)
    pair.wait_for_standby()
    yield SYNCHRONOUS, measure(both, reading, folder, office, cookie)


def prepare(url: str, folder: Path, people: int, reports: int) -> tuple[list[Writer], str]:
    """The people who save, and the cookie of one of the working group."""
    prepare_sample(url)
    app = build_app(url, folder)
    with writing(app) as session:
        fill_round(session, reports, code=CODE)
        session.commit()
    writers = people_at_work(app, people)
    cookie = app.test_client().sign_in(EMAILS["working_group"]).cookie_header
    app.extensions["database"].close()
    return writers, cookie


def measure(url: str, reading_url: str, folder: Path, writers: list[Writer], cookie: str) -> Measured:
    measured = Measured()
    with served(url, folder, {"SURVEY_READING_URL": reading_url}) as server:
        # warm, as a server is that has run for a while
        group = Group(server.port, cookie, measured)
        for path in (*PAGES, FILE) * 2:
            group.status_of(path)
        Office(server.port, writers[: len(writers) // 10]).work(2, 2)
        group.start()
        day = Office(server.port, writers).work(2 * EVERY, EVERY)
        group.enough.set()
        group.join()
    measured.saves += day.took
    measured.errors += sum(day.errors.values())
    return measured


def served(url: str, folder: Path, environment: dict[str, str]):
    """As an institution serves it, where gunicorn is there."""
    if find_spec("gunicorn"):
        return gunicorn_server(url, folder, 2, 4, **environment)
    return our_server(url, folder, **environment)


def figure(people: int, reports: int, way: str, measured: Measured) -> Figure:
    name = f"{people} people saving every {EVERY} s while others compare, PostgreSQL, {way}"
    value = f"saves p95 {ms(measured.saves, 0.95)}; pages p95 {ms(measured.pages, 0.95)}; {measured.errors} errors"
    how = (
        f"As above, one turn of {2 * EVERY} s, gunicorn with 2 workers of 4 threads; servers, application and clients "
        "share the machine and its disk, so that a standby costs processor time, too. Meanwhile one person of the "
        f"working group opens {len(PAGES)} pages and the file of all answers of a round of {reports:,} reports over "
        f"and over, 0.2 s apart: {len(measured.pages):,} pages, {len(measured.files):,} files; "
        f"{len(measured.saves):,} saves."
    )
    return Figure(name, value, AIM, measured.errors == 0, how)
