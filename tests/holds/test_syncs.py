"""Every acknowledged save is on the disk before the reply: kill -9 alone cannot show that."""

from itertools import cycle

from tests.holds.saves import DONE, WAYS, Save
from tests.support.load import Connection, connect, get

PART = "Q7_SUCCESS.why"
SAVES = 100


def test_each_of_100_saves_reaches_the_disk_before_its_reply(durable_house, counter):
    house = durable_house
    [report] = house.open_reports()
    saves = [Save(report, PART, f"text {n}", n, f"{report}{n}") for n in range(SAVES)]
    page = get(f"/reports/{report}/questions/Q4_LESSONS", house.staff.cookie)
    # on SQLite it is the server itself that writes
    counted = {} if house.postgres else counter.environment
    synced = []
    with house.serve(**counted) as server, connect(server.port) as opened:
        connection = Connection(opened)
        for save, way in zip(saves, cycle(WAYS), strict=False):
            before = counter.number
            answer = connection.answer_to(way.request(house.staff, save))
            synced.append(counter.number - before)
            assert way.outcome(answer) == DONE
        before = counter.number
        assert {connection.answer_to(page).status for _ in range(40)} == {200}
        read = counter.number - before
    assert min(synced) >= 1
    # the count would say nothing if it grew by itself; PostgreSQL's own housekeeping may add a few
    assert read < 20
