"""Fixtures that hand each test a database of its own, empty or copied from one prepared once.

One PostgreSQL server serves a whole run: the controller of a parallel run starts it for its workers,
a run in one process starts it when the first test asks.
"""

import os
import shutil
import sqlite3
from pathlib import Path
from uuid import uuid4

import pytest

from tests.support import postgres

KINDS = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
running_server = pytest.StashKey[postgres.Server]()
server_address = pytest.StashKey[tuple[str, str]]()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    """Runs in the controller, once for each worker."""
    node.workerinput["postgres"] = server_url_or_reason(node.config)


def pytest_unconfigure(config):
    if server := config.stash.get(running_server, None):
        server.stop()


def server_url_or_reason(config):
    """(URL, "") or ("", why there is none), the same for the whole run."""
    if hasattr(config, "workerinput"):
        return tuple(config.workerinput["postgres"])
    if server_address not in config.stash:
        try:
            config.stash[running_server] = postgres.Server()
            config.stash[server_address] = (config.stash[running_server].url, "")
        except postgres.Unavailable as problem:
            config.stash[server_address] = ("", str(problem))
    return config.stash[server_address]


class Databases:
    """Makes and drops databases of both kinds; templates are made once for each worker."""

    def __init__(self, config, folder: Path):
        self.config, self.folder, self.templates = config, folder, {}

    def server_url(self):
        url, reason = server_url_or_reason(self.config)
        return url or pytest.skip(reason)

    def empty(self, kind, folder=None):
        """The URL of a new database without tables."""
        if kind == "sqlite":
            return f"sqlite:///{(folder or self.folder) / new_name()}.sqlite"
        return postgres.create_database(self.server_url(), new_name())

    def copy(self, kind, prepare, folder=None):
        """The URL of a copy of what `prepare(url)` made; `prepare` closes its connections."""
        template = self.template(kind, prepare)
        if kind == "postgres":
            return postgres.create_database(self.server_url(), new_name(), template.rpartition("/")[2])
        url = self.empty(kind, folder)
        shutil.copyfile(sqlite_path(template), sqlite_path(url))
        return url

    def template(self, kind, prepare):
        if (kind, prepare) not in self.templates:
            url = self.empty(kind)
            prepare(url)
            if kind == "sqlite":
                settle_sqlite(sqlite_path(url))
            self.templates[kind, prepare] = url
        return self.templates[kind, prepare]

    def drop(self, url):
        if url.startswith("sqlite"):
            for ending in ("", "-wal", "-shm"):
                Path(f"{sqlite_path(url)}{ending}").unlink(missing_ok=True)
        else:
            postgres.drop_database(url)


def new_name():
    return f"survey_{os.getpid()}_{uuid4().hex[:12]}"


def sqlite_path(url):
    return url.removeprefix("sqlite:///")


def settle_sqlite(path):
    """Moves the write-ahead log into the file, so that a copy of the file is whole."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@pytest.fixture(scope="session")
def databases(pytestconfig, tmp_path_factory):
    made = Databases(pytestconfig, tmp_path_factory.mktemp("databases"))
    yield made
    for url in made.templates.values():
        made.drop(url)


@pytest.fixture(params=KINDS)
def database_kind(request):
    """Runs a test on SQLite and on PostgreSQL."""
    return request.param


@pytest.fixture
def database_url(database_kind, databases, tmp_path):
    """The URL of an empty database, of each kind in turn."""
    url = databases.empty(database_kind, tmp_path)
    yield url
    databases.drop(url)


@pytest.fixture
def prepared_database(databases, tmp_path):
    """`prepared_database(kind, prepare)` is the URL of a copy of what `prepare(url)` made once."""
    made = []

    def copied(kind, prepare):
        made.append(databases.copy(kind, prepare, tmp_path))
        return made[-1]

    yield copied
    for url in made:
        databases.drop(url)
