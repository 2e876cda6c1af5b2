"""Every acknowledged save is on the disk before the reply: kill -9 alone cannot show that."""

from tests.holds.saves import DONE, Save, both_ways
from tests.support.load import Connection, connect, get

PART = "Q7_SUCCESS.why"
SAVES = 100


def serve(house, counter):
    """On SQLite it is the server itself that writes."""
    return house.serve() if house.postgres else house.serve(**counter.environment)


@both_ways
def test_each_of_100_saves_reaches_the_disk_before_its_reply(durable_house, counter, way):
    house = durable_house
    [report] = house.open_reports()
    saves = [Save(report, PART, f"text {n}", n, f"{report}{n}") for n in range(SAVES)]
    synced = []
    with serve(house, counter) as server, connect(server.port) as opened:
        connection = Connection(opened)
        for save in saves:
            before = counter.number
            answer = connection.answer_to(way.request(house.staff, save))
            synced.append(counter.number - before)
            assert way.outcome(answer) == DONE
    assert min(synced) >= 1


def test_reading_a_page_does_not_wait_for_the_disk(durable_house, counter):
    """The count would say nothing if it grew by itself; PostgreSQL's own housekeeping may add a few."""
    house = durable_house
    [report] = house.open_reports()
    page = get(f"/reports/{report}/questions/Q4_LESSONS", house.staff.cookie)
    with serve(house, counter) as server, connect(server.port) as opened:
        connection = Connection(opened)
        connection.answer_to(page)
        before = counter.number
        answers = [connection.answer_to(page) for _ in range(40)]
        assert {answer.status for answer in answers} == {200}
        assert counter.number - before < 20
