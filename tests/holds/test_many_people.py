"""500 people who save every ten seconds: nobody is refused, and every text is there."""

import pytest

from tests.support.people import Office, people_at_work


def save_together(house, people, saves, every):
    writers = people_at_work(house.app, people)
    with house.serve() as server:
        day = Office(server.port, writers).work(saves * every, every)
    assert day.errors == {}
    assert [writer.saved for writer in writers] == [saves] * people
    for writer in writers:
        rows = house.history(writer.report, writer.part)
        assert [row.version for row in rows] == [2 + number for number in range(saves)]


def test_more_people_than_most_servers_take_connections_are_all_served(house):
    save_together(house, 120, saves=1, every=1)


@pytest.mark.long
def test_500_people_who_save_every_ten_seconds_meet_no_error(house):
    save_together(house, 500, saves=6, every=10)
