"""The primary is killed while people save, and its standby takes its place: nothing that was acknowledged is missing.

The application knows both servers by one address and runs on; nobody restarts it.
"""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from survey.data.engine import Database
from survey.installation.moving.services import move
from tests.holds.house import House
from tests.holds.streams import Crowd, acknowledged, missing, streams_of
from tests.holds.test_restarts import check_refusals
from tests.installation.moving.examples import sums
from tests.support import postgres
from tests.support.app import EMAILS, prepare_sample
from tests.support.databases import new_name
from tests.support.load import ask_once, get
from tests.support.standby import Pair

pytestmark = pytest.mark.postgres
LONGEST_WAIT = 0.02
#: from the promotion to the first save that is acknowledged: the people try again every 50 ms
SECONDS_TO_GO_ON = 30


@contextmanager
def running_pair(synchronous):
    try:
        made = Pair(synchronous)
    except postgres.Unavailable as problem:
        pytest.skip(str(problem))
    try:
        prepare_sample(postgres.create_database(made.primary.url, "sample"))
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module", params=["on", pytest.param("remote_apply", marks=pytest.mark.long)])
def pair(request):
    """Two servers, of which the second has every save before it is acknowledged, or also shows it."""
    with running_pair(request.param) as made:
        yield made


@pytest.fixture
def house(pair, tmp_path):
    name = new_name()
    postgres.create_database(pair.primary.url, name, "sample")
    pair.caught_up()
    made = House(pair.url(name), tmp_path, SURVEY_READING_URL=pair.url(name, standby_first=True))
    yield made
    made.close()
    postgres.drop_database(f"{pair.primary.url.rpartition('/')[0]}/{name}")


def take_over(pair):
    """The primary goes, the standby becomes what it was."""
    pair.kill_primary()
    pair.promote()


def fail_over_while_saving(pair, house, number, times):
    streams = streams_of(house, number)
    chance = random.Random()
    reading = house.app.config["SURVEY_READING_URL"]
    matrix = get(
        "/rounds/2001/matrix", house.app.test_client().sign_in(EMAILS["working_group"]).cookie_header
    )
    with (
        house.serve(SURVEY_READING_URL=reading) as server,
        ThreadPoolExecutor(1) as pool,
        Crowd(server.port, streams) as crowd,
    ):
        for _ in range(times):
            target = acknowledged(streams) + chance.randint(number, 4 * number)
            crowd.work_until(lambda target=target: acknowledged(streams) >= target)
            time.sleep(chance.uniform(0, LONGEST_WAIT))
            taking_over = pool.submit(take_over, pair)
            crowd.work_until(taking_over.done)
            taking_over.result()
            # the old primary is away for good, and everybody saves again
            before, start = {stream: len(stream.acknowledged) for stream in streams}, time.monotonic()
            crowd.work_until(lambda before=before: all(len(s.acknowledged) > before[s] for s in streams))
            assert time.monotonic() - start < SECONDS_TO_GO_ON
            assert ask_once(server.port, matrix).status == 200
            following = pool.submit(pair.follow)
            crowd.work_until(following.done)
            following.result()
        crowd.rest()
    check_refusals(streams)
    assert missing(house, streams) == []
    assert house.faults() == []
    return streams


def test_primary_that_is_killed_loses_nothing_that_was_acknowledged(pair, house):
    fail_over_while_saving(pair, house, 8, times=1)


@pytest.mark.long
def test_primary_that_is_killed_ten_times_in_50_streams_loses_nothing(pair, house):
    fail_over_while_saving(pair, house, 50, times=10)


@pytest.mark.long
@pytest.mark.long
def test_from_sqlite_to_two_servers_and_back_loses_nothing(pair, prepared_database, tmp_path):
    source, back, name = (
        prepared_database("sqlite", prepare_sample),
        f"sqlite:///{tmp_path}/back.db",
        new_name(),
    )
    postgres.create_database(pair.primary.url, name)
    there = pair.url(name)
    move_from(source, there)
    assert sums(source) == sums(there)
    pair.caught_up()
    house = House(there, tmp_path, SURVEY_READING_URL=pair.url(name, standby_first=True))
    streams = fail_over_while_saving(pair, house, number=5, times=1)
    house.close()
    move_from(there, back)
    assert sums(there) == sums(back)
    home = House(back, tmp_path)
    assert missing(home, streams) == []
    assert home.faults() == []
    home.close()
    postgres.drop_database(f"{pair.primary.url.rpartition('/')[0]}/{name}")


def move_from(source, target):
    database = Database(source)
    try:
        move(database, target)
    finally:
        database.close()


def test_what_no_standby_waited_for_is_missing_and_these_tests_see_it(tmp_path):
    """Why the other tests have a synchronous standby, and a proof that they would notice a loss."""
    with running_pair(None) as pair:
        postgres.create_database(pair.primary.url, "ours", "sample")
        house = House(pair.url("ours"), tmp_path)
        streams = streams_of(house, 8)
        pair.caught_up()
        pair.cut()
        with house.serve() as server, Crowd(server.port, streams) as crowd:
            crowd.work_until(lambda: acknowledged(streams) >= len(streams))
            crowd.rest()
        take_over(pair)
        assert len(missing(house, streams)) > 0
        house.close()


def test_connection_to_a_server_that_has_come_to_only_read_is_used_no_more(pair, house):
    """As a primary that was replaced, but answers still: what was opened to it before must not be written to."""
    database = Database(house.url)
    switch = "ALTER SYSTEM {} default_transaction_read_only"
    with database.writing() as session:
        session.execute(text("CREATE TABLE written (number INTEGER)"))
        session.commit()
    with database.writing() as held:
        held.execute(text("SELECT 1"))
        held.rollback()
        connection = held.connection()
        postgres.run_sql(pair.primary.url, switch.format("SET") + " = on")
        postgres.run_sql(pair.primary.url, "SELECT pg_reload_conf()")
        try:
            held.execute(text("SET TRANSACTION READ ONLY"))
            with pytest.raises(DBAPIError) as refusal:
                held.execute(text("INSERT INTO written VALUES (1)"))
            assert (refusal.value.orig.sqlstate, refusal.value.connection_invalidated) == ("25006", True)
            assert connection.invalidated
            # nobody takes writes now, and that is what is said
            with pytest.raises(DBAPIError, match="read-only"), database.writing() as session:
                session.execute(text("INSERT INTO written VALUES (2)"))
        finally:
            postgres.run_sql(
                f"{pair.primary.url}?options=-cdefault_transaction_read_only%3Doff", switch.format("RESET")
            )
            postgres.run_sql(pair.primary.url, "SELECT pg_reload_conf()")
    with database.writing() as session:
        session.execute(text("INSERT INTO written VALUES (3)"))
        session.commit()
        assert session.scalars(text("SELECT number FROM written")).all() == [3]
    database.close()
