"""500 people who save every ten seconds, and what a bare commit costs on the same machine at the same time."""

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import text as sql

from survey.data.engine import Database
from tests.benchmarks.report import Figure, not_measured
from tests.support import postgres
from tests.support.app import build_app, prepare_sample
from tests.support.people import Office, people_at_work
from tests.support.rounds import text
from tests.support.servers import gunicorn_server, our_server

EVERY = 10
COMMITS = 200
AIM = "no errors"
TABLE = "CREATE TABLE IF NOT EXISTS bare (id {key} PRIMARY KEY, text TEXT NOT NULL)"
KEYS = {"sqlite": "INTEGER", "postgresql": "INTEGER GENERATED ALWAYS AS IDENTITY"}
ADD = sql("INSERT INTO bare (text) VALUES (:text)")


@dataclass
class Measured:
    """Seconds that each save and each bare commit took, and the saves that went wrong."""

    saves: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)
    errors: int = 0

    def figure(self, name: str, how: str) -> Figure:
        value = f"p95 {ms(self.saves, 0.95)}; a bare commit {ms(self.commits, 0.95)}; {self.errors} errors"
        spread = (
            f"{len(self.saves):,} saves: median {ms(self.saves, 0.5)}, slowest {ms(self.saves, 1)}; "
            f"{len(self.commits):,} bare commits: median {ms(self.commits, 0.5)}, slowest {ms(self.commits, 1)}."
        )
        return Figure(name, value, AIM, self.errors == 0, f"{how} {spread}")


def ms(took: list[float], share: float) -> str:
    place = min(len(took) - 1, int(share * len(took)))
    return f"{1000 * sorted(took)[place]:.1f} ms" if took else "nothing"


def measure_many_people(folder: Path, people: int, turns: int) -> list[Figure]:
    """The figures of both databases, each served in the ways that an operator is told of."""
    # PostgreSQL runs as another user, who has to get as far as its own folder
    folder.chmod(0o711)
    ways = {"survey run": our_server}
    if find_spec("gunicorn"):
        ways["gunicorn, 2 workers of 4 threads"] = lambda url, place: gunicorn_server(url, place, 2, 4)
    figures = []
    for kind, opened in (("SQLite", sqlite), ("PostgreSQL", own_postgres)):
        for way, serve in ways.items():
            name = f"{people} people saving every {EVERY} s, {kind}, {way}"
            place = folder / f"{kind}-{way.partition(',')[0]}".replace(" ", "-").lower()
            place.mkdir(mode=0o755)
            try:
                with opened(place) as (url, bare_url):
                    figures.append(measure(name, url, bare_url, place, serve, people, turns))
            except postgres.Unavailable as reason:
                figures.append(not_measured(name, AIM, f"{reason}."))
    return figures


@contextmanager
def sqlite(folder: Path):
    yield f"sqlite:///{folder / 'ours.sqlite'}", f"sqlite:///{folder / 'bare.sqlite'}"


@contextmanager
def own_postgres(folder: Path):
    """A server with the settings that PostgreSQL is delivered with, on the same disk as everything else."""
    server = postgres.Server(postgres.DURABLE, place=folder)
    try:
        yield tuple(postgres.create_database(server.url, name) for name in ("ours", "bare"))
    finally:
        server.stop()


def measure(
    name: str, url: str, bare_url: str, folder: Path, serve: Callable, people: int, turns: int
) -> Figure:
    prepare_sample(url)
    app = build_app(url, folder)
    writers = people_at_work(app, people)
    app.extensions["database"].close()
    measured = Measured()
    with bare_commits(bare_url, measured) as commit, serve(url, folder) as server:
        # warm, as a server is that has run for a while
        Office(server.port, writers[: people // 10]).work(2, 2)
        for _turn in range(turns):
            commit()
            day = Office(server.port, writers).work(2 * EVERY, EVERY)
            measured.saves += day.took
            measured.errors += sum(day.errors.values())
        commit()
    how = (
        f"{people} signed-in people, two to a report, each saving one part of 300 characters every {EVERY} s by the "
        f"script's request, from the moment that the save was due, on kept-alive connections, {turns} turns of "
        f"{2 * EVERY} s; client and server share the machine. Between the turns {COMMITS} bare commits: one row in a "
        "table of its own, one connection, the same durability."
    )
    return measured.figure(name, how)


@contextmanager
def bare_commits(url: str, measured: Measured):
    """A function that commits one row so many times, and notes how long each took."""
    database = Database(url, create=True)
    writing = database.engine.execution_options(writing=True)
    with writing.begin() as connection:
        connection.execute(sql(TABLE.format(key=KEYS[database.url.get_backend_name()])))

    def commit() -> None:
        for number in range(COMMITS):
            start = time.perf_counter()
            with writing.begin() as connection:
                connection.execute(ADD, {"text": text(number)})
            measured.commits.append(time.perf_counter() - start)

    yield commit
    database.close()
