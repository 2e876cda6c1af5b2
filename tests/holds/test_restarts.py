"""The database goes and comes back while people save: they are told so, nothing is lost, and all goes on by itself."""

import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest

from tests.holds.saves import FORM, UNAVAILABLE
from tests.holds.streams import Crowd, acknowledged, missing, streams_of

SENTENCE = "Nothing that was saved before is lost; what you sent just now is not saved yet."


pytestmark = pytest.mark.postgres


@pytest.fixture
def house(postgres_house):
    """SQLite has no server that could go."""
    return postgres_house


def restart(server, crash):
    """As an operator does it, or as a crash does: what was not yet written is taken from the log."""
    if crash:
        os.kill(server.pid, signal.SIGQUIT)
    server.end()
    server.start()


def check_refusals(streams):
    for stream in streams:
        for outcome, save, answer in stream.refused:
            assert outcome == UNAVAILABLE
            page = unescape(answer.body.decode())
            assert SENTENCE in page
            # a script leaves the text where it was typed
            assert stream.way is not FORM or page.count(save.text) == 2


def restart_while_saving(house, number, crashes):
    """The database goes once for each of `crashes`, by a crash or by a restart."""
    streams = streams_of(house, number)
    chance = random.Random()
    with house.serve() as server, ThreadPoolExecutor(1) as pool, Crowd(server.port, streams) as crowd:
        for crash in crashes:
            target = acknowledged(streams) + chance.randint(number, 4 * number)
            crowd.work_until(lambda target=target: acknowledged(streams) >= target)
            time.sleep(chance.uniform(0, 0.02))
            restarting = pool.submit(restart, house.postgres, crash)
            crowd.work_until(restarting.done)
            restarting.result()
            before = {stream: len(stream.acknowledged) for stream in streams}
            crowd.work_until(lambda before=before: all(len(s.acknowledged) > before[s] for s in streams))
        crowd.rest()
    check_refusals(streams)
    assert missing(house, streams) == []
    assert house.faults() == []


def test_database_that_is_restarted_and_crashes_loses_nothing(house):
    restart_while_saving(house, 8, crashes=[False, True])


@pytest.mark.long
@pytest.mark.parametrize("crash", [False, True], ids=["restart", "crash"])
def test_database_that_goes_ten_times_in_50_streams_loses_nothing(house, crash):
    restart_while_saving(house, 50, crashes=[crash] * 10)
