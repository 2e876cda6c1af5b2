"""Every acknowledged save is on the disk before the reply: kill -9 alone cannot show that."""

import tempfile
from pathlib import Path

import pytest

from tests.holds.house import House
from tests.holds.saves import DONE, Save, both_ways
from tests.holds.syncs import SyncCounter, Unavailable
from tests.support import postgres
from tests.support.app import prepare_sample
from tests.support.load import Connection, connect, get

PART = "Q7_SUCCESS.why"
SAVES = 100


@pytest.fixture(scope="module")
def counter():
    # not below pytest's own folder, which nobody else may enter
    with tempfile.TemporaryDirectory(prefix="syncs-") as folder:
        try:
            made = SyncCounter(Path(folder))
        except Unavailable as reason:
            pytest.skip(str(reason))
        if not made.notices():
            pytest.skip("this system does not let a library count fsync calls")
        yield made


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def counted(request, counter, databases, durable_postgres, tmp_path_factory):
    """A house whose database counts its syncs, and its server."""
    folder = tmp_path_factory.mktemp("counted")
    if request.param == "sqlite":
        url, own = databases.copy("sqlite", prepare_sample, folder), counter.environment
    else:
        url, own = postgres.create_database(durable_postgres(**counter.environment).url, "counted"), {}
        prepare_sample(url)
    house = House(url, folder)
    with house.serve(**own) as server:
        yield house, server
    house.close()


@both_ways
def test_each_of_100_saves_reaches_the_disk_before_its_reply(counted, counter, way):
    house, server = counted
    [report] = house.open_reports()
    synced = []
    with connect(server.port) as opened:
        connection = Connection(opened)
        for number in range(SAVES):
            request = way.request(
                house.staff, Save(report, PART, f"text {number}", number, f"{report}{number}")
            )
            before = counter.number
            answer = connection.answer_to(request)
            synced.append(counter.number - before)
            assert way.outcome(answer) == DONE
    assert min(synced) >= 1


def test_reading_a_page_does_not_wait_for_the_disk(counted, counter):
    """The count would say nothing if it grew by itself; PostgreSQL's own housekeeping may add a few."""
    house, server = counted
    [report] = house.open_reports()
    page = get(f"/reports/{report}/questions/Q4_LESSONS", house.staff.cookie)
    with connect(server.port) as opened:
        connection = Connection(opened)
        connection.answer_to(page)
        before = counter.number
        answers = [connection.answer_to(page) for _ in range(20)]
        assert {answer.status for answer in answers} == {200}
        assert counter.number - before < 10
