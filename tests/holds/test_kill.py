"""The server is killed while many people save: nothing that was acknowledged is missing."""

import random
import time

import pytest

from tests.holds.streams import Crowd, acknowledged, missing, refusals, streams_of

LONGEST_WAIT = 0.02


def kill_while_saving(house, streams, kills, seed=None):
    """Kills the server at a random moment, looks what is there, and starts it again, over and over."""
    chance = random.Random(seed)
    for _ in range(kills):
        with house.serve() as server, Crowd(server.port, streams) as crowd:
            target = acknowledged(streams) + chance.randint(len(streams), 4 * len(streams))
            crowd.work_until(lambda target=target: acknowledged(streams) >= target)
            # the moment is random within a save, too
            time.sleep(chance.uniform(0, LONGEST_WAIT))
            server.process.kill()
            server.process.wait()
            crowd.mourn()
        assert missing(house, streams) == []
    assert house.faults() == []
    with house.serve() as server, Crowd(server.port, streams) as crowd:
        target = acknowledged(streams) + 2 * len(streams)
        crowd.work_until(lambda: acknowledged(streams) >= target)
        crowd.rest()
    assert missing(house, streams) == []
    assert [stream for stream in streams if stream.waiting] == []
    assert refusals(streams) == {}


def test_killed_server_loses_nothing_that_was_acknowledged(house):
    kill_while_saving(house, streams_of(house, 8), kills=1)


@pytest.mark.long
def test_server_killed_ten_times_in_50_streams_loses_nothing(house):
    kill_while_saving(house, streams_of(house, 50), kills=10)
