"""Houses for the tests of what must hold: one that stays whole for many tests, and others to break."""

from contextlib import ExitStack

import pytest

from tests.holds.house import House
from tests.support import postgres
from tests.support.app import prepare_sample


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
def durable_postgres():
    """`durable_postgres(**environment)` is a PostgreSQL server that keeps what it commits and may be broken."""
    made = []

    def server(**environment):
        try:
            made.append(postgres.Server(postgres.DURABLE, environment))
        except postgres.Unavailable as problem:
            pytest.skip(str(problem))
        return made[-1]

    yield server
    for one in made:
        one.stop()
