from threading import Thread

import pytest

from survey.data.turns import Turns


@pytest.fixture
def turns():
    return Turns()


def wait_in_line(turns, names, passed):
    """A thread for each name that waits for its turn, in this order."""
    threads = []
    for name in names:

        def work(name=name):
            assert turns.take(30)
            passed.append(name)
            turns.pass_on()

        threads.append(Thread(target=work))
        threads[-1].start()
        while len(turns._waiting) < len(threads):
            pass
    return threads


def test_turns_come_in_the_order_of_asking(turns):
    passed = []
    assert turns.take(0)
    threads = wait_in_line(turns, "abcdefgh", passed)
    turns.pass_on()
    for thread in threads:
        thread.join()
    assert "".join(passed) == "abcdefgh"
    assert turns.take(0)


def test_turn_that_does_not_come_in_time_is_given_up(turns):
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.pass_on()
    assert turns.take(0)


def test_who_gave_up_is_passed_over(turns):
    passed = []
    assert turns.take(0)
    assert not turns.take(0.01)
    [thread] = wait_in_line(turns, "a", passed)
    turns.pass_on()
    thread.join()
    assert passed == ["a"]
