"""Houses for the tests of what must hold: one that stays whole for many tests, and others to break."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.holds.house import House
from tests.holds.syncs import SyncCounter, Unavailable
from tests.support import postgres
from tests.support.app import prepare_sample
from tests.support.databases import KINDS, new_name


@pytest.fixture(scope="session")
def whole_houses(databases, tmp_path_factory):
    """`whole_houses(kind)` is a house and its running server, the same for all tests that break nothing."""
    made = {}
    with ExitStack() as open_things:

        def house(kind):
            if kind not in made:
                folder = tmp_path_factory.mktemp(f"house-{kind}")
                built = House(databases.copy(kind, prepare_sample, folder), folder)
                open_things.callback(databases.drop, built.url)
                open_things.callback(built.close)
                made[kind] = built, open_things.enter_context(built.serve())
            return made[kind]

        yield house


@pytest.fixture
def served(database_kind, whole_houses):
    """A house and its server, on SQLite and on PostgreSQL."""
    return whole_houses(database_kind)


@pytest.fixture
def house(database_kind, prepared_database, tmp_path):
    """A house of the test's own, without a server, on SQLite and on PostgreSQL."""
    made = House(prepared_database(database_kind, prepare_sample), tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def counter_or_reason():
    """A counter of the calls that wait for the disk, or why there is none here."""
    # not below pytest's own folder, which PostgreSQL's user may not enter
    with tempfile.TemporaryDirectory(prefix="survey-syncs-") as folder:
        try:
            yield SyncCounter(Path(folder))
        except Unavailable as reason:
            yield str(reason)


@pytest.fixture
def counter(counter_or_reason):
    if isinstance(counter_or_reason, str):
        pytest.skip(counter_or_reason)
    return counter_or_reason


@pytest.fixture(scope="session")
def durable_postgres(counter_or_reason):
    """A PostgreSQL server that keeps what it commits, counts its syncs, and may be broken and started again."""
    counted = isinstance(counter_or_reason, SyncCounter)
    try:
        server = postgres.Server(
            postgres.DURABLE,
            environment=counter_or_reason.environment if counted else None,
            # small files of its log, so that a limit on the size of files does not reach them
            initdb=["--wal-segsize=1"],
        )
    except postgres.Unavailable as problem:
        pytest.skip(str(problem))
    prepare_sample(postgres.create_database(server.url, "sample"))
    yield server
    server.stop()


@pytest.fixture
def postgres_house(durable_postgres, databases, tmp_path):
    """A house of the test's own on that server, which is its attribute `postgres`."""
    url = postgres.create_database(durable_postgres.url, new_name(), "sample")
    made = House(url, tmp_path)
    made.postgres = durable_postgres
    yield made
    made.close()
    databases.drop(url)


@pytest.fixture(params=KINDS)
def durable_house(request, prepared_database, tmp_path):
    """A house of the test's own whose database keeps what it commits, on SQLite and on PostgreSQL."""
    if request.param == "postgres":
        yield request.getfixturevalue("postgres_house")
        return
    made = House(prepared_database("sqlite", prepare_sample), tmp_path)
    yield made
    made.close()
